import { html, type Html } from "@kommunalportal/html";
import type { JsonValue, MergeConflict } from "@kommunalportal/form-engine";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages, Desk } from "../admin-pages.ts";
import { choiceControl } from "../controls.ts";
import { errorLines, type Errors, noErrors } from "../form-state.ts";
import { actorAt, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";
import { placeName } from "./workbench.ts";

/** POST `/formulare/anpassung`: the town's own version of what the publisher offers it. */
export async function beginAdaptation(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { visit, tenant, at } = desk;
  const made = await portal.workshop.adapt({ tenant: tenant.id, by: { id: visit.staff.staff, name: visit.staff.name }, slug: visit.field("dienst") });
  if (made.ok) return { redirect: `${at(`formulare/${made.copy.id}`)}?getan=anpassung` };
  return made.copy === undefined ? { redirect: at("formulare") } : { redirect: at(`formulare/${made.copy}`) };
}

/** GET `/aktualisierung`: the publisher's newer version beside the town's changes: how it was, how it is there, how it is here. */
export async function updatePage(portal: AdminPages, desk: CopyDesk, errors: Errors = noErrors): Promise<Answer> {
  const { copy, below, visit } = desk;
  const update = await portal.workshop.updateFor(copy);
  if (!update) return { redirect: below() };
  const body = html`<p>Der Herausgeber hat Version ${update.to} veröffentlicht. Ihre Fassung steht auf Version ${update.from}. Was nur eine Seite geändert hat, wird übernommen.</p>
${update.conflicts.length === 0 ? notice("de", { kind: "success", title: "Nichts steht einander im Weg", body: "Ihre Änderungen bleiben alle erhalten." }) : notice("de", { kind: "warning", title: update.conflicts.length === 1 ? "An einer Stelle haben beide etwas anderes geändert" : `An ${update.conflicts.length} Stellen haben beide etwas anderes geändert`, body: "Entscheiden Sie an jeder Stelle." })}
${form("de", {
    action: below("aktualisierung"), csrf: visit.staff.csrf, hidden: { ...hiddenOf(desk), version: update.to },
    body: html`${update.conflicts.map((conflict, i) => conflictRow(desk, conflict, i, { from: update.from, to: update.to }, errors[`wahl-${i}`]))}${buttonGroup(button({ text: "Neue Version übernehmen" }))}`,
  })}`;
  return workPage(portal, desk, { title: "Neue Version des Herausgebers", area: undefined, body, errors: errorLines(errors) });
}

function conflictRow(desk: CopyDesk, { path, base, theirs, mine }: MergeConflict, index: number, { from, to }: { readonly from: string; readonly to: string }, error: string | undefined): Html {
  const cell = (title: string, value: JsonValue | undefined): Html => html`<div><h3>${title}</h3><p>${words(value)}</p></div>`;
  return html`<section class="portal-work__step" aria-labelledby="stelle-${index}"><h2 id="stelle-${index}">${placeOf(desk, path)}</h2><div class="portal-work__texts">${cell(`Vorher, Version ${from}`, base)}${cell(`Herausgeber, Version ${to}`, theirs)}${cell("Ihre Fassung", mine)}</div>
${choiceControl({ name: `wahl-${index}`, label: "Was soll gelten?", value: desk.visit.field(`wahl-${index}`), error, options: [{ value: "theirs", text: theirs === undefined ? "Wie beim Herausgeber: entfällt" : "Wie beim Herausgeber" }, { value: "mine", text: mine === undefined ? "Wie bei uns: entfällt" : "Wie bei uns" }] })}</section>`;
}

const properties: Readonly<Record<string, string>> = {
  label: "Frage", title: "Überschrift", hint: "Hinweis", why: "Grund", intro: "Einleitung", message: "Meldung", options: "Möglichkeiten", required: "Pflicht", accept: "Arten von Dateien", maxSize: "Größe", maxFiles: "Zahl der Dateien", fee: "Gebühr", cents: "Betrag", text: "Text",
  de: "Deutsch", en: "Englisch", easy: "Leichte Sprache", privacy: "Datenschutz", documents: "Unterlagen", minutes: "Dauer", short: "Kurzer Text", submitLabel: "Knopf", retentionMonths: "Aufbewahrung", tests: "Test",
};

/** `form.steps.person.nodes.name.label.de` → »Name«: Frage, Deutsch. */
function placeOf({ copy }: CopyDesk, path: string): string {
  const keys = path.split(".");
  const inForm = keys[0] === "form" && keys[1] === "steps";
  const ids: string[] = [];
  let at = inForm ? 3 : 1;
  for (; inForm && keys[at] === "nodes" && keys[at + 1] !== undefined; at += 2) ids.push(keys[at + 1] ?? "");
  const where = !inForm ? (keys[0] === "service" ? "Dienst" : keys[0] === "tests" ? `Test »${keys[1] ?? ""}«` : "Formular") : ids.length > 0 ? placeName(copy.content.form, ids.join(".")) : placeName(copy.content.form, `steps.${keys[2] ?? ""}`);
  const what = keys.slice(at).flatMap((key) => properties[key] ?? []).join(", ");
  return what === "" ? where : `${where}: ${what}`;
}

function words(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "–";
  if (typeof value === "string") return value;
  if (typeof value === "object" && !Array.isArray(value) && "de" in value) return String((value as { readonly de: unknown }).de);
  return JSON.stringify(value);
}

export async function acceptUpdate(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { copy, below, visit } = desk;
  const update = await portal.workshop.updateFor(copy);
  // The publisher went on again since the page was opened: the choices were made about something else.
  if (update?.to !== visit.field("version")) return { redirect: below("aktualisierung") };
  const choices = new Map(update.conflicts.flatMap(({ path }, i): (readonly [string, "theirs" | "mine"])[] => { const choice = visit.field(`wahl-${i}`); return choice === "theirs" || choice === "mine" ? [[path, choice]] : []; }));
  const outcome = await portal.workshop.takeUpdate(actorAt(desk), choices);
  if (outcome.ok) return { redirect: `${below()}?getan=uebernommen` };
  if (outcome.why === "undecided") return updatePage(portal, desk, Object.fromEntries(outcome.update.conflicts.flatMap(({ path }, i) => (choices.has(path) ? [] : [[`wahl-${i}`, "Wählen Sie, was gelten soll."]]))));
  return outcome.why === "not-found" ? { missing: true } : { redirect: below(outcome.why === "changed-meanwhile" ? "aktualisierung" : undefined) };
}
