import { createHash, X509Certificate } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { decryptContainer, readerCertificateOf, standardLimits, XtaDecryptionError, type ReceivedContainer, type XmlElement } from "@kommunalportal/xta";
import { getSealed } from "#platform/files";
import { sniff, SNIFF_BYTES } from "#platform/scan";
import { forgetArrivingFiles, noteArrivingFile, type ArrivalRow, type UnopenedWhy } from "../arrival-store.ts";
import { keepBytes, shownTypes, type KeptFile } from "../file-sink.ts";
import type { InboundDeps } from "../inbound-deps.ts";
import type { SealedMailbox } from "./mailbox-store.ts";
import { readingKeys, type ReadingKey } from "./reading-keys.ts";

type Plain = Extract<ReceivedContainer<Uint8Array>, { kind: "plain" }>;
export type Opened =
  | { readonly kind: "opened"; readonly container: Plain; readonly digest: Buffer }
  /** Not ours to open, or not with what is here: the town gets it as it is. */
  | { readonly kind: "unopened"; readonly why: UnopenedWhy }
  /** Nobody can open it: changed on its way, or nothing that can be an application. */
  | { readonly kind: "broken"; readonly words: string };

/** One at a time in each process: a whole message is in memory while it is opened (up to some 60 MB, and its parts once more). */
let turn: Promise<unknown> = Promise.resolve();
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work, work);
  turn = mine.catch(() => undefined);
  return mine;
}

/**
 * Opens what its author encrypted for the town, with the town's keys. The cipher came sealed into the store and is gone from there afterwards; nothing is given out before its tag was checked.
 * Called only under the town's order (Art. 28 DSGVO).
 */
export async function openSealed<T>(deps: InboundDeps, arrival: ArrivalRow, mailbox: SealedMailbox, { element, cipher }: { readonly element: XmlElement; readonly cipher: KeptFile }, keep: (opened: Opened) => Promise<T>): Promise<T> {
  try {
    const keys = await readingKeys(deps, { tenant: arrival.tenant_id, mailbox: mailbox.id });
    const named = readerCertificateOf({ element });
    const fitting = named === undefined ? keys : keys.filter(({ certificate }) => certificate.fingerprint256 === new X509Certificate(named).fingerprint256);
    if (fitting.length === 0) return await keep({ kind: "unopened", why: "key" });
    return await oneAtATime(async () => {
      const bytes = await buffer(await getSealed(deps.files, cipher.lock.storeKey, { dek: cipher.lock.key, context: cipher.lock.context }));
      return keep(opening({ element, cipher: bytes }, fitting, named !== undefined, mailbox.settings.olderKeyTransport === true));
    });
  } finally {
    await deps.files.delete(cipher.lock.storeKey);
    await deps.db.inTenant(arrival.tenant_id, (tx) => forgetArrivingFiles(tx, [cipher.lock.storeKey]));
  }
}

function opening(sealed: { readonly element: XmlElement; readonly cipher: Uint8Array }, keys: readonly ReadingKey[], named: boolean, olderKeyTransport: boolean): Opened {
  for (const { privateKey } of keys) {
    try {
      const container = decryptContainer({ kind: "encrypted", ...sealed }, privateKey, { olderKeyTransport });
      if (container.attachments.length > standardLimits.maxParts) return { kind: "broken", words: `Die Nachricht hat mehr als ${standardLimits.maxParts} Anlagen.` };
      return { kind: "opened", container, digest: createHash("sha256").update(sealed.cipher).digest() };
    } catch (error) {
      if (!(error instanceof XtaDecryptionError)) throw error;
      if (error.problem === "algorithm") return { kind: "unopened", why: "format" };
      if (error.problem === "content") return { kind: "broken", words: "Die Nachricht ist unterwegs verändert worden, oder ihr Inhalt ist keine XTA-Nachricht." };
      // It names our certificate, and yet our key does not open it: damaged, or made by somebody who only wrote the name.
      if (named) return { kind: "broken", words: "Die Nachricht nennt unser Zertifikat, lässt sich mit dem Schlüssel dazu aber nicht öffnen." };
    }
  }
  return { kind: "unopened", why: "key" };
}

/** A file out of an opened message, sealed again with a key of its own; its type by its content. */
export async function keepOpened(deps: InboundDeps, { tenant_id: tenant, submission_id: submission }: ArrivalRow, bytes: Uint8Array): Promise<KeptFile> {
  const lock = deps.applications.fileForTakeIn();
  await deps.db.inTenant(tenant, (tx) => noteArrivingFile(tx, { storeKey: lock.storeKey, tenant, submission, at: deps.clock.now() }));
  const type = bytes.byteLength === 0 ? undefined : await sniff(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, SNIFF_BYTES)), { allowed: shownTypes });
  return keepBytes(deps.files, lock, Readable.from(pieces(bytes)), type?.kind === "accepted" ? type.mime : "application/octet-stream");
}

function* pieces(bytes: Uint8Array): Generator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.byteLength; at += 65_536) yield Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(65_536, bytes.byteLength - at));
}
