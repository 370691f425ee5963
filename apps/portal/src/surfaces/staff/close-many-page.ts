import { html, type Html } from "@kommunalportal/html";
import { type Closing, standOf } from "#modules/casework";
import { button, buttonGroup, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer } from "../frame/index.ts";
import { serviceTitles } from "./inbox-page.ts";
import { type InboxQuery, writeInboxQuery } from "./inbox-query.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { refusalText } from "./words.ts";

/** Asks once before many are closed: which, what it means for the people, and which stay open. */
export async function closeManyPage(portal: StaffPortal, desk: TownDesk, query: InboxQuery, ids: readonly string[]): Promise<Answer> {
  const all = await portal.casework.closing(desk.reach, ids);
  const titles = await serviceTitles(portal, desk);
  const names = new Map((await portal.casework.staff(desk.reach)).map(({ id, name }) => [id, name]));
  const closing = all.filter(({ obstacle }) => obstacle === undefined);
  const undecided = closing.filter((one) => one.undecided);
  const back = `${desk.at("eingang")}?${writeInboxQuery(query.filter) || "stand="}`;
  const title = closing.length === 0 ? "Keiner dieser Vorgänge lässt sich abschließen" : closing.length === 1 ? "Diesen Vorgang abschließen?" : `Diese ${closing.length} Vorgänge abschließen?`;
  const main = html`<h1>${title}</h1>${closing.length > 0 && html`<p class="kern-body">${closing.length === 1 ? "Die Person sieht" : "Die Personen sehen"} den Stand »Abgeschlossen«. Offene Fragen und Nachforderungen enden. Das lässt sich nicht rückgängig machen.</p>
${undecided.length > 0 && notice("de", { kind: "warning", title: undecided.length === 1 ? "Ein Vorgang ist noch nicht entschieden" : `${undecided.length} Vorgänge sind noch nicht entschieden`, body: html`<p>${undecided.length === 1 ? "Die Person bekommt" : "Die Personen bekommen"} dann keinen Bescheid: ${undecided.map((one, i) => html`${i > 0 && ", "}${caseLink(desk, one)}`)}</p>` })}
${table("de", {
    caption: "Werden abgeschlossen", captionHidden: true, dense: true, columns: [{ title: "Vorgang" }, { title: "Leistung" }, { title: "Name" }, { title: "Stand" }, { title: "Bearbeitung" }],
    rows: closing.map((one) => [caseLink(desk, one), titles.get(one.service) ?? one.service, one.applicantName ?? "ohne Namen", standOf(one), one.assignee === undefined ? "noch niemand" : names.get(one.assignee) ?? "nicht mehr da"]),
  })}
${form("de", {
    action: desk.at("sammelaktion"), csrf: desk.visit.staff.csrf, hidden: { tun: "close", bestaetigt: "1", zurueck: writeInboxQuery(query.filter) },
    body: html`${closing.map(({ id, version }) => html`<input type="hidden" name="id" value="${id}"><input type="hidden" name="fassung" value="${id}~${version}">`)}${buttonGroup([button({ text: closing.length === 1 ? "Ja, Vorgang abschließen" : `Ja, ${closing.length} Vorgänge abschließen` }), linkButton({ text: "Nein, zurück zur Liste", href: back, kind: "secondary" })])}`,
  })}`}${stayOpen(desk, all)}${closing.length === 0 && html`<p>${linkButton({ text: "Zurück zur Liste", href: back })}</p>`}`;
  return staffPage(portal, desk.visit, { title, tenant: desk.tenant, current: "eingang", main, breadcrumb: [{ text: "Eingang", href: back }, { text: "Abschließen" }] });
}

function stayOpen(desk: TownDesk, all: readonly Closing[]): Html | false {
  const left = all.filter(({ obstacle }) => obstacle !== undefined);
  return left.length > 0 && html`<h2>Hier geschieht nichts</h2><ul class="portal-list">${left.map((one) => html`<li>${caseLink(desk, one)}: ${one.obstacle !== undefined && refusalText(one.obstacle)}</li>`)}</ul>`;
}

function caseLink(desk: TownDesk, { id, reference }: Pick<Closing, "id" | "reference">): Html {
  return html`<a class="kern-link" href="${desk.at(`vorgang/${id}`)}">${reference}</a>`;
}
