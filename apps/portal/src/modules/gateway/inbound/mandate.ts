import type { Actor } from "#modules/audit";
import { actorId } from "#modules/audit";
import { sql, isUniqueViolation } from "#platform/database";
import { newId } from "#platform/ids";
import type { InboundDeps } from "./inbound-deps.ts";

/**
 * The town orders that what comes for it is opened here (processor by contract, Art. 28 (3) DSGVO), or ends the order. Either is an entry in
 * the audit. Ended, nothing more is opened from that moment; what was opened before stays the town's application.
 */
export async function giveMandate(deps: Pick<InboundDeps, "db" | "clock" | "audit">, given: { readonly tenant: string; readonly contract: string; readonly validFrom: string; readonly actor: Actor }): Promise<{ readonly ok: true } | { readonly ok: false; readonly why: "given-already" | "not-valid" }> {
  const contract = given.contract.trim();
  if (contract === "" || contract.length > 200 || !/^\d{4}-\d{2}-\d{2}$/.test(given.validFrom) || Number.isNaN(Date.parse(given.validFrom))) return { ok: false, why: "not-valid" };
  const id = newId();
  try {
    await deps.db.inTenant(given.tenant, async (tx) => {
      await tx.run(sql`insert into gateway.mandate (id, tenant_id, contract, valid_from, given_at, given_by) values (${id}, ${given.tenant}, ${contract}, ${given.validFrom}::date, ${deps.clock.now()}, ${actorId(given.actor) ?? ""})`);
      await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.commission", subject: { kind: "mandate", id } });
    });
    return { ok: true };
  } catch (error) {
    if (isUniqueViolation(error, "mandate_in_force")) return { ok: false, why: "given-already" };
    throw error;
  }
}

/** False: there was none. */
export function endMandate(deps: Pick<InboundDeps, "db" | "clock" | "audit">, given: { readonly tenant: string; readonly actor: Actor }): Promise<boolean> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const ended = await tx.maybe<{ id: string }>(sql`update gateway.mandate set ended_at = ${deps.clock.now()}, ended_by = ${actorId(given.actor) ?? ""} where tenant_id = ${given.tenant} and ended_at is null returning id`);
    if (ended) await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.end-commission", subject: { kind: "mandate", id: ended.id } });
    return ended !== undefined;
  });
}
