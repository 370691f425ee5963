import { html } from "@kommunalportal/html";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { operatorPage, type OperatorPages } from "./operator-pages.ts";

const mostShown = 50;
const explanation = html`<p class="kern-body">Jeder Blick in einen Vorgang und jede Handlung steht im Protokoll: wer, wann, woran, ohne Inhalte. Die Einträge sind je Stadt zu einer Kette verbunden; wird einer geändert oder entfernt, passt die Kette nicht mehr.</p>`;

/** What the log is; it is checked when asked, because a long chain takes a while. */
export async function auditPage(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  return operatorPage(portal, visit, { title: "Protokoll", body: html`${explanation}${checkForm(visit)}` });
}

/** Recomputes the chains and says whether they fit. */
export async function verifyAudit(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const broken = await portal.audit.verify();
  const at = formatDateTime(portal.clock.now(), "de");
  const verdict = broken.length === 0
    ? notice("de", { kind: "success", title: "Das Protokoll ist unverändert", body: `Geprüft am ${at}: Alle Ketten passen.`, live: true })
    : notice("de", { kind: "danger", title: `${broken.length} ${broken.length === 1 ? "Eintrag passt" : "Einträge passen"} nicht`, live: true, body: html`<p class="kern-body">Geprüft am ${at}. Sichern Sie die Datenbank und informieren Sie die Informationssicherheit.</p><ul class="kern-list">${broken.slice(0, mostShown).map((id) => html`<li><code>${id}</code></li>`)}</ul>${broken.length > mostShown && html`<p class="kern-body">und ${broken.length - mostShown} weitere</p>`}` });
  return operatorPage(portal, visit, { title: "Protokoll", body: html`${verdict}${explanation}${checkForm(visit)}` });
}

function checkForm(visit: StaffVisit) {
  return form("de", { action: "/betrieb/protokoll", csrf: visit.staff.csrf, body: buttonGroup(button({ text: "Protokoll prüfen" })) });
}
