import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createKeyring, newKey } from "#platform/crypto";
import { sql } from "#platform/database";
import { createTenants } from "#modules/tenants";
import { putServices } from "#modules/catalogue";
import { testDatabase } from "../testing/index.ts";
import { dog, documents, leistung, transfer, unit } from "../modules/catalogue/xzufi/testing-transfer.ts";
import { newId } from "#platform/ids";

const t = await testDatabase();
const tenants = await createTenants({ db: t.db, keyring: createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 }) });
await tenants.found([{ id: newId(), slug: "musterstadt", name: "Musterstadt", ars: "059990001001", kind: "municipality", ags: undefined, officialName: "Musterstadt", typeName: "Stadt", districtPrefix: "05999", districtName: undefined, regbezPrefix: "059", regbezName: "Arnsberg", population: 1000, isDemo: true, postcodes: [], profile: {} }]);
await t.db.asOperator("test", (tx) => putServices(tx, [{ leikaKey: dog, slug: "hund", title: { de: "Hund" }, officialName: "Hund", level: undefined, types: [], ozg: undefined, pvLage: undefined, legalBasis: [], position: undefined }], new Date()));
const folder = mkdtempSync(join(tmpdir(), "kommunalportal-xzufi-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });

/** Runs the command as an operator does. */
function run(args: readonly string[], env: Record<string, string>): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ["--conditions=kommunalportal-source", join(import.meta.dirname, "import-xzufi.ts"), ...args], { env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? "", ...env } }, (_error, out, err) => { resolve({ code: child.exitCode ?? -1, out, err }); });
  });
}
function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const texts = () => t.db.published((tx) => tx.one<{ count: number }>(sql`select count(*)::int as count from catalogue.local_text`));

test("the command shows first and takes over when told", async () => {
  const path = file("a.xml", transfer([leistung(documents), unit()]));
  const shown = await run(["musterstadt", path], { DATABASE_URL: t.urls.app });
  assert.deepEqual([shown.code, shown.err], [0, ""]);
  assert.match(shown.out, /Zeile 4: leistung 1001 \(Hundehaltung Anmeldung\): neu/);
  assert.match(shown.out, /4 Änderungen\. Nichts geändert: das war eine Probe/);
  assert.equal((await texts()).count, 0);
  const done = await run(["musterstadt", path, "--uebernehmen"], { DATABASE_URL: t.urls.app });
  assert.match(done.out, /4 Änderungen übernommen/);
  assert.equal((await texts()).count, 2);
  assert.match((await run(["musterstadt", path, "--uebernehmen"], { DATABASE_URL: t.urls.app })).out, /0 Änderungen übernommen/);
});

test("what cannot be read is said in words and changes nothing", async () => {
  const url = { DATABASE_URL: t.urls.app };
  const path = file("b.xml", transfer([leistung()]));
  for (const [args, env, words] of [
    [["musterstadt"], url, /Aufruf: /], [["musterstadt", path, "--alles"], url, /Aufruf: /], [["musterstadt", join(folder, "fehlt.xml")], url, /Die Datei gibt es nicht/], [["nirgends", path], url, /»nirgends« gibt es hier nicht/],
    [["musterstadt", file("c.xml", "<a/>"), "--uebernehmen"], url, /Zeile 1, a: Der Namensraum/], [["musterstadt", path], {}, /DATABASE_URL fehlt/], [["musterstadt", path], { DATABASE_URL: "postgres://a:b@127.0.0.1:1/c" }, /Nicht eingelesen/],
  ] as const) {
    const { code, err } = await run(args, env);
    assert.equal(code, 1, err);
    assert.match(err, words);
    assert.doesNotMatch(err, /\n\s+at /);
  }
});
