import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import type { StaffRole, StaffSession } from "#modules/accounts";
import { createAppointments } from "#modules/appointments";
import { createAnswers } from "#modules/answers";
import { createApplications, defaultSettings } from "#modules/applications";
import { createAudit } from "#modules/audit";
import { createCasework } from "#modules/casework";
import { createHub, defaultHubSettings } from "#modules/hub";
import { createSafe, defaultSafeSettings } from "#modules/safe";
import { createPayments, type Payment, type RefundTask } from "#modules/payments";
import { createDisturbances } from "#modules/disturbances";
import { createForms } from "#modules/forms";
import { createTenants, serviceSwitch, type Tenant } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import type { Tx } from "#platform/database";
import { createDiskStore } from "#platform/files";
import { createPageCache, createServer, csrfToken } from "#platform/http";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import { noMailer } from "#platform/mail";
import type { Answers as FormAnswers } from "@kommunalportal/form-engine";
import { testDatabase } from "../../testing/index.ts";
import { parsePage, type ParsedPage } from "../../testing/page.ts";
import { createAddresses, createErrorPages, createLayout, createTownAssets, pagePolicyOf, routes, withoutLanguage } from "../frame/index.ts";
import { staffSurface } from "./index.ts";
import type { StaffPortal } from "./staff-portal.ts";

const origin = "http://portal.localhost:8080";
const host = "portal.localhost:8080";
const services = fileURLToPath(new URL("../../../../../services", import.meta.url));
export const dog: FormAnswers = {
  halter: { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" },
  hunde: [{ name: "Bella", rasse: "Dackel", geburt: "2024", geschlecht: "huendin", groesse: 25, gewicht: 8, seit: "2026-02-20" }], haltung: { weitere: 0, ermaessigung: false, richtig: true },
};

interface Reply { readonly status: number; readonly text: string; readonly location: string | undefined; readonly headers: Readonly<Record<string, unknown>>; readonly bytes: Buffer }

/** The staff's pages on a real database, asked through `inject`; who is signed in is a cookie of the test. */
export async function testStaff(options: Pick<StaffPortal, "extensions"> = {}) {
  const t = await testDatabase();
  const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
  const log = createLog("fatal", "test");
  const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
  const tenants = await createTenants({ db: t.db, keyring });
  const musterstadt = town("Musterstadt", "musterstadt", "059990001001");
  const beispielhausen = town("Beispielhausen", "beispielhausen", "059990002002");
  await tenants.found([musterstadt, beispielhausen]);
  const forms = createForms({ db: t.db, clock });
  await t.db.asOperator("test", async (tx) => {
    for (const service of await forms.loadPackages(services)) {
      await forms.publish(tx, service);
      for (const { id } of [musterstadt, beispielhausen]) {
        await tenants.storeSwitch(tx, id, serviceSwitch.parse({ service: service.service.slug, enabled: true, paymentWays: ["counter", "transfer"], notificationArea: service.service.legalArea, remedy: { kind: "klage", where: "Verwaltungsgericht Musterstadt, Gerichtsweg 1, 00101 Musterstadt" } }));
      }
    }
  });
  await tenants.refresh();
  const folder = mkdtempSync(join(tmpdir(), "files-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const files = await createDiskStore({ folder, reserveBytes: 0 });
  const audit = createAudit({ db: t.db, clock });
  const scanner = { async scan(content: AsyncIterable<unknown>) { for await (const part of content) void part; return { kind: "clean" } as const; } };
  const documents = { render: (template: string, data: object) => Promise.resolve(Buffer.from(`%PDF-1.7 ${template} ${JSON.stringify(data)}`)) };
  const keys = new Map<string, Buffer>();
  const accounts = { accountKey: (_tx: Tx, account: string) => { const key = keys.get(account) ?? newKey(); keys.set(account, key); return Promise.resolve(key); } };
  const applications = createApplications({
    db: t.db, clock, towns: tenants, services: forms, audit, files, scanner, pepper: randomBytes(32), settings: defaultSettings, documents,
    accounts,
  });
  const names: Readonly<Record<string, string>> = { steueramt: "Steueramt", ordnungsamt: "Ordnungsamt", strassenverkehrsamt: "Straßenverkehrsamt" };
  const offices = {
    describe: (_tenant: string, office: string) => (names[office] === undefined ? undefined : { name: names[office] }),
    list: () => Object.entries(names).map(([role, name]) => ({ role, name })),
  };
  const answers = createAnswers({
    db: t.db, clock, towns: tenants, audit, applications, documents, files, scanner, offices, settings: { allowUnchecked: false, mailbox: "own-mailbox" },
    accounts: { noticeMail: () => Promise.resolve("erika@beispiel.example") }, mailbox: { deliver: () => Promise.resolve(newId()), end: () => Promise.resolve() }, payments: { prepare: () => Promise.resolve({ reference: "10000000007", ways: ["counter"], bank: undefined }), claim: () => Promise.resolve() },
  });
  const sessions = new Map<string, StaffSession>();
  const person = (name: string, role: StaffRole["role"], office?: string, tenant: string | undefined = musterstadt.id) => {
    const cookie = randomBytes(32).toString("base64url");
    const session: StaffSession = { id: newId(), staff: newId(), name, email: `${newId()}@musterstadt.example`, roles: [{ tenant, role, office }], expiresAt: new Date("2026-03-02T19:00:00Z"), idleUntil: new Date("2026-03-02T10:00:00Z"), csrf: csrfToken(cookie) };
    sessions.set(cookie, session);
    return { cookie, session };
  };
  const people = {
    sabine: person("Sabine Steuer", "clerk", "steueramt"), stella: person("Stella Steuer", "clerk", "steueramt"), otto: person("Otto Ordnung", "clerk", "ordnungsamt"), sven: person("Sven Super", "supervisor"),
    karla: person("Karla Kasse", "cashier"), fremd: person("Frieda Fremd", "supervisor", undefined, beispielhausen.id),
  };
  const hub = createHub({
    db: t.db, clock, log: createLog("fatal", "test"), tenants, applications, forms, audit, answers, outbound: () => Promise.reject(new Error("nothing is sent here")), outboundStream: () => () => Promise.reject(new Error("nothing is sent here")), outboundSocket: () => Promise.reject(new Error("nothing is sent here")), settings: defaultHubSettings,
  });
  const safe = createSafe({ db: t.db, clock, keyring, files, scanner, accounts, towns: tenants, applications, settings: defaultSafeSettings });
  const appointments = createAppointments({ db: t.db, clock, forms, applications, answers });
  const payments = createPayments({
    db: t.db, clock, log, outbound: () => Promise.reject(new Error("nothing is paid online here")), audit, settings: { baseUrl: "http://127.0.0.1:1/zahlung", originator: "musterland", auth: { kind: "none" } }, towns: tenants, services: forms,
    endPointOf: (tenant) => tenant, bankOf: () => undefined,
  });
  const casework = createCasework({
    safe, appointments, hub, payments, db: t.db, clock, tenants, audit, forms, applications, answers, offices, documents, mailer: noMailer, apexOrigin: origin, townOrigin: (tenant) => `http://${tenants.byId(tenant)?.slug}.${host}`,
    accounts: { staffOf: (tenant) => Promise.resolve([...sessions.values()].filter(({ roles }) => roles.some((held) => held.tenant === tenant)).map(({ staff, name, email, roles }) => ({ id: staff, name, email, roles }))) },
  });
  const disturbances = await createDisturbances({ db: t.db, clock });
  const addresses = createAddresses(origin, tenants);
  const townAssets = createTownAssets(tenants);
  const app = createServer({ log, trustedProxies: [], secureOrigin: false, rewriteUrl: withoutLanguage });
  const policy = pagePolicyOf(origin, []);
  const layout = createLayout({ addresses, disturbances, townAssets });
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy, log });
  errorPages.register(app);
  const received: object[] = [];
  const r = routes(app, {
    addresses, pageCache: createPageCache(1_000_000), pagePolicy: policy, errorPages,
    accounts: { citizen: () => Promise.resolve(undefined), citizenWith: () => Promise.resolve(undefined), visitor: () => undefined, newVisitor: () => { throw new Error("no visitor comes here"); }, staff: (cookie) => Promise.resolve(sessions.get(cookie)) },
  });
  const provider = { up: true };
  const term = { years: 10 };
  const fees: Payment[] = [];
  const refunds: RefundTask[] = [];
  /** What the Kasse finds by its Kassenzeichen. */
  const found: Payment[] = [];
  /** Of which applications the fees were asked for. */
  const feesAsked: string[] = [];
  staffSurface(r, {
    ...options, clock, log, db: t.db, tenants, casework, answers, applications, forms, offices, documents, disturbances, townAssets, addresses, apexOrigin: origin, uploadsUnchecked: false,
    accounts: {
      beginStaffSignIn: (path) => (provider.up ? Promise.resolve({ redirect: `http://staff.sandbox.localhost:8090/auth?to=${encodeURIComponent(path)}`, cookie: "the-state" }) : Promise.reject(new Error("ECONNREFUSED"))),
      finishStaffSignIn: (query, cookie) => Promise.resolve(cookie === "the-state" && query.get("state") === "the-state" ? { kind: "signed-in", session: people.sabine.cookie, returnPath: "/mitarbeit/musterstadt/eingang" } : query.get("state") === "no-role" ? { kind: "no-role" } : { kind: "failed" }),
      staffSignOut: () => Promise.resolve(undefined),
    },
    payments: {
      ofApplication: async (tx, application) => { feesAsked.push(application); return [...await payments.ofApplication(tx, application), ...fees.filter((one) => one.application === application)]; },
      retention: () => Promise.resolve(term.years),
      setRetention: ({ years }) => {
        if (!Number.isSafeInteger(years)) return Promise.resolve({ ok: false, why: "not-valid" });
        term.years = years;
        return Promise.resolve({ ok: true });
      },
      awaitingKasse: () => Promise.resolve(fees), byKassenzeichen: ({ text }) => Promise.resolve(found.find(({ reference }) => reference === text)), listRefundTasks: ({ closed }) => Promise.resolve(refunds.filter((one) => (one.closed !== undefined) === (closed === true))), refundsOfApplication: payments.refundsOfApplication, countRefundTasks: () => Promise.resolve(refunds.length),
      markReceived: (given) => { received.push(given); if (given.money.voucher === "K-9") return Promise.resolve({ ok: true, booked: "part", receivedCents: 3000, cents: 9600 }); return Promise.resolve({ ok: false, why: "problems", problems: [{ path: "cents", code: "amount" }] }); }, closeRefundTask: () => Promise.resolve({ ok: false, why: "already-closed" }),
    },
  });
  after(() => app.close());

  async function ask(who: { readonly cookie: string } | undefined, path: string, init: { readonly body?: string | Buffer; readonly type?: string; readonly host?: string; readonly cookie?: string } = {}): Promise<Reply> {
    const cookies = [...(who ? [`__Host-mitarbeit=${who.cookie}`] : []), ...(init.cookie === undefined ? [] : [init.cookie])];
    const reply = await app.inject({
      method: init.body === undefined ? "GET" : "POST", url: path, ...(init.body === undefined ? {} : { payload: init.body }),
      headers: { host: init.host ?? host, ...(cookies.length > 0 ? { cookie: cookies.join("; ") } : {}), ...(init.body === undefined ? {} : { origin: `http://${init.host ?? host}`, "content-type": init.type ?? "application/x-www-form-urlencoded" }) },
    });
    return { status: reply.statusCode, text: reply.body, location: reply.headers.location, headers: reply.headers, bytes: reply.rawPayload };
  }
  return {
    db: t.db, clock, musterstadt, beispielhausen, applications, audit, answers, safe, appointments, casework, people, payments, provider, received, fees, refunds, feesAsked, found,
    get: (who: { readonly cookie: string } | undefined, path: string, init: { readonly host?: string; readonly cookie?: string } = {}) => ask(who, path, init),
    post: (who: { readonly cookie: string; readonly session: StaffSession }, path: string, fields: Readonly<Record<string, string | readonly string[]>>) =>
      ask(who, path, { body: new URLSearchParams([["_csrf", who.session.csrf], ...Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]))]).toString() }),
    raw: (who: { readonly cookie: string }, path: string, body: string | Buffer, type?: string) => ask(who, path, { body, ...(type === undefined ? {} : { type }) }),
    /** Erika's dog in the inbox of the Steueramt. */
    async submitted(options: { readonly account?: string; readonly service?: string; readonly answers?: FormAnswers } = {}) {
      const applicant = options.account === undefined ? { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const } : { owner: options.account, account: options.account, level: 3 as const };
      const started = await applications.startDraft({ applicant, tenant: musterstadt.id, service: options.service ?? "hund-anmelden", language: "de", answers: options.answers ?? dog });
      if (!started.ok) throw new Error(started.why);
      const outcome = await applications.submit({ draft: started.draft.id, tenant: musterstadt.id, applicant, confirmed: true, requestId: newId() });
      if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
      if (options.account !== undefined) await answers.setConsent({ application: outcome.application, account: options.account, agreed: true });
      for (const one of casework.subscriptions) if (one.to === "application.submitted") await one.handle({ type: one.to, id: newId(), tenant: musterstadt.id, application: outcome.application }, { lastAttempt: false });
      const [line] = (await casework.inbox({ tenant: musterstadt.id, staff: people.sven.session.staff, name: "Sven Super", offices: "all", supervisor: true }, { text: outcome.reference }, { at: "first" })).lines;
      return { ...outcome, id: line?.id ?? "", path: `/mitarbeit/musterstadt/vorgang/${line?.id ?? ""}`, version: () => casework.find({ tenant: musterstadt.id, staff: people.sven.session.staff, name: "", offices: "all", supervisor: true }, line?.id ?? "").then((one) => String(one?.version ?? 0)) };
    },
  };
}

function town(name: string, slug: string, ars: string): Tenant {
  return {
    id: newId(), slug, kind: "municipality", ars, ags: undefined, name, officialName: `${name}, Stadt`, typeName: "Stadt", districtPrefix: ars.slice(0, 5), districtName: "Kreis Musterland",
    regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes: ["00101"],
    profile: { contact: { phone: "0999 555-0", email: "info@musterstadt.example", street: "Marktplatz 1", postalCode: "00101", locality: name } },
  };
}

/** The page of a reply: it has this status, and nothing is wrong with its HTML. */
export async function seen(reply: Promise<{ readonly status: number; readonly text: string }>, status = 200): Promise<ParsedPage> {
  const { status: got, text } = await reply;
  const page = parsePage(text);
  assert.equal(got, status, page.h1);
  assert.deepEqual(page.problems, []);
  return page;
}
