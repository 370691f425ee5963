/** The page's own style: legible at 320 pixels, with a focus that is seen, in the person's colours. */
export const style = `:root { color-scheme: light dark; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 40rem; padding: 1rem; }
h1 { font-size: 1.375rem; margin: 0 0 1rem; }
th, td { text-align: start; padding: .375rem 1rem .375rem 0; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
`;

/** `/stil.css`: from this very origin, as the page's policy demands. */
export function styleSheet(): Response {
  return new Response(style, { headers: { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=3600", "x-content-type-options": "nosniff" } });
}
