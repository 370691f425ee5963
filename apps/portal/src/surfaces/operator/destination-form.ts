import { html, type Html } from "@kommunalportal/html";
import { type ChannelKind, channelKinds, type Destination, type SetDestination, type SetOutcome } from "#modules/hub";
import { isId } from "#platform/ids";
import { button, buttonGroup } from "#ui/button";
import type { ErrorLine } from "#ui/error-summary";
import { controlId } from "#ui/fields/control-id";
import { form } from "#ui/form";
import { tabs } from "#ui/tabs";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { lineControl, selectControl } from "./controls.ts";
import { channelForms, type Errors, errorsOf } from "./destination-fields.ts";
import { actorOf, operatorPage, type OperatorPages, townOf } from "./operator-pages.ts";
import { channelWords } from "./words.ts";

export function errorLines(errors: Errors): ErrorLine[] {
  return Object.entries(errors).flatMap(([name, message]) => (message === undefined ? [] : [{ fieldId: controlId(name), message }]));
}

/** The settings of one destination. A secret is never shown again: an empty field keeps it. */
export function destinationForm(portal: OperatorPages, visit: StaffVisit, options: { readonly action: string; readonly channel: ChannelKind; readonly destination?: Destination; readonly errors: Errors }): Html {
  const { channel, destination, errors } = options;
  const sent = visit.fields.size > 0;
  const value = (name: string, stored: string): string => (sent ? visit.field(name) : stored);
  return form("de", {
    action: options.action, csrf: visit.staff.csrf, hidden: { art: channel }, body: html`${destination === undefined && selectControl({ name: "ort", label: "Ort", empty: "Bitte wählen", value: value("ort", ""), error: errors["ort"], options: portal.tenants.all().map(({ slug, name }) => ({ value: slug, text: name })) })}
${lineControl({ name: "name", label: "Name", hint: "So nennt es die Stadt; Bürgerinnen und Bürger lesen ihn bei der Quittung.", value: value("name", destination?.name ?? ""), error: errors["name"] })}
${lineControl({ name: "adresse", label: addressLabels[channel], ...(addressHints[channel] === undefined ? {} : { hint: addressHints[channel] }), type: channel === "pull" || channel === "mail" ? "text" : "url", value: value("adresse", destination?.address ?? ""), error: errors["adresse"] })}
${channelForms[channel].fields({ errors, destination, value })}
${lineControl({ name: "gleichzeitig", label: "Zustellungen gleichzeitig", width: "short", hint: "1 bis 64", value: value("gleichzeitig", String(destination?.maxInFlight ?? 4)), error: errors["gleichzeitig"] })}
${buttonGroup(button({ text: "Speichern" }))}`,
  });
}

const addressLabels: Readonly<Record<ChannelKind, string>> = { webhook: "Adresse", "fit-connect": "Adresse des Zustelldienstes (Submission API)", xta: "Adresse zum Senden (sendPort)", sftp: "Server und Ordner", pull: "Kennung des Programms", mail: "E-Mail-Adresse des Amts" };

const addressHints: Readonly<Partial<Record<ChannelKind, string>>> = {
  webhook: "Zum Beispiel https://fachverfahren.example/webhook.", "fit-connect": "Zum Beispiel https://prod.fit-connect.fitko.net/submission-api.", sftp: "Zum Beispiel sftp://sftp.musterstadt.example/eingang.",
  pull: "So, wie es unter »Erweiterungen« eingetragen ist, zum Beispiel hundesteuer-anbindung.", mail: "Zum Beispiel steueramt@musterstadt.example.",
};

function channelOf(text: string): ChannelKind {
  return channelKinds.find((kind) => kind === text) ?? "webhook";
}

export async function newDestinationPage(portal: OperatorPages, visit: StaffVisit, errors: Errors = {}): Promise<Answer> {
  const channel = channelOf(visit.fields.size > 0 ? visit.field("art") : visit.query.get("art") ?? "");
  const body = html`${tabs("Art des Ziels", channelKinds.map((kind) => ({ text: channelWords[kind], href: `/betrieb/ziele/neu?art=${kind}`, current: kind === channel })))}${destinationForm(portal, visit, { action: "/betrieb/ziele", channel, errors })}`;
  return operatorPage(portal, visit, { title: `Ziel einrichten: ${channelWords[channel]}`, body, errors: errorLines(errors), parents: [{ text: "Ziele und Wege", href: "/betrieb/ziele" }] });
}

/** Saves a new destination or the settings of one; a destination stays of its kind. */
export async function saveDestination(portal: OperatorPages, visit: StaffVisit, given: { readonly tenant: string; readonly before?: Destination }): Promise<{ readonly outcome: SetOutcome; readonly channel: ChannelKind }> {
  const typed = typedDestination(visit, given.before);
  const outcome = await portal.hub.setDestination({ ...typed, tenant: given.tenant, actor: actorOf(visit), ...(given.before === undefined ? {} : { destination: given.before.id }) });
  return { outcome, channel: typed.channel };
}

function typedDestination(visit: StaffVisit, before: Destination | undefined): Omit<SetDestination, "tenant" | "destination" | "actor"> {
  const channel = before?.channel ?? channelOf(visit.field("art"));
  return {
    name: visit.field("name"), channel, address: visit.field("adresse"), maxInFlight: /^\d{1,3}$/.test(visit.field("gleichzeitig")) ? Number(visit.field("gleichzeitig")) : Number.NaN,
    ...channelForms[channel].read((name) => visit.field(name), before),
  };
}

export async function addDestination(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const town = townOf(portal, visit.field("ort"));
  if (!town) {
    const typed = typedDestination(visit, undefined);
    return newDestinationPage(portal, visit, { ort: "Wählen Sie den Ort, dessen Anträge dorthin gehen.", ...errorsOf(portal.hub.newDestinationProblems(typed), typed.channel) });
  }
  const { outcome, channel } = await saveDestination(portal, visit, { tenant: town.id });
  if (outcome.ok) return { redirect: `/betrieb/ziele/${outcome.destination}?meldung=ziel-gespeichert` };
  return "problems" in outcome ? newDestinationPage(portal, visit, errorsOf(outcome.problems, channel)) : { missing: true };
}

/** A destination by its address in the URL, as operator. */
export async function destinationOf(portal: OperatorPages, visit: StaffVisit): Promise<Destination | undefined> {
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return undefined;
  const found = await portal.db.asOperator("operator looks at a destination", (tx) => portal.hub.destination(tx, id));
  return found?.retiredAt ? undefined : found;
}
