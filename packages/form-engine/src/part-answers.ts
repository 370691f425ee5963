import type { Answer, Answers, Part } from "./definition.ts";
import type { CompiledForm, CompiledNode, CompiledPart } from "./compiled-form.ts";
import { truthy } from "./logic/scope.ts";
import { groupValue, listValue, own } from "./reach.ts";
import { reachableAnswers } from "./reachable-answers.ts";

/** The parts whose condition holds. Empty for a form without parts: then the competent office gets everything. */
export function partsFor(form: CompiledForm, answers: Answers, today: string): readonly Part[] {
  const root = reachableAnswers(form, answers, today);
  return form.parts.filter((part) => holds(part, root, today)).map(({ definition }) => definition);
}

function holds(part: CompiledPart, root: Answers, today: string): boolean {
  return part.when === undefined || truthy(part.when({ root, today }));
}

/**
 * What the office of a part gets: of the reachable answers only the part's paths, of repeated groups only the entries
 * meant for it (Art. 5 (1) c DSGVO). Nothing when the part's condition does not hold. Throws for an unknown part.
 */
export function partAnswers(form: CompiledForm, partId: string, answers: Answers, today: string): Answers {
  const part = form.parts.find(({ definition }) => definition.id === partId);
  if (part === undefined) throw new Error(`The form ${form.definition.id} has no part "${partId}".`);
  const root = reachableAnswers(form, answers, today);
  if (!holds(part, root, today)) return {};

  const pickNodes = (nodes: readonly CompiledNode[], value: Answers): Answers =>
    Object.fromEntries(nodes.flatMap((node) => {
      const picked = pick(node, own(value, node.id));
      return picked === undefined ? [] : [[node.id, picked]];
    }));
  const pick = (node: CompiledNode, value: Answer | undefined): Answer | undefined => {
    if (value === undefined) return undefined;
    const whole = part.paths.has(node.path);
    if (!whole && ![...part.paths].some((path) => path.startsWith(`${node.path}.`))) return undefined;
    if (node.kind === "field") return value;
    const inside = (entry: Answers) => (whole ? entry : pickNodes(node.nodes, entry));
    if (node.definition.repeat === undefined) return inside(groupValue(value));
    const wanted = part.entriesWhen.get(node.path);
    const entries = listValue(value).map(groupValue).filter((item) => wanted === undefined || truthy(wanted({ root, item, today })));
    return entries.length === 0 ? undefined : entries.map(inside);
  };
  return pickNodes(form.steps.flatMap((step) => step.nodes), root);
}
