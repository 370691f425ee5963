import type { Readable } from "node:stream";
import { newKey } from "#platform/crypto";
import { getSealed, newFileKey } from "#platform/files";
import { newId } from "#platform/ids";
import { sql, type Tx } from "#platform/database";
import type { UploadedFile } from "@kommunalportal/form-engine";
import { applicationKey } from "./application-key.ts";
import type { KeySource, ScanState } from "./application.ts";
import { type SealedRow, sealedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { record } from "./event-log.ts";
import { holdKey, sealAbout } from "./file-about.ts";
import { contexts, wrapKey } from "./keys.ts";
import { type Received, receiveFile } from "./receive-file.ts";
import type { UploadLimits } from "./upload-field.ts";

/** A file that came by another way than a form of ours: its bytes lie in the store, sealed with `lock` (`fileForTakeIn`). */
export interface TakenFile { readonly lock: FileLock; readonly file: Omit<UploadedFile, "id">; readonly scan: ScanState }
export interface FileLock { readonly id: string; readonly storeKey: string; readonly key: Buffer; /** For `putSealed`. */ readonly context: string }

/** A place for a file before its bytes come. The caller writes down `storeKey` first, so that nothing lies around after a crash. */
export function fileForTakeIn(): FileLock {
  const id = newId();
  return fileLock({ id, storeKey: newFileKey(), key: newKey() });
}

/** The same place again, from what the caller has written down. */
export function fileLock(known: Omit<FileLock, "context">): FileLock {
  return { ...known, context: contexts.fileBytes(known.id) };
}

/** Stream → type by content → size → store → malware check, by the rules for every upload. After a refusal nothing is in the store. */
export function receiveTaken(deps: ApplicationsDeps, given: { readonly lock: FileLock; readonly name: string; readonly content: Readable; readonly limits: UploadLimits }): Promise<Received> {
  const { id, storeKey, key } = given.lock;
  return receiveFile({ ...deps, allowUnchecked: deps.settings.allowUnchecked }, { id, storeKey, key, name: given.name, content: given.content, limits: given.limits });
}

/** The bytes of a file that lies there and belongs to nothing yet. */
export function openTaken(deps: ApplicationsDeps, { storeKey, key, context }: FileLock): Promise<Readable> {
  return getSealed(deps.files, storeKey, { dek: key, context });
}

/** Documents that came later by the same way: rows and events in the caller's transaction, so that they are there with what told of them. */
export async function addTakenFiles(tx: Tx, deps: ApplicationsDeps, given: { readonly application: string; readonly accessKey: Buffer; readonly files: readonly TakenFile[] }): Promise<void> {
  const { row, key } = await opened(tx, deps, given.application, { kind: "lookup", key: given.accessKey });
  for (const taken of given.files) {
    await insertTaken(tx, deps, { row, key, kind: "reply", label: null, taken });
    await record(tx, deps, row.id, { type: "file-added", actor: { kind: "visitor" }, data: { file: taken.lock.id } }, key);
  }
}

/** Files that an office sends to the person, in its transaction; `event` is the message that tells of them. */
export async function addSentFiles(tx: Tx, deps: ApplicationsDeps, given: { readonly application: string; readonly event: string; readonly files: readonly TakenFile[] }): Promise<void> {
  if (given.files.length === 0) return;
  const { row, key } = await opened(tx, deps, given.application, { kind: "tenant" });
  for (const taken of given.files) await insertTaken(tx, deps, { row, key, kind: "sent", label: given.event, taken });
}

async function opened(tx: Tx, deps: ApplicationsDeps, application: string, source: KeySource): Promise<{ readonly row: SealedRow; readonly key: Buffer }> {
  const row = await sealedRow(tx, application);
  if (!row) throw new Error("the transaction does not see this application");
  return { row, key: await applicationKey(tx, deps, row, source) };
}

async function insertTaken(tx: Tx, deps: ApplicationsDeps, { row, key, kind, label, taken: { lock, file, scan } }: { readonly row: SealedRow; readonly key: Buffer; readonly kind: "reply" | "sent"; readonly label: string | null; readonly taken: TakenFile }): Promise<void> {
  const held = scan === "held" ? await holdKey(deps.towns, row.tenant_id, lock.id, lock.key) : null;
  await tx.run(sql`insert into applications.file (id, owner_id, tenant_id, application_id, kind, label, scan, store_key, wrapped_key, about, bytes, held_key, created_at)
    values (${lock.id}, ${row.account_id}, ${row.tenant_id}, ${row.id}, ${kind}, ${label}, ${scan}, ${lock.storeKey}, ${wrapKey(key, lock.key, contexts.fileKey(lock.id))}, ${sealAbout(lock.key, { id: lock.id, ...file })}, ${file.size}, ${held}, ${deps.clock.now()})`);
}
