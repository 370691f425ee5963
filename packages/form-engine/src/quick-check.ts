import { z } from "zod";
import { compileForm } from "./compile-form.ts";
import { compileCondition } from "./compile-conditions.ts";
import type { CompiledForm } from "./compiled-form.ts";
import { expandCompounds } from "./compounds/expand-compounds.ts";
import { logicSchema, textSchema } from "./definition-schema.ts";
import type { Answers, Text } from "./definition.ts";
import { indexForm } from "./form-index.ts";
import { type CompiledLogic, truthy } from "./logic/scope.ts";
import { parseDefinition } from "./parse-definition.ts";
import { type DefinitionProblem, FormDefinitionError } from "./problems.ts";
import { reachableAnswers } from "./reachable-answers.ts";

const text = textSchema.readonly();

/**
 * Questions before an application that say whether it is likely to succeed. It is an estimate and never a refusal: whoever wants to may
 * apply whatever it says. Nothing of it is stored or taken over into the application.
 */
export const quickCheckSchema = z.strictObject({
  intro: text,
  /** Nodes of one step, as in a form. Only yes or no and choices: nothing that says who somebody is. */
  questions: z.array(z.unknown()).min(1).max(20).readonly(),
  /** What the answers mean: each whose condition holds is told. */
  findings: z.array(z.strictObject({ says: z.enum(["unlikely", "advice"]), when: logicSchema, text }).readonly()).min(1).max(50).readonly(),
  /** Said when no condition holds. */
  likely: text,
});

export type QuickCheck = z.infer<typeof quickCheckSchema>;

export interface CompiledQuickCheck {
  readonly intro: Text;
  /** One step, {@link quickCheckStep}. */
  readonly form: CompiledForm;
  readonly findings: readonly { readonly says: "unlikely" | "advice"; readonly text: Text; readonly holds: CompiledLogic }[];
  readonly likely: Text;
}

export interface Estimate { readonly says: "likely" | "unlikely" | "advice"; readonly texts: readonly Text[] }

/** The id of the only step. */
export const quickCheckStep = "fragen";

/** Throws {@link FormDefinitionError} with every problem. */
export function compileQuickCheck(given: QuickCheck, slug: string): CompiledQuickCheck {
  const definition = parseDefinition({ id: `${slug}-vorab`, version: "1.0.0", title: given.intro, steps: [{ id: quickCheckStep, title: given.intro, nodes: given.questions }] });
  const form = compileForm(definition);
  const problems: DefinitionProblem[] = [];
  for (const node of form.nodes.values()) {
    if (node.kind !== "field" || (node.definition.type !== "choice" && node.definition.type !== "yesno")) problems.push({ path: `service.quickCheck.${node.path}`, problem: "only choices and yes-or-no questions are asked before an application" });
  }
  const index = indexForm(definition, expandCompounds(definition.steps), problems);
  const findings = given.findings.map((finding, i) => ({ says: finding.says, text: finding.text, holds: compileCondition(finding.when, { path: `service.quickCheck.findings.${i}`, repeated: undefined }, index, problems).run }));
  if (problems.length > 0) throw new FormDefinitionError(problems);
  return { intro: given.intro, form, findings, likely: given.likely };
}

/** What the answers say: the strongest doubt decides, and all that is to be said about it stands there. */
export function estimate(check: CompiledQuickCheck, answers: Answers, today: string): Estimate {
  const scope = { root: { ...reachableAnswers(check.form, answers, today), $today: today }, today };
  const held = check.findings.filter(({ holds }) => truthy(holds(scope)));
  if (held.length === 0) return { says: "likely", texts: [check.likely] };
  return { says: held.some(({ says }) => says === "unlikely") ? "unlikely" : "advice", texts: held.map((finding) => finding.text) };
}
