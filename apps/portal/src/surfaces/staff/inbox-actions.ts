import { html, type Html } from "@kommunalportal/html";
import { mostAtOnce, type ManyAct } from "#modules/casework";
import { legalDate } from "#platform/clock";
import { isId } from "#platform/ids";
import { SheetTooLong, toCsv, toXlsx } from "#platform/sheets";
import type { Notice } from "#ui/notice";
import type { Answer } from "../frame/index.ts";
import { versionOf } from "./case-actions.ts";
import { closeManyPage } from "./close-many-page.ts";
import { type ManyAgain, showInbox } from "./inbox-page.ts";
import { readInboxQuery, writeInboxQuery } from "./inbox-query.ts";
import type { TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { refusalTextOf } from "./words.ts";

/** POST `/mitarbeit/:slug/sammelaktion`: the same for many. What was refused is named, the rest is done. */
export async function manyAction(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const { visit, reach } = desk;
  const query = readInboxQuery(new URLSearchParams(visit.field("zurueck").slice(0, 1_000)));
  const ids = (visit.fields.get("id") ?? []).filter(isId);
  const again = async (message: Notice, kept: ManyAgain = { ids, text: visit.field("text") }): Promise<Answer> => showInbox(portal, desk, query, await portal.casework.inbox(reach, query.filter, { at: "first" }), message, 422, kept);
  if (ids.length === 0) return again({ kind: "danger", title: "Wählen Sie mindestens einen Vorgang aus." });
  if (ids.length > mostAtOnce) return again({ kind: "danger", title: `Wählen Sie höchstens ${mostAtOnce} Vorgänge aus.` });
  const act = actOf(visit.field("tun"), visit.field("wem"), visit.field("text"));
  if (typeof act === "string") return again({ kind: "danger", title: act });
  if (act.kind === "close" && visit.field("bestaetigt") !== "1") return closeManyPage(portal, desk, query, ids);
  const { done, refused } = await portal.casework.many(reach, ids, act, versionsOf(visit.fields.get("fassung") ?? []));
  if (refused.length === 0) return { redirect: `${desk.at("eingang")}?${writeInboxQuery(query.filter, { getan: String(done.length) })}` };
  const references = await portal.casework.references(reach, refused.map((one) => one.case));
  const reasons = [...Map.groupBy(refused, (one) => one.why)].map(([why, cases]) => html`<li>${cases.map((one, i) => html`${i > 0 && ", "}${caseLink(desk, one.case, references.get(one.case))}`)}: ${refusalTextOf(why)}</li>`);
  return again({ kind: "warning", title: done.length === 0 ? "Kein Vorgang wurde geändert." : `${done.length} von ${done.length + refused.length} Vorgängen wurden geändert.`, body: html`<p>Nicht geändert:</p><ul class="portal-list">${reasons}</ul>` }, { ids: refused.map((one) => one.case), text: act.kind === "status" ? act.text : "" });
}

/** The versions of the list that the person saw, by case. */
function versionsOf(sent: readonly string[]): ReadonlyMap<string, number> {
  return new Map(sent.flatMap((one): [string, number][] => { const [id = "", version = ""] = one.split("~"); const number = versionOf(version); return number === undefined ? [] : [[id, number]]; }));
}

/** The number of a case that was refused, so that it is found again; of one out of reach nothing is said. */
function caseLink(desk: TownDesk, id: string, reference: string | undefined): Html | string {
  return reference === undefined ? "ein Vorgang außerhalb Ihres Amts" : html`<a class="kern-link" href="${desk.at(`vorgang/${id}`)}">${reference}</a>`;
}

function actOf(kind: string, to: string, text: string): ManyAct | string {
  switch (kind) {
    case "take": case "hand-back": case "close": return { kind };
    case "assign": return isId(to) ? { kind, to } : "Wählen Sie die Person, der Sie die Vorgänge zuweisen.";
    case "status": return text === "" ? "Schreiben Sie, was Sie den Personen mitteilen." : { kind, text };
    default: return "Wählen Sie, was mit den Vorgängen geschehen soll.";
  }
}

/** The list of the filter as CSV, streamed, or as a workbook. */
export async function listDownload(portal: StaffPortal, desk: TownDesk, kind: "csv" | "xlsx"): Promise<Answer> {
  const { filter } = readInboxQuery(desk.visit.query);
  const table = await portal.casework.listTable(desk.reach, filter);
  const name = `Vorgaenge-${desk.tenant.slug}-${legalDate(portal.clock.now())}`;
  if (kind === "csv") return { body: toCsv(table, { bom: true }), type: "text/csv; charset=utf-8", download: `${name}.csv` };
  try {
    return { body: await toXlsx(table, { name: "Vorgänge" }), type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", download: `${name}.xlsx` };
  } catch (error) {
    if (!(error instanceof SheetTooLong)) throw error;
    return { redirect: `${desk.at("liste.csv")}?${writeInboxQuery(filter)}` };
  }
}
