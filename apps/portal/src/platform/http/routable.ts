/**
 * An address that can be routed. One whose signs of per cent are no UTF-8 (`/%`, `/%ED%A0%80`) is taken as it is written: so it leads where every
 * unknown address leads, to a page in words, and not to a line of the router's own.
 */
export function routable(url: string): string {
  if (!url.includes("%")) return url;
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return path.replaceAll("%", "%25") + url.slice(path.length);
  }
}
