import type { Answer, Answers, CompiledForm, CompiledNode, JsonObject, JsonValue } from "@kommunalportal/form-engine";

/**
 * Answers that were already chosen for an office, as other software gets them. Conditions are not asked again: they may look at
 * answers that this office does not get.
 */
export function exportedAnswers(form: CompiledForm, answers: Answers): JsonObject {
  return exportGroup(form.steps.flatMap(({ nodes }) => nodes), answers);
}

function exportGroup(nodes: readonly CompiledNode[], answers: Answers): JsonObject {
  const entries: [string, JsonValue][] = [];
  for (const node of nodes) {
    const value = Object.hasOwn(answers, node.id) ? answers[node.id] : undefined;
    if (value !== undefined && value !== null) entries.push([node.id, exportNode(node, value)]);
  }
  return Object.fromEntries(entries);
}

function exportNode(node: CompiledNode, value: Answer): JsonValue {
  const one = (entry: Answer): JsonValue => (node.kind === "field" ? node.behaviour.exported(entry) : exportGroup(node.nodes, isGroup(entry) ? entry : {}));
  if (node.definition.repeat === undefined) return one(value);
  return isList(value) ? value.map(one) : [];
}

function isList(value: Answer): value is readonly Answer[] {
  return Array.isArray(value);
}

function isGroup(value: Answer): value is Answers {
  return typeof value === "object" && value !== null && !isList(value);
}
