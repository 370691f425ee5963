import type { IncomingMessage } from "node:http";

export type Lang = "de" | "en";

const chosen = new WeakMap<object, Lang>();

/** Language stands in the address: `/en/…` is English. Cuts the prefix off before routing and remembers it for {@link langOf}. */
export function withoutLanguage(request: { url?: string | undefined }): string {
  const url = request.url ?? "/";
  if (url === "/en" || url.startsWith("/en/") || url.startsWith("/en?")) {
    chosen.set(request, "en");
    const rest = url.slice(3);
    return rest.startsWith("/") ? rest : `/${rest}`;
  }
  return url;
}

export function langOf(raw: IncomingMessage): Lang {
  return chosen.get(raw) ?? "de";
}

/** A path of ours in a language. */
export function inLanguage(path: string, lang: Lang): string {
  return lang === "en" ? `/en${path === "/" ? "" : path}` : path;
}
