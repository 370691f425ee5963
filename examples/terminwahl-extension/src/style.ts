/** The page's own style: legible at 320 pixels, with a focus that is seen, in the person's colours. */
export const style = `:root { color-scheme: light dark; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 40rem; padding: 1rem; }
h1 { font-size: 1.375rem; margin: 0 0 1rem; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; }
legend { font-weight: 600; margin-bottom: .5rem; padding: 0; }
li, .wahl { margin-bottom: .5rem; }
.wahl { display: flex; gap: .5rem; align-items: start; }
input { min-width: 1.25rem; min-height: 1.25rem; margin: .125rem 0 0; }
button { font: inherit; padding: .625rem 1rem; min-height: 2.75rem; margin: 0 .5rem .5rem 0; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
`;

/** `/stil.css`: from this very origin, as the page's policy demands. */
export function styleSheet(): Response {
  return new Response(style, { headers: { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=3600", "x-content-type-options": "nosniff" } });
}
