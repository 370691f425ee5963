import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import pg from "pg";
import { manualClock } from "#platform/clock";
import { sql, type Database } from "#platform/database";
import { createOutbound, type Outbound } from "#platform/http";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import { startSandbox } from "../../../../sandbox/src/start-sandbox.ts";
import { lendKeys } from "../../../../sandbox/src/testing/ready-keys.ts";
import type { TestDatabase } from "../../testing/index.ts";
import { createPayments, type Cashier, type NewClaim, type Payments, type PaymentsDeps } from "./index.ts";

export const RETURN = "http://musterstadt.portal.localhost:8080/bezahlen/rueckkehr";

/** Musterstadt (or another town of a test), the real payment sandbox over HTTP, and a clock that stands still. Call it at the top level of a test file. */
export async function testTown(t: TestDatabase) {
  const dataFolder = await mkdtemp(join(tmpdir(), "payments-"));
  await lendKeys(dataFolder);
  const sandbox = await startSandbox({ dataFolder, port: 0, smtpPort: 0 });
  after(async () => { await sandbox.close(); await rm(dataFolder, { recursive: true, force: true }); });
  const host = `payment.sandbox.localhost:${sandbox.port}`;
  const real = createOutbound({ trustedHosts: [host] });
  const clock = manualClock(new Date("2026-03-02T09:15:00Z"));
  const slugs = new Map<string, string>();
  const audited: string[] = [];

  async function newTown(slug = "musterstadt"): Promise<string> {
    const id = newId();
    slugs.set(id, slug);
    const admin = new pg.Client({ connectionString: t.adminUrl });
    await admin.connect();
    const number = String(slugs.size).padStart(2, "0");
    await admin.query(`insert into tenants.tenant (id, slug, kind, ars, name, official_name, type_name, district_prefix, regbez_prefix, regbez_name, is_demo)
      values ($1, $2, 'municipality', $3, 'Musterstadt', 'Stadt Musterstadt', 'Stadt', '05999', '059', 'Arnsberg', true)`, [id, `stadt-${number}`, `0599900010${number}`]);
    await admin.end();
    return id;
  }

  function deps(change: { readonly outbound?: Outbound; readonly db?: Database; readonly ways?: readonly ("online" | "transfer" | "counter")[]; readonly pageOrigin?: string } = {}): PaymentsDeps {
    return {
      db: change.db ?? t.db, clock, log: createLog("fatal", "test"), outbound: change.outbound ?? real,
      settings: {
        baseUrl: `http://${host}`, originator: "kommunalportal", pageOrigin: change.pageOrigin ?? `http://${host}`, timeoutMs: 30_000,
        auth: { kind: "basic", username: sandbox.credentials.payment.clientId, password: sandbox.credentials.payment.clientSecret },
      },
      endPointOf: (tenant) => slugs.get(tenant) ?? "unbekannt",
      towns: {
        all: () => [...slugs.keys()].map((id) => ({ id })),
        switches: () => new Map([["bewohnerparkausweis", { enabled: true, paymentWays: change.ways ?? ["online", "transfer", "counter"] as const, bookingData: { Haushaltsstelle: "1220.4311000" } }]]),
      },
      services: { current: async (slug) => (slug === "bewohnerparkausweis" ? { package: { service: { title: { de: "Bewohnerparkausweis" }, fee: { ways: ["online", "transfer", "counter"], bookingData: ["haushaltsstelle"] } } } } : undefined) },
      audit: { record: async (_tx, entry) => { audited.push(entry.action); } },
      bankOf: () => ({ holder: "Stadt Musterstadt", iban: "DE00 0000 0000 0000 0000 00" }),
    };
  }

  const control = async (body: object): Promise<void> => {
    const answer = await real(`http://${host}/_control`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    assert.equal(answer.status, 200);
  };

  return {
    clock, real, deps, newTown, audited, host,
    payments: createPayments(deps()),
    control,
    standard: async (): Promise<void> => { assert.equal((await real(`http://${host}/_control`, { method: "DELETE" })).status, 200); },
    cashier: (tenant: string): Cashier => ({ staff: newId(), roles: [{ tenant, role: "cashier", office: undefined }] }),
    /** What the payer chooses on the provider's page, and where the browser is sent then. */
    async choose(page: string, wahl: string): Promise<string | null> {
      const answer = await real(`${page}/entscheidung`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ wahl }).toString() });
      assert.equal(answer.status, 303);
      return answer.headers.get("location");
    },
    /** A claim of 30 euros, with the submission's purpose unless told. */
    claim(tenant: string, change: Partial<NewClaim> = {}): Promise<string> {
      const payments = createPayments(deps());
      return t.db.inTenant(tenant, (tx) => payments.claim(tx, {
        tenant, application: newId(), service: "bewohnerparkausweis", purpose: "application-fee", cents: 3000, way: "online", bookingData: {},
        items: [{ id: "bewohnerparkausweis", description: "Bewohnerparkausweis", cents: change.cents ?? 3000 }], ...change,
      }));
    },
    /** Events announced for a payment, by type. */
    async announced(payment: string): Promise<Record<string, number>> {
      const admin = new pg.Client({ connectionString: t.adminUrl });
      await admin.connect();
      try {
        const { rows } = await admin.query<{ type: string; count: number }>(`select payload ->> 'type' as type, count(*)::int as count from graphile_worker._private_jobs
          where payload ->> 'payment' = $1 group by 1`, [payment]);
        return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
      } finally { await admin.end(); }
    },
    attempts: (tenant: string, payment: string): Promise<{ number: number; state: string; provider_id: string | null }[]> =>
      t.db.inTenant(tenant, (tx) => tx.rows(sql`select number, state, provider_id from payments.attempt where claim_id = ${payment} order by number`)),
    /** Starts the payment and gives the address of the payment page. */
    async started(payments: Payments, payment: string, tenant: string): Promise<string> {
      const outcome = await payments.startOnline(payment, tenant, { returnUrl: RETURN });
      assert.ok(outcome.kind === "redirect", JSON.stringify(outcome));
      return outcome.url;
    },
  };
}

export type TestTown = Awaited<ReturnType<typeof testTown>>;
