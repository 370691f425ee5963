import { html, type Html } from "@kommunalportal/html";
import { reasonText, type Destination } from "#modules/hub";
import { legalInstant } from "#platform/clock";
import { badge } from "#ui/badge";
import { linkButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { asksForPlace, previewAnswer, previewForm, receiversOf } from "../routing/preview-panel.ts";
import { townChoices } from "../routing/town-choices.ts";
import { operatorPage, type OperatorPages, townName, townOf } from "./operator-pages.ts";
import { lasting, since } from "./words.ts";

/** Where applications go besides the inbox, and the question »Wohin ginge das?«. */
export async function destinationsPage(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const now = portal.clock.now();
  const { destinations, routes } = await portal.db.asOperator("operator's list of destinations", async (tx) => ({ destinations: await portal.hub.destinations(tx), routes: await portal.hub.routes(tx) }));
  const body = html`<p class="kern-body">Der Eingang der Sachbearbeitung bekommt jeden Antrag. Zusätzlich kann er an Fachverfahren gehen.</p>
${destinations.length === 0
    ? emptyState({ text: "Noch ist kein Ziel eingerichtet." })
    : table("de", {
      caption: "Ziele", columns: [{ title: "Ziel" }, { title: "Ort" }, { title: "Zustand" }, { title: "Wege" }, { title: "Letzte Antwort" }],
      rows: destinations.map((one) => [
        html`<a class="kern-link" href="/betrieb/ziele/${one.id}">${one.name}</a>`, townName(portal, one.tenant), healthOf(one, now), String(routes.filter(({ destination }) => destination === one.id).length),
        one.lastAnswerAt === undefined ? "noch keine" : since(one.lastAnswerAt, now),
      ]),
    })}
<p>${linkButton({ text: "Ziel einrichten", href: "/betrieb/ziele/neu", kind: "secondary", icon: "add" })}</p>
${section({ title: "Wohin ginge das?", id: "vorschau", body: await previewPart(portal, visit) })}`;
  return operatorPage(portal, visit, { title: "Ziele und Wege", body });
}

export function healthOf(destination: Destination, now: Date): Html {
  if (destination.pausedAt) return html`${badge("angehalten", "warning")} ${lasting(destination.pausedAt, now)}`;
  if (destination.failingSince && destination.lastFailure !== undefined) return html`${badge("antwortet nicht", "danger")} ${lasting(destination.failingSince, now)}: ${reasonText(destination.lastFailure)}`;
  return badge(destination.lastAnswerAt ? "in Ordnung" : "noch nicht benutzt", destination.lastAnswerAt ? "success" : "info");
}

async function previewPart(portal: OperatorPages, visit: StaffVisit): Promise<Html> {
  const asked = (name: string): string => (visit.query.get(name) ?? "").slice(0, 100).trim();
  const [ort, leistung, zeit, place] = [asked("ort"), asked("leistung"), asked("zeit"), asked("antragsort")];
  const town = townOf(portal, ort);
  const towns = portal.tenants.all().filter(({ id }) => portal.tenants.switches(id).size > 0).map(({ slug, name }) => ({ value: slug, text: name }));
  const choices = town && (await townChoices(portal, town.id));
  const at = zeit === "" ? portal.clock.now() : legalInstant(zeit);
  const byPlace = town !== undefined && asksForPlace(await portal.db.inTenant(town.id, (tx) => portal.hub.destinations(tx, town.id)));
  const form = previewForm({ ...(byPlace ? { place } : {}), action: "/betrieb/ziele#vorschau", towns, town: ort, services: choices?.services ?? [], service: leistung, at: zeit, timeError: at === undefined });
  if (!town || !choices) return html`<p class="kern-body">Wählen Sie zuerst den Ort.</p>${form}`;
  if (leistung === "" || at === undefined) return html`${form}<p class="kern-body">Wählen Sie eine Leistung.</p>`;
  const parts = await portal.db.inTenant(town.id, (tx) => portal.hub.previewService(tx, { tenant: town.id, service: leistung, at }));
  return html`${form}${parts === undefined ? html`<p class="kern-body">Diese Leistung gibt es hier nicht.</p>` : previewAnswer(parts, choices, { at, receivers: await receiversOf(portal.hub, parts, { tenant: town.id, service: leistung, place }), linkOf: ({ id }) => `/betrieb/ziele/${id}` })}`;
}
