import type { FormDefinition } from "./definition.ts";
import type { IndexedNode } from "./form-index.ts";
import type { DefinitionProblem } from "./problems.ts";

/** What a condition or rule of a step reads has to belong to whoever fills the step in. */
export function checkHidden(at: { readonly path: string; readonly stepId: string }, reads: readonly IndexedNode[], definition: FormDefinition, problems: DefinitionProblem[]): void {
  const own = definition.steps.find(({ id }) => id === at.stepId)?.person;
  for (const { path, step } of reads) if (step.person !== own) problems.push({ path: at.path, problem: `reads "${path}", which is hidden from whoever fills in this step` });
}
