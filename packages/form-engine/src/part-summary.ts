import type { Answer, Answers } from "./definition.ts";
import type { CompiledForm, CompiledGroup, CompiledNode, CompiledPart, CompiledStep } from "./compiled-form.ts";
import { own } from "./reach.ts";
import { type SummarySection, sumSteps } from "./summary.ts";
import type { Language } from "./text.ts";

/**
 * The answers of one part in words, for its office: `answers` is what `partAnswers` gave. Only lines of the part's own paths, so
 * that nothing reads »Nicht angegeben« that another office has got; sections without a line vanish. Conditions are not asked again,
 * because what they look at may be in another part: a line that hangs on one is there when it was answered. Throws for an unknown part.
 */
export function partSummary(form: CompiledForm, partId: string, answers: Answers, lang: Language): readonly SummarySection[] {
  const part = form.parts.find(({ definition }) => definition.id === partId);
  if (part === undefined) throw new Error(`The form ${form.definition.id} has no part "${partId}".`);
  const depending = new Set(form.steps.flatMap((step) => [...dependingNodes(step, answers)]));
  return sumSteps(form.steps, answers, {
    lang,
    leavesOut: (node, value) => !belongs(part, node) || (unanswered(value) && (node.when !== undefined || depending.has(node))),
    isAbsent: (group, value) => unanswered(value) && group.definition.repeat === undefined && !group.required,
  });
}

/** The node is wanted itself, stands in a group that is wanted, or holds something that is. */
function belongs(part: CompiledPart, { path }: CompiledNode): boolean {
  return [...part.paths].some((wanted) => path === wanted || path.startsWith(`${wanted}.`) || wanted.startsWith(`${path}.`));
}

function unanswered(value: Answer | undefined): boolean {
  return value === undefined || value === null;
}

/** Nodes that were perhaps never shown: on a step with a condition of which nothing is answered, and those of which one was chosen. */
function* dependingNodes(step: CompiledStep, answers: Answers): Generator<CompiledNode> {
  if (step.when !== undefined && step.nodes.every(({ id }) => unanswered(own(answers, id)))) yield* step.nodes;
  for (const node of step.nodes) if (node.kind === "group") yield* choices(node);
}

function* choices(group: CompiledGroup): Generator<CompiledNode> {
  for (const node of group.nodes) {
    if (group.definition.oneOf === true) yield node;
    if (node.kind === "group") yield* choices(node);
  }
}
