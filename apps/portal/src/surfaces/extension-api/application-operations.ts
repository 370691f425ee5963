import type { ApplicationFile, ApplicationHead } from "#modules/applications";
import type { FetchedApplication } from "#modules/extensions";
import { z } from "zod";
import { means } from "./component.ts";
import { json, operation, written } from "./operation.ts";
import { acknowledgement, acknowledgementRequest, application, applicationPage, at, cursor, id, seenStatus, slug } from "./schemas.ts";

export const limit = () => means(z.string().regex(/^(?:[1-9]\d?|100)$/).prefault("50").transform(Number), "Höchstens so viele, 1 bis 100.", "At most so many, 1 to 100.");
const statusList = z.string().max(200).transform((text) => text.split(",")).pipe(z.array(seenStatus()).min(1).max(10));

export const applicationOperations = [
  operation({
    id: "listApplications", method: "GET", path: "/applications", tag: "applications", scope: "vorgaenge.lesen", since: "1.0", stability: "stable", writes: false,
    summary: { de: "Anträge auflisten", en: "List applications" },
    description: {
      de: "Eingegangene Anträge in der Reihenfolge ihres Eingangs, ohne Angaben zur Person. Mit `next` geht es weiter: auch was erst später festgeschrieben wird, steht dahinter, nichts wird übersprungen. Eine Seite kann weniger Einträge haben als `limit`, auch wenn `more` wahr ist.",
      en: "Received applications in the order of their arrival, without anything about the person. Go on with `next`: what is committed later stands behind it, nothing is skipped. A page may have fewer entries than `limit` although `more` is true.",
    },
    params: z.strictObject({}),
    query: z.strictObject({
      cursor: cursor().optional(), limit: limit(), service: slug().optional(), status: means(statusList, "Ein oder mehrere Stände, durch Komma getrennt.", "One or several statuses, separated by commas.").optional(),
      acknowledged: means(z.enum(["true", "false"]), "Nur von Ihnen bestätigte oder nur unbestätigte.", "Only acknowledged by you, or only not.").optional(), since: means(at(), "Eingegangen ab diesem Zeitpunkt.", "Submitted at or after.").optional(),
    }),
    success: { status: 200, content: applicationPage }, problems: ["query-invalid", "cursor-invalid"],
    async handle({ bearer, query }, { extensions }) {
      const page = await extensions.listApplications(bearer, {
        cursor: query.cursor, limit: query.limit, service: query.service, statuses: query.status, acknowledged: query.acknowledged === undefined ? undefined : query.acknowledged === "true",
        since: query.since === undefined ? undefined : new Date(query.since),
      });
      return json(page, ({ items, next, more }) => ({ items: items.map(presentHead), next, more }));
    },
  }),
  operation({
    id: "getApplication", method: "GET", path: "/applications/{id}", tag: "applications", scope: "vorgaenge.lesen", since: "1.0", stability: "stable", writes: false,
    summary: { de: "Antrag abrufen", en: "Fetch an application" },
    description: {
      de: "Die verbindlichen strukturierten Daten, soweit die Erlaubnis reicht. Der Abruf wird festgehalten; die Person sieht, welche Erweiterung wann hineingesehen hat. Mit »If-None-Match« kommt bei unverändertem Inhalt 304.",
      en: "The binding structured data as far as the permission goes. The access is recorded; the person sees which extension looked and when. With “If-None-Match” an unchanged application answers 304.",
    },
    params: z.strictObject({ id: id() }), query: z.strictObject({}), success: { status: 200, content: application }, problems: ["not-found"],
    async handle({ bearer, params }, { extensions }) {
      return json(await extensions.fetchApplication(bearer, params.id), presentApplication);
    },
  }),
  operation({
    id: "getAttachment", method: "GET", path: "/applications/{id}/attachments/{file}", tag: "applications", scope: "vorgaenge.lesen", since: "1.0", stability: "stable", writes: false,
    summary: { de: "Anlage herunterladen", en: "Download an attachment" },
    description: { de: "Die Bytes als Strom, Prüfsumme in »Repr-Digest«. Bricht der Strom ab, verwerfen Sie das Ganze. Der Abruf wird festgehalten.", en: "The bytes as a stream, checksum in “Repr-Digest”. If the stream breaks off, discard the whole. The access is recorded." },
    params: z.strictObject({ id: id(), file: id() }), query: z.strictObject({}), success: { status: 200, content: "application/octet-stream" }, problems: ["not-found", "file-held"],
    async handle({ bearer, params }, { extensions }) {
      const opened = await extensions.openAttachment(bearer, { application: params.id, file: params.file });
      return opened.ok ? { ok: true, value: { kind: "file", content: opened.value.content, ...fileFacts(opened.value.about) } } : opened;
    },
  }),
  operation({
    id: "getSummary", method: "GET", path: "/applications/{id}/summary.pdf", tag: "applications", scope: "vorgaenge.lesen", since: "1.0", stability: "stable", writes: false,
    summary: { de: "PDF-Zusammenfassung herunterladen", en: "Download the PDF summary" },
    description: { de: "Der Antrag als barrierefreies PDF (PDF/UA-1). Es entsteht kurz nach dem Eingang und ist nur bei Erlaubnis für ganze Anträge erhältlich; verbindlich sind die strukturierten Daten.", en: "The application as an accessible PDF (PDF/UA-1). It is made shortly after the submission and only available to permissions for whole applications; the structured data is what binds." },
    params: z.strictObject({ id: id() }), query: z.strictObject({}), success: { status: 200, content: "application/pdf" }, problems: ["not-found"],
    async handle({ bearer, params }, { extensions }) {
      const opened = await extensions.openAttachment(bearer, { application: params.id, file: undefined });
      return opened.ok ? { ok: true, value: { kind: "file", content: opened.value.content, ...fileFacts(opened.value.about) } } : opened;
    },
  }),
  operation({
    id: "acknowledgeApplication", method: "POST", path: "/applications/{id}/acknowledgement", tag: "applications", scope: "vorgaenge.quittieren", since: "1.0", stability: "stable", writes: true,
    summary: { de: "Empfang bestätigen", en: "Acknowledge receipt" },
    description: { de: "Sie haben den Antrag dauerhaft übernommen. Er erscheint nicht mehr unter `acknowledged=false`. Ein eigenes Aktenzeichen kann später ergänzt werden.", en: "You have taken the application over durably. It no longer appears under `acknowledged=false`. A file number of your own may be added later." },
    params: z.strictObject({ id: id() }), query: z.strictObject({}), body: acknowledgementRequest, success: { status: 201, content: acknowledgement }, problems: ["not-found", "body-invalid"],
    async handle({ bearer, params, body, write }, { extensions }) {
      return written(await extensions.acknowledge(bearer, { application: params.id, externalReference: body.externalReference }, write));
    },
  }),
];

function presentHead(head: ApplicationHead): object {
  return {
    id: head.id, reference: head.reference, service: head.service, ...(head.leikaKey === undefined ? {} : { leikaKey: head.leikaKey }), formVersion: head.formVersion, status: head.status,
    statusSince: head.statusSince.toISOString(), channel: head.channel, trustLevel: head.trustLevel, submittedAt: head.submittedAt?.toISOString(), ...(head.receivedOn === undefined ? {} : { receivedOn: head.receivedOn }),
    ...(head.closedAt === undefined ? {} : { closedAt: head.closedAt.toISOString() }), revision: head.events,
  };
}

function presentApplication(fetched: FetchedApplication): object {
  return {
    ...presentHead(fetched.head), form: fetched.form, language: fetched.language, declaredOn: fetched.declaredOn,
    parts: fetched.parts.map(({ part, office, data }) => ({ part, ...(office === undefined ? {} : { office }), data })),
    attachments: fetched.attachments.map(presentAttachment),
    summary: fetched.summary !== undefined,
    ...(fetched.acknowledgement ? { acknowledgement: { acknowledgedAt: fetched.acknowledgement.at.toISOString(), ...(fetched.acknowledgement.externalReference === undefined ? {} : { externalReference: fetched.acknowledgement.externalReference }) } } : {}),
  };
}

export function presentAttachment(file: ApplicationFile): object {
  return { id: file.id, name: file.name, type: file.type, size: file.size, sha256: file.sha256, kind: file.kind, scan: file.scan, receivedAt: file.createdAt.toISOString() };
}

function fileFacts(about: { readonly name: string; readonly type: string; readonly size: number; readonly sha256: string }) {
  return { name: about.name, type: about.type, size: about.size, sha256: about.sha256 };
}
