import type { CompiledForm, CompiledNode } from "./compiled-form.ts";
import type { Text } from "./definition.ts";
import type { Language } from "./text.ts";

/** A text that an editor has not written in a language; people read the German one instead. */
export interface TextGap {
  /** Path of the field or group, `steps.<id>`, `people.<id>`, `rules.<id>`, or `form`. */
  readonly path: string;
  /** Which of its texts: `label`, `hint`, `options.<value>` … */
  readonly what: string;
  readonly language: Exclude<Language, "de">;
  readonly german: string;
}

/** Every text of a form that is missing in English or easy language, in the order of the form. Texts of compounds' own sub-answers are the engine's and not listed. */
export function missingTexts(form: CompiledForm, languages: readonly TextGap["language"][] = ["en", "easy"]): readonly TextGap[] {
  const { definition } = form;
  const gaps: TextGap[] = [];
  const look = (path: string, what: string, text: Text | undefined): void => {
    if (text === undefined) return;
    for (const language of languages) if ((text[language] ?? "").trim() === "") gaps.push({ path, what, language, german: text.de });
  };
  const visit = (node: CompiledNode): void => {
    for (const [what, text] of textsOf(node)) look(node.path, what, text);
    if (node.kind === "group" && node.definition.compound === undefined) node.nodes.forEach(visit);
  };
  look("form", "title", definition.title);
  for (const step of form.steps) {
    look(`steps.${step.id}`, "title", step.definition.title);
    look(`steps.${step.id}`, "intro", step.definition.intro);
    step.nodes.forEach(visit);
  }
  for (const person of definition.people ?? []) look(`people.${person.id}`, "title", person.title);
  for (const rule of definition.rules ?? []) look(`rules.${rule.id}`, "message", rule.message);
  return gaps;
}

function textsOf(node: CompiledNode): readonly (readonly [string, Text | undefined])[] {
  if (node.kind === "group") {
    const { title, hint, repeat, compound } = node.definition;
    return [["title", title], ["hint", hint], ["addLabel", repeat?.addLabel], ["itemTitle", repeat?.itemTitle], ["outputLabel", compound?.outputLabel], ["why", compound?.why?.text]];
  }
  const { definition } = node;
  const own = definition.type === "info" ? [["text", definition.text] as const]
    : definition.type === "choice" || definition.type === "choices" ? definition.options.flatMap(({ value, label, hint }) => [[`options.${value}`, label], [`options.${value}.hint`, hint]] as const)
    : "unit" in definition ? [["unit", definition.unit] as const]
    : "patternMessage" in definition ? [["patternMessage", definition.patternMessage] as const] : [];
  return [["label", definition.label], ["hint", definition.hint], ["outputLabel", definition.outputLabel], ["why", definition.why?.text], ...own];
}
