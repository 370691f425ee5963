import { html, type Content, type Html } from "@kommunalportal/html";
import { whenInWords } from "#modules/appointments";
import { caseStateNames, type CaseView, levelNames, taskNames, worksIn } from "#modules/casework";
import type { Refund } from "#modules/payments";
import type { FormFields } from "#platform/http";
import { badge } from "#ui/badge";
import { casePage } from "#ui/case-page";
import { descriptionList } from "#ui/description-list";
import { errorSummary } from "#ui/error-summary";
import { formatDate, formatDateTime, formatMoney, formatShortDate } from "#ui/format";
import { notice } from "#ui/notice";
import { tabs } from "#ui/tabs";
import type { Answer } from "../frame/index.ts";
import { archiveNotice } from "./archive-page.ts";
import { type ActName, actNames, actOf } from "./case-acts.ts";
import { toCome } from "./case-appointments.ts";
import { type CaseContext, caseForms, quick } from "./case-forms.ts";
import { isTold, notToldElsewhere } from "./case-told-elsewhere.ts";
import { refundFacts } from "./case-fees.ts";
import { caseTabs, type TabName, tabNames } from "./case-tabs.ts";
import { extensionTabs, shownTab } from "./extension-tab.ts";
import { handedOverPage } from "./handed-over-page.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { stateBadges, trafficBadges, trafficNames } from "./words.ts";

/** What a refused act brings back onto the page. */
export interface CaseEcho { readonly open: ActName; readonly typed: FormFields; readonly errors: readonly CaseError[] }
export interface CaseError { readonly message: string; readonly field?: string }

/** GET `/mitarbeit/:slug/vorgang/:case`. */
export async function casePageOf(portal: StaffPortal, desk: TownDesk, id: string, echo?: CaseEcho): Promise<Answer> {
  const view = await portal.casework.open(desk.reach, id);
  if (!view) return handedOverPage(portal, desk, id);
  const { one, head } = view;
  const { query } = desk.visit;
  const service = await portal.forms.service(one.service, head.formVersion);
  const title = service?.package.service.title.de ?? one.service;
  const staff = await portal.casework.staff(desk.reach);
  const names = new Map(staff.map(({ id: staffId, name }) => [staffId, name]));
  // Fees and letters are shown there, so a refused act on them comes back there.
  const tab: TabName = echo?.open === "storno" || echo?.open === "postausgang" ? "bescheid" : tabNames.find((name) => name === query.get("ansicht")) ?? "antrag";
  const here = desk.at(`vorgang/${one.id}`);
  const foreign = await extensionTabs(portal, desk, one);
  const opened = await shownTab(portal, desk, one, foreign.find(({ name }) => name === query.get("ansicht")));
  const done = actNames.find((name) => name === query.get("getan"));
  const { refunds, payments } = await portal.db.inTenant(desk.tenant.id, async (tx) => ({
    refunds: await portal.payments.refundsOfApplication(tx, one.application), payments: opened === undefined && tab === "bescheid" ? await portal.payments.ofApplication(tx, one.application) : [],
  }));
  const context = { portal, desk, view, payments, names, colleagues: staff.filter((colleague) => worksIn(colleague, one.office)), here, ...(echo === undefined ? {} : { echo }) };
  const errors = (echo?.errors ?? []).map(({ message, field }) => ({ message, ...(field === undefined ? {} : { fieldId: `${echo?.open}-${field}` }) }));
  const main = html`${errorSummary("de", errors)}${done !== undefined && doneNotice(done, isTold(head))}${query.get("getan") === "bescheid" && notice("de", { kind: "success", title: "Der Bescheid ist erlassen.", live: true })}${warnings(context)}${await notToldElsewhere(portal, view)}
${casePage("de", {
    title, reference: one.reference, next: { text: "Nächster Vorgang", href: `${here}/naechster` }, status: { text: caseStateNames[one.state], ...(stateBadges[one.state] === undefined ? {} : { kind: stateBadges[one.state] ?? "info" }) },
    facts: facts(portal, desk, view, names, refunds),
    main: html`${tabs("Ansichten des Vorgangs", caseTabs.map(({ name, text, count }) => ({ text, href: `${here}?ansicht=${name}`, current: opened === undefined && name === tab, ...counted(count?.(view, portal.clock.now())) })).concat(foreign.map(({ name, text }) => ({ text, href: `${here}?ansicht=${name}`, current: name === opened?.name }))))}${opened?.content ?? (caseTabs.find(({ name }) => name === tab) ?? caseTabs[0]).show(context)}`,
    actions: caseForms(context),
    side: [html`<h2>Mitnehmen</h2><p><a class="kern-link" href="${here}/paket.zip" download>Vorgang als ZIP</a></p>`],
  })}`;
  return staffPage(portal, desk.visit, {
    title: `${one.reference} ${title}`, tenant: desk.tenant, current: "eingang", main, hasErrors: errors.length > 0, status: errors.length > 0 ? 422 : 200, frames: opened?.frames ?? [],
    breadcrumb: [{ text: "Eingang", href: desk.at("eingang") }, { text: one.reference }],
  });
}

/** Nobody is left to believe that the person knows. */
function doneNotice(act: ActName, told: boolean): Html {
  const { done, tells } = actOf(act);
  return told || tells !== true ? notice("de", { kind: "success", title: done, live: true }) : notice("de", { kind: "warning", title: "Gespeichert. Die Person erfährt davon nur, wenn Sie ihr mit der Post schreiben.", live: true });
}

/** What the person said stands among the facts too; what the office system answered, in the history. */
function toTellByHand(context: CaseContext): Html {
  const given = context.view.consent?.given === true;
  return html`<p class="kern-body">Die Person möchte Bescheide ${given ? "elektronisch" : "nicht mehr elektronisch"} bekommen. Hier gilt das schon; bitte sorgen Sie dafür, dass es auch im Fachverfahren vermerkt wird. Was es geantwortet hat, steht im Verlauf.</p>${quick(context, "mitteilung", "Erledigt")}`;
}

function counted(count: number | undefined): { readonly count?: number } {
  return count === undefined ? {} : { count };
}

function warnings(context: CaseContext): Content {
  const { one, head, reasonsForPost, events, archive } = context.view;
  return html`${archiveNotice(archive)}${events.some(({ type }) => type === "data-conflict") && notice("de", { kind: "warning", title: "PDF und Daten widersprechen sich", body: "Verbindlich sind die Daten. Was das beigelegte PDF anders sagt, steht im Antrag unter »Widerspruch«." })}${one.withdrawn && one.state !== "closed" && notice("de", { kind: "warning", title: "Die Person hat den Antrag zurückgezogen. Schließen Sie den Vorgang ab." })}${
    one.involvement !== "own" && notice("de", { kind: "info", title: one.involvement === "joint" ? "Ihr Amt bearbeitet diesen Antrag mit und antwortet der Person selbst." : "Ihr Amt hat diesen Antrag zur Kenntnis. Ein anderes Amt entscheidet." })}${
    one.unpaid && notice("de", { kind: "info", title: "Die Gebühr ist noch nicht eingegangen." })}${
    one.task !== undefined && notice("de", { kind: "warning", title: taskNames[one.task], ...(one.task === "tell-consent" ? { body: toTellByHand(context) } : {}) })}${
    one.state !== "closed" && (isTold(head) ? reasonsForPost.length > 0 && notice("de", { kind: "info", title: "Ein Bescheid geht hier nur per Post." })
      : notice("de", { kind: "warning", title: "Die Person hat ihr Konto gelöscht und sieht im Portal nichts mehr", body: "Fragen, Anforderungen, Mitteilungen und Bescheide erreichen sie nur mit der Post oder am Telefon. Was Sie hier eintragen, steht nur im Vorgang." }))}`;
}

function facts(portal: StaffPortal, desk: TownDesk, { one, head, applicantName, traffic, durations, consent, appointments }: CaseView, names: ReadonlyMap<string, string>, refunds: readonly Refund[]): Html {
  const current = durations.at(-1);
  const [next] = toCome(appointments, portal.clock.now());
  return descriptionList([
    { term: "Person", value: applicantName ?? "ohne Namen" },
    { term: "Amt", value: portal.offices.describe(desk.tenant.id, one.office)?.name ?? one.office },
    { term: "Eingang", value: head.receivedOn === undefined ? `${formatDateTime(one.receivedAt, "de")}${{ online: "", counter: ", am Schalter", paper: ", auf Papier" }[one.channel]}` : `${formatDate(head.receivedOn, "de")}, auf Papier (aufgenommen ${formatDateTime(head.submittedAt ?? one.receivedAt, "de")})` },
    { term: "Bearbeitung", value: one.assignee === undefined ? "noch niemand" : names.get(one.assignee) ?? "nicht mehr da" },
    { term: "Ampel", value: html`${badge(trafficNames[traffic], trafficBadges[traffic])}${current && ` · dieser Stand seit ${formatShortDate(current.from, "de")}`}` },
    ...(one.dueOn === undefined ? [] : [{ term: "Frist", value: formatShortDate(one.dueOn, "de") }]),
    ...(one.resubmitOn === undefined ? [] : [{ term: "Wiedervorlage", value: formatShortDate(one.resubmitOn, "de") }]),
    ...(next === undefined ? [] : [{ term: "Nächster Termin", value: `${whenInWords("de", next)}, ${next.place}` }]),
    ...(head.fee === undefined ? [] : [{ term: "Gebühr", value: `${formatMoney(head.fee.cents, "de")}, ${head.fee.paidAt === undefined ? "offen" : `bezahlt am ${formatShortDate(head.fee.paidAt, "de")}`}` }]),
    ...refundFacts(refunds),
    { term: "Anmeldung", value: `Vertrauensniveau ${levelNames[head.trustLevel]}${head.account === undefined ? ", kein Konto" : ""}` },
    { term: "Elektronische Bekanntgabe", value: consent === undefined ? "nicht gefragt" : consent.given ? `zugestimmt am ${formatShortDate(consent.at, "de")}` : `widerrufen am ${formatShortDate(consent.at, "de")}` },
  ]);
}
