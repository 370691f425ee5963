import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import type { Reply } from "../../testing/browser.ts";
import { adminWorld } from "./test-admin.ts";

const world = await adminWorld();
const { house } = world;
const profileOf = (slug: string) => house.db.published(async (tx) => (await tx.one<{ profile: Record<string, unknown> }>(sql`select profile from tenants.tenant where slug = ${slug}`)).profile);
const valueIn = (reply: Reply, button: string, name: string): string | undefined => reply.page.form(button).fields.find(([key]) => key === name)?.[1];
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1} ${reply.page.text.slice(0, 600)}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};

test("colours that people could not read are refused with the contrast they reach, the one they need and one that would do", async () => {
  const editor = world.as("ede");
  const before = await profileOf("musterstadt");
  const page = await editor.at("/aussehen");
  const refused = fine(await editor.submit(page, page.page.form("Farben speichern"), { hell: "#ffcc00", dunkel: "#222244" }, "Farben speichern"), 422);
  assert.match(refused.page.title, /^Fehler: Aussehen/);
  assert.match(refused.page.text, /Auf hellem Grund erreicht die Farbe #ffcc00 nur einen Kontrast von 1,3 : 1\. Nötig sind 4,5 : 1\. Gut lesbar wäre #[0-9a-f]{6}\./);
  assert.match(refused.page.text, /Auf dunklem Grund erreicht die Farbe #222244 nur einen Kontrast von 1,0 : 1/);
  assert.deepEqual([valueIn(refused, "Farben speichern", "hell"), valueIn(refused, "Farben speichern", "dunkel")], ["#ffcc00", "#222244"]);
  const [hell, dunkel] = [...refused.page.text.matchAll(/Gut lesbar wäre (#[0-9a-f]{6})/g)].map(([, colour]) => colour!);
  const tried = fine(await editor.submit(refused, refused.page.form("Kontrast prüfen"), { hell: hell!, dunkel: dunkel! }, "Kontrast prüfen"));
  assert.match(tried.page.text, /Diese Farben sind gut lesbar Schrift und Grund erreichen hell [45],\d : 1 und dunkel [4-6],\d : 1\. Gespeichert ist noch nichts\./);
  for (const [value, message] of [["blau", /Geben Sie die Farbe für helle Seiten als #/], ["", /Geben Sie die Farbe für helle Seiten als #/], ["red;}body{display:none", /Geben Sie die Farbe für helle/]] as const) {
    assert.match(fine(await editor.submit(page, page.page.form("Farben speichern"), { hell: value }, "Farben speichern"), 422).page.text, message);
  }
  assert.deepEqual(await profileOf("musterstadt"), before);
});
test("colours that fit are on the town's pages at once", async () => {
  const editor = world.as("ede");
  const page = await editor.at("/aussehen");
  const saved = fine(await editor.submit(page, page.page.form("Farben speichern"), { hell: "7A1F3D", dunkel: "#fbd" }, "Farben speichern"));
  assert.match(saved.page.text, /Gespeichert Die Seiten der Stadt zeigen es sofort/);
  assert.deepEqual((await profileOf("musterstadt"))["theme"], { primary: "#7a1f3d", primaryDark: "#ffbbdd" });
  const start = await world.townSays("musterstadt", "/", new RegExp(/theme\/7a1f3d-ffbbdd\.[0-9a-f]{16}\.css/.exec(saved.text)?.[0] ?? "none"));
  const css = /\/assets\/theme\/7a1f3d-ffbbdd\.[0-9a-f]{16}\.css/.exec(start.text)?.[0] ?? "";
  assert.match((await editor.get(world.origin("musterstadt") + css)).text, /#7a1f3d/);
});
test("a drawing that could act, is too large or is none is refused; a good one is shown at once and can be taken away", async () => {
  const editor = world.as("ede");
  const before = (await profileOf("musterstadt"))["armsSvg"];
  const send = async (bytes: string | Buffer): Promise<Reply> => {
    const page = await editor.at("/aussehen");
    return editor.submit(page, page.page.form("Wappen speichern"), {}, "Wappen speichern", { files: [{ field: "wappen", name: "wappen.svg", type: "image/svg+xml", bytes: Buffer.from(bytes) }] });
  };
  const svg = (inside: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">${inside}</svg>`;
  for (const [bytes, message] of [
    [svg("<script>alert(1)</script>"), /keine Skripte oder eingebetteten Inhalte haben\. Gefunden wurde: script/], [svg('<path onclick="x()" d=""/>'), /keine Skripte/], [svg('<image href="https://a.example/x.png"/>'), /Gefunden wurde: image/],
    [svg('<use href="https://a.example/x#y"/>'), /nichts von außen laden/], [`<!DOCTYPE svg [<!ENTITY a "b">]>${svg("&a;")}`, /keine DOCTYPE-Angabe/], ["<html></html>", /Das ist keine SVG-Datei/], [Buffer.from([0x89, 0x50, 0xff, 0xfe]), /Das ist keine SVG-Datei/],
    [svg(`<path d="${"M0 0".repeat(60_000)}"/>`), /Die Datei ist zu groß\. Erlaubt sind 192 KB/], ["", /Das ist keine SVG-Datei/],
  ] as const) assert.match(fine(await send(bytes), 422).page.text, message);
  const page = await editor.at("/aussehen");
  assert.match(fine(await editor.submit(page, page.page.form("Wappen speichern"), {}, "Wappen speichern"), 422).page.text, /Wählen Sie eine SVG-Datei/);
  assert.equal((await profileOf("musterstadt"))["armsSvg"], before);
  const good = svg('<title>Neues Wappen</title><path d="M0 0h10v10H0z" fill="#17477e"/>');
  const saved = fine(await send(`\uFEFF${good}\n`));
  assert.match(saved.page.text, /Das Wappen ist gespeichert/);
  const url = /\/assets\/arms\/musterstadt\.[0-9a-f]{16}\.svg/.exec(saved.text)?.[0] ?? "none";
  await world.townSays("musterstadt", "/", new RegExp(url));
  const shown = await editor.get(world.origin("musterstadt") + url);
  assert.equal(shown.text, good);
  assert.match(String(shown.headers["content-security-policy"]), /default-src 'none'/);
  assert.match(fine(await editor.submit(saved, saved.page.form("Wappen entfernen"))).page.text, /Das Wappen ist entfernt/);
  assert.match(fine(await editor.submit(saved, saved.page.form("Wappen entfernen")), 409).page.text, /Inzwischen hat jemand anderes gespeichert/);
  assert.equal((await profileOf("musterstadt"))["armsSvg"], undefined);
});
test("a contact names every mistake, keeps what was typed, and is on every page once it is saved", async () => {
  const editor = world.as("rita");
  const page = await editor.at("/kontakt");
  const wrong = fine(await editor.submit(page, page.page.form("Kontakt speichern"), { telefon: "ruf an", email: "info", strasse: "", plz: "1", ort: " Hamm ", "zeiten-en": "Monday: 8 to 12" }), 422);
  for (const message of ["Telefonnummer mit Vorwahl", "E-Mail-Adresse so ein", "Straße und Hausnummer ein", "mit fünf Ziffern", "Öffnungszeiten auch auf Deutsch"]) assert.match(wrong.page.text, new RegExp(message));
  assert.deepEqual(["telefon", "plz", "ort"].map((name) => valueIn(wrong, "Kontakt speichern", name)), ["ruf an", "1", "Hamm"]);
  const right = { telefon: "0999 555-77", email: "info@hamm.example", strasse: "Am Beispiel 1", plz: "00199", "zeiten-de": "Montag: 8:00 bis 12:00 Uhr\r\nDienstag: geschlossen  ", "zeiten-en": "" };
  fine(await editor.submit(wrong, wrong.page.form("Kontakt speichern"), right));
  assert.deepEqual((await profileOf("hamm"))["contact"], { phone: "0999 555-77", email: "info@hamm.example", street: "Am Beispiel 1", postalCode: "00199", locality: "Hamm", hours: { de: "Montag: 8:00 bis 12:00 Uhr\nDienstag: geschlossen" } });
  await world.townSays("hamm", "/impressum", /0999 555-77/);
  const again = await editor.at("/kontakt");
  fine(await editor.submit(again, again.page.form("Kontakt speichern"), Object.fromEntries(again.page.form("Kontakt speichern").controls.map(({ name }) => [name, again.page.form("Kontakt speichern").fields.find(([key]) => key === name && /^(_csrf|gesehen)$/.test(key))?.[1] ?? ""]))));
  assert.equal((await profileOf("hamm"))["contact"], undefined);
});
test("a text is seen as people will read it before it is saved, and can be worked on further", async () => {
  const editor = world.as("ede");
  const page = await editor.at("/texte/impressum");
  const wrong = fine(await editor.submit(page, page.page.form("Vorschau ansehen"), { de: "Stadt Musterstadt\n#Aufsicht", en: "" }), 422);
  assert.match(wrong.page.text, /Zeile 2: Eine Überschrift beginnt mit ##/);
  assert.match(fine(await editor.submit(page, page.page.form("Vorschau ansehen"), { de: "x".repeat(20_001) }), 422).page.text, /Kürzen Sie den Text auf 20\.000 Zeichen\. Er hat 20\.001\./);
  assert.match(fine(await editor.submit(page, page.page.form("Vorschau ansehen"), { de: " " }), 422).page.text, /Geben Sie den Text auch auf Deutsch ein/);
  const preview = fine(await editor.submit(wrong, wrong.page.form("Vorschau ansehen"), { de: "## Anbieter\r\n\r\nStadt <b>Musterstadt</b>\r\n\r\n- Telefon\r\n- Post", en: "Provider" }));
  assert.match(preview.text, /<h2>Anbieter<\/h2>.*<li>Telefon<\/li><li>Post<\/li>/s);
  assert.match(preview.page.text, /So lesen es die Menschen\. Gespeichert ist noch nichts\..*Stadt <b>Musterstadt<\/b>/);
  const back = fine(await editor.submit(preview, preview.page.form("Weiter bearbeiten"), {}, "Weiter bearbeiten"));
  assert.equal(valueIn(back, "Vorschau ansehen", "de")?.trim(), "## Anbieter\n\nStadt <b>Musterstadt</b>\n\n- Telefon\n- Post");
  const again = fine(await editor.submit(back, back.page.form("Vorschau ansehen")));
  fine(await editor.submit(again, again.page.form("Veröffentlichen"), {}, "Veröffentlichen"));
  await world.townSays("musterstadt", "/impressum", /<h2>Anbieter<\/h2>.*Stadt &lt;b&gt;Musterstadt/s);
  await world.townSays("musterstadt", "/en/impressum", /Provider/);
});
test("a text that is emptied gives way to the installation's, and the preview says so", async () => {
  const editor = world.as("rita");
  const page = await editor.at("/texte/leichte-sprache");
  const preview = fine(await editor.submit(page, page.page.form("Vorschau ansehen"), { de: "" }));
  assert.match(preview.page.text, /Der eigene Text wird entfernt/);
  fine(await editor.submit(preview, preview.page.form("Text entfernen"), {}, "Text entfernen"));
  assert.equal((await profileOf("hamm"))["easyLanguage"], undefined);
});
test("the accessibility statement needs the day of its review, which lies neither in the future nor nowhere", async () => {
  const editor = world.as("ede");
  const page = await editor.at("/texte/barrierefreiheit");
  for (const [stand, message] of [["", /Geben Sie den Tag ein, an dem/], ["2026-02-30", /Geben Sie den Tag ein, an dem/], ["gestern", /Geben Sie den Tag ein, an dem/], ["2026-11-23", /nicht in der Zukunft/]] as const) {
    assert.match(fine(await editor.submit(page, page.page.form("Vorschau ansehen"), { stand }), 422).page.text, message);
  }
});

test("an editor gives a list of streets, sees what was read and what changes, and people are asked by it at once", async () => {
  const editor = world.as("ede");
  const send = async (bytes: string | Buffer, values: Readonly<Record<string, string>> = {}): Promise<Reply> => {
    const page = fine(await editor.at("/strassen"));
    return editor.submit(page, page.page.form("Liste prüfen"), { quelle: "Vermessungsamt", stand: "2026-11-01", ...values }, "Liste prüfen", { files: [{ field: "liste", name: "strassen.csv", type: "text/csv", bytes: Buffer.from(bytes) }] });
  };
  assert.match((await editor.at("/strassen")).page.text, /Sie haben noch keines abgegeben/);
  for (const [bytes, values, message] of [
    ["", {}, /Wählen Sie die Datei/], ["strasse;plz\nA;00101", { quelle: " " }, /Sagen Sie, woher die Liste ist/], ["strasse;plz\nA;00101", { stand: "2027-01-01" }, /Dieser Tag kommt erst noch/], ["strasse;plz\nA;00101", { stand: "gestern" }, /Geben Sie den Tag an/],
    ["name;ort\nA;M", {}, /fehlen die Spalten »Straße« und »PLZ«/], ["strasse;plz\nA;M", {}, /In keiner Zeile stehen/], ["x".repeat(5_000_001), {}, /größer als 5 MB/],
  ] as const) assert.match(fine(await send(bytes, values), 422).page.text, message);
  const checked = fine(await send(Buffer.from("Straße;PLZ;Ort\r\nLindenweg;00101;M\r\n=HYPERLINK(1);00101;M\r\nAm Anger;101;M\r\n", "latin1")));
  assert.match(checked.page.text, /Geprüft, gilt noch nicht.*Quelle Vermessungsamt Stand 1\. November 2026 Straßen 2.*Eine Zeile bleibt weg.*Zeile 4 Grund Die Postleitzahl hat nicht fünf Ziffern\. Dort steht Am Anger;101;M.*Kommen dazu: 2/);
  const ask = (street: string) => house.streets.ask({ tenant: house.tenants.bySlug("musterstadt")!.id, town: "musterstadt", street, postalCode: "00101" });
  assert.deepEqual(await ask("Gartenstraße"), { kind: "known" }, "the file of the demonstration, until then");
  const taken = fine(await editor.submit(checked, checked.page.form("Übernehmen")));
  assert.match(taken.page.text, /Das Straßenverzeichnis gilt/);
  assert.deepEqual(await ask("Gartenstraße"), { kind: "unknown", suggestions: [] });
  assert.match((await editor.at("/strassen/liste.csv")).text, /'=HYPERLINK\(1\);00101/, "no formula leaves");
  const other = await world.as("emil").at("/strassen");
  assert.match(fine(other).page.text, /Sie haben noch keines abgegeben/);
  const page = fine(await editor.at("/strassen"));
  assert.match(fine(await editor.submit(page, page.page.form("Verzeichnis löschen"))).page.text, /Die Liste ist gelöscht.*Sie haben noch keines abgegeben/);
  assert.deepEqual(await ask("Gartenstraße"), { kind: "known" });
});
