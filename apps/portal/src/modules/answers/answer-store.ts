import { sql, type Tx } from "#platform/database";

export interface RequestRow {
  readonly id: string; readonly tenant_id: string; readonly application_id: string; readonly account_id: string | null; readonly office: string; readonly kind: "question" | "documents";
  readonly event_id: string; readonly asked_at: Date; readonly due_on: string | null; readonly answered_at: Date | null; readonly ended_at: Date | null;
}

/** Something the citizen was asked for. Its words stand in the event of the application's log. */
export interface CitizenRequest {
  readonly id: string;
  readonly office: string;
  readonly kind: "question" | "documents";
  readonly event: string;
  readonly askedAt: Date;
  /** Last day for the answer, `YYYY-MM-DD`. */
  readonly dueOn: string | undefined;
  readonly answeredAt: Date | undefined;
  readonly open: boolean;
}

function requestOf(row: RequestRow): CitizenRequest {
  return { id: row.id, office: row.office, kind: row.kind, event: row.event_id, askedAt: row.asked_at, dueOn: row.due_on ?? undefined, answeredAt: row.answered_at ?? undefined, open: row.answered_at === null && row.ended_at === null };
}

export async function insertRequest(tx: Tx, row: Omit<RequestRow, "answered_at" | "ended_at">): Promise<void> {
  await tx.run(sql`insert into answers.request (id, tenant_id, application_id, account_id, office, kind, event_id, asked_at, due_on)
    values (${row.id}, ${row.tenant_id}, ${row.application_id}, ${row.account_id}, ${row.office}, ${row.kind}, ${row.event_id}, ${row.asked_at}, ${row.due_on})`);
}

/** All that was asked in an application, oldest first, as far as the transaction sees it. */
export async function requestsOf(tx: Tx, application: string): Promise<CitizenRequest[]> {
  return (await tx.rows<RequestRow>(sql`select * from answers.request where application_id = ${application} order by asked_at, id`)).map(requestOf);
}

/** The request is answered; false when it was before, or ended, or belongs elsewhere. */
export async function markAnswered(tx: Tx, application: string, request: string, at: Date): Promise<boolean> {
  return (await tx.run(sql`update answers.request set answered_at = ${at} where id = ${request} and application_id = ${application} and answered_at is null and ended_at is null`)) === 1;
}

/** The case went on without the answers of these offices; all of them where none is named. */
export async function endRequests(tx: Tx, application: string, at: Date, office?: string): Promise<void> {
  await tx.run(sql`update answers.request set ended_at = ${at} where application_id = ${application} and answered_at is null and ended_at is null and (${office ?? null}::text is null or office = ${office ?? null})`);
}

export async function openRequests(tx: Tx, application: string): Promise<number> {
  return (await tx.one<{ count: number }>(sql`select count(*) from answers.request where application_id = ${application} and answered_at is null and ended_at is null`)).count;
}
