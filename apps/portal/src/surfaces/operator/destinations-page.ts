import { html, type Html } from "@kommunalportal/html";
import { reasonText, type Destination, type Preview } from "#modules/hub";
import type { Tenant } from "#modules/tenants";
import { badge } from "#ui/badge";
import { linkButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import { filters } from "#ui/filters";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { operatorPage, type OperatorPages, townName, townOf } from "./operator-pages.ts";
import { since } from "./words.ts";

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
  if (destination.pausedAt) return html`${badge("angehalten", "warning")} ${since(destination.pausedAt, now)}`;
  if (destination.failingSince && destination.lastFailure !== undefined) return html`${badge("antwortet nicht", "danger")} ${since(destination.failingSince, now)}: ${reasonText(destination.lastFailure)}`;
  return badge(destination.lastAnswerAt ? "in Ordnung" : "noch nicht benutzt", destination.lastAnswerAt ? "success" : "info");
}

async function previewPart(portal: OperatorPages, visit: StaffVisit): Promise<Html> {
  const asked = (name: string): string => (visit.query.get(name) ?? "").slice(0, 100).trim();
  const [ort, leistung, amt, teil] = [asked("ort"), asked("leistung"), asked("amt"), asked("teil")];
  const town = townOf(portal, ort);
  const towns = portal.tenants.all().filter(({ id }) => portal.tenants.switches(id).size > 0);
  const services = [...new Set((town ? [town] : towns).flatMap(({ id }) => [...portal.tenants.switches(id).keys()]))].sort();
  const form = filters("de", {
    action: "/betrieb/ziele", filters: [
      { name: "ort", label: "Ort", value: ort, options: towns.map(({ slug, name }) => ({ value: slug, text: name })) }, { name: "leistung", label: "Leistung", value: leistung, options: services.map((slug) => ({ value: slug, text: slug })) },
      { name: "amt", label: "Amt, zum Beispiel steueramt", value: amt }, { name: "teil", label: "Teil des Formulars", value: teil },
    ],
  });
  if (!town || leistung === "") return html`${form}<p class="kern-body">Wählen Sie Ort und Leistung; Amt und Teil sind nur nötig, wo Wege danach unterscheiden.</p>`;
  const preview = await portal.db.inTenant(town.id, (tx) => portal.hub.preview(tx, { tenant: town.id, service: leistung, office: amt, part: teil === "" ? "whole" : teil, at: portal.clock.now() }));
  return html`${form}${answerOf(preview, town)}`;
}

function answerOf(preview: Preview, town: Tenant): Html {
  return html`<p class="kern-body">Ein Antrag, der jetzt in ${town.name} eingeht, ginge an:</p><ul class="kern-list">${preview.ways.map((way) => (way.kind === "casework"
    ? html`<li>Eingang der Sachbearbeitung</li>`
    : html`<li><a class="kern-link" href="/betrieb/ziele/${way.destination.id}">${way.destination.name}</a>${way.destination.pausedAt !== undefined && " (angehalten: wird aufbewahrt und später zugestellt)"}</li>`))}</ul>
${preview.note === "no-route" && notice("de", { kind: "warning", title: "Kein Weg zum Fachverfahren", body: "Die Stadt hat für diese Leistung ein Fachverfahren gewählt, aber kein Weg führt dorthin." })}${preview.note === "casework-only" && notice("de", { kind: "info", title: "Nur Sachbearbeitung", body: "Die Stadt hat für diese Leistung kein Fachverfahren gewählt. Wege wirken erst, wenn sie das in ihren Einstellungen ändert." })}`;
}
