import { schemas, type JsonSchema } from "#surfaces/extension-api";
import type { Lang } from "../frame/index.ts";

export interface SchemaRow { readonly name: string; readonly type: string; readonly required: boolean; readonly meaning: string }

const deepest = 4;

/** The fields of a JSON Schema as lines, nested ones with their path: `parts[].office`. */
export function schemaRows(schema: JsonSchema, lang: Lang, prefix = "", depth = 0): SchemaRow[] {
  const resolved = resolve(schema, lang);
  const { properties, required } = resolved;
  if (!isRecord(properties) || depth > deepest) return [];
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).flatMap(([name, given]): SchemaRow[] => {
    if (!isRecord(given)) return [];
    const field = resolve(given, lang);
    const path = `${prefix}${name}`;
    const { items } = field;
    const inner = isRecord(items) ? resolve(items, lang) : undefined;
    const row = { name: path, type: typeOf(field, inner), required: needed.includes(name), meaning: meaningOf(given, field) };
    return [row, ...schemaRows(inner ?? field, lang, inner ? `${path}[].` : `${path}.`, depth + 1)];
  });
}

function resolve(schema: JsonSchema, lang: Lang): JsonSchema {
  const { $ref } = schema;
  const named = typeof $ref === "string" ? schemas(lang)[$ref.slice($ref.lastIndexOf("/") + 1)] : undefined;
  return named ?? schema;
}

function typeOf(field: JsonSchema, inner: JsonSchema | undefined): string {
  if (inner) return `${simpleType(inner)}[]`;
  return simpleType(field);
}

function simpleType(field: JsonSchema): string {
  const { enum: values, const: value, type, format, anyOf } = field;
  if (Array.isArray(values)) return values.map(String).join(" | ");
  if (value !== undefined) return JSON.stringify(value);
  if (Array.isArray(anyOf)) return anyOf.filter(isRecord).map(simpleType).join(" | ");
  return typeof format === "string" ? format : typeof type === "string" ? type : "any";
}

function meaningOf(given: JsonSchema, field: JsonSchema): string {
  for (const { description } of [given, field]) if (typeof description === "string") return description;
  const { items } = field;
  return isRecord(items) && typeof items["description"] === "string" ? items["description"] : "";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
