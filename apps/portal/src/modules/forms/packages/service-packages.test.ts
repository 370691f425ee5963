import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { testDatabase } from "../../../testing/index.ts";
import { contentHash, createForms, createServicePackages, packageFileJsonSchema } from "../index.ts";
import type { PackageFile } from "./package-file.ts";

const root = join(import.meta.dirname, "../../../../../..");
const clock = manualClock(new Date("2026-03-01T09:00:00Z"));

/** An installation of its own: database, pepper, address. */
async function installation(name: string) {
  const { db } = await testDatabase();
  const forms = createForms({ db, clock });
  const packages = createServicePackages({ db, clock, forms, pepper: randomBytes(32), origin: `https://${name}.example`, knowsService: (leika) => leika !== "99000000000000" });
  return { db, forms, packages, publish: (content: Parameters<typeof packages.publish>[1]) => db.asOperator("test", (tx) => packages.publish(tx, content)) };
}
const [home, abroad] = [await installation("home"), await installation("abroad")];
const shipped = await home.forms.loadPackages(join(root, "services"));
for (const one of shipped) await home.db.asOperator("test", (tx) => home.forms.publish(tx, one));
await abroad.packages.trust(await home.packages.fingerprint(), "Musterstadt");

const exported = async (slug = "hund-anmelden"): Promise<PackageFile> => (await home.packages.export({ slug, operation: { delivery: "casework", notificationArea: "ao", retentionMonths: 120, paymentWays: ["online"] } }))!;
const bytes = (file: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(file));
const codes = async (file: unknown, town = {}): Promise<string[]> => (await abroad.packages.read(bytes(file), town)).findings.map(({ severity, code }) => `${severity} ${code}`);

test("every shipped service goes out and in again as the same service, and its file is valid against the documented JSON Schema", async () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(join(root, "docs/service-package.schema.json"), "utf8")) as object);
  assert.ok(shipped.length >= 4);
  for (const { service: { slug } } of shipped) {
    const file = await exported(slug);
    assert.ok(validate(file), `${slug}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
    const read = await abroad.packages.read(bytes(file));
    assert.deepEqual(read.findings.filter(({ severity }) => severity === "error"), [], slug);
    assert.deepEqual(await abroad.publish(read.content!), { ok: true, published: "now" });
    abroad.forms.refresh();
    assert.equal(contentHash((await abroad.packages.export({ slug, operation: file.operation! }))!), contentHash(file), slug);
    assert.deepEqual(await abroad.publish((await abroad.packages.read(bytes(file))).content!), { ok: true, published: "before" });
  }
});

test("the documented JSON Schema is the one the reader has, and refuses what the reader refuses", async () => {
  const text = readFileSync(join(root, "docs/service-package.schema.json"), "utf8");
  assert.equal(text, `${JSON.stringify(packageFileJsonSchema(), null, 1)}\n`, "write it anew: node scripts/run24.mjs apps/portal/src/modules/forms/packages/write-json-schema.ts");
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(text) as object);
  const file = await exported();
  for (const wrong of [{ ...file, formatVersion: 2 }, { ...file, more: 1 }, { ...file, form: { ...file.form, steps: [{ id: "a", title: { de: "A" }, nodes: [{ kind: "field", type: "unknown", id: "a", label: { de: "A" } }] }] } }, { ...file, service: { ...file.service, leika: "1" } }]) assert.ok(!validate(wrong));
});

test("a file that was changed, by one letter, is refused; so is one that somebody else signed", async () => {
  const file = await exported();
  assert.ok((await codes({ ...file, service: { ...file.service, minutes: 9 } })).includes("error not-signed"));
  assert.ok((await codes({ ...file, operation: { ...file.operation, retentionMonths: 1 } })).includes("error not-signed"));
  assert.ok((await codes({ ...file, signature: "AAAA..AAAA" })).includes("error not-signed"));
  const stranger = await installation("stranger");
  const foreign = await stranger.packages.read(bytes(file));
  assert.deepEqual(foreign.findings.filter(({ severity }) => severity === "error").map(({ code }) => code), ["unknown-publisher"]);
  assert.match(foreign.findings.find(({ code }) => code === "unknown-publisher")!.text, new RegExp(await home.packages.fingerprint()));
  assert.equal(foreign.content, undefined);
});

test("everything that does not fit is said at once, with its place", async () => {
  const own = await installation("own");
  await own.forms.loadPackages(join(root, "services"));
  const broken = await exported();
  const read = await abroad.packages.read(bytes({ ...broken, form: { ...broken.form, version: "9.9.9", rules: [{ id: "r", step: "nirgends", at: "nirgends", holds: true, message: { de: "x" } }] }, service: { ...broken.service, attributes: [] } }));
  assert.ok(read.findings.filter(({ code }) => code === "form").length >= 2);
  assert.ok(read.findings.some(({ path }) => path?.includes("rules")));
  assert.deepEqual(await codes("nichts"), ["error not-a-package"]);
  assert.deepEqual(await codes({ format: "kommunalportal/service-package", formatVersion: 7 }), ["error newer-format"]);
  assert.deepEqual((await abroad.packages.read(new Uint8Array([0xff, 0xfe]))).findings.map(({ code }) => code), ["not-json"]);
  assert.deepEqual((await abroad.packages.read(new Uint8Array(8_000_001))).findings.map(({ code }) => code), ["too-large"]);
  const deep = new TextEncoder().encode(`{"format":"kommunalportal/service-package","formatVersion":1,"service":${"[".repeat(100_000)}${"]".repeat(100_000)}}`);
  assert.equal((await abroad.packages.read(deep)).content, undefined);
});

test("what the town lacks is a warning: offices, an account for transfers, booking data", async () => {
  const found = await codes(await exported("bewohnerparkausweis"), { offices: new Set<string>(), bank: false });
  assert.ok(found.includes("warning no-office"), found.join());
  assert.ok(found.includes("warning no-account"), found.join());
});

test("the same number with other content is refused, and a test that is red here, too", async () => {
  const { definition, service, tests } = shipped.find((one) => one.service.slug === "hund-anmelden")!;
  const other = await installation("other");
  const changed = JSON.parse(JSON.stringify({ service, definition })) as { service: { minutes: number } };
  changed.service.minutes = 99;
  const { parseServicePackage } = await import("@kommunalportal/form-engine");
  await other.db.asOperator("test", (tx) => other.forms.publish(tx, { ...parseServicePackage(changed.service, definition), tests: tests.map((one) => ({ ...one, expect: { ...one.expect, fee: 1 } })) }));
  await abroad.packages.trust(await other.packages.fingerprint(), "Andere");
  const file = (await other.packages.export({ slug: "hund-anmelden" }))!;
  const found = await codes(file);
  assert.ok(found.includes("error version-taken"), found.join());
  if (tests.length > 0) assert.ok(found.includes("error test"), found.join());
  else assert.ok(found.includes("warning test"));
});

test("only the operator's door reads and writes publishers", async () => {
  await assert.rejects(abroad.db.inTenant(newId(), (tx) => tx.run(sql`insert into forms.package_publisher (fingerprint, name, trusted_at) values (${"a".repeat(43)}, 'x', now())`)), /row-level security/);
  assert.deepEqual(await abroad.db.inTenant(newId(), (tx) => tx.rows(sql`select 1 as one from forms.package_publisher`)), []);
});

test("the key is the same at each start and another in another installation", async () => {
  const pepper = randomBytes(32);
  const again = (): Promise<string> => createServicePackages({ db: home.db, clock, forms: home.forms, pepper, origin: "https://home.example", knowsService: () => true }).fingerprint();
  assert.equal(await again(), await again());
  assert.notEqual(await again(), await home.packages.fingerprint());
});

test("a key that is changed is vouched for by the one before, in every file; a lost one vouches for nothing", async () => {
  const [publisher, reader] = [await installation("publisher"), await installation("reader")];
  await publisher.db.asOperator("test", async (tx) => { for (const one of shipped) if (one.service.slug === "sperrmuell") await publisher.forms.publish(tx, one); });
  const first = await publisher.packages.fingerprint();
  const file = async (): Promise<PackageFile> => (await publisher.packages.export({ slug: "sperrmuell" }))!;
  const found = async (given: unknown, by = reader): Promise<string[]> => (await by.packages.read(bytes(given))).findings.map(({ severity, code }) => `${severity} ${code}`).filter((one) => /publisher|signed|new-key/.test(one));
  const old = await file();
  await reader.packages.trust(first, "Herausgeberin");
  assert.deepEqual(await found(old), []);

  const second = await publisher.packages.changeKey(false);
  assert.notEqual(second, first);
  const renewed = await file();
  assert.deepEqual([renewed.publisher.succession?.length, await found(renewed), await found(renewed, publisher), await found(old, publisher)], [1, ["warning new-key"], [], []]);
  // A stranger cannot put itself into the line: the statement is about another key.
  const stranger = await installation("stranger");
  await stranger.db.asOperator("test", async (tx) => { for (const one of shipped) if (one.service.slug === "sperrmuell") await stranger.forms.publish(tx, one); });
  const foreign = (await stranger.packages.export({ slug: "sperrmuell" }))!;
  assert.deepEqual(await found({ ...foreign, publisher: { ...foreign.publisher, succession: renewed.publisher.succession } }), ["error not-signed", "error unknown-publisher"]);
  // A third key, and the line goes on.
  await publisher.packages.changeKey(false);
  assert.deepEqual([(await file()).publisher.succession?.length, await found(await file())], [2, ["warning new-key"]]);

  await reader.packages.withdraw(first, "Herausgeberin");
  assert.deepEqual([await found(old), await found(renewed)], [["error withdrawn-publisher"], ["error withdrawn-publisher"]]);
  await reader.packages.trust(first, "Herausgeberin");
  assert.deepEqual(await found(renewed), ["warning new-key"]);

  const before = await file();
  const fourth = await publisher.packages.changeKey(true);
  const last = await file();
  assert.deepEqual([last.publisher.succession, await found(last), await found(before, publisher), await publisher.packages.fingerprint()], [undefined, ["error unknown-publisher"], ["error withdrawn-publisher"], fourth]);
});
