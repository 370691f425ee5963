import { mkdtempSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { createAudit } from "#modules/audit";
import { createForms } from "#modules/forms";
import { createTenants, serviceSwitch, type Tenant } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import type { Database, Tx } from "#platform/database";
import { createDiskStore } from "#platform/files";
import { newId } from "#platform/ids";
import type { Scanner } from "#platform/scan";
import { type Answers, parseServicePackage } from "@kommunalportal/form-engine";
import { testDatabase } from "../../testing/index.ts";
import { type Applicant, type ApplicationsDeps, createApplications, defaultSettings, type PaymentClaims, type PaymentWay } from "./index.ts";
import { insuranceService, parkingService, reportService, urkundeService } from "./test-services.ts";

/** A scanner that finds one word; its state is set by the test. */
export function wordScanner(): Scanner & { mode: "up" | "down" | "absent" } {
  return {
    mode: "up",
    async scan(content) {
      if (this.mode !== "up") { content.destroy(); return { kind: "unavailable", reason: this.mode === "down" ? "unreachable" : "not-configured" }; }
      const parts: Buffer[] = [];
      for await (const part of content as AsyncIterable<Buffer>) parts.push(part);
      return Buffer.concat(parts).includes("MALWARE") ? { kind: "found", signature: "Test.Word" } : { kind: "clean" };
    },
  };
}

export interface Claim { readonly application: string; readonly cents: number; readonly way: string }

/** Musterstadt and Beispielhausen with four small services, real keys, real files, real database. */
export async function testWorld(options: { readonly max?: number } = {}) {
  const t = await testDatabase(options);
  const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
  const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
  const tenants = await createTenants({ db: t.db, keyring });
  const musterstadt = town("Musterstadt", "musterstadt", "059990001001");
  const beispielhausen = town("Beispielhausen", "beispielhausen", "059990002002");
  await tenants.found([musterstadt, beispielhausen]);
  const forms = createForms({ db: t.db, clock });
  const services = [insuranceService, parkingService, urkundeService, reportService].map(({ service, form }) => parseServicePackage(service, form));
  await t.db.asOperator("test", async (tx) => {
    for (const service of services) {
      await forms.publish(tx, service);
      for (const { id } of [musterstadt, beispielhausen]) {
        await tenants.storeSwitch(tx, id, serviceSwitch.parse({ service: service.service.slug, enabled: true, paymentWays: ["online", "transfer"], offices: { steueramt: "finanzen" }, retentionMonths: 12 }));
      }
    }
  });
  await tenants.refresh();
  const folder = mkdtempSync(join(tmpdir(), "files-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const files = await createDiskStore({ folder, reserveBytes: 0 });
  const accountKeys = new Map<string, Buffer>();
  const claims = { opened: [] as Claim[], ended: [] as string[], mayCome: false, way: undefined as PaymentWay | undefined };
  const payments: PaymentClaims = {
    open: (_tx, claim) => { claims.opened.push(claim); return Promise.resolve(); },
    wayOf: () => Promise.resolve(claims.way),
    mayStillBePaid: () => Promise.resolve(claims.mayCome),
    ended: (_tx, application, why) => { claims.ended.push(`${application} ${why}`); return Promise.resolve(); },
  };
  const scanner = wordScanner();
  const deps: ApplicationsDeps = {
    db: t.db, clock, towns: tenants, services: forms, audit: createAudit({ db: t.db, clock }), files, scanner, claims: payments, pepper: randomBytes(32), settings: defaultSettings,
    accounts: {
      accountKey(_tx: Tx, account: string) {
        const known = accountKeys.get(account) ?? newKey();
        accountKeys.set(account, known);
        return Promise.resolve(known);
      },
    },
    documents: { render: (template, data) => Promise.resolve(Buffer.from(`%PDF ${template} ${JSON.stringify(data)}`)) },
  };
  return { t, db: t.db, adminUrl: t.adminUrl, clock, tenants, forms, files, folder, deps, claims, scanner, musterstadt, beispielhausen, applications: createApplications(deps), with: (changes: Partial<ApplicationsDeps>) => createApplications({ ...deps, ...changes }) };
}

export type TestWorld = Awaited<ReturnType<typeof testWorld>>;

function town(name: string, slug: string, ars: string): Tenant {
  return {
    id: newId(), slug, kind: "municipality", ars, ags: undefined, name, officialName: `${name}, Stadt`, typeName: "Stadt", districtPrefix: ars.slice(0, 5), districtName: "Kreis Musterland",
    regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes: [], profile: {},
  };
}

/** Erika Beispiel, signed in. */
export function erika(level: Applicant["level"] = 3): Applicant & { readonly account: string } {
  const account = newId();
  return { owner: account, account, level, person: { givenName: { value: "Erika", level: 3 }, surname: { value: "Beispiel", level: 3 } } };
}

export function visitor(): Applicant {
  return { owner: newId(), ownerSecret: randomBytes(32), level: 0 };
}

/** Bea Bürger at the counter of a town. */
export function clerk(tenant: string): Applicant {
  const id = newId();
  return { owner: id, level: 0, staff: { id, tenant, office: "buergerbuero" } };
}

export const dogAnswers: Answers = { halter: { vorname: "Erika", nachname: "Müller-Beispiel" }, hund: { name: "Waldi", gross: false } };

/** A draft of a service with these answers; a fault where it cannot be started. */
export async function draftOf(world: TestWorld, applicant: Applicant, options: { readonly service?: string; readonly answers?: Answers; readonly tenant?: string; readonly channel?: "counter" | "paper" } = {}) {
  const started = await world.applications.startDraft({
    applicant, tenant: options.tenant ?? world.musterstadt.id, service: options.service ?? "hund", language: "de", answers: options.answers ?? dogAnswers,
    ...(options.channel ? { channel: options.channel } : {}),
  });
  if (!started.ok) throw new Error(started.why);
  return started.draft;
}

/** A submitted application with all that its page shows. */
export async function submitted(world: TestWorld, applicant: Applicant, options: Parameters<typeof draftOf>[2] = {}) {
  const draft = await draftOf(world, applicant, options);
  const outcome = await world.applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() });
  if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
  return { ...outcome, draft };
}

/** The same database, but its `n`-th statement fails, before or after it has reached the server. */
export function failingDatabase(db: Database, n: number, when: "before" | "after"): Database & { readonly sent: () => number } {
  let sent = 0;
  const failing = (tx: Tx): Tx => {
    const guard = async <T>(send: () => Promise<T>): Promise<T> => {
      sent += 1;
      const mine = sent;
      if (mine === n && when === "before") throw new Error("cut off");
      const result = await send();
      if (mine === n) throw new Error("cut off");
      return result;
    };
    const guardNow = (send: () => void): void => {
      sent += 1;
      const mine = sent;
      if (mine === n && when === "before") throw new Error("cut off");
      send();
      if (mine === n) throw new Error("cut off");
    };
    return {
      scope: tx.scope, rows: (s) => guard(() => tx.rows(s)), maybe: (s) => guard(() => tx.maybe(s)), one: (s) => guard(() => tx.one(s)), run: (s) => guard(() => tx.run(s)),
      later: (s, check) => { guardNow(() => { tx.later(s, check); }); },
      atEnd: (locks, s) => { guardNow(() => { tx.atEnd(locks, s); }); },
    };
  };
  return {
    ...db,
    inTenant: (tenant, work, options) => db.inTenant(tenant, (tx) => work(failing(tx)), options),
    asAccount: (account, work) => db.asAccount(account, (tx) => work(failing(tx))),
    asOperator: (reason, work) => db.asOperator(reason, (tx) => work(failing(tx))),
    sent: () => sent,
  };
}
