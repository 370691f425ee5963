import { mkdtempSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { createAnswers } from "#modules/answers";
import { createApplications, defaultSettings } from "#modules/applications";
import { createAppointments } from "#modules/appointments";
import { createAudit } from "#modules/audit";
import { createCatalogue, putLocalFacts, putOffices, putResponsibilities, putServices, putTexts, type Office } from "#modules/catalogue";
import { createForms, createWorkshop } from "#modules/forms";
import { createHub, defaultHubSettings } from "#modules/hub";
import { createInsight } from "#modules/insight";
import { createHandover } from "#modules/handover";
import { createPayments } from "#modules/payments";
import { createSafe, defaultSafeSettings } from "#modules/safe";
import { createTenants, serviceSwitch, type Tenant } from "#modules/tenants";
import { manualClock, systemClock, type Clock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import type { Tx } from "#platform/database";
import { createDiskStore } from "#platform/files";
import { createOutbound, createOutboundSocket, createOutboundStream, type Outbound } from "#platform/http";
import { newId } from "#platform/ids";
import type { Scanner } from "#platform/scan";
import type { Answers as FormAnswers } from "@kommunalportal/form-engine";
import { testDatabase } from "../../../testing/index.ts";
import { createExtensions, defaultExtensionSettings, type ExtensionsDeps, readBearer, type Scope, scopes } from "../index.ts";

const services = fileURLToPath(new URL("../../../../../../services", import.meta.url));
const exampleServices = fileURLToPath(new URL("../../../../../../examples/terminwahl-extension/services", import.meta.url));

const keeper = { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" };
/** What Erika fills in for a small dog: the tax office alone. */
export const smallDog: FormAnswers = {
  halter: keeper, hunde: [{ name: "Bella", rasse: "Dackel", geburt: "2024", geschlecht: "huendin", groesse: 25, gewicht: 8, seit: "2026-02-20" }], haltung: { weitere: 0, ermaessigung: false, richtig: true },
};

const largeOne = { name: "Bello", rasse: "Labrador-Mischling", geburt: "2024-05", geschlecht: "ruede", groesse: 58, gewicht: 31.5, chip: "276000000000001", seit: "2024-08-01" };
/** A small and a large dog: tax office and public order office each get their part. Two proofs have to be uploaded. */
export const twoDogs: FormAnswers = {
  halter: keeper, hunde: [{ name: "Bella", rasse: "Dackel", geburt: "2024", geschlecht: "huendin", groesse: 25, gewicht: 8, seit: "2026-02-20" }, largeOne],
  grosserHund: { sachkundeArt: "bescheinigung", versicherer: "Musterversicherung", zuverlaessig: true }, haltung: { weitere: 0, ermaessigung: false, richtig: true },
};
export const pdf = (words: string): Buffer => Buffer.from(`%PDF-1.7\n${words}\n%%EOF`);
export const proofs = [{ path: "grosserHund.sachkunde", bytes: pdf("Sachkunde") }, { path: "grosserHund.versicherung", bytes: pdf("Versicherung") }];

export interface WorldOptions {
  /** Default: a clock that stands still on 2 March 2026, 10:00 in Berlin. */
  readonly clock?: "standing" | "real";
  readonly trustedHosts?: readonly string[];
  readonly outbound?: Outbound;
  readonly settings?: Partial<ExtensionsDeps["settings"]>;
}

/** Musterstadt and Beispielhausen with the shipped services, real applications and answers; mailbox, payments and letters beside their ports only. */
export async function extensionsWorld(options: WorldOptions = {}) {
  const t = await testDatabase({ max: 8 });
  const standing = manualClock(new Date("2026-03-02T09:00:00Z"));
  const clock: Clock = options.clock === "real" ? systemClock : standing;
  const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
  const tenants = await createTenants({ db: t.db, keyring });
  const musterstadt = town("Musterstadt", "musterstadt", "059990001001");
  const beispielhausen = town("Beispielhausen", "beispielhausen", "059990002002");
  await tenants.found([musterstadt, beispielhausen]);
  const forms = createForms({ db: t.db, clock });
  await t.db.asOperator("test", async (tx) => {
    for (const service of [...await forms.loadPackages(services), ...await forms.loadPackages(exampleServices)]) {
      await forms.publish(tx, service);
      for (const { id } of [musterstadt, beispielhausen]) await tenants.storeSwitch(tx, id, serviceSwitch.parse({ service: service.service.slug, enabled: true, paymentWays: ["counter"], notificationArea: service.service.legalArea }));
    }
  });
  await tenants.refresh();
  const folder = mkdtempSync(join(tmpdir(), "files-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const files = await createDiskStore({ folder, reserveBytes: 0 });
  const audit = createAudit({ db: t.db, clock });
  // What it finds bad says so of itself.
  const scanner: Scanner = { async scan(content) { const parts: Buffer[] = []; for await (const part of content) parts.push(Buffer.from(part as Buffer)); return Buffer.concat(parts).includes("MALWARE") ? { kind: "found", signature: "Test" } : { kind: "clean" }; } };
  const keys = new Map<string, Buffer>();
  const accounts = { accountKey: (_tx: Tx, account: string) => { const key = keys.get(account) ?? newKey(); keys.set(account, key); return Promise.resolve(key); } };
  const documents = { render: (template: string, data: object) => Promise.resolve(Buffer.from(`%PDF-1.7 ${template} ${JSON.stringify(data)}`)) };
  const applications = createApplications({
    db: t.db, clock, towns: tenants, services: forms, audit, files, scanner, pepper: randomBytes(32), settings: defaultSettings, documents,
    claims: { open: (tx, fee) => payments.claims.open(tx, fee), wayOf: (tx, id) => payments.claims.wayOf(tx, id), mayStillBePaid: (tx, id) => payments.claims.mayStillBePaid(tx, id), ended: (tx, id, why) => payments.claims.ended(tx, id, why) },
    accounts,
  });
  const payments = createPayments({
    db: t.db, clock, log: pino({ level: "silent" }), outbound: createOutbound({ trustedHosts: [] }), audit, settings: { baseUrl: "http://127.0.0.1:1/zahlung", originator: "musterland", auth: { kind: "none" } }, towns: tenants, services: forms,
    endPointOf: (tenant) => tenant, bankOf: () => undefined,
  });
  const delivered: { readonly account: string; readonly kind: string; readonly text: string; readonly subject: string; readonly files: readonly { readonly name: string }[] }[] = [];
  const answers = createAnswers({
    db: t.db, clock, towns: tenants, audit, applications, documents, files, scanner, settings: { allowUnchecked: false, mailbox: "own-mailbox" },
    offices: { describe: (_tenant, office) => ({ name: office === "steueramt" ? "Steueramt" : "Amt", phone: "0999 555-120" }) },
    accounts: { noticeMail: () => Promise.resolve("erika@beispiel.example") },
    mailbox: { deliver: (_tx, message) => { delivered.push(message); return Promise.resolve(newId()); }, end: () => Promise.resolve() },
    payments: { prepare: () => Promise.resolve({ reference: "10000000007", ways: ["counter"], bank: undefined }), claim: () => Promise.resolve() },
  });
  const safe = createSafe({ db: t.db, clock, keyring, files, scanner, accounts, towns: tenants, applications, settings: defaultSafeSettings });
  const appointments = createAppointments({ db: t.db, clock, forms, applications, answers });
  const trustedHosts = [...(options.trustedHosts ?? [])];
  await t.db.asOperator("test", (tx) => fillCatalogue(tx, musterstadt, clock.now()));
  const catalogue = await createCatalogue({ db: t.db, clock, tenants, keyring });
  const workshop = createWorkshop({ db: t.db, clock, audit });
  const hub = createHub({ db: t.db, clock, log: pino({ level: "silent" }), tenants, applications, forms, audit, answers, outbound: createOutbound({ trustedHosts: [] }), outboundStream: () => createOutboundStream({ trustedHosts: [] }), outboundSocket: createOutboundSocket({ trustedHosts: [] }), settings: defaultHubSettings });
  const insight = createInsight({ db: t.db, clock, hub });
  const handover = createHandover({ db: t.db, clock, keyring, audit, tenants, extensionKey: (account, tenant, client) => `${account} ${tenant} ${client}`, permits: (tx, given) => extensions.permitsHandover(tx, given) });
  const deps: ExtensionsDeps = {
    db: t.db, clock, log: { warn: () => {} }, tenants, audit, forms, workshop, applications, answers, payments, hub, catalogue, handover, safe, appointments, townOrigin: (tenant) => `https://${tenants.byId(tenant)?.slug ?? ""}.portal.example`, figures: { of: async (tx, range) => (await insight.figures(tx, range)).filter(({ destination }) => destination === undefined) }, offices: { of: (tenant) => officesOf(tenant) }, outbound: options.outbound ?? createOutbound({ trustedHosts }),
    settings: { ...defaultExtensionSettings, trustedHosts, ...options.settings },
  };
  const extensions = createExtensions(deps);

  /** An application as its citizen has submitted it; nobody has been told of it yet. */
  async function submitted(given: { readonly account?: string; readonly tenant?: string; readonly answers?: FormAnswers; readonly service?: string; readonly uploads?: readonly { readonly path: string; readonly bytes: Buffer }[]; /** Taken up from paper that came on this day. */ readonly paperOf?: string } = {}) {
    const { account, paperOf } = given;
    const clerk = newId();
    const applicant = paperOf !== undefined ? { owner: clerk, level: 0 as const, staff: { id: clerk, tenant: given.tenant ?? musterstadt.id, office: "steueramt" } } : account === undefined ? { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const } : { owner: account, account, level: 3 as const };
    const tenant = given.tenant ?? musterstadt.id;
    const started = await applications.startDraft({ applicant, tenant, service: given.service ?? "hund-anmelden", language: "de", answers: given.answers ?? smallDog, ...(paperOf === undefined ? {} : { channel: "paper" as const }) });
    if (!started.ok) throw new Error(started.why);
    for (const { path, bytes } of given.uploads ?? []) {
      const added = await applications.addFile({ draft: started.draft.id, applicant, path, name: "nachweis.pdf", content: Readable.from([bytes]) });
      if (!added.ok) throw new Error(JSON.stringify(added));
    }
    const outcome = await applications.submit({ draft: started.draft.id, tenant, applicant, confirmed: true, requestId: newId(), ...(paperOf === undefined ? {} : { receivedOn: paperOf }) });
    if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
    return { ...outcome, applicant, tenant };
  }

  /** What the worker does after the commit of an event of this application. */
  async function told(given: { readonly application: string; readonly tenant: string }): Promise<void> {
    const subscription = extensions.subscriptions.find(({ to }) => to === "application.submitted");
    await subscription?.handle({ type: "application.submitted", id: newId(), application: given.application, tenant: given.tenant, service: "hund-anmelden" }, { lastAttempt: false });
  }

  /** A program with a permission; by default in Musterstadt and for everything. */
  async function program(given: { readonly id?: string; readonly tenant?: Tenant; readonly scopes?: readonly Scope[]; readonly services?: readonly string[]; readonly offices?: readonly string[]; readonly pages?: readonly string[]; readonly manifest?: unknown } = {}) {
    const client = given.id ?? `probe-${newId().slice(-12)}`;
    const registered = await extensions.registerClient({ manifest: given.manifest ?? manifestOf(client), actor: { kind: "system", what: "test" } });
    if (!registered.ok) throw new Error(JSON.stringify(registered.problems));
    const added = await extensions.addSecret({ client, actor: { kind: "system", what: "test" } });
    if (!added.ok) throw new Error(added.why);
    const tenant = given.tenant ?? musterstadt;
    await permit({ client, tenant, ...given });
    return { client, secret: added.secret, secretId: added.id, tenant };
  }

  async function permit(given: { readonly client: string; readonly tenant: Tenant; readonly scopes?: readonly Scope[]; readonly services?: readonly string[]; readonly offices?: readonly string[]; readonly pages?: readonly string[] }): Promise<void> {
    const done = await extensions.givePermission({
      tenant: given.tenant.id, client: given.client, scopes: given.scopes ?? scopes, actor: { kind: "staff", id: "sven-super" }, ...(given.services ? { services: given.services } : {}), ...(given.offices ? { offices: given.offices } : {}), ...(given.pages ? { pages: given.pages } : {}),
    });
    if (!done.ok) throw new Error(done.why);
  }

  /** The token of a hand-over, as the town's OpenID provider gives it to the program's pages. */
  async function handedOver(given: { readonly client: string; readonly account: string; readonly tenant?: Tenant }): Promise<string> {
    const tenant = (given.tenant ?? musterstadt).id;
    const [grant, token] = [randomBytes(24).toString("base64url"), randomBytes(24).toString("base64url")];
    const session = { account: given.account, loginId: newId(), level: 3 as const, person: {}, expiresAt: new Date(clock.now().getTime() + 3_600_000) };
    if (!await handover.handOver({ tenant, client: given.client, session, attributes: [], grant })) throw new Error("the town does not permit the program to take people over");
    await handover.artifacts.put({ tenant, model: "AccessToken", id: token, payload: { grantId: grant }, seconds: 3_600 });
    return token;
  }

  async function bearerOf(given: { readonly client: string; readonly secret: string; readonly tenant: Tenant; readonly scope?: string }) {
    const issued = await extensions.issueToken({ client: given.client, proof: { kind: "secret", secret: given.secret }, tenant: given.tenant.slug, scope: given.scope });
    const bearer = issued.ok ? readBearer(issued.token) : undefined;
    if (!issued.ok || !bearer) throw new Error(JSON.stringify(issued));
    return bearer;
  }

  return { t, db: t.db, clock: standing, tenants, hub, insight, workshop, catalogue, musterstadt, beispielhausen, forms, applications, answers, payments, safe, appointments, audit, files, delivered, deps, handover, keyring, extensions, submitted, told, program, permit, handedOver, bearerOf };
}

export type ExtensionsWorld = Awaited<ReturnType<typeof extensionsWorld>>;

/** One service of the catalogue with its words, office and fee. */
async function fillCatalogue(tx: Tx, town: Tenant, now: Date): Promise<void> {
  const leikaKey = "99110009104000";
  await putServices(tx, [{ leikaKey, slug: "hund-anmelden", title: { de: "Hund anmelden", en: "Register a dog" }, officialName: "Hundesteuer Anmeldung", level: "GEM", types: ["5"], ozg: undefined, pvLage: undefined, legalBasis: [], position: 0 }], now);
  await putTexts(tx, [{ leikaKey, lang: "de", text: { description: "Wer einen Hund hält, muss ihn anmelden.", documents: ["Rasse und Alter des Hundes"] } }], now);
  await putOffices(tx, town, [{ role: "steueramt", details: { name: { de: "Steueramt" }, hours: [], contactPersons: [] } }], now);
  await putResponsibilities(tx, town, [{ leikaKey, arsPrefix: town.ars, office: "steueramt", rolle: "01" }]);
  await putLocalFacts(tx, town, leikaKey, { fees: [{ label: { de: "Je Hund" }, cents: 9600, per: "year" }] }, now);
}

/** Two offices, as their town describes them. */
function officesOf(tenant: string): Office[] {
  return [{ role: "ordnungsamt", name: { de: "Ordnungsamt" } }, { role: "steueramt", name: { de: "Steueramt", en: "Tax office" }, phone: "0999 555-120", address: { street: "Marktplatz", houseNumber: "1", postalCode: "00101", locality: "Musterstadt" } }]
    .map((office) => ({ ...office, id: newId(), tenant, changedAt: new Date("2026-01-01T00:00:00Z"), hours: [], contactPersons: [] }));
}

export function manifestOf(id: string): object {
  return {
    id, version: "1.0.0", name: { de: "Probe" }, summary: { de: "Eine Erweiterung zum Prüfen." }, publisher: { name: "Probe GmbH", email: "kontakt@probe.example" },
    scopes: scopes.map((scope) => ({ scope, reason: { de: "Zum Prüfen." } })), events: [], keeps: { de: "Nichts." },
    pages: [
      { id: "reiter", place: "case-tab", title: { de: "Reiter" }, url: "https://probe.example/reiter" }, { id: "termin", place: "form-step", title: { de: "Termin" }, url: "https://probe.example/termin?art=1" },
      { id: "kachel", place: "widget", title: { de: "Kachel" }, url: "https://probe.example/kachel", where: ["start", "service"], services: ["99110009104000"], height: 200 },
    ],
  };
}

function town(name: string, slug: string, ars: string): Tenant {
  return {
    id: newId(), slug, kind: "municipality", ars, ags: undefined, name, officialName: `${name}, Stadt`, typeName: "Stadt", districtPrefix: ars.slice(0, 5), districtName: "Kreis Musterland",
    regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes: ["00101"],
    profile: { contact: { phone: "0999 555-0", email: "info@musterstadt.example", street: "Marktplatz 1", postalCode: "00101", locality: name } },
  };
}
