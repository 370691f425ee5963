import type { CompiledForm, CompiledNode, CompiledPerson } from "../compiled-form.ts";
import type { Text } from "../definition.ts";

export type HintCode = "long-sentence" | "long-word" | "same-label" | "many-questions" | "empty-hint" | "label-is-question" | "long-label" | "abbreviation" | "many-radios" | "autocomplete" | "shouting" | "easy-sentence" | "person-always" | "person-unnamed" | "person-unasked";

/** Something an editor should look at: no fault, the form works. */
export interface Hint { readonly path: string; readonly code: HintCode; /** The text or word that is meant. */ readonly found: string }

/** Words in a sentence beyond which it is hard to follow; in easy language fewer (DIN SPEC 33429:2025 recommends short sentences with one statement). */
const longSentence = 20;
const longEasySentence = 12;
const longWord = 28;
const longLabel = 90;
const manyQuestions = 12;
/** More options than these are easier found in a list (the page offers one from eight on). */
const manyOptions = 40;
/** Whole words: »hält« is no »lt«, so what stands before may be no letter of any alphabet. */
const abbreviations = /(?<![\p{L}\p{N}])(?:bzw|ggf|i\.\s?d\.\s?R|z\.\s?B|u\.\s?a|evtl|gem|lt|inkl|zzgl|o\.\s?g|s\.\s?o|s\.\s?u|u\.\s?U|d\.\s?h|i\.\s?V\.\s?m|usw|etc)\.?(?=\s|$)/iu;

/** Words of names and contact details for which browsers know an `autocomplete` token (WCAG 1.3.5). */
const personal = /^(?:vorname|vornamen|nachname|familienname|name|postleitzahl|plz|ort|e-mail-adresse|e-mail|telefon|telefonnummer|geburtsdatum|stra(?:ß|ss)e)$/i;

/** Hints on plain language and accessibility, in the order of the form. */
export function formHints(form: CompiledForm): readonly Hint[] {
  const hints: Hint[] = [];
  for (const step of form.steps) {
    const path = `steps.${step.id}`;
    readText(hints, path, step.definition.title);
    readText(hints, path, step.definition.intro);
    const labels = new Map<string, string>();
    let questions = 0;
    const visit = (node: CompiledNode): void => {
      readNode(hints, node);
      if (node.kind === "field" && node.definition.type !== "info") {
        questions += 1;
        const scope = node.path.split(".").slice(0, -1).join(".");
        const label = `${scope}\n${node.definition.label.de.trim().toLowerCase()}`;
        if (labels.has(label) && node.when === undefined) hints.push({ path: node.path, code: "same-label", found: node.definition.label.de });
        labels.set(label, node.path);
      }
      if (node.kind === "group" && node.definition.compound === undefined) node.nodes.forEach(visit);
      else if (node.kind === "group") questions += 1;
    };
    step.nodes.forEach(visit);
    if (questions > manyQuestions) hints.push({ path, code: "many-questions", found: String(questions) });
  }
  for (const { definition: { at, message } } of form.rules) readText(hints, at, message);
  for (const person of form.people) readPerson(hints, form, person);
  return hints;
}

/** Who else fills in: whether an application always waits for them, and whether the office will know who they are. */
function readPerson(hints: Hint[], form: CompiledForm, { definition: { id, title, when } }: CompiledPerson): void {
  const path = `people.${id}`;
  readText(hints, path, title);
  const theirs = form.steps.filter(({ definition }) => definition.person === id);
  if (when === undefined) hints.push({ path, code: "person-always", found: title.de });
  if (!theirs.some(({ nodes }) => nodes.some(asksForName))) hints.push({ path, code: "person-unnamed", found: title.de });
  if (theirs.every(({ nodes }) => nodes.every((node) => node.kind === "field" && node.definition.type === "info"))) hints.push({ path, code: "person-unasked", found: title.de });
}

/** A person, an applicant, or a question for a surname. */
function asksForName(node: CompiledNode): boolean {
  if (node.kind === "group") return node.definition.compound?.type === "person" || node.definition.compound?.type === "applicant" || node.nodes.some(asksForName);
  return node.definition.prefill === "surname" || node.definition.autocomplete === "name" || node.definition.autocomplete === "family-name" || /name/i.test(node.definition.label.de);
}

function readNode(hints: Hint[], node: CompiledNode): void {
  const { path } = node;
  const label = node.kind === "group" ? node.definition.title : node.definition.label;
  readText(hints, path, label);
  readText(hints, path, node.definition.hint);
  if (label.de.length > longLabel) hints.push({ path, code: "long-label", found: label.de });
  if (/[A-ZÄÖÜ]{6,}\s+[A-ZÄÖÜ]{3,}/.test(label.de)) hints.push({ path, code: "shouting", found: label.de });
  if (node.kind === "group") return;
  const { definition } = node;
  if (definition.type === "info") readText(hints, path, definition.text);
  if (definition.type === "yesno" && !label.de.trim().endsWith("?")) hints.push({ path, code: "label-is-question", found: label.de });
  if ((definition.type === "choice" || definition.type === "choices") && definition.options.length > manyOptions) hints.push({ path, code: "many-radios", found: String(definition.options.length) });
  if (definition.autocomplete === undefined && definition.prefill === undefined && !path.includes(".") && personal.test(label.de.trim())) hints.push({ path, code: "autocomplete", found: label.de });
}

function readText(hints: Hint[], path: string, text: Text | undefined): void {
  if (text === undefined) return;
  for (const sentence of sentencesOf(text.de)) if (wordsOf(sentence).length > longSentence) hints.push({ path, code: "long-sentence", found: sentence });
  for (const sentence of sentencesOf(text.easy ?? "")) if (wordsOf(sentence).length > longEasySentence) hints.push({ path, code: "easy-sentence", found: sentence });
  const word = wordsOf(text.de).find((one) => one.length > longWord && !/[/:@]/.test(one));
  if (word !== undefined) hints.push({ path, code: "long-word", found: word });
  const short = abbreviations.exec(text.de)?.[0];
  if (short !== undefined) hints.push({ path, code: "abbreviation", found: short });
}

/** Ends at . ! ? : ; before a blank and a capital, and at line ends; not after a number or an abbreviation such as »Abs.«. */
function sentencesOf(text: string): readonly string[] {
  return text.split(/\n+|(?<=[!?:;]|(?<!\b(?:Abs|Art|Nr|Buchst|bzw|ggf|z|B|ca|vgl|\d{1,3}))\.)\s+(?=[A-ZÄÖÜ»„])/u).map((one) => one.trim()).filter((one) => one !== "");
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => /\p{L}/u.test(word));
}
