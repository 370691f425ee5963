import type { Clock } from "#platform/clock";
import { sql, type Database, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { holdChains, installationChain } from "./chain.ts";

const batch = 5_000;

/**
 * Takes the entries before a moment from the front of each chain. What is gone leaves its position and hash behind (`audit.start`), so that
 * the rest still verifies, and an entry `audit.cut` in the same chain, so that every cut can be seen. May run twice.
 */
export async function forgetEntries(db: Database, clock: Clock, before: Date): Promise<number> {
  const chains = await db.asOperator("chains of the audit", (tx) => tx.rows<{ chain: string }>(sql`select distinct chain from audit.link`));
  let all = 0;
  for (const { chain } of chains) {
    for (;;) {
      const gone = await db.asOperator("audit entries whose term has ended", (tx) => cut(tx, clock, chain, before));
      all += gone;
      if (gone < batch) break;
    }
  }
  return all;
}

/** One piece of one chain: up to the first entry that is to be kept, whatever stands behind it. */
async function cut(tx: Tx, clock: Clock, chain: string, before: Date): Promise<number> {
  if (!await holdChains(tx)) return 0;
  const links = await tx.rows<{ position: number; hash: Buffer; entry_id: string; at: Date }>(sql`select l.position, l.hash, l.entry_id, e.at from audit.link l join audit.entry e on e.id = l.entry_id
    where l.chain = ${chain} order by l.position limit ${batch}`);
  const keep = links.findIndex(({ at }) => at >= before);
  const ended = keep < 0 ? links : links.slice(0, keep);
  const last = ended.at(-1);
  if (!last) return 0;
  const gone = await tx.run(sql`delete from audit.link where chain = ${chain} and position <= ${last.position}`);
  const entries = await tx.run(sql`delete from audit.entry where id = any(${ended.map(({ entry_id }) => entry_id)}::uuid[])`);
  if (gone !== ended.length || entries !== ended.length) throw new Error(`the database keeps audit entries of ${chain} that the term says are over`);
  await tx.run(sql`insert into audit.start (chain, position, hash, cut_at) values (${chain}, ${last.position}, ${last.hash}, ${clock.now()})
    on conflict (chain) do update set position = excluded.position, hash = excluded.hash, cut_at = excluded.cut_at`);
  await tx.run(sql`insert into audit.entry (id, tenant_id, at, actor_kind, actor, action, subject_kind, subject)
    values (${newId()}, ${chain === installationChain ? null : chain}, ${clock.now()}, 'system', 'retention', 'audit.cut', 'audit-position', ${String(last.position)})`);
  return gone;
}
