import { html, type Html } from "@kommunalportal/html";
import { holds } from "#modules/accounts";
import { isSetByDecision, outstanding, retentionYears, type Payment, type RefundReason, type RefundTask } from "#modules/payments";
import type { Tenant } from "#modules/tenants";
import { legalDate } from "#platform/clock";
import { problem } from "#platform/http";
import { isId } from "#platform/ids";
import { button } from "#ui/button";
import { errorSummary } from "#ui/error-summary";
import { filters } from "#ui/filters";
import { form } from "#ui/form";
import { formatMoney, formatShortDate } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer, Routes, StaffVisit } from "../frame/index.ts";
import { endedWords } from "./case-fees.ts";
import { centsOf } from "./decision-form.ts";
import { lineInput, selectInput } from "./staff-fields.ts";
import { staffPage } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

const reasonNames: Readonly<Record<RefundReason, string>> = {
  withdrawn: "Antrag zurückgezogen", refused: "Antrag abgelehnt", reopened: "Antrag wieder geöffnet", unpaid: "Antrag gelöscht", "handed-over": "Antrag an eine andere Stadt abgegeben", cancelled: "Gebühr vom Amt gestrichen", "paid-twice": "doppelt bezahlt", overpaid: "zu viel bezahlt", "after-end": "nach dem Ende bezahlt",
  "amount-differs": "Betrag weicht ab", requested: "vom Amt veranlasst",
};
const wayNames = { online: "online", transfer: "Überweisung", counter: "Kasse" } as const;

/** What the Kasse has to do: money that is expected, and money that goes back. Supervisors see it, only the Kasse acts. */
export function kasseRoutes(r: Routes, portal: StaffPortal): void {
  const inKasse = (handler: (visit: StaffVisit, tenant: Tenant) => Promise<Answer>) => async (visit: StaffVisit): Promise<Answer> => {
    const tenant = portal.tenants.bySlug(visit.params["slug"] ?? "");
    if (!tenant) return { missing: true };
    if (!holds(visit.staff, tenant.id, ["cashier", "supervisor"])) throw problem(403, "forbidden");
    return handler(visit, tenant);
  };
  r.staffPage("/mitarbeit/:slug/kasse", inKasse((visit, tenant) => kassePage(portal, visit, tenant)));
  r.staffAction("/mitarbeit/:slug/kasse/zahlungseingang", inKasse(async (visit, tenant) => {
    const cents = centsOf(visit.field("betrag"));
    const payment = visit.field("zahlung");
    if (payment === "") return kassePage(portal, visit, tenant, "Wählen Sie die Forderung, für die das Geld eingegangen ist.", "kasse-zahlung");
    if (!isId(payment)) return { missing: true };
    const outcome = await portal.payments.markReceived({
      payment, tenant: tenant.id, by: visit.staff, money: { cents: cents ?? 0, day: visit.field("tag"), way: visit.field("weg") === "transfer" ? "transfer" : "counter", voucher: visit.field("beleg") },
    });
    if (outcome.ok) {
      // What was not owed any more goes back whole.
      const left = outcome.booked === "again" || outcome.booked === "after-end" ? -(cents ?? 0) : outcome.cents - outcome.receivedCents;
      return { redirect: `/mitarbeit/${tenant.slug}/kasse?getan=eingang&rest=${left}` };
    }
    if (outcome.why === "not-found") return { missing: true };
    if (outcome.why === "not-allowed") throw problem(403, "forbidden");
    return kassePage(portal, visit, tenant, "problems" in outcome ? outcome.problems.map(({ path }) => moneyTexts[path]).join(" ") : "Dieser Beleg ist für diese Forderung schon eingetragen.");
  }));
  r.staffAction("/mitarbeit/:slug/kasse/erstattung", inKasse(async (visit, tenant) => {
    const task = visit.field("aufgabe");
    const outcomes = { refunded: "refunded", kept: "kept", resolved: "resolved" } as const;
    const chosen = Object.values(outcomes).find((one) => one === visit.field("ergebnis"));
    if (task === "") return kassePage(portal, visit, tenant, "Wählen Sie die Aufgabe, die erledigt ist.", "erstattung-aufgabe");
    if (!isId(task)) return { missing: true };
    if (!chosen) return kassePage(portal, visit, tenant, "Wählen Sie, was mit dem Geld geschehen ist.");
    const outcome = await portal.payments.closeRefundTask({ task, tenant: tenant.id, by: visit.staff, outcome: chosen, ...(visit.field("beleg") === "" ? {} : { voucher: visit.field("beleg") }) });
    if (outcome.ok) return { redirect: `/mitarbeit/${tenant.slug}/kasse?getan=erstattung` };
    if (outcome.why === "not-found") return { missing: true };
    if (outcome.why === "not-allowed") throw problem(403, "forbidden");
    return kassePage(portal, visit, tenant, outcome.why === "already-closed" ? "Diese Aufgabe ist schon erledigt." : "Nennen Sie die Belegnummer der Erstattung.");
  }));
  r.staffAction("/mitarbeit/:slug/kasse/frist", inKasse(async (visit, tenant) => {
    const typed = visit.field("jahre").trim();
    const outcome = await portal.payments.setRetention({ tenant: tenant.id, by: visit.staff, years: /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN });
    if (outcome.ok) return { redirect: `/mitarbeit/${tenant.slug}/kasse?getan=frist` };
    if (outcome.why === "not-allowed") throw problem(403, "forbidden");
    return kassePage(portal, visit, tenant, termText, "kasse-jahre");
  }));
}

const termText = `Geben Sie eine ganze Zahl von ${retentionYears.least} bis ${retentionYears.most} ein.`;
const moneyTexts = { cents: "Geben Sie den Betrag in Euro an, zum Beispiel 30,00.", day: "Geben Sie den Tag des Eingangs an, nicht in der Zukunft.", voucher: "Nennen Sie die Belegnummer der Kasse, höchstens 40 Zeichen." } as const;

async function kassePage(portal: StaffPortal, visit: StaffVisit, tenant: Tenant, error?: string, fieldId?: string): Promise<Answer> {
  const mayAct = holds(visit.staff, tenant.id, ["cashier"]);
  const wanted = visit.query.get("q")?.trim() ?? "";
  const found = wanted === "" ? undefined : await portal.payments.byKassenzeichen({ tenant: tenant.id, by: visit.staff, text: wanted });
  const open = wanted === "" ? await portal.payments.awaitingKasse({ tenant: tenant.id, by: visit.staff, limit: 100 }) : found ? [found] : [];
  const tasks = await portal.payments.listRefundTasks({ tenant: tenant.id, by: visit.staff, limit: 100 });
  const here = `/mitarbeit/${tenant.slug}/kasse`;
  const done = { eingang: "Der Zahlungseingang ist eingetragen.", erstattung: "Die Aufgabe ist erledigt.", frist: "Die Frist ist gespeichert." }[visit.query.get("getan") ?? ""];
  const rest = Number(visit.query.get("rest") ?? 0);
  const still = !Number.isSafeInteger(rest) || rest === 0 ? undefined : rest > 0 ? `Es bleiben ${formatMoney(rest, "de")} offen.` : `Es sind ${formatMoney(-rest, "de")} zu viel; die Erstattung steht unten.`;
  const main = html`${errorSummary("de", error === undefined ? [] : [{ message: error, ...(fieldId === undefined ? {} : { fieldId }) }])}${done !== undefined && notice("de", { kind: still === undefined ? "success" : "warning", title: done, live: true, ...(still === undefined ? {} : { body: still }) })}<h1>Kasse</h1>
${filters("de", { action: here, apply: "Suchen", filters: [{ name: "q", label: "Kassenzeichen", value: wanted }], ...(wanted === "" ? {} : { resetHref: here }) })}
<h2>Erwartete Zahlungen</h2>${open.length === 0 ? html`<p class="kern-body portal-muted">${wanted === "" ? "Es wird keine Zahlung erwartet." : "Zu diesem Kassenzeichen gibt es keine Forderung."}</p>` : html`${table("de", {
    caption: "Erwartete Zahlungen", captionHidden: true, dense: true, columns: [{ title: "Kassenzeichen" }, { title: "Wofür" }, { title: "Weg" }, { title: "Offen", numeric: true }, { title: "Seit" }],
    rows: open.map((one) => [one.reference, `${one.items.map(({ description }) => description).join(", ")}${isSetByDecision(one) ? ", Bescheid" : ""}`, wayNames[one.way], owedWords(one), formatShortDate(one.createdAt, "de")]),
  })}${mayAct && receiveForm(portal, visit, here, open)}`}
<h2>Erstattungen</h2>${tasks.length === 0 ? html`<p class="kern-body portal-muted">Nichts zu erstatten.</p>` : html`${table("de", {
    caption: "Erstattungen", captionHidden: true, dense: true, columns: [{ title: "Kassenzeichen" }, { title: "Grund" }, { title: "Bezahlt" }, { title: "Betrag", numeric: true }, { title: "Seit" }],
    rows: tasks.map((task) => [task.reference, reasonNames[task.reason], `${wayNames[task.way]}${task.providerReference === undefined ? "" : ` (${task.providerReference})`}`, formatMoney(task.cents, "de"), formatShortDate(task.createdAt, "de")]),
  })}${mayAct && refundForm(visit, here, tasks)}`}
${keepSection(visit, here, await portal.payments.retention(tenant.id), mayAct, fieldId === "kasse-jahre" ? error : undefined)}`;
  return staffPage(portal, visit, { title: "Kasse", tenant, current: "kasse", main, hasErrors: error !== undefined, status: error === undefined ? 200 : 422 });
}

/** How long the records of money stay; the Kasse itself sets it. */
function keepSection(visit: StaffVisit, here: string, years: number, mayAct: boolean, error: string | undefined): Html {
  return html`<h2>Aufbewahrung</h2><p class="kern-body">Erledigte Zahlungen bleiben ${years} Jahre nach dem Ende des Jahres ihrer letzten Änderung und werden dann nachts gelöscht. Was noch offen oder zu erstatten ist, bleibt.</p>${mayAct && form("de", {
    action: `${here}/frist`, csrf: visit.staff.csrf, body: html`${lineInput({ id: "kasse-jahre", name: "jahre", label: "Frist in Jahren", hint: `Nach dem Kassenrecht der Stadt, zum Beispiel § 147 AO und § 59 KomHVO NRW. Von ${retentionYears.least} bis ${retentionYears.most}.`, width: "short", inputmode: "numeric", value: error === undefined ? String(years) : visit.field("jahre"), error })}${button({ text: "Frist speichern", kind: "secondary" })}`,
  })}`;
}

/** Where there are several, none is chosen beforehand: money is booked to nobody's claim by accident. */
function oneOf(all: readonly unknown[]): { readonly empty?: string } {
  return all.length > 1 ? { empty: "Bitte wählen" } : {};
}

/** Found by its Kassenzeichen a claim may be paid or ended already; money that comes for it all the same is entered too, and becomes a refund. */
function owedWords(one: Payment): string {
  return one.state === "open" ? formatMoney(outstanding(one), "de") : one.state === "paid" ? "bezahlt" : endedWords(one.endedWhy);
}

function receiveForm(portal: StaffPortal, visit: StaffVisit, here: string, open: readonly Payment[]): Html {
  return html`<h3>Zahlungseingang eintragen</h3>${form("de", { action: `${here}/zahlungseingang`, csrf: visit.staff.csrf, body: html`${selectInput({ id: "kasse-zahlung", name: "zahlung", label: "Forderung", value: visit.field("zahlung"), ...oneOf(open), options: open.map((one) => ({ value: one.id, text: `${one.reference}, ${one.items.map(({ description }) => description).join(", ")}, ${one.state === "open" ? `offen ${owedWords(one)}` : owedWords(one)}` })) })}
${lineInput({ id: "kasse-betrag", name: "betrag", label: "Betrag in Euro", width: "short", inputmode: "decimal", value: visit.field("betrag") })}${lineInput({ id: "kasse-tag", name: "tag", label: "Eingegangen am", type: "date", width: "medium", value: visit.field("tag") || legalDate(portal.clock.now()) })}
${selectInput({ id: "kasse-weg", name: "weg", label: "Weg", value: visit.field("weg"), options: [{ value: "counter", text: "Kasse" }, { value: "transfer", text: "Überweisung" }] })}${lineInput({ id: "kasse-beleg", name: "beleg", label: "Belegnummer", width: "medium", value: visit.field("beleg") })}${button({ text: "Eintragen" })}` })}`;
}

function refundForm(visit: StaffVisit, here: string, tasks: readonly RefundTask[]): Html {
  return html`<h3>Erstattung erledigen</h3>${form("de", { action: `${here}/erstattung`, csrf: visit.staff.csrf, body: html`${selectInput({ id: "erstattung-aufgabe", name: "aufgabe", label: "Aufgabe", value: visit.field("aufgabe"), ...oneOf(tasks), options: tasks.map((task) => ({ value: task.id, text: `${task.reference}, ${formatMoney(task.cents, "de")}, ${reasonNames[task.reason]}` })) })}
${selectInput({ id: "erstattung-ergebnis", name: "ergebnis", label: "Was ist geschehen?", empty: "Bitte wählen", value: visit.field("ergebnis"), options: [{ value: "refunded", text: "Das Geld ist zurückgezahlt" }, { value: "kept", text: "Die Gebühr bleibt geschuldet" }, { value: "resolved", text: "Ohne Zahlung geklärt" }] })}
${lineInput({ id: "erstattung-beleg", name: "beleg", label: "Belegnummer", width: "medium", value: visit.field("beleg"), optional: true })}${button({ text: "Erledigt", kind: "secondary" })}` })}`;
}
