import { open } from "#platform/crypto";
import { sql } from "#platform/database";
import type { Case } from "./case.ts";
import { type Reach, reaches } from "./case-policy.ts";
import { findCase } from "./case-store.ts";
import { type HandOverBasis, handOverContext } from "./hand-over.ts";
import type { CaseworkDeps } from "./ports.ts";

export interface HandedOver {
  readonly one: Case;
  readonly to: string;
  readonly at: Date;
  readonly staff: string;
  readonly basis: HandOverBasis;
  readonly basisWords: string;
  readonly reason: string;
}

interface Row { id: string; to_tenant: string; basis: HandOverBasis; basis_words: Buffer; reason: Buffer; staff: string; at: Date }

/** What is left here of an application that another town has now: where it went, when, why and on what basis. Nothing of its content. */
export async function handedOver(deps: CaseworkDeps, reach: Reach, id: string): Promise<HandedOver | undefined> {
  const key = await deps.tenants.tenantKey(reach.tenant);
  return deps.db.inTenant(reach.tenant, async (tx) => {
    const one = await findCase(tx, reach.tenant, id);
    if (!one || one.change !== "handed-over" || !reaches(reach, one.office)) return undefined;
    const row = await tx.maybe<Row>(sql`select id, to_tenant, basis, basis_words, reason, staff, at from casework.hand_over where tenant_id = ${reach.tenant} and application_id = ${one.application} order by at desc limit 1`);
    return row && {
      one, to: row.to_tenant, at: row.at, staff: row.staff, basis: row.basis,
      basisWords: open(key, row.basis_words, handOverContext(row.id, "basis")).toString("utf8"), reason: open(key, row.reason, handOverContext(row.id, "reason")).toString("utf8"),
    };
  });
}
