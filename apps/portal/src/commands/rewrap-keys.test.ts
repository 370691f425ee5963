import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, test } from "node:test";
import { createAccounts } from "#modules/accounts";
import type { ApplicationHead } from "#modules/applications";
import { createAudit } from "#modules/audit";
import { createCatalogue } from "#modules/catalogue";
import { createHandover } from "#modules/handover";
import { createMailbox } from "#modules/mailbox";
import { createSafe, defaultSafeSettings } from "#modules/safe";
import { createTenants } from "#modules/tenants";
import { systemClock as clock } from "#platform/clock";
import { createKeyring, newKey, type Keyring } from "#platform/crypto";
import { sql } from "#platform/database";
import { createDiskStore } from "#platform/files";
import { createOutbound } from "#platform/http";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import type { Mail } from "#platform/mail";
import type { ScanVerdict } from "#platform/scan";
import { testDatabase } from "../testing/index.ts";
import { rewrapKeys } from "./rewrap-keys.ts";
import { townsOfTheState } from "./towns-of-the-state.ts";

const t = await testDatabase();
const { db } = t;
const folder = mkdtempSync(join(tmpdir(), "kommunalportal-rewrap-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });
const files = await createDiskStore({ folder, reserveBytes: 0 });
const log = createLog("fatal", "test");
const audit = createAudit({ db, clock });
const [first, second] = [{ version: 1, key: newKey() }, { version: 2, key: newKey() }];
const sent: Mail[] = [];
let scan: ScanVerdict = { kind: "unavailable", reason: "unreachable" };
const notAsked = (): never => { throw new Error("not part of this test"); };

/** The rooms that keep keys, as they start with a keyring. */
async function rooms(keyring: Keyring) {
  const tenants = await createTenants({ db, keyring });
  const accounts = await createAccounts({
    db, clock, keyring, log, outbound: createOutbound({ trustedHosts: [] }), apexHost: "portal.example", tenantBySlug: (slug) => tenants.bySlug(slug),
    bundid: { idpEntityId: "https://idp.example", ssoUrl: "https://idp.example/sso", idpCertificates: [], entityId: "https://sp.example", acsUrl: "https://portal.example/acs", onlineServiceId: "TEST", signingKey: "", signingCert: "", decryptionKeys: [] },
    staff: { issuer: "https://staff.example", clientId: "x", clientSecret: "x", redirectUri: "https://portal.example/r", allowHttp: false },
  });
  const mailbox = createMailbox({
    db, clock, keyring, files, log, accounts, publicOrigin: "https://portal.example", forms: { service: () => Promise.resolve(undefined) },
    mailer: { send: (mail) => { sent.push(mail); return Promise.resolve({ kind: "accepted" }); }, close: () => undefined },
    applications: { view: () => Promise.resolve(application), heads: notAsked, content: notAsked, timeline: notAsked, openFile: notAsked },
  });
  const safe = createSafe({
    db, clock, keyring, files, accounts, settings: defaultSafeSettings, towns: tenants, applications: { addFile: notAsked, openDraft: notAsked, view: notAsked, record: notAsked, heads: notAsked },
    scanner: { scan: (content) => { content.destroy(); return Promise.resolve(scan); } },
  });
  const handover = createHandover({ db, clock, keyring, tenants, extensionKey: accounts.extensionKey, permits: notAsked, audit });
  return { tenants, accounts, mailbox, safe, handover, catalogue: await createCatalogue({ db, clock, keyring, tenants }) };
}

const onlyOld = createKeyring({ keys: [first], current: 1 });
const both = createKeyring({ keys: [first, second], current: 2 });
const onlyNew = createKeyring({ keys: [second], current: 2 });
const founded = townsOfTheState().slice(0, 7);
await (await createTenants({ db, keyring: onlyOld })).found(founded);
const town = founded[0]!.id;
const application: ApplicationHead = {
  id: newId(), tenant: town, account: undefined, service: "hund", leikaKey: undefined, formVersion: "1.0.0", status: "submitted", statusSince: clock.now(), channel: "online", language: "de", trustLevel: 0,
  reference: undefined, hasLookupCode: true, fee: undefined, createdAt: clock.now(), submittedAt: undefined, receivedOn: undefined, closedAt: undefined, keepUntil: undefined, events: 0, hereSince: undefined, towns: 1,
};
const old = await rooms(onlyOld);
const townKey = await old.tenants.tenantKey(town);

async function newAccount(keyring: Keyring): Promise<{ readonly id: string; readonly key: Buffer }> {
  const [id, key] = [newId(), newKey()];
  await db.asOperator("test", (tx) => tx.run(sql`insert into accounts.account (id, person_hash, wrapped_key, created_at, last_used_at)
    values (${id}, ${randomBytes(32)}, ${keyring.wrap(key, `accounts.account/${id}`)}, now(), now())`));
  return { id, key };
}

test("after rewrapping everything opens without the old installation key", async () => {
  const erika = await newAccount(onlyOld);
  const pseudonym = old.accounts.townKey(erika.id, town);
  await old.catalogue.barrierReports.store(undefined, { page: "/leistungen", message: "Der Knopf ist mit der Tastatur nicht zu erreichen.", name: "Erika Beispiel", email: "" });
  assert.deepEqual(await db.inTenant(town, (tx) => old.mailbox.leaveAddress(tx, { application: application.id, address: "jonas@probe.example" })), { ok: true });
  const kept = await old.safe.keep({ account: erika.id, name: "Urkunde.pdf", content: Readable.from([Buffer.from("%PDF-1.7\nUrkunde\n%%EOF\n")]), origin: { kind: "upload" }, minimumLevel: 1 });
  assert.ok(kept.ok && kept.document.state === "held");
  const signing = await old.handover.signingKeys();
  const [request, arrivalKey] = [newId(), newKey()];
  await db.asOperator("test", (tx) => tx.run(sql`insert into accounts.login_request (id, host, return_path, lang, level, attributes, display_name, browser_hash, created_at, expires_at, wrapped_login_key)
    values (${request}, 'portal.example', '/', 'de', 1, '{}', 'Portal', ${randomBytes(32)}, now(), now() + interval '5 minutes', ${onlyOld.wrap(arrivalKey, `accounts.arrival/${request}`)})`));

  const done = await rewrapKeys({ db, keyring: both, audit }, { batch: 3 });
  assert.deepEqual(Object.fromEntries(done.map(({ name, rewrapped }) => [name, rewrapped])), {
    "tenants.tenant_key": 7, "accounts.pepper": 1, "accounts.account": 1, "accounts.login_request": 1, "handover.signing_key": 1, "catalogue.barrier_report": 1, "mailbox.visitor_address": 1, "safe.document": 1,
  });
  assert.deepEqual(done.flatMap(({ left }) => left), []);

  const now = await rooms(onlyNew);
  for (const { id } of founded) assert.equal((await now.tenants.tenantKey(id)).length, 32);
  assert.deepEqual(await now.tenants.tenantKey(town), townKey);
  assert.deepEqual(await db.asAccount(erika.id, (tx) => now.accounts.accountKey(tx, erika.id)), erika.key);
  assert.equal(now.accounts.townKey(erika.id, town), pseudonym);
  assert.deepEqual(await now.handover.signingKeys(), signing);
  assert.equal((await now.catalogue.barrierReports.list(undefined, 10))[0]?.name, "Erika Beispiel");
  for (const { to, handle } of now.mailbox.subscriptions) if (to === "application.question") await handle({ type: to, id: newId(), application: application.id, tenant: town }, { lastAttempt: false });
  assert.deepEqual(sent.map(({ to }) => to), ["jonas@probe.example"]);
  scan = { kind: "clean" };
  await now.safe.jobs["safe:rescan"]();
  assert.deepEqual((await db.asAccount(erika.id, (tx) => now.safe.list(tx, erika.id))).map(({ state }) => state), ["kept"]);
  const waiting = await db.asOperator("test", (tx) => tx.one<{ key: Buffer }>(sql`select wrapped_login_key as key from accounts.login_request where id = ${request}`));
  assert.deepEqual(onlyNew.unwrap(waiting.key, `accounts.arrival/${request}`), arrivalKey);
});

test("called again it finds nothing to do, and who did it stands in the audit once", async () => {
  const again = await rewrapKeys({ db, keyring: both, audit });
  assert.ok(again.every(({ rewrapped, left }) => rewrapped === 0 && left.length === 0));
  const entries = await db.asOperator("test", (tx) => tx.rows(sql`select action, subject, actor from audit.entry where action = 'installation-key.rewrap'`));
  assert.deepEqual(entries, [{ action: "installation-key.rewrap", subject: "2", actor: "command" }]);
});

test("a key that cannot be opened is left as it is and named, and stops no other", async () => {
  const third = { version: 3, key: newKey() };
  const [foreign, broken] = [await newAccount(createKeyring({ keys: [{ version: 9, key: newKey() }], current: 9 })), await newAccount(createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 }))];
  const bytes = (id: string) => db.asOperator("test", (tx) => tx.one<{ key: Buffer }>(sql`select wrapped_key as key from accounts.account where id = ${id}`));
  const before = await Promise.all([bytes(foreign.id), bytes(broken.id)]);
  const jonas = await newAccount(onlyNew);
  const newest = createKeyring({ keys: [first, second, third], current: 3 });
  const accounts = (await rewrapKeys({ db, keyring: newest, audit }, { batch: 1 })).find(({ name }) => name === "accounts.account");
  assert.deepEqual(accounts?.left.toSorted((a, b) => (a.id < b.id ? -1 : 1)), [{ id: foreign.id, why: { missingVersion: 9 } }, { id: broken.id, why: "broken" }].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  assert.equal(accounts.rewrapped, 2);
  assert.deepEqual(await Promise.all([bytes(foreign.id), bytes(broken.id)]), before);
  assert.deepEqual(createKeyring({ keys: [third], current: 3 }).unwrap((await bytes(jonas.id)).key, `accounts.account/${jonas.id}`), jonas.key);
});

test("every place in the source that wraps a key with the installation's is known to the command", () => {
  const source = join(import.meta.dirname, "..");
  const places = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !/(^|\/)test-[a-z-]+\.ts$/.test(path))
    .flatMap((path) => { const times = readFileSync(join(source, path), "utf8").match(/\.wrap\(/g)?.length ?? 0; return times > 0 ? [`${path} ${times}`] : []; });
  // A new one belongs into commands/wrapped-keys.ts and into the first test of this file, then here.
  assert.deepEqual(places.toSorted(), [
    "modules/accounts/secrets.ts 1", "modules/accounts/sign-in.ts 2",
    // Nothing that is kept: a token in an open page, good for minutes.
    "modules/accounts/visitor-handover.ts 1",
    "modules/catalogue/barrier-report.ts 1", "modules/handover/signing-keys.ts 1", "modules/mailbox/visitor-address.ts 1", "modules/safe/keep-document.ts 1", "modules/tenants/tenants.ts 1",
  ]);
});
