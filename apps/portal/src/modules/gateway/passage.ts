import { sql, type Tx } from "#platform/database";

/** One step of an application between here and the service elsewhere in which it was made. Never content. */
export interface PassageStep {
  readonly at: Date;
  /** `accepted | rejected`: what was told the other side of a submission. `reply-*`: words of an office on their way back. */
  readonly what: "application-arrived" | "answer-arrived" | "accepted" | "rejected" | "reply-sent" | "reply-taken" | "reply-given-up";
  readonly by: "fit-connect" | "xta";
  /** By which both sides know it: the submission, the message, the reply. */
  readonly id: string;
  /** Code of what went wrong. */
  readonly reason: string | undefined;
}

interface Arrival { readonly submission_id: string; readonly parcel: string | null; readonly kind: string; readonly state: string; readonly at: Date; readonly answered_at: Date | null }
interface Reply { readonly id: string; readonly parcel: string | null; readonly reply_id: string | null; readonly by_xta: boolean; readonly state: string; readonly fault: string | null; readonly created_at: Date; readonly sent_at: Date | null; readonly answered_at: Date | null }

/** For an operator's transaction, in order, each by the clock of this installation: the delivery service tells of an arrival in whole seconds, which would put it before what it answers; empty for an application that was made here. */
export async function passageOf(tx: Tx, application: string): Promise<readonly PassageStep[]> {
  const arrivals = await tx.rows<Arrival>(sql`select submission_id, parcel, kind, state, listed_at as at, answered_at from gateway.arrival where application_id = ${application} order by listed_at limit 500`);
  const replies = await tx.rows<Reply>(sql`select r.id, r.parcel, r.reply_id, a.parcel is not null as by_xta, r.state, r.fault, r.created_at, r.sent_at, r.answered_at from gateway.reply r join gateway.arrival a on a.submission_id = r.submission_id
    where r.application_id = ${application} and r.fault is distinct from 'nothing-to-say' order by r.created_at limit 500`);
  return [...arrivals.flatMap(ofArrival), ...replies.flatMap(ofReply)].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function ofArrival(row: Arrival): PassageStep[] {
  const same = { by: row.parcel === null ? "fit-connect" : "xta", id: row.parcel ?? row.submission_id, reason: undefined } as const;
  const told = row.state === "accepted" ? "accepted" : row.state === "rejected" ? "rejected" : undefined;
  return [{ ...same, at: row.at, what: row.kind === "application" ? "application-arrived" : "answer-arrived" }, ...(told !== undefined && row.answered_at !== null ? [{ ...same, at: row.answered_at, what: told } as const] : [])];
}

function ofReply(row: Reply): PassageStep[] {
  const same = { by: row.by_xta ? "xta" : "fit-connect", id: row.parcel ?? row.reply_id ?? row.id, reason: row.fault ?? undefined } as const;
  return [
    ...(row.sent_at === null ? [] : [{ ...same, at: row.sent_at, what: "reply-sent" } as const]),
    ...(row.state === "given-up" ? [{ ...same, at: row.answered_at ?? row.created_at, what: "reply-given-up" } as const] : row.answered_at === null ? [] : [{ ...same, at: row.answered_at, what: "reply-taken" } as const]),
  ];
}
