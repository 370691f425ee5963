import { newKey, open, seal } from "#platform/crypto";
import type { DocumentState, OriginKind, SafeDocument } from "./document.ts";
import type { Level } from "#modules/accounts";

/** What a sealed value belongs to: bound into it, so that nothing opens in another place. */
export const contexts = {
  key: (document: string) => `safe.document.wrapped_key:${document}`,
  about: (document: string) => `safe.document.about:${document}`,
  bytes: (document: string) => `safe.document:${document}`,
  held: (document: string) => `safe.document.held_key:${document}`,
};

export interface DocumentRow {
  readonly id: string; readonly account_id: string; readonly state: DocumentState; readonly origin: OriginKind; readonly minimum_level: Level; readonly store_key: string;
  readonly wrapped_key: Buffer; readonly about: Buffer; readonly created_at: Date;
}
export interface About { readonly name: string; readonly type: string; readonly size: number; readonly sha256: string }

export function newLock(accountKey: Buffer, document: string): { readonly key: Buffer; readonly wrapped: Buffer } {
  const key = newKey();
  return { key, wrapped: seal(accountKey, key, contexts.key(document)) };
}

export function keyOf(accountKey: Buffer, row: Pick<DocumentRow, "id" | "wrapped_key">): Buffer {
  return open(accountKey, row.wrapped_key, contexts.key(row.id));
}

export function sealAbout(key: Buffer, document: string, about: About): Buffer {
  return seal(key, JSON.stringify(about), contexts.about(document));
}

export function documentOf(accountKey: Buffer, row: DocumentRow): SafeDocument {
  const about = JSON.parse(open(keyOf(accountKey, row), row.about, contexts.about(row.id)).toString("utf8")) as About;
  return { id: row.id, ...about, state: row.state, origin: row.origin, minimumLevel: row.minimum_level, keptAt: row.created_at };
}
