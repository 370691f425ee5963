import { addDays, legalDate } from "#platform/clock";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { descriptionOf, MAX_CENTS } from "@kommunalportal/xbezahldienste";
import { type PaymentsDeps, TRANSFER_DAYS } from "./deps.ts";
import { newKassenzeichen } from "./kassenzeichen.ts";
import { type ClaimItem, type PaymentWay, sumOf } from "./payment.ts";

export interface NewClaim {
  readonly tenant: string;
  readonly application: string;
  /** Undefined for somebody without account. */
  readonly account?: string;
  readonly service: string;
  /** `application-fee`, or `decision:<id>`: there is one claim for each. */
  readonly purpose: string;
  readonly cents: number;
  readonly items: readonly ClaimItem[];
  /** By key of the provider; `kassenzeichenPraefix` begins the Kassenzeichen. */
  readonly bookingData: Readonly<Record<string, string>>;
  readonly way: PaymentWay;
  /** A Kassenzeichen that somebody has been told already; otherwise one is drawn. */
  readonly reference?: string;
}

/**
 * A fee is owed from now on. Runs in the transaction of the room that makes it due; asked again for the same application and purpose it
 * gives the same id. @throws when the items are not worth `cents`, or when the same fee is asked for with another amount
 */
export async function claimPayment(tx: Tx, deps: Pick<PaymentsDeps, "clock">, claim: NewClaim): Promise<string> {
  if (sumOf(claim.items) !== claim.cents || claim.cents < 1 || claim.cents > MAX_CENTS) throw new RangeError("the items of a claim add up to its amount");
  const before = await openOrPaid(tx, claim);
  if (before) return sameAmount(before, claim);
  const now = deps.clock.now();
  const id = newId(now.getTime());
  const items = claim.items.map((item) => ({ ...item, id: itemId(item.id), description: descriptionOf(item.description) }));
  // In somebody else's transaction nothing may fail: a Kassenzeichen that is taken (1 in 10^10) or a claim of the same moment inserts nothing.
  for (let draw = 0; draw < (claim.reference === undefined ? 5 : 1); draw += 1) {
    const reference = claim.reference ?? newKassenzeichen(claim.bookingData["kassenzeichenPraefix"]);
    const stored = await tx.run(sql`insert into payments.claim
        (id, tenant_id, account_id, application_id, service, purpose, cents, items, booking_data, way, reference, state, created_at, due_day)
      values (${id}, ${claim.tenant}, ${claim.account ?? null}, ${claim.application}, ${claim.service}, ${claim.purpose}, ${claim.cents}, ${JSON.stringify(items)},
        ${JSON.stringify(claim.bookingData)}, ${claim.way}, ${reference}, 'open', ${now}, ${addDays(legalDate(now), TRANSFER_DAYS)}) on conflict do nothing`);
    if (stored === 1) return id;
    const other = await openOrPaid(tx, claim);
    if (other) return sameAmount(other, claim);
  }
  throw new Error("no free Kassenzeichen was found");
}

interface Before { readonly id: string; readonly cents: number }

function openOrPaid(tx: Tx, { application, purpose }: NewClaim): Promise<Before | undefined> {
  return tx.maybe<Before>(sql`select id, cents from payments.claim where application_id = ${application} and purpose = ${purpose} and state <> 'ended'`);
}

function sameAmount(before: Before, claim: NewClaim): string {
  if (before.cents !== claim.cents) throw new Error("this fee is claimed already with another amount");
  return before.id;
}

/** 4.1 `id`: at most 36 characters of `[\w-]`. */
function itemId(text: string): string {
  return text.replace(/[^\w-]/g, "-").slice(0, 36) || "gebuehr";
}
