import type { Readable } from "node:stream";
import { SealBroken } from "#platform/crypto";
import { newFileKey } from "#platform/files";
import { newId } from "#platform/ids";
import type { UploadedFile } from "@kommunalportal/form-engine";
import { applicationKey } from "./application-key.ts";
import { sealedRow } from "./application-store.ts";
import { asCitizen, type CitizenAccess, citizenActor } from "./citizen-access.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { record } from "./event-log.ts";
import { holdKey, newFileLock, sealAbout } from "./file-about.ts";
import { applicationFiles, deleteFileRow, fileArrived, insertArriving } from "./file-rows.ts";
import { hourOf, takeFromQuota } from "./quota.ts";
import { type FileRefusal, receiveFile } from "./receive-file.ts";
import { defaultUpload, type UploadLimits } from "./upload-field.ts";

export interface AddReplyFile {
  readonly application: string;
  readonly access: CitizenAccess;
  readonly name: string;
  readonly content: Readable;
  readonly truncated?: () => boolean;
  /** What was asked for, a code of the request. */
  readonly label?: string;
  readonly limits?: UploadLimits;
}

export type AddedReplyFile =
  | { readonly ok: true; readonly file: UploadedFile; readonly scan: "clean" | "unchecked" | "held"; readonly event: string }
  | { readonly ok: false; readonly why: FileRefusal | "not-found" | "not-open" | "too-many-requests" | "too-many-files" };

/** A file that the citizen sends after the submission, without a new application. It is in the log at once. */
export async function addReplyFile(deps: ApplicationsDeps, given: AddReplyFile): Promise<AddedReplyFile> {
  const admitted = await admit(deps, given);
  if (!admitted.ok) { given.content.resume(); return admitted; }
  const { file, storeKey, key, applicationKey: holder, tenant } = admitted;
  const forget = async (): Promise<void> => { await asCitizen(deps, given.access, given.application, (tx) => deleteFileRow(tx, file)); };
  const received = await receiveFile({ ...deps, allowUnchecked: deps.settings.allowUnchecked }, {
    id: file, storeKey, key, name: given.name, content: given.content, limits: given.limits ?? defaultUpload, ...(given.truncated ? { truncated: given.truncated } : {}),
  });
  if (!received.ok) { await forget(); return received; }
  const uploaded: UploadedFile = { id: file, name: given.name, size: received.size, type: received.type, sha256: received.sha256 };
  const heldKey = received.scan === "held" ? await holdKey(deps.towns, tenant, file, key) : null;
  const event = await asCitizen(deps, given.access, given.application, async (tx) => {
    const row = await sealedRow(tx, given.application);
    if (!row || row.closed_at || row.status === "withdrawn") return undefined;
    if (!(await fileArrived(tx, { id: file, scan: received.scan, about: sealAbout(key, uploaded), bytes: received.size, heldKey }))) return undefined;
    return record(tx, deps, given.application, { type: "file-added", actor: citizenActor(given.access), data: { file, ...(given.label === undefined ? {} : { label: given.label }) } }, holder);
  });
  if (!event) {
    await deps.files.delete(storeKey);
    await forget();
    return { ok: false, why: "not-open" };
  }
  return { ok: true, file: uploaded, scan: received.scan, event: event.id };
}

type Admitted = { readonly ok: true; readonly file: string; readonly storeKey: string; readonly key: Buffer; readonly applicationKey: Buffer; readonly tenant: string };

async function admit(deps: ApplicationsDeps, given: AddReplyFile): Promise<Admitted | Extract<AddedReplyFile, { ok: false }>> {
  const found = await asCitizen(deps, given.access, given.application, async (tx, source): Promise<Admitted | Extract<AddedReplyFile, { ok: false }>> => {
    const row = await sealedRow(tx, given.application);
    if (!row || (given.access.kind === "account" && row.account_id !== given.access.account)) return { ok: false, why: "not-found" };
    let holder: Buffer;
    try { holder = await applicationKey(tx, deps, row, source); } catch (error) { if (error instanceof SealBroken) return { ok: false, why: "not-found" }; throw error; }
    if (row.status === "payment" || row.status === "withdrawn" || row.status === "closed") return { ok: false, why: "not-open" };
    if ((await applicationFiles(tx, row.id)).length >= deps.settings.filesPerDraft) return { ok: false, why: "too-many-files" };
    const now = deps.clock.now();
    const file = newId(now.getTime());
    const storeKey = newFileKey();
    const { key, wrapped } = newFileLock(holder, file);
    await insertArriving(tx, { id: file, owner: row.account_id, application: row.id, tenant: row.tenant_id, kind: "reply", storeKey, wrappedKey: wrapped, at: now, ...(given.label === undefined ? {} : { label: given.label }) });
    return { ok: true, file, storeKey, key, applicationKey: holder, tenant: row.tenant_id };
  });
  if (!found?.ok) return found ?? { ok: false, why: "not-found" };
  // The counters belong to the town, so they have a transaction of its scope.
  const { owner } = deps.settings.uploads;
  const admitted = await deps.db.inTenant(found.tenant, (tx) => takeFromQuota(tx, deps.pepper, hourOf(deps.clock.now()), [{ what: "upload-reply", value: given.application, tenant: found.tenant, count: 1, limit: owner }]));
  if (admitted) return found;
  await asCitizen(deps, given.access, given.application, (tx) => deleteFileRow(tx, found.file));
  return { ok: false, why: "too-many-requests" };
}
