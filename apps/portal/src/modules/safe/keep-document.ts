import type { Readable } from "node:stream";
import type { Level } from "#modules/accounts";
import { newFileKey } from "#platform/files";
import { newId } from "#platform/ids";
import type { SafeDeps } from "./deps.ts";
import type { KeepOutcome, Origin } from "./document.ts";
import { contexts, newLock, sealAbout } from "./document-seal.ts";
import { discard, insertArriving, markArrived, usedBy } from "./document-store.ts";
import { receiveDocument } from "./receive-document.ts";

export interface KeepDocument {
  readonly account: string;
  readonly name: string;
  readonly content: Readable;
  /** After the end: the sender's side has cut it off at a limit of its own. */
  readonly truncated?: () => boolean;
  readonly origin: Origin;
  /** What opening it needs at least; a letter keeps the level it came with. */
  readonly minimumLevel: Level;
}

/** Puts a document into the safe: an upload, or a copy of a message's file that then outlives the office's own. */
export async function keepDocument(deps: SafeDeps, given: KeepDocument): Promise<KeepOutcome> {
  const { account, content, settings } = { ...given, settings: deps.settings };
  const now = deps.clock.now();
  const id = newId(now.getTime());
  const storeKey = newFileKey();
  const begun = await deps.db.asAccount(account, async (tx): Promise<{ readonly key: Buffer } | { readonly why: "safe-full" | "already-kept" }> => {
    if ((await usedBy(tx, account, true)).documents >= settings.mostDocuments) return { why: "safe-full" };
    const { key, wrapped } = newLock(await deps.accounts.accountKey(tx, account), id);
    return (await insertArriving(tx, { id, account, origin: given.origin, minimumLevel: given.minimumLevel, storeKey, wrappedKey: wrapped, at: now })) ? { key } : { why: "already-kept" };
  });
  if ("why" in begun) { content.resume(); return { ok: false, why: begun.why }; }
  const { key } = begun;
  const giveUp = async (): Promise<void> => { await deps.db.asAccount(account, (tx) => discard(tx, account, id)); };

  const received = await receiveDocument(deps, { storeKey, name: given.name, content, dek: key, context: contexts.bytes(id), maxBytes: settings.largestBytes, ...(given.truncated ? { truncated: given.truncated } : {}) })
    .catch(async (error: unknown) => { await giveUp(); throw error; });
  if (!received.ok) { await giveUp(); return received; }
  const { size, sha256, type, state } = received;
  const about = { name: given.name.slice(0, 200), type, size, sha256 };
  const fits = await deps.db.asAccount(account, async (tx) => {
    if ((await usedBy(tx, account, true)).bytes + size > settings.mostBytes) return false;
    return markArrived(tx, { id, state, about: sealAbout(key, id, about), bytes: size, heldKey: state === "held" ? deps.keyring.wrap(key, contexts.held(id)) : null });
  });
  if (!fits) {
    // Also where the account ended meanwhile and its row is gone: no bytes stay behind.
    await deps.files.delete(storeKey);
    await giveUp();
    return { ok: false, why: "safe-full" };
  }
  return { ok: true, document: { id, ...about, state, origin: given.origin.kind, minimumLevel: given.minimumLevel, keptAt: now } };
}
