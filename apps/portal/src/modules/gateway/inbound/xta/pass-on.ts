import { Readable } from "node:stream";
import { type ContentSink, writeMessageMetaData, writeXml, type XmlElement } from "@kommunalportal/xta";
import { receptionProblem } from "@kommunalportal/fit-connect";
import type { Actor } from "#modules/audit";
import { getSealed } from "#platform/files";
import { zipStream } from "#platform/sheets";
import { arrivalRow, noteArrivingFile, updateArrival, type ArrivalRow } from "../arrival-store.ts";
import { keepBytes, type KeptFile, safeName } from "../file-sink.ts";
import type { InboundDeps } from "../inbound-deps.ts";
import { clientOf } from "./open-mailbox.ts";
import { takeMessage } from "./take-message.ts";

type XtaArrival = ArrivalRow & { readonly parcel: string };
export const isByXta = (arrival: ArrivalRow): arrival is XtaArrival => arrival.parcel !== null;

/**
 * A message as it lies in the mailbox, for the town to open itself: its metadata, and the encrypted part as an XML document that any tool for XML Encryption opens (or the parts, where nothing was
 * encrypted). It stays new in the mailbox: only the town's answer confirms it. What is kept on the way is sealed with keys that nobody stores, and swept.
 */
export async function unopenedMessage(deps: InboundDeps, arrival: XtaArrival): Promise<Readable | undefined> {
  const opened = await clientOf(deps, { tenant: arrival.tenant_id, destination: arrival.destination_id });
  if (!opened) return undefined;
  const { metaData, container } = await opened.client.getMessage({ selector: { messageIds: [arrival.parcel] } }, toStore(deps, arrival));
  if (!metaData || !container) return undefined;
  const modified = arrival.listed_at;
  const bytesOf = ({ lock }: KeptFile) => getSealed(deps.files, lock.storeKey, { dek: lock.key, context: lock.context });
  const about = { name: "metadaten.xml", modified, open: () => Readable.from([Buffer.from(writeMessageMetaData(metaData))]) };
  if (container.kind === "encrypted") return zipStream([about, { name: "verschluesselt.xml", modified, open: async () => Readable.from(encryptedXml(container.element, await bytesOf(container.cipher))) }]);
  return zipStream([about, ...[container.message, ...container.attachments].map(({ content, filename }, at) => ({ name: `${at}-${safeName(filename, at === 0 ? "nachricht" : "anlage")}`, modified, open: () => bytesOf(content) }))]);
}

const toStore = (deps: InboundDeps, { tenant_id: tenant, submission_id: submission }: ArrivalRow): ContentSink<KeptFile> => async (_place, bytes) => {
  const lock = deps.applications.fileForTakeIn();
  await deps.db.inTenant(tenant, (tx) => noteArrivingFile(tx, { storeKey: lock.storeKey, tenant, submission, at: deps.clock.now() }));
  return keepBytes(deps.files, lock, Readable.from(bytes), "application/octet-stream");
};

/** `xenc:EncryptedData` with its cipher value inside, written while it is read. */
async function* encryptedXml(element: XmlElement, cipher: AsyncIterable<unknown>): AsyncGenerator<Buffer, void, undefined> {
  // The one empty cipher value; that of the key has content.
  const [head = "", tail = ""] = Buffer.from(writeXml(withMark(element))).toString("utf8").split(mark);
  yield Buffer.from(head);
  let left = Buffer.alloc(0);
  for await (const chunk of cipher) {
    const all = Buffer.concat([left, chunk as Buffer]);
    const whole = all.length - (all.length % 3);
    yield Buffer.from(all.toString("base64", 0, whole), "latin1");
    left = Buffer.from(all.subarray(whole));
  }
  yield Buffer.from(left.toString("base64") + tail);
}

const mark = "cipher-value-of-this-message";
function withMark(element: XmlElement): XmlElement {
  if (element.name === "CipherValue" && element.children.length === 0) return { ...element, children: [mark] };
  // The cipher value of the content is a grandchild; that of the key lies deeper and is not empty.
  return { ...element, children: element.children.map((child) => (typeof child === "string" ? child : withMark(child))) };
}

/** The town has opened it itself and says what came of it: noted first, with who said it, then told, and tried again until the server has heard it. False: it is not unopened any more. */
export async function answerMessage(deps: InboundDeps, arrival: XtaArrival, { verb, actor }: { readonly verb: "accept" | "reject"; readonly actor: Actor }): Promise<boolean> {
  const { tenant_id: tenant, submission_id: submission } = arrival;
  const problems = [receptionProblem("technical-error", "submission", "Die Behörde konnte die Nachricht nicht verarbeiten.")];
  const noted = await deps.db.inTenant(tenant, async (tx) => {
    // An order or a key that came meanwhile has taken it up: what is opened here is answered by what comes of it.
    if ((await arrivalRow(tx, submission, true))?.state !== "unopened") return false;
    await updateArrival(tx, submission, { nextAt: deps.clock.now(), ...(verb === "accept" ? { state: "taken-in" } : { state: "refusing", problems }) });
    await deps.audit.record(tx, { tenant, actor, action: `gateway.${verb}-unopened`, subject: { kind: "submission", id: submission } });
    return true;
  });
  if (noted) await takeMessage(deps, { tenant, submission, destination: arrival.destination_id, parcel: arrival.parcel });
  return noted;
}
