import { startOfLegalYear } from "#platform/clock";
import { sql, type Tx } from "#platform/database";
import type { PaymentsDeps } from "./deps.ts";
import { type Cashier, mayHandleMoney } from "./payment-policy.ts";

/**
 * Years after the calendar year in which a claim was last touched. Ten is the longest term of § 147 (3) AO and § 59 KomHVO NRW and of what
 * courts and auditors ask for; a town whose rules say otherwise sets its own. Six is the floor that the database holds.
 */
export const retentionYears = { default: 10, least: 6, most: 30 } as const;

export type SetRetentionOutcome = { readonly ok: true } | { readonly ok: false; readonly why: "not-allowed" | "not-valid" };

/** The town's own term, or the house's. */
export async function retentionOf(deps: PaymentsDeps, tenant: string): Promise<number> {
  const row = await deps.db.inTenant(tenant, (tx) => tx.maybe<{ years: number }>(sql`select years from payments.term where tenant_id = ${tenant}`));
  return row?.years ?? retentionYears.default;
}

/** Only the town's Kasse; who did it stands in the audit. It counts from the next night on. */
export async function setRetention(deps: PaymentsDeps, given: { readonly tenant: string; readonly by: Cashier; readonly years: number }): Promise<SetRetentionOutcome> {
  const { tenant, by, years } = given;
  if (!mayHandleMoney(by, tenant)) return { ok: false, why: "not-allowed" };
  if (!Number.isSafeInteger(years) || years < retentionYears.least || years > retentionYears.most) return { ok: false, why: "not-valid" };
  await deps.db.inTenant(tenant, async (tx) => {
    const changed = await tx.run(sql`insert into payments.term (tenant_id, years) values (${tenant}, ${years})
      on conflict (tenant_id) do update set years = excluded.years where term.years <> excluded.years`);
    if (changed > 0) await deps.audit.record(tx, { tenant, actor: { kind: "staff", id: by.staff }, action: "payment.set-term", subject: { kind: "payment-term", id: String(years) } });
  });
  return { ok: true };
}

const batch = 500;

/**
 * Deletes what the Kasse need not keep any more: claims that are paid or ended, whose last change (money, attempt, refund) lies before the
 * term, with all that hangs on them. What is still open, or still to be given back, stays. May run twice and at the same time elsewhere.
 */
export async function forgetPayments(deps: PaymentsDeps): Promise<number> {
  const now = deps.clock.now();
  const own = await deps.db.asOperator("retention terms of payments", (tx) => tx.rows<{ tenant_id: string; years: number }>(sql`select tenant_id, years from payments.term`));
  const yearsOf = new Map(own.map(({ tenant_id, years }) => [tenant_id, years]));
  let all = 0;
  for (const { id } of deps.towns.all()) {
    const before = startOfLegalYear(now, yearsOf.get(id) ?? retentionYears.default);
    for (;;) {
      const gone = await deps.db.asOperator("payments whose retention term has ended", (tx) => forgetSome(tx, deps, id, before));
      all += gone;
      if (gone < batch) break;
    }
  }
  return all;
}

async function forgetSome(tx: Tx, deps: PaymentsDeps, tenant: string, before: Date): Promise<number> {
  const rows = await tx.rows<{ id: string }>(sql`select c.id from payments.claim c
    where c.tenant_id = ${tenant} and c.state <> 'open' and c.created_at < ${before} and (c.paid_at is null or c.paid_at < ${before})
      and not exists (select from payments.incoming i where i.tenant_id = c.tenant_id and i.claim_id = c.id and i.at >= ${before})
      and not exists (select from payments.attempt a where a.tenant_id = c.tenant_id and a.claim_id = c.id
        and (a.next_check_at is not null or greatest(a.started_at, a.ended_at, a.checked_at) >= ${before}))
      and not exists (select from payments.refund_task r where r.claim_id = c.id and (r.state = 'open' or greatest(r.created_at, r.closed_at) >= ${before}))
    order by c.id limit ${batch} for update skip locked`);
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  for (const table of [sql`payments.refund_task`, sql`payments.booking`, sql`payments.incoming`, sql`payments.attempt`]) await tx.run(sql`delete from ${table} where claim_id = any(${ids}::uuid[])`);
  const gone = await tx.rows<{ id: string }>(sql`delete from payments.claim where id = any(${ids}::uuid[]) returning id`);
  for (const { id } of gone) await deps.audit.record(tx, { tenant, actor: { kind: "system", what: "retention" }, action: "payment.delete", subject: { kind: "payment", id } });
  return gone.length;
}
