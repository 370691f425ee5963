import type { Bilingual } from "./service.ts";

/** A word people type and the services they may mean, the likeliest first. Lower case. */
export interface Word {
  readonly term: string;
  readonly kind: "everyday" | "abbreviation" | "english";
  readonly leikaKeys: readonly string[];
}

/** What the search knows of the language. */
export interface Vocabulary {
  /** Words that stand for each other. */
  readonly synonyms: readonly (readonly string[])[];
  /** Parts to split compounds by, beside the words of the titles. */
  readonly compoundParts: readonly string[];
  /** Fugenelemente that may stand between two parts. */
  readonly linkingElements: readonly string[];
}

export const emptyVocabulary: Vocabulary = { synonyms: [], compoundParts: [], linkingElements: [] };

/** A Lebenslage or Geschäftslage (PV-Lagen, first level) with the services that belong to it. */
export interface LifeSituation {
  readonly code: string;
  readonly audience: "citizen" | "business";
  readonly slug: string;
  readonly title: Bilingual;
  readonly description: Bilingual;
  readonly leikaKeys: readonly string[];
}

/** Where facts of the catalogue come from: one entry of the page "Quellen". */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  readonly licenceUrl: string;
  readonly url: string;
  readonly linkText: string;
  readonly note: string;
}
