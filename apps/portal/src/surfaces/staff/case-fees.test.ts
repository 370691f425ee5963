import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { decisionPurpose } from "#modules/payments";
import { parsePage } from "../../testing/page.ts";
import { seen, testStaff } from "./test-staff.ts";

const world = await testStaff();
const { get, post, people, payments, musterstadt } = world;
const { sabine, karla } = people;
const plain = (text: string): string => text.replaceAll("\u00a0", " ");

const claim = (application: string, account: string, purpose: string, reference?: string) => world.db.inTenant(musterstadt.id, (tx) => payments.claimDecisionFee(tx, { tenant: musterstadt.id, application, account, service: "hund-anmelden", cents: 9600, purpose, ...(reference === undefined ? {} : { reference }) }));
const kept = (form: { readonly fields: readonly (readonly [string, string])[] }): Record<string, string> => Object.fromEntries(form.fields.filter(([name]) => name !== "_csrf"));

test("an office takes back a fee of a wrong amount, or puts the right one in its place; what was refused stands in the form", async () => {
  const account = newId();
  const { application, path } = await world.submitted({ account });
  const fees = `${path}?ansicht=bescheid`;
  assert.ok(!(await seen(get(sabine, fees))).text.includes("Gebühr streichen"), "nothing is owed");
  const wrong = await claim(application, account, `extension:${newId()}`);
  assert.ok(!(await seen(get(sabine, path))).text.includes("Gebühr streichen"), "it stands beside the fees");
  const page = await seen(get(sabine, fees));
  assert.ok(plain(page.text).includes("96,00 €, offen") && page.text.includes("Gebühren ohne Bescheid"));
  const form = page.form("Gebühr streichen");
  assert.equal(kept(form)["gebuehr"], wrong, "the only one is chosen");
  const refused = await seen(post(sabine, form.action, { ...kept(form), betrag: "sechzig", text: "Der Satz ist 69 Euro." }), 422);
  assert.ok(refused.links.some(({ href, text }) => href === "#storno-betrag" && text.includes("Geben Sie den richtigen Betrag in Euro an")));
  assert.deepEqual([kept(refused.form("Gebühr streichen"))["betrag"], kept(refused.form("Gebühr streichen"))["text"]?.trim()], ["sechzig", "Der Satz ist 69 Euro."]);
  await seen(post(sabine, form.action, { ...kept(form), betrag: "69,00", text: "" }), 422);
  const done = await post(sabine, form.action, { ...kept(form), betrag: "69,00", text: "Der Satz ist 69 Euro." });
  assert.equal(done.location, `${path}?getan=storno&ansicht=bescheid`);
  const after = plain((await seen(get(sabine, done.location ?? ""))).text);
  for (const words of ["Die Gebühr ist gestrichen. Die Person hat davon erfahren.", "96,00 €, gestrichen", "69,00 €, offen"]) assert.ok(after.includes(words), words);
  assert.ok((await seen(get(sabine, `${path}?ansicht=verlauf`))).text.includes("Stattdessen sind 69,00 Euro zu zahlen"));
  const now = await seen(get(sabine, fees));
  const last = now.form("Gebühr streichen");
  await post(sabine, last.action, { ...kept(last), text: "Die Anmeldung ist frei." });
  assert.ok(!(await seen(get(sabine, fees))).text.includes("Gebühr streichen"));
});
test("the case shows what became of a refund", async () => {
  const { application, path } = await world.submitted({ account: newId() });
  const payment = await claim(application, newId(), `extension:${newId()}`);
  const by = karla.session;
  assert.ok((await payments.markReceived({ payment, tenant: musterstadt.id, by, money: { cents: 9600, day: "2026-03-02", way: "transfer", voucher: "K-1" } })).ok);
  assert.ok(!(await seen(get(sabine, path))).text.includes("Erstattung"));
  const asked = await world.db.inTenant(musterstadt.id, (tx) => payments.requestRefund(tx, { payment, cents: 3200, by: { staff: sabine.session.staff } }));
  assert.ok(asked.ok);
  assert.match(plain((await seen(get(sabine, path))).text), /Erstattung 32,00 €, vom Amt veranlasst: bei der Kasse seit 02\.03\.2026/);
  assert.ok((await payments.closeRefundTask({ task: asked.task, tenant: musterstadt.id, by, outcome: "refunded", voucher: "R-1" })).ok);
  assert.match(plain((await seen(get(sabine, path))).text), /Erstattung 32,00 €, vom Amt veranlasst: zurückgezahlt \(02\.03\.2026\)/);
});
test("where a decision set it, the page says that the decision has to be changed, and does not offer to send it once more", async () => {
  const account = newId();
  const { application, path, version } = await world.submitted({ account });
  const fee = { weg: "post", anschrift: "Erika Beispiel\nLindenweg 7", art: "fee", betreff: "Hundesteuer", text: "Wir setzen die Steuer fest.", betrag: "96,00", begruendung: "Satzung", rechtsbehelf: "klage", stelle: "Verwaltungsgericht Musterstadt", frist: "1", version: await version(), erlassen: "1" };
  assert.equal((await post(sabine, `${path}/bescheid`, fee)).status, 303);
  const fees = `${path}?ansicht=bescheid`;
  const decision = parsePage((await get(sabine, fees)).text).link("Bescheid ansehen").split("/").at(-1) ?? "";
  const set = await claim(application, account, decisionPurpose(decision));
  const page = await seen(get(sabine, fees));
  assert.ok(page.text.includes("schreiben Sie danach einen neuen Bescheid (§§ 130, 131 AO, bei Steuern §§ 172 ff. AO)"));
  const form = page.form("Gebühr streichen");
  assert.ok(!form.fields.some(([name]) => name === "betrag"), "another amount is no matter of this form");
  const posting = page.form("Postausgang eintragen");
  await post(sabine, posting.action, { ...kept(posting), tag: "2026-03-02" });
  assert.ok((await seen(get(sabine, fees))).links.some(({ text }) => text.includes("Bescheid wiederholen")));
  const forced = kept((await seen(get(sabine, fees))).form("Gebühr streichen"));
  assert.ok((await seen(post(sabine, form.action, { ...forced, betrag: "69,00", text: "Falscher Satz." }), 422)).text.includes("Diesen Betrag setzt ein Bescheid fest"));
  assert.equal((await post(sabine, form.action, { ...forced, text: "Falscher Satz. Ein neuer Bescheid folgt." })).status, 303);
  const after = await seen(get(sabine, fees));
  assert.ok(after.text.includes("Die Gebühr ist gestrichen, der Bescheid ist nicht geändert"));
  assert.ok(!after.links.some(({ text }) => text.includes("Bescheid wiederholen")));

  // The Kasse finds it by its Kassenzeichen and enters what comes all the same.
  const reference = (await payments.view(set, musterstadt.id))?.reference ?? "";
  world.found.push(await payments.view(set, musterstadt.id) ?? assert.fail());
  const till = await seen(get(karla, `/mitarbeit/musterstadt/kasse?q=${reference}`));
  assert.ok(till.text.includes("gestrichen") && !till.text.includes("96,00"));
  assert.equal(kept(till.form("Eintragen"))["zahlung"], set);
});
