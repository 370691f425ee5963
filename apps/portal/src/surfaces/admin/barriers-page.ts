import { html } from "@kommunalportal/html";
import { answerByOf } from "#modules/catalogue";
import { legalDate } from "#platform/clock";
import { isId } from "#platform/ids";
import { barrierReportPart } from "#ui/barrier-report";
import { emptyState } from "#ui/empty-state";
import { tabs } from "#ui/tabs";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { mostReports } from "./reminders.ts";

/** Reports of barriers (§ 5 BITVNRW), newest first. Names and addresses stand in them, so who reads them is recorded. */
export async function barriersPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { visit, tenant, at } = desk;
  const all = await portal.catalogue.barrierReports.list(tenant.id, mostReports);
  const open = all.filter(({ answeredAt }) => answeredAt === undefined);
  const showAll = visit.query.get("alle") === "1";
  const shown = showAll ? all : open;
  if (shown.length > 0) await record(portal, desk, "barrier-report.read", { kind: "town", id: tenant.id });
  const body = html`${tabs("Meldungen", [{ text: "Offen", href: at("barrieren"), count: open.length, current: !showAll }, { text: "Alle", href: `${at("barrieren")}?alle=1`, count: all.length, current: showAll }])}
${shown.length === 0 ? emptyState({ icon: "success", text: showAll ? "Es wurde noch keine Barriere gemeldet." : "Keine Meldung wartet auf Antwort." }) : shown.map((report) => {
    const answerBy = answerByOf(report);
    return barrierReportPart({ ...report, answerBy, overdue: answerBy < legalDate(portal.clock.now()) }, { action: at(`barrieren/${report.id}/antwort`), csrf: visit.staff.csrf });
  })}
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
