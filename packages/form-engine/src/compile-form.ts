import { compileCondition, type Conditional, orderOfConditions } from "./compile-conditions.ts";
import { checkExtensions } from "./check-extensions.ts";
import { compileParts, compileRules } from "./compile-rules.ts";
import type { CompiledForm, CompiledNode, CompiledStep } from "./compiled-form.ts";
import { checkHidden } from "./check-hidden.ts";
import { compilePeople } from "./compile-people.ts";
import { nodeProblems } from "./check-node.ts";
import { expandCompounds } from "./compounds/expand-compounds.ts";
import type { ExpandedNode, FormDefinition, Logic } from "./definition.ts";
import { behaviourOf } from "./fields/field-types.ts";
import { type FormIndex, indexForm, type IndexedNode, isId } from "./form-index.ts";
import { type CompiledLogic, truthy } from "./logic/scope.ts";
import { type DefinitionProblem, FormDefinitionError } from "./problems.ts";

/** Any day: a fixed value must not hang on today. */
const someDay = "2000-01-01";

/**
 * Compiles a form version: checks everything that can be checked without answers and prepares what every request needs.
 * Throws {@link FormDefinitionError} that lists all problems.
 */
export function compileForm(definition: FormDefinition): CompiledForm {
  const problems: DefinitionProblem[] = [];
  checkHead(definition, problems);
  const expanded = expandCompounds(definition.steps);
  const index = indexForm(definition, expanded, problems);
  const compiler = new NodeCompiler(index, problems);
  const steps = expanded.map((step, i): CompiledStep => {
    const nodes = compiler.nodes(step.nodes, undefined);
    const first = index.list.find((indexed) => indexed.step === step)?.order ?? i;
    // In the form as a whole a step of somebody who does not take part is not reached.
    const taking = definition.people?.find(({ id }) => id === step.person)?.when;
    const condition: Logic | undefined = taking === undefined ? step.when : { and: [taking, ...(step.when === undefined ? [] : [step.when])] };
    const when = condition === undefined ? undefined : compiler.condition(condition, { path: `steps.${step.id}`, node: undefined, stepId: step.id, order: first });
    return { id: step.id, definition: step, nodes, ...(when === undefined ? {} : { when }) };
  });
  for (const { node, path, stepId, reads } of compiler.conditionals) if (node !== undefined) checkHidden({ path, stepId }, reads, definition, problems);
  // The step's own condition alone: that of its person is checked with the person.
  for (const { id, when } of expanded) if (when !== undefined && definition.people !== undefined) checkHidden({ path: `steps.${id}`, stepId: id }, compileCondition(when, { path: `steps.${id}`, repeated: undefined }, index, []).reads, definition, problems);
  const extraPasses = orderOfConditions(compiler.conditionals, problems);
  const rules = compileRules(definition, index, problems);
  const parts = compileParts(definition, index, problems);
  const people = compilePeople(definition, index, problems);
  checkExtensions(definition, index, problems);
  if (problems.length > 0) throw new FormDefinitionError(problems);
  return { definition, steps, nodes: compiler.byPath, rules, parts, people, extraPasses, computes: [...compiler.byPath.values()].some((node) => node.kind === "field" && node.compute !== undefined) };
}

function checkHead(definition: FormDefinition, problems: DefinitionProblem[]): void {
  if (!isId(definition.id)) problems.push({ path: "id", problem: `"${definition.id}" is not an allowed id` });
  if (!/^\d{1,9}\.\d{1,9}\.\d{1,9}$/.test(definition.version)) problems.push({ path: "version", problem: "the version is not major.minor.patch" });
  if (definition.steps.length === 0) problems.push({ path: "steps", problem: "the form has no steps" });
  const named = { steps: definition.steps, rules: definition.rules ?? [], parts: definition.parts ?? [] };
  for (const [kind, list] of Object.entries(named)) {
    const seen = new Set<string>();
    for (const { id } of list) {
      if (!isId(id)) problems.push({ path: `${kind}.${id}`, problem: "the id is not allowed" });
      if (seen.has(id)) problems.push({ path: `${kind}.${id}`, problem: "the id occurs twice" });
      seen.add(id);
    }
  }
}

class NodeCompiler {
  readonly byPath = new Map<string, CompiledNode>();
  readonly conditionals: Conditional[] = [];
  readonly #index: FormIndex;
  readonly #problems: DefinitionProblem[];

  constructor(index: FormIndex, problems: DefinitionProblem[]) {
    this.#index = index;
    this.#problems = problems;
  }

  nodes(nodes: readonly ExpandedNode[], parent: string | undefined): readonly CompiledNode[] {
    return nodes.flatMap((node) => {
      const indexed = this.#index.byPath.get(parent === undefined ? node.id : `${parent}.${node.id}`);
      // Not in the index: beyond the limits, or a double; both are reported already.
      return indexed === undefined || indexed.node !== node ? [] : [this.#node(node, indexed)];
    });
  }

  #node(node: ExpandedNode, indexed: IndexedNode): CompiledNode {
    const { path } = indexed;
    for (const problem of nodeProblems(indexed)) this.#problems.push({ path, problem });
    const at = { path, node: indexed, stepId: indexed.step.id, order: indexed.order };
    const { when, compute } = this.#logic(node, at);
    const required = node.required !== false && compute === undefined;
    const base = { id: node.id, path, required, ...(when === undefined ? {} : { when }) };
    const compiled: CompiledNode = node.kind === "group"
      ? { ...base, kind: "group", definition: node, nodes: this.nodes(node.nodes, path) }
      : { ...base, kind: "field", definition: node, behaviour: behaviourOf(node, (problem) => this.#problems.push({ path, problem })), ...(compute === undefined ? {} : { compute }) };
    if (compiled.kind === "field" && compiled.definition.value !== undefined && compiled.behaviour.check(compiled.definition.value, someDay) !== undefined) {
      this.#problems.push({ path, problem: "the fixed value is not a value of this field" });
    }
    this.byPath.set(path, compiled);
    return compiled;
  }

  /** A node's condition and what it computes; to the order of conditions they are one. */
  #logic(node: ExpandedNode, at: Omit<Conditional, "reads">): { readonly when?: CompiledLogic; readonly compute?: CompiledLogic } {
    const repeated = at.node?.repeated;
    const of = (logic: Logic) => compileCondition(logic, { path: at.path, repeated }, this.#index, this.#problems);
    const when = node.when === undefined ? undefined : of(node.when);
    const compute = node.kind === "field" && node.type === "computed" ? of(node.compute) : undefined;
    if (when === undefined && compute === undefined) return {};
    this.conditionals.push({ ...at, reads: [...(when?.reads ?? []), ...(compute?.reads ?? [])] });
    return { ...(when === undefined ? {} : { when: (scope) => truthy(when.run(scope)) }), ...(compute === undefined ? {} : { compute: compute.run }) };
  }

  condition(logic: Logic, at: Omit<Conditional, "reads">): CompiledLogic {
    const { run, reads } = compileCondition(logic, { path: at.path, repeated: at.node?.repeated }, this.#index, this.#problems);
    this.conditionals.push({ ...at, reads });
    return (scope) => truthy(run(scope));
  }
}
