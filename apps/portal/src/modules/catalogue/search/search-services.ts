import type { Service } from "../service.ts";
import { stopWords, wordsOf } from "./fold.ts";
import type { Posting, SearchIndex } from "./search-index.ts";
import { joinSeparated } from "./separable.ts";
import { stem } from "./stem.ts";

/** Why something was found: what the person typed stands in the title, is an everyday word for it, a synonym, was mended, or stands in the text. */
export type MatchReason = { readonly kind: "title" | "synonym" | "corrected" | "text" } | { readonly kind: "word"; readonly term: string };

export interface ServiceMatch { readonly service: Service; readonly score: number; readonly reason: MatchReason }

export interface ServiceMatches {
  readonly matches: readonly ServiceMatch[];
  /** The question as it was typed, with typing errors mended; undefined when nothing had to be. */
  readonly corrected: string | undefined;
}

const longestQuery = 200;
const mostWords = 12;
const reasons = ["text", "corrected", "synonym", "title"] as const;
type Rank = 0 | 1 | 2 | 3;

/** Every way a typed word may be meant, with how much it then counts. */
interface Variant { readonly postings: readonly Posting[]; readonly share: number; readonly rank: Rank }

/**
 * Finds services for what somebody typed. Each word is looked up as it is, by its parts if it is a compound, by synonyms, by its
 * beginning, and only if nobody knows it, by words that resemble it. A service scores by the weight and rarity of the words it has, and
 * much less when it lacks some of them. Everyday words and phrases lead straight to the services somebody chose for them.
 * @param favour factor for a service in this place, such as an online service that the town offers
 */
export function searchServices(index: SearchIndex, query: string, favour: (service: Service) => number, limit: number): ServiceMatches {
  const known = (stemmed: string): boolean => index.postings.has(stemmed) || index.phrases.has(stemmed);
  const all = joinSeparated(wordsOf(query.slice(0, longestQuery)).slice(0, mostWords), known);
  const telling = all.filter((word) => !stopWords.has(word));
  const words = telling.length > 0 ? telling : all;
  if (words.length === 0) return { matches: [], corrected: undefined };

  const total = index.services.length;
  const scores = new Float64Array(total);
  const covered = new Float64Array(total);
  const rank = new Uint8Array(total);
  const mended = [...words];
  words.forEach((word, at) => {
    const best = new Map<number, number>();
    for (const { postings, share, rank: why } of variantsOf(index, word, (spelling) => { mended[at] = spelling; })) {
      const rarity = Math.log(1 + total / postings.length);
      for (const { doc, weight } of postings) {
        const score = weight * rarity * share;
        if (score > (best.get(doc) ?? 0)) best.set(doc, score);
        const strength = weight >= 2.5 ? why : 0;
        if (strength > (rank[doc] ?? 0)) rank[doc] = strength;
      }
    }
    for (const [doc, score] of best) { scores[doc]! += score; covered[doc]! += 1; }
  });

  const spellings = new Map(words.flatMap((word, at): [string, string][] => { const spelling = mended[at]!; return spelling === word ? [] : [[word, index.surfaces.get(spelling) ?? spelling]]; }));
  const corrected = spellings.size === 0 ? undefined : query.slice(0, longestQuery).replace(/[\p{L}\d]+/gu, (typed) => spellings.get(wordsOf(typed)[0] ?? "") ?? typed).trim();
  const terms = new Map<number, string>();
  for (const { term, keys, share } of phrasesIn(index, mended)) {
    keys.forEach((key, place) => {
      const doc = index.docOf.get(key);
      if (doc === undefined) return;
      scores[doc]! += (60 * share) / (1 + 0.25 * place);
      if (share === 1) covered[doc] = Math.max(covered[doc]!, words.length * (place === 0 ? 1 : 0.85));
      if (!terms.has(doc)) terms.set(doc, term);
    });
  }

  const found: { doc: number; score: number }[] = [];
  for (let doc = 0; doc < total; doc += 1) {
    if (scores[doc] === 0) continue;
    const service = index.services[doc]!;
    const coverage = covered[doc]! / words.length;
    found.push({ doc, score: scores[doc]! * coverage * coverage * (service.position === undefined ? 1 : 1.8) * favour(service) });
  }
  found.sort((a, b) => b.score - a.score || a.doc - b.doc);
  const least = (found[0]?.score ?? 0) * 0.12;
  const matches = found.slice(0, limit).filter(({ score }) => score >= least).map(({ doc, score }): ServiceMatch => {
    const service = index.services[doc]!;
    return { service, score, reason: reasonOf(index, service, words, corrected !== undefined, terms.get(doc), (rank[doc] ?? 0) as Rank) };
  });
  return { matches, corrected };
}

function reasonOf(index: SearchIndex, { title }: Service, words: readonly string[], mended: boolean, term: string | undefined, rank: Rank): MatchReason {
  const known = new Set(wordsOf(`${title.de} ${title.en ?? ""}`).flatMap((word) => [word, ...index.split(word)]).map(stem));
  if (words.every((word) => known.has(stem(word)))) return { kind: "title" };
  if (mended && (rank === 1 || rank === 0)) return { kind: "corrected" };
  return term === undefined ? { kind: reasons[rank] } : { kind: "word", term };
}

function variantsOf(index: SearchIndex, word: string, mend: (spelling: string) => void): readonly Variant[] {
  const variants: Variant[] = [];
  const push = (term: string, share: number, rank: Rank): void => { const postings = index.postings.get(term); if (postings) variants.push({ postings, share, rank }); };
  const own = stem(word);
  push(own, 1, 3);
  for (const other of index.synonyms.get(own) ?? []) push(other, 0.7, 2);
  const parts = index.split(word);
  for (const part of parts) {
    push(stem(part), 0.75 / Math.sqrt(parts.length), 3);
    for (const other of index.synonyms.get(stem(part)) ?? []) push(other, 0.5 / Math.sqrt(parts.length), 2);
  }
  if (word.length >= 3) for (const longer of beginningWith(index.stems, own.length >= 3 ? own : word)) if (longer !== own) push(longer, 0.55 * Math.max(0.4, word.length / longer.length), 3);
  if (variants.length === 0) {
    const alike = index.resembling(word);
    // Among words equally far away the one that more services have is meant.
    const weightOf = (known: string): number => (index.postings.get(stem(known)) ?? []).reduce((sum, { weight }) => sum + weight, 0);
    const nearest = alike.filter(({ distance }) => distance === alike[0]?.distance).toSorted((a, b) => weightOf(b.word) - weightOf(a.word));
    if (nearest[0]) mend(nearest[0].word);
    for (const { word: known, distance } of alike) push(stem(known), distance === 1 ? 0.8 : distance === 2 ? 0.55 : 0.4, 1);
  }
  return variants;
}

/** Everyday words and phrases in the question, the longest first; with `share` of the question they cover. */
function phrasesIn(index: SearchIndex, words: readonly string[]): readonly { readonly term: string; readonly keys: readonly string[]; readonly share: number }[] {
  const found: { term: string; keys: readonly string[]; share: number }[] = [];
  for (let length = Math.min(4, words.length); length >= 1; length -= 1) {
    for (let from = 0; from + length <= words.length; from += 1) {
      const run = words.slice(from, from + length);
      const word = index.phrases.get(run.map(stem).join(" ")) ?? (length > 1 ? index.phrases.get(stem(run.join(""))) : undefined);
      if (word) found.push({ term: word.term, keys: word.leikaKeys, share: length / words.length });
    }
    if (found.length > 0) break;
  }
  return found;
}

/** Known stems that begin so, at most 40. */
function beginningWith(stems: readonly string[], beginning: string): readonly string[] {
  let low = 0;
  let high = stems.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stems[middle]! < beginning) low = middle + 1; else high = middle;
  }
  const found: string[] = [];
  for (let at = low; at < stems.length && found.length < 40 && stems[at]!.startsWith(beginning); at += 1) found.push(stems[at]!);
  return found;
}
