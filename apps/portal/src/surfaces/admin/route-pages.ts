import { html } from "@kommunalportal/html";
import type { Destination, Route } from "#modules/hub";
import { legalInput } from "#platform/clock";
import { isId } from "#platform/ids";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import type { Answer } from "../frame/index.ts";
import { readRoute, refusedChange, type RouteErrors, type RouteInput, routeFields, routeInput, routeValues } from "../routing/route-form.ts";
import { officeWords, townChoices, whatWords } from "../routing/town-choices.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { errorLines } from "./form-state.ts";

const actorOf = (desk: Desk) => ({ kind: "staff", id: desk.visit.staff.staff }) as const;
const destinationsOf = (portal: AdminPages, { tenant }: Desk): Promise<Destination[]> => portal.db.inTenant(tenant.id, (tx) => portal.hub.destinations(tx));

export async function newRoutePage(portal: AdminPages, desk: Desk): Promise<Answer> {
  return newPage(portal, desk, { what: "", office: "", destination: "", from: legalInput(portal.clock.now()), until: "" }, {});
}

async function newPage(portal: AdminPages, desk: Desk, input: RouteInput, errors: RouteErrors): Promise<Answer> {
  const body = form("de", {
    action: desk.at("wege"), csrf: desk.visit.staff.csrf,
    body: html`${routeFields(input, await townChoices(portal, desk.tenant.id), await destinationsOf(portal, desk), errors)}${buttonGroup(button({ text: "Weg anlegen" }))}`,
  });
  return editorPage(portal, desk, { title: "Weg anlegen", body, errors: errorLines(errors), parents: [{ text: "Wege", href: desk.at("wege") }] });
}

export async function addRoute(portal: AdminPages, desk: Desk): Promise<Answer> {
  const input = readRoute(desk.visit);
  const read = routeValues(input, await townChoices(portal, desk.tenant.id), (await destinationsOf(portal, desk)).map(({ id }) => id));
  if (!read.ok) return newPage(portal, desk, input, read.errors);
  const { service, office, part, destination, validFrom, validUntil } = read.values;
  const outcome = await portal.db.inTenant(desk.tenant.id, (tx) => portal.hub.addRoute(tx, {
    destination, validFrom, actor: actorOf(desk), ...(service === undefined ? {} : { service }), ...(office === undefined ? {} : { office }), ...(part === undefined ? {} : { part }), ...(validUntil === undefined ? {} : { validUntil }),
  }));
  if (outcome.ok) return { redirect: `${desk.at("wege")}?getan=weg-angelegt` };
  return newPage(portal, desk, input, refusedChange(outcome.why));
}

export async function routePage(portal: AdminPages, desk: Desk, errors: RouteErrors = {}): Promise<Answer> {
  const route = await routeOf(portal, desk);
  if (!route) return { missing: true };
  const { visit, at } = desk;
  const now = portal.clock.now();
  const choices = await townChoices(portal, desk.tenant.id);
  const sent = visit.fields.size > 0;
  const body = route.validUntil !== undefined && route.validUntil <= now
    ? html`<p>Dieser Weg galt für »${whatWords(choices, route)}, ${officeWords(choices, route.office)}« von ${formatDateTime(route.validFrom, "de")} bis ${formatDateTime(route.validUntil, "de")}. Er wird aufbewahrt, damit sich jede Zustellung erklären lässt.</p>`
    : html`<p>${route.validFrom <= now ? "Der Weg gilt schon. Eine Änderung beendet ihn und legt einen neuen an; was eingegangen ist, behält seinen Weg." : "Der Weg gilt noch nicht und kann frei geändert werden."}</p>${form("de", {
      action: at(`wege/${route.id}`), csrf: visit.staff.csrf, hidden: { version: sent ? visit.field("version") : String(route.version) },
      body: html`${routeFields(sent ? readRoute(visit) : routeInput(route), choices, await destinationsOf(portal, desk), errors)}${buttonGroup(button({ text: "Weg ändern" }))}`,
    })}`;
  return editorPage(portal, desk, { title: "Weg ändern", body, errors: errorLines(errors), parents: [{ text: "Wege", href: at("wege") }] });
}

export async function changeRoute(portal: AdminPages, desk: Desk): Promise<Answer> {
  const route = await routeOf(portal, desk);
  if (!route) return { missing: true };
  const read = routeValues(readRoute(desk.visit), await townChoices(portal, desk.tenant.id), (await destinationsOf(portal, desk)).map(({ id }) => id));
  if (!read.ok) return routePage(portal, desk, read.errors);
  const outcome = await portal.db.inTenant(desk.tenant.id, (tx) => portal.hub.changeRoute(tx, { route: route.id, version: Number(desk.visit.field("version")), ...read.values, actor: actorOf(desk) }));
  return outcome.ok ? { redirect: `${desk.at("wege")}?getan=weg-geaendert` } : routePage(portal, desk, refusedChange(outcome.why));
}

export async function endRoute(portal: AdminPages, desk: Desk): Promise<Answer> {
  const route = await routeOf(portal, desk);
  if (!route) return { missing: true };
  const ended = await portal.db.inTenant(desk.tenant.id, (tx) => portal.hub.endRoute(tx, { route: route.id, actor: actorOf(desk) }));
  return { redirect: `${desk.at("wege")}?getan=${ended ? "weg-beendet" : "weg-unveraendert"}` };
}

/** A message without any person's data; how it ended stands with the destination. */
export async function testDestination(portal: AdminPages, desk: Desk): Promise<Answer> {
  const id = desk.visit.params["ziel"] ?? "";
  const result = isId(id) ? await portal.hub.sendTestMessage({ tenant: desk.tenant.id, destination: id, actor: actorOf(desk) }) : undefined;
  return result ? { redirect: `${desk.at("wege")}?getan=${result.kind === "accepted" ? "probe-angekommen" : "probe-gescheitert"}` } : { missing: true };
}

/** Within the town's own policies: another town's rule is not there. */
async function routeOf(portal: AdminPages, desk: Desk): Promise<Route | undefined> {
  const id = desk.visit.params["weg"] ?? "";
  return isId(id) ? portal.db.inTenant(desk.tenant.id, (tx) => portal.hub.route(tx, id)) : undefined;
}
