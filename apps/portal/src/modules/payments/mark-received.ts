import { legalDate } from "#platform/clock";
import { sql } from "#platform/database";
import { bookMoney, type Booked } from "./book-money.ts";
import { isClaimable } from "./cancel-claim.ts";
import type { PaymentsDeps } from "./deps.ts";
import { type Cashier, mayHandleMoney } from "./payment-policy.ts";
import { lockedClaim } from "./payment-store.ts";

/** The four fields of the Kasse, as typed. */
export interface ReceivedMoney {
  readonly cents: number;
  /** Legal day on which it arrived, `YYYY-MM-DD`; not in the future. */
  readonly day: string;
  readonly way: "transfer" | "counter";
  /** Number of the Kasse's own record, 1 to 40 characters: the same one twice is one payment. */
  readonly voucher: string;
}

export type MarkReceivedOutcome =
  | { readonly ok: true; readonly booked: Booked; readonly receivedCents: number; readonly cents: number }
  | { readonly ok: false; readonly why: "not-allowed" | "not-found" | "already-recorded" }
  | { readonly ok: false; readonly why: "problems"; readonly problems: readonly { readonly path: "cents" | "day" | "voucher"; readonly code: string }[] };

/** The Kasse has received money for a claim. Part payments are noted and wait for the rest; whatever is too much becomes a refund task. */
export async function markReceived(deps: PaymentsDeps, given: { readonly payment: string; readonly tenant: string; readonly by: Cashier; readonly money: ReceivedMoney }): Promise<MarkReceivedOutcome> {
  if (!mayHandleMoney(given.by, given.tenant)) return { ok: false, why: "not-allowed" };
  const money = { ...given.money, voucher: given.money.voucher.trim() };
  const problems = moneyProblems(money, legalDate(deps.clock.now()));
  if (problems.length > 0) return { ok: false, why: "problems", problems };
  return deps.db.inTenant(given.tenant, async (tx): Promise<MarkReceivedOutcome> => {
    const claim = await lockedClaim(tx, given.payment);
    if (!claim) return { ok: false, why: "not-found" };
    if (await tx.maybe(sql`select from payments.incoming where claim_id = ${claim.id} and voucher = ${money.voucher}`)) return { ok: false, why: "already-recorded" };
    const booked = await bookMoney(tx, deps, claim, { cents: money.cents, way: money.way, day: money.day, kasse: { voucher: money.voucher, staff: given.by.staff } });
    await deps.audit.record(tx, {
      tenant: given.tenant, ...(claim.account_id === null ? {} : { account: claim.account_id }), actor: { kind: "staff", id: given.by.staff },
      action: "payment.receive", subject: { kind: "payment", id: claim.id },
    });
    return { ok: true, booked, receivedCents: claim.received_cents + money.cents, cents: claim.cents };
  });
}

/** What is wrong with money that the Kasse enters; the claim apart. */
export function moneyProblems({ cents, day, voucher }: Pick<ReceivedMoney, "cents" | "day" | "voucher">, today: string): { readonly path: "cents" | "day" | "voucher"; readonly code: string }[] {
  const problems: { readonly path: "cents" | "day" | "voucher"; readonly code: string }[] = [];
  if (!isClaimable(cents)) problems.push({ path: "cents", code: "amount" });
  if (!isDay(day)) problems.push({ path: "day", code: "date" });
  else if (day > today) problems.push({ path: "day", code: "future" });
  if (!isVoucher(voucher)) problems.push({ path: "voucher", code: voucher === "" ? "required" : "characters" });
  return problems;
}

/** Number of the Kasse's own record. */
export function isVoucher(text: string): boolean {
  return /^[\p{L}\p{N} ./_-]{1,40}$/u.test(text);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < "2000-01-01") return false;
  const at = new Date(`${text}T12:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}
