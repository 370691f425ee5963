import type { Answer, Answers, CompiledForm, CompiledNode, JsonObject, JsonValue } from "@kommunalportal/form-engine";

/**
 * The answers of a part as other software gets them. What reaches an office was decided with all answers at hand, so conditions are not
 * asked again here: they may look at answers that this office does not get.
 */
export function structuredAnswers(form: CompiledForm, answers: Answers): JsonObject {
  return objectOf(form.steps.flatMap((step) => step.nodes), answers);
}

function objectOf(nodes: readonly CompiledNode[], answers: Answers): JsonObject {
  return Object.fromEntries(nodes.flatMap((node) => {
    const value = Object.hasOwn(answers, node.id) ? answers[node.id] : undefined;
    return value === undefined || value === null ? [] : [[node.id, valueOf(node, value)]];
  }));
}

function valueOf(node: CompiledNode, value: Answer): JsonValue {
  const one = (entry: Answer): JsonValue => (node.kind === "field" ? node.behaviour.exported(entry) : objectOf(node.nodes, isGroup(entry) ? entry : {}));
  return node.definition.repeat === undefined ? one(value) : isList(value) ? value.map(one) : [];
}

function isList(value: Answer): value is readonly Answer[] {
  return Array.isArray(value);
}

function isGroup(value: Answer): value is Answers {
  return typeof value === "object" && value !== null && !isList(value);
}
