import { sql, type Tx } from "#platform/database";

export interface ReplyRow {
  readonly id: string; readonly tenant_id: string; readonly submission_id: string; readonly application_id: string; readonly state: "queued" | "sent" | "given-up"; readonly reply_id: string | null; readonly attachment_id: string;
  readonly attempts: number; readonly next_at: Date | null; readonly fault: string | null; readonly created_at: Date; readonly sent_at: Date | null;
  /** By XTA: the message it goes as. */
  readonly parcel: string | null;
  /** By XTA: since then it lies with the other side, where it waits for another way. */
  readonly xta_sent_at: Date | null;
  /** By ZBP: what was announced there. */
  readonly zbp: unknown;
  /** How often it was looked what the other side says to it. */
  readonly looks: number;
  /** When that is due again; null: it is not followed. */
  readonly look_at: Date | null;
}
const columns = sql`id, tenant_id, submission_id, application_id, state, reply_id, attachment_id, attempts, next_at, fault, created_at, sent_at, parcel, xta_sent_at, zbp, looks, look_at`;

/** False: it was queued before. */
export async function queueReply(tx: Tx, row: Pick<ReplyRow, "id" | "tenant_id" | "submission_id" | "application_id" | "attachment_id"> & { readonly at: Date }): Promise<boolean> {
  return (await tx.run(sql`insert into gateway.reply (id, tenant_id, submission_id, application_id, state, attachment_id, next_at, created_at)
    values (${row.id}, ${row.tenant_id}, ${row.submission_id}, ${row.application_id}, 'queued', ${row.attachment_id}, ${row.at}, ${row.at}) on conflict (id) do nothing`)) === 1;
}

/** The oldest of a case that waits: what an office said arrives in the order in which it was said. */
export const nextReply = (tx: Tx, submission: string): Promise<ReplyRow | undefined> => tx.maybe<ReplyRow>(sql`select ${columns} from gateway.reply where submission_id = ${submission} and state = 'queued' order by id limit 1`);
export async function replyAnnounced(tx: Tx, id: string, reply: string): Promise<void> { await tx.run(sql`update gateway.reply set reply_id = ${reply} where id = ${id}`); }
/** The message of a reply by XTA, before it is sent; what an earlier try wrote comes back. */
export const replyParcel = async (tx: Tx, id: string, parcel: string): Promise<string> => (await tx.one<{ parcel: string }>(sql`update gateway.reply set parcel = coalesce(parcel, ${parcel}) where id = ${id} returning parcel`)).parcel;
export async function replySentByXta(tx: Tx, id: string, at: Date): Promise<void> { await tx.run(sql`update gateway.reply set xta_sent_at = ${at} where id = ${id}`); }
/** @param but why it reached only one of the two places that the person is to hear at @param followed it lies with an intermediary: from now on it is looked what the other side says to it; at once where that may have answered before this was written down */
export async function replySent(tx: Tx, id: string, at: Date, { but, followed = false }: { readonly but?: string | undefined; readonly followed?: boolean }): Promise<void> {
  await tx.run(sql`update gateway.reply set state = 'sent', sent_at = ${at}, next_at = null, fault = ${but?.slice(0, 200) ?? null}, look_at = case when ${followed} then coalesce(look_at, ${at}::timestamptz + interval '1 minute') end where id = ${id}`);
}
export const followedReplies = (tx: Tx, submission: string, now: Date): Promise<ReplyRow[]> => tx.rows<ReplyRow>(sql`select ${columns} from gateway.reply where submission_id = ${submission} and state = 'sent' and look_at <= ${now} order by id`);
/** @param why the other side has not got it; undefined: it has. Where it lies in the person's mailbox of BundID, too, they have it all the same. */
export async function replyAnswered(tx: Tx, id: string, at: Date, why: string | undefined): Promise<void> {
  if (why === undefined) await tx.run(sql`update gateway.reply set look_at = null, answered_at = ${at} where id = ${id} and state = 'sent'`);
  else await tx.run(sql`update gateway.reply set look_at = null, answered_at = ${at}, fault = ${why.slice(0, 200)}, state = case when zbp is null then 'given-up' else 'sent' end, sent_at = case when zbp is not null then sent_at end where id = ${id} and state = 'sent'`);
}
/** Unless it was asked meanwhile to look sooner: what was read may then be older than what there is to see. */
export async function replyLookedAt(tx: Tx, { id, look_at: due }: Pick<ReplyRow, "id" | "look_at">, next: Date): Promise<void> { await tx.run(sql`update gateway.reply set looks = looks + 1, look_at = ${next} where id = ${id} and look_at = ${due}`); }
/**
 * Followed replies in these cases are due now, also where they were due before, so that a look that is under way does not put them off. Locked in the order in which a look writes them. One that is
 * being handed over may be answered before that is written down: it will be due as soon as it is.
 * @param cases none: all of the destination
 * @returns the submissions in whose cases something is followed
 */
export async function hastenFollowed(tx: Tx, { destination, cases }: { readonly destination: string; readonly cases: readonly string[] }, now: Date): Promise<readonly string[]> {
  const rows = await tx.rows<{ submission_id: string }>(sql`with followed as (
      select r.id from gateway.arrival a join gateway.reply r on r.submission_id = a.submission_id
      where a.destination_id = ${destination} and ${cases.length === 0 ? sql`true` : sql`a.case_id = any(${[...cases]}::uuid[])`} and a.parcel is null and (r.look_at is not null or (r.state = 'queued' and r.reply_id is not null)) order by r.id for update of r)
    update gateway.reply r set look_at = ${now} from followed where r.id = followed.id returning r.submission_id`);
  return [...new Set(rows.map((row) => row.submission_id))].sort();
}
export async function replyFollowedNoMore(tx: Tx, id: string): Promise<void> { await tx.run(sql`update gateway.reply set look_at = null where id = ${id}`); }
export async function replyGivenUp(tx: Tx, id: string, fault: string): Promise<void> { await tx.run(sql`update gateway.reply set state = 'given-up', next_at = null, fault = ${fault.slice(0, 200)} where id = ${id} and state = 'queued'`); }
export async function postponeReply(tx: Tx, id: string, fault: string, now: Date): Promise<void> {
  await tx.run(sql`update gateway.reply set attempts = attempts + 1, fault = ${fault.slice(0, 200)}, next_at = ${now}::timestamptz + least(interval '1 hour', interval '15 seconds' * power(2, least(attempts, 10))) where id = ${id} and state = 'queued'`);
}
/** What was handed over to a mailbox outside is looked at again: after two seconds, then more seldom, at most each hour. */
export async function lookAgainAt(tx: Tx, row: Pick<ReplyRow, "id" | "attempts">, now: Date): Promise<Date> {
  const at = new Date(now.getTime() + Math.min(3_600_000, 2_000 * 2 ** Math.min(row.attempts, 12)));
  await tx.run(sql`update gateway.reply set attempts = attempts + 1, fault = 'waits-for-zbp', next_at = ${at} where id = ${row.id} and state = 'queued'`);
  return at;
}
export const repliesOf = (tx: Tx, application: string): Promise<ReplyRow[]> => tx.rows<ReplyRow>(sql`select ${columns} from gateway.reply where application_id = ${application} order by created_at, id`);
export const dueReplies = (tx: Tx, now: Date): Promise<{ tenant_id: string; submission_id: string }[]> => tx.rows(sql`select distinct tenant_id, submission_id from gateway.reply where next_at <= ${now} or (state = 'sent' and look_at <= ${now}) limit 500`);
