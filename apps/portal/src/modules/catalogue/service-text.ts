import { z } from "zod";
import type { Lang } from "./service.ts";

const line = z.string().trim().min(1).max(4000);
const lines = z.array(line).min(1).max(50);

/** The sections of a service page (modules of XZuFi `modulText`), in the order they are shown. */
export const serviceText = z.strictObject({
  teaser: line,
  description: line,
  who: lines,
  documents: lines,
  feeNote: line,
  duration: line,
  deadline: line,
  steps: lines,
  legalBasis: line,
  competentOffice: line,
  remarks: line,
  /** Only local: what is special in this town. */
  note: line,
}).partial();

/** A text in one language; a section that is absent says nothing. */
export type ServiceText = z.infer<typeof serviceText>;
export type SectionName = keyof ServiceText;
export type TextByLang = Readonly<Partial<Record<Lang, ServiceText>>>;

/** A section as it is shown: its words, whose they are, and the language they really have. */
export interface ShownSection<Name extends SectionName = SectionName> {
  readonly value: NonNullable<ServiceText[Name]>;
  readonly origin: "local" | "general";
  readonly lang: Lang;
}
export type ShownText = { readonly [Name in SectionName]?: ShownSection<Name> };

/**
 * One page from a town's words and the general ones: section by section the local one wins, what is missing comes from the
 * general text and is marked so (FIM/XZuFi: Stammtext and local addition). German stands in where a language is missing.
 */
export function mergeTexts(local: TextByLang, general: TextByLang, lang: Lang): ShownText {
  const sources: readonly (readonly ["local" | "general", Lang])[] = lang === "de"
    ? [["local", "de"], ["general", "de"]]
    : [["local", lang], ["local", "de"], ["general", lang], ["general", "de"]];
  const shown: Record<string, ShownSection> = {};
  for (const [origin, from] of sources) {
    const text = (origin === "local" ? local : general)[from];
    for (const [name, value] of Object.entries(text ?? {})) {
      if (value !== undefined) shown[name] ??= { value, origin, lang: from };
    }
  }
  return shown as ShownText;
}
