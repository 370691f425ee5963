import { sql } from "#platform/database";
import type { PaymentsDeps } from "./deps.ts";
import { isKassenzeichen } from "./kassenzeichen.ts";
import type { Payment } from "./payment.ts";
import { type Cashier, maySeeMoney } from "./payment-policy.ts";
import { findPayments } from "./payment-store.ts";
import { applicationFee } from "./purpose.ts";

export interface AwaitingKasse {
  readonly tenant: string;
  readonly by: Cashier;
  readonly limit: number;
  /** Last claim of the page before. */
  readonly after?: { readonly createdAt: Date; readonly id: string };
}

/** What the Kasse waits for: open claims by transfer or at the counter, and whatever a decision has set, oldest first. Empty for whoever may not see them. */
export async function awaitingKasse(deps: PaymentsDeps, wanted: AwaitingKasse): Promise<Payment[]> {
  if (!maySeeMoney(wanted.by, wanted.tenant)) return [];
  const after = wanted.after ? sql`and (c.created_at, c.id) > (${wanted.after.createdAt}, ${wanted.after.id}::uuid)` : sql``;
  return deps.db.inTenant(wanted.tenant, (tx) => findPayments(tx, sql`c.tenant_id = ${wanted.tenant} and c.state = 'open' and (c.way <> 'online' or c.purpose <> ${applicationFee}) ${after}`, undefined, Math.min(Math.max(1, wanted.limit), 500)));
}

/** The claim of a Kassenzeichen on a bank statement; undefined where it cannot be one, is unknown, or the person may not see it. */
export async function byKassenzeichen(deps: PaymentsDeps, wanted: { readonly tenant: string; readonly by: Cashier; readonly text: string }): Promise<Payment | undefined> {
  const reference = wanted.text.replace(/\s/g, "");
  if (!maySeeMoney(wanted.by, wanted.tenant) || reference.length > 36 || !isKassenzeichen(reference)) return undefined;
  return (await deps.db.inTenant(wanted.tenant, (tx) => findPayments(tx, sql`c.tenant_id = ${wanted.tenant} and c.reference = ${reference}`)))[0];
}
