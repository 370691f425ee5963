import type { Readable } from "node:stream";
import type { Level } from "#modules/accounts";
import type { Tx } from "#platform/database";
import { getSealed } from "#platform/files";
import type { SafeDeps } from "./deps.ts";
import type { DocumentRefusal, SafeDocument } from "./document.ts";
import { contexts, documentOf, keyOf } from "./document-seal.ts";
import { findDocument } from "./document-store.ts";

export type OpenedDocument =
  /** An error in mid-stream (SealBroken) means that the bytes were changed: refuse the whole. */
  | { readonly ok: true; readonly document: SafeDocument; readonly content: Readable }
  | DocumentRefusal;

/** One of the account's own documents as a stream, at no lower level than it came with. */
export async function openDocument(tx: Tx, deps: Pick<SafeDeps, "accounts" | "files">, given: { readonly account: string; readonly level: Level; readonly document: string }): Promise<OpenedDocument> {
  const row = await findDocument(tx, given.account, given.document);
  if (!row || row.state === "found") return { ok: false, why: "not-found" };
  if (row.minimum_level > given.level) return { ok: false, why: "level-too-low", needed: row.minimum_level };
  if (row.state === "held") return { ok: false, why: "held" };
  const accountKey = await deps.accounts.accountKey(tx, given.account);
  return { ok: true, document: documentOf(accountKey, row), content: await getSealed(deps.files, row.store_key, { dek: keyOf(accountKey, row), context: contexts.bytes(row.id) }) };
}
