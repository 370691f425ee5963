import { mkdtempSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { createApplications, defaultSettings } from "#modules/applications";
import { createAudit } from "#modules/audit";
import { createForms } from "#modules/forms";
import { createTenants, serviceSwitch, type Tenant } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import type { Tx } from "#platform/database";
import { createDiskStore } from "#platform/files";
import { newId } from "#platform/ids";
import type { Scanner } from "#platform/scan";
import type { Answers as FormAnswers } from "@kommunalportal/form-engine";
import { testDatabase } from "../../../testing/index.ts";
import { type AnswersDeps, createAnswers, type MailboxPort } from "../index.ts";

const services = fileURLToPath(new URL("../../../../../../services", import.meta.url));

/** What Erika fills in for a small dog. */
export const dog: FormAnswers = {
  halter: { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" },
  hunde: [{ name: "Bella", rasse: "Dackel", geburt: "2024", geschlecht: "huendin", groesse: 25, gewicht: 8, seit: "2026-02-20" }],
  haltung: { weitere: 0, ermaessigung: false, richtig: true },
};

/** Musterstadt and Beispielhausen with the shipped services; mailbox, payments and letters beside their ports only. */
export async function answersWorld() {
  const t = await testDatabase();
  const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
  const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
  const tenants = await createTenants({ db: t.db, keyring });
  const musterstadt = town("Musterstadt", "musterstadt", "059990001001");
  const beispielhausen = town("Beispielhausen", "beispielhausen", "059990002002");
  await tenants.found([musterstadt, beispielhausen]);
  const forms = createForms({ db: t.db, clock });
  await t.db.asOperator("test", async (tx) => {
    for (const service of await forms.loadPackages(services)) {
      await forms.publish(tx, service);
      for (const { id } of [musterstadt, beispielhausen]) await tenants.storeSwitch(tx, id, serviceSwitch.parse({ service: service.service.slug, enabled: true, paymentWays: ["counter"], notificationArea: service.service.legalArea }));
    }
  });
  await tenants.refresh();
  const folder = mkdtempSync(join(tmpdir(), "files-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const files = await createDiskStore({ folder, reserveBytes: 0 });
  const audit = createAudit({ db: t.db, clock });
  const scanner: Scanner = {
    async scan(content) {
      const parts: Buffer[] = [];
      for await (const part of content as AsyncIterable<Buffer>) parts.push(part);
      return Buffer.concat(parts).includes("MALWARE") ? { kind: "found", signature: "Test.Word" } : { kind: "clean" };
    },
  };
  const keys = new Map<string, Buffer>();
  const documents = { render: (template: string, data: object) => Promise.resolve(Buffer.from(`%PDF-1.7 ${template} ${JSON.stringify(data)}`)) };
  const applications = createApplications({
    db: t.db, clock, towns: tenants, services: forms, audit, files, scanner, pepper: randomBytes(32), settings: defaultSettings, documents,
    accounts: { accountKey: (_tx: Tx, account: string) => { const key = keys.get(account) ?? newKey(); keys.set(account, key); return Promise.resolve(key); } },
  });
  const delivered: (Parameters<MailboxPort["deliver"]>[1] & { readonly id: string })[] = [];
  const ended: string[] = [];
  const claims: { readonly application: string; readonly cents: number; readonly reference?: string }[] = [];
  const notices = new Map<string, string>();
  const deps: AnswersDeps = {
    db: t.db, clock, towns: tenants, audit, applications, documents, files, scanner, settings: { allowUnchecked: false, mailbox: "own-mailbox" },
    offices: { describe: (_tenant, office) => ({ name: office === "steueramt" ? "Steueramt" : "Amt", phone: "0999 555-120" }) },
    accounts: { noticeMail: (_tx, account) => Promise.resolve(notices.get(account)) },
    mailbox: {
      deliver: (_tx, message) => { const id = newId(); delivered.push({ ...message, id }); return Promise.resolve(id); },
      end: (_tx, message) => { ended.push(message); return Promise.resolve(); },
    },
    payments: { prepare: () => Promise.resolve({ reference: "10000000007", ways: ["online", "transfer", "counter"], bank: { holder: "Stadtkasse Musterstadt", iban: "DE02120300000000202051" } }), claim: (_tx, claim) => { claims.push(claim); return Promise.resolve(); } },
  };
  const answers = createAnswers(deps);

  /** Erika's submitted application; without `account` as a visitor. */
  async function submitted(options: { readonly account?: string; readonly level?: 1 | 3; readonly tenant?: string } = {}) {
    const { account } = options;
    const applicant = account === undefined ? { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const } : { owner: account, account, level: options.level ?? 3 };
    const tenant = options.tenant ?? musterstadt.id;
    const started = await applications.startDraft({ applicant, tenant, service: "hund-anmelden", language: "de", answers: dog });
    if (!started.ok) throw new Error(started.why);
    const outcome = await applications.submit({ draft: started.draft.id, tenant, applicant, confirmed: true, requestId: newId() });
    if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
    if (account !== undefined && !notices.has(account)) notices.set(account, "erika@beispiel.example");
    return outcome;
  }
  return { t, db: t.db, deps, clock, tenants, musterstadt, beispielhausen, applications, answers, audit, delivered, ended, claims, notices, files, submitted };
}

export type AnswersWorld = Awaited<ReturnType<typeof answersWorld>>;

function town(name: string, slug: string, ars: string): Tenant {
  return {
    id: newId(), slug, kind: "municipality", ars, ags: undefined, name, officialName: `${name}, Stadt`, typeName: "Stadt", districtPrefix: ars.slice(0, 5), districtName: "Kreis Musterland",
    regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes: ["00101"],
    profile: { contact: { phone: "0999 555-0", email: "info@musterstadt.example", street: "Marktplatz 1", postalCode: "00101", locality: name } },
  };
}
