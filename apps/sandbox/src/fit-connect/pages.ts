import { html, type Html } from "@kommunalportal/html";
import type { FastifyInstance, FastifyReply } from "fastify";
import { formatTime, page, table } from "../frame/page.ts";
import { EVENT_PREFIX } from "./event-uris.ts";
import { parseJws } from "./jws.ts";
import type { Parcel } from "./records.ts";
import type { Service } from "./service.ts";
import type { Store } from "./store.ts";

const SITE = "Sandbox-Zustelldienst";
const STATES: Readonly<Record<Parcel["state"], string>> = {
  incomplete: "angekündigt", submitted: "eingereicht", forwarded: "weitergeleitet", accepted: "angenommen", rejected: "abgelehnt", deleted: "gelöscht" };
const DESTINATION_STATES = { created: "angelegt", active: "aktiv", inactive: "inaktiv", decommissioned: "außer Betrieb" } as const;

interface PageParts { readonly store: Store; readonly service: () => Promise<Service> }

/** What the service itself sees: destinations, submissions and replies, and the log of each case. Contents it cannot read. */
export function addPages(app: FastifyInstance, { store, service }: PageParts): void {
  app.get("/", async (_request, reply) => {
    await service();
    const parcels = [...store.parcels.values()].slice(-200).toReversed();
    return show(reply, "FIT-Connect-Zustelldienst", html`
<p>Hier laufen Einreichungen und Antworten verschlüsselt durch. Der Zustelldienst sieht nur, was auf dieser Seite steht; die Inhalte kann er nicht lesen.</p>
${table("Zustellpunkte", ["Name", "Kennung", "Zustand", "Leistungen", "Warten auf Abholung"], [...store.destinations.values()].map((destination) => [
      html`<a href="/zustellpunkte/${destination.destinationId}">${destination.name}</a>`, destination.destinationId, DESTINATION_STATES[destination.status],
      destination.publicServices.length, store.waiting(destination.destinationId, "submission").length]))}
${parcels.length === 0 ? html`<p>Bisher wurde nichts eingereicht.</p>` : table("Die neuesten Einreichungen und Antworten", ["Kennung", "Art", "Zustellpunkt", "Stand", "Angekündigt"], parcels.map((parcel) => [
      html`<a href="/vorgaenge/${parcel.caseId}">${parcel.id}</a>`, parcel.kind === "reply" ? "Antwort" : "Einreichung",
      store.destinations.get(parcel.destinationId)?.name ?? parcel.destinationId, STATES[parcel.state], formatTime(new Date(parcel.announcedAt))]))}`);
  });

  app.get<{ Params: { id: string } }>("/zustellpunkte/:id", async (request, reply) => {
    await service();
    const destination = store.destinations.get(request.params.id);
    if (!destination) return show(reply.code(404), "Diesen Zustellpunkt gibt es nicht", html`<p><a href="/">Zur Übersicht</a></p>`);
    return show(reply, destination.name, html`<p><a href="/">Zur Übersicht</a></p>
<dl><dt>Kennung</dt><dd>${destination.destinationId}</dd><dt>Zustand</dt><dd>${DESTINATION_STATES[destination.status]}</dd>
<dt>Betreiber</dt><dd>${destination.contactInformation.legalName}</dd><dt>Metadaten</dt><dd>${destination.metadataVersions.join(", ")}</dd>
<dt>Rückruf</dt><dd>${destination.callback?.url ?? "keiner"}</dd></dl>
${table("Leistungen", ["Leistung", "Gebiete", "Fachdatenschemata"], destination.publicServices.map(({ identifier, regions, submissionSchemas }) => [
      identifier, regions.join(", "), submissionSchemas.map(({ schemaUri }) => schemaUri).join(", ")]))}
${table("Schlüssel", ["Kennung", "Zweck", "In Gebrauch"], destination.keys.map(({ kid, alg }) => [
      kid, alg === "PS512" ? "Signatur" : "Verschlüsselung", alg === "PS512" || kid === destination.encryptionKid ? "ja" : "nur noch für frühere Einreichungen"]))}`);
  });

  app.get<{ Params: { caseId: string } }>("/vorgaenge/:caseId", async (request, reply) => {
    await service();
    const { caseId } = request.params;
    const bracket = store.cases.get(caseId);
    if (!bracket) return show(reply.code(404), "Diesen Vorgang gibt es nicht", html`<p><a href="/">Zur Übersicht</a></p>`);
    return show(reply, `Vorgang ${caseId}`, html`<p><a href="/">Zur Übersicht</a></p>
<dl><dt>Absender</dt><dd>${store.clients.get(bracket.clientId)?.name ?? bracket.clientId}</dd>
<dt>Zustellpunkt</dt><dd><a href="/zustellpunkte/${bracket.destinationId}">${store.destinations.get(bracket.destinationId)?.name ?? bracket.destinationId}</a></dd></dl>
${table("Einreichungen und Antworten", ["Kennung", "Art", "Stand", "Leistung", "Anlagen"], store.parcelsOf(caseId).map((parcel) => [
      parcel.id, parcel.kind === "reply" ? "Antwort" : "Einreichung", STATES[parcel.state], parcel.publicService?.identifier ?? "", parcel.announced.length]))}
${table("Ereignisprotokoll", ["Ereignis", "Zeitpunkt", "Aussteller", "Zu", "Angaben"], store.events(caseId).map(({ set, event, at, parcelId }) => [
      event.slice(EVENT_PREFIX.length), formatTime(new Date(at)), issuerOf(set), parcelId, payloadOf(set)]))}`);
  });
}

function claimsOf(set: string): Readonly<Record<string, unknown>> {
  const payload = parseJws(set)?.payload;
  return typeof payload === "object" && payload !== null ? Object.fromEntries(Object.entries(payload)) : {};
}

function issuerOf(set: string): string {
  const issuer = claimsOf(set)["iss"];
  if (typeof issuer !== "string") return "";
  return issuer.startsWith("http") ? "Zustelldienst" : issuer;
}

function payloadOf(set: string): Html {
  const { events } = claimsOf(set);
  const payload = typeof events === "object" && events !== null ? Object.values(events)[0] : undefined;
  return html`<code>${JSON.stringify(payload ?? {})}</code>`;
}

function show(reply: FastifyReply, title: string, body: Html): FastifyReply {
  return reply.type("text/html; charset=utf-8").send(page({ title, site: SITE, body }));
}
