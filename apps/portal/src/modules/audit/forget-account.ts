import type { Clock } from "#platform/clock";
import { sql, type Database } from "#platform/database";
import { newId } from "#platform/ids";
import { type EntryRow, stubHash, waitForChains } from "./chain.ts";

const batch = 2_000;

/**
 * A deleted account leaves stubs that identify nobody: what was done stays, who it was goes. The hash of a linked entry no longer fits then, so each stub is
 * recorded by an entry `audit.unlink` in the same chain, by which `verify` knows it. May run twice.
 */
export async function forgetAccount(db: Database, clock: Clock, account: string): Promise<void> {
  for (;;) {
    const found = await db.asOperator("an account was deleted", async (tx) => {
      await waitForChains(tx);
      const stubs = await tx.rows<EntryRow & { readonly linked: boolean }>(sql`select * from audit.unlink_account(${account}, ${batch})`);
      const linked = stubs.filter((stub) => stub.linked);
      const at = clock.now();
      if (linked.length > 0) {
        await tx.run(sql`insert into audit.entry (id, tenant_id, at, actor_kind, actor, action, subject_kind, subject)
          select id, tenant, ${at}, 'system', 'account-deletion', 'audit.unlink', 'audit-entry', subject
          from unnest(${linked.map(() => newId())}::uuid[], ${linked.map(({ tenant_id }) => tenant_id)}::uuid[], ${linked.map((stub) => `${stub.id} ${stubHash(stub)}`)}::text[]) as one (id, tenant, subject)`);
      }
      return stubs.length;
    });
    if (found < batch) return;
  }
}
