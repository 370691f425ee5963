import { attr, html, type Html } from "@kommunalportal/html";
import { reasonText, type Destination, type Route } from "#modules/hub";
import { button, buttonGroup, formButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import { section } from "#ui/section";
import { table } from "#ui/table";
import { isId } from "#platform/ids";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { lineControl, selectControl } from "./controls.ts";
import { destinationForm, destinationOf, errorLines, type Errors, errorsOf, saveDestination } from "./destination-form.ts";
import { healthOf } from "./destinations-page.ts";
import { legalInput, legalInstant } from "./legal-instant.ts";
import { actorOf, operatorPage, type OperatorPages, townName } from "./operator-pages.ts";

export async function destinationPage(portal: OperatorPages, visit: StaffVisit, errors: Errors = {}): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (!one) return { missing: true };
  const now = portal.clock.now();
  const routes = await portal.db.inTenant(one.tenant, (tx) => portal.hub.routes(tx));
  const base = `/betrieb/ziele/${one.id}`;
  const { csrf } = visit.staff;
  const body = html`${descriptionList([
    { term: "Ort", value: townName(portal, one.tenant) }, { term: "Zustand", value: healthOf(one, now) },
    ...(one.heldUntil && one.heldUntil > now ? [{ term: "Nächster Versuch", value: formatDateTime(one.heldUntil, "de") }] : []),
    { term: "Letzte Probe", value: one.test === undefined ? "noch keine" : `${formatDateTime(one.test.at, "de")}: ${reasonText(one.test.result)}` },
    { term: "Zustellungen", value: html`<a class="kern-link" href="/betrieb/zustellungen?ziel=${one.id}">alle ansehen</a>` },
  ])}
${buttonGroup(html`${formButton({ action: `${base}/probezustellung`, csrf, text: "Probezustellung senden" })}${formButton({ action: `${base}/pause`, csrf, kind: "secondary", text: one.pausedAt ? "Fortsetzen" : "Anhalten", fields: { an: one.pausedAt ? "nein" : "ja" } })}`)}
<p class="kern-body">Die Probezustellung enthält keine Angaben von Menschen. Angehalten wird aufbewahrt, nichts geht verloren, und andere Ziele laufen weiter.</p>
${section({ title: "Wege hierher", body: routesPart(portal, visit, one, routes.filter(({ destination }) => destination === one.id), errors) })}
${section({ title: "Einstellungen", body: destinationForm(portal, visit.fields.has("weg") ? { ...visit, fields: new Map() } : visit, { action: base, destination: one, errors }) })}`;
  return operatorPage(portal, visit, { title: one.name, body, errors: errorLines(errors), parents: [{ text: "Ziele und Wege", href: "/betrieb/ziele" }] });
}

function routesPart(portal: OperatorPages, visit: StaffVisit, one: Destination, routes: readonly Route[], errors: Errors): Html {
  const services = [...portal.tenants.switches(one.tenant).keys()].sort();
  return html`${table("de", {
    caption: "Wege", captionHidden: true, dense: true, columns: [{ title: "Leistung" }, { title: "Amt" }, { title: "Teil" }, { title: "Gilt ab" }, { title: "Gilt bis" }, { title: "Ändern", hidden: true }],
    rows: routes.map((route) => [
      route.service ?? "alle", route.office ?? "alle", route.part ?? "alle", formatDateTime(route.validFrom, "de"), route.validUntil === undefined ? "offen" : formatDateTime(route.validUntil, "de"),
      formButton({ action: `/betrieb/ziele/${one.id}/wege/${route.id}/ende`, csrf: visit.staff.csrf, text: "Beenden", kind: "tertiary", small: true, hidden: `Weg für ${route.service ?? "alle Leistungen"}` }),
    ]),
  })}<div class="portal-case__actions"><details ${attr("open", visit.fields.has("weg"))}><summary>Weg hinzufügen</summary>${form("de", {
    action: `/betrieb/ziele/${one.id}/wege`, csrf: visit.staff.csrf, hidden: { weg: "1" }, body: html`${selectControl({ name: "leistung", label: "Leistung", empty: "alle Leistungen", value: visit.field("leistung"), options: services.map((slug) => ({ value: slug, text: slug })), error: errors["leistung"] })}
${lineControl({ name: "amt", label: "Amt", hint: "Zum Beispiel steueramt. Leer: alle.", value: visit.field("amt"), error: errors["amt"], optional: true })}
${lineControl({ name: "teil", label: "Teil des Formulars", hint: "Leer: alle.", value: visit.field("teil"), error: errors["teil"], optional: true })}
${lineControl({ name: "ab", label: "Gilt ab", type: "datetime-local", width: "medium", value: visit.field("ab") || legalInput(portal.clock.now()), error: errors["ab"] })}
${lineControl({ name: "bis", label: "Gilt bis", type: "datetime-local", width: "medium", hint: "Leer: bis auf Weiteres.", value: visit.field("bis"), error: errors["bis"], optional: true })}
${buttonGroup(button({ text: "Weg anlegen", kind: "secondary" }))}`,
  })}</details></div>`;
}

export async function changeDestination(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (!one) return { missing: true };
  const outcome = await saveDestination(portal, visit, { tenant: one.tenant, destination: one.id });
  if (outcome.ok) return { redirect: `/betrieb/ziele/${one.id}?meldung=ziel-gespeichert` };
  return "problems" in outcome ? destinationPage(portal, visit, errorsOf(outcome.problems)) : { missing: true };
}

export async function pauseDestination(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (!one) return { missing: true };
  const paused = visit.field("an") === "ja";
  const changed = await portal.db.inTenant(one.tenant, (tx) => portal.hub.pauseDestination(tx, { destination: one.id, paused, actor: actorOf(visit) }));
  return { redirect: `/betrieb/ziele/${one.id}?meldung=${changed ? (paused ? "ziel-angehalten" : "ziel-fortgesetzt") : "unveraendert"}` };
}

export async function testDelivery(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (!one) return { missing: true };
  const result = await portal.hub.sendTestMessage({ tenant: one.tenant, destination: one.id, actor: actorOf(visit) });
  return { redirect: `/betrieb/ziele/${one.id}?meldung=${result?.kind === "accepted" ? "probe-angekommen" : "probe-gescheitert"}` };
}

const role = /^[a-z0-9-]{1,40}$/;

export async function addRoute(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (!one) return { missing: true };
  const [service, office, part, from, until] = [visit.field("leistung"), visit.field("amt"), visit.field("teil"), legalInstant(visit.field("ab")), visit.field("bis") === "" ? undefined : legalInstant(visit.field("bis"))];
  const errors: Errors = {
    ...(service !== "" && !portal.tenants.switches(one.tenant).has(service) ? { leistung: "Wählen Sie eine Leistung dieser Stadt." } : {}),
    ...(office !== "" && !role.test(office) ? { amt: "Das Amt schreibt sich mit kleinen Buchstaben, zum Beispiel steueramt." } : {}), ...(part !== "" && !role.test(part) ? { teil: "Der Teil schreibt sich mit kleinen Buchstaben, wie im Formular." } : {}),
    ...(from === undefined ? { ab: "Geben Sie an, ab wann der Weg gilt." } : {}), ...(visit.field("bis") !== "" && until === undefined ? { bis: "Geben Sie Tag und Uhrzeit an oder nichts." } : {}),
  };
  if (from === undefined || Object.keys(errors).length > 0) return destinationPage(portal, visit, errors);
  const outcome = await portal.db.inTenant(one.tenant, (tx) => portal.hub.addRoute(tx, {
    destination: one.id, validFrom: from, actor: actorOf(visit), ...(service === "" ? {} : { service }), ...(office === "" ? {} : { office }), ...(part === "" ? {} : { part }), ...(until === undefined ? {} : { validUntil: until }),
  }));
  if (outcome.ok) return { redirect: `/betrieb/ziele/${one.id}?meldung=weg-angelegt` };
  return outcome.why === "ends-before-it-begins" ? destinationPage(portal, visit, { bis: "Der Weg endet, bevor er beginnt." }) : { missing: true };
}

export async function endRoute(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  const route = visit.params["weg"] ?? "";
  if (!one || !isId(route)) return { missing: true };
  const ended = await portal.db.inTenant(one.tenant, (tx) => portal.hub.endRoute(tx, { route, actor: actorOf(visit) }));
  return { redirect: `/betrieb/ziele/${one.id}?meldung=${ended ? "weg-beendet" : "unveraendert"}` };
}
