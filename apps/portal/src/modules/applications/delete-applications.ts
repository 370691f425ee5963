import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";

/**
 * Takes applications away with everything that hangs on them. What stays: the reference, so that it is never given again, and a stub
 * that says when and why. Bytes of files are removed by the sweep. An operator's transaction, or the town's.
 */
export async function deleteApplications(tx: Tx, ids: readonly string[], reason: "unpaid" | "reopened" | "retention", at: Date): Promise<number> {
  if (ids.length === 0) return 0;
  await tx.run(sql`delete from applications.search_word where application_id = any(${ids}::uuid[])`);
  await tx.run(sql`delete from applications.part where application_id = any(${ids}::uuid[])`);
  await tx.run(sql`delete from applications.event where application_id = any(${ids}::uuid[])`);
  await tx.run(sql`update applications.file set scan = 'discarded', application_id = null, label = null where application_id = any(${ids}::uuid[])`);
  return tx.run(sql`with gone as (delete from applications.application where id = any(${ids}::uuid[]) returning id, tenant_id, reference, service)
    insert into applications.deletion (id, tenant_id, subject_kind, subject_id, reference, service, reason, at)
    select stub.id, gone.tenant_id, 'application', gone.id, gone.reference, gone.service, ${reason}, ${at}
    from gone join unnest(${ids}::uuid[], ${ids.map(() => newId(at.getTime()))}::uuid[]) as stub (application, id) on stub.application = gone.id`);
}
