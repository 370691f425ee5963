import type { FormDefinition, Logic, Node, Rule, Step } from "@kommunalportal/form-engine";
import type { RuleDecision } from "./decision.ts";

/** Brings an editor's own logic into the form. A place that the form does not have is left out here: the form engine would refuse it anyway. */
export function applyDecisions(form: FormDefinition, decisions: ReadonlyMap<string, RuleDecision>): FormDefinition {
  let { steps } = form;
  const rules: Rule[] = [...(form.rules ?? [])];
  for (const [key, decision] of decisions) {
    if (decision.kind === "show-when") steps = steps.map((step) => stepWhen(step, decision.at.split("."), decision.when));
    if (decision.kind !== "check") continue;
    const step = steps.find(({ nodes }) => nodes.some(({ id }) => id === decision.at.split(".")[0]));
    if (step !== undefined) rules.push({ id: ruleId(key, rules), step: step.id, at: decision.at, holds: decision.holds, message: decision.message });
  }
  return { ...form, steps, ...(rules.length > 0 ? { rules } : {}) };
}

function ruleId(key: string, rules: readonly Rule[]): string {
  const base = key.slice(key.indexOf("#") + 1);
  let id = base;
  for (let count = 2; rules.some((rule) => rule.id === id); count += 1) id = `${base}_${count}`;
  return id;
}

/** A step that consists of the place alone disappears with it. */
function stepWhen(step: Step, path: readonly string[], when: Logic): Step {
  const nodes = step.nodes.map((node) => nodeWhen(node, path, when));
  const [only, ...others] = step.nodes;
  const whole = others.length === 0 && path.length === 1 && only?.id === path[0];
  return whole ? { ...step, nodes, when } : { ...step, nodes };
}

function nodeWhen(node: Node, path: readonly string[], when: Logic): Node {
  const [id, ...rest] = path;
  if (node.id !== id) return node;
  if (rest.length === 0) return { ...node, when };
  return node.kind === "group" ? { ...node, nodes: node.nodes.map((child) => nodeWhen(child, rest, when)) } : node;
}
