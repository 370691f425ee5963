import type { Tx } from "#platform/database";
import { claimPayment } from "./claim-payment.ts";
import type { PaymentsDeps } from "./deps.ts";
import { endClaims } from "./end-claims.ts";
import { mayStillBePaid } from "./may-still-be-paid.ts";
import type { EndedWhy, PaymentWay } from "./payment.ts";
import { ofApplication } from "./payment-store.ts";
import { applicationFee } from "./purpose.ts";

export interface FeeClaim {
  readonly application: string;
  readonly tenant: string;
  readonly service: string;
  readonly account?: string;
  readonly cents: number;
  readonly way: PaymentWay;
}

/** The port that the room of applications asks for: it knows the fee, this room knows item and booking data. */
export function claimsForApplications(deps: PaymentsDeps) {
  return {
    async open(tx: Tx, fee: FeeClaim): Promise<void> {
      await claimPayment(tx, deps, { ...fee, purpose: applicationFee, ...await feeItemOf(deps, fee.tenant, fee.service, fee.cents) });
    },
    async wayOf(tx: Tx, application: string): Promise<PaymentWay | undefined> {
      return (await ofApplication(tx, application)).find(({ purpose, state }) => purpose === applicationFee && state === "open")?.way;
    },
    mayStillBePaid: (tx: Tx, application: string): Promise<boolean> => mayStillBePaid(tx, deps, application),
    ended: (tx: Tx, application: string, why: EndedWhy): Promise<void> => endClaims(tx, deps, application, why),
  };
}

/** The fee of a service as one item with the town's booking data: for the submission and for a fee that a decision sets. */
export async function feeItemOf(deps: Pick<PaymentsDeps, "towns" | "services" | "log">, tenant: string, service: string, cents: number): Promise<{
  readonly items: readonly { readonly id: string; readonly description: string; readonly cents: number }[];
  readonly bookingData: Readonly<Record<string, string>>;
}> {
  const known = (await deps.services.current(service))?.package.service;
  const given = deps.towns.switches(tenant).get(service)?.bookingData ?? {};
  const { bookingData, missing } = bookingDataOf(known?.fee?.bookingData ?? [], given);
  if (missing.length > 0) deps.log.warn({ tenant, service, missing }, "the town has not set all booking data of the service");
  return { items: [{ id: service, description: known?.title.de ?? service, cents }], bookingData };
}

/** Everything the town has set; keys of the service are found whatever their capitals and handed on in the service's spelling. */
export function bookingDataOf(wanted: readonly string[], given: Readonly<Record<string, string>>): { readonly bookingData: Readonly<Record<string, string>>; readonly missing: readonly string[] } {
  const bookingData: Record<string, string> = { ...given };
  const missing: string[] = [];
  for (const key of wanted) {
    if (bookingData[key] !== undefined) continue;
    const [other, value] = Object.entries(given).find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
    if (other === undefined || value === undefined) { missing.push(key); continue; }
    delete bookingData[other];
    bookingData[key] = value;
  }
  return { bookingData, missing };
}
