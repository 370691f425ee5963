import { compileCondition } from "./compile-conditions.ts";
import type { CompiledPerson } from "./compiled-form.ts";
import type { FormDefinition } from "./definition.ts";
import { isId, type FormIndex } from "./form-index.ts";
import { truthy } from "./logic/scope.ts";
import type { DefinitionProblem } from "./problems.ts";

/** Compiles who else fills in steps. Their answers are hidden from everybody else who fills in, so no condition and no rule may carry them across. */
export function compilePeople(definition: FormDefinition, index: FormIndex, problems: DefinitionProblem[]): readonly CompiledPerson[] {
  const people = definition.people ?? [];
  const known = new Set(people.map(({ id }) => id));
  for (const { id } of people) {
    const path = `people.${id}`;
    if (!isId(id)) problems.push({ path, problem: "the id is not allowed" });
    if (people.filter((one) => one.id === id).length > 1) problems.push({ path, problem: "the id occurs twice" });
    if (!definition.steps.some(({ person }) => person === id)) problems.push({ path, problem: "no step is filled in by this person" });
  }
  if (people.length > 0 && definition.steps.every(({ person }) => person !== undefined)) problems.push({ path: "people", problem: "no step is left for whoever begins" });
  for (const { id, person } of definition.steps) if (person !== undefined && !known.has(person)) problems.push({ path: `steps.${id}`, problem: `there is no person "${person}"` });
  for (const { node, step, path } of index.list) if (step.person !== undefined && node.kind === "field" && node.type === "upload" && node.fetched !== undefined) problems.push({ path, problem: "evidence from a register is fetched by whoever begins, not in a step of another person" });
  return people.map((person) => {
    if (person.when === undefined) return { definition: person };
    const { run, reads } = compileCondition(person.when, { path: `people.${person.id}`, repeated: undefined }, index, problems);
    for (const { path, step } of reads) if (step.person !== undefined) problems.push({ path: `people.${person.id}`, problem: `the condition reads "${path}", which is hidden` });
    return { definition: person, when: (scope) => truthy(run(scope)) };
  });
}
