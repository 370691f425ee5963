import { attr, html, type Html } from "@kommunalportal/html";
import type { Destination } from "#modules/hub";
import { isId } from "#platform/ids";
import { badge } from "#ui/badge";
import { button, buttonGroup } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { tickControl } from "./controls.ts";
import { operatorPage, type OperatorPages, townName } from "./operator-pages.ts";
import { channelWords } from "./words.ts";

/** The end of a destination. It cannot be taken back, so it asks for a yes. */
export function retirePart(one: Destination, csrf: string, failed: boolean): Html {
  return html`<div class="portal-case__actions"><details ${attr("open", failed)}><summary>Ziel stilllegen</summary>${form("de", {
    action: `/betrieb/ziele/${one.id}/stilllegung`, csrf, hidden: { stilllegung: "1" },
    body: html`<p class="kern-body">Für ein Fachverfahren, das nicht mehr benutzt wird. Die Wege hierher enden sofort, die Zugangsdaten werden gelöscht, und es geht nichts mehr dorthin, auch keine Antwort der Person und keine Rücknahme. Was noch wartet, gilt danach als unzustellbar und lässt sich an ein anderes Ziel leiten. Quittungen und Verlauf bleiben.</p>
${tickControl({ name: "stilllegen", label: "Ja, dieses Ziel stilllegen. Das lässt sich nicht rückgängig machen." })}${buttonGroup(button({ text: "Ziel stilllegen", kind: "secondary" }))}`,
  })}</details></div>`;
}

/** What deliveries and stories still lead to. */
export async function retiredPage(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  const one = isId(id) ? await portal.db.asOperator("operator looks at a retired destination", (tx) => portal.hub.destination(tx, id)) : undefined;
  if (!one?.retiredAt) return { missing: true };
  const body = html`<p>${badge("stillgelegt")}</p>${descriptionList([
    { term: "Ort", value: townName(portal, one.tenant) }, { term: "Art", value: channelWords[one.channel] }, { term: "Stillgelegt", value: formatDateTime(one.retiredAt, "de") },
    { term: "Zustellungen", value: html`<a class="kern-link" href="/betrieb/zustellungen?ziel=${one.id}">alle ansehen</a>` },
  ])}<p class="kern-body">Dorthin geht nichts mehr. Wird das Fachverfahren wieder gebraucht, <a class="kern-link" href="/betrieb/ziele/neu">richten Sie ein neues Ziel ein</a>.</p>`;
  return operatorPage(portal, visit, { title: one.name, body, parents: [{ text: "Ziele und Wege", href: "/betrieb/ziele" }] });
}
