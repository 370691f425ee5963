import type { Database } from "#platform/database";
import { sql } from "#platform/database";
import type { Subscription } from "#platform/events";
import { isId } from "#platform/ids";

/** The record of the money stays with the town's Kasse; whose account it was is forgotten. */
export function createSubscriptions({ db }: { readonly db: Database }): readonly Subscription[] {
  return [{
    name: "payments.forget-account", to: "account.deleted",
    async handle(event) {
      const account = event["account"];
      if (!isId(account)) throw new Error("the event names no account");
      await db.asOperator("an account was deleted", async (tx) => {
        await tx.run(sql`update payments.claim set account_id = null where account_id = ${account}`);
        await tx.run(sql`update payments.attempt set account_id = null where account_id = ${account}`);
        await tx.run(sql`update payments.incoming set account_id = null where account_id = ${account}`);
        await tx.run(sql`update payments.booking set account_id = null where account_id = ${account}`);
        await tx.run(sql`update payments.refund_task set account_id = null where account_id = ${account}`);
      });
    },
  }];
}
