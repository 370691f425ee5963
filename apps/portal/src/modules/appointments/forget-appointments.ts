import type { Applications } from "#modules/applications";
import type { Clock } from "#platform/clock";
import { sql, type Database } from "#platform/database";

const batch = 1_000;
/** After that a time that nobody has, or that is over, says nothing to anybody. */
const keepDays = 90;

/** Appointments of cases that were deleted after their term, then times that are long over and that nothing refers to. */
export async function forgetAppointments(deps: { readonly db: Database; readonly clock: Clock; readonly applications: Pick<Applications, "heads"> }): Promise<void> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const last = await deps.db.asOperator("forget appointments of deleted applications", async (tx) => {
      const known = await tx.rows<{ id: string }>(sql`select distinct application_id as id from appointments.appointment where application_id > ${after} order by id limit ${batch}`);
      const alive = new Set((await deps.applications.heads(tx, known.map(({ id }) => id))).map(({ id }) => id));
      await tx.run(sql`delete from appointments.appointment where application_id = any(${known.map(({ id }) => id).filter((id) => !alive.has(id))}::uuid[])`);
      return known.at(-1)?.id;
    });
    if (last === undefined) break;
    after = last;
  }
  const before = new Date(deps.clock.now().getTime() - keepDays * 86_400_000);
  await deps.db.asOperator("forget times that are over", (tx) => tx.run(sql`delete from appointments.slot s where s.ends_at < ${before} and not exists (select 1 from appointments.appointment a where a.slot_id = s.id)`));
}
