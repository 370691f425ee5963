import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import type { ParsedPage } from "../../testing/page.ts";
import { seen, testStaff } from "./test-staff.ts";

const world = await testStaff();
const { get, post, people, musterstadt } = world;
const { sabine, stella, sven, karla } = people;
const fieldsOf = (page: ParsedPage, button: string): Record<string, string> => Object.fromEntries(page.form(button).fields.filter(([name]) => name !== "_csrf").map(([name, value]) => [name, value.trim()]));
/** What the summary says, each with the field it leads to. */
const told = (page: ParsedPage, prefix: string): readonly string[] => page.links.filter(({ href }) => href.startsWith(`#${prefix}`)).map(({ href, text }) => `${href} ${text.trim()}`);

test("a question and a request for documents name everything that is wrong with them, and keep what was typed", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  const at = { version: await version() };
  const question = await seen(post(sabine, `${path}/frage`, { ...at, text: " ", frist: "2026-02-01" }), 422);
  assert.deepEqual(told(question, "frage-"), ["#frage-text Schreiben Sie einen Text.", "#frage-frist Die Frist muss in der Zukunft liegen."]);
  assert.equal(fieldsOf(question, "Frage senden")["frist"], "2026-02-01");
  const request = await seen(post(sabine, `${path}/nachforderung`, { ...at, unterlagen: " \r\n", text: "Für das Amt.", frist: "2029-01-01" }), 422);
  assert.deepEqual(told(request, "nachforderung-"), ["#nachforderung-unterlagen Nennen Sie mindestens eine Unterlage, höchstens 20, je Zeile eine mit höchstens 200 Zeichen.", "#nachforderung-frist Geben Sie einen Tag innerhalb des nächsten Jahres an."]);
  const kept = fieldsOf(request, "Unterlagen anfordern");
  assert.deepEqual([kept["text"], kept["frist"]], ["Für das Amt.", "2029-01-01"]);
  const empty = await seen(post(sabine, `${path}/nachforderung`, { ...at, unterlagen: "", text: "", frist: "" }), 422);
  assert.deepEqual(told(empty, "nachforderung-").length, 1, "the explanation may stay empty");
  const both = await seen(post(sabine, `${path}/nachforderung`, { ...at, unterlagen: "x".repeat(201), text: "y".repeat(10_001), frist: "2026-03-01" }), 422);
  assert.deepEqual(told(both, "nachforderung-").map((one) => one.split(" ")[0]), ["#nachforderung-unterlagen", "#nachforderung-text", "#nachforderung-frist"]);
});

test("moving and cancelling an appointment name everything that is wrong, and keep what was typed", async () => {
  const { application, path, version } = await world.submitted({ account: newId() });
  const slots = [8, 9].map((hour) => ({ office: "steueramt", startsAt: new Date(`2026-03-1${hour}T09:00:00Z`), endsAt: new Date(`2026-03-1${hour}T09:20:00Z`), place: "Zimmer 7", capacity: 1, externalId: undefined }));
  const actor = { kind: "extension", client: "kalender" } as const;
  const offered = await world.db.inTenant(musterstadt.id, (tx) => world.appointments.offer(tx, { tenant: musterstadt.id, source: "kalender", at: world.clock.now(), slots }));
  assert.ok(offered.ok);
  const [first, second] = offered.slots.map(({ id }) => id);
  const booked = await world.answers.inCase(musterstadt.id, application, (tx, head) => world.appointments.book(tx, { head, office: "steueramt", actor, slot: first!, words: "" }));
  assert.ok(booked?.ok);
  const termin = booked.appointment.id;
  const at = { version: await version() };
  const neither = await seen(post(sabine, `${path}/terminverlegung`, { ...at, termin, zeit: "", text: " " }), 422);
  assert.deepEqual(told(neither, "terminverlegung-"), ["#terminverlegung-zeit Wählen Sie eine freie Zeit. Vielleicht hat sie inzwischen jemand anderes bekommen.", "#terminverlegung-text Schreiben Sie einen Text."]);
  // Somebody else has the time meanwhile: that is told together with the reason that is missing.
  const other = await world.submitted({ account: newId() });
  const theirs = await world.answers.inCase(musterstadt.id, other.application, (tx, head) => world.appointments.book(tx, { head, office: "steueramt", actor, slot: second!, words: "" }));
  assert.ok(theirs?.ok);
  const late = await seen(post(sabine, `${path}/terminverlegung`, { ...at, termin, zeit: second!, text: "" }), 422);
  assert.deepEqual(told(late, "terminverlegung-").map((one) => one.split(" ")[0]), ["#terminverlegung-zeit", "#terminverlegung-text"]);
  const kept = await seen(post(sabine, `${path}/terminverlegung`, { ...at, termin, zeit: second!, text: "Der Kollege ist krank." }), 422);
  assert.equal(fieldsOf(kept, "Termin verlegen")["text"], "Der Kollege ist krank.", "there is no free time left, and the reason stays all the same");
  const unknown = await seen(post(sabine, `${path}/terminabsage`, { ...at, termin: newId(), text: "" }), 422);
  assert.deepEqual(told(unknown, "terminabsage-"), ["#terminabsage-termin Wählen Sie den Termin.", "#terminabsage-text Schreiben Sie einen Text."]);
});

test("cancelling a fee names everything that is wrong, and keeps what was typed", async () => {
  const account = newId();
  const { application, path } = await world.submitted({ account });
  await world.db.inTenant(musterstadt.id, (tx) => world.payments.claimDecisionFee(tx, { tenant: musterstadt.id, application, account, service: "hund-anmelden", cents: 9600, purpose: `extension:${newId()}` }));
  const form = (await seen(get(sabine, `${path}?ansicht=bescheid`))).form("Gebühr streichen");
  const begun = Object.fromEntries(form.fields.filter(([name]) => name !== "_csrf"));
  const amount = "#storno-betrag Geben Sie den richtigen Betrag in Euro an, zum Beispiel 30,00, oder lassen Sie das Feld leer. Der bisherige Betrag kann es nicht sein.";
  for (const betrag of ["sechzig", "96,00"]) {
    const page = await seen(post(sabine, form.action, { ...begun, betrag, text: "" }), 422);
    assert.deepEqual(told(page, "storno-"), [amount, "#storno-text Schreiben Sie einen Text."]);
    assert.equal(fieldsOf(page, "Gebühr streichen")["betrag"], betrag);
  }
  const nothing = await seen(post(sabine, form.action, { ...begun, gebuehr: "", betrag: "sechzig", text: "" }), 422);
  assert.deepEqual(told(nothing, "storno-"), ["#storno-gebuehr Wählen Sie die Gebühr.", amount, "#storno-text Schreiben Sie einen Text."]);
});

test("an absence without deputy and with a wrong day is told both", async () => {
  const page = await seen(post(sabine, "/mitarbeit/musterstadt/vertretung", { wer: "", von: "2026-03-05", bis: "2026-03-01" }), 422);
  assert.deepEqual(told(page, "vertretung-").map((one) => one.split(" ")[0]), ["#vertretung-wer", "#vertretung-bis"]);
  assert.deepEqual([fieldsOf(page, "Eintragen")["von"], fieldsOf(page, "Eintragen")["bis"]], ["2026-03-05", "2026-03-01"]);
  assert.equal((await post(sven, "/mitarbeit/musterstadt/vertretung", { person: sabine.session.staff, wer: stella.session.staff, von: "2026-03-02", bis: "2026-03-03" })).status, 303);
});

test("the Kasse hears everything that is wrong with what it enters", async () => {
  const at = "/mitarbeit/musterstadt/kasse";
  const claim = () => ({ id: newId(), tenant: musterstadt.id, account: undefined, application: newId(), service: "hund-anmelden", purpose: `decision:${newId()}`, cents: 9_600, receivedCents: 0, items: [{ id: "x", description: "Hund anmelden", cents: 9_600 }], way: "online" as const, reference: "16444170063", state: "open" as const, endedWhy: undefined, createdAt: world.clock.now(), dueDay: "2026-03-12", paidAt: undefined, attempt: undefined });
  const task = () => ({ id: newId(), tenant: musterstadt.id, payment: newId(), application: newId(), service: "hund-anmelden", reference: "16444170063", providerReference: "KZ-1", way: "online" as const, cents: 2_250, reason: "withdrawn" as const, createdAt: world.clock.now(), closed: undefined });
  world.fees.push(claim(), claim());
  world.refunds.push(task(), task());
  const money = await seen(post(karla, `${at}/zahlungseingang`, { zahlung: "", betrag: "viel", tag: "2026-03-09", weg: "transfer", beleg: "" }), 422);
  assert.deepEqual(told(money, "kasse-").map((one) => one.split(" ")[0]), ["#kasse-zahlung", "#kasse-betrag", "#kasse-tag", "#kasse-beleg"]);
  assert.deepEqual([fieldsOf(money, "Eintragen")["betrag"], fieldsOf(money, "Eintragen")["weg"]], ["viel", "transfer"]);
  const neither = await seen(post(karla, `${at}/erstattung`, { aufgabe: "", ergebnis: "", beleg: "R-1" }), 422);
  assert.deepEqual(told(neither, "erstattung-").map((one) => one.split(" ")[0]), ["#erstattung-aufgabe", "#erstattung-ergebnis"]);
  assert.equal(fieldsOf(neither, "Erledigt")["beleg"], "R-1");
  const voucher = await seen(post(karla, `${at}/erstattung`, { aufgabe: "", ergebnis: "refunded", beleg: "" }), 422);
  assert.deepEqual(told(voucher, "erstattung-").map((one) => one.split(" ")[0]), ["#erstattung-aufgabe", "#erstattung-beleg"]);
  world.fees.length = 0;
  world.refunds.length = 0;
});

test("a decision that cannot leave names every gap, every missing part and the address at once", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  const page = await seen(post(sabine, `${path}/bescheid`, { version: await version(), erlassen: "1", art: "refusal", betreff: "", text: "Der Hund [bitte ergänzen: Name des Hundes] bleibt.", betrag: "zehn", begruendung: "", rechtsbehelf: "klage", stelle: "", frist: "1", weg: "post", anschrift: "", dateiname: "unterschrieben.pdf" }), 422);
  assert.deepEqual(told(page, "bescheid-").map((one) => one.split(" ")[0]), ["#bescheid-betreff", "#bescheid-text", "#bescheid-betrag", "#bescheid-begruendung", "#bescheid-stelle", "#bescheid-anschrift", "#bescheid-datei"]);
  assert.deepEqual([fieldsOf(page, "Bescheid erlassen")["betrag"], fieldsOf(page, "Bescheid erlassen")["text"]], ["zehn", "Der Hund [bitte ergänzen: Name des Hundes] bleibt."]);
});
