import { attr, html, type Html } from "@kommunalportal/html";
import { type ConditionRow, type Logic, logicOfRows, rowsOfLogic } from "@kommunalportal/form-engine";
import type { StaffVisit } from "../../frame/index.ts";
import { areaControl, type Option } from "../controls.ts";
import { compactInput, compactSelect } from "./compact-controls.ts";
import { comparisons, isComparison, readValue, valueWords } from "./condition-words.ts";
import type { ReadableField } from "./readable-fields.ts";

export interface ConditionOptions {
  /** Before the names of the inputs: `wenn`. */
  readonly name: string;
  readonly legend: string;
  readonly hint?: string;
  readonly fields: readonly ReadableField[];
  readonly logic: Logic | undefined;
  /** As typed, shown again. */
  readonly visit?: StaffVisit | undefined;
  readonly error?: string | undefined;
  /** A comparison with another question can be chosen. */
  readonly withOther?: boolean;
  readonly rows?: number;
}

const none: Option = { value: "", text: "–" };

/** A condition as rows of three lists, without scripts: always one or two empty rows more than there are. Other logic stands as JSON. */
export function conditionInput(options: ConditionOptions): Html {
  const { name, legend, hint, fields, logic, visit, error, withOther = false } = options;
  const read = logic === undefined ? undefined : rowsOfLogic(logic);
  if (logic !== undefined && (read === undefined || read.rows.some(({ path }) => path !== "$today" && !fields.some((field) => field.path === path)))) {
    return areaControl({ name: `${name}-json`, label: legend, hint: "Diese Bedingung lässt sich nicht in Zeilen zeigen. Sie steht hier als JSON Logic. Leer: keine Bedingung.", value: visit ? visit.field(`${name}-json`) : JSON.stringify(logic, undefined, 1), error, rows: 6, optional: true });
  }
  const rows = read?.rows ?? [];
  const count = Math.max(options.rows ?? 2, rows.length + 1);
  const fieldOptions = [none, ...fields.map(({ path, label }) => ({ value: path, text: label }))];
  const errorId = `${name}-fehler`;
  return html`<fieldset class="kern-fieldset portal-field portal-conditions" id="feld-${name}" ${attr("aria-describedby", error === undefined ? undefined : errorId)}><legend class="kern-label">${legend}</legend>${hint !== undefined && html`<p class="kern-hint">${hint}</p>`}${error !== undefined && html`<p class="kern-error" id="${errorId}"><span class="kern-body">${error}</span></p>`}
${Array.from({ length: count }, (_, i) => {
    const row = rows[i];
    const at = (part: string): string => `${name}-${part}-${i}`;
    const value = (part: string, stored: string): string => (visit ? visit.field(at(part)) : stored);
    const field = fields.find(({ path }) => path === row?.path)?.field;
    return html`<div class="portal-compact" role="group" aria-label="Bedingung ${i + 1}">${compactSelect({ id: at("frage"), name: at("frage"), label: "Frage", value: value("frage", row?.path ?? ""), options: fieldOptions })}${compactSelect({ id: at("wie"), name: at("wie"), label: "Vergleich", value: value("wie", row?.comparison ?? "is"), options: comparisons })}${compactInput({ id: at("wert"), name: at("wert"), label: "Wert", value: value("wert", row ? valueWords(row, field) : "") })}${withOther && compactSelect({ id: at("andere"), name: at("andere"), label: "oder Frage", value: value("andere", typeof row?.value === "object" && row.value.path !== "$today" ? row.value.path : ""), options: fieldOptions })}</div>`;
  })}${compactSelect({ id: `${name}-verbund`, name: `${name}-verbund`, label: "Bei mehreren Zeilen", value: visit ? visit.field(`${name}-verbund`) : read?.join ?? "all", options: [{ value: "all", text: "alle müssen zutreffen" }, { value: "one", text: "eine muss zutreffen" }] })}</fieldset>`;
}

export type ReadCondition = { readonly logic: Logic | undefined } | { readonly problem: string };

/** The condition out of the rows that are filled in; whether their names and numbers fit is checked when the form is compiled. */
export function readCondition(visit: StaffVisit, name: string, fields: readonly ReadableField[]): ReadCondition {
  if (visit.fields.has(`${name}-json`)) return readLogic(visit.field(`${name}-json`));
  const rows: ConditionRow[] = [];
  for (let i = 0; i < 20 && visit.fields.has(`${name}-frage-${i}`); i += 1) {
    const path = visit.field(`${name}-frage-${i}`);
    if (path === "") continue;
    const found = fields.find((one) => one.path === path);
    const comparison = visit.field(`${name}-wie-${i}`);
    if (!found || !isComparison(comparison)) return { problem: "Wählen Sie eine Frage und einen Vergleich, die hier stehen." };
    const other = visit.field(`${name}-andere-${i}`);
    if (comparison === "filled" || comparison === "empty") rows.push({ path, comparison });
    else if (other !== "" && fields.some((one) => one.path === other)) rows.push({ path, comparison, value: { path: other } });
    else {
      const read = readValue(visit.field(`${name}-wert-${i}`), found.field);
      if ("problem" in read) return { problem: `${found.label}: ${read.problem}` };
      rows.push({ path, comparison, value: read.value });
    }
  }
  return { logic: logicOfRows({ join: visit.field(`${name}-verbund`) === "one" ? "one" : "all", rows }) };
}

export function readLogic(text: string): ReadCondition {
  if (text.trim() === "") return { logic: undefined };
  if (text.length > 20_000) return { problem: "Das ist zu lang." };
  try {
    return { logic: JSON.parse(text) as Logic };
  } catch {
    return { problem: "Das ist kein gültiges JSON. Prüfen Sie Klammern, Anführungszeichen und Kommas." };
  }
}
