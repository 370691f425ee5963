import type { CodelistLookup } from "./codelist.ts";
import { choicesOf } from "./form/options.ts";
import { usablePattern } from "./form/pattern.ts";
import type { ToFormResult } from "./form/to-form.ts";
import type { Datenfeld, Stammdatenschema } from "./model.ts";
import { xfallKey } from "./xfall-json.ts";
import { xfallShape } from "./xfall-shape.ts";
import type { XfallSlot } from "./xfall-shape.ts";

export type JsonSchema = { readonly [key: string]: unknown };

/**
 * JSON Schema (draft 2020-12) of XFall data: `$defs` keyed `<ID>V<version>`, no further properties. It knows no rules. With `made` it is
 * exact for what the form made of the schema sends (see {@link xfallShape}); without, a field that a rule hides is still `required`.
 * Follows the reference XSLT 0.02, without its slips (a date's `format` always stands, its limits do not, labels have no definition).
 * Select fields get their codes when the list is loaded, otherwise any text. Patterns that could be abused are left out.
 */
export function xfallJsonSchema(schema: Stammdatenschema, lookup: CodelistLookup, made?: ToFormResult): JsonSchema {
  const definitions = new Definitions(lookup);
  const content = definitions.object(xfallShape(schema, made), false);
  return { $schema: "https://json-schema.org/draft/2020-12/schema", $id: `${xfallKey(schema.identifikation)}.schema.json`, title: schema.name, ...content, $defs: definitions.all() };
}

/** Definitions by name. The same element usually means the same everywhere; where it does not, the later one gets a number. */
class Definitions {
  readonly #lookup: CodelistLookup;
  readonly #byName = new Map<string, { readonly text: string; readonly definition: JsonSchema }>();

  constructor(lookup: CodelistLookup) {
    this.#lookup = lookup;
  }

  all(): JsonSchema {
    return Object.fromEntries([...this.#byName].map(([name, { definition }]) => [name, definition]));
  }

  object(children: readonly XfallSlot[], choice: boolean): JsonSchema {
    const properties = Object.fromEntries(children.map((child) => [child.name, this.#reference(child)]));
    const required = choice ? [] : children.filter(({ min }) => min > 0).map(({ name }) => name);
    return {
      type: "object",
      additionalProperties: false,
      properties,
      ...(required.length > 0 ? { required } : {}),
      ...(choice ? { oneOf: children.map(({ name }) => ({ required: [name] })) } : {}),
    };
  }

  #reference(slot: XfallSlot): JsonSchema {
    const $ref = `#/$defs/${this.#define(slot)}`;
    const { min, max } = slot;
    if (max === 1) return { $ref };
    return { type: "array", items: { $ref }, minItems: min, ...(max === "*" ? {} : { maxItems: max }) };
  }

  #define({ position: { element }, children, choice }: XfallSlot): string {
    const title = element.bezeichnungAusgabe ?? element.bezeichnungEingabe;
    const definition = { title, ...(element.art === "datenfeld" ? fieldSchema(element, this.#lookup) : this.object(children, choice)) };
    const text = JSON.stringify(definition);
    const key = xfallKey(element.identifikation);
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? key : `${key}_${count}`;
      const known = this.#byName.get(name);
      if (known === undefined) this.#byName.set(name, { text, definition });
      if (known === undefined || known.text === text) return name;
    }
  }
}

function fieldSchema(feld: Datenfeld, lookup: CodelistLookup): JsonSchema {
  if (feld.feldart === "select") {
    const choices = choicesOf(feld, lookup);
    return "missing" in choices ? { type: "string" } : { type: "string", oneOf: choices.entries.map(({ code, name }) => ({ const: code, description: name })) };
  }
  const { minLength, maxLength, minValue, maxValue } = feld.praezisierung;
  switch (feld.datentyp) {
    case "text":
    case "text_latin": {
      const pattern = usablePattern(feld);
      return { type: "string", ...whole("minLength", minLength), ...whole("maxLength", maxLength), ...(pattern === undefined ? {} : { pattern: `^(?:${pattern})$` }) };
    }
    case "date":
      return { type: "string", format: "date" };
    // Not `format`: JSON Schema's time and date-time demand an offset, which local German time in these forms does not have.
    case "time":
      return { type: "string", pattern: `^${TIME}$` };
    case "datetime":
      return { type: "string", pattern: `^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T${TIME}$` };
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

const TIME = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d";

function whole(name: string, text: string | undefined): JsonSchema {
  return text !== undefined && /^\d{1,9}$/.test(text) ? { [name]: Number(text) } : {};
}

function decimal(name: string, text: string | undefined): JsonSchema {
  const value = text === undefined ? Number.NaN : Number(text.replace(",", "."));
  return Number.isFinite(value) ? { [name]: value } : {};
}
