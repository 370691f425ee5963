import { mkdtempSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after } from "node:test";
import { createAccounts } from "#modules/accounts";
import { createApplications, defaultSettings } from "#modules/applications";
import { createAudit } from "#modules/audit";
import { createForms } from "#modules/forms";
import { createTenants, serviceSwitch, type Tenant } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import { sql } from "#platform/database";
import type { DomainEvent } from "#platform/events";
import { createDiskStore, newFileKey, putSealed } from "#platform/files";
import { createOutbound } from "#platform/http";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import type { Mail, Mailer, MailOutcome } from "#platform/mail";
import { parseServicePackage } from "@kommunalportal/form-engine";
import { testDatabase } from "../../testing/index.ts";
import { createMailbox, type SealedFile } from "./index.ts";

/** A mail server that takes what it is told to take. */
export function postbox(): Mailer & { readonly sent: Mail[]; answer: MailOutcome } {
  return {
    sent: [], answer: { kind: "accepted" },
    send(mail) {
      if (this.answer.kind === "accepted") this.sent.push(mail);
      return Promise.resolve(this.answer);
    },
    close: () => undefined,
  };
}

/** Musterstadt and Beispielhausen with one service, real accounts, keys, files and database. */
export async function testWorld() {
  const t = await testDatabase();
  const { db } = t;
  const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
  const log = createLog("fatal", "test");
  const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
  const tenants = await createTenants({ db, keyring });
  const musterstadt = town("Musterstadt", "musterstadt", "059990001001");
  const beispielhausen = town("Beispielhausen", "beispielhausen", "059990002002");
  await tenants.found([musterstadt, beispielhausen]);
  const forms = createForms({ db, clock });
  const service = parseServicePackage(dog.service, dog.form);
  await db.asOperator("test", async (tx) => {
    await forms.publish(tx, service);
    await tenants.storeSwitch(tx, musterstadt.id, serviceSwitch.parse({ service: "hund", enabled: true, paymentWays: [], offices: {}, retentionMonths: 12 }));
  });
  await tenants.refresh();
  const accounts = await createAccounts({
    db, clock, keyring, log, outbound: createOutbound({ trustedHosts: [] }), apexHost: "portal.example", tenantBySlug: (slug) => tenants.bySlug(slug),
    bundid: { idpEntityId: "https://idp.example", ssoUrl: "https://idp.example/sso", idpCertificates: [], entityId: "https://sp.example", acsUrl: "https://portal.example/acs", onlineServiceId: "TEST", signingKey: "", signingCert: "", decryptionKeys: [] },
    staff: { issuer: "https://staff.example", clientId: "x", clientSecret: "x", redirectUri: "https://portal.example/r", allowHttp: false },
  });
  const folder = mkdtempSync(join(tmpdir(), "mailbox-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const files = await createDiskStore({ folder, reserveBytes: 0 });
  const applications = createApplications({
    db, clock, towns: tenants, accounts, services: forms, audit: createAudit({ db, clock }), files, pepper: randomBytes(32), settings: defaultSettings,
    scanner: { scan: (content) => { content.resume(); return Promise.resolve({ kind: "clean" }); } },
    documents: { render: (template, data) => Promise.resolve(Buffer.from(`%PDF ${template} ${JSON.stringify(data)}`)) },
  });
  const mailer = postbox();
  const mailbox = createMailbox({ db, clock, keyring, files, mailer, log, accounts, applications, forms, publicOrigin: "https://portal.example" });

  return {
    t, db, clock, tenants, accounts, files, applications, mailer, mailbox, musterstadt, beispielhausen,
    async account(): Promise<string> {
      const id = newId();
      await db.asOperator("test", (tx) => tx.run(sql`insert into accounts.account (id, person_hash, wrapped_key, created_at, last_used_at)
        values (${id}, ${randomBytes(32)}, ${keyring.wrap(newKey(), `accounts.account/${id}`)}, ${clock.now()}, ${clock.now()})`));
      return id;
    },
    /** A town writes, as casework does: its own scope with the account beside it. */
    deliver: (account: string, changes: Partial<Parameters<typeof mailbox.deliver>[1]> = {}) => db.inTenant(changes.tenant ?? musterstadt.id, (tx) => mailbox.deliver(tx, {
      account, tenant: musterstadt.id, kind: "status", minimumLevel: 1, subject: "Ihr Hund Waldi", text: "Wir haben den Hund Waldi angemeldet.", files: [], ...changes,
    }), { account }),
    async file(content: string): Promise<SealedFile> {
      const storeKey = newFileKey();
      const dek = newKey();
      const stored = await putSealed(files, storeKey, Readable.from([Buffer.from(content)]), { dek, context: "a file of answers", maxBytes: 1_000_000 });
      return { name: "Bescheid.pdf", type: "application/pdf", size: stored.size, sha256: stored.sha256, storeKey, dek, context: "a file of answers" };
    },
    /** What was announced of a type, oldest first, as the worker would get it. */
    async told(type: string): Promise<DomainEvent[]> {
      const rows = await adminRows(t.adminUrl);
      return rows.filter((event) => event.type === type);
    },
    /** Tells one event to the mailbox's subscribers of a type. */
    async tell(event: DomainEvent): Promise<(void | { readonly snoozeUntil: Date })[]> {
      const answers: (void | { readonly snoozeUntil: Date })[] = [];
      for (const { to, handle } of mailbox.subscriptions) if (to === event.type) answers.push(await handle(event, { lastAttempt: false }));
      return answers;
    },
    async submitted(account: string): Promise<{ readonly application: string; readonly reference: string }> {
      const applicant = { owner: account, account, level: 1 as const };
      const started = await applications.startDraft({ applicant, tenant: musterstadt.id, service: "hund", language: "de", answers: { hund: { name: "Waldi" } } });
      if (!started.ok) throw new Error(started.why);
      const outcome = await applications.submit({ draft: started.draft.id, tenant: musterstadt.id, applicant, confirmed: true, requestId: newId() });
      if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
      return outcome;
    },
  };
}

export type TestWorld = Awaited<ReturnType<typeof testWorld>>;

async function adminRows(url: string): Promise<DomainEvent[]> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ payload: DomainEvent }>("select j.payload from graphile_worker._private_jobs j order by j.id");
    return rows.map(({ payload }) => payload);
  } finally { await client.end(); }
}

function town(name: string, slug: string, ars: string): Tenant {
  return {
    id: newId(), slug, kind: "municipality", ars, ags: undefined, name, officialName: `${name}, Stadt`, typeName: "Stadt", districtPrefix: ars.slice(0, 5), districtName: "Kreis Musterland",
    regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes: [], profile: {},
  };
}

const dog = {
  service: {
    slug: "hund", leika: "99110009104000", title: { de: "Hund anmelden", en: "Register a dog" }, short: { de: "Hund" }, trustLevel: "none", signIn: "optional", account: false, attributes: [], documents: [], minutes: 5,
    retentionMonths: 12, legalArea: "vwvfg", recipients: ["steueramt"], submitLabel: { de: "Verbindlich absenden" },
    privacy: { purpose: { de: "Bearbeitung" }, legalBasis: { de: "§ 3 KAG" }, recipients: [{ de: "Steueramt" }], term: { de: "12 Monate" } },
  },
  form: {
    id: "hund", version: "1.0.0", title: { de: "Hund anmelden" },
    steps: [{ id: "hund", title: { de: "Hund" }, nodes: [{ kind: "group", id: "hund", title: { de: "Hund" }, nodes: [{ kind: "field", id: "name", type: "text", label: { de: "Name" } }] }] }],
  },
};
