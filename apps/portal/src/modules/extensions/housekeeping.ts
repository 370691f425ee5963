import { sql } from "#platform/database";
import type { ExtensionsDeps } from "./deps.ts";
import { wake } from "./queue-deliveries.ts";

const batch = 5_000;

/** Forgets tokens that ended, answers to writes after their term, and messages that were delivered or given up; the feed itself stays. */
export async function forgetOld(deps: Pick<ExtensionsDeps, "db" | "clock" | "settings">): Promise<void> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() - deps.settings.keepDays * 86_400_000);
  await deps.db.asOperator("forget ended tokens, old answers and old webhook messages", async (tx) => {
    await tx.run(sql`delete from extensions.token where expires_at < ${now}`);
    await tx.run(sql`delete from extensions.idempotency where ctid in (select ctid from extensions.idempotency where at < ${before} limit ${batch})`);
    await tx.run(sql`delete from extensions.delivery where id in (select id from extensions.delivery where state <> 'queued' and finished_at < ${before} limit ${batch})`);
  });
}

/** Wakes every address with a message that is due: what a lost job, a disabled program that came back or a moved clock has left behind. */
export async function wakeDue(deps: Pick<ExtensionsDeps, "db" | "clock">): Promise<void> {
  const now = deps.clock.now();
  await deps.db.asOperator("wake webhooks that are due", async (tx) => {
    const due = await tx.rows<{ tenant_id: string; webhook_id: string }>(sql`select distinct d.tenant_id, d.webhook_id from extensions.delivery d
      join extensions.webhook w on w.id = d.webhook_id and w.removed_at is null and (w.held_until is null or w.held_until <= ${now})
      join extensions.client c on c.id = w.client_id and c.disabled_at is null
      where d.state = 'queued' and d.next_at <= ${now} limit 500`);
    for (const { tenant_id, webhook_id } of due) await wake(tx, { tenant: tenant_id, webhook: webhook_id });
  });
}
