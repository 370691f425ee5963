import { sql, type Tx } from "#platform/database";
import type { HubDeps } from "../deps.ts";
import { rotateAfterDays } from "../reply-key.ts";

const batch = 5_000;
const none = "00000000-0000-0000-0000-000000000000";
interface Key { readonly id: string; readonly destination_id: string; readonly made_at: Date; readonly next_at: Date | null }

/**
 * Deletes private keys with which nothing that may still come could be opened: every application that went to the destination while the key was in use is closed for longer
 * than offices may still answer (`answerableDays`), or deleted. Returns how many.
 */
export async function forgetReplyKeys(deps: Pick<HubDeps, "db" | "clock" | "applications" | "settings">): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - deps.settings.answerableDays * 86_400_000);
  return deps.db.asOperator("keys for replies that can come no more", async (tx) => {
    const keys = await tx.rows<Key>(sql`select id, destination_id, made_at, lead(made_at) over (partition by destination_id order by made_at, id) as next_at from hub.reply_key`);
    let forgotten = 0;
    for (const key of keys) {
      const usedUntil = new Date(Math.max(key.next_at?.getTime() ?? 0, key.made_at.getTime() + rotateAfterDays * 86_400_000));
      // No case can be over for so long that began after that.
      if (usedUntil > before || !(await allOver(tx, deps, key, usedUntil, before))) continue;
      forgotten += await tx.run(sql`delete from hub.reply_key where id = ${key.id}`);
    }
    return forgotten;
  });
}

async function allOver(tx: Tx, deps: Pick<HubDeps, "applications">, key: Key, usedUntil: Date, before: Date): Promise<boolean> {
  for (let after = none; ;) {
    const rows = await tx.rows<{ id: string }>(sql`select distinct d.application_id as id from hub.dispatch p join hub.delivery d on d.id = p.delivery_id
      where p.destination_id = ${key.destination_id} and p.announced_at < ${usedUntil} and (p.handed_over_at is null or p.handed_over_at >= ${key.made_at}) and d.application_id > ${after}::uuid order by 1 limit ${batch}`);
    const heads = await deps.applications.heads(tx, rows.map(({ id }) => id));
    if (heads.some(({ closedAt }) => closedAt === undefined || closedAt > before)) return false;
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return true;
    after = last.id;
  }
}
