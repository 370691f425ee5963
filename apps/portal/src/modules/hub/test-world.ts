import { mkdtempSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after } from "node:test";
import { createAnswers } from "#modules/answers";
import { createApplications, defaultSettings } from "#modules/applications";
import { createAudit } from "#modules/audit";
import { createForms } from "#modules/forms";
import { createTenants, serviceSwitch, type Tenant } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import { createDiskStore } from "#platform/files";
import { type ClientCertificate, createOutbound, createOutboundSocket, createOutboundStream, type Outbound } from "#platform/http";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import { noScanner } from "#platform/scan";
import { parseServicePackage } from "@kommunalportal/form-engine";
import { z } from "zod";
import { askSandbox } from "../../testing/ask-sandbox.ts";
import { startSandbox, type Sandbox } from "../../../../sandbox/src/start-sandbox.ts";
import { lendKeys } from "../../../../sandbox/src/testing/ready-keys.ts";
import { testDatabase } from "../../testing/index.ts";
import { createHub, defaultHubSettings, type HubDeps, type HubSettings, type SetDestination } from "./index.ts";

const field = (id: string, type: string, changes: object = {}): object => ({ kind: "field", id, type, label: { de: id }, ...changes });

/** Hund anmelden, in small: the tax office gets everything but the breed, the Ordnungsamt only owner's surname and breed of a large dog. */
const packageOf = (slug: string, parts: readonly object[]) => parseServicePackage({
  slug, leika: "99110009104000", title: { de: "Hund anmelden" }, short: { de: "Hund" }, trustLevel: "none", signIn: "optional", account: false, attributes: [], documents: [], minutes: 5,
  retentionMonths: 12, legalArea: "vwvfg", recipients: ["steueramt", "ordnungsamt"], submitLabel: { de: "Absenden" },
  privacy: { purpose: { de: "Bearbeitung" }, legalBasis: { de: "§ 3 KAG" }, recipients: [{ de: "Steueramt" }], term: { de: "12 Monate" } },
}, {
  id: slug, version: "1.0.0", title: { de: "Hund anmelden" },
  steps: [
    { id: "halter", title: { de: "Halter" }, nodes: [{ kind: "group", id: "halter", title: { de: "Halter" }, nodes: [field("vorname", "text"), field("nachname", "text"), field("ort", "text", { required: false })] }] },
    { id: "hund", title: { de: "Hund" }, nodes: [{ kind: "group", id: "hund", title: { de: "Hund" }, nodes: [field("name", "text"), field("gross", "yesno"), field("rasse", "text", { when: { var: "hund.gross" } }), field("nachweis", "upload", { required: false, maxFiles: 2 })] }] },
  ],
  parts: [...parts],
});
const dog = packageOf("hund", [
  { id: "steuer", office: "steueramt", title: { de: "Steuer" }, paths: ["halter", "hund.name", "hund.gross", "hund.nachweis"] },
  { id: "ordnung", office: "ordnungsamt", title: { de: "Ordnung" }, when: { var: "hund.gross" }, paths: ["halter.nachname", "hund.rasse"] },
]);
/** The same without parts; a test that wants it switches it on. */
const wholeDog = packageOf("hund-ganz", []);

const effects = z.object({ total: z.object({ applications: z.number(), effects: z.number(), repeats: z.number(), duplicates: z.number() }) });

/** Two towns, real applications, real database, and the simulated Fachverfahren over HTTP; one clock for all. */
export async function testWorld(options: { readonly max?: number; readonly sftp?: true } = {}) {
  const t = await testDatabase(options);
  const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
  const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
  const tenants = await createTenants({ db: t.db, keyring });
  const musterstadt = town("Musterstadt", "musterstadt", "059990001001");
  const beispielhausen = town("Beispielhausen", "beispielhausen", "059990002002");
  await tenants.found([musterstadt, beispielhausen]);
  const forms = createForms({ db: t.db, clock });
  await t.db.asOperator("test", async (tx) => {
    for (const one of [dog, wholeDog]) await forms.publish(tx, one);
    for (const { id } of [musterstadt, beispielhausen]) await tenants.storeSwitch(tx, id, serviceSwitch.parse({ service: "hund", enabled: true, delivery: "fachverfahren" }));
  });
  await tenants.refresh();
  const folder = mkdtempSync(join(tmpdir(), "hub-"));
  await lendKeys(join(folder, "sandbox"));
  const sandbox = await startSandbox({ dataFolder: join(folder, "sandbox"), port: 0, smtpPort: 0, ...(options.sftp ? { sftpPort: 0 } : {}), clock: () => clock.now() });
  after(async () => { await sandbox.close(); rmSync(folder, { recursive: true, force: true }); });
  const audit = createAudit({ db: t.db, clock });
  const files = await createDiskStore({ folder: join(folder, "files"), reserveBytes: 0 });
  const applications = createApplications({
    db: t.db, clock, towns: tenants, services: forms, audit, files, scanner: noScanner, pepper: randomBytes(32), settings: { ...defaultSettings, allowUnchecked: true },
    accounts: { accountKey: () => Promise.reject(new Error("nobody is signed in")) }, documents: { render: () => Promise.resolve(Buffer.from("%PDF")) },
  });
  const outbound = createOutbound({ trustedHosts: [`fachverfahren.sandbox.localhost:${sandbox.port}`, "127.0.0.1:9"] });
  // Nobody has an account here, so nothing goes into a mailbox.
  const answers = createAnswers({
    db: t.db, clock, towns: tenants, audit, applications, files, scanner: noScanner, documents: { render: () => Promise.resolve(Buffer.from("%PDF")) }, settings: { allowUnchecked: true, mailbox: "own-mailbox" }, offices: { describe: () => undefined },
    accounts: { noticeMail: () => Promise.resolve(undefined) }, payments: { prepare: () => Promise.resolve({ reference: "10000000007", ways: ["counter"], bank: undefined }), claim: () => Promise.resolve() },
    mailbox: { deliver: () => Promise.reject(new Error("nobody has a mailbox")), end: () => Promise.resolve() },
  });
  const trusted = [`fit-connect.sandbox.localhost:${sandbox.port}`, `127.0.0.1:${sandbox.xtaPort}`];
  const outboundStream = (clientCertificate?: ClientCertificate) => createOutboundStream({ trustedHosts: trusted, ...(clientCertificate ? { clientCertificate } : {}) });
  const outboundSocket = createOutboundSocket({ trustedHosts: sandbox.sftp ? [`127.0.0.1:${sandbox.sftp.port}`] : [] });
  const deps: HubDeps = { db: t.db, clock, log: createLog("fatal", "test"), tenants, applications, forms, audit, answers, outbound, outboundStream, outboundSocket, random: () => 0.5, settings: { ...defaultHubSettings, allowHttp: true, timeoutMs: 30_000 } };
  const hub = createHub(deps);

  return {
    t, db: t.db, sandboxFolder: join(folder, "sandbox"), clock, tenants, forms, applications, answers, audit, sandbox, hub, deps, musterstadt, beispielhausen,
    receiver: receiverOf(sandbox),
    /** Another worker process of the same installation. */
    hubWith: (changes: { readonly outbound?: Outbound; readonly settings?: Partial<HubSettings> }) => createHub({ ...deps, ...(changes.outbound ? { outbound: changes.outbound } : {}), settings: { ...deps.settings, ...changes.settings } }),
    /** Submits a registration of a dog and routes it, as the worker does; the ids of its deliveries in order. */
    async submitted(tenant: string, answers: { readonly gross?: boolean; readonly nachweis?: Buffer; readonly ort?: string; readonly service?: string; /** Taken up from paper that came on this day. */ readonly paperOf?: string } = {}) {
      const clerk = newId();
      const applicant = answers.paperOf === undefined ? { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const } : { owner: clerk, level: 0 as const, staff: { id: clerk, tenant, office: "steueramt" } };
      const started = await applications.startDraft({ applicant, tenant, service: answers.service ?? "hund", language: "de", ...(answers.paperOf === undefined ? {} : { channel: "paper" as const }), answers: { halter: { vorname: "Erika", nachname: "Beispiel", ...(answers.ort === undefined ? {} : { ort: answers.ort }) }, hund: { name: "Waldi", gross: answers.gross === true, ...(answers.gross === true ? { rasse: "Dogge" } : {}) } } });
      if (!started.ok) throw new Error(started.why);
      if (answers.nachweis) {
        const added = await applications.addFile({ draft: started.draft.id, applicant, path: "hund.nachweis", name: "nachweis.pdf", content: Readable.from([answers.nachweis]) });
        if (!added.ok) throw new Error(added.why);
      }
      const outcome = await applications.submit({ draft: started.draft.id, tenant, applicant, confirmed: true, requestId: newId(), ...(answers.paperOf === undefined ? {} : { receivedOn: answers.paperOf }) });
      if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
      await hub.routeApplication({ tenant, application: outcome.application });
      const deliveries = await t.db.inTenant(tenant, (tx) => hub.ofApplication(tx, outcome.application));
      return { application: outcome.application, reference: outcome.reference, deliveries };
    },
    /** A destination at the simulated Fachverfahren (or elsewhere) with a rule for the dogs of a town. */
    async destination(tenant: string, changes: { readonly name?: string; readonly address?: string; readonly secret?: string; readonly office?: string; readonly maxInFlight?: number } = {}) {
      const outcome = await hub.setDestination({
        tenant, name: changes.name ?? "Steuerverfahren", channel: "webhook", address: changes.address ?? `http://fachverfahren.sandbox.localhost:${sandbox.port}/webhook`,
        secret: { value: changes.secret ?? sandbox.credentials.fachverfahren.webhookSecret }, actor: operator, ...(changes.maxInFlight === undefined ? {} : { maxInFlight: changes.maxInFlight }),
      });
      if (!outcome.ok) throw new Error(JSON.stringify(outcome));
      const route = await t.db.inTenant(tenant, (tx) => hub.addRoute(tx, { destination: outcome.destination, service: "hund", validFrom: clock.now(), actor: operator, ...(changes.office === undefined ? {} : { office: changes.office }) }));
      if (!route.ok) throw new Error(route.why);
      return { tenant, destination: outcome.destination, route: route.route };
    },
    /** A destination of another kind, with a rule for the dogs of a town. */
    async destinationBy(tenant: string, given: Omit<SetDestination, "tenant" | "actor">, route: { readonly part?: string; readonly service?: string } = {}) {
      const outcome = await hub.setDestination({ ...given, tenant, actor: operator });
      if (!outcome.ok) throw new Error(JSON.stringify(outcome));
      const added = await t.db.inTenant(tenant, (tx) => hub.addRoute(tx, { destination: outcome.destination, service: "hund", validFrom: clock.now(), actor: operator, ...route }));
      if (!added.ok) throw new Error(added.why);
      return { tenant, destination: outcome.destination };
    },
    view: async (tenant: string, id: string) => {
      const view = await t.db.inTenant(tenant, (tx) => hub.viewDelivery(tx, id));
      if (!view) throw new Error("the delivery is not there");
      return view;
    },
  };
}

export type TestWorld = Awaited<ReturnType<typeof testWorld>>;
export const operator = { kind: "staff", id: "0190f1de-0000-7000-8000-000000000001" } as const;

function receiverOf(sandbox: Sandbox) {
  const call = async (path: string, body?: object): Promise<string> => (await askSandbox(sandbox.port, "fachverfahren", path, body)).text();
  return {
    behave: (mode: "normal" | "down" | "slow" | "rejectAll" | "badGateway" | "acceptButDropConnection", more: { readonly times?: number; readonly delayMs?: number } = {}) => call("/_control", { mode, times: null, ...more }),
    effects: async () => effects.parse(JSON.parse(await call("/_effects"))).total,
    page: (path: string) => call(path),
  };
}

function town(name: string, slug: string, ars: string): Tenant {
  return {
    id: newId(), slug, kind: "municipality", ars, ags: undefined, name, officialName: `${name}, Stadt`, typeName: "Stadt", districtPrefix: ars.slice(0, 5), districtName: "Kreis Musterland",
    regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes: [], profile: {},
  };
}
