/** A style for small pages: legible at 320 pixels, targets that a finger hits, a focus that is seen, in the colours that the person has chosen. */
export const plainStyle = `:root { color-scheme: light dark; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 40rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; margin: 0 0 1rem; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
legend { font-weight: 600; margin-bottom: .5rem; padding: 0; }
label { font-weight: 600; }
input:not([type=radio], [type=checkbox]), textarea { box-sizing: border-box; width: 100%; min-height: 2.75rem; font: inherit; padding: .25rem .5rem; }
input[type=radio], input[type=checkbox] { width: 1.5rem; height: 1.5rem; vertical-align: middle; }
button { font: inherit; padding: .625rem 1rem; min-height: 2.75rem; margin: 0 .5rem .5rem 0; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
`;

/** Answers with the pages' own style, from their own origin, as `pageHeaders` demands: `GET /stil.css`. */
export function styleSheet(style: string = plainStyle): Response {
  return new Response(style, { headers: { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=3600", "x-content-type-options": "nosniff" } });
}
