import { answerAt, type Answer, type Answers, type CompiledForm, type CompiledNode, type CompiledStep, reachableAnswers } from "@kommunalportal/form-engine";

const read = new WeakMap<CompiledStep, readonly string[]>();

/** Paths on other steps that the conditions and computed values of this step look at. Found once per form version. */
function pathsElsewhere(step: CompiledStep): readonly string[] {
  const known = read.get(step);
  if (known) return known;
  const here = new Set(step.nodes.map(({ id }) => id));
  const found = new Set<string>();
  const look = (logic: unknown): void => {
    if (typeof logic !== "object" || logic === null) return;
    if (Array.isArray(logic)) { logic.forEach(look); return; }
    for (const [operator, value] of Object.entries(logic)) {
      const name: unknown = operator === "var" ? (Array.isArray(value) ? value[0] : value) : undefined;
      if (typeof name === "string" && !name.startsWith("item.") && !name.startsWith("$") && !here.has(name.split(".")[0] ?? "")) found.add(name);
      look(value);
    }
  };
  const visit = (nodes: readonly CompiledNode[]): void => {
    for (const node of nodes) {
      look(node.definition.when);
      if (node.kind === "field" && node.definition.type === "computed") look(node.definition.compute);
      if (node.kind === "group") visit(node.nodes);
    }
  };
  visit(step.nodes);
  const paths = [...found];
  read.set(step, paths);
  return paths;
}

/** Answers of other steps for the script that shows and hides questions: only those that a condition of this step reads. */
export function knownAnswers(form: CompiledForm, step: CompiledStep, answers: Answers, day: string): Readonly<Record<string, Answer>> | undefined {
  const paths = pathsElsewhere(step);
  if (paths.length === 0) return undefined;
  const counting = reachableAnswers(form, answers, day);
  return Object.fromEntries(paths.map((path) => [path, answerAt(counting, path) ?? null]));
}
