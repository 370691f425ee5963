import { html } from "@kommunalportal/html";
import { isId } from "#platform/ids";
import { button, formButton } from "#ui/button";
import { errorSummary } from "#ui/error-summary";
import { form } from "#ui/form";
import { formatShortDate } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer } from "../frame/index.ts";
import { lineInput, selectInput } from "./staff-fields.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { type Refusal, refusalText } from "./words.ts";

/** GET `/mitarbeit/:slug/vertretung`: who is away, who stands in. */
export async function absencePage(portal: StaffPortal, desk: TownDesk, refused?: Refusal): Promise<Answer> {
  const { visit, reach } = desk;
  const staff = await portal.casework.staff(reach);
  const names = new Map(staff.map(({ id, name }) => [id, name]));
  const absences = await portal.casework.absences(reach);
  const people = staff.filter(({ roles }) => roles.length > 0).map(({ id, name }) => ({ value: id, text: name }));
  const errors = refused === undefined ? [] : [{ message: refusalText(refused), fieldId: refused === "days-wrong" ? "vertretung-bis" : "vertretung-wer" }];
  const field = (name: string): string => visit.field(name);
  const main = html`${errorSummary("de", errors)}${visit.query.get("getan") === "1" && notice("de", { kind: "success", title: "Gespeichert.", live: true })}<h1>Vertretung</h1>
<p class="kern-body">Wer vertritt, sieht die Vorgänge der abwesenden Person unter »Meine« und bekommt ihre Benachrichtigungen.</p>
${table("de", {
    caption: "Abwesenheiten", captionHidden: true, columns: [{ title: "Abwesend" }, { title: "Vertretung" }, { title: "Von" }, { title: "Bis" }, { title: "Beenden", hidden: true }],
    rows: absences.map((one) => [names.get(one.staff) ?? "nicht mehr da", names.get(one.deputy) ?? "nicht mehr da", formatShortDate(one.from, "de"), formatShortDate(one.until, "de"),
      (one.staff === reach.staff || reach.supervisor) && formButton({ text: "Beenden", kind: "tertiary", small: true, action: desk.at(`vertretung/${one.id}/ende`), csrf: visit.staff.csrf, hidden: `Vertretung von ${names.get(one.staff) ?? ""}` })]),
  })}
<h2>Abwesenheit eintragen</h2>${form("de", { action: desk.at("vertretung"), csrf: visit.staff.csrf, body: html`${reach.supervisor && selectInput({ id: "vertretung-person", name: "person", label: "Abwesende Person", value: field("person") || reach.staff, options: people })}
${selectInput({ id: "vertretung-wer", name: "wer", label: "Vertretung", empty: "Person wählen", value: field("wer"), options: people.filter(({ value }) => reach.supervisor || value !== reach.staff), error: errors.find(({ fieldId }) => fieldId === "vertretung-wer")?.message })}
${lineInput({ id: "vertretung-von", name: "von", label: "Erster Tag", type: "date", width: "medium", value: field("von") })}${lineInput({ id: "vertretung-bis", name: "bis", label: "Letzter Tag", type: "date", width: "medium", value: field("bis"), error: errors.find(({ fieldId }) => fieldId === "vertretung-bis")?.message })}${button({ text: "Eintragen" })}` })}`;
  return staffPage(portal, visit, { title: "Vertretung", tenant: desk.tenant, current: "vertretung", main, hasErrors: errors.length > 0, status: errors.length > 0 ? 422 : 200 });
}

export async function postAbsence(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const { visit, reach } = desk;
  const staff = reach.supervisor && isId(visit.field("person")) ? visit.field("person") : reach.staff;
  if (!isId(visit.field("wer"))) return absencePage(portal, desk, "deputy-wrong");
  const outcome = await portal.casework.enterAbsence(reach, { staff, deputy: visit.field("wer"), from: visit.field("von"), until: visit.field("bis") });
  return outcome.ok ? { redirect: `${desk.at("vertretung")}?getan=1` } : absencePage(portal, desk, outcome.why);
}

export async function postAbsenceEnd(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const id = desk.visit.params["absence"] ?? "";
  if (!isId(id) || !(await portal.casework.endAbsence(desk.reach, id))) return { missing: true };
  return { redirect: `${desk.at("vertretung")}?getan=1` };
}
