import { sql, type Reading, type Tx } from "#platform/database";
import type { OutsideKind, OutsideParcel } from "./outside-mailbox.ts";

export type OutsideState = "due" | "handed-over" | "accepted" | "failed";
export interface OutsideRow { readonly kind: OutsideKind; readonly state: OutsideState; readonly attempts: number; readonly begunAt: Date; readonly handedOverAt: Date | undefined; readonly parcel: OutsideParcel | undefined }

export async function outsideRow(tx: Tx, message: string): Promise<OutsideRow | undefined> {
  const row = await tx.maybe<{ kind: OutsideKind; state: OutsideState; attempts: number; begun_at: Date; handed_over_at: Date | null; parcel: string | null; memory: Readonly<Record<string, unknown>> }>(sql`
    select kind, state, attempts, begun_at, handed_over_at, parcel, memory from mailbox.outside where message_id = ${message} for update`);
  return row && { kind: row.kind, state: row.state, attempts: row.attempts, begunAt: row.begun_at, handedOverAt: row.handed_over_at ?? undefined, parcel: row.parcel === null ? undefined : { parcel: row.parcel, memory: row.memory } };
}

export async function beginOutside(tx: Tx, given: { readonly message: string; readonly account: string; readonly kind: OutsideKind; readonly at: Date }): Promise<void> {
  await tx.run(sql`insert into mailbox.outside (message_id, account_id, kind, state, begun_at) values (${given.message}, ${given.account}, ${given.kind}, 'due', ${given.at}) on conflict do nothing`);
}

export async function keepParcel(tx: Tx, message: string, { parcel, memory }: OutsideParcel): Promise<void> {
  await tx.run(sql`update mailbox.outside set parcel = ${parcel}, memory = ${JSON.stringify(memory)} where message_id = ${message}`);
}

/** Whether it changed; told twice it changes once. */
export async function endOutside(tx: Tx, message: string, given: { readonly state: "accepted" | "failed"; readonly reason?: string; readonly at: Date }): Promise<boolean> {
  return (await tx.run(sql`update mailbox.outside set state = ${given.state}, reason = ${given.reason ?? null}, ended_at = ${given.at} where message_id = ${message} and state in ('due', 'handed-over')`)) > 0;
}

export async function chosenOutside(tx: Reading, account: string): Promise<OutsideKind | undefined> {
  return (await tx.maybe<{ kind: OutsideKind }>(sql`select kind from mailbox.outside_choice where account_id = ${account}`))?.kind;
}

export async function chooseOutside(tx: Tx, account: string, kind: OutsideKind | undefined, at: Date): Promise<void> {
  if (kind === undefined) await tx.run(sql`delete from mailbox.outside_choice where account_id = ${account}`);
  else await tx.run(sql`insert into mailbox.outside_choice (account_id, kind, chosen_at) values (${account}, ${kind}, ${at}) on conflict (account_id) do update set kind = excluded.kind, chosen_at = excluded.chosen_at`);
}

/** How the newest copies fared, for the person's own page. */
export function latestOutside(tx: Tx, account: string): Promise<{ readonly state: OutsideState; readonly at: Date }[]> {
  return tx.rows<{ state: OutsideState; at: Date }>(sql`select state, coalesce(ended_at, handed_over_at, begun_at) as at from mailbox.outside where account_id = ${account} order by begun_at desc limit 5`);
}
