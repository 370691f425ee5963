import { sql } from "#platform/database";
import { hashOf } from "./artifact-store.ts";
import type { HandoverDeps } from "./deps.ts";

/** For whom a program may act, as long as the hand-over lasts. */
export interface HandedOver { readonly account: string; readonly level: 1 | 3 | 4 }

/** The person behind the token of a hand-over. Undefined: of another program or town, expired, revoked, signed out; which of them is not said. */
export function personOfToken(deps: HandoverDeps, given: { readonly tenant: string; readonly client: string; readonly token: string }): Promise<HandedOver | undefined> {
  const now = deps.clock.now();
  return deps.db.inTenant(given.tenant, async (tx) => {
    const row = await tx.maybe<{ account_id: string; level: 1 | 3 | 4 }>(sql`select h.account_id, h.level from handover.artifact a
      join handover.handing h on h.grant_hash = a.grant_hash and h.tenant_id = a.tenant_id and h.client_id = ${given.client} and h.expires_at > ${now}
      join handover.consent c on c.tenant_id = h.tenant_id and c.id = h.consent_id and c.ended_at is null
      where a.tenant_id = ${given.tenant} and a.model = 'AccessToken' and a.id_hash = ${hashOf(given.token)} and a.expires_at > ${now}`);
    if (!row || !await deps.permits(tx, given)) return undefined;
    return { account: row.account_id, level: row.level };
  });
}
