import { html } from "@kommunalportal/html";
import type { Destination, Route } from "#modules/hub";
import { isId } from "#platform/ids";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { readRoute, refusedChange, type RouteErrors, routeFields, routeInput, routeValues } from "../routing/route-form.ts";
import { officeWords, townChoices, whatWords } from "../routing/town-choices.ts";
import { destinationOf, errorLines } from "./destination-form.ts";
import { destinationPage } from "./destination-page.ts";
import { actorOf, operatorPage, type OperatorPages } from "./operator-pages.ts";

export async function addRoute(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (!one) return { missing: true };
  const read = routeValues({ ...readRoute(visit), destination: one.id }, await townChoices(portal, one.tenant), [one.id]);
  if (!read.ok) return destinationPage(portal, visit, read.errors);
  const { service, office, part, validFrom, validUntil } = read.values;
  const outcome = await portal.db.inTenant(one.tenant, (tx) => portal.hub.addRoute(tx, {
    destination: one.id, validFrom, actor: actorOf(visit), ...(service === undefined ? {} : { service }), ...(office === undefined ? {} : { office }), ...(part === undefined ? {} : { part }), ...(validUntil === undefined ? {} : { validUntil }),
  }));
  if (outcome.ok) return { redirect: `/betrieb/ziele/${one.id}?meldung=weg-angelegt` };
  return outcome.why === "ends-before-it-begins" ? destinationPage(portal, visit, refusedChange(outcome.why)) : { missing: true };
}

/** One rule, to be changed; it may also be led to another destination of the town. */
export async function routePage(portal: OperatorPages, visit: StaffVisit, errors: RouteErrors = {}): Promise<Answer> {
  const found = await routeOf(portal, visit);
  if (!found) return { missing: true };
  const { one, route, destinations } = found;
  const input = visit.fields.size > 0 ? readRoute(visit) : routeInput(route);
  const now = portal.clock.now();
  const isOver = route.validUntil !== undefined && route.validUntil <= now;
  const choices = await townChoices(portal, one.tenant);
  const body = isOver ? html`<p class="kern-body">Dieser Weg galt für »${whatWords(choices, route)}, ${officeWords(choices, route.office)}« von ${formatDateTime(route.validFrom, "de")} bis ${formatDateTime(route.validUntil ?? now, "de")}. Er wird aufbewahrt, damit sich jede Zustellung erklären lässt.</p>` : html`<p class="kern-body">${route.validFrom <= now ? "Der Weg gilt schon. Eine Änderung beendet ihn und legt einen neuen an; was eingegangen ist, behält seinen Weg." : "Der Weg gilt noch nicht und kann frei geändert werden."}</p>${form("de", {
    action: `/betrieb/ziele/${one.id}/wege/${route.id}`, csrf: visit.staff.csrf, hidden: { version: visit.field("version") || String(route.version) },
    body: html`${routeFields(input, choices, destinations, errors)}${buttonGroup(button({ text: "Weg ändern" }))}`,
  })}`;
  return operatorPage(portal, visit, { title: isOver ? "Früherer Weg" : "Weg ändern", body, errors: errorLines(errors), parents: [{ text: "Ziele und Wege", href: "/betrieb/ziele" }, { text: one.name, href: `/betrieb/ziele/${one.id}` }] });
}

export async function changeRoute(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const found = await routeOf(portal, visit);
  if (!found) return { missing: true };
  const read = routeValues(readRoute(visit), await townChoices(portal, found.one.tenant), found.destinations.map(({ id }) => id));
  if (!read.ok) return routePage(portal, visit, read.errors);
  const outcome = await portal.db.inTenant(found.one.tenant, (tx) => portal.hub.changeRoute(tx, { route: found.route.id, version: Number(visit.field("version")), ...read.values, actor: actorOf(visit) }));
  return outcome.ok ? { redirect: `/betrieb/ziele/${read.values.destination}?meldung=weg-geaendert` } : routePage(portal, visit, refusedChange(outcome.why));
}

async function routeOf(portal: OperatorPages, visit: StaffVisit): Promise<{ readonly one: Destination; readonly route: Route; readonly destinations: readonly Destination[] } | undefined> {
  const one = await destinationOf(portal, visit);
  const id = visit.params["weg"] ?? "";
  if (!one || !isId(id)) return undefined;
  return portal.db.inTenant(one.tenant, async (tx) => {
    const route = await portal.hub.route(tx, id);
    return route && { one, route, destinations: await portal.hub.destinations(tx) };
  });
}

export async function endRoute(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  const route = visit.params["weg"] ?? "";
  if (!one || !isId(route)) return { missing: true };
  const ended = await portal.db.inTenant(one.tenant, (tx) => portal.hub.endRoute(tx, { route, actor: actorOf(visit) }));
  return { redirect: `/betrieb/ziele/${one.id}?meldung=${ended ? "weg-beendet" : "unveraendert"}` };
}
