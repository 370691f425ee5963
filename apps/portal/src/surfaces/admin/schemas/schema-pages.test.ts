import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { sql } from "#platform/database";
import type { Reply } from "../../../testing/browser.ts";
import { adminWorld } from "../test-admin.ts";

const world = await adminWorld();
const { house } = world;
const folder = join(import.meta.dirname, "../../../../../../services/_schemas");
const xml = readFileSync(join(folder, "S05999000001.xdf3.xml"));
const list = readFileSync(join(folder, "urn.musterstadt.codeliste.stadtteil_2026.xml"));
const base = "/schemata/S05999000001/1.0.0";
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1} ${reply.page.text.slice(0, 600)}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};
const upload = async (bytes: Buffer, ...lists: readonly Buffer[]): Promise<Reply> => {
  const editor = world.as("ede");
  const page = fine(await editor.at("/schemata"));
  const files = [{ field: "schema", name: "schema.xml", type: "text/xml", bytes }, ...lists.map((one) => ({ field: "codelisten", name: "liste.xml", type: "text/xml", bytes: one }))].filter(({ bytes: given }) => given.length > 0);
  return editor.submit(page, page.page.form("Einlesen und prüfen"), {}, "Einlesen und prüfen", { files });
};
const decide = async (key: string, values: Readonly<Record<string, string>>): Promise<Reply> => {
  const editor = world.as("ede");
  const page = fine(await editor.at(`${base}/regeln/entscheidung?regel=${encodeURIComponent(key)}`));
  return editor.submit(page, page.page.form("Entscheidung speichern"), values, "Entscheidung speichern");
};
const stored = async (key: string) => (await house.schemas.open({ id: "S05999000001", version: "1.0.0" }))?.rules.find((rule) => rule.key === key)?.decided?.decision;

test("a broken file is refused with line, element and what is wrong, and nothing is kept", async () => {
  const reply = fine(await upload(Buffer.from("<?xml version='1.0'?><nichts/>")), 422);
  assert.match(reply.page.text, /Es wurde nichts gespeichert.*Namensraum/);
  assert.match(fine(await upload(Buffer.alloc(0)), 422).page.text, /Wählen Sie die Datei des Schemas/);
  assert.match(fine(await upload(gzipSync(Buffer.alloc(40 * 1024 * 1024))), 422).page.text, /zu groß oder beschädigt/);
  assert.match(fine(await upload(Buffer.from([0x1f, 0x8b, 1, 2])), 422).page.text, /zu groß oder beschädigt/);
});

test("a schema is read, packed or not, and says what is missing until its code list came, by its URN or as a file", async () => {
  const lacking = fine(await upload(gzipSync(xml)));
  assert.match(lacking.page.text, /Das Schema ist eingelesen.*Eine Codeliste fehlt.*von xrepository\.sandbox\.localhost.*urn:musterstadt:codeliste:stadtteil/);
  const fetched = fine(await world.as("ede").submit(lacking, lacking.page.form("Codelisten holen"), {}, "Codelisten holen"));
  assert.match(fetched.page.text, /Die Codelisten sind geholt/);
  assert.doesNotMatch(fetched.page.text, /Codeliste fehlt/);
  const again = fine(await upload(xml, list));
  assert.match(again.page.text, /war schon eingelesen.*Regeln: 5 von 5 offen/);
  assert.doesNotMatch(again.page.text, /Codeliste fehlt/);
  assert.match(fine(await world.as("ede").at("/schemata")).page.text, /Antrag auf Förderung eines Lastenrads.*S05999000001, 1\.0\.0/);
});

test("missing code lists come by their URN at one click; one that is not there is named with why, and the page is still whole", async () => {
  const other = (version: string, list: string): Buffer => Buffer.from(xml.toString("utf8").replaceAll("S05999000001", "S05999000099").replace("<xdf3:version>1.0.0</xdf3:version>", `<xdf3:version>${version}</xdf3:version>`)
    .replace("<xdf3:version>2026</xdf3:version>", `<xdf3:version>${list}</xdf3:version>`));
  const absent = fine(await upload(other("1.0.0", "2099")));
  const press = (page: Reply): Promise<Reply> => world.as("ede").submit(page, page.page.form("Codelisten holen"), {}, "Codelisten holen");
  assert.match(fine(await press(absent)).page.text, /Eine Codeliste fehlt.*Eine Liste ließ sich nicht holen urn:musterstadt:codeliste:stadtteil, Version 2099: Unter dieser Kennung und Version gibt es dort keine Liste\./);
  assert.deepEqual(await house.schemas.fetchLists({ id: "S05999000098", version: "1.0.0" }), undefined);
});

test("each rule stands beside the fields it names, with what the form does in words; accepted with one click it is decided", async () => {
  const editor = world.as("ede");
  const page = fine(await editor.at(`${base}/regeln`));
  assert.match(page.page.text, /WENN Datenfeld F05999000032 "Elektroantrieb" = JA.*Vorschlag.*»Leistung des Motors in Watt« wird nur gezeigt und muss dann ausgefüllt werden, wenn gilt: »Hat das Rad einen Elektroantrieb\?« ist »ja«.*Felder im Satz/);
  assert.match(page.page.text, /nicht verstanden.*Das Formular setzt diese Regel nicht um/);
  const accepted = fine(await editor.submit(page, page.page.form("Vorschlag annehmen"), {}, /Vorschlag annehmen/));
  assert.match(accepted.page.text, /Die Entscheidung ist gespeichert/);
  const all = fine(await editor.at(`${base}/regeln?alle=1`));
  assert.match(all.page.text, /Offen 4.*Alle 5.*Angenommen\. Ede Editor/);
});

test("a rule is declined with a reason, and without one the form says so", async () => {
  assert.match(fine(await decide("G05999000030#R05999000005", { art: "decline" }), 422).page.text, /warum die Regel nicht gilt/);
  fine(await decide("G05999000030#R05999000005", { art: "decline", grund: "Die Höhe rechnet das Amt aus." }));
  assert.deepEqual(await stored("G05999000030#R05999000005"), { kind: "decline", because: "Die Höhe rechnet das Amt aus." });
  assert.match(fine(await world.as("ede").at(`${base}/regeln?alle=1`)).page.text, /Abgelehnt: Die Höhe rechnet das Amt aus\./);
});

test("a condition of the editor's own is made of lines; values are read as the field keeps them", async () => {
  const key = "G05999000030#R05999000004";
  const at = { art: "show-when", stelle: "G05999000030.F05999000033" };
  assert.match(fine(await decide(key, { ...at, "feld-1": "G05999000030.F05999000032", "vergleich-1": "is", "wert-1": "vielleicht" }), 422).page.text, /Geben Sie Ja oder Nein ein/);
  assert.match(fine(await decide(key, { art: "show-when" }), 422).page.text, /Wählen Sie die Stelle/);
  assert.match(fine(await decide(key, at), 422).page.text, /mindestens ein Feld/);
  const page = fine(await decide(key, { ...at, "feld-1": "G05999000030.F05999000032", "vergleich-1": "is", "wert-1": "nein" }));
  assert.match(page.page.text, /Die Entscheidung ist gespeichert/);
  const decision = await stored(key);
  assert.equal(decision?.kind, "show-when");
  assert.match(JSON.stringify(decision), /F05999000032.*false/);
});

test("a check needs a message, and logic that the form does not know is refused with what is wrong", async () => {
  const key = "#R05999000002";
  const at = { art: "check", stelle: "G05999000050.F05999000052" };
  assert.match(fine(await decide(key, { ...at, "feld-1": "F05999000001", "vergleich-1": "filled" }), 422).page.text, /was die Person tun soll/);
  assert.match(fine(await decide(key, { ...at, meldung: "Laden Sie den Auszug hoch.", logik: "{" }), 422).page.text, /kein JSON/);
  assert.match(fine(await decide(key, { ...at, meldung: "Laden Sie den Auszug hoch.", logik: '{"===":[{"var":"gibtesnicht"},1]}' }), 422).page.text, /Damit wird das Formular nicht fertig/);
  assert.equal(await stored(key), undefined);
});

test("who saw an older state of a rule is told, and nothing typed is lost", async () => {
  const key = "G05999000030#R05999000005";
  const [one, other] = [world.as("ede"), world.as("sven")];
  const where = `${base}/regeln/entscheidung?regel=${encodeURIComponent(key)}`;
  const [mine, theirs] = [await one.at(where), await other.at(where)];
  fine(await other.submit(theirs, theirs.page.form("Entscheidung speichern"), { art: "accept" }, "Entscheidung speichern"));
  const late = fine(await one.submit(mine, mine.page.form("Entscheidung speichern"), { art: "decline", grund: "Mein langer Grund" }, "Entscheidung speichern"), 409);
  assert.match(late.page.text, /nicht gespeichert/);
  assert.ok(late.text.includes("Mein langer Grund"));
});

test("decisions are in the audit, ids only", async () => {
  const town = house.tenants.bySlug("musterstadt")!.id;
  const entries = await house.db.inTenant(town, (tx) => tx.rows<{ subject: string }>(sql`select subject from audit.entry where action = 'schema-rule.decide' order by id`));
  assert.ok(entries.length >= 4);
  assert.ok(entries.every(({ subject }) => /^S05999000001 1\.0\.0 [#\w.]+$/.test(subject)));
});

test("the quality report counts by severity and names number, element and line", async () => {
  const page = fine(await world.as("ede").at(`${base}/qualitaet?art=Warnung`));
  assert.match(page.page.text, /Kritische Fehler \d+.*Warnungen \d+/);
  assert.match(page.page.text, /1105.*Die Version der Codeliste ist kein Datum/);
});

test("a town's clerk and another town's editor have no business there; what does not exist is missing", async () => {
  assert.equal((await world.as("sabine").at("/schemata")).status, 403);
  assert.equal((await world.as("emil").at("/schemata", "musterstadt")).status, 404);
  for (const path of ["/schemata/S00000000000/1.0.0", "/schemata/S00000000000/1.0.0/regeln", "/schemata/x/1/qualitaet", `${base}/regeln/entscheidung?regel=nein`]) assert.equal((await world.as("ede").at(path)).status, 404, path);
});
