import { join, sql, type Tx } from "#platform/database";
import type { Quota } from "./deps.ts";
import { keyedHash } from "./keys.ts";

export interface Take {
  /** Kind of counter, for example `upload-network`. */
  readonly what: string;
  /** Whose: an owner, an address, a reference. Stored as a keyed hash only. */
  readonly value: string;
  readonly tenant?: string;
  readonly count: number;
  readonly bytes?: number;
  readonly limit: Quota;
}

export function hourOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
}

/**
 * Counts and says whether all limits still hold. Bytes are known only afterwards, so what was taken before decides about them.
 * The counters are rows, so every process counts on the same ones.
 */
export async function takeFromQuota(tx: Tx, pepper: Buffer, hour: Date, takes: readonly Take[]): Promise<boolean> {
  // Always in the same order, or two that take several at once could wait for each other.
  const ordered = takes.map((take) => ({ ...take, key: keyedHash(pepper, `quota ${take.what}`, take.value) })).toSorted((a, b) => (a.what < b.what ? -1 : 1));
  const rows = await tx.rows<{ what: string; used: number; bytes: number }>(sql`
    insert into applications.quota as q (tenant_id, what, key, hour, used, bytes)
    values ${join(ordered.map((take) => sql`(${take.tenant ?? null}::uuid, ${take.what}, ${take.key}::bytea, ${hour}::timestamptz, ${take.count}::int, ${take.bytes ?? 0}::bigint)`), sql`, `)}
    on conflict (what, key, hour) do update set used = q.used + excluded.used, bytes = q.bytes + excluded.bytes
    returning what, used, bytes`);
  return ordered.every(({ what, limit, bytes = 0 }) => {
    const row = rows.find((r) => r.what === what);
    return row !== undefined && row.used <= limit.count && row.bytes - bytes <= limit.bytes;
  });
}

/** Whether a limit is reached already, without counting. */
export async function quotaReached(tx: Tx, pepper: Buffer, hour: Date, what: string, value: string, limit: number): Promise<boolean> {
  const row = await tx.maybe<{ used: number }>(sql`select used from applications.quota where what = ${what} and key = ${keyedHash(pepper, `quota ${what}`, value)} and hour = ${hour}`);
  return (row?.used ?? 0) >= limit;
}

export function forgetQuotas(tx: Tx, before: Date): Promise<number> {
  return tx.run(sql`delete from applications.quota where hour < ${before}`);
}
