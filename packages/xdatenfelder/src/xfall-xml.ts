import type { Answers } from "@kommunalportal/form-engine";
import type { Stammdatenschema } from "./model.ts";
import { exportXfallJson, xfallKey } from "./xfall-json.ts";
import type { XfallObject, XfallOptions, XfallValue } from "./xfall-json.ts";
import { xfallShape } from "./xfall-shape.ts";
import type { XfallSlot } from "./xfall-shape.ts";
import { XmlWriter } from "./xml-writer.ts";

/** Target namespace of a schema's XFall data, the per-schema form of the reference XSLT 1.01. */
export function xfallNamespace({ identifikation }: Pick<Stammdatenschema, "identifikation">): string {
  return `urn:fim-de:xfall:xdf3:${xfallKey(identifikation)}`;
}

/** The answers of an imported form as XFall XML: the same content as {@link exportXfallJson}, as elements in the schema's order. */
export function exportXfallXml(schema: Stammdatenschema, answers: Answers, options: XfallOptions = {}): string {
  return xfallXml(schema, exportXfallJson(schema, answers, options));
}

/** XFall-JSON as XML. What has no place in the schema is left out, as it has no place in the order. */
export function xfallXml(schema: Stammdatenschema, content: XfallObject): string {
  const out = new XmlWriter();
  out.element(xfallKey(schema.identifikation), { xmlns: xfallNamespace(schema) }, () => children(out, xfallShape(schema), content));
  return out.toString();
}

function children(out: XmlWriter, slots: readonly XfallSlot[], content: XfallObject): void {
  for (const slot of slots) {
    const value = Object.hasOwn(content, slot.name) ? content[slot.name] : undefined;
    if (value === undefined) continue;
    for (const entry of isList(value) ? value : [value]) {
      if (isObject(entry)) out.element(slot.name, {}, () => children(out, slot.children, entry));
      else if (!isList(entry)) out.text(slot.name, textOf(entry));
    }
  }
}

/** xs:decimal knows no exponent. */
function textOf(value: string | number | boolean): string {
  const text = String(value);
  return typeof value === "number" && text.includes("e") ? value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 }) : text;
}

function isList(value: XfallValue): value is readonly XfallValue[] {
  return Array.isArray(value);
}

function isObject(value: XfallValue): value is XfallObject {
  return typeof value === "object" && !isList(value);
}
