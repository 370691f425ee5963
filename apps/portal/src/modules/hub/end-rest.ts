import { sql, type Tx } from "#platform/database";
import type { HubDeps } from "./deps.ts";

/**
 * The rest of a destination is over before its time: somebody has mended it, or it has spoken. What waited for that moment goes now; what rests by its own count,
 * because others got answers meanwhile, goes on resting. Locks the destination and then what waits with it: a caller that has locked a waiting delivery before must hold the destination already.
 */
export async function endRest(deps: Pick<HubDeps, "clock">, tx: Tx, destination: string): Promise<void> {
  const now = deps.clock.now();
  await tx.run(sql`with was as (select id, held_until from hub.destination where id = ${destination} and held_until > ${now}),
      over as (update hub.destination d set held_until = null from was where d.id = was.id)
    update hub.delivery d set next_attempt_at = ${now} from was where d.destination_id = was.id and d.state = 'queued' and d.next_attempt_at > ${now} and d.next_attempt_at <= was.held_until`);
}
