import type { Tx } from "#platform/database";
import { waysFor } from "./change-way.ts";
import { claimPayment } from "./claim-payment.ts";
import { feeItemOf } from "./claims-for-applications.ts";
import type { PaymentsDeps } from "./deps.ts";

export interface DecisionFee {
  readonly tenant: string;
  readonly application: string;
  /** Undefined for somebody without account. */
  readonly account?: string;
  readonly service: string;
  readonly cents: number;
  /** `decision:<id>`. */
  readonly purpose: string;
}

/**
 * A fee that a decision sets, in the transaction of the decision. The person has chosen no way yet: it begins with the first one that town
 * and service allow and may be changed until it is paid. Where neither allows any, it is the Kasse's counter, because the fee is owed all
 * the same. Told again it gives the same id. @throws as `claimPayment`
 */
export async function claimDecisionFee(tx: Tx, deps: PaymentsDeps, fee: DecisionFee): Promise<string> {
  const [way = "counter"] = await waysFor(deps, fee);
  return claimPayment(tx, deps, { ...fee, way, ...await feeItemOf(deps, fee.tenant, fee.service, fee.cents) });
}
