import type { Level } from "#modules/accounts";
import type { LockedHead, MessageHead, OpenHead } from "./message.ts";
import type { HeadRow } from "./message-store.ts";
import { openSubject } from "./seal-message.ts";

/** A row as its reader may see it at this level. */
export function headOf(row: HeadRow, level: Level, key: Buffer): MessageHead {
  return row.minimum_level > level ? lockedHead(row) : openHead(row, key);
}

export function openHead(row: HeadRow, key: Buffer): OpenHead {
  return {
    locked: false, id: row.id, receivedAt: row.delivered_at, unread: row.opened_at === null, tenant: row.tenant_id, kind: row.kind, direction: row.direction, subject: openSubject(key, row), language: languageOf(row),
    application: row.application_id ?? undefined, decision: row.decision_id ?? undefined, attachments: row.attachments, endedAt: isEnded(row) ? row.ended_at ?? undefined : undefined, minimumLevel: row.minimum_level,
  };
}

/** What was not kept before: the words of an office are German. */
function languageOf({ language, kind, direction }: HeadRow): OpenHead["language"] {
  return language ?? (direction === "received" && (kind === "decision" || kind === "question" || kind === "request") ? "de" : undefined);
}

function lockedHead(row: HeadRow): LockedHead {
  return { locked: true, id: row.id, receivedAt: row.delivered_at, unread: row.opened_at === null, needed: row.minimum_level };
}

/** What was read in time stays readable. */
export function isEnded(row: Pick<HeadRow, "opened_at" | "ended_at">): boolean {
  return row.ended_at !== null && (row.opened_at === null || row.opened_at >= row.ended_at);
}

/** Read, and no evidence of a notification hangs on it (§ 41 (2a) VwVfG, § 9 OZG: the authority proves the retrieval). */
export function isDeletable(row: Pick<HeadRow, "kind" | "opened_at">): boolean {
  return row.opened_at !== null && row.kind !== "decision";
}
