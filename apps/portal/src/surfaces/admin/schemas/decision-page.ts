import { attr, html, type Html } from "@kommunalportal/html";
import type { OpenSchema } from "#modules/forms";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import { twoColumns } from "#ui/section";
import type { Answer } from "../../frame/index.ts";
import { type Desk, editorPage } from "../admin-pages.ts";
import { changedMeanwhile } from "../changed-meanwhile.ts";
import { areaControl, choiceControl, lineControl, selectControl } from "../controls.ts";
import { errorLines, noErrors, seenField, type Errors } from "../form-state.ts";
import { placesOf, placeText, type Place } from "./places.ts";
import { findGroup, type RuleGroup } from "./rule-groups.ts";
import { comparisons, decisionOf, emptyInput, mostRows, readRuleInput, type RuleInput } from "./rule-input.ts";
import { aside, proposal, sentence } from "./rules-page.ts";
import { schemaOf, schemaParents, schemaPath, type NamedSchema, type SchemaPages } from "./schema-pages.ts";

/** GET `…/regeln/entscheidung?regel=…`: accept, change or decline one sentence. */
export async function decisionPage(portal: SchemaPages, desk: Desk): Promise<Answer> {
  const found = await find(portal, desk, desk.visit.query.get("regel") ?? "");
  return found === undefined ? { missing: true } : show(portal, desk, found, storedInput(found.group), found.group.seen, noErrors);
}

export async function saveDecision(portal: SchemaPages, desk: Desk): Promise<Answer> {
  const { visit, tenant } = desk;
  const key = visit.field("regel");
  const found = await find(portal, desk, key);
  if (found === undefined) return { missing: true };
  const { named, group, places } = found;
  const [input, seen] = [readRuleInput(visit), visit.field(seenField)];
  const read = decisionOf(input, places);
  if ("errors" in read) return show(portal, desk, found, input, seen, read.errors);
  const outcome = await portal.schemas.decide({ schema: named, keys: group.keys, decision: read.decision, seen, tenant: tenant.id, by: { id: visit.staff.staff, name: visit.staff.name } });
  if (outcome.ok) return { redirect: `${schemaPath(desk, named, "regeln")}?getan=regel-entschieden` };
  if (outcome.why === "not-found") return { missing: true };
  if (outcome.why === "changed-meanwhile") {
    return changedMeanwhile(portal, desk, { href: `${schemaPath(desk, named, "regeln/entscheidung")}?regel=${encodeURIComponent(key)}`, typed: [{ label: "Begründung", value: input.because }, { label: "Meldung", value: input.message }, { label: "JSON Logic", value: input.logic }] });
  }
  return show(portal, desk, found, input, seen, { [input.logic === "" ? "feld-1" : "logik"]: `Damit wird das Formular nicht fertig: ${outcome.problems.map(({ path, problem }) => `${path}: ${problem}`).slice(0, 3).join("; ")}` });
}

interface Found { readonly named: NamedSchema; readonly opened: OpenSchema; readonly group: RuleGroup; readonly places: readonly Place[] }

async function find(portal: SchemaPages, desk: Desk, key: string): Promise<Found | undefined> {
  const named = schemaOf(desk);
  const opened = await portal.schemas.open(named);
  const group = opened && findGroup(opened.rules, key);
  return group && { named, opened, group, places: placesOf(opened.made.form) };
}

/** What was decided stands in the form again; logic as JSON, because not all of it has rows. */
function storedInput({ rules: [{ decided }] }: RuleGroup): RuleInput {
  const decision = decided?.decision;
  if (decision === undefined) return emptyInput;
  if (decision.kind === "accept") return { ...emptyInput, kind: "accept" };
  if (decision.kind === "decline") return { ...emptyInput, kind: "decline", because: decision.because };
  const logic = decision.kind === "check" ? decision.holds : decision.when;
  return { ...emptyInput, kind: decision.kind, at: decision.at, logic: JSON.stringify(logic, null, 2), message: decision.kind === "check" ? decision.message.de : "" };
}

function show(portal: SchemaPages, desk: Desk, { named, opened, group, places }: Found, input: RuleInput, seen: string, errors: Errors): Answer {
  const { rules: [rule], keys } = group;
  const near = new Set(rule.fields.map(({ path }) => path));
  const byPath = new Map(places.map((place) => [place.path, place]));
  const sorted = [...places.filter(({ path }) => near.has(path)), ...places.filter(({ path }) => !near.has(path))];
  const option = (place: Place) => ({ value: place.path, text: near.has(place.path) ? `${placeText(place)} (im Satz genannt)` : placeText(place) });
  const targets = [{ value: "", text: "Bitte wählen" }, ...sorted.map(option)];
  const subjects = [{ value: "", text: "kein Feld" }, ...sorted.filter(({ node }) => node.kind !== "field" || node.type !== "info").map(option)];
  const body = html`<h2>Was das Schema sagt</h2>${twoColumns(html`${sentence(rule.sentence)}${proposal(group)}`, aside(group))}
${form("de", {
    action: schemaPath(desk, named, "regeln/entscheidung"), csrf: desk.visit.staff.csrf, hidden: { regel: keys[0] ?? "", [seenField]: seen },
    body: html`<h2>Ihre Entscheidung</h2>${choiceControl({
      name: "art", label: "Was soll mit der Regel geschehen?", value: input.kind, error: errors["art"],
      options: [
        rule.status === "translated" || rule.status === "decided" ? { value: "accept", text: "Annehmen", hint: "Das Formular tut, was der Vorschlag sagt." } : { value: "accept", text: "Von Hand prüfen lassen", hint: "Das Formular prüft die Regel nicht; das Amt sieht sich jeden Antrag daraufhin an." },
        { value: "show-when", text: "Etwas anderes: ein Feld nur unter einer Bedingung zeigen", hint: "Füllen Sie »Stelle« und »Bedingung« aus." },
        { value: "check", text: "Etwas anderes: eine Prüfung", hint: "Füllen Sie »Stelle«, »Bedingung« und »Meldung« aus." },
        { value: "decline", text: "Ablehnen", hint: "Das Formular setzt die Regel nicht um. Füllen Sie »Begründung« aus." },
      ],
    })}
${areaControl({ name: "grund", label: "Begründung", hint: "Nur beim Ablehnen", value: input.because, error: errors["grund"], rows: 3, optional: true })}
<h2>Etwas anderes an der Stelle des Vorschlags</h2>
${selectControl({ name: "stelle", label: "Stelle", hint: "Welches Feld gezeigt oder geprüft wird", value: input.at, error: errors["stelle"], options: targets, optional: true })}
${choiceControl({ name: "verknuepfung", label: "Bedingung", hint: "Beim Zeigen: wann das Feld gezeigt wird. Beim Prüfen: was gelten muss.", value: input.join, options: [{ value: "all", text: "Alle Zeilen müssen gelten" }, { value: "one", text: "Eine Zeile genügt" }] })}
${Array.from({ length: mostRows }, (_, index) => conditionRow(index + 1, input, errors, subjects, byPath))}
${lineControl({ name: "meldung", label: "Meldung", hint: "Nur beim Prüfen: was die Person tun soll, zum Beispiel »Geben Sie ein späteres Datum ein.«", value: input.message, error: errors["meldung"], optional: true })}
<details ${attr("open", input.logic !== "" || errors["logik"] !== undefined)}><summary>Für Fachleute: Bedingung als JSON Logic</summary>${areaControl({ name: "logik", label: "JSON Logic", hint: "Steht hier etwas, gilt es statt der Zeilen. Felder heißen wie ihr Pfad, im selben Eintrag »item.…«.", value: input.logic, error: errors["logik"], rows: 6, optional: true })}</details>
${buttonGroup(button({ text: "Entscheidung speichern" }))}`,
  })}`;
  return editorPage(portal, desk, { title: `Regel ${rule.id}`, body, errors: errorLines(errors), parents: [...schemaParents(desk, { ...named, title: opened.schema.bezeichnung }), { text: "Regeln", href: schemaPath(desk, named, "regeln") }] });
}

function conditionRow(number: number, input: RuleInput, errors: Errors, subjects: readonly { readonly value: string; readonly text: string }[], byPath: ReadonlyMap<string, Place>): Html {
  const row = input.rows[number - 1] ?? { field: "", comparison: "is", value: "" };
  const node = byPath.get(row.field)?.node;
  const values = node?.kind === "field" && (node.type === "choice" || node.type === "choices") ? `Werte der Liste: ${node.options.slice(0, 12).map(({ label }) => label.de).join(" · ")}` : "Ja oder Nein, eine Zahl, ein Datum (31.12.2026) oder der Text eines Listenwertes";
  return html`<fieldset class="kern-fieldset portal-group"><legend class="portal-group__title">Zeile ${number}</legend>
${selectControl({ name: `feld-${number}`, label: "Feld", value: row.field, error: errors[`feld-${number}`], options: subjects, optional: true })}
${selectControl({ name: `vergleich-${number}`, label: "Vergleich", value: row.comparison, error: errors[`vergleich-${number}`], options: comparisons, optional: true })}
${lineControl({ name: `wert-${number}`, label: "Wert", hint: values, value: row.value, error: errors[`wert-${number}`], optional: true })}</fieldset>`;
}
