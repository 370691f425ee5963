export interface PageHeaders {
  /** Origins that may show the page in a frame: the portal's for a tab, with its towns (`https://*.portal.example`) for a widget. None: nobody. */
  readonly framedBy?: readonly string[];
  /** Origins to which a form of the page leads, beside the page's own: that of `returnTo`, because browsers check redirects too. */
  readonly formsTo?: readonly string[];
  /** Seconds for which everybody may keep the page. Default: nobody keeps it. */
  readonly publicFor?: number;
}

/**
 * Headers of a page that is an extension's own: nothing from elsewhere, no script, no address in a referrer (it holds the launch code), and shown in
 * nobody's frame but the portal's. Styles come from the page's own origin.
 */
export function pageHeaders({ framedBy = [], formsTo = [], publicFor }: PageHeaders = {}): Readonly<Record<string, string>> {
  const origins = (given: readonly string[]): string => given.map(originOf).join(" ");
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": publicFor === undefined ? "no-store" : `public, max-age=${publicFor}`,
    "content-security-policy": `default-src 'none'; style-src 'self'; img-src 'self'; form-action ${["'self'", ...formsTo.map(originOf)].join(" ")}; frame-ancestors ${framedBy.length === 0 ? "'none'" : origins(framedBy)}; base-uri 'none'`,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/** The portal and its towns, as whoever shows a widget in a frame. */
export function portalAndTowns(portal: string): readonly string[] {
  const { protocol, host } = new URL(portal);
  return [`${protocol}//${host}`, `${protocol}//*.${host}`];
}

/** Only an origin: whatever stands behind it, or could end the directive, is cut off. */
function originOf(given: string): string {
  const [, origin] = /^(https?:\/\/(?:\*\.)?[a-z0-9.-]+(?::\d{1,5})?)(?:[/?#].*)?$/i.exec(given) ?? [];
  if (origin === undefined) throw new TypeError(`${given} is no address with http or https`);
  return origin;
}

/** Text for HTML, in an attribute or between tags. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
