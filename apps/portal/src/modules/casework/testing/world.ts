import { mkdtempSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import type { StaffRole } from "#modules/accounts";
import { createAppointments } from "#modules/appointments";
import { createAnswers, type MailboxPort } from "#modules/answers";
import { createApplications, defaultSettings } from "#modules/applications";
import { createAudit } from "#modules/audit";
import { createForms } from "#modules/forms";
import { createHub, defaultHubSettings } from "#modules/hub";
import { createSafe, defaultSafeSettings } from "#modules/safe";
import { createPayments } from "#modules/payments";
import { createLog } from "#platform/log";
import { createTenants, type ServiceSwitch, serviceSwitch, type Tenant } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import type { Tx } from "#platform/database";
import { createDiskStore } from "#platform/files";
import { newId } from "#platform/ids";
import type { Mail } from "#platform/mail";
import type { Answers as FormAnswers } from "@kommunalportal/form-engine";
import { testDatabase } from "../../../testing/index.ts";
import { createCasework, type Reach, reachOf } from "../index.ts";

const services = fileURLToPath(new URL("../../../../../../services", import.meta.url));

const halter = { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" };
export const smallDog: FormAnswers = {
  halter, hunde: [{ name: "Bella", rasse: "Dackel", geburt: "2024", geschlecht: "huendin", groesse: 25, gewicht: 8, seit: "2026-02-20" }], haltung: { weitere: 0, ermaessigung: false, richtig: true },
};
export const parking = (changes: { readonly zone?: string; readonly plate?: string; readonly own?: boolean } = {}): FormAnswers => ({
  person: halter, fahrzeug: { kennzeichen: changes.plate ?? "MU-EB 123", halterSelbst: changes.own ?? true }, ausweis: { zone: changes.zone ?? "A", beginn: "2026-03-10", jahre: "2", richtig: true },
});

/** Musterstadt and Beispielhausen, their staff and the shipped services; the mailbox, the payments and the mail beside their ports only. */
export async function caseworkWorld(options: { readonly max?: number } = {}) {
  const t = await testDatabase(options);
  const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
  const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
  const tenants = await createTenants({ db: t.db, keyring });
  const musterstadt = town("Musterstadt", "musterstadt", "059990001001");
  const beispielhausen = town("Beispielhausen", "beispielhausen", "059990002002");
  await tenants.found([musterstadt, beispielhausen]);
  const forms = createForms({ db: t.db, clock });
  await t.db.asOperator("test", async (tx) => { for (const service of await forms.loadPackages(services)) await forms.publish(tx, service); });
  const automation = { enabled: true, legalBasis: "§ 35a VwVfG NRW, § 4 Parkgebührensatzung", zones: ["A", "B"] };
  async function switchOn(tenant: string, service: string, settings: Partial<ServiceSwitch> = {}): Promise<void> {
    await t.db.asOperator("test", (tx) => tenants.storeSwitch(tx, tenant, serviceSwitch.parse({ service, enabled: true, paymentWays: ["transfer"], ...settings })));
    await tenants.refresh();
  }
  for (const { id } of [musterstadt, beispielhausen]) {
    await switchOn(id, "hund-anmelden", { notificationArea: "ao" });
    await switchOn(id, "bewohnerparkausweis", id === musterstadt.id ? { automation } : {});
  }
  const folder = mkdtempSync(join(tmpdir(), "files-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const files = await createDiskStore({ folder, reserveBytes: 0 });
  const audit = createAudit({ db: t.db, clock });
  const scanner = { async scan(content: AsyncIterable<unknown>) { for await (const part of content) void part; return { kind: "clean" } as const; } };
  const documents = { render: (template: string, data: object) => Promise.resolve(Buffer.from(`%PDF-1.7 ${template} ${JSON.stringify(data)}`)) };
  const keys = new Map<string, Buffer>();
  const accounts = { accountKey: (_tx: Tx, account: string) => { const key = keys.get(account) ?? newKey(); keys.set(account, key); return Promise.resolve(key); } };
  const payments = createPayments({
    db: t.db, clock, log: createLog("fatal", "test"), outbound: () => Promise.reject(new Error("nothing is paid online here")), audit, settings: { baseUrl: "http://127.0.0.1:1/zahlung", originator: "musterland", auth: { kind: "none" } }, towns: tenants, services: forms,
    endPointOf: (tenant) => tenant, bankOf: () => undefined,
  });
  const applications = createApplications({
    db: t.db, clock, claims: payments.claims, towns: tenants, services: forms, audit, files, scanner, pepper: randomBytes(32), settings: defaultSettings, documents,
    accounts,
  });
  const delivered: Parameters<MailboxPort["deliver"]>[1][] = [];
  const mails: Mail[] = [];
  const offices = { describe: (_tenant: string, office: string) => ({ steueramt: { name: "Steueramt", phone: "0999 555-120" }, ordnungsamt: { name: "Ordnungsamt" }, strassenverkehrsamt: { name: "Straßenverkehrsamt" } } as Record<string, { name: string }>)[office] };
  const answers = createAnswers({
    db: t.db, clock, towns: tenants, audit, applications, documents, files, scanner, offices, settings: { allowUnchecked: false, mailbox: "own-mailbox" },
    accounts: { noticeMail: () => Promise.resolve("erika@beispiel.example") },
    mailbox: { deliver: (_tx, message) => { delivered.push(message); return Promise.resolve(newId()); }, end: () => Promise.resolve() },
    payments: { prepare: () => Promise.resolve({ reference: "10000000007", ways: ["counter"], bank: undefined }), claim: () => Promise.resolve() },
  });
  const people = {
    sabine: person("Sabine Steuer", musterstadt.id, "clerk", "steueramt"), otto: person("Otto Ordnung", musterstadt.id, "clerk", "ordnungsamt"), petra: person("Petra Parken", musterstadt.id, "clerk", "strassenverkehrsamt"),
    sven: person("Sven Super", musterstadt.id, "supervisor"), stella: person("Stella Steuer", musterstadt.id, "clerk", "steueramt"), fremd: person("Frieda Fremd", beispielhausen.id, "supervisor"),
  };
  const hub = createHub({
    db: t.db, clock, log: createLog("fatal", "test"), tenants, applications, forms, audit, answers, outbound: () => Promise.reject(new Error("nothing is sent here")), outboundStream: () => () => Promise.reject(new Error("nothing is sent here")), outboundSocket: () => Promise.reject(new Error("nothing is sent here")), settings: defaultHubSettings,
  });
  const safe = createSafe({ db: t.db, clock, keyring, files, scanner, accounts, towns: tenants, applications, settings: defaultSafeSettings });
  const appointments = createAppointments({ db: t.db, clock, forms, applications, answers });
  const casework = createCasework({
    safe, appointments, hub, payments, db: t.db, clock, tenants, audit, forms, applications, answers, offices, documents, apexOrigin: "https://portal.example", townOrigin: (tenant) => `https://${tenants.byId(tenant)?.slug}.portal.example`,
    accounts: { staffOf: (tenant) => Promise.resolve(Object.values(people).filter(({ roles }) => roles.some((held) => held.tenant === tenant))) },
    mailer: { send: (mail) => { mails.push(mail); return Promise.resolve({ kind: "accepted" }); }, close: () => {} },
  });

  /** Everything the worker would do for an event, once. */
  async function tell(type: string, event: { readonly tenant: string; readonly application: string; readonly [key: string]: string }): Promise<void> {
    for (const one of casework.subscriptions) if (one.to === type) await one.handle({ type, id: newId(clock.now().getTime()), ...event }, { lastAttempt: false });
  }
  async function submitted(options: { readonly service?: string; readonly answers?: FormAnswers; readonly account?: string; readonly tenant?: string; readonly paid?: boolean; readonly consent?: boolean; readonly upload?: readonly { readonly path: string; readonly name: string }[] } = {}) {
    const { account } = options;
    const applicant = account === undefined ? { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const } : { owner: account, account, level: 3 as const };
    const tenant = options.tenant ?? musterstadt.id;
    const started = await applications.startDraft({ applicant, tenant, service: options.service ?? "hund-anmelden", language: "de", answers: options.answers ?? smallDog });
    if (!started.ok) throw new Error(started.why);
    for (const { path, name } of options.upload ?? []) {
      const added = await applications.addFile({ draft: started.draft.id, applicant, path, name, content: Readable.from([Buffer.from(`%PDF-1.7 ${name}`)]) });
      if (!added.ok) throw new Error(added.why);
    }
    const outcome = await applications.submit({ draft: started.draft.id, tenant, applicant, confirmed: true, requestId: newId() });
    if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
    if (account !== undefined && options.consent !== false) await answers.setConsent({ application: outcome.application, account, agreed: true });
    if (options.paid === true) await t.db.inTenant(tenant, (tx) => applications.completePaid(tx, outcome.application));
    await tell("application.submitted", { tenant, application: outcome.application });
    return outcome;
  }
  /** The cases of an application as a supervisor sees them. */
  async function casesOf(reference: string, reach: Reach = people.sven.reach) {
    return (await casework.inbox(reach, { state: "all", text: reference, sort: "oldest" }, { at: "first" })).lines;
  }
  return { t, db: t.db, clock, tenants, musterstadt, beispielhausen, forms, applications, payments, answers, safe, appointments, hub, casework, audit, delivered, mails, people, tell, submitted, casesOf, switchOn };
}

function person(name: string, tenant: string, role: StaffRole["role"], office?: string) {
  const id = newId();
  const roles: readonly StaffRole[] = [{ tenant, role, office }];
  const reach = reachOf({ staff: id, name, roles }, tenant);
  if (!reach) throw new Error("this person sees no cases");
  return { id, name, email: `${(name.split(" ")[0] ?? "").toLowerCase()}@musterstadt.example`, roles, reach };
}

export type CaseworkWorld = Awaited<ReturnType<typeof caseworkWorld>>;

function town(name: string, slug: string, ars: string): Tenant {
  return {
    id: newId(), slug, kind: "municipality", ars, ags: undefined, name, officialName: `${name}, Stadt`, typeName: "Stadt", districtPrefix: ars.slice(0, 5), districtName: "Kreis Musterland",
    regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes: ["00101"],
    profile: { contact: { phone: "0999 555-0", email: "info@musterstadt.example", street: "Marktplatz 1", postalCode: "00101", locality: name } },
  };
}
