import { html, type Html } from "@kommunalportal/html";
import { holds } from "#modules/accounts";
import { isSetByDecision, outstanding, retentionYears, type Payment, type RefundTask } from "#modules/payments";
import type { Tenant } from "#modules/tenants";
import { legalDate } from "#platform/clock";
import { button } from "#ui/button";
import { errorSummary, type ErrorLine } from "#ui/error-summary";
import { filters } from "#ui/filters";
import { form } from "#ui/form";
import { formatMoney, formatShortDate } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { endedWords } from "./case-fees.ts";
import { serviceTitles } from "./inbox-page.ts";
import { reasonNames } from "./refund-words.ts";
import { lineInput, selectInput } from "./staff-fields.ts";
import { staffPage } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

const wayNames = { online: "online", transfer: "Überweisung", counter: "Kasse" } as const;
/** As many lines as the page shows; those after them come nearer as these are done. */
const mostShown = 100;

/** A form of the Kasse: to whom it is sent, and what is wrong with it. */
interface Desk { readonly visit: StaffVisit; readonly here: string; readonly errors: readonly ErrorLine[] }

/** GET `/mitarbeit/:slug/kasse`, and what its forms come back to with what was typed. */
export async function kassePage(portal: StaffPortal, visit: StaffVisit, tenant: Tenant, errors: readonly ErrorLine[] = []): Promise<Answer> {
  const mayAct = holds(visit.staff, tenant.id, ["cashier"]);
  const wanted = visit.query.get("q")?.trim() ?? "";
  const found = wanted === "" ? undefined : await portal.payments.byKassenzeichen({ tenant: tenant.id, by: visit.staff, text: wanted });
  const open = wanted === "" ? await portal.payments.awaitingKasse({ tenant: tenant.id, by: visit.staff, limit: mostShown }) : found ? [found] : [];
  const tasks = await portal.payments.listRefundTasks({ tenant: tenant.id, by: visit.staff, limit: mostShown });
  const here = `/mitarbeit/${tenant.slug}/kasse`;
  const desk: Desk = { visit, here, errors };
  const main = html`${errorSummary("de", errors)}${doneNotice(visit)}<h1>Kasse</h1>
${filters("de", { action: here, apply: "Suchen", filters: [{ name: "q", label: "Kassenzeichen", value: wanted }], ...(wanted === "" ? {} : { resetHref: here }) })}
<h2>${wanted === "" ? "Erwartete Zahlungen" : "Gefundene Forderung"}</h2>${open.length === 0 ? html`<p class="kern-body portal-muted">${wanted === "" ? "Es wird keine Zahlung erwartet." : "Zu diesem Kassenzeichen gibt es keine Forderung."}</p>` : html`${table("de", {
    caption: "Erwartete Zahlungen", captionHidden: true, dense: true, columns: [{ title: "Kassenzeichen" }, { title: "Wofür" }, { title: "Weg" }, { title: "Offen", numeric: true }, { title: "Seit" }],
    rows: open.map((one) => [one.reference, `${one.items.map(({ description }) => description).join(", ")}${isSetByDecision(one) ? ", Bescheid" : ""}`, wayNames[one.way], owedWords(one), formatShortDate(one.createdAt, "de")]),
  })}${mayAct && receiveForm(portal, desk, open)}`}
<h2 id="erstattungen">Erstattungen</h2>${tasks.length === 0 ? html`<p class="kern-body portal-muted">Nichts zu erstatten.</p>` : html`${await taskTable(portal, tenant, tasks)}${mayAct && refundForm(desk, tasks)}`}
<p><a class="kern-link" href="${here}/erstattungen">Erledigte Erstattungen</a></p>
${keepSection(desk, await portal.payments.retention(tenant.id), mayAct)}`;
  return staffPage(portal, visit, { title: "Kasse", tenant, current: "kasse", main, hasErrors: errors.length > 0, status: errors.length === 0 ? 200 : 422 });
}

function doneNotice(visit: StaffVisit): Html | false {
  const done = { eingang: "Der Zahlungseingang ist eingetragen.", erstattung: "Die Aufgabe ist erledigt. Die Person sieht es in ihrem Vorgang.", frist: "Die Frist ist gespeichert." }[visit.query.get("getan") ?? ""];
  const rest = Number(visit.query.get("rest") ?? 0);
  const still = !Number.isSafeInteger(rest) || rest === 0 ? undefined : rest > 0 ? `Es bleiben ${formatMoney(rest, "de")} offen.` : `Es sind ${formatMoney(-rest, "de")} zu viel; die Erstattung steht unten.`;
  return done !== undefined && notice("de", { kind: still === undefined ? "success" : "warning", title: done, live: true, ...(still === undefined ? {} : { body: still }) });
}

/** With the Vorgangsnummer: whether a fee stays owed is often asked of the office. */
async function taskTable(portal: StaffPortal, tenant: Tenant, tasks: readonly RefundTask[]): Promise<Html> {
  const titles = await serviceTitles(portal, { tenant });
  const references = await referencesOf(portal, tenant, tasks);
  return table("de", {
    caption: "Erstattungen", captionHidden: true, dense: true, columns: [{ title: "Kassenzeichen" }, { title: "Vorgang" }, { title: "Wofür" }, { title: "Grund" }, { title: "Bezahlt" }, { title: "Betrag", numeric: true }, { title: "Seit" }],
    rows: tasks.map((task) => [task.reference, references.get(task.application) ?? "", titles.get(task.service) ?? task.service, reasonNames[task.reason], `${wayNames[task.way]}${task.providerReference === undefined ? "" : ` (${task.providerReference})`}`, formatMoney(task.cents, "de"), formatShortDate(task.createdAt, "de")]),
  });
}

/** The Vorgangsnummer of each application that is still there. */
export async function referencesOf(portal: StaffPortal, tenant: Tenant, tasks: readonly RefundTask[]): Promise<ReadonlyMap<string, string | undefined>> {
  const heads = await portal.db.inTenant(tenant.id, (tx) => portal.applications.heads(tx, [...new Set(tasks.map(({ application }) => application))]));
  return new Map(heads.map(({ id, reference }) => [id, reference]));
}

/** How long the records of money stay; the Kasse itself sets it. */
function keepSection(desk: Desk, years: number, mayAct: boolean): Html {
  const { visit, here } = desk;
  const error = errorAt(desk, "kasse-jahre");
  return html`<h2>Aufbewahrung</h2><p class="kern-body">Erledigte Zahlungen bleiben ${years} Jahre nach dem Ende des Jahres ihrer letzten Änderung und werden dann nachts gelöscht. Was noch offen oder zu erstatten ist, bleibt.</p>${mayAct && form("de", {
    action: `${here}/frist`, csrf: visit.staff.csrf, body: html`${lineInput({ id: "kasse-jahre", name: "jahre", label: "Frist in Jahren", hint: `Nach dem Kassenrecht der Stadt, zum Beispiel § 147 AO und § 59 KomHVO NRW. Von ${retentionYears.least} bis ${retentionYears.most}.`, width: "short", inputmode: "numeric", value: error === undefined ? String(years) : visit.field("jahre"), error })}${button({ text: "Frist speichern", kind: "secondary" })}`,
  })}`;
}

function errorAt({ errors }: Desk, fieldId: string): string | undefined {
  return errors.find((one) => one.fieldId === fieldId)?.message;
}

/** Where there are several, none is chosen beforehand: money is booked to nobody's claim by accident. */
function oneOf(all: readonly unknown[]): { readonly empty?: string } {
  return all.length > 1 ? { empty: "Bitte wählen" } : {};
}

/** Found by its Kassenzeichen a claim may be paid or ended already; money that comes for it all the same is entered too, and becomes a refund. */
function owedWords(one: Payment): string {
  return one.state === "open" ? formatMoney(outstanding(one), "de") : one.state === "paid" ? "bezahlt" : endedWords(one.endedWhy);
}

function receiveForm(portal: StaffPortal, desk: Desk, open: readonly Payment[]): Html {
  const { visit, here } = desk;
  const field = (id: string, name: string, label: string) => ({ id, name, label, value: visit.field(name), error: errorAt(desk, id) });
  return html`<h3>Zahlungseingang eintragen</h3>${form("de", { action: `${here}/zahlungseingang`, csrf: visit.staff.csrf, body: html`${selectInput({ ...field("kasse-zahlung", "zahlung", "Forderung"), ...oneOf(open), options: open.map((one) => ({ value: one.id, text: `${one.reference}, ${one.items.map(({ description }) => description).join(", ")}, ${one.state === "open" ? `offen ${owedWords(one)}` : owedWords(one)}` })) })}
${lineInput({ ...field("kasse-betrag", "betrag", "Betrag in Euro"), width: "short", inputmode: "decimal" })}${lineInput({ ...field("kasse-tag", "tag", "Eingegangen am"), type: "date", width: "medium", value: visit.field("tag") || legalDate(portal.clock.now()) })}
${selectInput({ ...field("kasse-weg", "weg", "Weg"), options: [{ value: "counter", text: "Kasse" }, { value: "transfer", text: "Überweisung" }] })}${lineInput({ ...field("kasse-beleg", "beleg", "Belegnummer"), width: "medium" })}${button({ text: "Eintragen" })}` })}`;
}

function refundForm(desk: Desk, tasks: readonly RefundTask[]): Html {
  const { visit, here } = desk;
  const field = (id: string, name: string, label: string) => ({ id, name, label, value: visit.field(name), error: errorAt(desk, id) });
  return html`<h3>Erstattung erledigen</h3>${form("de", { action: `${here}/erstattung`, csrf: visit.staff.csrf, body: html`${selectInput({ ...field("erstattung-aufgabe", "aufgabe", "Aufgabe"), ...oneOf(tasks), options: tasks.map((task) => ({ value: task.id, text: `${task.reference}, ${formatMoney(task.cents, "de")}, ${reasonNames[task.reason]}` })) })}
${selectInput({ ...field("erstattung-ergebnis", "ergebnis", "Was ist geschehen?"), empty: "Bitte wählen", options: [{ value: "refunded", text: "Das Geld ist zurückgezahlt" }, { value: "kept", text: "Die Gebühr bleibt geschuldet" }, { value: "resolved", text: "Ohne Zahlung geklärt" }] })}
${lineInput({ ...field("erstattung-beleg", "beleg", "Belegnummer der Erstattung"), width: "medium", hint: "Nur nötig, wenn das Geld zurückgezahlt ist." })}${button({ text: "Erledigt", kind: "secondary" })}` })}`;
}
