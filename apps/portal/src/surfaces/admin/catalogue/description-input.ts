import { type Fee, type SectionName, serviceText, type ServiceText } from "#modules/catalogue";
import type { StaffVisit } from "../../frame/index.ts";
import { centsOf, euros } from "../euros.ts";
import { type Errors, lineOf, linesOf } from "../form-state.ts";
import { sectionWords } from "./section-words.ts";

/** What stands in the inputs, by their names. */
export type Typed = Readonly<Record<string, string>>;

const longestText = 4_000;
const mostLines = 50;
export const textInputOf = (name: SectionName): string => `teil-${name}`;

export const typedText = (text: ServiceText): Typed => Object.fromEntries(sectionWords.map(({ name }) => { const value = text[name]; return [textInputOf(name), value === undefined ? "" : typeof value === "string" ? value : value.join("\n")]; }));

/** The sections as they were typed; an empty one is left to the general text. */
export function readText(visit: StaffVisit): { readonly typed: Typed; readonly text: ServiceText; readonly errors: Errors } {
  const typed: Record<string, string> = {};
  const errors: Record<string, string> = {};
  const given: Record<string, unknown> = {};
  for (const { name, lines } of sectionWords) {
    const input = textInputOf(name);
    const value = typed[input] = linesOf(visit, input);
    if (value === "") continue;
    const points = lines === true ? value.split("\n").map((line) => line.trim()).filter((line) => line !== "") : [value];
    if (points.some((point) => point.length > longestText)) errors[input] = `Höchstens ${longestText.toLocaleString("de-DE")} Zeichen.`;
    else if (points.length > mostLines) errors[input] = `Höchstens ${mostLines} Zeilen.`;
    else given[name] = lines === true ? points : value;
  }
  return { typed, errors, text: Object.keys(errors).length > 0 ? {} : serviceText.parse(given) };
}

export const feePeriods: readonly { readonly value: Fee["per"]; readonly text: string }[] = [
  { value: "once", text: "einmalig" }, { value: "year", text: "im Jahr" }, { value: "week", text: "in der Woche" }, { value: "copy", text: "je Ausfertigung" }, { value: "page", text: "je Seite" }, { value: "item", text: "je Stück" },
];
/** Rows that can be filled in without scripts; who needs more saves and goes on. */
const emptyRows = 2;
const mostFees = 30;

export interface FactsInput { readonly amt: string; readonly geprueft: boolean; readonly gebuehren: readonly { readonly wofuer: string; readonly englisch: string; readonly betrag: string; readonly je: string }[] }

export function factsInput(given: { readonly fees: readonly Fee[]; readonly checkedOn: string | undefined; readonly office: string | undefined }): FactsInput {
  const rows = given.fees.map(({ label, cents, per }) => ({ wofuer: label.de, englisch: label.en ?? "", betrag: euros(cents), je: per as string }));
  return { amt: given.office ?? "", geprueft: given.checkedOn !== undefined, gebuehren: [...rows, ...Array.from({ length: emptyRows }, () => ({ wofuer: "", englisch: "", betrag: "", je: "once" }))] };
}

export function readFacts(visit: StaffVisit, offices: readonly string[]): { readonly input: FactsInput; readonly fees: readonly Fee[]; readonly errors: Errors } {
  const count = Math.min(mostFees, Number(/^\d{1,3}$/.exec(visit.field("zeilen"))?.[0] ?? "0"));
  const errors: Record<string, string> = {};
  const fees: Fee[] = [];
  const gebuehren = Array.from({ length: count }, (_, index) => {
    const [wofuer, englisch, betrag, je] = ["wofuer", "englisch", "betrag", "je"].map((part) => lineOf(visit, `gebuehr-${index + 1}-${part}`)) as [string, string, string, string];
    if (wofuer === "" && betrag === "" && englisch === "") return { wofuer, englisch, betrag, je };
    const cents = centsOf(betrag);
    const per = feePeriods.find(({ value }) => value === je)?.value ?? "once";
    if (wofuer === "" || wofuer.length > 200) errors[`gebuehr-${index + 1}-wofuer`] = "Sagen Sie, wofür der Betrag ist, in höchstens 200 Zeichen.";
    if (englisch.length > 200) errors[`gebuehr-${index + 1}-englisch`] = "Höchstens 200 Zeichen.";
    if (cents === undefined) errors[`gebuehr-${index + 1}-betrag`] = "Geben Sie den Betrag in Euro an, zum Beispiel 12,50. Kostenlos ist 0.";
    else fees.push({ label: { de: wofuer, ...(englisch === "" ? {} : { en: englisch }) }, cents, per });
    return { wofuer, englisch, betrag, je: per as string };
  });
  const amt = visit.field("amt");
  if (amt !== "" && !offices.includes(amt)) errors["amt"] = "Wählen Sie ein Amt aus der Liste.";
  return { input: { amt, geprueft: visit.field("geprueft") === "ja", gebuehren }, fees, errors };
}
