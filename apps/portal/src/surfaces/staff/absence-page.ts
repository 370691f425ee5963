import { html, type Html } from "@kommunalportal/html";
import { allReasons } from "#modules/answers";
import { possibleDeputies } from "#modules/casework";
import { isId } from "#platform/ids";
import { button, formButton } from "#ui/button";
import { errorSummary, type ErrorLine } from "#ui/error-summary";
import { filters } from "#ui/filters";
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
export async function absencePage(portal: StaffPortal, desk: TownDesk, refused: readonly Refusal[] = []): Promise<Answer> {
  const { visit, reach } = desk;
  const staff = await portal.casework.staff(reach);
  const names = new Map(staff.map(({ id, name }) => [id, name]));
  const absences = await portal.casework.absences(reach);
  const away = absentPerson(desk);
  const deputies = possibleDeputies(staff, away);
  const errors = refused.map((why) => ({ message: refusalText(why), ...(deputies.length > 0 ? { fieldId: why === "days-wrong" ? "vertretung-bis" : "vertretung-wer" } : {}) }));
  const main = html`${errorSummary("de", errors)}${visit.query.get("getan") === "1" && notice("de", { kind: "success", title: "Gespeichert.", live: true })}<h1>Vertretung</h1>
<p class="kern-body">Wer vertritt, sieht die Vorgänge der abwesenden Person unter »Meine« und bekommt ihre Benachrichtigungen.</p>
${table("de", {
    caption: "Abwesenheiten", captionHidden: true, columns: [{ title: "Abwesend" }, { title: "Vertretung" }, { title: "Von" }, { title: "Bis" }, { title: "Beenden", hidden: true }],
    rows: absences.map((one) => [names.get(one.staff) ?? "nicht mehr da", names.get(one.deputy) ?? "nicht mehr da", formatShortDate(one.from, "de"), formatShortDate(one.until, "de"),
      (one.staff === reach.staff || reach.supervisor) && formButton({ text: "Beenden", kind: "tertiary", small: true, action: desk.at(`vertretung/${one.id}/ende`), csrf: visit.staff.csrf, hidden: `Vertretung von ${names.get(one.staff) ?? ""}` })]),
  })}
<h2>Abwesenheit eintragen</h2>${reach.supervisor && choosePerson(desk, staff, away)}${entryForm(desk, { away, name: names.get(away), deputies, errors })}`;
  return staffPage(portal, visit, { title: "Vertretung", tenant: desk.tenant, current: "vertretung", main, hasErrors: errors.length > 0, status: errors.length > 0 ? 422 : 200 });
}

type Staff = readonly Awaited<ReturnType<StaffPortal["casework"]["staff"]>>[number][];

/** Whose absence is entered: one's own; whoever leads the offices chooses. */
function absentPerson({ visit, reach }: TownDesk): string {
  const wanted = visit.field("person") || visit.query.get("person") || "";
  return reach.supervisor && isId(wanted) ? wanted : reach.staff;
}

/** First the person, for who may stand in depends on them. */
function choosePerson(desk: TownDesk, staff: Staff, away: string): Html {
  const people = staff.filter(({ roles }) => roles.some(({ role }) => role === "clerk" || role === "supervisor"));
  return filters("de", { action: desk.at("vertretung"), apply: "Auswählen", filters: [{ name: "person", label: "Wer ist abwesend?", value: away, empty: "Ich selbst", options: people.filter(({ id }) => id !== desk.reach.staff).map(({ id, name }) => ({ value: id, text: name })) }] });
}

/** Offers only who may stand in: people of the same office, and who works in all of them. */
function entryForm(desk: TownDesk, { away, name, deputies, errors }: { readonly away: string; readonly name: string | undefined; readonly deputies: Staff; readonly errors: readonly ErrorLine[] }): Html {
  const { visit, reach } = desk;
  if (deputies.length === 0) return html`<p class="kern-body">${away === reach.staff ? "Für Sie" : `Für ${name ?? "diese Person"}`} kann niemand eintreten: Im selben Amt arbeitet hier niemand sonst. Wer hinzukommt, steht nach der ersten Anmeldung zur Wahl.</p>`;
  const at = (id: string) => errors.find(({ fieldId }) => fieldId === id)?.message;
  return form("de", { action: desk.at("vertretung"), csrf: visit.staff.csrf, ...(reach.supervisor ? { hidden: { person: away } } : {}), body: html`${reach.supervisor && html`<p class="kern-body">Abwesend: <strong>${away === reach.staff ? "ich selbst" : name ?? "nicht mehr da"}</strong></p>`}
${selectInput({ id: "vertretung-wer", name: "wer", label: "Vertretung", empty: "Person wählen", value: visit.field("wer"), options: deputies.map((one) => ({ value: one.id, text: one.name })), error: at("vertretung-wer") })}
${lineInput({ id: "vertretung-von", name: "von", label: "Erster Tag", type: "date", width: "medium", value: visit.field("von") })}${lineInput({ id: "vertretung-bis", name: "bis", label: "Letzter Tag", type: "date", width: "medium", value: visit.field("bis"), error: at("vertretung-bis") })}${button({ text: "Eintragen" })}` });
}

export async function postAbsence(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const { visit, reach } = desk;
  const outcome = await portal.casework.enterAbsence(reach, { staff: absentPerson(desk), deputy: visit.field("wer"), from: visit.field("von"), until: visit.field("bis") });
  return outcome.ok ? { redirect: `${desk.at("vertretung")}?getan=1` } : absencePage(portal, desk, allReasons(outcome));
}

export async function postAbsenceEnd(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const id = desk.visit.params["absence"] ?? "";
  if (!isId(id) || !(await portal.casework.endAbsence(desk.reach, id))) return { missing: true };
  return { redirect: `${desk.at("vertretung")}?getan=1` };
}
