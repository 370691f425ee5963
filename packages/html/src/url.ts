const urlAttributes = new Set(["href", "src", "action", "formaction", "poster", "cite", "data", "xlink:href", "ping", "background"]);
const allowedSchemes = new Set(["http", "https", "mailto", "tel"]);
// Browsers drop control characters and blanks inside a scheme ("java\nscript:"), so they are dropped before looking.
const ignoredInUrls = /[\s\p{Cc}]/gu;

export function isUrlAttribute(name: string): boolean {
  return urlAttributes.has(name);
}

/**
 * A URL for an attribute that a browser follows: relative, http, https, mailto, tel, or an inline raster image. Anything else
 * (javascript:, vbscript:, data:text/html …) becomes `about:invalid`, so that one bad record does not take a whole page down.
 */
export function safeUrl(url: string): string {
  // Nearly all of ours: what begins so has no scheme or one that is allowed, whatever follows.
  if (/^(?:[/?#]|https?:)/.test(url)) return url;
  const compact = url.replace(ignoredInUrls, "");
  const scheme = /^([^/?#:]*):/.exec(compact)?.[1]?.toLowerCase();
  if (scheme === undefined || allowedSchemes.has(scheme)) return url;
  if (/^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$/i.test(compact)) return url;
  return "about:invalid";
}
