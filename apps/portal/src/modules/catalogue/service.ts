/** Languages a text may stand in. German is always there. */
export type Lang = "de" | "en";

/** A short text in both languages. */
export interface Bilingual { readonly de: string; readonly en?: string | undefined }
/** A text and the language it stands in. */
export interface Worded { readonly value: string; readonly lang: Lang }
export interface BilingualList { readonly de: readonly string[]; readonly en?: readonly string[] | undefined }

/** Who executes a service in North Rhine-Westphalia: Gemeinde, Kreis, Kreis and larger towns, Land, Bund. */
export type ServiceLevel = "GEM" | "KRS" | "KRS+" | "LAND" | "BUND";

/** A kind of service as the LeiKa names it; the same in every town. */
export interface Service {
  /** 14 digits. */
  readonly leikaKey: string;
  readonly slug: string;
  /** What people call it. */
  readonly title: Bilingual;
  readonly officialName: string;
  /** undefined: the source does not say. */
  readonly level: ServiceLevel | undefined;
  /** LeiKa-Typisierung. */
  readonly types: readonly string[];
  readonly ozg: { readonly id: string; readonly name: string } | undefined;
  readonly pvLage: { readonly code: string; readonly name: string } | undefined;
  readonly legalBasis: readonly { readonly text: string; readonly url?: string | undefined }[];
  /** Place in the list of services worded for this portal; undefined: only taken over from the LeiKa list. */
  readonly position: number | undefined;
  readonly changedAt: Date;
}

/** The path of a service's page, the same for ever: the key finds it, the words are for people. */
export function servicePath(service: Pick<Service, "leikaKey" | "slug">): string {
  return `/leistung/${service.leikaKey}-${service.slug}`;
}

/** A title in a language; German where there is no other. */
export function inLang(text: Bilingual, lang: Lang): string {
  return text[lang] ?? text.de;
}

/** The same with the language it really stands in, for pages that must say so. */
export function withLang(text: Bilingual, lang: Lang): Worded {
  const own = text[lang];
  return own === undefined ? { value: text.de, lang: "de" } : { value: own, lang };
}

export function listInLang(list: BilingualList, lang: Lang): readonly string[] {
  return list[lang] ?? list.de;
}

/** Words for an address: lower case, umlauts spelled out, at most 80 characters, never empty. */
export function slugOf(text: string): string {
  const slug = text.toLowerCase().normalize("NFC").replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue").replaceAll("ß", "ss")
    .normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").slice(0, 80).replace(/^-+|-+$/g, "");
  return slug === "" ? "leistung" : slug;
}
