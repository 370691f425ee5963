import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { parsePage } from "../../testing/page.ts";
import { testStaff } from "./test-staff.ts";

const world = await testStaff();
const { sabine, otto } = world.people;
const answers = {
  fuer: { role: "representative", personGivenName: "Max", personSurname: "Muster", basis: "betreuung", entitled: true },
  person: { givenName: "Erika", surname: "Beispiel", birthdate: "1984-08-12" }, anschrift: { street: "Lindenweg", houseNumber: "7", postalCode: "00101", city: "Musterstadt" },
  hunde: [{ name: "Rex", gross: false }], abmeldung: { grund: "gestorben", ende: "2026-02-01", markeZurueck: "verloren", richtig: true },
};

async function editor(who: typeof sabine, path: string) {
  const reply = await world.get(who, path);
  const page = parsePage(reply.text);
  assert.equal(reply.status, 200);
  assert.deepEqual(page.problems, []);
  return { page, text: reply.text };
}

test("an office begins a decision with a letter of the service, with the answers in words, and sends only what it has read", async () => {
  const { path } = await world.submitted({ account: newId(), service: "hund-abmelden", answers });
  const empty = await editor(sabine, `${path}/bescheid`);
  assert.ok(!empty.text.includes("01.02.2026"));
  const href = empty.page.link("Abmeldung bestätigt");
  assert.equal(href, `${path}/bescheid?vorlage=abgemeldet`);
  const chosen = await editor(sabine, href);
  assert.ok(chosen.text.includes("Ihr Hund ist zum 01.02.2026 bei der Hundesteuer abgemeldet."));
  assert.ok(chosen.page.text.includes("eingesetzt, bitte prüfen und anpassen"));
  assert.match(chosen.text, /<option value="information" selected>/);
  assert.match(chosen.text, /name="englisch"[^>]*>\s*Your dog has been deregistered from dog tax as of [^{<]*2026\./);
  const refusal = await editor(sabine, `${path}/bescheid?vorlage=spaeter`);
  assert.ok(refusal.text.includes("Der beantragte Tag ist nicht nachgewiesen."), "reasons are there to be changed");
  assert.ok(!(await editor(sabine, `${path}/bescheid?vorlage=gibt-es-nicht`)).text.includes("abgemeldet."));
});

test("what a letter speaks of and nobody answered is a gap that does not leave the house", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  const letter = await editor(sabine, `${path}/bescheid?vorlage=ermaessigung-abgelehnt`);
  const begun = Object.fromEntries(letter.page.form("Bescheid erlassen").fields.filter(([name]) => name !== "_csrf" && name !== "datei"));
  const [gap = ""] = /\[bitte ergänzen: [^\]]+\]/.exec(begun["begruendung"] ?? "") ?? [];
  assert.notEqual(gap, "");
  assert.equal(begun["art"], "partial", "the dog is registered all the same");
  const send = async (fields: Record<string, string>) => world.post(sabine, `${path}/bescheid`, { ...begun, version: await version(), ...fields });
  const refused = parsePage((await send({ erlassen: "1" })).text);
  assert.ok(refused.links.some(({ href, text }) => href === "#bescheid-begruendung" && text.includes(gap)));
  assert.ok(parsePage((await send({ vorschau: "1" })).text).text.includes("So darf der Bescheid noch nicht hinaus"));
  assert.equal((await send({ erlassen: "1", begruendung: "Der Grund ist in der Satzung nicht vorgesehen [siehe § 4]." })).status, 303, "other brackets are words");
});
test("an office reads for whom somebody acts, and that nobody has checked it", async () => {
  const { path } = await world.submitted({ account: newId(), service: "hund-abmelden", answers });
  const shown = await editor(sabine, `${path}?ansicht=antrag`);
  for (const words of ["Max Muster (Rechtliche Betreuung)", "Nach eigener Angabe, nicht geprüft"]) assert.ok(shown.page.text.includes(words), words);
});

test("each service offers its own letters only, and a stranger's office sees nothing", async () => {
  const dog = await world.submitted({ account: newId() });
  const ofDogs = (await editor(sabine, `${dog.path}/bescheid`)).page.text;
  assert.ok(ofDogs.includes("Hundesteuer festgesetzt") && !ofDogs.includes("Reparatur eingeplant"));
  const { path } = await world.submitted({ account: newId(), service: "hund-abmelden", answers });
  assert.equal((await world.get(otto, `${path}/bescheid?vorlage=abgemeldet`)).status, 404);
});
