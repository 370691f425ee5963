import { sql, type Tx } from "#platform/database";
import type { HubDeps } from "./deps.ts";

/**
 * Ends the leases of processes that have ended, of one destination or of all in scope: what they had on the way goes again at once, and their
 * places are free for others. It says nothing about the destination, so nothing rests for it. How many were ended.
 */
export function endLeasesOfTheDead(deps: Pick<HubDeps, "clock">, tx: Tx, destination?: string): Promise<number> {
  const now = deps.clock.now();
  // Two workers that look at once never wait for each other: what one has in its hands the other leaves to it.
  return tx.run(sql`update hub.delivery set lease_until = ${now} where id in (select id from hub.delivery where state = 'sent' and lease_until > ${now}
    and (${destination ?? null}::uuid is null or destination_id = ${destination ?? null}::uuid) and lease_holder is not null and lease_holder <> all (jobs.living_processes()) order by id for update skip locked)`);
}
