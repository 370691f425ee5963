/**
 * The origin of a website, for `frame-ancestors`: `https://www.stadt.example`, also from a whole address of one of its pages. undefined: not one, has
 * a wildcard or a name and password, or would go unprotected over the network. On one's own machine (`localhost`, for trying out) http is enough.
 */
export function embedHostOf(given: string): string | undefined {
  const url = URL.parse(given.trim());
  if (!url || url.username !== "" || url.password !== "" || !/^[a-z0-9.[\]:-]+$/.test(url.host)) return undefined;
  const here = /(^|\.)localhost$|^127\.0\.0\.1$|^\[::1\]$/.test(url.hostname);
  if (!here && !url.hostname.includes(".")) return undefined;
  return url.protocol === "https:" || (here && url.protocol === "http:") ? url.origin : undefined;
}
