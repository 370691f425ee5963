import { html, type Html } from "@kommunalportal/html";
import { type Destination, type Route, reasonText } from "#modules/hub";
import { legalInstant } from "#platform/clock";
import { badge } from "#ui/badge";
import { formButton, linkButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import { formatDateTime } from "#ui/format";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer } from "../frame/index.ts";
import { asksForPlace, previewAnswer, previewForm, receiversOf } from "../routing/preview-panel.ts";
import { officeWords, townChoices, type TownChoices, whatWords } from "../routing/town-choices.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";

/** GET `/mitarbeit/:slug/redaktion/wege`: the town's rules, its destinations, and »Wohin ginge das?«. */
export async function routesPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { tenant, at } = desk;
  const choices = await townChoices(portal, tenant.id);
  const { routes, destinations } = await portal.db.inTenant(tenant.id, async (tx) => ({ routes: await portal.hub.routes(tx), destinations: await portal.hub.destinations(tx) }));
  const body = html`<p>Der Eingang der Sachbearbeitung bekommt jeden Antrag. Ein Weg bringt ihn zusätzlich an ein Ziel, zum Beispiel ein Fachverfahren. Er gilt für Anträge, die in seiner Zeit eingehen.</p>
${routesTable(desk, choices, routes, destinations)}
${destinations.length > 0 && html`<p>${linkButton({ text: "Weg anlegen", href: at("wege/neu"), kind: "secondary", icon: "add" })}</p>`}
${section({ title: "Ziele", body: destinationsTable(desk, destinations) })}
${section({ title: "Wohin ginge das?", id: "vorschau", body: await previewPart(portal, desk, choices, asksForPlace(destinations)) })}`;
  return editorPage(portal, desk, { title: "Wege", body });
}

async function previewPart(portal: AdminPages, { visit, tenant }: Desk, choices: TownChoices, byPlace: boolean): Promise<Html> {
  const asked = (name: string): string => (visit.query.get(name) ?? "").slice(0, 100).trim();
  const [service, zeit, place] = [asked("leistung"), asked("zeit"), asked("antragsort")];
  const at = zeit === "" ? portal.clock.now() : legalInstant(zeit);
  const form = previewForm({ ...(byPlace ? { place } : {}), action: `${visit.path}#vorschau`, services: choices.services, service, at: zeit, timeError: at === undefined });
  if (service === "" || at === undefined) return form;
  const parts = await portal.db.inTenant(tenant.id, (tx) => portal.hub.previewService(tx, { tenant: tenant.id, service, at }));
  return html`${form}${parts === undefined ? html`<p>Diese Leistung gibt es hier nicht.</p>` : previewAnswer(parts, choices, { at, receivers: await receiversOf(portal.hub, parts, { tenant: tenant.id, service, place }) })}`;
}

function routesTable({ visit, at }: Desk, choices: TownChoices, routes: readonly Route[], destinations: readonly Destination[]): Html {
  const names = new Map(destinations.map(({ id, name }) => [id, name]));
  const shown = routes.filter(({ destination }) => names.has(destination));
  if (shown.length === 0) return emptyState({ text: "Noch ist kein Weg festgelegt. Alle Anträge bleiben in der Sachbearbeitung." });
  return table("de", {
    caption: "Wege", captionHidden: true, columns: [{ title: "Leistung" }, { title: "Amt" }, { title: "Ziel" }, { title: "Gilt ab" }, { title: "Gilt bis" }, { title: "Ändern", hidden: true }],
    rows: shown.map((route) => [
      whatWords(choices, route), officeWords(choices, route.office), names.get(route.destination) ?? "", formatDateTime(route.validFrom, "de"), route.validUntil === undefined ? "auf Weiteres" : formatDateTime(route.validUntil, "de"),
      html`${linkButton({ text: "Ändern", href: at(`wege/${route.id}`), kind: "tertiary", small: true, hidden: `Weg für ${whatWords(choices, route)}` })}${formButton({ text: "Beenden", action: at(`wege/${route.id}/ende`), csrf: visit.staff.csrf, kind: "tertiary", small: true, hidden: `Weg für ${whatWords(choices, route)}` })}`,
    ]),
  });
}

function destinationsTable({ visit, at }: Desk, destinations: readonly Destination[]): Html {
  if (destinations.length === 0) return html`<p>Für Ihre Stadt ist noch kein Ziel eingerichtet. Adresse und Schlüssel eines Fachverfahrens trägt der Betrieb ein; danach legen Sie hier fest, was dorthin geht.</p>`;
  return table("de", {
    caption: "Ziele", captionHidden: true, columns: [{ title: "Ziel" }, { title: "Zustand" }, { title: "Letzte Probe" }, { title: "Probe", hidden: true }],
    rows: destinations.map((one) => [
      one.name,
      one.pausedAt ? badge("angehalten", "warning") : one.failingSince && one.lastFailure !== undefined ? html`${badge("antwortet nicht", "danger")} ${reasonText(one.lastFailure)}` : badge(one.lastAnswerAt ? "in Ordnung" : "noch nicht benutzt", one.lastAnswerAt ? "success" : "info"),
      one.test === undefined ? "noch keine" : `${formatDateTime(one.test.at, "de")}: ${reasonText(one.test.result)}`,
      formButton({ text: "Probezustellung senden", action: at(`ziele/${one.id}/probezustellung`), csrf: visit.staff.csrf, kind: "secondary", small: true, hidden: one.name }),
    ]),
  });
}
