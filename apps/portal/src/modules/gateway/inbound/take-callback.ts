import { verifyCallback } from "@kommunalportal/fit-connect";
import { open } from "#platform/crypto";
import type { Tx } from "#platform/database";
import { addJob } from "#platform/jobs";
import { isId } from "#platform/ids";
import { destinationByCallback, secretContext } from "./destination-store.ts";
import type { InboundDeps } from "./inbound-deps.ts";
import { pollJob } from "./poll.ts";

/** What was posted to `/rueckruf/zustellpunkt/<callback>`. */
export interface GatewayCallback { readonly callback: string; readonly timestamp: string | undefined; readonly authentication: string | undefined; readonly body: Uint8Array }

/** What follows the replies in these cases of a destination looks at once; no case: in all of them. */
export type HastenReplies = (tx: Tx, given: { readonly tenant: string; readonly destination: string; readonly cases: readonly string[] }) => Promise<void>;

/**
 * A callback says only that there is something: it is checked, and whatever it names, the delivery service is asked. So one that is repeated or even forged
 * could do no more than make us look; a guard against repetition is not needed. False: answer 401 without saying why.
 */
export async function takeCallback(deps: InboundDeps, hastenReplies: HastenReplies, given: GatewayCallback): Promise<boolean> {
  if (!isId(given.callback)) return false;
  const row = await deps.db.asOperator("a callback names a destination", (tx) => destinationByCallback(tx, given.callback));
  if (!row || row.ended_at) return false;
  const secret = open(await deps.tenants.tenantKey(row.tenant_id), row.callback_secret, secretContext(row.callback_id)).toString("utf8");
  const outcome = await verifyCallback({ timestamp: given.timestamp, authentication: given.authentication, body: given.body }, { secrets: [secret], replays: { first: () => true }, now: () => deps.clock.now().getTime() });
  if (outcome.kind === "refused") return false;
  await deps.db.inTenant(row.tenant_id, async (tx) => {
    if (outcome.kind === "news" && outcome.news.kind === "new-events") await hastenReplies(tx, { tenant: row.tenant_id, destination: row.id, cases: outcome.news.caseIds });
    await addJob(tx, pollJob, {}, { key: pollJob });
  });
  return true;
}
