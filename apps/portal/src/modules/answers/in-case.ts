import type { ApplicationHead } from "#modules/applications";
import type { Tx } from "#platform/database";
import type { AnswersDeps } from "./ports.ts";

/**
 * Runs in the scope of a town and, where there is one, of the applicant's account: an office that answers writes into the person's mailbox
 * in the same transaction. Undefined where the town has no such application.
 */
export async function inCase<T>(deps: Pick<AnswersDeps, "db" | "applications">, tenant: string, application: string, work: (tx: Tx, head: ApplicationHead) => Promise<T>): Promise<T | undefined> {
  const account = await deps.db.inTenant(tenant, async (tx) => {
    const head = await deps.applications.view(tx, application);
    return head?.tenant === tenant ? { id: head.account } : undefined;
  });
  if (!account) return undefined;
  return deps.db.inTenant(tenant, async (tx) => {
    // Read again: the account may have been deleted in between, and then nothing may be written for it.
    const head = await deps.applications.view(tx, application);
    return head?.tenant === tenant ? work(tx, head) : undefined;
  }, account.id === undefined ? {} : { account: account.id });
}
