import { startOfLegalYear, type Clock } from "#platform/clock";
import { sql, type Database } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";

export interface StaffTerms {
  /** Months without a sign-in after which somebody counts as having left. */
  readonly months: number;
  /** Years after the year of the last sign-in in a town for which that town still knows the name: as long as its audit. */
  readonly years: number;
}

/**
 * Nobody tells the portal that somebody has left: the provider simply signs them in no more. After some months roles, address and sessions
 * go (`staff.left`), so nobody assigns work to them or sends them mail; who comes back signs in and is there again. The name stays for the
 * entries that name them, and goes with those.
 */
export async function endStaff(db: Database, clock: Clock, { months, years }: StaffTerms): Promise<void> {
  const now = clock.now();
  const silent = new Date(now);
  silent.setUTCMonth(silent.getUTCMonth() - months);
  const forgotten = startOfLegalYear(now, years);
  await db.asOperator("staff who have left", async (tx) => {
    const left = await tx.rows<{ id: string }>(sql`update accounts.staff set left_at = ${now}, roles = '[]', email = '' where last_seen_at < ${silent} and left_at is null returning id`);
    await tx.run(sql`delete from accounts.staff_session where staff_id = any(${left.map(({ id }) => id)}::uuid[])`);
    for (const { id } of left) await announce(tx, { type: "staff.left", id: newId(), staff: id });
    await tx.run(sql`delete from accounts.staff_name where last_seen_at < ${forgotten}`);
    await tx.run(sql`delete from accounts.staff where left_at is not null and last_seen_at < ${forgotten}`);
  });
}
