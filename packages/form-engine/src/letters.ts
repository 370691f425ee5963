import { z } from "zod";
import { templateOf } from "./answer-path.ts";
import { isHidden } from "./people.ts";
import type { CompiledForm } from "./compiled-form.ts";
import { optional } from "./definition-schema.ts";
import type { Answers } from "./definition.ts";
import type { DefinitionProblem } from "./problems.ts";
import { summary, type SummaryNode } from "./summary.ts";
import { type Language, text } from "./text.ts";

const line = z.string().min(1).max(200);
const paragraphs = z.array(z.string().min(1).max(4000)).max(30).readonly();

/**
 * A letter that the office begins with: what is decided, and the usual conditions and reasons (§§ 36, 39 VwVfG). Nothing leaves without
 * a person who has read it. German: the office's language (§ 23 VwVfG). `{{path}}` stands for an answer in words. `english`: what the letter means, as a reading
 * aid beside the German text, which alone is binding; the office reads it too and may change it or leave it out.
 */
export const letterSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  kind: z.enum(["grant", "partial", "refusal", "information", "fee"]),
  /** How the office chooses it. */
  title: line,
  subject: line,
  paragraphs: z.array(z.string().min(1).max(4000)).min(1).max(30).readonly(),
  conditions: optional(paragraphs),
  reasons: optional(paragraphs),
  english: optional(paragraphs),
});

export type Letter = z.infer<typeof letterSchema>;

const placeholder = /\{\{([^{}]*)\}\}/g;
const textsOf = (letter: Letter): readonly string[] => [letter.subject, ...letter.paragraphs, ...(letter.conditions ?? []), ...(letter.reasons ?? []), ...(letter.english ?? [])];

/** Letters with the same name, or that speak of answers which the form does not ask for. */
export function letterProblems(letters: readonly Letter[], form: CompiledForm): readonly DefinitionProblem[] {
  const seen = new Set<string>();
  return letters.flatMap((letter) => {
    const path = `service.letters.${letter.id}`;
    const twice = seen.has(letter.id) ? [{ path, problem: "there are two letters with this name" }] : [];
    seen.add(letter.id);
    const unknown = textsOf(letter).flatMap((text) => [...text.matchAll(placeholder)].map(([, at = ""]) => at)).filter((at) => !form.nodes.has(templateOf(at)));
    const hidden = textsOf(letter).flatMap((text) => [...text.matchAll(placeholder)].map(([, at = ""]) => at)).filter((at) => isHidden(form, at));
    return [...twice, ...hidden.map((at) => ({ path, problem: `speaks of "${at}", which is hidden from whoever gets the letter` })), ...unknown.map((at) => ({ path, problem: `speaks of "${at}", which the form does not ask for` }))];
  });
}

function questionAt(form: CompiledForm, path: string, lang: Language): string {
  const node = form.nodes.get(templateOf(path));
  return node === undefined ? path : text(node.kind === "field" ? node.definition.outputLabel ?? node.definition.label : node.definition.compound?.outputLabel ?? node.definition.title, lang);
}

/**
 * The letter with the answers in words. What was not answered is for the person who reads it to fill in: it stays empty, or is what `gap` says
 * of the question. `today`: the day the answers are looked at, for an application the day of its declaration.
 */
export function fillLetter(letter: Letter, form: CompiledForm, answers: Answers, today: string, gap: (question: string, lang: Language) => string = () => ""): Letter {
  const fillIn = (lang: Language): ((text: string) => string) => {
    const words = new Map<string, string>();
    const take = (nodes: readonly SummaryNode[]): void => {
      for (const node of nodes) {
        if (node.kind === "group") take(node.rows);
        else if (node.provided) words.set(node.path, node.value.replaceAll("\n", ", "));
      }
    };
    for (const section of summary(form, answers, lang, today)) take(section.rows);
    return (text) => text.replace(placeholder, (_whole, at: string) => words.get(at) ?? gap(questionAt(form, at, lang), lang));
  };
  const fill = fillIn("de");
  const all = (texts: readonly string[] | undefined) => texts?.map(fill);
  const [conditions, reasons] = [all(letter.conditions), all(letter.reasons)];
  const english = letter.english?.map(fillIn("en"));
  return { ...letter, subject: fill(letter.subject), paragraphs: letter.paragraphs.map(fill), ...(conditions ? { conditions } : {}), ...(reasons ? { reasons } : {}), ...(english ? { english } : {}) };
}
