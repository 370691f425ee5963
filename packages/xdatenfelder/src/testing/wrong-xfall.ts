import type { CodelistLookup } from "../codelist.ts";
import { choicesOf } from "../form/options.ts";
import { usablePattern } from "../form/pattern.ts";
import type { Datenfeld } from "../model.ts";
import type { XfallObject, XfallValue } from "../xfall-json.ts";
import type { XfallSlot } from "../xfall-shape.ts";

/** XFall data that is wrong in exactly one place. */
export interface WrongXfall {
  readonly name: string;
  readonly what: "value" | "missing" | "too-many" | "two-chosen" | "unknown";
  readonly content: XfallObject;
}

/** Every way in which the data can be made wrong in one place, in the order of the schema. */
export function* wrongVersions(slots: readonly XfallSlot[], content: XfallObject, lookup: CodelistLookup, choice = false): Generator<WrongXfall> {
  yield { name: "F99999999999", what: "unknown", content: { ...content, F99999999999: "x" } };
  for (const slot of slots) {
    const { name, min, max, position } = slot;
    const value = Object.hasOwn(content, name) ? content[name] : undefined;
    const within = (inner: XfallValue): XfallObject => ({ ...content, [name]: inner });
    if (value === undefined) {
      const sibling = slots.find((other) => other !== slot && Object.hasOwn(content, other.name))?.name;
      if (choice && sibling !== undefined && position.element.art === "datenfeld") yield { name, what: "two-chosen", content: within(max === 1 ? "x" : ["x"]) };
      continue;
    }
    if (min > 0 && !choice) yield { name, what: "missing", content: without(content, name) };
    const entries = isList(value) ? value : [value];
    const [first] = entries;
    if (first === undefined) continue;
    if (max !== 1 && max !== "*") yield { name, what: "too-many", content: within(Array.from({ length: max + 1 }, () => first)) };
    const put = (inner: XfallValue): XfallObject => within(isList(value) ? [inner, ...entries.slice(1)] : inner);
    if (isObject(first)) for (const wrong of wrongVersions(slot.children, first, lookup, slot.choice)) yield { ...wrong, content: put(wrong.content) };
    else if (position.element.art === "datenfeld") for (const bad of wrongValues(position.element, lookup)) yield { name, what: "value", content: put(bad) };
  }
}

function wrongValues(feld: Datenfeld, lookup: CodelistLookup): readonly XfallValue[] {
  if (feld.feldart === "select") return "missing" in choicesOf(feld, lookup) ? [] : ["kein Code dieser Liste", ""];
  const { minLength, maxLength, minValue, maxValue } = feld.praezisierung;
  switch (feld.datentyp) {
    case "text":
    case "text_latin":
      return [
        ...(maxLength === undefined ? [] : ["x".repeat(Number(maxLength) + 1)]),
        ...(minLength === undefined || minLength === "0" ? [] : [""]),
        ...(usablePattern(feld) === undefined ? [] : ["§".repeat(Number(minLength ?? 1))]),
      ];
    case "num":
    case "num_int":
    case "num_currency":
      return ["viel", ...(minValue === undefined ? [] : [Number(minValue) - 1]), ...(maxValue === undefined ? [] : [Number(maxValue) + 1])];
    case "bool":
      return ["vielleicht"];
    case "date":
      return ["2026-02-30", "gestern"];
    case "time":
      return ["25:00:00"];
    case "datetime":
      return ["2026-02-01T25:00:00", "gestern"];
    case "file":
    case "obj":
      return [];
  }
}

function without(content: XfallObject, name: string): XfallObject {
  return Object.fromEntries(Object.entries(content).filter(([key]) => key !== name));
}

function isList(value: XfallValue): value is readonly XfallValue[] {
  return Array.isArray(value);
}

function isObject(value: XfallValue): value is XfallObject {
  return typeof value === "object" && !isList(value);
}
