import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import { FileTooLarge } from "#platform/files";
import { asClient, authorise, warmTownKey } from "../access.ts";
import type { Bearer } from "../bearer.ts";
import type { ExtensionsDeps } from "../deps.ts";
import { earlierAnswer, once, type WriteRequest, type WrittenAnswer } from "../idempotency.ts";
import { outcomeOf, Refused, type Outcome } from "../refusal.ts";
import { beginUpload, discardUploads, uploadArrived } from "./upload-store.ts";

export interface KeepUpload {
  readonly name: string;
  /** Streams; not read further than the limit. */
  readonly content: Readable;
  /** Of the bytes as the sender reckoned it, 64 hexadecimal digits: part of the request, and compared with what arrived. */
  readonly sha256: string;
}

/** What forms and the mailbox may hold; a form may take less. */
const accepted: readonly string[] = [
  "application/pdf", "image/jpeg", "image/png",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
];
const hour = 3_600_000;

/**
 * Takes a file for something that the program is about to submit or to send. Streamed into the store, sealed, checked like every upload. The same
 * key makes one upload: a repetition is answered from the first without a byte being read, and one that was cut off leaves nothing.
 */
export async function keepUpload(deps: ExtensionsDeps, bearer: Bearer, given: KeepUpload, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  const { uploads } = deps.settings;
  return outcomeOf(async () => {
    await warmTownKey(deps, bearer);
    const tenantKey = await deps.tenants.tenantKey(bearer.tenant);
    const lock = deps.applications.fileForTakeIn();
    const at = deps.clock.now();
    const until = new Date(at.getTime() + uploads.hours * hour);
    const begun = await deps.db.inTenant(bearer.tenant, async (tx) => {
      const access = await authorise(tx, bearer, "dateien.senden", at);
      const answer = await earlierAnswer(tx, deps, access, request);
      if (!answer && !await beginUpload(tx, { tenant: access.tenant, client: access.client, lock, tenantKey, at, until, most: uploads })) throw new Refused({ why: "too-many-uploads", most: uploads.files });
      return answer;
    });
    if (begun) return begun;
    const hash = createHash("sha256");
    const giveUp = () => deps.db.inTenant(bearer.tenant, (tx) => discardUploads(tx, [lock.id]));
    try {
      const received = await deps.applications.receiveTaken({ lock, name: given.name, content: Readable.from(bounded(given.content, uploads.largestBytes, hash)), limits: { accept: accepted, maxSize: uploads.largestBytes } });
      if (!received.ok) throw new Refused(received.why === "too-large" ? { why: "upload-too-large", mostBytes: uploads.largestBytes } : received.why === "store-full" || received.why === "cannot-be-checked" ? { why: "upload-not-now" } : { why: "upload-refused", because: received.why });
      if (hash.digest("hex") !== given.sha256) throw new Refused({ why: "upload-hash-wrong" });
      const { scan } = received;
      const about = { name: given.name, type: received.type, size: received.size, sha256: received.sha256 };
      const stored = await asClient(deps, bearer, "dateien.senden", (tx, access) => once(tx, deps, access, request, async () => {
        if (!await uploadArrived(tx, { tenant: access.tenant, client: access.client, lock, about, scan })) throw new Refused({ why: "upload-not-now" });
        return { status: 201, body: { id: lock.id, ...about, scan, expiresAt: until.toISOString() } };
      }));
      if (!stored.ok) throw new Refused(stored.refusal);
      // Another request with the same key was faster: its file stands, this one goes.
      if (stored.value.replayed) await giveUp();
      return stored.value;
    } catch (error) {
      await giveUp();
      throw error;
    }
  });
}

async function* bounded(content: Readable, most: number, hash: Hash): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const part of content as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) throw new FileTooLarge(most);
    hash.update(part);
    yield part;
  }
}
