import type { Readable } from "node:stream";
import { FileMissing, getSealed } from "#platform/files";
import type { Tx } from "#platform/database";
import type { Applicant } from "./applicant.ts";
import { applicationKey } from "./application-key.ts";
import type { ApplicationFile, KeySource } from "./application.ts";
import { sealedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { fileKeyOf, openAbout } from "./file-about.ts";
import { draftFiles, fileOf, type FileRow } from "./file-rows.ts";
import { hiddenKey } from "./hidden-part.ts";
import { contexts } from "./keys.ts";
import { unsealDraft } from "./sealed-draft.ts";

export type OpenedFile =
  /** An error in mid-stream (SealBroken) means that the bytes were changed: refuse the whole. */
  | { readonly ok: true; readonly about: ApplicationFile; readonly content: Readable }
  /** `held`: nobody could check it for malware yet. */
  | { readonly ok: false; readonly why: "not-found" | "held" };

/** A file of an application, to be called in a transaction of the reader; the bytes are read afterwards. */
export async function openFile(tx: Tx, deps: ApplicationsDeps, given: { readonly application: string; readonly file: string }, source: KeySource): Promise<OpenedFile> {
  const row = await sealedRow(tx, given.application);
  const file = row && (await fileOf(tx, given.application, given.file));
  if (!row || !file) return { ok: false, why: "not-found" };
  if (!file.hidden) return opened(deps, await applicationKey(tx, deps, row, source), file);
  // Only the office has a key to what others handed in.
  const key = source.kind === "tenant" && source.reader !== "applicant" ? await hiddenKey(tx, deps, row) : undefined;
  return key ? opened(deps, key, file) : { ok: false, why: "not-found" };
}

/** A file of one's own draft. */
export async function openDraftFile(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant; readonly file: string }): Promise<OpenedFile> {
  return deps.db.asAccount(given.applicant.owner, async (tx) => {
    const draft = await unsealDraft(tx, deps, given.draft, given.applicant, "read");
    const file = draft.ok ? (await draftFiles(tx, given.draft)).find(({ id }) => id === given.file) : undefined;
    return draft.ok && file ? opened(deps, draft.key, file) : { ok: false, why: "not-found" };
  });
}

async function opened(deps: ApplicationsDeps, holder: Buffer, file: FileRow): Promise<OpenedFile> {
  if (file.scan === "held") return { ok: false, why: "held" };
  if (file.scan !== "clean" && file.scan !== "unchecked") return { ok: false, why: "not-found" };
  try {
    return { ok: true, about: openAbout(holder, file), content: await getSealed(deps.files, file.store_key, { dek: fileKeyOf(holder, file), context: contexts.fileBytes(file.id) }) };
  } catch (error) {
    if (error instanceof FileMissing) throw new Error(`the bytes of file ${file.id} are missing`, { cause: error });
    throw error;
  }
}
