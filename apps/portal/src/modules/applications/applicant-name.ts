import { normaliseWords, searchHash } from "#platform/crypto";
import { answerFor, type Answers, type CompiledForm } from "@kommunalportal/form-engine";
import type { Applicant } from "./applicant.ts";
import { derive } from "./keys.ts";

/** Who applies, for lists: from the fields that an account would fill with the name, else from the sign-in. Undefined for an anonymous report. */
export function applicantName(form: CompiledForm, answers: Answers, applicant: Pick<Applicant, "person">): string | undefined {
  const given = answerFor(form, answers, "givenName") ?? applicant.person?.["givenName"]?.value;
  const surname = answerFor(form, answers, "surname") ?? applicant.person?.["surname"]?.value;
  const name = [given, surname].filter((part) => part !== undefined && part.trim() !== "").join(" ").trim();
  return name === "" ? undefined : name;
}

/** A town's key stays in memory, and with it, for as long, what names are searched with. */
const searchKeys = new WeakMap<Buffer, Buffer>();

/** So many first letters of a longer word are hashed too, so that »Beisp« finds »Beispiel«; what is between is compared with the opened name. */
const starts = [3, 5] as const;

function searchKey(tenantKey: Buffer): Buffer {
  const key = searchKeys.get(tenantKey) ?? derive(tenantKey, "search");
  searchKeys.set(tenantKey, key);
  return key;
}

/** No word has the mark, so a beginning is never taken for a word. */
const startHash = (key: Buffer, letters: string): Buffer => searchHash(key, `${letters}*`);

/** What a name is found by: keyed hashes of its words and of their first letters, each once. */
export function nameHashes(tenantKey: Buffer, name: string): Buffer[] {
  const key = searchKey(tenantKey);
  const words = normaliseWords(name);
  const begun = new Set(words.flatMap((word) => starts.filter((length) => word.length > length).map((length) => word.slice(0, length))));
  return [...words.map((word) => searchHash(key, word)), ...[...begun].map((letters) => startHash(key, letters))];
}

export interface SearchedWord {
  readonly word: string;
  readonly whole: Buffer;
  /** Of fewer than three letters only whole words are found. `exact`: all letters are in the hash, so no name has to be opened. */
  readonly start: { readonly hash: Buffer; readonly exact: boolean } | undefined;
}

/** The words that somebody searches a name by. */
export function searchedWords(tenantKey: Buffer, text: string): readonly SearchedWord[] {
  const key = searchKey(tenantKey);
  return normaliseWords(text).map((word) => {
    const length = starts.findLast((one) => word.length >= one);
    return { word, whole: searchHash(key, word), start: length === undefined ? undefined : { hash: startHash(key, word.slice(0, length)), exact: word.length === length } };
  });
}

/** Whether a name has, for each of the words, one that is it or begins with it. */
export function nameBegins(name: string, searched: readonly SearchedWord[]): boolean {
  const words = normaliseWords(name);
  return searched.every(({ word, start }) => words.some((one) => (start === undefined ? one === word : one.startsWith(word))));
}
