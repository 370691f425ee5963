import { html } from "@kommunalportal/html";
import { answerByOf } from "#modules/catalogue";
import { legalDate } from "#platform/clock";
import { isId } from "#platform/ids";
import { barrierReportPart } from "#ui/barrier-report";
import { emptyState } from "#ui/empty-state";
import { tabs } from "#ui/tabs";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { actorOf, operatorPage, type OperatorPages } from "./operator-pages.ts";

const home = "/betrieb/barrieren";
const most = 200;

/** GET `/betrieb/barrieren`: what was reported on the Leitportal; a town's own reports are its editor's. Who reads them is recorded. */
export async function barriersPage(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const all = await portal.catalogue.barrierReports.list(undefined, most);
  const open = all.filter(({ answeredAt }) => answeredAt === undefined);
  const showAll = visit.query.get("alle") === "1";
  const shown = showAll ? all : open;
  if (shown.length > 0) await record(portal, visit, "barrier-report.read", { kind: "installation", id: "leitportal" });
  const today = legalDate(portal.clock.now());
  const body = html`<p>Barrieren, die jemand auf dem Leitportal gemeldet hat (§ 5 BITVNRW). Was auf den Seiten einer Stadt gemeldet wird, bekommt deren Redaktion.</p>
${tabs("Meldungen", [{ text: "Offen", href: home, count: open.length, current: !showAll }, { text: "Alle", href: `${home}?alle=1`, count: all.length, current: showAll }])}
${shown.length === 0 ? emptyState({ icon: "success", text: showAll ? "Es wurde noch keine Barriere gemeldet." : "Keine Meldung wartet auf Antwort." }) : shown.map((report) => {
    const answerBy = answerByOf(report);
    return barrierReportPart({ ...report, answerBy, overdue: answerBy < today }, { action: `${home}/${report.id}/antwort`, csrf: visit.staff.csrf });
  })}
${all.length === most && html`<p class="portal-muted">Es stehen die neuesten ${most} Meldungen da.</p>`}`;
  return operatorPage(portal, visit, { title: "Gemeldete Barrieren", body });
}

/** POST `/betrieb/barrieren/:id/antwort`: notes that an answer was given. */
export async function markAnswered(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const id = visit.params["id"];
  if (!isId(id)) return { missing: true };
  const marked = await portal.catalogue.barrierReports.answered(undefined, id);
  if (marked) await record(portal, visit, "barrier-report.answer", { kind: "barrier-report", id });
  return { redirect: `${home}?meldung=${marked ? "barriere-beantwortet" : "unveraendert"}` };
}

function record(portal: OperatorPages, visit: StaffVisit, action: string, subject: { readonly kind: string; readonly id: string }): Promise<void> {
  return portal.db.asOperator("a barrier reported on the Leitportal", (tx) => portal.audit.record(tx, { actor: actorOf(visit), action, subject }));
}
