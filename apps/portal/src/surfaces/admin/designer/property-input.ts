import { html, type Html } from "@kommunalportal/html";
import { freshId, type Logic, type Option as ChoiceOption, type Property, type PropertyControl, type Text } from "@kommunalportal/form-engine";
import type { StaffVisit } from "../../frame/index.ts";
import { areaControl, choiceControl, lineControl, selectControl } from "../controls.ts";
import { lineOf, linesOf } from "../form-state.ts";
import { readLogic } from "./condition-input.ts";

export interface PropertyAt { readonly name: string; readonly property: Property; readonly error: string | undefined }
/** `value`: undefined leaves the property out. */
export type ReadProperty = { readonly value: unknown } | { readonly problem: string };

interface Control {
  readonly show: (at: PropertyAt, value: unknown) => Html;
  readonly read: (visit: StaffVisit, name: string, before: unknown) => ReadProperty;
}

const base = ({ name, property: { label, hint }, error }: PropertyAt) => ({ name, label: label.de, hint: hint?.de, error, optional: true });
const left = (text: string, read: (text: string) => ReadProperty): ReadProperty => (text === "" ? { value: undefined } : read(text));
const number = (whole: boolean) => (text: string): ReadProperty => {
  const value = Number(text.replace(",", "."));
  return Number.isFinite(value) && (!whole || Number.isSafeInteger(value)) ? { value } : { problem: whole ? "Geben Sie eine ganze Zahl ein." : "Geben Sie eine Zahl ein." };
};
const isText = (value: unknown): value is Text => typeof value === "object" && value !== null && "de" in value;
const shownNumber = (value: unknown): string => (typeof value === "number" ? String(value).replace(".", ",") : "");
const types = [["application/pdf", "PDF"], ["image/jpeg", "Foto (JPG)"], ["image/png", "Bild (PNG)"], ["image/tiff", "Bild (TIFF)"], ["text/plain", "Text (TXT)"]] as const;

/** With what an editor sets a property of a question, and how it is read; a kind of control that lacks one does not compile. */
const controls: { readonly [C in PropertyControl]: Control } = {
  words: {
    show: (at, value) => areaControl({ ...base(at), rows: 2, value: isText(value) ? value.de : "" }),
    // The other languages stand on the page of texts and stay.
    read: (visit, name, before) => left(linesOf(visit, name), (de) => ({ value: { ...(isText(before) ? before : {}), de } })),
  },
  text: { show: (at, value) => lineControl({ ...base(at), value: typeof value === "string" ? value : "" }), read: (visit, name) => left(lineOf(visit, name), (value) => ({ value })) },
  "whole-number": { show: (at, value) => lineControl({ ...base(at), width: "short", inputmode: "numeric", value: shownNumber(value) }), read: (visit, name) => left(lineOf(visit, name), number(true)) },
  number: { show: (at, value) => lineControl({ ...base(at), width: "short", value: shownNumber(value) }), read: (visit, name) => left(lineOf(visit, name), number(false)) },
  bytes: {
    show: (at, value) => lineControl({ ...base(at), label: `${at.property.label.de} in MB`, width: "short", value: typeof value === "number" ? shownNumber(Math.round(value / 104_857.6) / 10) : "" }),
    read: (visit, name) => left(lineOf(visit, name), (text) => { const read = number(false)(text); return "value" in read ? { value: Math.round(Number(read.value) * 1_048_576) } : read; }),
  },
  "yes-no": {
    show: (at, value) => choiceControl({ ...base(at), values: value === true ? ["ja"] : [], several: true, options: [{ value: "ja", text: at.property.label.de }] }),
    read: (visit, name) => ({ value: visit.field(name) === "ja" ? true : undefined }),
  },
  "one-of": {
    show: (at, value) => {
      const options = (at.property.options ?? []).map((one) => ({ value: one.value, text: one.label.de }));
      return Array.isArray(value) || at.name === "eigen-ask"
        ? choiceControl({ ...base(at), values: Array.isArray(value) ? value.map(String) : [], several: true, options })
        : selectControl({ ...base(at), value: typeof value === "string" ? value : "", options: [{ value: "", text: "nicht festgelegt" }, ...options] });
    },
    read: (visit, name, before) => {
      if (!Array.isArray(before) && name !== "eigen-ask") return left(visit.field(name), (value) => ({ value }));
      const chosen = visit.fields.get(name) ?? [];
      return { value: chosen.length === 0 ? undefined : chosen };
    },
  },
  options: {
    show: (at, value) => areaControl({ ...base(at), optional: false, hint: "Eine Möglichkeit je Zeile", rows: Math.min(20, Math.max(4, Array.isArray(value) ? value.length + 1 : 4)), value: optionsOf(value).map(({ label }) => label.de).join("\n") }),
    read: (visit, name, before) => readOptions(linesOf(visit, name), optionsOf(before)),
  },
  "media-types": {
    show: (at, value) => choiceControl({ ...base(at), several: true, values: Array.isArray(value) ? value.map(String) : ["application/pdf", "image/jpeg", "image/png"], options: types.map(([type, text]) => ({ value: type, text })) }),
    read: (visit, name) => { const chosen = visit.fields.get(name) ?? []; return chosen.length === 0 ? { problem: "Wählen Sie mindestens eine Art von Datei." } : { value: chosen }; },
  },
  day: {
    show: (at, value) => lineControl({ ...base(at), hint: at.property.hint?.de ?? "Ein Datum wie 31.12.2026 oder »heute«", width: "medium", value: value === "today" ? "heute" : typeof value === "string" ? value.split("-").toReversed().join(".") : "" }),
    read: (visit, name) => left(lineOf(visit, name), (text) => {
      if (/^heute$/i.test(text)) return { value: "today" };
      const [, day = "", month = "", year = ""] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
      return year === "" ? { problem: "Schreiben Sie ein Datum wie 31.12.2026 oder »heute«." } : { value: `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` };
    }),
  },
  logic: {
    show: (at, value) => areaControl({ ...base(at), optional: false, rows: 4, hint: "JSON Logic, zum Beispiel {\"*\": [{\"var\": \"anzahl\"}, 250]}. Beträge in Cent.", value: value === undefined ? "" : JSON.stringify(value, undefined, 1) }),
    read: (visit, name) => { const read = readLogic(linesOf(visit, name)); return "problem" in read ? read : { value: read.logic ?? (null satisfies Logic) }; },
  },
};

export function showProperty(at: PropertyAt, value: unknown): Html {
  return html`${controls[at.property.control].show(at, value)}`;
}

export function readProperty(visit: StaffVisit, name: string, { control }: Property, before: unknown): ReadProperty {
  return controls[control].read(visit, name, before);
}

function optionsOf(value: unknown): readonly ChoiceOption[] {
  return Array.isArray(value) ? value as readonly ChoiceOption[] : [];
}

/** A line keeps its value, hint and translations as long as its words stay or only one line in its place was changed. */
function readOptions(text: string, before: readonly ChoiceOption[]): ReadProperty {
  const lines = [...new Set(text.split("\n").map((line) => line.trim()).filter((line) => line !== ""))];
  if (lines.length < 2) return { problem: "Schreiben Sie mindestens zwei Möglichkeiten, jede in eine Zeile." };
  if (lines.length > 5000 || lines.some((line) => line.length > 300)) return { problem: "Höchstens 5.000 Möglichkeiten mit je 300 Zeichen." };
  const kept = new Map(before.map((option) => [option.label.de, option]));
  const taken = new Set(lines.flatMap((line) => kept.get(line)?.value ?? []));
  const value = lines.map((line, i): ChoiceOption => {
    const same = kept.get(line);
    if (same) return same;
    const renamed = lines.length === before.length ? before[i] : undefined;
    if (renamed !== undefined && !taken.has(renamed.value)) { taken.add(renamed.value); return { value: renamed.value, label: { de: line } }; }
    const fresh = freshId(line, taken);
    taken.add(fresh);
    return { value: fresh, label: { de: line } };
  });
  return { value };
}
