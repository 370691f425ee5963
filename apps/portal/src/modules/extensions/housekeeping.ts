import { sql } from "#platform/database";
import type { ExtensionsDeps } from "./deps.ts";
import { forgetLaunches } from "./places/launch-store.ts";
import { cancelRemoved } from "./webhook-store.ts";
import { wake } from "./queue-deliveries.ts";

const batch = 5_000;
/** How long a developer sees a request of the program. */
const requestDays = 7;

/** Forgets tokens that ended, answers to writes after their term, and messages that were delivered or given up; the feed itself stays. */
export async function forgetOld(deps: Pick<ExtensionsDeps, "db" | "clock" | "settings">): Promise<void> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() - deps.settings.keepDays * 86_400_000);
  await deps.db.asOperator("forget ended tokens, old answers and old webhook messages", async (tx) => {
    await tx.run(sql`delete from extensions.token where expires_at < ${now}`);
    await tx.run(sql`delete from extensions.used_assertion where expires_at < ${now}`);
    await tx.run(sql`delete from extensions.request where ctid in (select ctid from extensions.request where at < ${new Date(now.getTime() - requestDays * 86_400_000)} limit ${batch * 20})`);
    await tx.run(sql`delete from extensions.idempotency where ctid in (select ctid from extensions.idempotency where at < ${before} limit ${batch})`);
    await tx.run(sql`delete from extensions.delivery where id in (select id from extensions.delivery where state <> 'queued' and finished_at < ${before} limit ${batch})`);
  });
}

/** What was known of applications that the office has deleted after their term goes too: events, messages, file numbers. */
export async function forgetDeleted(deps: Pick<ExtensionsDeps, "db" | "clock" | "settings" | "applications">): Promise<number> {
  let forgotten = 0;
  const before = new Date(deps.clock.now().getTime() - deps.settings.keepDays * 86_400_000);
  for (let after = "00000000-0000-0000-0000-000000000000"; ;) {
    const seen = await deps.db.asOperator("forget events of deleted applications", async (tx) => {
      const known = await tx.rows<{ id: string }>(sql`
        select application_id as id from extensions.event where application_id > ${after} union select application_id from extensions.submission where application_id > ${after} order by id limit ${batch}`);
      const alive = new Set((await deps.applications.heads(tx, known.map(({ id }) => id))).map(({ id }) => id));
      const gone = known.map(({ id }) => id).filter((id) => !alive.has(id));
      await tx.run(sql`delete from extensions.delivery where application_id = any(${gone}::uuid[])`);
      await tx.run(sql`delete from extensions.event where application_id = any(${gone}::uuid[])`);
      await tx.run(sql`delete from extensions.processing_mark where application_id = any(${gone}::uuid[])`);
      await tx.run(sql`delete from extensions.acknowledgement where application_id = any(${gone}::uuid[])`);
      await tx.run(sql`delete from extensions.submission where application_id = any(${gone}::uuid[]) and at < ${before}`);
      return { last: known.at(-1)?.id, gone: gone.length };
    });
    forgotten += seen.gone;
    if (seen.last === undefined) return forgotten;
    after = seen.last;
  }
}

/** Launch codes and what was sealed in them, as soon as their time is over. */
export async function forgetEndedLaunches(deps: Pick<ExtensionsDeps, "db" | "clock">): Promise<void> {
  const now = deps.clock.now();
  await deps.db.asOperator("forget launches of extensions that ended", (tx) => forgetLaunches(tx, now));
}

/** Wakes every address with a message that is due: what a lost job, a disabled program that came back or a moved clock has left behind. */
export async function wakeDue(deps: Pick<ExtensionsDeps, "db" | "clock">): Promise<void> {
  const now = deps.clock.now();
  await deps.db.asOperator("wake webhooks that are due", async (tx) => {
    await cancelRemoved(tx, now);
    const due = await tx.rows<{ tenant_id: string; webhook_id: string }>(sql`select distinct d.tenant_id, d.webhook_id from extensions.delivery d
      join extensions.webhook w on w.id = d.webhook_id and w.removed_at is null and (w.held_until is null or w.held_until <= ${now})
      join extensions.client c on c.id = w.client_id and c.disabled_at is null
      where d.state = 'queued' and d.next_at <= ${now} limit 500`);
    for (const { tenant_id, webhook_id } of due) await wake(tx, { tenant: tenant_id, webhook: webhook_id });
  });
}
