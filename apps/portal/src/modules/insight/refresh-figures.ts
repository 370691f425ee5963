import { addDays, legalDate, type Clock } from "#platform/clock";
import { sql, type Database, type Tx } from "#platform/database";

const daysAtOnce = 40;
/** Facts are kept so long that a late answer still finds its submission. */
const keptDays = 400;

/** Counts again every day of which something new is known. One worker at a time; what it misses the next minute takes. */
export async function refreshFigures(db: Database, clock: Clock): Promise<number> {
  return db.asOperator("refresh the figures", async (tx) => {
    const now = clock.now();
    await tx.run(sql`insert into insight.heartbeat (what, at) values ('worker', ${now}) on conflict (what) do update set at = greatest(heartbeat.at, excluded.at)`);
    const { held } = await tx.one<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(7300140) as held`);
    if (!held) return 0;
    const days = await tx.rows<{ day: string }>(sql`select distinct day from insight.fact where not counted order by day limit ${daysAtOnce}`);
    for (const { day } of days) await countDay(tx, day);
    await tx.run(sql`delete from insight.fact where counted and day < ${addDays(legalDate(now), -keptDays)}::date`);
    return days.length;
  });
}

async function countDay(tx: Tx, day: string): Promise<void> {
  // Marked first: what arrives while we count is then seen as new again, never as counted.
  await tx.run(sql`update insight.fact set counted = true where day = ${day}::date and not counted`);
  await tx.run(sql`delete from insight.figure where day = ${day}::date`);
  await tx.run(sql`
    insert into insight.figure (day, tenant_id, service, destination_id, submitted, withdrawn, answered, decided, queued, accepted, rejected, dead, arrival_p50, arrival_p95, answer_p50, answer_p95)
    select f.day, f.tenant_id, f.service, coalesce(f.destination_id, '00000000-0000-0000-0000-000000000000'),
      count(*) filter (where f.type = 'submitted'), count(*) filter (where f.type = 'withdrawn'), count(*) filter (where f.first_answer), count(distinct f.application_id) filter (where f.type = 'decided'),
      count(*) filter (where f.type = 'queued'), count(*) filter (where f.type = 'accepted'), count(*) filter (where f.type = 'rejected'), count(*) filter (where f.type = 'dead'),
      percentile_cont(0.5) within group (order by f.seconds) filter (where f.type = 'accepted'), percentile_cont(0.95) within group (order by f.seconds) filter (where f.type = 'accepted'),
      percentile_cont(0.5) within group (order by f.seconds) filter (where f.first_answer), percentile_cont(0.95) within group (order by f.seconds) filter (where f.first_answer)
    from (
      select a.day, a.tenant_id, a.service, a.destination_id, a.application_id, a.type, extract(epoch from a.at - s.at)::double precision as seconds,
        a.type = 'answered' and not exists (select from insight.fact b where b.application_id = a.application_id and b.type = 'answered' and (b.at, b.event_id) < (a.at, a.event_id)) as first_answer
      from insight.fact a left join insight.fact s on s.application_id = a.application_id and s.type = 'submitted' where a.day = ${day}::date
      union all
      -- The first word that came after a destination had taken the application counts for that destination, too.
      select a.day, a.tenant_id, a.service, d.destination_id, a.application_id, a.type, extract(epoch from a.at - s.at)::double precision, true
      from insight.fact a
        join lateral (select c.destination_id, min(c.at) as at from insight.fact c where c.application_id = a.application_id and c.type = 'accepted' and c.destination_id is not null group by 1) d on d.at <= a.at
        left join insight.fact s on s.application_id = a.application_id and s.type = 'submitted'
      where a.day = ${day}::date and a.type = 'answered'
        and not exists (select from insight.fact b where b.application_id = a.application_id and b.type = 'answered' and b.at >= d.at and (b.at, b.event_id) < (a.at, a.event_id))
    ) f group by 1, 2, 3, 4`);
}
