import type { Readable } from "node:stream";
import { legalDate } from "#platform/clock";
import { newFileKey } from "#platform/files";
import { newId } from "#platform/ids";
import { attachFile, type FieldError, type UploadedFile } from "@kommunalportal/form-engine";
import { type Applicant, ownerKind } from "./applicant.ts";
import { changedDraft } from "./changed-draft.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { Draft, DraftRefusal } from "./draft.ts";
import { lockDraft, updateDraft } from "./draft-store.ts";
import { uploadedBytes } from "./files-in-answers.ts";
import { holdKey, newFileLock, sealAbout } from "./file-about.ts";
import { countDraftFiles, deleteFileRow, fileArrived, insertArriving } from "./file-rows.ts";
import { draftForm } from "./draft-form.ts";
import { hourOf, takeFromQuota } from "./quota.ts";
import { type FileRefusal, receiveFile } from "./receive-file.ts";
import { draftOf, unsealDraft, type UnsealedDraft } from "./sealed-draft.ts";
import { type UploadLimits, uploadLimits, uploadShare } from "./upload-field.ts";

export interface AddFile {
  readonly draft: string;
  readonly applicant: Applicant;
  /** Path of the upload field, with entry numbers: `hunde.0.foto`. */
  readonly path: string;
  readonly name: string;
  readonly content: Readable;
  readonly truncated?: () => boolean;
  readonly network?: string;
  /** Evidence that came from a register goes into fields of its own and nowhere else. */
  readonly from?: "register";
}

export type AddedFile =
  | { readonly ok: true; readonly draft: Draft; readonly file: UploadedFile; readonly scan: "clean" | "unchecked" | "held" }
  | { readonly ok: false; readonly why: FileRefusal | "not-an-upload-field" | "too-many-requests" | "too-many-files" | "budget-spent" }
  | { readonly ok: false; readonly why: "does-not-fit"; readonly error: FieldError }
  | DraftRefusal;

/** Takes one upload into a draft. A row stands before the first byte; the answers name the file only when all is well. */
export async function addFile(deps: ApplicationsDeps, given: AddFile): Promise<AddedFile> {
  const { applicant } = given;
  const admitted = await admit(deps, given);
  if (!admitted.ok) { given.content.resume(); return admitted; }
  const { tenant, file, storeKey, limits, key } = admitted;
  const forget = () => deps.db.asAccount(applicant.owner, (tx) => deleteFileRow(tx, file));

  const received = await receiveFile({ ...deps, allowUnchecked: deps.settings.allowUnchecked }, {
    id: file, storeKey, key, name: given.name, content: given.content, limits, ...(given.truncated ? { truncated: given.truncated } : {}),
  });
  if (!received.ok) { await forget(); return received; }
  const uploaded: UploadedFile = { id: file, name: given.name, size: received.size, type: received.type, sha256: received.sha256 };
  const heldKey = received.scan === "held" ? await holdKey(deps.towns, tenant, file, key) : null;
  const attached = await deps.db.inTenant(tenant, async (tx): Promise<AddedFile> => {
    const opened = await unsealDraft(tx, deps, given.draft, applicant, "lock");
    if (!opened.ok) return opened;
    const now = deps.clock.now();
    const service = await draftForm(deps.services, opened.row);
    const { form } = service;
    if (uploadedBytes(opened.content.answers) + received.size > uploadShare(deps.settings, service)) return { ok: false, why: "budget-spent" };
    const { answers, error } = attachFile(form, given.path, opened.content.answers, uploaded, legalDate(now), given.from ?? "person");
    if (error) return { ok: false, why: "does-not-fit", error };
    if (!(await fileArrived(tx, { id: file, scan: received.scan, about: sealAbout(key, uploaded), bytes: received.size, heldKey }))) return { ok: false, why: "not-found" };
    const content = { ...opened.content, answers };
    const next = changedDraft(deps, opened, applicant, content, {});
    updateDraft(tx, next);
    await takeFromQuota(tx, deps.pepper, hourOf(now), quotas(deps, given, tenant, 0, received.size));
    return { ok: true, draft: draftOf(next, content), file: uploaded, scan: received.scan };
  }, { account: applicant.owner });
  if (!attached.ok) {
    await deps.files.delete(storeKey);
    await forget();
  }
  return attached;
}

type Admitted = { readonly ok: true; readonly tenant: string; readonly file: string; readonly storeKey: string; readonly key: Buffer; readonly limits: UploadLimits };

async function admit(deps: ApplicationsDeps, given: AddFile): Promise<Admitted | Extract<AddedFile, { ok: false }>> {
  const opened = await deps.db.asAccount(given.applicant.owner, (tx) => unsealDraft(tx, deps, given.draft, given.applicant, "read"));
  if (!opened.ok) return opened;
  const tenant = opened.row.tenant_id;
  const service = await draftForm(deps.services, opened.row);
  const { form } = service;
  // Before a byte is read, where nothing more fits anyway.
  if (uploadedBytes(opened.content.answers) >= uploadShare(deps.settings, service)) return { ok: false, why: "budget-spent" };
  const limits = uploadLimits(form, given.path, given.from ?? "person");
  if (!limits) return { ok: false, why: "not-an-upload-field" };
  return deps.db.inTenant(tenant, (tx) => announceFile(tx, deps, given, opened, limits), { account: given.applicant.owner });
}

async function announceFile(tx: Parameters<typeof insertArriving>[0], deps: ApplicationsDeps, given: AddFile, { row, key: draftKey }: UnsealedDraft, limits: UploadLimits): Promise<Admitted | Extract<AddedFile, { ok: false }>> {
  const now = deps.clock.now();
  // Whoever changes a draft locks it first and counts afterwards: the same order here as where the file is attached, or two uploads wait for each other.
  if (!(await lockDraft(tx, row.id, given.applicant.owner))) return { ok: false, why: "not-found" };
  if ((await countDraftFiles(tx, row.id)) >= deps.settings.filesPerDraft) return { ok: false, why: "too-many-files" };
  if (!(await takeFromQuota(tx, deps.pepper, hourOf(now), quotas(deps, given, row.tenant_id, 1, 0)))) return { ok: false, why: "too-many-requests" };
  const file = newId(now.getTime());
  const storeKey = newFileKey();
  const { key, wrapped } = newFileLock(draftKey, file);
  await insertArriving(tx, { id: file, owner: given.applicant.owner, draft: row.id, tenant: row.tenant_id, kind: "upload", storeKey, wrappedKey: wrapped, at: now });
  return { ok: true, tenant: row.tenant_id, file, storeKey, key, limits };
}

/** Everybody has a limit of their own; visitors share one of their network and one of the town. */
function quotas(deps: ApplicationsDeps, given: AddFile, tenant: string, count: number, bytes: number): Parameters<typeof takeFromQuota>[3] {
  const { owner, network, tenant: town } = deps.settings.uploads;
  const visitor = ownerKind(given.applicant) === "visitor";
  return [
    { what: "upload-owner", value: given.applicant.owner, tenant, count, bytes, limit: owner },
    ...(visitor && given.network !== undefined ? [{ what: "upload-network", value: `${tenant} ${given.network}`, tenant, count, bytes, limit: network }] : []),
    ...(visitor ? [{ what: "upload-tenant", value: tenant, tenant, count, bytes, limit: town }] : []),
  ];
}
