import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { createVisitorHandover, type CitizenSession, type Level } from "#modules/accounts";
import { createAppointments } from "#modules/appointments";
import { consentsAtSubmission, createAnswers } from "#modules/answers";
import { createApplications, defaultSettings } from "#modules/applications";
import { createAudit } from "#modules/audit";
import { createDisturbances } from "#modules/disturbances";
import { createEvidence, type EvidenceRegister } from "#modules/evidence";
import { createForms } from "#modules/forms";
import { createSafe, defaultSafeSettings } from "#modules/safe";
import type { StreetDirectory } from "#modules/streets";
import { createTenants, serviceSwitch, type Tenant } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey, randomToken } from "#platform/crypto";
import type { Database, Reading, Tx } from "#platform/database";
import { createDiskStore } from "#platform/files";
import { createPageCache, createServer, csrfToken } from "#platform/http";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import type { Mail } from "#platform/mail";
import { noScanner, type Scanner } from "#platform/scan";
import { parseServicePackage, type ServicePackage } from "@kommunalportal/form-engine";
import { testDatabase } from "../../../testing/index.ts";
import { createAddresses, createErrorPages, createLayout, createTownAssets, pagePolicyOf, routes, withoutPrefixes } from "../../frame/index.ts";
import { embeddingSurface } from "../embedding/index.ts";
import { assetsSurface } from "../../assets/index.ts";
import type { FrameParts } from "../../frame/index.ts";
import type { ApplicationPages, VerifiedPermit } from "./application-pages.ts";
import { applicationSurface } from "./application-surface.ts";
import { visitorsOf } from "./test-visitors.ts";
import { wideService } from "./test-wide-service.ts";

const origin = "http://portal.localhost:8080";
const servicesFolder = join(dirname(fileURLToPath(import.meta.url)), "../../../../../../services");

/** Musterstadt and Beispielhausen with the shipped services, real rooms on a real database, pages through `inject`. */
export async function testPortal(options: { readonly clock?: Date; readonly register?: EvidenceRegister; readonly streets?: StreetDirectory; readonly outside?: NonNullable<ApplicationPages["outside"]>; /** Besides the shipped ones. */ readonly more?: readonly ServicePackage[] } = {}) {
  const t = await testDatabase();
  const clock = manualClock(options.clock ?? new Date("2026-11-22T09:00:00Z"));
  const log = createLog("fatal", "test");
  const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
  const tenants = await createTenants({ db: t.db, keyring });
  const musterstadt = town("Musterstadt", "musterstadt", "059990001001", "0999 555-0");
  const beispielhausen = town("Beispielhausen", "beispielhausen", "059990002002", "0998 555-0");
  await tenants.found([musterstadt, beispielhausen]);
  const forms = createForms({ db: t.db, clock });
  const packages = [...await forms.loadPackages(servicesFolder), parseServicePackage(wideService.service, wideService.form), ...options.more ?? []];
  await t.db.asOperator("test", async (tx) => {
    for (const service of packages) {
      await forms.publish(tx, service);
      const { slug } = service.service;
      await tenants.storeSwitch(tx, musterstadt.id, serviceSwitch.parse({ service: slug, enabled: true, paymentWays: ["online", "transfer", "counter"], delivery: slug === "hund-anmelden" ? "fachverfahren" : "casework" }));
      if (slug !== "geburtsurkunde") await tenants.storeSwitch(tx, beispielhausen.id, serviceSwitch.parse({ service: slug, enabled: true, paymentWays: ["transfer"] }));
    }
  });
  await tenants.refresh();
  const folder = mkdtempSync(join(tmpdir(), "files-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const room = { free: 1e12 };
  const files = await createDiskStore({ folder, reserveBytes: 0, measureFreeBytes: () => Promise.resolve(room.free) });
  const scanner: { current: Scanner } = { current: noScanner };
  const accountKeys = new Map<string, Buffer>();
  // While it is "away" every transaction fails as it does when nobody listens at the port.
  const state = { away: false };
  const db: Database = {
    ...t.db,
    inTenant: (tenant, work, scope) => guard(() => t.db.inTenant(tenant, work, scope)),
    asAccount: (account, work) => guard(() => t.db.asAccount(account, work)),
    asOperator: (reason, work) => guard(() => t.db.asOperator(reason, work)),
    read: (scope, statement) => guard(() => t.db.read(scope, statement)),
    readTogether: (scope, work) => guard(() => t.db.readTogether(scope, work)),
  };
  function guard<T>(work: () => Promise<T>): Promise<T> {
    return state.away ? Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" })) : work();
  }
  const audit = createAudit({ db: t.db, clock });
  const scan: Scanner = { scan: (content) => scanner.current.scan(content) };
  const keys = { accountKey: (_tx: Tx, account: string) => { const key = accountKeys.get(account) ?? newKey(); accountKeys.set(account, key); return Promise.resolve(key); }, keyInMemory: (account: string) => accountKeys.get(account) };
  const documents = { render: (template: string) => Promise.resolve(Buffer.from(`%PDF-1.7 ${template}`)) };
  const mails: Mail[] = [];
  const applications = createApplications({
    comeBack: { mailer: { send: (mail) => { mails.push(mail); return Promise.resolve({ kind: "accepted" }); } }, townOrigin: (tenant) => `http://${tenants.byId(tenant)?.slug ?? ""}.portal.localhost:8080` },
    db, clock, towns: tenants, services: forms, audit, files, scanner: scan,
    pepper: randomBytes(32), settings: { ...defaultSettings, allowUnchecked: true },
    accounts: keys, documents, consents: consentsAtSubmission({ clock, audit }),
  });
  const never = () => Promise.reject(new Error("no page of an application does this"));
  const noticeMailOf = new Map<string, string>();
  const mailboxOf = new Set<string>();
  const addressesChanged: string[] = [];
  const noticeMails = {
    noticeMail: (_tx: Tx, account: string) => Promise.resolve(noticeMailOf.get(account)),
    reachable: (_tx: Reading, account: string) => Promise.resolve({ noticeMail: noticeMailOf.has(account), mailbox: mailboxOf.has(account) }),
    setNoticeMail: (_tx: Tx, account: string, address: string | undefined) => { if (address === undefined) noticeMailOf.delete(account); else noticeMailOf.set(account, address); return Promise.resolve(); },
  };
  const answers = createAnswers({
    db, clock, towns: tenants, offices: { describe: () => undefined }, accounts: noticeMails, applications, mailbox: { deliver: never, end: never }, payments: { prepare: never, claim: never },
    documents, files, scanner: scan, audit, settings: { allowUnchecked: true, mailbox: "own-mailbox" },
  });
  const appointments = createAppointments({ db, clock, forms, applications, answers });
  const safe = createSafe({ towns: tenants, db, clock, keyring, files, scanner: scan, accounts: keys, applications, settings: { ...defaultSafeSettings, allowUnchecked: true } });
  const evidence = createEvidence({ db, clock, audit, accounts: keys, applications, authorityOf: (tenant) => tenants.byId(tenant)?.officialName ?? "", ...(options.register ? { register: options.register } : {}) });
  const disturbances = await createDisturbances({ db: t.db, clock });
  const addresses = createAddresses(origin, tenants);
  const townAssets = createTownAssets(tenants);
  const pagePolicy = pagePolicyOf(origin, []);
  const layout = createLayout({ addresses, disturbances, townAssets });
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy: pagePolicy, log });
  const app = createServer({ log, trustedProxies: [], secureOrigin: false, rewriteUrl: withoutPrefixes });
  errorPages.register(app);
  assetsSurface(app, townAssets);

  const visitors = visitorsOf(clock);
  const sessions = new Map<string, CitizenSession>();
  const sessionOf = (cookie: string): CitizenSession | undefined => { const session = sessions.get(cookie); return session && session.expiresAt > clock.now() ? session : undefined; };
  const accounts: FrameParts["accounts"] & typeof noticeMails = {
    ...visitors, ...noticeMails,
    citizen: (cookie) => Promise.resolve(sessionOf(cookie)),
    citizenWith: async (cookie, _host, work) => {
      const session = sessionOf(cookie);
      return session && { session, read: await db.readTogether({ kind: "account", account: session.owner }, work) };
    },
    staff: () => Promise.resolve(undefined),
  };
  const notices = new Map<string, string>();
  const permits = new Map<string, VerifiedPermit>();
  const paying = { path: "/bezahlen/1" as string | undefined };
  const portal: ApplicationPages = {
    applications, safe, evidence, appointments, ...(options.streets ? { streets: options.streets } : {}), accounts, mailbox: { addressChanged: (_tx, account) => { addressesChanged.push(account); return Promise.resolve(); } }, forms, tenants, disturbances, db, clock, addresses, layout, uploadsUnchecked: true,
    officeOf: (tenant, role) => Promise.resolve(tenant === musterstadt.id ? { name: officeNames[role] ?? role, phone: "0999 555-100", email: `${role}@musterstadt.example`, address: ["Marktplatz 1", "00101 Musterstadt"] } : undefined),
    payingPath: () => Promise.resolve(paying.path), ...(options.outside ? { outside: options.outside } : {}),
    verifyPermit: (code) => Promise.resolve(permits.get(code)),
    visitorNotices: {
      has: ({ application }) => Promise.resolve(notices.has(application)),
      leave: ({ application, address }) => { notices.set(application, address); return Promise.resolve(); },
      leaveIn: (_tx, { application, address }) => { notices.set(application, address); return Promise.resolve(); },
      forget: ({ application }) => { notices.delete(application); return Promise.resolve(); },
    },
  };
  const r = routes(app, { addresses, accounts, pageCache: createPageCache(1_000_000), pagePolicy, errorPages });
  applicationSurface(r, portal);
  embeddingSurface(app, r, { ...portal, accounts: { ...accounts, ...createVisitorHandover({ keyring, clock }) } });
  after(() => app.close());

  /** A cookie that is signed in as Erika Beispiel; the same account may have several. */
  function signIn(level: Exclude<Level, 0>, account: string | undefined = newId(), other: Readonly<Record<string, string>> = {}, statusId?: string): { readonly cookie: string; readonly account: string } {
    const cookie = randomToken(32);
    const end = new Date(clock.now().getTime() + 2 * 3_600_000);
    const value = (text: string, at: Level) => ({ value: text, level: Math.min(at, level) as Level });
    sessions.set(cookie, {
      id: newId(), loginId: newId(), account, owner: account, ownerSecret: undefined, level, signedIn: true, requested: [], displayName: "Erika Beispiel", startedAt: clock.now(), expiresAt: end, idleUntil: end, csrf: csrfToken(cookie), ...(statusId === undefined ? {} : { statusId }),
      person: { givenName: value("Erika", 4), surname: value("Beispiel", 4), birthdate: value("1984-08-12", 4), street: value("Lindenweg", 3), houseNumber: value("7", 3), postalCode: value("00101", 3), locality: value("Musterstadt", 3), mail: value("erika@post.example", 1), placeOfBirth: value("Musterstadt", 4), birthName: value("Beispiel", 4), ...Object.fromEntries(Object.entries(other).map(([name, text]) => [name, value(text, 4)])) },
    });
    return { cookie, account };
  }

  return { ...t, app, clock, tenants, forms, packages, applications, answers, safe, evidence, appointments, disturbances, musterstadt, beispielhausen, room, scanner, state, mails, notices, noticeMailOf, mailboxOf, addressesChanged, permits, paying, signIn, signOut: (cookie: string) => sessions.delete(cookie), newVisitor: () => accounts.newVisitor().cookie };
}

export type TestPortal = Awaited<ReturnType<typeof testPortal>>;

const officeNames: Readonly<Record<string, string>> = { steueramt: "Steueramt", ordnungsamt: "Ordnungsamt", buergerbuero: "Bürgerbüro", standesamt: "Standesamt", strassenverkehrsamt: "Straßenverkehrsamt" };

function town(name: string, slug: string, ars: string, phone: string): Tenant {
  return {
    id: newId(), slug, kind: "municipality", ars, ags: undefined, name, officialName: `${name}, Stadt`, typeName: "Stadt", districtPrefix: ars.slice(0, 5), districtName: "Kreis Musterland",
    regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes: [],
    profile: { theme: { primary: "#17477e", primaryDark: "#8fbcf2" }, contact: { phone, email: `info@${slug}.example`, street: "Marktplatz 1", postalCode: "00101", locality: name } },
  };
}
