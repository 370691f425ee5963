import { checkHidden } from "./check-hidden.ts";
import { compileCondition } from "./compile-conditions.ts";
import type { CompiledPart, CompiledRule } from "./compiled-form.ts";
import type { FormDefinition } from "./definition.ts";
import { type FormIndex, isRepeated } from "./form-index.ts";
import type { CompiledLogic } from "./logic/scope.ts";
import type { DefinitionProblem } from "./problems.ts";

/** Compiles the checks over several fields. A rule at a field of a repeated group runs once per entry, with `item`. */
export function compileRules(definition: FormDefinition, index: FormIndex, problems: DefinitionProblem[]): readonly CompiledRule[] {
  return (definition.rules ?? []).map((rule) => {
    const path = `rules.${rule.id}`;
    const at = index.byPath.get(rule.at);
    if (!definition.steps.some((step) => step.id === rule.step)) problems.push({ path, problem: `there is no step "${rule.step}"` });
    if (at === undefined) problems.push({ path, problem: `there is no field or group "${rule.at}"` });
    else if (at.step.id !== rule.step) problems.push({ path, problem: `"${rule.at}" is not on the step "${rule.step}"` });
    const { run, reads } = compileCondition(rule.holds, { path, repeated: at?.repeated }, index, problems);
    checkHidden({ path, stepId: rule.step }, reads, definition, problems);
    return { definition: rule, at: rule.at.split("."), holds: run };
  });
}

/** Compiles what each office gets. */
export function compileParts(definition: FormDefinition, index: FormIndex, problems: DefinitionProblem[]): readonly CompiledPart[] {
  return (definition.parts ?? []).map((part) => {
    const path = `parts.${part.id}`;
    if (part.paths.length === 0) problems.push({ path, problem: "the part is empty" });
    for (const wanted of part.paths) if (!index.byPath.has(wanted)) problems.push({ path, problem: `there is no field or group "${wanted}"` });
    const entriesWhen = new Map<string, CompiledLogic>();
    for (const [list, logic] of Object.entries(part.entriesWhen ?? {})) {
      const group = index.byPath.get(list);
      if (group?.node.kind !== "group" || !isRepeated(group.node)) problems.push({ path, problem: `"${list}" is not a repeated group` });
      entriesWhen.set(list, compileCondition(logic, { path, repeated: group }, index, problems).run);
    }
    const when = part.when === undefined ? undefined : compileCondition(part.when, { path, repeated: undefined }, index, problems).run;
    return { definition: part, paths: new Set(part.paths), entriesWhen, ...(when === undefined ? {} : { when }) };
  });
}
