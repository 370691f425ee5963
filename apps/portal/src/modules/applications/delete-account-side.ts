import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import type { ApplicationsDeps } from "./deps.ts";
import { deleteDrafts, draftsOf } from "./draft-store.ts";

/**
 * What an account leaves behind here when it is deleted: its drafts go; what was submitted stays with the office until its retention term,
 * without the link to the account and without the key that the account had. Repeated it has no further effect.
 */
export async function deleteAccountSide(deps: ApplicationsDeps, account: string): Promise<{ readonly drafts: number; readonly applications: number }> {
  return deps.db.asOperator("an account was deleted", async (tx) => {
    const now = deps.clock.now();
    let drafts = 0;
    for (let page = await draftsOf(tx, account); page.length > 0; page = await draftsOf(tx, account)) {
      drafts += await deleteDrafts(tx, page.map(({ id }) => ({ id, stub: newId(now.getTime()) })), "account-deleted", now);
    }
    await tx.run(sql`select applications.let_go_of_deletions(${account})`);
    await tx.run(sql`update applications.file set owner_id = null where owner_id = ${account}`);
    await tx.run(sql`update applications.event set account_id = nullif(account_id, ${account}::uuid), actor = case when actor_kind = 'citizen' then nullif(actor, ${account}::text) else actor end
      where account_id = ${account} or (actor_kind = 'citizen' and actor = ${account}::text)`);
    // What they handed in themselves stays theirs by link and code.
    await tx.run(sql`update applications.participation set account_id = null, account_key = null where account_id = ${account}`);
    await tx.run(sql`update applications.participant set account_id = null where account_id = ${account}`);
    const applications = await tx.run(sql`update applications.application set account_id = null, account_wrapped_key = null where account_id = ${account}`);
    return { drafts, applications };
  });
}
