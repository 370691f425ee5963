import { z } from "zod";
import { addDays, legalDate, type Clock } from "#platform/clock";
import { lookupCode, newKey, open, seal, type Keyring } from "#platform/crypto";
import { sql, type Database, type Tx } from "#platform/database";
import { newId } from "#platform/ids";

/** What somebody says about a barrier (§ 5 BITVNRW: everybody may, without a sign-in and without a name). */
export const barrierReport = z.strictObject({
  /** Where it is: an address or words. */
  page: z.string().trim().max(500),
  message: z.string().trim().min(10).max(5000),
  /** Only who wants an answer gives one. */
  name: z.string().trim().max(200),
  email: z.union([z.literal(""), z.email().max(200)]),
});

export type BarrierReport = z.infer<typeof barrierReport>;
export interface StoredReport extends BarrierReport { readonly id: string; readonly reference: string; readonly receivedAt: Date; readonly answeredAt: Date | undefined }

/** An answer is promised after six weeks at the latest: the legal day, `YYYY-MM-DD`. */
export function answerByOf({ receivedAt }: Pick<StoredReport, "receivedAt">): string {
  return addDays(legalDate(receivedAt), 42);
}

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly tenantKey: (tenant: string) => Promise<Buffer>;
}

interface Row { id: string; reference: string; content: Buffer; wrapped_key: Buffer | null; received_at: Date; answered_at: Date | null }

const rowContext = (id: string): string => `catalogue.barrier_report/${id}`;

export function createBarrierReports({ db, clock, keyring, tenantKey }: Deps) {
  const keyOf = (tenant: string | undefined, row: Row): Promise<Buffer> => (tenant === undefined ? Promise.resolve(keyring.unwrap(row.wrapped_key!, rowContext(row.id))) : tenantKey(tenant));

  function scoped<T>(tenant: string | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
    return tenant === undefined ? db.asOperator("reports of barriers on the Leitportal", work) : db.inTenant(tenant, work);
  }

  return {
    /** Keeps a report for a town, or for the operator when it was made on the Leitportal. Returns the reference to quote. */
    async store(tenant: string | undefined, report: BarrierReport): Promise<string> {
      const id = newId();
      const reference = `B-${lookupCode()}`;
      const own = tenant === undefined ? newKey() : undefined;
      const content = seal(own ?? await tenantKey(tenant!), JSON.stringify(report), rowContext(id));
      await scoped(tenant, (tx) => tx.run(sql`insert into catalogue.barrier_report (id, tenant_id, reference, content, wrapped_key, received_at)
        values (${id}, ${tenant ?? null}, ${reference}, ${content}, ${own ? keyring.wrap(own, rowContext(id)) : null}, ${clock.now()})`));
      return reference;
    },
    /** What waits for an answer or has got one, newest first. */
    async list(tenant: string | undefined, limit: number): Promise<StoredReport[]> {
      const rows = await scoped(tenant, (tx) => tx.rows<Row>(sql`select id, reference, content, wrapped_key, received_at, answered_at from catalogue.barrier_report
        where tenant_id is not distinct from ${tenant ?? null}::uuid order by received_at desc limit ${limit}`));
      return Promise.all(rows.map(async (row) => {
        const content = JSON.parse(open(await keyOf(tenant, row), row.content, rowContext(row.id)).toString("utf8")) as BarrierReport;
        return { ...content, id: row.id, reference: row.reference, receivedAt: row.received_at, answeredAt: row.answered_at ?? undefined };
      }));
    },
    /** Deletes what was answered before a moment, and what nobody answered within three years: neither is needed any more. */
    async forget(answeredBefore: Date, receivedBefore: Date): Promise<number> {
      return db.asOperator("reports of barriers whose term has ended", (tx) => tx.run(sql`delete from catalogue.barrier_report where answered_at < ${answeredBefore} or received_at < ${receivedBefore}`));
    },
    /** Marks a report as answered; false when it is unknown or was answered before. */
    async answered(tenant: string | undefined, id: string): Promise<boolean> {
      return (await scoped(tenant, (tx) => tx.run(sql`update catalogue.barrier_report set answered_at = ${clock.now()} where id = ${id} and answered_at is null and tenant_id is not distinct from ${tenant ?? null}::uuid`))) > 0;
    },
  };
}
