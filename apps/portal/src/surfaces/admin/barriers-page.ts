import { html, type Html } from "@kommunalportal/html";
import type { StoredReport } from "#modules/catalogue";
import { addDays, legalDate } from "#platform/clock";
import { isId } from "#platform/ids";
import { badge } from "#ui/badge";
import { formButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { emptyState } from "#ui/empty-state";
import { formatDate, formatDateTime } from "#ui/format";
import { paragraphs } from "#ui/paragraphs";
import { tabs } from "#ui/tabs";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { mostReports } from "./reminders.ts";

/** An answer is promised after six weeks at the latest. */
const answerDays = 42;

/** Reports of barriers (§ 5 BITVNRW), newest first. Names and addresses stand in them, so who reads them is recorded. */
export async function barriersPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { visit, tenant, at } = desk;
  const all = await portal.catalogue.barrierReports.list(tenant.id, mostReports);
  const open = all.filter(({ answeredAt }) => answeredAt === undefined);
  const showAll = visit.query.get("alle") === "1";
  const shown = showAll ? all : open;
  if (shown.length > 0) await record(portal, desk, "barrier-report.read", { kind: "town", id: tenant.id });
  const body = html`${tabs("Meldungen", [{ text: "Offen", href: at("barrieren"), count: open.length, current: !showAll }, { text: "Alle", href: `${at("barrieren")}?alle=1`, count: all.length, current: showAll }])}
${shown.length === 0 ? emptyState({ icon: "success", text: showAll ? "Es wurde noch keine Barriere gemeldet." : "Keine Meldung wartet auf Antwort." }) : shown.map((report) => reportPart(portal, desk, report))}
${all.length === mostReports && html`<p class="portal-muted">Es stehen die neuesten ${mostReports} Meldungen da.</p>`}`;
  return editorPage(portal, desk, { title: "Gemeldete Barrieren", body });
}

/** POST `…/barrieren/:report/antwort`: notes that an answer was given. */
export async function markAnswered(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { tenant, at, visit } = desk;
  const id = visit.params["report"];
  if (!isId(id)) return { missing: true };
  const marked = await portal.catalogue.barrierReports.answered(tenant.id, id);
  if (marked) await record(portal, desk, "barrier-report.answer", { kind: "barrier-report", id });
  return { redirect: `${at("barrieren")}?getan=${marked ? "beantwortet" : "schon-beantwortet"}` };
}

function record(portal: AdminPages, { tenant, visit }: Desk, action: string, subject: { readonly kind: string; readonly id: string }): Promise<void> {
  return portal.db.inTenant(tenant.id, (tx) => portal.audit.record(tx, { tenant: tenant.id, actor: { kind: "staff", id: visit.staff.staff }, action, subject }));
}

function reportPart(portal: AdminPages, { visit, at }: Desk, report: StoredReport): Html {
  const { id, reference, receivedAt, answeredAt, page, message, name, email } = report;
  const until = addDays(legalDate(receivedAt), answerDays);
  const state = answeredAt ? badge(`beantwortet am ${formatDate(answeredAt, "de")}`, "success") : until < legalDate(portal.clock.now()) ? badge("überfällig", "danger") : badge(`Antwort bis ${formatDate(until, "de")}`, "info");
  return html`<section class="portal-section"><h2>${reference}</h2><p>${state}</p>${paragraphs(message)}
${descriptionList([
    { term: "Eingegangen", value: formatDateTime(receivedAt, "de") }, { term: "Seite", value: page === "" ? "nicht genannt" : page }, { term: "Name", value: name === "" ? "nicht genannt" : name },
    { term: "Antwort an", value: email === "" ? "keine Antwort gewünscht" : html`<a class="kern-link" href="mailto:${encodeURIComponent(email).replace("%40", "@")}?subject=${encodeURIComponent(`Ihre Meldung ${reference}`)}">${email}</a>` },
  ])}${answeredAt === undefined && formButton({ text: "Als beantwortet vermerken", kind: "secondary", hidden: reference, action: at(`barrieren/${id}/antwort`), csrf: visit.staff.csrf })}</section>`;
}
