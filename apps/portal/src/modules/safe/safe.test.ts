import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, test } from "node:test";
import { createAccounts } from "#modules/accounts";
import { createTenants } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import { sql } from "#platform/database";
import { createDiskStore } from "#platform/files";
import { createOutbound } from "#platform/http";
import { newId } from "#platform/ids";
import { createLog } from "#platform/log";
import type { Scanner, ScanVerdict } from "#platform/scan";
import { testDatabase } from "../../testing/index.ts";
import { createSafe, defaultSafeSettings, type KeepDocument, type SafeDeps } from "./index.ts";

const t = await testDatabase();
const { db } = t;
const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
const tenants = await createTenants({ db, keyring });
const musterstadt = newId();
await tenants.found([{
  id: musterstadt, slug: "musterstadt", kind: "municipality", ars: "059990001001", ags: undefined, name: "Musterstadt", officialName: "Musterstadt, Stadt", typeName: "Stadt", districtPrefix: "05999",
  districtName: undefined, regbezPrefix: "059", regbezName: "Arnsberg", population: 1, isDemo: true, postcodes: [], profile: {},
}]);
const accounts = await createAccounts({
  db, clock, keyring, log: createLog("fatal", "test"), outbound: createOutbound({ trustedHosts: [] }), apexHost: "portal.example", tenantBySlug: (slug) => tenants.bySlug(slug),
  bundid: { idpEntityId: "https://idp.example", ssoUrl: "https://idp.example/sso", idpCertificates: [], entityId: "https://sp.example", acsUrl: "https://portal.example/acs", onlineServiceId: "TEST", signingKey: "", signingCert: "", decryptionKeys: [] },
  staff: { issuer: "https://staff.example", clientId: "x", clientSecret: "x", redirectUri: "https://portal.example/r", allowHttp: false },
});
const folder = mkdtempSync(join(tmpdir(), "safe-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const files = await createDiskStore({ folder, reserveBytes: 0 });
const scanner: Scanner & { verdict: ScanVerdict } = { verdict: { kind: "clean" }, scan(content) { content.destroy(); return Promise.resolve(this.verdict); } };
const used: { name: string; draft: string }[] = [];
const deps: SafeDeps = {
  db, clock, keyring, files, scanner, accounts, towns: tenants, settings: defaultSafeSettings,
  // The room of applications has tests of its own; here only what is asked of it counts.
  applications: {
    view: () => Promise.resolve(undefined), heads: () => Promise.resolve([]), record: () => Promise.reject(new Error("nothing is recorded here")),
    openDraft: ({ draft }) => Promise.resolve(draft === "00000000-0000-7000-8000-000000000000" ? { ok: false, why: "not-found" } : { ok: true, draft: { tenant: musterstadt, service: "hund" } }),
    async addFile({ name, draft, content }) {
      for await (const _ of content as AsyncIterable<Buffer>);
      used.push({ name, draft });
      return { ok: false, why: "too-many-files" };
    },
  },
};
const safe = createSafe(deps);

async function account(): Promise<string> {
  const id = newId();
  await db.asOperator("test", (tx) => tx.run(sql`insert into accounts.account (id, person_hash, wrapped_key, created_at, last_used_at)
    values (${id}, ${randomBytes(32)}, ${keyring.wrap(newKey(), `accounts.account/${id}`)}, ${clock.now()}, ${clock.now()})`));
  return id;
}
const pdf = (words = "Urkunde"): Readable => Readable.from([Buffer.from(`%PDF-1.7\n${words}\n%%EOF\n`)]);
const keep = (of: string, changes: Partial<KeepDocument> = {}, with_ = safe) => with_.keep({ account: of, name: "Geburtsurkunde.pdf", content: pdf(), origin: { kind: "upload" }, minimumLevel: 1, ...changes });
async function words(content: AsyncIterable<unknown>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of content) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
function storedBytes(): string {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))).filter((path) => statSync(path).isFile()).map((path) => readFileSync(path, "latin1")).join("");
}

test("a document is kept sealed and opened again", async () => {
  const erika = await account();
  const kept = await keep(erika, { content: pdf("Geheimwort") });
  assert.ok(kept.ok);
  assert.deepEqual((await db.asAccount(erika, (tx) => safe.list(tx, erika))).map(({ name, type, origin }) => [name, type, origin]), [["Geburtsurkunde.pdf", "application/pdf", "upload"]]);
  const opened = await db.asAccount(erika, (tx) => safe.open(tx, { account: erika, level: 1, document: kept.document.id }));
  assert.ok(opened.ok);
  assert.match(await words(opened.content), /Geheimwort/);
  assert.doesNotMatch(storedBytes(), /Geheimwort|%PDF/);
  const rows = await db.asOperator("test", (tx) => tx.rows<{ about: Buffer }>(sql`select about from safe.document where account_id = ${erika}`));
  assert.doesNotMatch(rows.map(({ about }) => about.toString("latin1")).join(), /Geburtsurkunde|pdf/);
});

test("another account and a town, also with the account beside it, see nothing", async () => {
  const erika = await account();
  const jonas = await account();
  const kept = await keep(erika);
  assert.ok(kept.ok);
  const { id } = kept.document;
  assert.deepEqual(await db.asAccount(jonas, (tx) => safe.open(tx, { account: jonas, level: 4, document: id })), { ok: false, why: "not-found" });
  assert.deepEqual(await db.asAccount(jonas, (tx) => safe.open(tx, { account: erika, level: 4, document: id })), { ok: false, why: "not-found" });
  assert.equal(await db.asAccount(jonas, (tx) => safe.remove(tx, { account: erika, document: id })), false);
  for (const options of [{}, { account: erika }]) {
    assert.deepEqual(await db.inTenant(musterstadt, (tx) => tx.rows(sql`select id from safe.document`), options), []);
    await assert.rejects(db.inTenant(musterstadt, (tx) => tx.run(sql`insert into safe.consent (id, account_id, document_id, draft_id, tenant_id, service, level, at) values (${newId()}, ${erika}, ${id}, ${newId()}, ${musterstadt}, 'hund', 1, now())`), options), /row-level security/);
  }
});

test("a letter that needed a level keeps it", async () => {
  const erika = await account();
  const kept = await keep(erika, { origin: { kind: "decision", id: newId() }, minimumLevel: 3 });
  assert.ok(kept.ok);
  const open = (level: 1 | 3) => db.asAccount(erika, (tx) => safe.open(tx, { account: erika, level, document: kept.document.id }));
  assert.deepEqual(await open(1), { ok: false, why: "level-too-low", needed: 3 });
  const opened = await open(3);
  assert.ok(opened.ok);
  opened.content.destroy();
});

test("the same file of a message is kept once; removed, it may be kept again", async () => {
  const erika = await account();
  const origin = { kind: "message", id: newId() } as const;
  const kept = await keep(erika, { origin });
  assert.ok(kept.ok);
  assert.deepEqual(await keep(erika, { origin }), { ok: false, why: "already-kept" });
  assert.deepEqual([...await db.asAccount(erika, (tx) => safe.kept(tx, erika, [origin.id, newId()]))], [origin.id]);
  assert.equal(await db.asAccount(erika, (tx) => safe.remove(tx, { account: erika, document: kept.document.id })), true);
  assert.ok((await keep(erika, { origin })).ok);
});

test("what is no document is refused with a reason and leaves nothing", async () => {
  const erika = await account();
  const cases: [Partial<KeepDocument>, string][] = [
    [{ content: Readable.from([]) }, "empty"],
    [{ content: Readable.from([Buffer.from("<script>alert(1)</script>")]) }, "type-not-allowed"],
    [{ name: "bild.png" }, "name-does-not-fit"],
    [{ content: Readable.from([Buffer.from("%PDF-1.7\n"), Buffer.alloc(21 * 1_048_576)]) }, "too-large"],
    [{ truncated: () => true }, "too-large"],
  ];
  for (const [changes, why] of cases) assert.deepEqual(await keep(erika, changes), { ok: false, why });
  assert.deepEqual(await db.asAccount(erika, (tx) => safe.list(tx, erika)), []);
});

test("a finding is refused; while the scanner is away a document is held back until it was checked", async () => {
  const erika = await account();
  scanner.verdict = { kind: "found", signature: "Test" };
  assert.deepEqual(await keep(erika), { ok: false, why: "malware" });
  scanner.verdict = { kind: "unavailable", reason: "unreachable" };
  const [one, two] = [await keep(erika), await keep(erika)];
  assert.ok(one.ok && two.ok && one.document.state === "held");
  const open = (document: string) => db.asAccount(erika, (tx) => safe.open(tx, { account: erika, level: 1, document }));
  assert.deepEqual(await open(one.document.id), { ok: false, why: "held" });
  await safe.jobs["safe:rescan"]();
  assert.deepEqual(await open(one.document.id), { ok: false, why: "held" });
  scanner.verdict = { kind: "clean" };
  await safe.jobs["safe:rescan"]();
  const opened = await open(one.document.id);
  assert.ok(opened.ok);
  opened.content.destroy();
  scanner.verdict = { kind: "unavailable", reason: "timeout" };
  const late = await keep(erika);
  scanner.verdict = { kind: "found", signature: "Test" };
  await safe.jobs["safe:rescan"]();
  scanner.verdict = { kind: "clean" };
  assert.ok(late.ok);
  assert.deepEqual(await open(late.document.id), { ok: false, why: "not-found" });
  assert.equal((await db.asAccount(erika, (tx) => safe.list(tx, erika))).find(({ id }) => id === late.document.id)?.state, "found");
});

test("the safe has a bottom, also for two uploads at once", async () => {
  const small = createSafe({ ...deps, settings: { ...defaultSafeSettings, mostBytes: 60, mostDocuments: 3 } });
  const erika = await account();
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => keep(erika, { content: pdf("zwanzig Byte") }, small)));
  assert.equal(outcomes.filter(({ ok }) => ok).length, 2);
  const usage = await db.asAccount(erika, (tx) => small.usage(tx, erika));
  assert.ok(usage.bytes <= 60 && usage.documents === 2);
});

test("a document is used in an application only after consent, which is written down", async () => {
  const erika = await account();
  const kept = await keep(erika);
  assert.ok(kept.ok);
  const applicant = { owner: erika, account: erika, level: 1 as const };
  const draft = newId();
  const attach = (changes: Partial<Parameters<typeof safe.attachToDraft>[0]> = {}) => safe.attachToDraft({ applicant, document: kept.document.id, draft, path: "nachweis", consented: true, ...changes });
  assert.deepEqual(await attach({ consented: false }), { ok: false, why: "no-consent" });
  assert.deepEqual(await attach({ draft: "00000000-0000-7000-8000-000000000000" }), { ok: false, why: "not-found" });
  assert.deepEqual(await attach({ document: newId() }), { ok: false, why: "not-found" });
  assert.deepEqual(await db.asAccount(erika, (tx) => safe.consents(tx, erika)), []);
  await attach();
  assert.deepEqual(used, [{ name: "Geburtsurkunde.pdf", draft }]);
  assert.deepEqual((await db.asAccount(erika, (tx) => safe.consents(tx, erika))).map((one) => [one.document, one.draft, one.tenant, one.service]), [[kept.document.id, draft, musterstadt, "hund"]]);
});

test("what was removed or broke off leaves no bytes, and a deleted account leaves nothing", async () => {
  const erika = await account();
  const kept = await keep(erika);
  assert.ok(kept.ok);
  const other = await keep(erika);
  assert.ok(other.ok);
  const key = (await db.asOperator("test", (tx) => tx.one<{ store_key: string }>(sql`select store_key from safe.document where id = ${kept.document.id}`))).store_key;
  await db.asAccount(erika, (tx) => safe.remove(tx, { account: erika, document: kept.document.id }));
  assert.equal(await files.exists(key), true);
  await safe.jobs["safe:sweep"]();
  assert.equal(await files.exists(key), false);
  await safe.subscriptions[0]?.handle({ type: "account.deleted", id: newId(), account: erika });
  await safe.subscriptions[0]?.handle({ type: "account.deleted", id: newId(), account: erika });
  assert.deepEqual(await db.asOperator("test", (tx) => tx.rows(sql`select id from safe.document where account_id = ${erika}`)), []);
});

test("an upload that breaks off is swept after an hour", async () => {
  const erika = await account();
  const broken = new Readable({ read() { this.push(Buffer.from("%PDF-1.7\n".padEnd(5_000))); this.destroy(new Error("the person went away")); } });
  await assert.rejects(keep(erika, { content: broken }), /went away/);
  clock.advance(3_700_000);
  await safe.jobs["safe:sweep"]();
  assert.deepEqual(await db.asOperator("test", (tx) => tx.rows(sql`select id from safe.document where account_id = ${erika}`)), []);
});
