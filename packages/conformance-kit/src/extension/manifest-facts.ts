import { record, type Json } from "../specification.ts";

const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);

export interface HandoverFacts { readonly redirectUris: readonly string[]; readonly logoutUris: readonly string[]; readonly level: string; readonly attributes: readonly string[] }

/** What a manifest says of people who are handed over; undefined for an extension that takes nobody over. */
export function handoverOf(manifest: Json): HandoverFacts | undefined {
  if (manifest["handover"] === undefined) return undefined;
  const facts = record(manifest["handover"]);
  const attributes = Array.isArray(facts["attributes"]) ? facts["attributes"] as readonly unknown[] : [];
  return { redirectUris: textsIn(facts["redirectUris"]), logoutUris: textsIn(facts["logoutUris"]), level: typeof facts["level"] === "string" ? facts["level"] : "basis", attributes: attributes.map((one) => String(record(one)["attribute"])) };
}

export interface ManifestPage { readonly id: string; readonly place: string; readonly path: string }

/** Pages that a manifest names, by their paths: hosts and ports are those of the run. */
export function pagesOf(manifest: Json): readonly ManifestPage[] {
  const pages = Array.isArray(manifest["pages"]) ? manifest["pages"] as readonly unknown[] : [];
  return pages.map((one) => {
    const { id, place, url } = record(one);
    const { pathname, search } = new URL(String(url));
    return { id: String(id), place: String(place), path: pathname + search };
  });
}

export function withQuery(path: string, values: Readonly<Record<string, string>>): string {
  const url = new URL(path, "http://page.example");
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  return url.pathname + url.search;
}
