import type { FormDefinition, Node } from "../definition.ts";
import type { DefinitionProblem } from "../problems.ts";
import { allNodes, findNode } from "./edit-nodes.ts";

/** What a municipality may change of a question that the publisher asks: its words, and what an upload takes. */
const words = ["label", "title", "hint", "why", "outputLabel", "text", "unit", "patternMessage"];
const ofUploads = ["required", "accept", "maxSize", "maxFiles"];

/**
 * Where an adapted form is more than an adaptation: a question of the publisher is gone, asks for something else, is asked at another time or
 * checked otherwise. What the publisher's form asks stays, so that its data, rules and offices hold everywhere; questions, steps and rules may be added.
 */
export function adaptationProblems(base: FormDefinition, own: FormDefinition): readonly DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  for (const { node, path, step } of allNodes(base)) {
    const now = findNode(own, path);
    if (now === undefined) problems.push({ path, problem: "a question of the publisher is missing" });
    else if (now.step.id !== step.id) problems.push({ path, problem: "a question of the publisher stands on another step" });
    else if (JSON.stringify(fixedPart(node)) !== JSON.stringify(fixedPart(now.node))) problems.push({ path, problem: "more than words and uploads of a question of the publisher was changed" });
  }
  for (const step of base.steps) {
    const now = own.steps.find(({ id }) => id === step.id);
    if (now === undefined) problems.push({ path: `steps.${step.id}`, problem: "a step of the publisher is missing" });
    else if (step.person !== now.person) problems.push({ path: `steps.${step.id}`, problem: "who fills in a step of the publisher was changed" });
    else if (JSON.stringify(step.when) !== JSON.stringify(now.when)) problems.push({ path: `steps.${step.id}`, problem: "the condition of a step of the publisher was changed" });
  }
  for (const person of base.people ?? []) {
    const now = own.people?.find(({ id }) => id === person.id);
    if (now === undefined || JSON.stringify([person.when, person.shown]) !== JSON.stringify([now.when, now.shown])) problems.push({ path: `people.${person.id}`, problem: "a person of the publisher is missing or was changed" });
  }
  for (const rule of base.rules ?? []) {
    const now = own.rules?.find(({ id }) => id === rule.id);
    if (now === undefined || JSON.stringify([rule.at, rule.holds]) !== JSON.stringify([now.at, now.holds])) problems.push({ path: `rules.${rule.id}`, problem: "a rule of the publisher is missing or was changed" });
  }
  return problems;
}

/** A node without what may differ, its members in one order. */
function fixedPart(node: Node): unknown {
  const free = new Set([...words, "nodes", ...(node.kind === "field" && node.type === "upload" ? ofUploads : [])]);
  const entries = Object.entries(node).filter(([key]) => !free.has(key)).map(([key, value]: [string, unknown]) => [key, key === "options" ? optionValues(value) : key === "repeat" ? withoutWords(value) : value]);
  return entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

/** The words of an option are free, its values are data. */
function optionValues(options: unknown): unknown {
  return Array.isArray(options) ? options.map((option: { readonly value: string }) => option.value) : options;
}

function withoutWords(repeat: unknown): unknown {
  const { min, max } = repeat as { readonly min: number; readonly max: number };
  return [min, max];
}
