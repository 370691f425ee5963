import { legalDate } from "#platform/clock";
import { announce } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { deleteApplications } from "./delete-applications.ts";
import type { ApplicationsDeps } from "./deps.ts";

const batch = 100;
const actor = { kind: "system", what: "retention" } as const;

/**
 * After the retention term: first the archive is offered the case (§ 4 ArchivG NRW; `application.archive-offered`), after its days to
 * answer, or with its answer, the case is deleted; what it wants stays until it has it. The audit keeps who deleted what and when, never what it said.
 */
export async function endRetention(deps: ApplicationsDeps): Promise<{ readonly offered: number; readonly deleted: number }> {
  const counts = { offered: 0, deleted: 0 };
  if (deps.settings.archiveDays > 0) counts.offered = await inBatches(deps, "archive offers", offer);
  counts.deleted = await inBatches(deps, "cases whose retention term has ended", remove);
  return counts;
}

async function inBatches(deps: ApplicationsDeps, reason: string, work: (tx: Tx, deps: ApplicationsDeps) => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    const done = await deps.db.asOperator(reason, (tx) => work(tx, deps));
    all += done;
    if (done < batch) return all;
  }
}

interface Row { readonly id: string; readonly tenant_id: string; readonly service: string }

async function offer(tx: Tx, deps: ApplicationsDeps): Promise<number> {
  const now = deps.clock.now();
  const rows = await tx.rows<Row>(sql`update applications.application set archive_offered_at = ${now} where id in (
      select id from applications.application where keep_until <= ${legalDate(now)}::date and archive_offered_at is null order by keep_until limit ${batch} for update skip locked)
    returning id, tenant_id, service`);
  for (const row of rows) {
    await deps.audit.record(tx, { tenant: row.tenant_id, actor, action: "application.offer-to-archive", subject: { kind: "application", id: row.id } });
    await announce(tx, { type: "application.archive-offered", id: newId(now.getTime()), application: row.id, tenant: row.tenant_id, service: row.service });
  }
  return rows.length;
}

async function remove(tx: Tx, deps: ApplicationsDeps): Promise<number> {
  const now = deps.clock.now();
  const { archiveDays } = deps.settings;
  const answered = new Date(now.getTime() - archiveDays * 86_400_000);
  const rows = await tx.rows<Row>(sql`select id, tenant_id, service from applications.application
    where keep_until <= ${legalDate(now)}::date and archive_answer is distinct from 'wanted' and (${archiveDays === 0} or archive_answer = 'released' or archive_offered_at <= ${answered}) order by keep_until limit ${batch} for update skip locked`);
  for (const row of rows) await deps.audit.record(tx, { tenant: row.tenant_id, actor, action: "application.delete", subject: { kind: "application", id: row.id } });
  return deleteApplications(tx, rows.map(({ id }) => id), "retention", now);
}
