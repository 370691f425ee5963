import { sql } from "#platform/database";
import type { PaymentClient } from "@kommunalportal/xbezahldienste";
import type { PaymentsDeps } from "./deps.ts";
import { giveUpUncalled } from "./may-still-be-paid.ts";
import { lockedClaim } from "./payment-store.ts";
import { refreshPayment } from "./refresh-payment.ts";

interface Due { readonly claim_id: string; readonly tenant_id: string; readonly state: "starting" | "open" }

const BATCH = 100;
/** After so many questions without an answer the provider is left alone until the next minute. */
const SILENT_IN_A_ROW = 3;

/**
 * Finds what no browser told: a payment whose window was closed is booked, a start that was interrupted is given up. What is due stands in
 * the rows by our clock; the job only wakes. Each row taken is put off first, so neither a crash nor a second worker asks in a circle.
 * Returns how many claims were looked at.
 */
export async function pollOpenAttempts(deps: PaymentsDeps, provider: PaymentClient): Promise<number> {
  let silent = 0;
  let looked = 0;
  for (;;) {
    const now = deps.clock.now();
    const due = await deps.db.asOperator("open transactions at the payment provider", (tx) => tx.rows<Due>(sql`update payments.attempt a
      set next_check_at = ${new Date(now.getTime() + 5 * 60_000)}
      where a.id in (select id from payments.attempt where next_check_at <= ${now} order by next_check_at limit ${BATCH} for update skip locked)
      returning a.claim_id, a.tenant_id, a.state`));
    const claims = new Map(due.map((row) => [row.claim_id, row]));
    for (const { claim_id: claim, tenant_id: tenant } of claims.values()) {
      looked += 1;
      await deps.db.inTenant(tenant, async (tx) => { if (await lockedClaim(tx, claim)) await giveUpUncalled(tx, deps, [claim]); });
      silent = await refreshPayment(deps, provider, claim, tenant) === "unknown" ? silent + 1 : 0;
      // The rest of the batch was put off by five minutes and is asked then.
      if (silent >= SILENT_IN_A_ROW) return looked;
    }
    if (due.length < BATCH) return looked;
  }
}
