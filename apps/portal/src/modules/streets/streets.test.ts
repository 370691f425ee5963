import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { createStreets, noStreets } from "./index.ts";
import { createListDirectory, readStreets } from "./list-directory.ts";
import { readList, textOfList } from "./read-list.ts";
import { distance, spelled } from "./spelling.ts";

const folder = mkdtempSync(join(tmpdir(), "streets-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });
const faults: string[] = [];
const clock = { now: 0 };
const directory = createListDirectory({ folder, now: () => clock.now, onFault: (file, reason) => faults.push(`${file.split("/").at(-1)}: ${reason}`) });
const ask = (street: string, postalCode = "00101", town = "musterstadt") => directory.ask({ tenant: "", town, street, postalCode });
const put = (text: string, town = "musterstadt"): void => { writeFileSync(join(folder, `${town}.csv`), text); };
put("\uFEFFSchlüssel;Straße;PLZ\r\n1;Lindenweg;00101\r\n2;Am Anger;00101\r\n3;\"Straße des \"\"17.\"\" Juni\";00101\r\n4;Heidestraße;00101\r\n5;Marktplatz;00102\r\n;;\r\n");

test("a street is known however it is written", async () => {
  for (const street of ["Lindenweg", "LINDENWEG", "Linden-Weg", "am anger", "Heidestr.", "Heidestrasse", "HEIDESTRAẞE".normalize("NFC"), 'Straße des "17." Juni']) assert.deepEqual(await ask(street), { kind: "known" }, street);
});

test("an unknown one brings what may be meant, the likeliest first, or nothing", async () => {
  assert.deepEqual(await ask("Lindnweg"), { kind: "unknown", suggestions: ["Lindenweg"] });
  assert.deepEqual(await ask("Heidestrase"), { kind: "unknown", suggestions: ["Heidestraße"] });
  assert.deepEqual(await ask("Völlig anders"), { kind: "unknown", suggestions: [] });
});

test("it is silent where it cannot know: no file, another postcode, a name that is no name of a town", async () => {
  for (const [street, code, town] of [["Lindnweg", "00103", "musterstadt"], ["Lindnweg", "00101", "beispielhausen"], ["Lindnweg", "00101", "../musterstadt"]] as const) assert.deepEqual(await ask(street, code, town), { kind: "silent" }, town);
});

test("a changed file is read again; one that cannot be used is told, and says nothing", async () => {
  put("strasse,plz\nNeue Gasse,00101\n");
  utimesSync(join(folder, "musterstadt.csv"), 2_000_000_000, 2_000_000_000);
  assert.equal((await ask("Neue Gasse")).kind, "unknown", "not within the minute");
  clock.now += 61_000;
  assert.equal((await ask("Neue Gasse")).kind, "known");
  put("name,ort\nLindenweg,Musterstadt\n", "kaputt");
  assert.equal((await ask("Lindenweg", "00101", "kaputt")).kind, "silent");
  put("x", "gross");
  truncateSync(join(folder, "gross.csv"), 21 * 1_048_576);
  assert.equal((await ask("Lindenweg", "00101", "gross")).kind, "silent");
  assert.deepEqual(faults, ["kaputt.csv: the head line names no columns »strasse« and »plz«", "gross.csv: larger than 20 MB"]);
  assert.equal(readStreets("strasse;plz\n;00101\n"), "no line has a street and a postcode");
});

test("letters apart are counted, and no further than wanted", () => {
  assert.deepEqual([distance("abc", "abc", 2), distance("abc", "axc", 2), distance("abc", "ab", 2), distance("abcdef", "xyzdef", 2), distance("a", "abcdef", 2)], [0, 1, 1, 3, 3]);
  assert.equal(spelled("Müllerstr."), "muellerstrasse");
});

test("a list is read with what is wrong by line, in the letters of any German spreadsheet, and within bounds", () => {
  const read = readList("PLZ,Straßenname,Ort\n00101,Lindenweg,M\n00101,,M\n1010,Am Anger,M\n00101,Linden-Weg,M\n,,\n00102,Lindenweg,M\n00101," + "x".repeat(101) + ",M\n");
  assert.ok(read.ok);
  assert.deepEqual(read.streets.map(({ name, postcode }) => `${name} ${postcode}`), ["Lindenweg 00101", "Lindenweg 00102"]);
  assert.deepEqual(read.wrong.map(({ line, problem }) => `${line} ${problem}`), ["3 no-street", "4 no-postcode", "5 double", "8 long-street"]);
  assert.deepEqual(readList("name;ort\nx;y"), { ok: false, why: "no-columns" });
  assert.deepEqual(readList("strasse;plz\n"), { ok: false, why: "no-streets" });
  assert.deepEqual(readList(`strasse;plz\n${Array.from({ length: 60_001 }, (_, i) => `S${i};00101`).join("\n")}`), { ok: false, why: "too-many-lines" });
  const started = performance.now();
  assert.deepEqual(readList(`strasse;plz\n${"\"".repeat(2_000_000)}`), { ok: false, why: "no-streets" });
  assert.ok(performance.now() - started < 2_000, "a line of quotes is read in bounded time");
  assert.equal(textOfList(Buffer.from("Straße;PLZ", "latin1")), "Straße;PLZ");
  assert.equal(textOfList(Buffer.from("Straße;PLZ", "utf8")), "Straße;PLZ");
});

test("a town's own list counts once it was looked at, instead of the operator's, and only there", async () => {
  const t = await testDatabase();
  const now = manualClock(new Date("2026-11-22T09:00:00Z"));
  const [here, there] = [newId(), newId()];
  await t.db.asOperator("test", async (tx) => { for (const [id, slug, ars] of [[here, "hier", "059990001001"], [there, "dort", "059990002002"]] as const) await tx.run(sql`insert into tenants.tenant (id, slug, ars, kind, name, official_name, type_name, district_prefix, regbez_prefix, regbez_name) values (${id}, ${slug}, ${ars}, 'municipality', ${slug}, ${slug}, 'Stadt', '05999', '059', 'Musterbezirk')`); });
  const actions: string[] = [];
  const streets = createStreets({ db: t.db, clock: now, audit: { record: (_tx, { action }) => { actions.push(action); return Promise.resolve(); } }, files: { ...noStreets, ask: () => Promise.resolve({ kind: "known" }) } });
  const editor = { tenant: here, staff: newId() };
  const give = (text: string) => streets.check({ ...editor, bytes: Buffer.from(text), source: "Vermessungsamt", asOf: "2026-11-01" });
  const asked = (street: string, postalCode = "00101", tenant = here) => streets.ask({ tenant, town: "hier", street, postalCode });
  assert.deepEqual(await give("strasse;plz\nLindenweg;00101\nAm Anger;00102\nkaputt;1\n"), { ok: true });
  assert.deepEqual(await asked("Lindnweg"), { kind: "known" }, "the operator's list, until it is taken over");
  const first = (await streets.lists(here)).waiting!;
  assert.deepEqual([first.streets, first.postcodes, first.problemCount, first.change], [2, ["00101", "00102"], 1, { added: 2, gone: 0, addedNames: ["Am Anger", "Lindenweg"], goneNames: [] }]);
  assert.equal(await streets.takeOver({ tenant: there, staff: newId(), list: first.id }), false, "another town takes nothing over");
  assert.equal(await streets.takeOver({ ...editor, list: first.id }), true);
  assert.equal(await streets.takeOver({ ...editor, list: first.id }), false, "twice is once");
  assert.deepEqual(await asked("Lindnweg"), { kind: "unknown", suggestions: ["Lindenweg"] });
  assert.deepEqual(await asked("Linden-Weg"), { kind: "known" });
  assert.deepEqual(await asked("Lindnweg", "00103"), { kind: "silent" });
  assert.deepEqual(await asked("Lindnweg", "00101", there), { kind: "known" }, "there the operator's list");
  assert.deepEqual(await streets.streets(here), [{ name: "Am Anger", postcode: "00102" }, { name: "Lindenweg", postcode: "00101" }]);

  assert.deepEqual(await give("strasse;plz\nNeue Gasse;00101\nAm Anger;00102\n"), { ok: true });
  assert.deepEqual(await give("strasse;plz\nNeuer Weg;00101\nAm Anger;00102\n"), { ok: true });
  const next = (await streets.lists(here)).waiting!;
  assert.deepEqual(next.change, { added: 1, gone: 1, addedNames: ["Neuer Weg"], goneNames: ["Lindenweg"] });
  assert.equal(await streets.takeOver({ ...editor, list: next.id }), true);
  assert.deepEqual(await asked("Neuer Weg"), { kind: "known" });
  assert.equal((await t.db.inTenant(here, (tx) => tx.rows(sql`select from streets.street`))).length, 2, "nothing of the list before is left");
  assert.equal(await streets.remove({ ...editor, list: next.id }), true);
  assert.deepEqual(await asked("Lindnweg"), { kind: "known" }, "the operator's list again");
  assert.deepEqual(actions, ["streets.replace", "streets.replace", "streets.remove"]);
});
