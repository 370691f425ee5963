import { sql } from "#platform/database";
import type { ExtensionsDeps } from "./deps.ts";

/** Messages that are late although their receiver answers: then it is the portal that does not keep up. */
export interface DeliveryHealth { readonly late: number; /** When the oldest of them was due. */ readonly since: Date | undefined }

const graceMs = 60_000;

/** For everybody who looks whether the portal works; counts only, of all towns together. What a receiver itself refuses is not counted. */
export function deliveryHealth(deps: Pick<ExtensionsDeps, "db" | "clock">): Promise<DeliveryHealth> {
  const before = new Date(deps.clock.now().getTime() - graceMs);
  return deps.db.asOperator("whether webhooks go out in time", async (tx) => {
    const { late, since } = await tx.one<{ late: number; since: Date | null }>(sql`select count(*)::int as late, min(d.next_at) as since from extensions.delivery d join extensions.webhook w on w.tenant_id = d.tenant_id and w.id = d.webhook_id
      where d.state = 'queued' and d.next_at < ${before} and w.failures = 0`);
    return { late, since: since ?? undefined };
  });
}
