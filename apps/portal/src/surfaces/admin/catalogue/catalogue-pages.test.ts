import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import type { Reply } from "../../../testing/browser.ts";
import { adminWorld } from "../test-admin.ts";
import { readHours, typedHours } from "./opening-hours.ts";

const world = await adminWorld();
const { house } = world;
const dog = "99110009104000";
const dogPath = `/leistung/${dog}-${house.catalogue.service(dog)!.slug}`;
const valueIn = (reply: Reply, button: string, name: string): string | undefined => reply.page.form(button).fields.find(([key]) => key === name)?.[1];
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1} ${reply.page.text.slice(0, 600)}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};
const [saveText, saveFacts, saveOffice] = ["Text speichern", "Zuständigkeit und Gebühren speichern", "Amt speichern"];

test("a real town reads a text, names its own office and its amounts: its page is no Mustertext any more and shows them", async () => {
  const editor = world.as("rita");
  const before = await world.townSays("hamm", dogPath, /Mustertext/);
  assert.match(before.text, /name="robots" content="noindex/);
  const fresh = fine(await editor.at("/aemter/neu"));
  const wrong = fine(await editor.submit(fresh, fresh.page.form(saveOffice), { name: "", telefon: "ruf an", plz: "1", "zeit-monday": "früh", email: "info", web: "http://x.example", "person-1-telefon": "12345" }, saveOffice), 422);
  for (const message of ["Namen des Amtes ein", "Telefonnummer mit Vorwahl ein, zum Beispiel", "fünf Ziffern", "Geben Sie die Straße ein", "Geben Sie den Ort ein", "Schreiben Sie die Zeiten so", "name@stadt.example", "https://", "Geben Sie einen Namen"]) assert.ok(wrong.page.text.includes(message), message);
  assert.deepEqual(["telefon", "plz", "zeit-monday"].map((name) => valueIn(wrong, saveOffice, name)), ["ruf an", "1", "früh"]);
  const right = {
    name: "Amt für Hundesachen", "name-en": "Office for dogs", telefon: "0999 555-310", email: "hunde@hamm.example", web: "https://hamm.example/hunde", strasse: "Am Beispiel", hausnummer: "3", plz: "00199", ort: "Hamm",
    "zeit-monday": "8-12 und 14.00–16.30 Uhr", "zeit-tuesday": "geschlossen", "barrierefrei-bekannt": "ja", barrierefrei: "lift", "person-1-name": "Frau Muster", "person-1-telefon": "0999 555-311",
  };
  const made = fine(await editor.submit(wrong, wrong.page.form(saveOffice), right, saveOffice));
  assert.match(made.url, /\/aemter\/amt-fuer-hundesachen\?getan=gespeichert$/);
  assert.equal(valueIn(made, saveOffice, "zeit-monday"), "8:00 bis 12:00, 14:00 bis 16:30");

  const page = fine(await editor.at(`/beschreibungen/${dog}`));
  assert.match(page.page.text, /Allgemeiner Text/);
  const bad = fine(await editor.submit(page, page.page.form(saveFacts), { "gebuehr-1-wofuer": "Erster Hund", "gebuehr-1-betrag": "viel", amt: "steueramt" }, saveFacts), 422);
  assert.match(bad.page.text, /Geben Sie den Betrag in Euro an/);
  assert.match(bad.page.text, /Wählen Sie ein Amt aus der Liste/);
  const known = fine(await editor.submit(bad, bad.page.form(saveFacts), { "gebuehr-1-betrag": "1.096,50", "gebuehr-1-je": "year", amt: "amt-fuer-hundesachen", geprueft: "ja" }, saveFacts));
  assert.match(known.page.text, /Vermerkt am 22\. November 2026/);
  const said = fine(await editor.submit(known, known.page.form(saveText), { "teil-note": "Hunde brauchen bei uns eine Marke.\r\n\r\nSie kommt mit der Post.", "teil-documents": "Ausweis\r\n \r\nNachweis der Haftpflicht" }, saveText));
  assert.match(said.page.text, /Gespeichert/);

  const after = await world.townSays("hamm", dogPath, /Hunde brauchen bei uns eine Marke/);
  for (const shown of ["Sie kommt mit der Post.", "Nachweis der Haftpflicht", "1.096,50", "Amt für Hundesachen", "0999 555-310"]) assert.ok(after.page.text.includes(shown), shown);
  assert.doesNotMatch(after.text, /Mustertext|name="robots" content="noindex/);
  const list = fine(await editor.at("/beschreibungen?stand=geprueft"));
  assert.match(list.page.text, /Eine Leistung/);
  assert.match(list.page.text, /geprüft am 22\. November 2026.*eigener Text.*Amt für Hundesachen/);
  const audited = await house.db.asOperator("what the audit says", (tx) => tx.rows<{ kind: string; subject: string }>(sql`select subject_kind as kind, subject from audit.entry where action = 'catalogue.change' order by at, id`));
  assert.deepEqual(audited.map(({ kind, subject }) => `${kind} ${subject}`), ["office amt-fuer-hundesachen", `service-facts ${dog}`, `service-text ${dog}`]);
});

test("an emptied text leaves everything to the general one again, and a check that is taken back marks the page as Mustertext", async () => {
  const editor = world.as("rita");
  const page = fine(await editor.at(`/beschreibungen/${dog}`));
  fine(await editor.submit(page, page.page.form(saveText), { "teil-note": "", "teil-documents": "  " }, saveText));
  const form = fine(await editor.at(`/beschreibungen/${dog}`)).page.form(saveFacts);
  fine(await editor.submit(page, { ...form, fields: form.fields.filter(([name]) => name !== "geprueft") }, { amt: "" }, saveFacts));
  const shown = await world.townSays("hamm", dogPath, /Mustertext/);
  assert.doesNotMatch(shown.page.text, /Hunde brauchen bei uns|Amt für Hundesachen/);
  assert.equal(await house.db.published(async (tx) => (await tx.one<{ n: number }>(sql`select count(*)::int as n from catalogue.local_text where tenant_id = ${house.tenants.bySlug("hamm")!.id}`)).n), 0);
});

test("who is late is told and keeps what was typed; the two languages and the facts do not get in each other's way", async () => {
  const [one, other] = [world.as("ede"), world.as("sven")];
  const [first, second, english] = [await one.at(`/beschreibungen/${dog}`), await other.at(`/beschreibungen/${dog}`), await other.at(`/beschreibungen/${dog}?sprache=en`)];
  fine(await one.submit(first, first.page.form(saveText), { "teil-note": "Zuerst." }, saveText));
  const late = fine(await other.submit(second, second.page.form(saveText), { "teil-note": "Zu spät getippt." }, saveText), 409);
  assert.match(late.page.text, /Inzwischen hat jemand anderes gespeichert/);
  assert.match(late.text, /Zu spät getippt/);
  fine(await other.submit(english, english.page.form(saveText), { "teil-note": "First." }, saveText));
  fine(await other.submit(second, second.page.form(saveFacts), {}, saveFacts));
  assert.match((await world.townSays("musterstadt", `/en${dogPath}`, /First\./)).page.text, /First\./);
  const [left, right] = [await one.at("/aemter/buergerbuero"), await other.at("/aemter/buergerbuero")];
  fine(await one.submit(left, left.page.form(saveOffice), { raum: "Raum 1" }, saveOffice));
  fine(await other.submit(right, right.page.form(saveOffice), { raum: "Raum 2" }, saveOffice), 409);
});

test("an office that is changed keeps its role, its place and what has no input here; a name taken by another gets a number", async () => {
  const editor = world.as("ede");
  const roles = house.catalogue.officesOf(house.tenants.bySlug("musterstadt")!.id).map(({ role }) => role);
  const page = fine(await editor.at("/aemter/steueramt"));
  fine(await editor.submit(page, page.page.form(saveOffice), { name: "Amt für Steuern" }, saveOffice));
  const again = fine(await editor.at("/aemter/neu"));
  await world.townSays("musterstadt", "/aemter", /Amt für Steuern/);
  const made = fine(await editor.submit(again, again.page.form(saveOffice), { name: "Steueramt" }, saveOffice));
  assert.match(made.url, /\/aemter\/steueramt-2\?/);
  await world.townSays("musterstadt", "/aemter", /Steueramt/);
  assert.deepEqual(house.catalogue.officesOf(house.tenants.bySlug("musterstadt")!.id).map(({ role }) => role), [...roles, "steueramt-2"]);
});

test("only the town's own editors and supervisors come here, and only to what exists", async () => {
  for (const path of ["/beschreibungen", `/beschreibungen/${dog}`, "/aemter", "/aemter/buergerbuero"]) {
    assert.equal((await world.as("sabine").at(path)).status, 403, path);
    assert.equal((await world.as("emil").at(path, "musterstadt")).status, 404, path);
  }
  const editor = world.as("ede");
  for (const path of ["/beschreibungen/99999999999999", "/beschreibungen/x", "/aemter/gibt-es-nicht"]) assert.equal((await editor.at(path)).status, 404, path);
  assert.match(fine(await editor.at("/beschreibungen?suche=%22%3E%3Cscript%3E")).page.text, /Keine Leistung gefunden/);
  assert.match(fine(await editor.at("/beschreibungen?suche=hund+anmelden")).page.text, /Hund anmelden/);
});

test("opening hours are read as people write them, and nothing is guessed", () => {
  const read = (text: string) => readHours(text, "monday")?.map(({ opens, closes }) => `${opens}-${closes}`).join(" ");
  assert.equal(read("8-12 und 14.00–16.30 Uhr"), "08:00-12:00 14:00-16:30");
  assert.equal(read("14:00 bis 16:00, 8:00 bis 12:00"), "08:00-12:00 14:00-16:00");
  assert.equal(read("geschlossen"), "");
  for (const text of ["8 bis", "12 bis 8", "8:00 bis 12:00, 11:00 bis 13:00", "25 bis 26", "8:61 bis 9", "nach Vereinbarung"]) assert.equal(read(text), undefined, text);
  assert.equal(typedHours([{ day: "monday", opens: "14:00", closes: "16:00" }, { day: "monday", opens: "08:00", closes: "12:00" }, { day: "friday", opens: "09:00", closes: "10:00" }], "monday"), "8:00 bis 12:00, 14:00 bis 16:00");
});
