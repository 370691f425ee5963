import { html } from "@kommunalportal/html";
import { descriptionList } from "#ui/description-list";
import { formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import type { Answer } from "../frame/index.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { basisNames } from "./words.ts";

/** What this town keeps of a case that another has now; missing where there is none. */
export async function handedOverPage(portal: StaffPortal, desk: TownDesk, id: string): Promise<Answer> {
  const gone = await portal.casework.handedOver(desk.reach, id);
  if (!gone) return { missing: true };
  const staff = await portal.casework.staff(desk.reach);
  const to = portal.tenants.byId(gone.to)?.name ?? "eine andere Stadt";
  const main = html`${desk.visit.query.get("getan") === "ortsabgabe" && notice("de", { kind: "success", title: `Der Antrag liegt jetzt bei ${to}.`, body: "Die Person erfährt davon in ihrem Postfach und in der Statusanzeige.", live: true })}<h1>${gone.one.reference}: abgegeben an ${to}</h1>
<p class="kern-body">Diesen Antrag bearbeitet ${to}. Ihre Stadt kann ihn nicht mehr öffnen.</p>${descriptionList([
    { term: "Abgegeben", value: `${formatDateTime(gone.at, "de")}, ${staff.find((one) => one.id === gone.staff)?.name ?? "nicht mehr da"}` }, { term: "Eingegangen", value: formatDateTime(gone.one.receivedAt, "de") },
    { term: "Grundlage", value: `${basisNames[gone.basis]}${gone.basisWords === "" ? "" : `: ${gone.basisWords}`}` }, { term: "Grund", value: gone.reason },
  ])}`;
  return staffPage(portal, desk.visit, { title: `${gone.one.reference}: abgegeben`, tenant: desk.tenant, current: "eingang", main, breadcrumb: [{ text: "Eingang", href: desk.at("eingang") }, { text: gone.one.reference }] });
}
