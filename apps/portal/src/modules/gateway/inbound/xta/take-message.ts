import { Readable } from "node:stream";
import { leikaKey, receptionProblem } from "@kommunalportal/fit-connect";
import { checkMetaData, type ContentSink, encryptContainer, encryptionCertificateOf, inMemoryUpTo, type MailboxAnswer, type MessageMetaData, type Party, type ReceivedContainer, type ReceivedContent, type XtaClient } from "@kommunalportal/xta";
import { legalDate } from "#platform/clock";
import { sniff, SNIFF_BYTES } from "#platform/scan";
import { applicationOfCase, arrivalRow, namedSchema, noteArrivingFile, openWayBack, updateArrival, type ArrivalRow, type WayBack } from "../arrival-store.ts";
import { checkData } from "../check-data.ts";
import { mandateOn } from "../destination-store.ts";
import { keepBytes, type KeptFile, shownTypes } from "../file-sink.ts";
import type { InboundDeps } from "../inbound-deps.ts";
import { keepApplication } from "../keep-application.ts";
import { laterAgain } from "../later-again.ts";
import type { Arrived } from "../receive-submission.ts";
import { takeAnswer } from "../take-answer.ts";
import type { SealedMailbox } from "./mailbox-store.ts";
import { personProperties } from "./person-properties.ts";
import { clientOf } from "./open-mailbox.ts";
import { keepOpened, openSealed, type Opened } from "./open-sealed.ts";
import { xtaChannel } from "./xta-channel.ts";
import { dropContent, refuse } from "./refuse-message.ts";

/** Fachdaten of an application; attachments stream into the store. */
const largestData = 20 * 1024 * 1024;
const dataSink = inMemoryUpTo(largestData);
type Content = { readonly data: Buffer } | { readonly file: KeptFile } | "too-large";
type Fetched = MailboxAnswer<Content>;
type Plain = Extract<ReceivedContainer<Content>, { kind: "plain" }>;

/**
 * One message of a mailbox: fetch, keep, and only after the commit confirm its reception, which tells the sender by the transport report. Every step may be repeated
 * after a crash. What fails for no fault of the sender's is tried again; what can never be read is confirmed and answered with the reason.
 */
export async function takeMessage(deps: InboundDeps, given: { readonly tenant: string; readonly submission: string; readonly destination: string; readonly parcel: string }): Promise<void> {
  try {
    const opened = await clientOf(deps, given);
    if (!opened) throw new Error("the mailbox is not connected any more");
    const arrival = await deps.db.inTenant(given.tenant, (tx) => arrivalRow(tx, given.submission));
    if (!arrival) return;
    let fetched: Fetched | undefined;
    if (arrival.state === "listed") fetched = await receive(deps, arrival, opened, given.parcel);
    const now = await deps.db.inTenant(given.tenant, (tx) => arrivalRow(tx, given.submission));
    if (!now || now.state === "listed" || now.state === "unopened") return;
    if (now.state === "refusing") await refuse(deps, now, opened, given.parcel);
    await confirm(opened.client, given.parcel, fetched);
    if (now.state === "taken-in" || now.state === "refusing") {
      const at = deps.clock.now();
      await deps.db.inTenant(given.tenant, (tx) => updateArrival(tx, given.submission, { state: now.state === "taken-in" ? "accepted" : "rejected", answeredAt: at, nextAt: null }));
    }
  } catch (error) {
    await laterAgain(deps, given, error);
  }
}

async function receive(deps: InboundDeps, arrival: ArrivalRow, { client, mailbox }: { readonly client: XtaClient; readonly mailbox: SealedMailbox }, parcel: string): Promise<Fetched | undefined> {
  const { tenant_id: tenant, submission_id: submission } = arrival;
  const update = (change: Parameters<typeof updateArrival>[2]): Promise<void> => deps.db.inTenant(tenant, (tx) => updateArrival(tx, submission, change));
  if (!(await deps.db.inTenant(tenant, (tx) => mandateOn(tx, tenant, legalDate(deps.clock.now()))))) {
    // Not ours to open: it waits in the mailbox.
    await update({ state: "unopened", unopenedWhy: "order", nextAt: null });
    return undefined;
  }
  const fetched = await client.getMessage({ selector: { messageIds: [parcel] } }, sinkOf(deps, arrival));
  const { metaData, container } = fetched;
  if (!metaData || !container) throw new Error("the mailbox does not give the message it listed");
  if (container.kind === "plain") {
    await take(deps, arrival, metaData, container, { bound: false });
    return fetched;
  }
  const { element, cipher } = container;
  if (cipher === "too-large" || !("file" in cipher)) throw new Error("what is encrypted was not kept");
  const outcome = await openSealed(deps, arrival, mailbox, { element, cipher: cipher.file }, async (opened): Promise<Opened["kind"]> => {
    if (opened.kind === "opened") {
      const { binding, container: content } = checkMetaData(opened.container, metaData);
      if (binding === "different") await update({ state: "refusing", problems: [receptionProblem("encryption-issue", "metadata", changedWords)], nextAt: deps.clock.now() });
      else await take(deps, arrival, metaData, await kept(deps, arrival, content), { bound: binding === "bound", digest: opened.digest });
    } else if (opened.kind === "unopened") await update({ state: "unopened", unopenedWhy: opened.why, nextAt: null });
    else await update({ state: "refusing", problems: [receptionProblem("encryption-issue", "data", opened.words)], nextAt: deps.clock.now() });
    return opened.kind;
  });
  return outcome === "unopened" ? undefined : fetched;
}

const changedWords = "Die Angaben um die Nachricht (Absender, Ort für Antworten, Bezug, Dienst) sind nicht die, die ihr Verfasser mit verschlüsselt hat.";

/** What was opened, in the same shape as what comes in the clear. */
async function kept(deps: InboundDeps, arrival: ArrivalRow, { message, attachments }: Extract<Opened, { kind: "opened" }>["container"]): Promise<Plain> {
  const files: ReceivedContent<Content>[] = [];
  for (const attachment of attachments) files.push({ ...attachment, content: { file: await keepOpened(deps, arrival, attachment.content) } });
  const { content } = message;
  return { kind: "plain", message: { ...message, content: content.byteLength > largestData ? "too-large" : { data: Buffer.from(content.buffer, content.byteOffset, content.byteLength) } }, attachments: files };
}

async function take(deps: InboundDeps, arrival: ArrivalRow, metaData: MessageMetaData, { message, attachments }: Plain, sealed: { /** The metadata are those that the author enclosed. */ readonly bound: boolean; readonly digest?: Buffer }): Promise<void> {
  const { tenant_id: tenant, submission_id: submission } = arrival;
  const { qualifier, originators, msgIdentification } = metaData;
  const problem = (id: Parameters<typeof receptionProblem>[0], words: string): Promise<void> =>
    deps.db.inTenant(tenant, (tx) => updateArrival(tx, submission, { state: "refusing", problems: [receptionProblem(id, "data", words)], nextAt: deps.clock.now(), schema: namedSchema(deps.schemas, qualifier.messageType.payloadSchema) }));
  const mimeType = /^(?:application|text)\/(?:[\w.-]+\+)?xml\b/i.test(message.contentType) ? "application/xml" : /^application\/json\b/i.test(message.contentType) ? "application/json" : undefined;
  if (message.content === "too-large") { await problem("syntax-violation", "Die Daten sind größer als 20 MB. So groß ist kein Antrag; Unterlagen gehören in die Anlagen."); return; }
  if (!("data" in message.content) || mimeType === undefined) { await problem("unsupported-schema", "Die Nachricht enthält weder XML noch JSON."); return; }
  const { author } = originators;
  const before = await deps.db.inTenant(tenant, (tx) => applicationOfCase(tx, tenant, arrival.case_id));
  const isAnswer = before !== undefined && before.submission_id !== submission;
  if (isAnswer && !speaksFor(openWayBack(await deps.tenants.tenantKey(tenant), before), author, sealed.bound)) { await problem("technical-error", "Die Nachricht bezieht sich auf einen Antrag, den ein anderer Absender oder auf andere Weise gestellt hat."); return; }
  const data = { bytes: message.content.data, schemaUri: qualifier.messageType.payloadSchema, mimeType } as const;
  const verdict = checkData(deps, data);
  if (verdict !== "fits") { await problem(verdict, verdict === "syntax-violation" ? "Die Daten sind nicht lesbar." : "Die Daten entsprechen nicht ihrem Schema."); return; }
  const answered = originators.replyTo ?? originators.author;
  const [replyTo, certificate] = [answered.identifier, answerCertificate(answered)];
  const person = personProperties(metaData);
  const arrived: Arrived = {
    leika: leikaOf(qualifier.service), data, source: `xta:${arrival.destination_id}:${arrival.parcel ?? ""}`, senderReference: msgIdentification.processRef?.requester?.value, consent: person.consent,
    attachments: attachments.flatMap(({ content, filename }) => (typeof content !== "string" && "file" in content ? [{ content: content.file, filename }] : [])),
    replyChannel: { xta: { type: replyTo.type ?? "XTA_ID", value: replyTo.value, service: qualifier.service, author: author.identifier.value, bound: sealed.bound, ...(certificate === undefined ? {} : { certificate }) }, ...(person.mailboxUuid === undefined ? {} : { idBundDeMailbox: { mailboxUuid: person.mailboxUuid } }) },
    ...(sealed.digest === undefined ? {} : { sealedDigest: sealed.digest }),
  };
  const delivered = new Date(metaData.deliveryAttributes.delivery ?? Number.NaN).getTime();
  const arrivedAt = new Date(Math.min(Number.isNaN(delivered) ? Infinity : delivered, deps.clock.now().getTime()));
  if (isAnswer) await takeAnswer(deps, arrival, before, arrived, arrivedAt);
  else await keepApplication(deps, arrival, arrived, arrivedAt);
}

/**
 * Whoever handed an application in answers in it, and nobody else who has an account at the server and knows its id. Where its metadata were enclosed, so are those of the answer: otherwise whoever carries
 * messages could write one in the author's name.
 */
function speaksFor(way: WayBack | undefined, { identifier }: Party, bound: boolean): boolean {
  const channel = xtaChannel.safeParse(way?.replyChannel);
  if (!channel.success) return false;
  const { author, value, bound: wasBound } = channel.data.xta;
  return identifier.value === (author ?? value) && (bound || wasBound !== true);
}

/** For which the other side wants to be answered encrypted. With one that no answer can be encrypted for, the answer travels as it would without. */
function answerCertificate(party: Party): string | undefined {
  const named = encryptionCertificateOf(party);
  try {
    if (named !== undefined) encryptContainer({ kind: "plain", message: { contentType: "text/plain", bytes: new Uint8Array() } }, named);
    return named;
  } catch {
    return undefined;
  }
}

function leikaOf(service: string): string | undefined {
  try { return leikaKey(service); } catch { return undefined; }
}

/** The message itself is read whole, within bounds; attachments, and what is encrypted, go sealed into the store. */
function sinkOf(deps: InboundDeps, { tenant_id: tenant, submission_id: submission }: ArrivalRow): ContentSink<Content> {
  return async (place, bytes) => {
    if (place.role !== "message") {
      const lock = deps.applications.fileForTakeIn();
      await deps.db.inTenant(tenant, (tx) => noteArrivingFile(tx, { storeKey: lock.storeKey, tenant, submission, at: deps.clock.now() }));
      const first: Buffer[] = [];
      let size = 0;
      const kept = await keepBytes(deps.files, lock, Readable.from((async function* look() {
        for await (const chunk of bytes) {
          if (size < SNIFF_BYTES) first.push(Buffer.from(chunk.subarray(0, SNIFF_BYTES)));
          size += chunk.byteLength;
          yield Buffer.from(chunk);
        }
      })()), "application/octet-stream");
      const type = size === 0 ? undefined : await sniff(Buffer.concat(first), { allowed: shownTypes });
      return { file: { ...kept, type: type?.kind === "accepted" ? type.mime : "application/octet-stream" } };
    }
    const content = await dataSink(place, bytes);
    return content === "too-large" ? content : { data: Buffer.from(content.buffer, content.byteOffset, content.byteLength) };
  };
}

/** Only what was fetched can be confirmed: a process that died after the commit has left it unfetched by this one. Confirmed twice changes nothing. */
async function confirm(client: XtaClient, parcel: string, fetched: Fetched | undefined): Promise<void> {
  const { requestId } = (fetched ?? (await client.getMessage({ selector: { messageIds: [parcel] } }, dropContent))).msgBox;
  await client.close({ requestId, lastMsgReceived: [parcel] });
}
