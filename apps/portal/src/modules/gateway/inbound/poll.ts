import { createSubscriber } from "@kommunalportal/fit-connect";
import { addJob } from "#platform/jobs";
import { sql, type Tx } from "#platform/database";
import { isId } from "#platform/ids";
import { listArrival } from "./arrival-store.ts";
import { allDestinations, keysOf, privateKeys } from "./destination-store.ts";
import type { InboundDeps } from "./inbound-deps.ts";
import { connectionSettings } from "./party.ts";
import { openWaiting } from "./unopened.ts";
import { newJti } from "./receive-submission.ts";

export const takeJob = "gateway.take";
export const pollJob = "gateway.poll";

/** While it waits, one for each submission. */
export const wakeTake = (tx: Tx, given: { readonly tenant: string; readonly submission: string }): Promise<void> => addJob(tx, takeJob, given, { key: `${takeJob}:${given.submission}` });

/**
 * Asks the delivery service once, for all towns, what waits. What is listed is written down, each once, together with the job that fetches it.
 * Nothing is lost when this fails: the service lists it again the next time.
 */
export async function poll(deps: InboundDeps): Promise<number> {
  const fit = deps.fitConnect;
  if (!fit) return 0;
  const destinations = new Map((await deps.db.asOperator("destinations of all towns", (tx) => allDestinations(tx))).map((row) => [row.id, row]));
  const [first] = destinations.values();
  if (!first) return 0;
  const keys = await privateKeys(await deps.tenants.tenantKey(first.tenant_id), await deps.db.inTenant(first.tenant_id, (tx) => keysOf(tx, first.id)));
  // Listing signs nothing; the library wants a key anyway.
  if (!keys.signing) return 0;
  const subscriber = createSubscriber({ ...connectionSettings(deps, fit), signingKey: keys.signing });
  let fresh = 0;
  for await (const { submissionId, caseId, destinationId } of subscriber.available()) {
    const destination = destinations.get(destinationId);
    if (!destination || !isId(submissionId)) continue;
    const given = { tenant: destination.tenant_id, submission: submissionId };
    await deps.db.inTenant(given.tenant, async (tx) => {
      if (!(await listArrival(tx, { submission: submissionId, caseId, destination: destinationId, tenant: given.tenant, jti: newJti(), at: deps.clock.now() }))) return;
      fresh += 1;
      await wakeTake(tx, given);
    });
  }
  return fresh;
}

/** Wakes what is due again, by the platform's clock, and removes bytes that an attempt which broke off has left. */
export async function sweepInbound(deps: InboundDeps): Promise<void> {
  const now = deps.clock.now();
  await openWaiting(deps);
  await deps.db.asOperator("submissions that are due", async (tx) => {
    const due = await tx.rows<{ tenant_id: string; submission_id: string }>(sql`select tenant_id, submission_id from gateway.arrival where next_at <= ${now} order by next_at limit 500`);
    for (const { tenant_id, submission_id } of due) await wakeTake(tx, { tenant: tenant_id, submission: submission_id });
  });
  // Longer than the largest submission can take.
  const before = new Date(now.getTime() - 6 * 3_600_000);
  const left = await deps.db.asOperator("files that an attempt has left", (tx) => tx.rows<{ store_key: string }>(sql`select store_key from gateway.arriving_file where created_at < ${before} order by created_at limit 500`));
  for (const { store_key } of left) await deps.files.delete(store_key);
  if (left.length > 0) await deps.db.asOperator("files whose bytes were removed", (tx) => tx.run(sql`delete from gateway.arriving_file where store_key = any(${left.map((row) => row.store_key)}::text[])`));
}
