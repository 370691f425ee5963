import { sql, type Tx } from "#platform/database";
import { lockedRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { submitWaiting } from "./submit-waiting.ts";

/**
 * The person has chosen another way for the fee after sealing. By transfer or at the counter the application is submitted now, as it is
 * where that way is chosen at once; nobody may lose it for want of an online payment. The way is asked for, not told: events may come twice or
 * in another order. What is paid, ended or gone stays as it is.
 */
export async function takePaymentWay(tx: Tx, deps: ApplicationsDeps, application: string): Promise<"submitted" | "noted" | "nothing"> {
  const row = await lockedRow(tx, application);
  const way = row && await deps.claims?.wayOf(tx, application);
  if (!row || way === undefined || row.fee_cents === null || row.paid_at !== null) return "nothing";
  if (row.status === "payment" && way !== "online") {
    await submitWaiting(tx, deps, row, { feeWay: way });
    return "submitted";
  }
  if (row.fee_way === way) return "nothing";
  await tx.run(sql`update applications.application set fee_way = ${way} where id = ${application}`);
  return "noted";
}
