import { sql } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import type { PaymentsDeps } from "./deps.ts";
import { type Payment, type PaymentWay, paymentWays } from "./payment.ts";
import { lockedClaim } from "./payment-store.ts";

/** The ways that town and service allow now; a transfer only where the town has said to which account. */
export async function waysFor(deps: Pick<PaymentsDeps, "towns" | "services" | "bankOf">, payment: Pick<Payment, "tenant" | "service">): Promise<readonly PaymentWay[]> {
  const town = deps.towns.switches(payment.tenant).get(payment.service);
  const service = (await deps.services.current(payment.service))?.package.service.fee?.ways ?? paymentWays;
  return paymentWays.filter((way) => town?.paymentWays.includes(way) === true && service.includes(way) && (way !== "transfer" || deps.bankOf(payment.tenant) !== undefined));
}

export type ChangeWayOutcome = { readonly ok: true } | { readonly ok: false; readonly why: "not-found" | "already-paid" | "ended" | "not-offered" };

/** The citizen takes another way for what is still owed. The caller has checked that it is theirs. */
export async function changeWay(deps: PaymentsDeps, payment: string, tenant: string, way: PaymentWay): Promise<ChangeWayOutcome> {
  const service = await deps.db.inTenant(tenant, (tx) => tx.maybe<{ service: string }>(sql`select service from payments.claim where id = ${payment}`));
  if (!service) return { ok: false, why: "not-found" };
  const offered = await waysFor(deps, { tenant, service: service.service });
  return deps.db.inTenant(tenant, async (tx): Promise<ChangeWayOutcome> => {
    const claim = await lockedClaim(tx, payment);
    if (!claim) return { ok: false, why: "not-found" };
    if (claim.state === "paid") return { ok: false, why: "already-paid" };
    if (claim.state === "ended") return { ok: false, why: "ended" };
    if (claim.way === way) return { ok: true };
    if (!offered.includes(way)) return { ok: false, why: "not-offered" };
    await tx.run(sql`update payments.claim set way = ${way} where id = ${claim.id}`);
    await announce(tx, { type: "payment.way-changed", id: newId(deps.clock.now().getTime()), tenant, payment, application: claim.application_id, purpose: claim.purpose, way });
    return { ok: true };
  });
}
