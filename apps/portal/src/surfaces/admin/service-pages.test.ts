import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import type { Reply } from "../../testing/browser.ts";
import { adminWorld } from "./test-admin.ts";

const world = await adminWorld();
const { house } = world;
const idOf = (slug: string): string => house.tenants.bySlug(slug)!.id;
const settingsOf = (slug: string, service: string) => house.db.published(async (tx) => (await tx.maybe<{ settings: Record<string, unknown> }>(sql`select settings from tenants.service_switch where tenant_id = ${idOf(slug)} and service = ${service}`))?.settings);
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1} ${reply.page.text.slice(0, 600)}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};
const valuesIn = (reply: Reply, name: string): string[] => reply.page.form("Speichern").fields.flatMap(([key, value]) => (key === name ? [value] : []));

test("saving a service as it stands changes nothing, but a way of payment the service does not have goes", async () => {
  for (const service of ["hund-anmelden", "bewohnerparkausweis", "geburtsurkunde", "maengelmelder"]) {
    const allowed: readonly string[] = (await house.forms.current(service))!.package.service.fee?.ways ?? ["online", "transfer", "counter"];
    const before = await settingsOf("musterstadt", service);
    const page = await world.as("ede").at(`/leistungen/${service}`);
    fine(await world.as("ede").submit(page, page.page.form("Speichern")));
    assert.deepEqual(await settingsOf("musterstadt", service), { ...before, paymentWays: (before!["paymentWays"] as string[]).filter((way) => allowed.includes(way)) }, service);
  }
});
test("a service is switched off and on again, and the town's pages follow at once", async () => {
  const editor = world.as("ede");
  await world.townSays("musterstadt", "/antrag/maengelmelder", /Mangel melden/);
  const page = await editor.at("/leistungen/maengelmelder");
  const off = fine(await editor.submit(page, page.page.form("Speichern"), { an: "nein" }));
  assert.match(off.page.text, /Der Online-Dienst ist ausgeschaltet.*Mangel melden Stand ausgeschaltet/);
  await world.townSays("musterstadt", "/leistung/99108018137000-x", /Noch nicht online möglich/);
  assert.equal((await editor.get(`${world.origin("musterstadt")}/antrag/maengelmelder`)).status, 404);
  const again = await editor.at("/leistungen/maengelmelder");
  fine(await editor.submit(again, again.page.form("Speichern"), { an: "ja" }));
  await world.townSays("musterstadt", "/leistung/99108018137000-x", /\/antrag\/maengelmelder/);
  const entries = await house.db.inTenant(idOf("musterstadt"), (tx) => tx.rows<{ action: string }>(sql`select action from audit.entry where subject = 'maengelmelder' order by id`));
  assert.deepEqual(entries.map(({ action }) => action).slice(-2), ["service.switch-off", "service.switch-on"]);
});
test("a town that never had a service gets it with the package's proposals and its entry in the catalogue", async () => {
  const editor = world.as("rita");
  const page = await editor.at("/leistungen/hund-anmelden");
  assert.deepEqual([valuesIn(page, "an"), valuesIn(page, "bescheid"), valuesIn(page, "ziel")], [["nein"], ["ao"], ["casework"]]);
  assert.equal(house.catalogue.onlineServiceBySlug(house.tenants.bySlug("hamm")!, "hund-anmelden"), undefined);
  assert.match(fine(await editor.submit(page, page.page.form("Speichern"), { an: "ja" })).page.text, /Der Online-Dienst ist eingeschaltet/);
  const start = await world.townSays("hamm", "/leistung/99110009104000-x", /\/antrag\/hund-anmelden/);
  assert.equal(start.status, 200);
  const added = house.catalogue.onlineServiceBySlug(house.tenants.bySlug("hamm")!, "hund-anmelden");
  assert.equal(added?.tenant, idOf("hamm"));
  assert.ok(added.facts.privacy);
  assert.equal((await editor.get(`${world.origin("hamm")}/antrag/hund-anmelden`)).status, 200);
});
test("an automatic grant needs a named legal basis and zones; what was typed stays, and nothing is stored", async () => {
  const editor = world.as("ede");
  const before = await settingsOf("musterstadt", "bewohnerparkausweis");
  const page = await editor.at("/leistungen/bewohnerparkausweis");
  assert.deepEqual(valuesIn(page, "zonen"), ["A", "B", "C"]);
  const wrong = fine(await editor.submit(page, page.page.form("Speichern"), { rechtsgrundlage: "§", zonen: [], frist: "zwei Jahre", wege: [], buchung: "Haushaltsstelle 1\nKontierung:\n" }), 422);
  for (const message of ["Nennen Sie die Rechtsgrundlage", "Wählen Sie mindestens eine Zone", "Zahl von 1 bis 1\\.200", "Wählen Sie mindestens einen Zahlungsweg", "Zeile 1: Beginnen Sie mit einem Schlüssel"]) assert.match(wrong.page.text, new RegExp(message));
  assert.deepEqual(["rechtsgrundlage", "frist", "buchung"].map((name) => valuesIn(wrong, name)[0]?.trim()), ["§", "zwei Jahre", "Haushaltsstelle 1\nKontierung:"]);
  for (const [changes, message] of [
    [{ zonen: ["A", "Z9"] }, /Wählen Sie Zonen, die hier stehen/], [{ wege: ["bar"] }, /Wählen Sie einen Zahlungsweg, der hier steht/], [{ bescheid: "sgb" }, /Wählen Sie eine der Möglichkeiten/], [{ ziel: "" }, /Wählen Sie eine der Möglichkeiten/],
    [{ frist: "1201" }, /Zahl von 1 bis/], [{ "amt-strassenverkehrsamt": "hexenamt" }, /Wählen Sie ein Amt aus der Liste/], [{ buchung: "A: 1\na: 2" }, /Zeile 2: a steht zweimal da/], [{ buchung: "__proto__: x" }, /Zeile 1: Beginnen/],
    [{ rechtsgrundlage: "x".repeat(501) }, /höchstens 500 Zeichen/],
  ] as const) assert.match(fine(await editor.submit(page, page.page.form("Speichern"), changes), 422).page.text, message);
  assert.deepEqual(await settingsOf("musterstadt", "bewohnerparkausweis"), before);
});
test("a town names the remedy that its decisions begin with, with court or authority, or none", async () => {
  const editor = world.as("ede");
  const page = await editor.at("/leistungen/hund-anmelden");
  for (const changes of [{ rechtsbehelf: "klage", stelle: "" }, { rechtsbehelf: "", stelle: "Verwaltungsgericht Musterstadt" }, { rechtsbehelf: "widerspruch", stelle: "x".repeat(501) }]) assert.match(fine(await editor.submit(page, page.page.form("Speichern"), changes), 422).page.text, /Nennen Sie Gericht oder Behörde|Wählen Sie dazu den Rechtsbehelf/);
  fine(await editor.submit(page, page.page.form("Speichern"), { rechtsbehelf: "widerspruch", stelle: " Stadt Musterstadt, Marktplatz 1 " }));
  assert.deepEqual((await settingsOf("musterstadt", "hund-anmelden"))?.["remedy"], { kind: "widerspruch", where: "Stadt Musterstadt, Marktplatz 1" });
  const again = await editor.at("/leistungen/hund-anmelden");
  fine(await editor.submit(again, again.page.form("Speichern"), { rechtsbehelf: "", stelle: "" }));
  assert.equal((await settingsOf("musterstadt", "hund-anmelden"))?.["remedy"], undefined);
});
test("switched off, the automatic grant keeps its legal basis and zones for the next time", async () => {
  const editor = world.as("ede");
  const page = await editor.at("/leistungen/bewohnerparkausweis");
  fine(await editor.submit(page, page.page.form("Speichern"), { automatik: "nein", zonen: ["A"], buchung: "Haushaltsstelle: 1220.43: 11\n\nProdukt: P 1" }));
  const stored = await settingsOf("musterstadt", "bewohnerparkausweis");
  assert.deepEqual([(stored!["automation"] as { enabled: boolean; zones: string[] }).enabled, (stored!["automation"] as { zones: string[] }).zones, stored!["bookingData"]], [false, ["A"], { Haushaltsstelle: "1220.43: 11", Produkt: "P 1" }]);
});
test("a town without an account of the Kasse cannot offer transfers", async () => {
  const editor = world.as("rita");
  const page = await editor.at("/leistungen/bewohnerparkausweis");
  assert.match(fine(await editor.submit(page, page.page.form("Speichern"), { an: "ja", wege: ["online", "transfer"] }), 422).page.text, /noch kein Konto der Kasse hinterlegt/);
  fine(await editor.submit(page, page.page.form("Speichern"), { an: "ja", wege: ["online", "counter"] }));
});
test("a role of the form that the town does not know has to be given to one of its offices", async () => {
  const editor = world.as("emil");
  const page = await editor.at("/leistungen/bewohnerparkausweis");
  assert.match(fine(await editor.submit(page, page.page.form("Speichern"), { an: "ja" }), 422).page.text, /Wählen Sie das Amt, das diese Anträge bearbeitet/);
  fine(await editor.submit(page, page.page.form("Speichern"), { an: "ja", "amt-strassenverkehrsamt": "ordnungsamt" }));
  assert.deepEqual((await settingsOf("beispielhausen", "bewohnerparkausweis"))!["offices"], { strassenverkehrsamt: "ordnungsamt" });
});
test("of two who set the same service the second is told, with what was typed to copy", async () => {
  const [first, second] = [world.as("ede"), world.as("sven")];
  const both = [await first.at("/leistungen/geburtsurkunde"), await second.at("/leistungen/geburtsurkunde")] as const;
  fine(await first.submit(both[0], both[0].page.form("Speichern"), { frist: "30" }));
  const refused = fine(await second.submit(both[1], both[1].page.form("Speichern"), { frist: "36", buchung: "Produkt: 4711" }), 409);
  assert.match(refused.page.text, /Ihre Änderung ist nicht gespeichert/);
  assert.match(refused.text, /Produkt: 4711/);
  assert.equal((await settingsOf("musterstadt", "geburtsurkunde"))!["retentionMonths"], 30);
});
