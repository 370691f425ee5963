import type { CodelistLookup } from "./codelist.ts";
import { choicesOf } from "./form/options.ts";
import { positionsOf, walk } from "./form/position.ts";
import type { Position } from "./form/position.ts";
import type { Datenfeld, Stammdatenschema } from "./model.ts";
import { xfallKey } from "./xfall-json.ts";

export type JsonSchema = { readonly [key: string]: unknown };

/**
 * JSON Schema (draft 2020-12) of what {@link exportXfallJson} gives for a complete form: `$defs` keyed `<ID>V<version>`, no further
 * properties. It says what the schema says and knows no rules: a field that a rule hides is still `required` when its position is 1:1.
 * Follows the reference XSLT 0.02, without its slips (a date's `format` always stands, its limits do not, labels have no definition).
 * Select fields get their codes when the list is loaded, otherwise any text.
 */
export function xfallJsonSchema(schema: Stammdatenschema, lookup: CodelistLookup): JsonSchema {
  const positions = positionsOf(schema);
  const defs = new Map<string, JsonSchema>();
  for (const position of walk(positions)) {
    if (!isLabel(position)) defs.set(keyOf(position), definition(position, lookup));
  }
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `${xfallKey(schema.identifikation)}.schema.json`,
    title: schema.name,
    ...object(positions),
    $defs: Object.fromEntries(defs),
  };
}

function definition(position: Position, lookup: CodelistLookup): JsonSchema {
  const { element } = position;
  const title = element.bezeichnungAusgabe ?? element.bezeichnungEingabe;
  if (element.art === "datenfeld") return { title, ...fieldSchema(element, lookup) };
  const chosen = position.children.filter((child) => !isLabel(child)).map((child) => ({ required: [propertyOf(child)] }));
  return { title, ...object(position.children), ...(element.gruppenart === "X" && chosen.length > 0 ? { oneOf: chosen } : {}) };
}

function object(children: readonly Position[]): JsonSchema {
  const shown = children.filter((child) => !isLabel(child));
  const required = shown.filter(({ anzahl }) => anzahl.min > 0).map(propertyOf);
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(shown.map((child) => [propertyOf(child), reference(child)])),
    ...(required.length > 0 ? { required } : {}),
  };
}

function reference(position: Position): JsonSchema {
  const $ref = `#/$defs/${keyOf(position)}`;
  const { min, max } = position.anzahl;
  if (max === 1) return { $ref };
  return { type: "array", items: { $ref }, minItems: min, ...(max === "*" ? {} : { maxItems: max }) };
}

function fieldSchema(feld: Datenfeld, lookup: CodelistLookup): JsonSchema {
  if (feld.feldart === "select") {
    const choices = choicesOf(feld, lookup);
    return "missing" in choices ? { type: "string" } : { type: "string", oneOf: choices.entries.map(({ code, name }) => ({ const: code, description: name })) };
  }
  const { minLength, maxLength, minValue, maxValue, pattern } = feld.praezisierung;
  switch (feld.datentyp) {
    case "text":
    case "text_latin":
      return { type: "string", ...whole("minLength", minLength), ...whole("maxLength", maxLength), ...(pattern === undefined || !compiles(pattern) ? {} : { pattern: `^(?:${pattern})$` }) };
    case "date":
      return { type: "string", format: "date" };
    // Not `format`: JSON Schema's time and date-time demand an offset, which local German time in these forms does not have.
    case "time":
      return { type: "string", pattern: "^\\d{2}:\\d{2}:\\d{2}$" };
    case "datetime":
      return { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$" };
    case "bool":
      return { type: "boolean" };
    case "num":
    case "num_currency":
      return { type: "number", ...decimal("minimum", minValue), ...decimal("maximum", maxValue) };
    case "num_int":
      return { type: "integer", ...decimal("minimum", minValue), ...decimal("maximum", maxValue) };
    case "file":
    case "obj":
      return { type: "string" };
  }
}

function whole(name: string, text: string | undefined): JsonSchema {
  return text !== undefined && /^\d{1,9}$/.test(text) ? { [name]: Number(text) } : {};
}

function decimal(name: string, text: string | undefined): JsonSchema {
  const value = text === undefined ? Number.NaN : Number(text.replace(",", "."));
  return Number.isFinite(value) ? { [name]: value } : {};
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").source !== "";
  } catch {
    return false;
  }
}

function keyOf({ element }: Position): string {
  return xfallKey(element.identifikation);
}

/** Second occurrences among siblings keep their suffix, as in the export. */
function propertyOf(position: Position): string {
  return `${keyOf(position)}${position.id.slice(position.element.identifikation.id.length)}`;
}

function isLabel({ element }: Position): boolean {
  return element.art === "datenfeld" && element.feldart === "label";
}
