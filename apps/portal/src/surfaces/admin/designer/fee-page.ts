import { html, type Html } from "@kommunalportal/html";
import { type ConditionRow, type FeeRows, feeOfLogic, type Logic, logicOfFee, type ServiceDescription } from "@kommunalportal/form-engine";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { areaControl, choiceControl, lineControl, selectControl } from "../controls.ts";
import { centsOf, euros } from "../euros.ts";
import { errorLines, type Errors, hasErrors, lineOf, linesOf, noErrors } from "../form-state.ts";
import { paymentWays } from "../service-facts.ts";
import { compactInput, compactSelect } from "./compact-controls.ts";
import { readLogic } from "./condition-input.ts";
import { comparisons, isComparison, readValue, valueWords } from "./condition-words.ts";
import { changed, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";
import { ownQuestions } from "./readable-fields.ts";

type Fee = NonNullable<ServiceDescription["fee"]>;

/** GET `/gebuehr`: free of charge, or an amount with additions and exceptions in rows. */
export function feePage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  return Promise.resolve(show(portal, desk, noErrors));
}

export async function saveFee(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, copy, below } = desk;
  const before = copy.content.service.fee;
  const read = visit.field("art") === "frei" ? { fee: undefined } : readFee(desk, before);
  if ("errors" in read) return show(portal, desk, read.errors, true);
  return changed(portal, desk, {
    what: "Gebühr geändert", part: ({ service }) => service.fee ?? null,
    apply: (content) => { const { fee: _fee, ...service } = content.service; return { ...content, service: read.fee === undefined ? service : { ...service, fee: read.fee } }; },
  }, { next: `${below("gebuehr")}?getan=gespeichert`, typed: [{ label: "Betrag in Euro", value: lineOf(visit, "betrag") }, { label: "Gebühr in Worten", value: linesOf(visit, "worte") }], invalid: (problems) => show(portal, desk, { worte: problems.join(" ") }, true) });
}

function readFee(desk: CopyDesk, before: Fee | undefined): { readonly fee: Fee } | { readonly errors: Errors } {
  const { visit } = desk;
  const words = linesOf(visit, "worte");
  const errors: Record<string, string | undefined> = { worte: words === "" ? "Schreiben Sie die Gebühr in Worten. Sie steht vor dem Beginn." : undefined };
  const ways = paymentWays.map(({ value }) => value).filter((way) => visit.fields.get("wege")?.includes(way) === true);
  if (ways.length === 0) errors["wege"] = "Wählen Sie mindestens einen Zahlungsweg.";
  const keys = lineOf(visit, "buchung").split(",").map((key) => key.trim()).filter((key) => key !== "");
  if (keys.length > 20 || keys.some((key) => !/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/.test(key))) errors["buchung"] = "Höchstens 20 Namen aus Buchstaben, Ziffern und Unterstrich, durch Kommas getrennt.";
  const cents = visit.fields.has("regel-json") ? readJson(desk, errors) : readRows(desk, errors);
  if (cents === undefined || hasErrors(errors)) return { errors };
  return { fee: { cents, text: { ...before?.text, de: words }, due: visit.field("wann") === "decision" ? "decision" : "before", ways, bookingData: keys } };
}

function readJson({ visit }: CopyDesk, errors: Record<string, string | undefined>): Logic | undefined {
  const read = readLogic(linesOf(visit, "regel-json"));
  if ("problem" in read) { errors["regel-json"] = read.problem; return undefined; }
  if (read.logic === undefined) errors["regel-json"] = "Schreiben Sie, wie sich die Gebühr berechnet.";
  return read.logic;
}

function readRows({ visit, copy }: CopyDesk, errors: Record<string, string | undefined>): Logic | undefined {
  const fields = ownQuestions(copy.content);
  const base = centsOf(lineOf(visit, "betrag"));
  if (base === undefined) errors["betrag"] = "Geben Sie einen Betrag in Euro ein, zum Beispiel 25,50.";
  const rows: { cents: number; when: ConditionRow }[] = [];
  for (let i = 0; i < 20 && visit.fields.has(`z-betrag-${i}`); i += 1) {
    const [amount, path, comparison] = [lineOf(visit, `z-betrag-${i}`), visit.field(`z-frage-${i}`), visit.field(`z-wie-${i}`)];
    if (amount === "" && path === "") continue;
    const cents = centsOf(amount);
    const field = fields.find((one) => one.path === path);
    if (cents === undefined || !field || !isComparison(comparison)) { errors["betrag"] ??= `Zeile ${i + 1}: Geben Sie einen Betrag ein und wählen Sie eine Frage.`; continue; }
    const value = comparison === "filled" || comparison === "empty" ? undefined : readValue(visit.field(`z-wert-${i}`), field.field);
    if (value !== undefined && "problem" in value) { errors["betrag"] ??= `Zeile ${i + 1}: ${value.problem}`; continue; }
    rows.push({ cents, when: { path, comparison, ...(value === undefined ? {} : { value: value.value }) } });
  }
  const times = visit.field("mal");
  return base === undefined ? undefined : logicOfFee({ base, mode: visit.field("weise") === "first" ? "first" : "add", rows, ...(times === "" ? {} : { times }) });
}

function show(portal: AdminPages, desk: CopyDesk, errors: Errors, typed = false): Answer {
  const { copy, below, visit } = desk;
  const { fee } = copy.content.service;
  const text = (name: string, stored: string): string => (typed ? linesOf(visit, name) : stored);
  const rows = fee === undefined ? { base: 0, mode: "add" as const, rows: [] } : feeOfLogic(fee.cents);
  const body = form("de", {
    action: below("gebuehr"), csrf: visit.staff.csrf, hidden: hiddenOf(desk),
    body: html`${choiceControl({ name: "art", label: "Kostet der Dienst etwas?", value: typed ? visit.field("art") : fee === undefined ? "frei" : "gebuehr", options: [{ value: "frei", text: "Nein, gebührenfrei" }, { value: "gebuehr", text: "Ja" }] })}
<h2>Wie viel?</h2>${rows === undefined ? areaControl({ name: "regel-json", label: "Rechenregel", hint: "Diese Regel lässt sich nicht in Zeilen zeigen. JSON Logic, das Ergebnis in Cent.", value: text("regel-json", JSON.stringify(fee?.cents ?? 0, undefined, 1)), error: errors["regel-json"], rows: 8 }) : amounts(desk, rows, errors, typed)}
${areaControl({ name: "worte", label: "Gebühr in Worten", hint: "Steht vor dem Beginn: »25,50 € je Urkunde«", value: text("worte", fee?.text.de ?? ""), error: errors["worte"], rows: 2 })}
${choiceControl({ name: "wann", label: "Wann wird gezahlt?", value: typed ? visit.field("wann") : fee?.due ?? "before", options: [{ value: "before", text: "Beim Absenden" }, { value: "decision", text: "Nach dem Bescheid" }] })}
${choiceControl({ name: "wege", label: "Zahlungswege", several: true, values: typed ? visit.fields.get("wege") ?? [] : fee?.ways ?? ["online", "transfer"], error: errors["wege"], options: paymentWays })}
${lineControl({ name: "buchung", label: "Buchungsdaten, die jede Stadt dazu einstellt", hint: "Namen, durch Kommas getrennt", value: text("buchung", fee?.bookingData.join(", ") ?? ""), error: errors["buchung"], optional: true })}${buttonGroup(button({ text: "Speichern" }))}`,
  });
  return workPage(portal, desk, { title: "Gebühr", area: "gebuehr", body, errors: errorLines(errors) });
}

function amounts({ copy, visit }: CopyDesk, { base, mode, rows, times }: FeeRows, errors: Errors, typed: boolean): Html {
  const fields = ownQuestions(copy.content);
  const none = { value: "", text: "–" };
  const value = (name: string, stored: string): string => (typed ? visit.field(name) : stored);
  const numbers = fields.filter(({ field }) => field.type === "integer" || field.type === "number" || (field.type === "computed" && field.as !== "amount") || (field.type === "choice" && field.options.every((option) => /^\d+$/.test(option.value))));
  return html`${lineControl({ name: "betrag", label: "Betrag in Euro", value: value("betrag", euros(base)), error: errors["betrag"], width: "short" })}
${numbers.length > 0 && selectControl({ name: "mal", label: "Mal die Antwort auf", value: value("mal", times ?? ""), options: [none, ...numbers.map(({ path, label }) => ({ value: path, text: label }))] })}
<fieldset class="kern-fieldset portal-field portal-conditions"><legend class="kern-label">Abweichungen</legend>${Array.from({ length: Math.max(2, rows.length + 1) }, (_, i) => {
    const row = rows[i];
    const field = fields.find(({ path }) => path === row?.when.path)?.field;
    return html`<div class="portal-compact" role="group" aria-label="Abweichung ${i + 1}">${compactInput({ id: `z-betrag-${i}`, name: `z-betrag-${i}`, label: "Euro", value: value(`z-betrag-${i}`, row ? euros(row.cents) : "") })}${compactSelect({ id: `z-frage-${i}`, name: `z-frage-${i}`, label: "wenn Frage", value: value(`z-frage-${i}`, row?.when.path ?? ""), options: [none, ...fields.map(({ path, label }) => ({ value: path, text: label }))] })}${compactSelect({ id: `z-wie-${i}`, name: `z-wie-${i}`, label: "Vergleich", value: value(`z-wie-${i}`, row?.when.comparison ?? "is"), options: comparisons })}${compactInput({ id: `z-wert-${i}`, name: `z-wert-${i}`, label: "Wert", value: value(`z-wert-${i}`, row ? valueWords(row.when, field) : "") })}</div>`;
  })}${compactSelect({ id: "weise", name: "weise", label: "Diese Beträge", value: value("weise", mode), options: [{ value: "add", text: "kommen dazu" }, { value: "first", text: "gelten statt des Betrags oben" }] })}</fieldset>`;
}
