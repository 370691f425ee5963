import { html, type Html } from "@kommunalportal/html";
import { states } from "#modules/gateway";
import { button, buttonGroup, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { formatNumber } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import { attentionPart } from "./gateway-attention.ts";
import { controlId } from "#ui/fields/control-id";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { areaControl, lineControl } from "./controls.ts";
import { operatorPage, type OperatorPages } from "./operator-pages.ts";

export type GatewayOperatorPages = OperatorPages & Required<Pick<OperatorPages, "gateway">>;

/** Of what is wrong in a register as many as a person mends at once. */
const mostTold = 5;

interface Tried { readonly changed: readonly string[]; readonly same: number }

/** What a register would change; nothing is stored yet. */
function triedNotice({ changed, same }: Tried): Html {
  const unchanged = same === 1 ? "1 Dienst steht schon so im Register." : `${formatNumber(same, "de")} Dienste stehen schon so im Register.`;
  return notice("de", {
    kind: "info", live: true, title: changed.length === 0 ? "Es würde sich nichts ändern" : changed.length === 1 ? "1 Dienst würde eingetragen oder geändert" : `${formatNumber(changed.length, "de")} Dienste würden eingetragen oder geändert`,
    body: html`${changed.length > 0 && html`<p class="kern-body">${changed.slice(0, 50).join(", ")}${changed.length > 50 && " …"}</p>`}<p class="kern-body">${same > 0 && `${unchanged} `}Gespeichert ist noch nichts.</p>`,
  });
}

/** GET `/betrieb/efa`: the register of services run elsewhere, in and out as JSON. */
export async function gatewayPage(portal: GatewayOperatorPages, visit: StaffVisit, problems: readonly string[] = [], tried?: Tried): Promise<Answer> {
  const rows = await Promise.all(portal.gateway.links.services().map(async (service) => {
    const { connected, counts } = await portal.gateway.onboarding.state(service.id);
    const of = (state: string): number => counts.find((one) => one.state === state)?.count ?? 0;
    return [html`<a class="kern-link" href="/betrieb/efa/${service.id}">${service.title.de}</a>`, states[service.state], service.delivery === "xta" ? "XTA" : "FIT-Connect", `${formatNumber(connected, "de")} angeschlossen, ${of("queued")} in Arbeit, ${of("failed")} gescheitert`];
  }));
  const attention = await portal.gateway.inbound.attention();
  const body = html`${section({ title: "Was Aufmerksamkeit braucht", id: "aufmerksamkeit", body: attentionPart(portal, attention) })}${section({ title: "Dienste", body: table("de", { caption: "Dienste", captionHidden: true, columns: [{ title: "Dienst" }, { title: "Von" }, { title: "Zustellung" }, { title: "Kommunen" }], rows }) })}
<p>${linkButton({ text: "Schemata der Fachdaten", href: "/betrieb/efa/schemata", kind: "secondary" })}</p>
${section({ title: "Register ein- und ausspielen", body: html`${buttonGroup(linkButton({ text: "Register herunterladen (JSON)", href: "/betrieb/efa/register.json", kind: "secondary", download: true }))}
${form("de", { action: "/betrieb/efa", csrf: visit.staff.csrf, body: html`${areaControl({ name: "register", label: "Register", hint: "JSON in der Form des heruntergeladenen. Was nicht darin steht, bleibt, wie es ist.", rows: 10, value: visit.field("register"), ...(problems.length > 0 ? { error: problems.slice(0, mostTold).join(" · ") } : {}) })}${tried && triedNotice(tried)}${buttonGroup(html`${button({ text: "Einspielen" })}${button({ text: "Probelauf", kind: "secondary", name: "probe", value: "1" })}`)}` })}` })}`;
  return operatorPage(portal, visit, { title: "Dienste anderer Länder", body: html`${body}${section({ title: "Zuständige Stelle finden", id: "ausgang", body: await findPart(portal, visit) })}`, errors: problems.slice(0, mostTold).map((message) => ({ fieldId: controlId("register"), message })) });
}

export async function importRegister(portal: GatewayOperatorPages, visit: StaffVisit): Promise<Answer> {
  const dryRun = visit.field("probe") === "1";
  const outcome = await portal.gateway.links.importServices(visit.field("register"), { dryRun });
  if (!outcome.ok) return gatewayPage(portal, visit, outcome.problems);
  if (dryRun) return gatewayPage(portal, visit, [], outcome);
  return { redirect: "/betrieb/efa?meldung=register-eingespielt" };
}

export async function registerJson(portal: GatewayOperatorPages): Promise<Answer> {
  return { body: JSON.stringify(await portal.gateway.links.exportServices(), null, 2), type: "application/json; charset=utf-8", download: "efa-register.json" };
}

const findWords = { "not-connected": "Diese Installation ist nicht mit FIT-Connect verbunden.", "not-valid": "Die Leistung hat 14 Ziffern und beginnt mit 99, der Regionalschlüssel hat 2, 3, 5, 9 oder 12 Ziffern.", "not-proved": "Bei keinem der genannten Zustellpunkte stimmt die Unterschrift. Deshalb wird nichts gezeigt.", "not-reachable": "Der Routingdienst antwortet nicht. Versuchen Sie es später noch einmal." } as const;

/** For services that are run here for authorities elsewhere: who takes them, by the routing service, each signature proved. */
async function findPart(portal: GatewayOperatorPages, visit: StaffVisit): Promise<Html> {
  const [leikaKey, ars] = [(visit.query.get("leistung") ?? "").trim().slice(0, 20), (visit.query.get("ars") ?? "").trim().slice(0, 20)];
  const form = html`<p>Für Dienste, die hier für Behörden anderer Länder laufen. Was gefunden wird, richten Sie als Ziel über FIT-Connect ein.</p><form class="portal-form" method="get" action="/betrieb/efa#ausgang">${lineControl({ name: "leistung", label: "Leistungsschlüssel", width: "medium", value: leikaKey })}${lineControl({ name: "ars", label: "Regionalschlüssel", width: "medium", value: ars })}${buttonGroup(button({ text: "Suchen", kind: "secondary" }))}</form>`;
  if (leikaKey === "" || ars === "") return form;
  const outcome = await portal.gateway.findDestination({ leikaKey, ars });
  if (!outcome.ok) return html`${form}<p>${findWords[outcome.why]}</p>`;
  const any = outcome.found.length + outcome.unread.length > 0;
  return html`${form}${!any && outcome.unproved.length === 0 && html`<p>Dort nimmt niemand diese Leistung über FIT-Connect an. Prüfen Sie beide Schlüssel, oder fragen Sie die Behörde nach ihrem Zustellpunkt.</p>`}${any && table("de", {
    caption: "Zustellpunkte mit geprüfter Unterschrift", columns: [{ title: "Stelle" }, { title: "Kennung" }, { title: "Stand" }, { title: "Datensätze" }],
    rows: outcome.found.map(({ name, destinationId, active, schemas }) => [name, destinationId, active ? "nimmt an" : "nimmt nichts an", schemas.map(({ schemaUri }) => schemaUri).join(", ")]).concat(outcome.unread.map(({ name, destinationId }) => [name, destinationId, "lässt sich gerade nicht abrufen", ""])),
  })}${outcome.unproved.length > 0 && html`<p>Nicht gezeigt, weil die Unterschrift nicht stimmt. Dorthin wird nichts gesendet:</p><ul class="portal-list">${outcome.unproved.map(({ destinationId, code }) => html`<li>${destinationId} (${code})</li>`)}</ul>`}${outcome.found.length > 0 && html`<p>${linkButton({ text: "Ziel einrichten", href: "/betrieb/ziele/neu?art=fit-connect", kind: "secondary" })}</p>`}`;
}
