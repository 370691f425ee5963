import type { Answer, Answers } from "./definition.ts";
import type { CompiledForm, CompiledNode } from "./compiled-form.ts";
import type { JsonObject, JsonValue } from "./fields/field-behaviour.ts";
import { groupValue, listValue, own } from "./reach.ts";
import { reachableAnswers } from "./reachable-answers.ts";

/** The answers as other software gets them; valid against `jsonSchemaOf(form)` when `checkAll` finds nothing. */
export function exportAnswers(form: CompiledForm, answers: Answers, today: string): JsonObject {
  return exportNodes(form.steps.flatMap((step) => step.nodes), reachableAnswers(form, answers, today));
}

/** The same of answers that were submitted (`reachableAnswers`) or cut to a part (`partAnswers`): no condition is asked again, because what it looks at may be in another part. */
export function exportSubmitted(form: CompiledForm, answers: Answers): JsonObject {
  return exportNodes(form.steps.flatMap((step) => step.nodes), answers);
}

function exportNodes(nodes: readonly CompiledNode[], answers: Answers): JsonObject {
  return Object.fromEntries(nodes.flatMap((node) => {
    const value = own(answers, node.id);
    return value === undefined || value === null ? [] : [[node.id, exportNode(node, value)]];
  }));
}

function exportNode(node: CompiledNode, value: Answer): JsonValue {
  const one = (entry: Answer) => (node.kind === "field" ? node.behaviour.exported(entry) : exportNodes(node.nodes, groupValue(entry)));
  return node.definition.repeat === undefined ? one(value) : listValue(value).map(one);
}
