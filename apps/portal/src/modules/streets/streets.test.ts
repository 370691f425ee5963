import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createListDirectory, readStreets } from "./list-directory.ts";
import { distance, spelled } from "./spelling.ts";

const folder = mkdtempSync(join(tmpdir(), "streets-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });
const faults: string[] = [];
const clock = { now: 0 };
const directory = createListDirectory({ folder, now: () => clock.now, onFault: (file, reason) => faults.push(`${file.split("/").at(-1)}: ${reason}`) });
const ask = (street: string, postalCode = "00101", town = "musterstadt") => directory.ask({ town, street, postalCode });
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
