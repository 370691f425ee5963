import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { leikaKey, type IntactParcel, type ReceivedData } from "@kommunalportal/fit-connect";
import type { TakenFile, TakeIn } from "#modules/applications";
import { germanDay, legalDateTime, legalDate } from "#platform/clock";
import type { UploadedFile } from "@kommunalportal/form-engine";
import { accessKeyOf } from "./access-key.ts";
import { sealWayBack, noteArrivingFile, type ArrivalRow, type WayBack } from "./arrival-store.ts";
import { applicantOf, dataSections, type DataSection } from "./data-rows.ts";
import { efaAnswers, efaPackage, efaSlug, efaVersion } from "./efa-package.ts";
import { keepBytes, safeName, scanned, type KeptFile } from "./file-sink.ts";
import type { InboundDeps } from "./inbound-deps.ts";
import { type Conflict, conflictSections, conflictsOf } from "./pdf-conflict.ts";
import { readData } from "./read-data.ts";

/** Everything that is needed to keep a proved submission as an application; nothing is in the database yet. */
export interface Prepared { readonly takeIn: TakeIn; readonly sealed: Buffer; readonly storeKeys: readonly string[]; readonly arrivedAt: Date; readonly conflicts: readonly Conflict[] }

/** What came, by whichever way, proved and with its files kept. */
export interface Arrived {
  readonly leika: string | undefined;
  readonly data: ReceivedData | undefined;
  readonly attachments: readonly { readonly content: KeptFile; readonly filename: string | undefined }[];
  /** How the other side hears; its key names the way. */
  readonly replyChannel: Readonly<Record<string, unknown>> | undefined;
  readonly senderReference: string | undefined;
  readonly consent: boolean | undefined;
  /** The day of the application as the other service says it (`YYYY-MM-DD`). */
  readonly applicationDate?: string | undefined;
  /** Where it came from, once and for all: an application is taken in once for each. */
  readonly source: string;
  /** SHA-256 of what came encrypted by a way that does not tell repetitions apart itself. */
  readonly sealedDigest?: Buffer;
}

/** A submission of FIT-Connect that was proved. */
export function arrivedBySubmission(reception: IntactParcel<KeptFile>, submission: string): Arrived {
  const { metadata } = reception;
  const info = "additionalReferenceInfo" in metadata.content ? (metadata.content.additionalReferenceInfo as { readonly senderReference?: string; readonly applicationDate?: string; readonly zustimmungZumDigitalenBescheid?: boolean } | undefined) : undefined;
  return {
    leika: reception.publicService === undefined ? undefined : leikaKey(reception.publicService.identifier), data: reception.data, replyChannel: metadata.replyChannel, senderReference: info?.senderReference, consent: info?.zustimmungZumDigitalenBescheid, applicationDate: info?.applicationDate,
    attachments: reception.attachments.map(({ content, metadata: about }) => ({ content, filename: about.filename })), source: `fit-connect:${submission}`,
  };
}

/** What arrived in the words of an application. Its data are kept as they came, byte for byte, as a file beside the lines that people read. */
export async function prepareTakeIn(deps: InboundDeps, arrival: ArrivalRow, arrived: Arrived, arrivedAt: Date): Promise<Prepared> {
  const { tenant_id: tenant, submission_id: submission } = arrival;
  const { leika, data } = arrived;
  const service = deps.links.services().find(({ leikaKeys }) => leika !== undefined && leikaKeys.includes(leika)) ?? { id: "eingang", title: { de: "Antrag aus einem anderen Online-Dienst" }, operator: "unbekannt", leikaKeys: [] };
  const key = leika ?? service.leikaKeys[0] ?? "99000000000000";
  await ensurePackage(deps, tenant, service, key);

  const way: WayBack = {
    service: service.id, ...(arrived.replyChannel === undefined ? {} : { replyChannel: arrived.replyChannel }), ...(arrived.senderReference === undefined ? {} : { senderReference: arrived.senderReference }),
    ...(arrived.consent === undefined ? {} : { consent: arrived.consent }),
  };
  const files: { readonly kept: KeptFile; readonly name: string }[] = arrived.attachments.map(({ content, filename }, index) => ({ kept: content, name: safeName(filename, `anlage-${index + 1}`) }));
  const conflicts = await conflictsOf(deps.files, data, files);
  if (data) files.push({ kept: await keepData(deps, arrival, data), name: data.mimeType === "application/json" ? "fachdaten.json" : "fachdaten.xml" });
  const taken: TakenFile[] = [];
  for (const { kept, name } of files) taken.push(await scanned(deps, kept, name));

  const read = data ? readData(data.bytes, data.mimeType) : { leaves: [], more: false };
  const labels = data ? deps.schemas.labels(data.schemaUri) : new Map<string, string>();
  const sections = [...conflictSections(conflicts, labels), ...dateSections(arrived, arrivedAt), ...dataSections(read, labels)];
  const more = read.more ? [{ title: "Weitere Angaben", lines: [{ label: "Hinweis", value: "Nicht alle Angaben stehen hier. Alles steht in der Datei mit den Fachdaten." }] }] : [];
  const uploaded = taken.map(({ lock, file }): UploadedFile => ({ id: lock.id, ...file }));
  const name = applicantOf(read.leaves);
  const office = await officeFor(deps, tenant, service.id, key);
  return {
    arrivedAt, conflicts, sealed: sealWayBack(await deps.tenants.tenantKey(tenant), submission, way), storeKeys: taken.map(({ lock }) => lock.storeKey),
    takeIn: {
      tenant, service: efaSlug(service), version: efaVersion, leika: key, office, arrivedAt, declaredAt: arrivedAt, level: 0, files: taken, source: arrived.source,
      accessKey: accessKeyOf(await deps.tenants.tenantKey(tenant), submission), ...(name === undefined ? {} : { applicantName: name }), ...(way.senderReference === undefined ? {} : { words: way.senderReference }),
      answers: efaAnswers({
        origin: { service: `${service.title.de} (${service.operator})`, number: way.senderReference, handedInAt: spoken(arrivedAt), replyWay: replyWords(way), schema: data?.schemaUri ?? "ohne Fachdaten" },
        sections: [...sections, ...more], files: uploaded,
      }),
    },
  };
}

/** Where the other service names another day than that of the arrival: whoever counts deadlines has to know both. */
function dateSections({ applicationDate }: Arrived, arrivedAt: Date): readonly DataSection[] {
  if (applicationDate === undefined || applicationDate === legalDate(arrivedAt)) return [];
  return [{ title: "Tag des Antrags", lines: [{ label: "Antragsdatum laut Online-Dienst", value: germanDay(applicationDate) }, { label: "Hier eingegangen", value: germanDay(legalDate(arrivedAt)) }] }];
}

async function keepData(deps: InboundDeps, arrival: ArrivalRow, data: ReceivedData): Promise<KeptFile> {
  const lock = deps.applications.fileForTakeIn();
  await deps.db.inTenant(arrival.tenant_id, (tx) => noteArrivingFile(tx, { storeKey: lock.storeKey, tenant: arrival.tenant_id, submission: arrival.submission_id, at: deps.clock.now() }));
  return keepBytes(deps.files, lock, Readable.from([Buffer.from(data.bytes)]), "application/octet-stream");
}

/** The package is published and the town has settings for it (retention, area of law); both are there after the first submission. */
async function ensurePackage(deps: InboundDeps, tenant: string, service: Parameters<typeof efaPackage>[0], leika: string): Promise<void> {
  const slug = efaSlug(service);
  if (!(await deps.forms.service(slug, efaVersion))) {
    await deps.db.asOperator("publish the package of a service run elsewhere", (tx) => deps.forms.publish(tx, efaPackage(service, leika)));
  }
  if (deps.tenants.switches(tenant).has(slug)) return;
  await deps.db.asOperator("settings of a town for what comes from elsewhere", (tx) => deps.tenants.storeSwitch(tx, tenant, {
    service: slug, enabled: false, paymentWays: [], offices: {}, notificationArea: "vwvfg", retentionMonths: 24, delivery: "casework", bookingData: {},
  }));
}

/** The office of the register, of the catalogue, or the first there is: an application always lies on somebody's desk. */
async function officeFor(deps: InboundDeps, tenant: string, service: string, leika: string): Promise<string> {
  const registered = (await deps.connectionOf(tenant, service))?.office;
  if (registered !== undefined && deps.catalogue.officeByRole(tenant, registered)) return registered;
  const town = deps.tenants.byId(tenant);
  const competent = town && (await deps.catalogue.officeFor(town, leika));
  if (competent?.known === true && competent.at.id === tenant) return competent.office.role;
  return deps.catalogue.officesOf(tenant)[0]?.role ?? "posteingang";
}

function replyWords({ replyChannel, consent }: WayBack): string {
  const kinds = Object.keys(replyChannel ?? {});
  if (kinds.includes("xta") && kinds.includes("idBundDeMailbox")) return `über den Online-Dienst (XTA) und in das BundID-Postfach${consentWords(consent)}`;
  const [kind] = kinds;
  const words = kind === "fitConnect" ? "über den Online-Dienst (FIT-Connect)" : kind === "xta" ? "über den Online-Dienst (XTA)" : kind === "eMail" ? "E-Mail" : kind === "idBundDeMailbox" ? "BundID-Postfach" : kind === "deMail" ? "De-Mail" : kind === "elster" ? "Mein Unternehmenskonto" : "Post";
  return `${words}${consentWords(consent)}`;
}

const consentWords = (consent: boolean | undefined): string => (consent === true ? ", elektronischer Bescheid erwünscht" : consent === false ? ", Bescheid auf Papier" : "");

function spoken(at: Date): string {
  const [, time = ""] = legalDateTime(at).split(" ");
  return `${germanDay(legalDate(at))}, ${time} Uhr`;
}

export const newJti = (): string => randomUUID();
