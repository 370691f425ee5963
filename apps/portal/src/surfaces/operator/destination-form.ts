import { html, type Html } from "@kommunalportal/html";
import type { Destination, SetOutcome, SettingProblem } from "#modules/hub";
import { isId } from "#platform/ids";
import { button, buttonGroup } from "#ui/button";
import type { ErrorLine } from "#ui/error-summary";
import { controlId } from "#ui/fields/control-id";
import { form } from "#ui/form";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { lineControl, selectControl, tickControl } from "./controls.ts";
import { actorOf, operatorPage, type OperatorPages, townOf } from "./operator-pages.ts";

const problemWords: Readonly<Record<SettingProblem["code"], string>> = {
  "address-invalid": "Geben Sie eine vollständige Adresse ein, zum Beispiel https://fachverfahren.example/webhook.",
  "address-not-https": "Die Adresse muss mit https:// beginnen, damit Anträge verschlüsselt übertragen werden.",
  "address-with-password": "Entfernen Sie Benutzername und Passwort aus der Adresse.",
  "secret-invalid": "Der geheime Schlüssel beginnt mit whsec_ und enthält 24 bis 64 Byte in Base64.",
  "secret-missing": "Geben Sie den geheimen Schlüssel ein, den das Fachverfahren kennt.",
  "name-missing": "Geben Sie einen Namen ein, wie ihn die Stadt benutzt.",
  "name-too-long": "Der Name darf höchstens 120 Zeichen haben.",
  "name-taken": "Die Stadt hat schon ein Ziel mit diesem Namen. Wählen Sie einen anderen.",
  "number-out-of-range": "Geben Sie eine Zahl von 1 bis 64 ein.",
};
const fieldNames: Readonly<Record<SettingProblem["path"], string>> = { name: "name", address: "adresse", secret: "schluessel", maxInFlight: "gleichzeitig" };

export type Errors = Readonly<Record<string, string | undefined>>;

export function errorsOf(problems: readonly SettingProblem[]): Errors {
  return Object.fromEntries(problems.map(({ path, code }) => [fieldNames[path], problemWords[code]]));
}

export function errorLines(errors: Errors): ErrorLine[] {
  return Object.entries(errors).flatMap(([name, message]) => (message === undefined ? [] : [{ fieldId: controlId(name), message }]));
}

/** The settings of one destination. A secret is never shown again: an empty field keeps it. */
export function destinationForm(portal: OperatorPages, visit: StaffVisit, options: { readonly action: string; readonly destination?: Destination; readonly errors: Errors }): Html {
  const { destination, errors } = options;
  const sent = visit.fields.size > 0;
  const value = (name: string, stored: string): string => (sent ? visit.field(name) : stored);
  return form("de", {
    action: options.action, csrf: visit.staff.csrf, body: html`${destination === undefined && selectControl({ name: "ort", label: "Ort", empty: "Bitte wählen", value: value("ort", ""), error: errors["ort"], options: portal.tenants.all().map(({ slug, name }) => ({ value: slug, text: name })) })}
${lineControl({ name: "name", label: "Name", hint: "So nennt es die Stadt; Bürgerinnen und Bürger lesen ihn bei der Quittung.", value: value("name", destination?.name ?? ""), error: errors["name"] })}
${lineControl({ name: "adresse", label: "Adresse", type: "url", value: value("adresse", destination?.address ?? ""), error: errors["adresse"] })}
${lineControl({ name: "schluessel", label: "Geheimer Schlüssel", type: "password", hint: destination ? "Bleibt, wie er ist, wenn Sie nichts eingeben." : "Beginnt mit whsec_. Er wird verschlüsselt gespeichert und nie wieder angezeigt.", error: errors["schluessel"], ...(destination ? { optional: true } : {}) })}
${destination !== undefined && tickControl({ name: "beide", label: "Vorerst mit altem und neuem Schlüssel unterschreiben", hint: "Solange das Fachverfahren umstellt." })}
${lineControl({ name: "gleichzeitig", label: "Zustellungen gleichzeitig", width: "short", hint: "1 bis 64", value: value("gleichzeitig", String(destination?.maxInFlight ?? 4)), error: errors["gleichzeitig"] })}
${buttonGroup(button({ text: "Speichern" }))}`,
  });
}

export async function newDestinationPage(portal: OperatorPages, visit: StaffVisit, errors: Errors = {}): Promise<Answer> {
  return operatorPage(portal, visit, { title: "Ziel einrichten", body: destinationForm(portal, visit, { action: "/betrieb/ziele", errors }), errors: errorLines(errors), parents: [{ text: "Ziele und Wege", href: "/betrieb/ziele" }] });
}

/** Saves a new destination or the settings of one; `again` shows the form with what is wrong. */
export async function saveDestination(portal: OperatorPages, visit: StaffVisit, given: { readonly tenant: string; readonly destination?: string }): Promise<SetOutcome> {
  const secret = visit.field("schluessel");
  return portal.hub.setDestination({
    tenant: given.tenant, name: visit.field("name"), channel: "webhook", address: visit.field("adresse"), maxInFlight: /^\d{1,3}$/.test(visit.field("gleichzeitig")) ? Number(visit.field("gleichzeitig")) : Number.NaN,
    actor: actorOf(visit), ...(given.destination === undefined ? {} : { destination: given.destination }), ...(secret === "" ? {} : { secret: { value: secret, add: visit.field("beide") === "ja" } }),
  });
}

export async function addDestination(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const town = townOf(portal, visit.field("ort"));
  if (!town) return newDestinationPage(portal, visit, { ort: "Wählen Sie den Ort, dessen Anträge dorthin gehen." });
  const outcome = await saveDestination(portal, visit, { tenant: town.id });
  if (outcome.ok) return { redirect: `/betrieb/ziele/${outcome.destination}?meldung=ziel-gespeichert` };
  return "problems" in outcome ? newDestinationPage(portal, visit, errorsOf(outcome.problems)) : { missing: true };
}

/** A destination by its address in the URL, as operator. */
export async function destinationOf(portal: OperatorPages, visit: StaffVisit): Promise<Destination | undefined> {
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return undefined;
  const found = await portal.db.asOperator("operator looks at a destination", (tx) => portal.hub.destination(tx, id));
  return found?.retiredAt ? undefined : found;
}
