import type { Tx } from "#platform/database";
import { waysFor } from "./change-way.ts";
import { claimPayment } from "./claim-payment.ts";
import { feeItemOf } from "./claims-for-applications.ts";
import type { BankAccount, PaymentsDeps } from "./deps.ts";
import { newKassenzeichen } from "./kassenzeichen.ts";
import type { PaymentWay } from "./payment.ts";

export interface DecisionFee {
  readonly tenant: string;
  readonly application: string;
  /** Undefined for somebody without account. */
  readonly account?: string;
  readonly service: string;
  readonly cents: number;
  /** `decision:<id>`. */
  readonly purpose: string;
  /** The Kassenzeichen that the decision names (`prepareDecisionFee`). */
  readonly reference?: string;
}

/** How the fee of a decision is paid, known before the decision is written: it names the Kassenzeichen and the ways. */
export interface PreparedFee {
  readonly reference: string;
  readonly ways: readonly PaymentWay[];
  readonly bank: BankAccount | undefined;
}

/** A Kassenzeichen for the fee that a decision is about to set, and the ways that town and service allow. Nothing is claimed yet. */
export async function prepareDecisionFee(deps: PaymentsDeps, fee: { readonly tenant: string; readonly service: string }): Promise<PreparedFee> {
  const ways = await waysFor(deps, fee);
  return {
    reference: newKassenzeichen(deps.towns.switches(fee.tenant).get(fee.service)?.bookingData["kassenzeichenPraefix"]),
    ways: ways.length === 0 ? ["counter"] : ways, bank: ways.includes("transfer") ? deps.bankOf(fee.tenant) : undefined,
  };
}

/**
 * A fee that a decision sets, in the transaction of the decision. The person has chosen no way yet: it begins with the first one that town
 * and service allow and may be changed until it is paid; without an account never with the one online, which nobody could take. Where neither
 * allows any, it is the Kasse's counter, because the fee is owed all the same. Told again it gives the same id. @throws as `claimPayment`
 */
export async function claimDecisionFee(tx: Tx, deps: PaymentsDeps, fee: DecisionFee): Promise<string> {
  const [way = "counter"] = (await waysFor(deps, fee)).filter((one) => one !== "online" || fee.account !== undefined);
  return claimPayment(tx, deps, { ...fee, way, ...await feeItemOf(deps, fee.tenant, fee.service, fee.cents) });
}
