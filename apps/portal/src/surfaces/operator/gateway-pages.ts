import { html, type Html } from "@kommunalportal/html";
import { checkNames, type EfaService, states, type TownPlan } from "#modules/gateway";
import { isMailAddress } from "#platform/mail";
import type { Tenant } from "#modules/tenants";
import { button, buttonGroup, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { formatNumber } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import { attentionPart } from "./gateway-attention.ts";
import { controlId } from "#ui/fields/control-id";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { areaControl, lineControl, selectControl } from "./controls.ts";
import { actorOf, operatorPage, type OperatorPages, townName, townOf } from "./operator-pages.ts";

export type GatewayOperatorPages = OperatorPages & Required<Pick<OperatorPages, "gateway">>;

const parents = [{ text: "Dienste anderer Länder", href: "/betrieb/efa" }];

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
    const { counts } = await portal.gateway.onboarding.state(service.id);
    const of = (state: string): number => counts.find((one) => one.state === state)?.count ?? 0;
    return [html`<a class="kern-link" href="/betrieb/efa/${service.id}">${service.title.de}</a>`, states[service.state], service.delivery === "xta" ? "XTA" : "FIT-Connect", `${of("done")} angeschlossen, ${of("queued")} in Arbeit, ${of("failed")} gescheitert`];
  }));
  const attention = await portal.gateway.inbound.attention();
  const body = html`${section({ title: "Was Aufmerksamkeit braucht", id: "aufmerksamkeit", body: attentionPart(portal, attention) })}${section({ title: "Dienste", body: table("de", { caption: "Dienste", captionHidden: true, columns: [{ title: "Dienst" }, { title: "Von" }, { title: "Zustellung" }, { title: "Kommunen" }], rows }) })}
<p>${linkButton({ text: "Schemata der Fachdaten", href: "/betrieb/efa/schemata", kind: "secondary" })}</p>
${section({ title: "Register ein- und ausspielen", body: html`${buttonGroup(linkButton({ text: "Register herunterladen (JSON)", href: "/betrieb/efa/register.json", kind: "secondary", download: true }))}
${form("de", { action: "/betrieb/efa", csrf: visit.staff.csrf, body: html`${areaControl({ name: "register", label: "Register", hint: "JSON in der Form des heruntergeladenen. Was nicht darin steht, bleibt, wie es ist.", rows: 10, value: visit.field("register"), ...(problems.length > 0 ? { error: problems.slice(0, 5).join(" ") } : {}) })}${tried && triedNotice(tried)}${buttonGroup(html`${button({ text: "Einspielen" })}${button({ text: "Probelauf", kind: "secondary", name: "probe", value: "1" })}`)}` })}` })}`;
  return operatorPage(portal, visit, { title: "Dienste anderer Länder", body: html`${body}${section({ title: "Zuständige Stelle finden", id: "ausgang", body: await findPart(portal, visit) })}`, errors: problems.length > 0 ? [{ fieldId: controlId("register"), message: problems[0] ?? "" }] : [] });
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

function serviceOf(portal: GatewayOperatorPages, visit: StaffVisit): EfaService | undefined {
  return portal.gateway.links.service(visit.params["dienst"] ?? "");
}

/** The towns that an action is about: one, or all municipalities in the service's areas. */
function townsOf(portal: GatewayOperatorPages, service: EfaService, chosen: string): readonly Tenant[] {
  const one = townOf(portal, chosen);
  return one ? [one] : chosen === "alle" ? portal.tenants.all().filter(({ kind, ars }) => kind === "municipality" && service.areas.some((area) => ars.startsWith(area))) : [];
}

/** GET `/betrieb/efa/<dienst>`: onboarding of one town or all, first as a dry run. */
export async function gatewayServicePage(portal: GatewayOperatorPages, visit: StaffVisit): Promise<Answer> {
  const service = serviceOf(portal, visit);
  if (!service) return { missing: true };
  const chosen = visit.query.get("ort") ?? "";
  const towns = townsOf(portal, service, chosen);
  const contact = (visit.query.get("kontakt") ?? "").trim().slice(0, 254);
  const wrong = contact !== "" && !isMailAddress(contact);
  const { failures } = await portal.gateway.onboarding.state(service.id);
  const body = html`<p>Betreiber: ${service.operator}. ${service.contract === "call-off" ? "Braucht Rahmenvereinbarung und Einzelabruf." : "Braucht keinen Vertrag."}</p>
${section({ title: "Anschließen", body: html`<form class="portal-form" method="get" action="/betrieb/efa/${service.id}">${selectControl({ name: "ort", label: "Wen?", value: chosen, options: [{ value: "alle", text: "alle Städte und Gemeinden" }, ...portal.tenants.all().filter(({ isDemo }) => isDemo).map(({ slug, name }) => ({ value: slug, text: name })), ...portal.tenants.all().filter(({ isDemo }) => !isDemo).map(({ slug, name }) => ({ value: slug, text: name }))] })}${lineControl({ name: "kontakt", label: "E-Mail für Orte ohne eigene Adresse", hint: "FIT-Connect verlangt einen technischen Kontakt. Üblich ist das Funktionspostfach des Betriebs.", value: contact, error: wrong ? contactError : undefined, optional: true })}${buttonGroup(button({ text: "Probelauf: Was geschähe?", kind: "secondary" }))}</form>${towns.length > 0 && !wrong && (await planPart(portal, visit, service, chosen, towns, contact))}` })}
${failures.length > 0 && section({ title: "Gescheitert", body: table("de", { caption: "Gescheitert", captionHidden: true, columns: [{ title: "Ort" }, { title: "Grund" }], rows: failures.map(({ tenant, fault }) => [townName(portal, tenant), faults[fault] ?? fault]) }) })}`;
  return operatorPage(portal, visit, { title: service.title.de, body, parents, errors: wrong ? [{ fieldId: controlId("kontakt"), message: contactError }] : [] });
}

const contactError = "Geben Sie eine vollständige E-Mail-Adresse ein.";
const faults: Readonly<Record<string, string>> = { "contact-missing": "Die Stadt hat keine E-Mail-Adresse hinterlegt, und für solche Orte ist keine angegeben.", "certificates-needed": "Zertifikate der Verwaltungs-PKI fehlen.", "not-connected": "kein Zugang zu FIT-Connect" };
const todoWords = { enter: "ins Register eintragen", "open-destination": "Zustellpunkt und Schlüssel anlegen", "add-service": "Dienst am Zustellpunkt ergänzen" } as const;

async function planPart(portal: GatewayOperatorPages, visit: StaffVisit, service: EfaService, chosen: string, towns: readonly Tenant[], contact: string): Promise<Html> {
  const plans = await portal.gateway.onboarding.plan(service, towns, contact === "" ? undefined : contact);
  const count = (of: (plan: TownPlan) => boolean): string => formatNumber(plans.filter(of).length, "de");
  const possible = (step: TownPlan["todo"][number]) => ({ todo, blocked }: TownPlan): boolean => todo.includes(step) && (blocked === undefined || step === "enter");
  return html`<h3>Probelauf</h3><ul class="portal-list"><li>Orte: ${formatNumber(plans.length, "de")}</li>${(["enter", "open-destination", "add-service"] as const).map((step) => html`<li>${todoWords[step]}: ${count(possible(step))}</li>`)}<li>nichts zu tun: ${count(({ todo }) => todo.length === 0)}</li><li>Zustellpunkt nicht möglich: ${count(({ blocked }) => blocked !== undefined)}</li></ul>
${table("de", { caption: "Je Ort", dense: true, columns: [{ title: "Ort" }, { title: "Geschähe" }, { title: "Fehlt dann noch" }], rows: plans.slice(0, 50).map(({ town, todo, blocked, remaining }) => [town.name, blocked !== undefined ? `${todo.includes("enter") ? `${todoWords.enter}; dann ginge es nicht weiter: ` : ""}${faults[blocked] ?? blocked}` : todo.map((step) => todoWords[step]).join(", ") || "nichts", remaining.map(({ id }) => checkNames[id]).join(", ") || "nichts"]) })}
${plans.length > 50 && html`<p class="portal-muted">Gezeigt sind die ersten 50.</p>`}${form("de", { action: `/betrieb/efa/${service.id}/anschluss`, csrf: visit.staff.csrf, hidden: { ort: chosen, kontakt: contact }, body: buttonGroup(button({ text: "Jetzt anschließen" })) })}`;
}

export async function orderOnboarding(portal: GatewayOperatorPages, visit: StaffVisit): Promise<Answer> {
  const service = serviceOf(portal, visit);
  const towns = service ? townsOf(portal, service, visit.field("ort")) : [];
  if (!service || towns.length === 0) return { missing: true };
  const contact = visit.field("kontakt").trim();
  await portal.gateway.onboarding.order({ service: service.id, towns: towns.map(({ id }) => id), actor: actorOf(visit), ...(isMailAddress(contact) ? { contactEmail: contact } : {}) });
  return { redirect: `/betrieb/efa/${service.id}?meldung=anschluss-begonnen` };
}
