import { sql } from "#platform/database";
import { isId } from "#platform/ids";
import type { JobHandler } from "#platform/jobs";
import { forgetReplyKeys } from "./fit-connect/forget-reply-keys.ts";
import { watchCertificates } from "./certificates/watch-certificates.ts";
import { deliver } from "./deliver.ts";
import { endLeasesOfTheDead } from "./end-leases.ts";
import type { HubParts } from "./deps.ts";
import { lookAfter } from "./look-after.ts";
import { forgetDeliveries } from "./forget-deliveries.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { deliverJob, lookJob, wake, wakeToLook } from "./wake.ts";

export function createJobs(parts: HubParts) {
  const looking = oneAtATime();
  return {
    [deliverJob]: async (payload, { process }) => {
      const { tenant, destination } = payload;
      if (!isId(tenant) || !isId(destination)) throw new Error("the job names no destination");
      await deliver(parts, { tenant, destination, process });
    },
    [lookJob]: async ({ tenant, destination }) => {
      if (!isId(tenant) || !isId(destination)) throw new Error("the job names no destination");
      // A callback for each of many deliveries: they are looked at together.
      await looking(destination, () => lookAfter(parts, { tenant, destination }));
    },
    // Wakes whatever is due and was not woken: after a crash, a lost job, a clock that was set.
    "hub:sweep": async () => {
      await parts.db.asOperator("deliveries that are due", async (tx) => {
        await endLeasesOfTheDead(parts, tx);
        const now = parts.clock.now();
        const due = await tx.rows<{ tenant_id: string; id: string }>(sql`select t.tenant_id, t.id from hub.destination t
          where t.retired_at is null and t.paused_at is null and (t.held_until is null or t.held_until <= ${now})
            and exists (select from hub.delivery d where d.destination_id = t.id and ((d.state = 'queued' and d.next_attempt_at <= ${now}) or (d.state = 'sent' and d.lease_until <= ${now})))`);
        for (const { tenant_id, id } of due) await wake(tx, { tenant: tenant_id, destination: id });
        const unseen = await tx.rows<{ tenant_id: string; id: string }>(sql`select t.tenant_id, t.id from hub.destination t where t.replies_at <= ${now} or exists (select from hub.dispatch p where p.destination_id = t.id and p.look_at <= ${now} and p.handed_over_at is not null)`);
        for (const { tenant_id, id } of unseen) await wakeToLook(tx, { tenant: tenant_id, destination: id });
        await tx.run(sql`delete from hub.callback_seen where until < ${now}`);
      });
    },
    "hub:watch-certificates": async () => { await watchCertificates(parts); },
    "hub:forget": async () => {
      await forgetDeliveries(parts);
      await forgetReplyKeys(parts);
    },
  } satisfies Record<string, JobHandler>;
}

/** Names in a crontab hold no dots. */
export const crontab: readonly string[] = ["* * * * * hub:sweep", "27 4 * * * hub:forget", "23 5 * * * hub:watch-certificates"];
