import { html, type Html } from "@kommunalportal/html";
import { reasonText } from "#modules/hub";
import { buttonGroup, formButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { formatDateTime } from "#ui/format";
import { section } from "#ui/section";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { type Errors, errorsOf } from "./destination-fields.ts";
import { destinationForm, destinationOf, errorLines, saveDestination } from "./destination-form.ts";
import { healthOf } from "./destinations-page.ts";
import { actorOf, operatorPage, type OperatorPages, townName } from "./operator-pages.ts";
import { channelWords } from "./words.ts";
import { retiredPage, retirePart } from "./retired-destination.ts";
import { routesPart } from "./routes-part.ts";

export async function destinationPage(portal: OperatorPages, visit: StaffVisit, errors: Errors = {}): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (!one) return retiredPage(portal, visit);
  const now = portal.clock.now();
  const routes = await portal.db.inTenant(one.tenant, (tx) => portal.hub.routes(tx));
  const base = `/betrieb/ziele/${one.id}`;
  const { csrf } = visit.staff;
  const body = html`${descriptionList([
    { term: "Ort", value: townName(portal, one.tenant) }, { term: "Art", value: channelWords[one.channel] }, { term: "Zustand", value: healthOf(one, now) },
    ...(one.heldUntil && one.heldUntil > now && !one.pausedAt ? [{ term: "Nächster Versuch", value: formatDateTime(one.heldUntil, "de") }] : []),
    { term: "Letzte Probe", value: one.test === undefined ? "noch keine" : `${formatDateTime(one.test.at, "de")}: ${reasonText(one.test.result)}` },
    ...(typeof one.settings["certificateUntil"] === "string" ? [{ term: "Zertifikat", value: html`bis ${formatDateTime(new Date(one.settings["certificateUntil"]), "de")}, <a class="kern-link" href="${base}/zertifikat">Zertifikat tauschen</a>` }] : []),
    ...publicKeysOf(one.settings),
    ...(one.channel === "webhook" && portal.hub.answerUrl ? [{ term: "Antworten nimmt an", value: html`<code class="portal-fingerprint">${portal.hub.answerUrl(one.id)}</code>, unterschrieben mit demselben geheimen Schlüssel` }] : []),
    { term: "Zustellungen", value: html`<a class="kern-link" href="/betrieb/zustellungen?ziel=${one.id}">alle ansehen</a>` },
  ])}
${buttonGroup(html`${formButton({ action: `${base}/probezustellung`, csrf, text: "Probezustellung senden" })}${formButton({ action: `${base}/pause`, csrf, kind: "secondary", text: one.pausedAt ? "Fortsetzen" : "Anhalten", fields: { an: one.pausedAt ? "nein" : "ja" } })}`)}
<p class="kern-body">Die Probezustellung enthält keine Angaben von Menschen. Angehalten wird aufbewahrt, nichts geht verloren, und andere Ziele laufen weiter.</p>
${section({ title: "Wege hierher", body: await routesPart(portal, visit, one, routes.filter(({ destination }) => destination === one.id), errors) })}
${section({ title: "Einstellungen", body: destinationForm(portal, visit.fields.has("weg") || visit.fields.has("stilllegung") ? { ...visit, fields: new Map() } : visit, { action: base, channel: one.channel, destination: one, errors }) })}
${retirePart(one, csrf, errors["stilllegen"] !== undefined)}`;
  return operatorPage(portal, visit, { title: one.name, body, errors: errorLines(errors), parents: [{ text: "Ziele und Wege", href: "/betrieb/ziele" }] });
}

/** What the administrator of an SFTP server enters for the portal (`authorized_keys`), and what checks its signatures. */
function publicKeysOf({ publicKeys }: Readonly<Record<string, unknown>>): { readonly term: string; readonly value: Html }[] {
  const lines = Array.isArray(publicKeys) ? publicKeys.filter((one) => typeof one === "string") : [];
  return lines.map((key, i) => ({ term: i === 0 ? "Öffentlicher Schlüssel des Portals" : "Bisheriger Schlüssel, gilt noch", value: html`<code class="portal-fingerprint">${key}</code>` }));
}

export async function changeDestination(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (!one) return { missing: true };
  const { outcome, channel } = await saveDestination(portal, visit, { tenant: one.tenant, before: one });
  if (outcome.ok) return { redirect: `/betrieb/ziele/${one.id}?meldung=ziel-gespeichert` };
  return "problems" in outcome ? destinationPage(portal, visit, errorsOf(outcome.problems, channel)) : { missing: true };
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
