import { join, sql, type Sql, type Tx } from "#platform/database";
import type { Channel } from "#modules/applications";
import type { Case, CaseChange, CaseState, CaseTask, Involvement } from "./case.ts";

interface CaseRow {
  readonly id: string; readonly tenant_id: string; readonly application_id: string; readonly part: string; readonly office: string;
  readonly service: string; readonly reference: string; readonly channel: Channel; readonly state: CaseState; readonly state_since: Date; readonly assignee: string | null;
  readonly withdrawn: boolean; readonly unpaid: boolean; readonly task: CaseTask | null; readonly received_at: Date; readonly news_at: Date; readonly due_on: string | null;
  readonly resubmit_on: string | null; readonly version: number; readonly changed_at: Date; readonly changed_by: string | null; readonly change: CaseChange; readonly involvement: Involvement;
}

const columns = sql`c.id, c.tenant_id, c.application_id, c.part, c.office, c.service, c.reference, c.channel, c.state, c.state_since, c.assignee, c.withdrawn, c.unpaid, c.task,
  c.received_at, c.news_at, c.due_on, c.resubmit_on, c.version, c.changed_at, c.changed_by, c.change, c.involvement`;

function caseOf(row: CaseRow): Case {
  return {
    id: row.id, tenant: row.tenant_id, application: row.application_id, part: row.part, office: row.office, service: row.service,
    reference: row.reference, channel: row.channel, state: row.state, stateSince: row.state_since, assignee: row.assignee ?? undefined, withdrawn: row.withdrawn, unpaid: row.unpaid,
    task: row.task ?? undefined, receivedAt: row.received_at, newsAt: row.news_at, dueOn: row.due_on ?? undefined, resubmitOn: row.resubmit_on ?? undefined, version: row.version,
    changedAt: row.changed_at, changedBy: row.changed_by ?? undefined, change: row.change, involvement: row.involvement,
  };
}

/** Cases that fit the conditions, `c` being the case; `order` with its direction. */
export async function selectCases(tx: Tx, conditions: readonly Sql[], order: Sql, limit: number): Promise<Case[]> {
  return (await tx.rows<CaseRow>(sql`select ${columns} from casework.case c where ${join(conditions, sql` and `)} order by ${order} limit ${limit}`)).map(caseOf);
}

export async function findCase(tx: Tx, tenant: string, id: string): Promise<Case | undefined> {
  const row = await tx.maybe<CaseRow>(sql`select ${columns} from casework.case c where c.tenant_id = ${tenant} and c.id = ${id}`);
  return row && caseOf(row);
}

export async function lockCase(tx: Tx, tenant: string, id: string): Promise<Case | undefined> {
  const row = await tx.maybe<CaseRow>(sql`select ${columns} from casework.case c where c.tenant_id = ${tenant} and c.id = ${id} for update`);
  return row && caseOf(row);
}

/** All cases of an application, locked in the same order by everybody, so that nobody waits in a circle. */
export async function lockCasesOf(tx: Tx, tenant: string, application: string): Promise<Case[]> {
  return (await tx.rows<CaseRow>(sql`select ${columns} from casework.case c where c.tenant_id = ${tenant} and c.application_id = ${application} order by c.id for update`)).map(caseOf);
}

/** A new case; false where the part has one already, or the office is at it already. */
export async function insertCase(tx: Tx, one: Omit<Case, "version" | "dueOn" | "resubmitOn" | "changedAt" | "changedBy" | "change" | "stateSince" | "newsAt" | "task" | "assignee" | "state"> & { readonly at: Date }): Promise<boolean> {
  const inserted = await tx.run(sql`insert into casework.case (id, tenant_id, application_id, part, office, service, reference, channel, state, state_since, unpaid, withdrawn, received_at, news_at, changed_at, change, involvement)
    values (${one.id}, ${one.tenant}, ${one.application}, ${one.part}, ${one.office}, ${one.service}, ${one.reference}, ${one.channel}, 'open', ${one.at}, ${one.unpaid}, ${one.withdrawn},
      ${one.receivedAt}, ${one.at}, ${one.at}, 'received', ${one.involvement}) on conflict do nothing`);
  if (inserted === 0) return false;
  count(tx, one.tenant, [{ office: one.office, state: "open", by: 1 }]);
  return true;
}

export interface CaseUpdate {
  readonly state?: CaseState;
  readonly office?: string;
  /** null: nobody any more. */
  readonly assignee?: string | null;
  readonly dueOn?: string | null;
  readonly resubmitOn?: string | null;
  readonly task?: CaseTask | null;
  readonly withdrawn?: boolean;
  readonly unpaid?: boolean;
  /** Something from outside that everybody has to read. */
  readonly news?: Date;
}

/** One change of a locked case: its version grows, who and what is noted, the counters follow. */
export async function updateCase(tx: Tx, before: Case, update: CaseUpdate, note: { readonly change: CaseChange; readonly at: Date; readonly by?: string }): Promise<Case> {
  const state = update.state ?? before.state;
  const office = update.office ?? before.office;
  const next: Case = {
    ...before, state, office, stateSince: state === before.state ? before.stateSince : note.at,
    assignee: update.assignee === undefined ? before.assignee : update.assignee ?? undefined,
    dueOn: update.dueOn === undefined ? before.dueOn : update.dueOn ?? undefined,
    resubmitOn: update.resubmitOn === undefined ? before.resubmitOn : update.resubmitOn ?? undefined,
    task: update.task === undefined ? before.task : update.task ?? undefined,
    withdrawn: update.withdrawn ?? before.withdrawn, unpaid: update.unpaid ?? before.unpaid,
    newsAt: update.news !== undefined && update.news > before.newsAt ? update.news : before.newsAt,
    version: before.version + 1, changedAt: note.at, changedBy: note.by, change: note.change,
  };
  const nextOn = [next.dueOn, next.resubmitOn].filter((day) => day !== undefined).toSorted()[0] ?? "infinity";
  const changed = await tx.run(sql`update casework.case set state = ${next.state}, office = ${next.office}, state_since = ${next.stateSince}, assignee = ${next.assignee ?? null}, due_on = ${next.dueOn ?? null},
    resubmit_on = ${next.resubmitOn ?? null}, next_on = ${nextOn}, task = ${next.task ?? null}, withdrawn = ${next.withdrawn}, unpaid = ${next.unpaid}, news_at = ${next.newsAt},
    version = ${next.version}, changed_at = ${next.changedAt}, changed_by = ${next.changedBy ?? null}, change = ${next.change}
    where id = ${before.id} and tenant_id = ${before.tenant} and version = ${before.version}`);
  if (changed !== 1) throw new Error("the case changed although it was locked");
  if (state !== before.state || office !== before.office) count(tx, before.tenant, [{ office: before.office, state: before.state, by: -1 }, { office, state, by: 1 }]);
  return next;
}

/** Right before the commit and always in the same order: everybody in the office changes the same rows, and would wait as long as they are locked, or in a circle. */
function count(tx: Tx, tenant: string, steps: readonly { readonly office: string; readonly state: CaseState; readonly by: number }[]): void {
  for (const { office, state, by } of steps) {
    tx.atEnd(`casework.counter:${tenant}:${office}:${state}`, sql`insert into casework.counter as n (tenant_id, office, state, cases) values (${tenant}, ${office}, ${state}, ${by})
      on conflict (tenant_id, office, state) do update set cases = n.cases + excluded.cases`);
  }
}

/** Counts a town's cases anew: after an import that wrote rows in bulk, and as a check. */
export async function recount(tx: Tx, tenant: string): Promise<void> {
  await tx.run(sql`delete from casework.counter where tenant_id = ${tenant}`);
  await tx.run(sql`insert into casework.counter (tenant_id, office, state, cases) select tenant_id, office, state, count(*)::int from casework.case where tenant_id = ${tenant} group by tenant_id, office, state`);
}

export interface Count { readonly office: string; readonly state: CaseState; readonly cases: number }

export function counts(tx: Tx, tenant: string): Promise<Count[]> {
  return tx.rows<Count>(sql`select office, state, cases from casework.counter where tenant_id = ${tenant} and cases > 0 order by office, state`);
}

export async function markRead(tx: Tx, one: Pick<Case, "tenant" | "id">, staff: string, at: Date): Promise<void> {
  await tx.run(sql`insert into casework.reading (tenant_id, case_id, staff, read_at) values (${one.tenant}, ${one.id}, ${staff}, ${at})
    on conflict (tenant_id, staff, case_id) do update set read_at = excluded.read_at`);
}

/** When each of these cases was last read by a person. */
export async function readings(tx: Tx, tenant: string, staff: string, ids: readonly string[]): Promise<Map<string, Date>> {
  const rows = await tx.rows<{ case_id: string; read_at: Date }>(sql`select case_id, read_at from casework.reading where tenant_id = ${tenant} and staff = ${staff} and case_id = any(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.case_id, row.read_at]));
}
