import type { Service } from "../service.ts";
import type { ServiceText, TextByLang } from "../service-text.ts";
import type { Vocabulary, Word } from "../thesaurus.ts";
import { createSplitter, type Splitter } from "./compounds.ts";
import { stopWords, tellingWords, wordsOf } from "./fold.ts";
import { createSpelling, type Resembling } from "./spelling.ts";
import { stem } from "./stem.ts";

/** How much a word counts by where it stands. Titles and everyday words first; a mention in the text only breaks ties. */
const weights = { title: 6, everyday: 4, official: 3, teaser: 1.2, group: 0.8, text: 0.5 } as const;
/** What is left of a word's weight for the parts of a compound. */
const partShare = 0.55;

export interface Posting { readonly doc: number; readonly weight: number }

/** Everything the search looks at, made once from the catalogue; the same for all towns. */
export interface SearchIndex {
  readonly services: readonly Service[];
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  /** Stems sorted, for words that are still being typed. */
  readonly stems: readonly string[];
  /** Everyday words and phrases by their stems, joined by blanks, and joined by nothing ("Hunde Steuer"). */
  readonly phrases: ReadonlyMap<string, Word>;
  readonly synonyms: ReadonlyMap<string, readonly string[]>;
  /** Folded word → as it is written, for "Meinten Sie". */
  readonly surfaces: ReadonlyMap<string, string>;
  readonly docOf: ReadonlyMap<string, number>;
  readonly split: Splitter;
  readonly resembling: (word: string) => readonly Resembling[];
}

export interface SearchContent {
  readonly services: readonly Service[];
  readonly textOf: (leikaKey: string) => TextByLang | undefined;
  readonly words: readonly Word[];
  readonly vocabulary: Vocabulary;
}

const stemsOf = (words: readonly string[]): string => words.map(stem).join(" ");

export function createSearchIndex(content: SearchContent): SearchIndex {
  const { services, words, vocabulary } = content;
  const docOf = new Map(services.map((service, doc) => [service.leikaKey, doc]));
  const titleWords = services.flatMap(({ title }) => wordsOf(title.de).filter((word) => word.length >= 4 && !stopWords.has(word)));
  const split = createSplitter([...vocabulary.compoundParts, ...titleWords], vocabulary.linkingElements);
  const collected = new Map<string, Map<number, number>>();
  const surfaces = new Map<string, string>();

  function collect(doc: number, text: string, weight: number, spell: boolean): void {
    if (spell) for (const written of text.match(/[\p{L}\d]+/gu) ?? []) { const folded = wordsOf(written)[0]; if (folded !== undefined && !surfaces.has(folded)) surfaces.set(folded, written); }
    for (const word of wordsOf(text)) {
      if (stopWords.has(word)) continue;
      add(doc, stem(word), weight);
      for (const part of split(word)) add(doc, stem(part), weight * partShare);
    }
  }
  function add(doc: number, term: string, weight: number): void {
    const docs = collected.get(term) ?? new Map<number, number>();
    if ((docs.get(doc) ?? 0) < weight) docs.set(doc, weight);
    collected.set(term, docs);
  }

  services.forEach((service, doc) => {
    const length = wordsOf(service.title.de).length;
    collect(doc, service.title.de, weights.title / (1 + 0.06 * Math.max(0, length - 2)), true);
    if (service.title.en !== undefined) collect(doc, service.title.en, weights.title * 0.9, true);
    collect(doc, service.officialName, weights.official / (1 + 0.04 * wordsOf(service.officialName).length), true);
    collect(doc, `${service.ozg?.name ?? ""} ${service.pvLage?.name ?? ""}`, weights.group, true);
    for (const text of Object.values(content.textOf(service.leikaKey) ?? {})) collectText(doc, text);
  });
  function collectText(doc: number, text: ServiceText): void {
    if (text.teaser !== undefined) collect(doc, text.teaser, weights.teaser, true);
    if (text.description !== undefined) collect(doc, text.description, weights.text, false);
  }

  const phrases = new Map<string, Word>();
  for (const word of words) {
    for (const key of [stemsOf(wordsOf(word.term)), stem(wordsOf(word.term).join(""))]) if (!phrases.has(key)) phrases.set(key, word);
    word.leikaKeys.forEach((leikaKey, rank) => {
      const doc = docOf.get(leikaKey);
      if (doc !== undefined) collect(doc, word.term, weights.everyday / (1 + 0.3 * rank), true);
    });
  }

  // A question is looked up without the words that say nothing: "loch in der straße". One word that is left over may mean anything.
  for (const word of words) {
    const telling = tellingWords(word.term);
    if (telling.length > 1 && !phrases.has(stemsOf(telling))) phrases.set(stemsOf(telling), word);
  }

  const synonyms = new Map<string, string[]>();
  for (const group of vocabulary.synonyms) {
    const stems = [...new Set(group.flatMap((word) => wordsOf(word).map(stem)))];
    for (const one of stems) synonyms.set(one, [...(synonyms.get(one) ?? []), ...stems.filter((other) => other !== one)]);
  }

  const postings = new Map([...collected].map(([term, docs]) => [term, [...docs].map(([doc, weight]) => ({ doc, weight }))]));
  return { services, postings, stems: [...postings.keys()].toSorted(), phrases, synonyms, surfaces, docOf, split, resembling: createSpelling(surfaces.keys()) };
}
