import { attr, html, type Html } from "@kommunalportal/html";
import type { Destination, Route } from "#modules/hub";
import { legalInput } from "#platform/clock";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import { table } from "#ui/table";
import type { StaffVisit } from "../frame/index.ts";
import { readRoute, type RouteErrors, routeFields } from "../routing/route-form.ts";
import { officeWords, townChoices, whatWords } from "../routing/town-choices.ts";
import type { OperatorPages } from "./operator-pages.ts";

/** The rules that lead to a destination, and a form for another one. */
export async function routesPart(portal: OperatorPages, visit: StaffVisit, one: Destination, routes: readonly Route[], errors: RouteErrors): Promise<Html> {
  const choices = await townChoices(portal, one.tenant);
  const typed = visit.fields.has("weg");
  return html`${table("de", {
    caption: "Wege", captionHidden: true, dense: true, columns: [{ title: "Leistung" }, { title: "Amt" }, { title: "Gilt ab" }, { title: "Gilt bis" }, { title: "Ändern", hidden: true }],
    rows: routes.map((route) => [
      whatWords(choices, route), officeWords(choices, route.office), formatDateTime(route.validFrom, "de"), route.validUntil === undefined ? "offen" : formatDateTime(route.validUntil, "de"),
      html`${linkButton({ href: `/betrieb/ziele/${one.id}/wege/${route.id}`, text: "Ändern", kind: "tertiary", small: true, hidden: `Weg für ${whatWords(choices, route)}` })}${formButton({ action: `/betrieb/ziele/${one.id}/wege/${route.id}/ende`, csrf: visit.staff.csrf, text: "Beenden", kind: "tertiary", small: true, hidden: `Weg für ${whatWords(choices, route)}` })}`,
    ]),
  })}<div class="portal-case__actions"><details ${attr("open", typed)}><summary>Weg hinzufügen</summary>${form("de", {
    action: `/betrieb/ziele/${one.id}/wege`, csrf: visit.staff.csrf, hidden: { weg: "1" },
    body: html`${routeFields(typed ? readRoute(visit) : { what: "", office: "", destination: one.id, from: legalInput(portal.clock.now()), until: "" }, choices, [one], typed ? errors : {})}${buttonGroup(button({ text: "Weg anlegen", kind: "secondary" }))}`,
  })}</details></div>`;
}
