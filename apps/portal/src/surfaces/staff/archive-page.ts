import { attr, html, type Html } from "@kommunalportal/html";
import { archiveAnswerNames, mostAtOnce, type OfferedCase } from "#modules/casework";
import { legalDate } from "#platform/clock";
import { problem } from "#platform/http";
import { isId } from "#platform/ids";
import { toCsv } from "#platform/sheets";
import { button, buttonGroup } from "#ui/button";
import { errorSummary } from "#ui/error-summary";
import { form } from "#ui/form";
import { formatDate, formatShortDate } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer } from "../frame/index.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

const done: Readonly<Record<string, string>> = { wanted: "Vermerkt: Das Archiv übernimmt. Diese Vorgänge werden nicht gelöscht, bis Sie sie freigeben.", released: "Freigegeben. Diese Vorgänge werden in der kommenden Nacht endgültig gelöscht." };

/** GET `/mitarbeit/:slug/archiv`: cases whose retention term has ended, before they are deleted. */
export async function archivePage(portal: StaffPortal, desk: TownDesk, error?: string): Promise<Answer> {
  const { visit, tenant } = desk;
  const found = await portal.casework.archiveOfferings(desk.reach);
  if (!found) throw problem(403, "forbidden");
  const { offers, all } = found;
  const chosen = new Set(visit.fields.get("id") ?? []);
  const said = error === undefined ? done[visit.query.get("getan") ?? ""] : undefined;
  const rows = await Promise.all(offers.map(async (one) => [
    html`<input type="checkbox" class="kern-form-check__checkbox" id="archiv-${one.application}" name="id" value="${one.application}" aria-label="${one.reference} auswählen" ${attr("checked", chosen.has(one.application))}>`,
    await caseCell(portal, desk, one), formatShortDate(one.closedAt, "de"), formatShortDate(one.offeredAt, "de"), one.deletedFrom === undefined ? "nicht" : formatShortDate(one.deletedFrom, "de"), one.answer === undefined ? "offen" : archiveAnswerNames[one.answer],
  ]));
  const main = html`${errorSummary("de", error === undefined ? [] : [{ message: error, ...(offers[0] ? { fieldId: `archiv-${offers[0].application}` } : {}) }])}${said !== undefined && notice("de", { kind: "success", title: said, live: true })}<h1>Archivangebot</h1>
${offers.length === 0 ? html`<p class="kern-body">Zurzeit ist nichts anzubieten. Vorgänge, deren Aufbewahrungsfrist vorbei ist, stehen hier, bevor sie gelöscht werden.</p>` : html`<p class="kern-body">Bei diesen Vorgängen ist die Aufbewahrungsfrist vorbei. Bieten Sie sie dem Archiv an (§ 4 und § 10 ArchivG NRW). Was das Archiv will, nimmt es als ZIP mit. Ohne Antwort wird am genannten Tag gelöscht.</p>
<p><a class="kern-link" href="${desk.at("archiv.csv")}" download>Anbietungsliste als CSV</a> (ohne Namen)</p>${all > offers.length && html`<p class="portal-muted">Es sind ${all}; hier stehen die ältesten ${offers.length}.</p>`}${form("de", {
    action: desk.at("archiv"), csrf: visit.staff.csrf, body: html`${table("de", { caption: "Angebotene Vorgänge", captionHidden: true, dense: true, rowHeader: 1, columns: [{ title: "Auswählen", hidden: true }, { title: "Vorgang" }, { title: "Abgeschlossen" }, { title: "Angeboten" }, { title: "Löschung ab" }, { title: "Antwort" }], rows })}
${buttonGroup([button({ text: "Das Archiv übernimmt: nicht löschen", name: "tun", value: "wanted" }), button({ text: "Freigeben: löschen", name: "tun", value: "released", kind: "secondary" })])}`,
  })}`}`;
  return staffPage(portal, visit, { title: "Archivangebot", tenant, current: "archiv", main, hasErrors: error !== undefined, status: error === undefined ? 200 : 422 });
}

async function caseCell(portal: StaffPortal, desk: TownDesk, one: OfferedCase): Promise<Html> {
  const title = (await portal.forms.service(one.service, one.formVersion))?.package.service.title.de ?? one.service;
  return html`${one.reference}, ${title}${one.cases.map(({ id, office }) => html`<span class="portal-line"><a class="kern-link" href="${desk.at(`vorgang/${id}`)}">${portal.offices.describe(desk.tenant.id, office)?.name ?? office}</a> · <a class="kern-link" href="${desk.at(`vorgang/${id}/paket.zip`)}" download>ZIP</a></span>`)}`;
}

/** POST: what the archive answered. */
export async function postArchive(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const { visit, reach } = desk;
  const answer = visit.field("tun");
  const applications = (visit.fields.get("id") ?? []).filter(isId);
  if (answer !== "wanted" && answer !== "released") return archivePage(portal, desk, "Wählen Sie, was das Archiv geantwortet hat.");
  if (applications.length === 0) return archivePage(portal, desk, "Wählen Sie mindestens einen Vorgang aus.");
  if (applications.length > mostAtOnce) return archivePage(portal, desk, `Wählen Sie höchstens ${mostAtOnce} Vorgänge aus.`);
  if (await portal.casework.answerForArchive(reach, { applications, answer }) === undefined) throw problem(403, "forbidden");
  return { redirect: `${desk.at("archiv")}?getan=${answer}` };
}

/** GET `/mitarbeit/:slug/archiv.csv`. */
export async function archiveList(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const list = await portal.casework.offeringTable(desk.reach);
  if (!list) throw problem(403, "forbidden");
  return { body: toCsv(list, { bom: true }), type: "text/csv; charset=utf-8", download: `Archivangebot-${desk.tenant.slug}-${legalDate(portal.clock.now())}.csv` };
}

/** On the page of a case: until when it is still there. */
export function archiveNotice(offer: { readonly offeredAt: Date; readonly deletedFrom: string | undefined; readonly answer?: string | undefined } | undefined): Html | false {
  if (offer === undefined) return false;
  const title = `Die Aufbewahrungsfrist ist vorbei. Dem Archiv angeboten am ${formatDate(offer.offeredAt, "de")}.`;
  return notice("de", { kind: "info", title, body: offer.deletedFrom === undefined ? "Das Archiv übernimmt den Vorgang; er wird erst gelöscht, wenn die Leitung ihn freigibt." : `Der Vorgang wird ab dem ${formatDate(offer.deletedFrom, "de")} gelöscht.` });
}
