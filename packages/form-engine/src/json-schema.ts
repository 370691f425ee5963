import type { CompiledForm, CompiledNode } from "./compiled-form.ts";
import type { JsonObject } from "./fields/field-behaviour.ts";
import { text } from "./text.ts";

/**
 * JSON Schema (draft 2020-12) of the exported answers. What hangs on a condition is optional in it: the schema says what an
 * answer looks like, `checkAll` says whether the form is complete.
 */
export function jsonSchemaOf(form: CompiledForm): JsonObject {
  const { id, version, title } = form.definition;
  const always = form.steps.filter((step) => step.when === undefined).flatMap((step) => step.nodes);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:kommunalportal:form:${id}:${version}`,
    title: text(title, "de"),
    ...objectOf(form.steps.flatMap((step) => step.nodes), always.filter(isAlwaysThere)),
  };
}

function hasValue(node: CompiledNode): boolean {
  return node.kind === "group" || node.behaviour.origin !== "nowhere";
}

function isAlwaysThere(node: CompiledNode): boolean {
  if (node.when !== undefined || !hasValue(node)) return false;
  if (node.kind === "field" && node.definition.fixed !== undefined) return true;
  if (!node.required || node.definition.repeat?.min === 0) return false;
  return true;
}

function objectOf(nodes: readonly CompiledNode[], required: readonly CompiledNode[]): JsonObject {
  const properties = Object.fromEntries(nodes.filter(hasValue).map((node) => [node.id, schemaOf(node)]));
  return { type: "object", properties, ...(required.length === 0 ? {} : { required: required.map(({ id }) => id) }), additionalProperties: false };
}

function schemaOf(node: CompiledNode): JsonObject {
  const { repeat } = node.definition;
  const one = node.kind === "field" ? { title: text(node.definition.label, "de"), ...node.behaviour.schema() } : groupSchema(node.definition.oneOf === true, node.nodes, text(node.definition.title, "de"));
  if (repeat === undefined) return one;
  return { type: "array", items: one, minItems: node.required ? repeat.min : 0, maxItems: repeat.max };
}

function groupSchema(oneOf: boolean, nodes: readonly CompiledNode[], title: string): JsonObject {
  if (!oneOf) return { title, ...objectOf(nodes, nodes.filter(isAlwaysThere)) };
  return { title, ...objectOf(nodes, []), maxProperties: 1 };
}
