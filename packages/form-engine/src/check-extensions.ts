import type { Field, FormDefinition } from "./definition.ts";
import { type FormIndex, isRepeated } from "./form-index.ts";
import type { DefinitionProblem } from "./problems.ts";

/** Types whose values no program may give or get: files have their own way, the rest hold no answer of the person. */
const closed: ReadonlySet<Field["type"]> = new Set(["upload", "info", "declaration"]);

/** What a step names for an extension has to be there: single fields, and for filling those of this very step that a person could fill. */
export function checkExtensions(definition: FormDefinition, index: FormIndex, problems: DefinitionProblem[]): void {
  for (const { id, extension } of definition.steps) {
    if (extension === undefined) continue;
    const path = `steps.${id}.extension`;
    if (index.list.some(({ node, step }) => step.id === id && node.kind === "field" && node.type === "upload")) problems.push({ path, problem: "a step with an extension takes no files" });
    if (extension.fills.length === 0) problems.push({ path, problem: "the extension may fill no field" });
    for (const [kind, paths] of [["sends", extension.sends], ["fills", extension.fills]] as const) {
      if (new Set(paths).size !== paths.length) problems.push({ path: `${path}.${kind}`, problem: "a field is named twice" });
      for (const wanted of paths) {
        const at = index.byPath.get(wanted);
        if (at?.node.kind !== "field") problems.push({ path: `${path}.${kind}`, problem: `there is no field "${wanted}"` });
        else if (at.repeated !== undefined || isRepeated(at.node)) problems.push({ path: `${path}.${kind}`, problem: `"${wanted}" stands in a list` });
        else if (closed.has(at.node.type)) problems.push({ path: `${path}.${kind}`, problem: `"${wanted}" is of the type ${at.node.type}, which no extension gets or fills` });
        else if (kind === "fills" && at.step.id !== id) problems.push({ path: `${path}.${kind}`, problem: `"${wanted}" is not on this step` });
        else if (kind === "fills" && (at.node.type === "computed" || at.node.fixed !== undefined)) problems.push({ path: `${path}.${kind}`, problem: `"${wanted}" is not filled in by anybody` });
      }
    }
  }
}
