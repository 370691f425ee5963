import type { Visit } from "../../frame/index.ts";

/** The way to BundID and back to a page of ours, asking for what the service needs and no more. */
export function signInHref(visit: Visit, target: string, options: { readonly service?: string; readonly level?: number; readonly account?: boolean } = {}): string {
  const query = new URLSearchParams({ ziel: target });
  if (options.service !== undefined) query.set("leistung", options.service);
  if (options.level !== undefined && options.level > 1) query.set("niveau", String(options.level));
  if (options.account === true) query.set("konto", "1");
  return visit.href(`/anmelden?${query.toString()}`);
}
