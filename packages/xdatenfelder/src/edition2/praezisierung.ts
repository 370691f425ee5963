import type { Children } from "../children.ts";
import { defined } from "../defined.ts";
import type { Praezisierung } from "../model.ts";

const NAMES = ["minLength", "maxLength", "minValue", "maxValue", "pattern"] as const;

/** In XDatenfelder 2 the limits are text: JSON with texts as values, or nothing. What is not one of the five limits is named and kept. */
export function readPraezisierung(children: Children): Praezisierung {
  const element = children.one("praezisierung");
  const text = children.text("praezisierung");
  if (element === undefined || text === undefined) return {};
  const given = parse(text);
  if (given === undefined) {
    children.invalid(element, `Die Präzisierung »${text.slice(0, 60)}« ist kein JSON-Objekt der Form {"minLength":"1"}.`);
    return {};
  }
  for (const [name, value] of Object.entries(given)) {
    if (!NAMES.some((known) => known === name)) children.keep(element, `Die Angabe »${name.slice(0, 40)}« der Präzisierung gehört nicht zum Standard XDatenfelder; sie wird nur aufbewahrt (Zeile ${element.line}).`);
    else if (typeof value !== "string" && typeof value !== "number") children.invalid(element, `Die Angabe ${name} der Präzisierung ist weder Text noch Zahl.`);
  }
  const limit = (name: (typeof NAMES)[number]): string | undefined => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return typeof value === "string" || typeof value === "number" ? String(value).trim() || undefined : undefined;
  };
  return defined({ minLength: limit("minLength"), maxLength: limit("maxLength"), minValue: limit("minValue"), maxValue: limit("maxValue"), pattern: limit("pattern") });
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
