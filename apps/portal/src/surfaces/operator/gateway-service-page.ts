import { html, type Html } from "@kommunalportal/html";
import { checkNames, type EfaService, faultWords, type OnboardingState, type TownPlan } from "#modules/gateway";
import type { Tenant } from "#modules/tenants";
import { isMailAddress } from "#platform/mail";
import { toCsv } from "#platform/sheets";
import { button, buttonGroup, linkButton } from "#ui/button";
import { controlId } from "#ui/fields/control-id";
import { form } from "#ui/form";
import { formatNumber } from "#ui/format";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { lineControl, selectControl } from "./controls.ts";
import type { GatewayOperatorPages } from "./gateway-pages.ts";
import { actorOf, operatorPage, townName, townOf } from "./operator-pages.ts";
import { duration, since } from "./words.ts";

const parents = [{ text: "Dienste anderer Länder", href: "/betrieb/efa" }];
const shownTowns = 50;

function serviceOf(portal: GatewayOperatorPages, visit: StaffVisit): EfaService | undefined {
  return portal.gateway.links.service(visit.params["dienst"] ?? "");
}

/** The towns that an action is about: one, or all municipalities in the service's areas. */
function townsOf(portal: GatewayOperatorPages, service: EfaService, chosen: string): readonly Tenant[] {
  const one = townOf(portal, chosen);
  return one ? [one] : chosen === "alle" ? portal.tenants.all().filter(({ kind, ars }) => kind === "municipality" && service.areas.some((area) => ars.startsWith(area))) : [];
}

/** GET `/betrieb/efa/<dienst>`: onboarding of one town or all, first as a dry run, and how far it is. */
export async function gatewayServicePage(portal: GatewayOperatorPages, visit: StaffVisit): Promise<Answer> {
  const service = serviceOf(portal, visit);
  if (!service) return { missing: true };
  const chosen = visit.query.get("ort") ?? "";
  const towns = townsOf(portal, service, chosen);
  const contact = contactIn(visit);
  const wrong = contact !== "" && !isMailAddress(contact);
  const body = html`<p>Betreiber: ${service.operator}. ${service.contract === "call-off" ? "Braucht Rahmenvereinbarung und Einzelabruf." : "Braucht keinen Vertrag."}</p>
${section({ title: "Anschließen", body: html`<form class="portal-form" method="get" action="/betrieb/efa/${service.id}">${selectControl({ name: "ort", label: "Wen?", value: chosen, options: [{ value: "alle", text: "alle Städte und Gemeinden" }, ...portal.tenants.all().filter(({ isDemo }) => isDemo).map(({ slug, name }) => ({ value: slug, text: name })), ...portal.tenants.all().filter(({ isDemo }) => !isDemo).map(({ slug, name }) => ({ value: slug, text: name }))] })}${lineControl({ name: "kontakt", label: "E-Mail für Orte ohne eigene Adresse", hint: "FIT-Connect verlangt einen technischen Kontakt. Üblich ist das Funktionspostfach des Betriebs.", value: contact, error: wrong ? contactError : undefined, optional: true })}${buttonGroup(button({ text: "Probelauf: Was geschähe?", kind: "secondary" }))}</form>${towns.length > 0 && !wrong && (await planPart(portal, visit, service, chosen, towns, contact))}` })}
${progressPart(portal, service, await portal.gateway.onboarding.state(service.id))}`;
  return operatorPage(portal, visit, { title: service.title.de, body, parents, errors: wrong ? [{ fieldId: controlId("kontakt"), message: contactError }] : [] });
}

const contactIn = (visit: StaffVisit): string => (visit.query.get("kontakt") ?? "").trim().slice(0, 254);
const contactError = "Geben Sie eine vollständige E-Mail-Adresse ein.";
const todoWords = { enter: "ins Register eintragen", "open-destination": "Zustellpunkt und Schlüssel anlegen", "add-service": "Dienst am Zustellpunkt ergänzen" } as const;

function wouldHappen({ todo, blocked }: TownPlan): string {
  if (blocked !== undefined) return `${todo.includes("enter") ? `${todoWords.enter}; dann ginge es nicht weiter: ` : ""}${faultWords(blocked)}`;
  return todo.map((step) => todoWords[step]).join(", ") || "nichts";
}
const wouldMiss = ({ remaining }: TownPlan): string => remaining.map(({ id }) => checkNames[id]).join(", ") || "nichts";

/** The dry run; who cannot be connected first: of all towns of a state only the beginning is shown, and it is that which needs somebody. A contact that is no address counts as none. */
async function plansOf(portal: GatewayOperatorPages, service: EfaService, towns: readonly Tenant[], contact: string): Promise<readonly TownPlan[]> {
  const plans = await portal.gateway.onboarding.plan(service, towns, isMailAddress(contact) ? contact : undefined);
  return plans.toSorted((a, b) => Number(b.blocked !== undefined) - Number(a.blocked !== undefined));
}

async function planPart(portal: GatewayOperatorPages, visit: StaffVisit, service: EfaService, chosen: string, towns: readonly Tenant[], contact: string): Promise<Html> {
  const plans = await plansOf(portal, service, towns, contact);
  const count = (of: (plan: TownPlan) => boolean): string => formatNumber(plans.filter(of).length, "de");
  const possible = (step: TownPlan["todo"][number]) => ({ todo, blocked }: TownPlan): boolean => todo.includes(step) && (blocked === undefined || step === "enter");
  const missing = new Map<string, number>();
  for (const { id } of plans.flatMap(({ remaining }) => remaining)) missing.set(checkNames[id], (missing.get(checkNames[id]) ?? 0) + 1);
  const query = new URLSearchParams({ ort: chosen, kontakt: contact }).toString();
  return html`<h3>Probelauf</h3><ul class="portal-list"><li>Orte: ${formatNumber(plans.length, "de")}</li>${(["enter", "open-destination", "add-service"] as const).map((step) => html`<li>${todoWords[step]}: ${count(possible(step))}</li>`)}<li>nichts zu tun: ${count(({ todo }) => todo.length === 0)}</li><li>Zustellpunkt nicht möglich: ${count(({ blocked }) => blocked !== undefined)}</li></ul>
${missing.size > 0 && html`<h3>Was danach noch fehlt</h3><ul class="portal-list">${[...missing].toSorted(([, a], [, b]) => b - a).map(([name, number]) => html`<li>${name}: ${number === 1 ? "1 Ort" : `${formatNumber(number, "de")} Orte`}</li>`)}</ul>`}
${form("de", { action: `/betrieb/efa/${service.id}/anschluss`, csrf: visit.staff.csrf, hidden: { ort: chosen, kontakt: contact }, body: buttonGroup(html`${button({ text: "Jetzt anschließen" })}${linkButton({ text: "Probelauf herunterladen (CSV)", href: `/betrieb/efa/${service.id}/probelauf.csv?${query}`, kind: "secondary", download: true })}`) })}
${table("de", { caption: "Je Ort", dense: true, columns: [{ title: "Ort" }, { title: "Geschähe" }, { title: "Fehlt dann noch" }], rows: plans.slice(0, shownTowns).map((plan) => [plan.town.name, wouldHappen(plan), wouldMiss(plan)]) })}
${plans.length > shownTowns && html`<p class="portal-muted">Gezeigt sind die ersten ${shownTowns}. Alle stehen in der Tabelle zum Herunterladen.</p>`}`;
}

/** GET `…/probelauf.csv`: the dry run with every town, for whoever asks the towns for what they lack. */
export async function planCsv(portal: GatewayOperatorPages, visit: StaffVisit): Promise<Answer> {
  const service = serviceOf(portal, visit);
  const towns = service ? townsOf(portal, service, visit.query.get("ort") ?? "") : [];
  if (!service || towns.length === 0) return { missing: true };
  const plans = await plansOf(portal, service, towns, contactIn(visit));
  return { body: toCsv({ columns: ["Ort", "Regionalschlüssel", "Geschähe", "Fehlt dann noch"], rows: plans.map((plan) => [plan.town.name, plan.town.ars, wouldHappen(plan), wouldMiss(plan)]) }, { bom: true }), type: "text/csv; charset=utf-8", download: `anschluss-${service.id}.csv` };
}

/** How far it is, how long it still takes at the pace of the last towns, and why what does not go on does not. */
function progressPart(portal: GatewayOperatorPages, service: EfaService, { connected, counts, waiting, failures, pace, lastEnded }: OnboardingState): Html | false {
  const of = (state: string): number => counts.find((one) => one.state === state)?.count ?? 0;
  const number = (state: string): string => formatNumber(of(state), "de");
  if (counts.length === 0 && connected === 0) return false;
  return section({ title: "Stand des Anschlusses", id: "stand", body: html`<ul class="portal-list"><li>angeschlossen: ${formatNumber(connected, "de")}</li><li>in Arbeit: ${number("queued")}</li><li>gescheitert: ${number("failed")}</li></ul>
${of("queued") > 0 && html`<p>${pace === undefined ? "Ein Ort kommt nach dem anderen an die Reihe. Wie lange es dauert, steht hier, sobald die ersten fertig sind." : `Wenn es so schnell weitergeht wie zuletzt, dauert es noch etwa ${duration(of("queued") * pace)}.`}${lastEnded !== undefined && ` Zuletzt wurde ein Ort ${since(lastEnded, portal.clock.now())} fertig.`} Sie können die Seite verlassen; es geht weiter.</p>
${waiting.length > 0 && html`<p>Davon werden nach einem Fehler wieder versucht:</p><ul class="portal-list">${waiting.map(({ fault, count }) => html`<li>${formatNumber(count, "de")}: ${faultWords(fault)}</li>`)}</ul>`}<p>${linkButton({ text: "Stand neu laden", href: `/betrieb/efa/${service.id}#stand`, kind: "secondary" })}</p>`}
${failures.length > 0 && html`<h3>Gescheitert</h3><p>Ist der Grund behoben, schließen Sie dieselben Orte noch einmal an: Was angeschlossen ist, bleibt; was gescheitert ist, beginnt von vorn.</p>${table("de", { caption: "Gescheitert", captionHidden: true, columns: [{ title: "Ort" }, { title: "Grund" }], rows: failures.map(({ tenant, fault }) => [townName(portal, tenant), faultWords(fault)]) })}`}` });
}

export async function orderOnboarding(portal: GatewayOperatorPages, visit: StaffVisit): Promise<Answer> {
  const service = serviceOf(portal, visit);
  const towns = service ? townsOf(portal, service, visit.field("ort")) : [];
  if (!service || towns.length === 0) return { missing: true };
  const contact = visit.field("kontakt").trim();
  await portal.gateway.onboarding.order({ service: service.id, towns: towns.map(({ id }) => id), actor: actorOf(visit), ...(isMailAddress(contact) ? { contactEmail: contact } : {}) });
  return { redirect: `/betrieb/efa/${service.id}?meldung=anschluss-begonnen` };
}
