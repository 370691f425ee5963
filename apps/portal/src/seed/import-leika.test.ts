import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { sql } from "#platform/database";
import { testDatabase } from "../testing/index.ts";

const t = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "kommunalportal-leika-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });

/** Runs the command as an operator does. */
function run(args: readonly string[], env: Record<string, string>): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ["--conditions=kommunalportal-source", join(import.meta.dirname, "import-leika.ts"), ...args], { env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? "", ...env } }, (_error, out, err) => { resolve({ code: child.exitCode ?? -1, out, err }); });
  });
}
function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("the command takes a list over, says what it did and names what it left out", async () => {
  const list = file("liste.csv", "leika_schluessel,leistung,leika_typ,rechtsgrundlage,ozg_id,ozg_leistung\n99001001000000,Abfallgebühr,5,,10110,Abfallentsorgung\nnicht im LeiKa,Anderes,4,,,\n");
  const done = await run([list], { DATABASE_URL: t.urls.app });
  assert.deepEqual([done.code, done.err], [0, ""]);
  assert.match(done.out, /2 Zeilen gelesen, 1 Leistungen: 1 neu/);
  assert.match(done.out, /Zeile 3: kein 14-stelliger Schlüssel/);
  assert.match((await run([list], { DATABASE_URL: t.urls.app })).out, /0 neu, 0 geändert, 1 unverändert/);
});

test("what cannot be read is said in one sentence and changes nothing", async () => {
  const url = { DATABASE_URL: t.urls.app };
  for (const [args, env, words] of [
    [[], url, /Welche Datei\?/], [[join(folder, "fehlt.csv")], url, /Die Datei gibt es nicht/], [[file("a.csv", "a,b\n1,2\n")], url, /nennt diese Spalten nicht/],
    [[file("latin1.csv", Buffer.from("leika_schluessel,leistung,leika_typ,rechtsgrundlage,ozg_id,ozg_leistung\n99001001000001,Abfallgebühr,5,,,\n", "latin1"))], url, /nicht in UTF-8 gespeichert/],
    [[file("cut.csv", Buffer.from("leika_schluessel,leistung,leika_typ,rechtsgrundlage,ozg_id,ozg_leistung\n99001001000001,Abfallgebü").subarray(0, -1))], url, /nicht in UTF-8 gespeichert/],
    [[file("b.csv", "x")], {}, /DATABASE_URL fehlt/], [[file("c.csv", "x")], { DATABASE_URL: "postgres://a:b@127.0.0.1:1/c" }, /Nicht eingelesen/],
  ] as const) {
    const { code, err } = await run(args, env);
    assert.equal(code, 1);
    assert.match(err, words);
    assert.doesNotMatch(err, /\n\s+at /);
  }
  assert.equal((await t.db.published((tx) => tx.one<{ count: number }>(sql`select count(*) from catalogue.service`))).count, 1);
});

test("a list that breaks off in a line is refused; one that breaks off between lines changes nothing that was there, and says what it lacks", async () => {
  const head = "leika_schluessel,leistung,leika_typ,rechtsgrundlage,ozg_id,ozg_leistung\n";
  const lines = [1, 2, 3, 4].map((n) => `9900200100000${n},Leistung ${n},5,,10110,Abfallentsorgung\n`);
  const url = { DATABASE_URL: t.urls.app };
  const services = () => t.db.published((tx) => tx.rows<{ key: string; name: string }>(sql`select leika_key as key, official_name as name from catalogue.service where leika_key like '99002001%' order by 1`));
  assert.match((await run([file("ganz.csv", head + lines.join(""))], url)).out, /4 Leistungen: 4 neu/);
  const before = await services();
  const inLine = await run([file("mitten.csv", (head + lines.join("")).slice(0, -30))], url);
  assert.equal(inLine.code, 1);
  assert.match(inLine.err, /nichts geändert: die Datei bricht mitten in Zeile 5 ab\. Holen Sie die Liste noch einmal\./);
  const between = await run([file("zwischen.csv", head + lines.slice(0, 2).join(""))], url);
  assert.equal(between.code, 0);
  assert.match(between.out, /\d+ Leistungen aus einer früheren Liste stehen nicht in dieser und bleiben, wie sie sind\. Sind es viel mehr als erwartet, ist die Liste wohl nicht vollständig/);
  assert.deepEqual(await services(), before);
  assert.match((await run([file("schmal.csv", `${head}99002001000005,Halbe\n${lines[0]}`)], url)).out, /Zeile 2: zu wenige Spalten/);
  assert.deepEqual(await services(), before);
});
