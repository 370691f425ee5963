import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { createAccounts, type CitizenSession, type Level } from "#modules/accounts";
import { createAppointments } from "#modules/appointments";
import { createAnswers } from "#modules/answers";
import { createApplications, defaultSettings } from "#modules/applications";
import { createAudit } from "#modules/audit";
import { createDisturbances } from "#modules/disturbances";
import { createEvidence } from "#modules/evidence";
import { createForms } from "#modules/forms";
import { createHandover } from "#modules/handover";
import { createMailbox, type MailboxDeps } from "#modules/mailbox";
import { createPayments } from "#modules/payments";
import { createSafe, defaultSafeSettings } from "#modules/safe";
import { createTenants, serviceSwitch } from "#modules/tenants";
import { type Clock, manualClock } from "#platform/clock";
import { createKeyring, newKey, randomToken, seal } from "#platform/crypto";
import { sql } from "#platform/database";
import { eventHandlers, type DomainEvent, type Subscription } from "#platform/events";
import { createDiskStore } from "#platform/files";
import { createOutbound, createPageCache, createServer, csrfToken } from "#platform/http";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import type { Mail } from "#platform/mail";
import type { Scanner } from "#platform/scan";
import { testDatabase } from "../../../testing/index.ts";
import { assetsSurface } from "../../assets/index.ts";
import { createAddresses, createErrorPages, createLayout, createTownAssets, type FrameParts, pagePolicyOf, routes, withoutLanguage } from "../../frame/index.ts";
import { accountSurface } from "./account-surface.ts";
import type { AccountPages } from "./account-pages.ts";
import { officeNames, town } from "./test-towns.ts";

const origin = "http://portal.localhost:8080";
const servicesFolder = join(dirname(fileURLToPath(import.meta.url)), "../../../../../../services");

/** Musterstadt and Beispielhausen with the shipped services; every room is the real one, on a real database. */
export async function testPortal(options: { readonly outside?: (clock: Clock) => Promise<NonNullable<MailboxDeps["outside"]>> } = {}) {
  const t = await testDatabase();
  const { db } = t;
  const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
  const log = createLog("fatal", "test");
  const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
  const tenants = await createTenants({ db, keyring });
  const musterstadt = town("Musterstadt", "musterstadt", "059990001001", "0999 555-0");
  const beispielhausen = town("Beispielhausen", "beispielhausen", "059990002002", "0998 555-0");
  await tenants.found([musterstadt, beispielhausen]);
  const forms = createForms({ db, clock });
  const packages = await forms.loadPackages(servicesFolder);
  await db.asOperator("test", async (tx) => {
    for (const service of packages) {
      await forms.publish(tx, service);
      for (const { id } of [musterstadt, beispielhausen]) await tenants.storeSwitch(tx, id, serviceSwitch.parse({ service: service.service.slug, enabled: true, paymentWays: ["online", "transfer", "counter"] }));
    }
  });
  await tenants.refresh();
  const outbound = createOutbound({ trustedHosts: [] });
  const accounts = await createAccounts({
    db, clock, keyring, log, outbound, apexHost: "portal.localhost:8080", tenantBySlug: (slug) => tenants.bySlug(slug),
    bundid: { idpEntityId: "https://idp.example", ssoUrl: "https://idp.example/sso", idpCertificates: [], entityId: "https://sp.example", acsUrl: "https://portal.example/acs", onlineServiceId: "TEST", signingKey: "", signingCert: "", decryptionKeys: [] },
    staff: { issuer: "https://staff.example", clientId: "x", clientSecret: "x", redirectUri: "https://portal.example/r", allowHttp: false },
  });
  const folder = mkdtempSync(join(tmpdir(), "own-area-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const files = await createDiskStore({ folder, reserveBytes: 0 });
  const scanner: { current: Scanner } = { current: { scan: (content) => { content.resume(); return Promise.resolve({ kind: "clean" }); } } };
  const scan: Scanner = { scan: (content) => scanner.current.scan(content) };
  const audit = createAudit({ db, clock });
  const documents = { render: (template: string) => Promise.resolve(Buffer.from(`%PDF-1.7\n${template}\n%%EOF\n`)) };
  const payments = createPayments({
    db, clock, log, outbound, settings: { baseUrl: "https://pay.example/api", originator: "TEST", auth: { kind: "none" } }, endPointOf: () => "x", towns: tenants, services: forms, audit,
    bankOf: () => ({ holder: "Musterstadt", iban: "DE02120300000000202051" }),
  });
  const applications = createApplications({ db, clock, towns: tenants, accounts, services: forms, audit, files, scanner: scan, documents, claims: payments.claims, pepper: randomBytes(32), settings: defaultSettings });
  const sent: Mail[] = [];
  const mailbox = createMailbox({ db, clock, keyring, files, log, accounts, applications, forms, publicOrigin: origin, mailer: { send: (mail) => { sent.push(mail); return Promise.resolve({ kind: "accepted" }); }, close: () => undefined }, ...(options.outside ? { outside: await options.outside(clock) } : {}) });
  const evidence = createEvidence({ db, clock, audit, accounts, applications, authorityOf: (tenant) => tenants.byId(tenant)?.officialName ?? "" });
  const safe = createSafe({ towns: tenants, db, clock, keyring, files, scanner: scan, accounts, applications, settings: defaultSafeSettings });
  const answers = createAnswers({
    db, clock, towns: tenants, offices: { describe: (_tenant, office) => ({ name: officeNames[office] ?? office, phone: "0999 555-100" }) }, accounts, applications, mailbox, documents, files, scanner: scan, audit,
    payments: { prepare: payments.prepareDecisionFee, claim: async (tx, { purpose, ...claim }) => { await payments.claim(tx, { ...claim, purpose, way: "transfer", items: [{ id: "gebuehr", description: "Gebühr", cents: claim.cents }], bookingData: {} }); } },
    settings: { allowUnchecked: false, mailbox: "own-mailbox" },
  });
  const appointments = createAppointments({ db, clock, forms, applications, answers });

  const handover = createHandover({ db, clock, keyring, audit, tenants, extensionKey: accounts.extensionKey, permits: () => Promise.resolve(true) });
  const disturbances = await createDisturbances({ db, clock });
  const addresses = createAddresses(origin, tenants);
  const townAssets = createTownAssets(tenants);
  const pagePolicy = pagePolicyOf(origin, []);
  const layout = createLayout({ addresses, disturbances, townAssets });
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy: pagePolicy, log });
  const app = createServer({ log, trustedProxies: [], secureOrigin: false, rewriteUrl: withoutLanguage });
  errorPages.register(app);
  assetsSurface(app, townAssets);
  const sessions = new Map<string, CitizenSession>();
  const sessionOf = (cookie: string): CitizenSession | undefined => { const session = sessions.get(cookie); return session && session.expiresAt > clock.now() ? session : undefined; };
  const frameAccounts: FrameParts["accounts"] = {
    visitor: (cookie) => accounts.visitor(cookie), newVisitor: () => accounts.newVisitor(), staff: () => Promise.resolve(undefined),
    citizen: (cookie) => Promise.resolve(sessionOf(cookie)),
    citizenWith: async (cookie, _host, work) => {
      const session = sessionOf(cookie);
      return session && { session, read: await db.readTogether({ kind: "account", account: session.owner }, work) };
    },
  };
  const portal: AccountPages = {
    db, clock, layout, addresses, tenants, accounts, forms, applications, answers, payments, mailbox, safe, appointments, evidence, audit, handover,
    programOf: (client) => Promise.resolve(client === "bibliothek" ? { name: { de: "Bibliotheksausweis", en: "Library card" }, publisher: "Beispielverlag GmbH" } : undefined),
    officeOf: (tenant, role) => Promise.resolve(tenant === musterstadt.id ? { name: officeNames[role] ?? role, phone: "0999 555-100", email: `${role}@musterstadt.example`, address: ["Marktplatz 1", "00101 Musterstadt"] } : undefined),
  };
  accountSurface(routes(app, { addresses, accounts: frameAccounts, pageCache: createPageCache(1_000_000), pagePolicy, errorPages }), portal);
  after(() => app.close());

  const subscriptions: readonly Subscription[] = [...applications.subscriptions, ...mailbox.subscriptions, ...safe.subscriptions, ...answers.subscriptions, ...appointments.subscriptions, ...payments.subscriptions, ...evidence.subscriptions, ...handover.subscriptions, ...audit.subscriptions];
  const handlers = eventHandlers(subscriptions, (reason, work) => db.asOperator(reason, work));
  let told = 0;

  return {
    ...t, app, clock, tenants, forms, packages, accounts, applications, answers, payments, mailbox, safe, appointments, audit, handover, files, scanner, sent, musterstadt, beispielhausen,
    async newAccount(): Promise<string> {
      const id = newId();
      await db.asOperator("test", (tx) => tx.run(sql`insert into accounts.account (id, person_hash, wrapped_key, created_at, last_used_at)
        values (${id}, ${randomBytes(32)}, ${keyring.wrap(newKey(), `accounts.account/${id}`)}, ${clock.now()}, ${clock.now()})`));
      return id;
    },
    /** What BundID said of the account's mailbox there. */
    async giveHandle(account: string, handle: string): Promise<void> {
      await db.asAccount(account, async (tx) => {
        const sealed = seal(await accounts.accountKey(tx, account), handle, `accounts.mailbox_handle/${account}`);
        await tx.run(sql`update accounts.account set mailbox_handle = ${sealed} where id = ${account}`);
      });
    },
    /** A cookie that is signed in as Erika Beispiel; without account: a one-time sign-in. */
    signIn(level: Exclude<Level, 0>, account: string | undefined): string {
      const cookie = randomToken(32);
      const end = new Date(clock.now().getTime() + 2 * 3_600_000);
      sessions.set(cookie, {
        id: newId(), loginId: newId(), account, owner: account ?? newId(), ownerSecret: account === undefined ? randomBytes(32) : undefined, level, signedIn: true, requested: [], displayName: "Erika Beispiel", startedAt: clock.now(),
        expiresAt: end, idleUntil: end, csrf: csrfToken(cookie), person: {},
      });
      return cookie;
    },
    /** Runs what was announced since the last time through the subscribers, as the worker would. */
    async work(): Promise<void> {
      for (let more = true; more;) {
        const events = await eventsAfter(t.adminUrl, told);
        more = events.length > 0;
        for (const { id, payload } of events) {
          told = id;
          for (const { name, to } of subscriptions) if (to === payload.type) await handlers[`on:${name}`]?.(payload, { attempt: 1, lastAttempt: false });
        }
      }
    },
  };
}

export type TestPortal = Awaited<ReturnType<typeof testPortal>>;

async function eventsAfter(url: string, last: number): Promise<readonly { readonly id: number; readonly payload: DomainEvent }[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; payload: DomainEvent }>("select id, payload from graphile_worker._private_jobs where payload ->> 'type' is not null and id > $1 order by id", [last]);
    return rows.map(({ id, payload }) => ({ id: Number(id), payload }));
  } finally { await client.end(); }
}

