import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { seen, testStaff } from "./test-staff.ts";

const world = await testStaff();
const { get, post, people } = world;
const { sabine, karla } = people;

/** A page that keeps everything a page has to keep. */
test("the Kasse sees its page, and what is wrong is said", async () => {
  await seen(get(karla, "/mitarbeit/musterstadt/kasse"));
  await seen(get(karla, "/mitarbeit/musterstadt/kasse?q=12345"));
  const page = await seen(post(karla, "/mitarbeit/musterstadt/kasse/zahlungseingang", { zahlung: newId(), betrag: "30,00", tag: "2026-03-02", weg: "counter", beleg: "K-1" }), 422);
  assert.ok(page.text.includes("Geben Sie den Betrag in Euro an"));
  assert.deepEqual((world.received[0] as { money: object }).money, { cents: 3000, day: "2026-03-02", way: "counter", voucher: "K-1" });
  assert.equal((await post(sabine, "/mitarbeit/musterstadt/kasse/zahlungseingang", { zahlung: newId() })).status, 403);
  const term = await seen(post(karla, "/mitarbeit/musterstadt/kasse/frist", { jahre: "drei" }), 422);
  assert.ok(term.text.includes("Geben Sie eine ganze Zahl von 6 bis 30 ein"));
  assert.ok(term.form("Frist speichern").fields.some(([name, value]) => name === "jahre" && value === "drei"));
  assert.equal((await post(karla, "/mitarbeit/musterstadt/kasse/frist", { jahre: "12" })).status, 303);
  assert.ok((await seen(get(karla, "/mitarbeit/musterstadt/kasse"))).text.includes("bleiben 12 Jahre"));
  assert.equal((await post(sabine, "/mitarbeit/musterstadt/kasse/frist", { jahre: "30" })).status, 403);
  await seen(post(karla, "/mitarbeit/musterstadt/kasse/erstattung", { aufgabe: newId(), ergebnis: "kept" }), 422);
});
test("the Kasse is told how much goes back, of which application and for what, and each error stands at its field", async () => {
  const at = "/mitarbeit/musterstadt/kasse";
  assert.match((await seen(get(karla, "/mitarbeit"))).text, /0\s*Erstattungen/);
  const { application, reference } = await world.submitted();
  const task = newId();
  world.refunds.push({ id: task, tenant: world.musterstadt.id, payment: newId(), application, service: "hund-anmelden", reference: "16444170063", providerReference: "KZ-1", way: "online", cents: 2_250, reason: "withdrawn", createdAt: world.clock.now(), closed: undefined });
  const start = await seen(get(karla, "/mitarbeit"));
  assert.match(start.text, /1\s*Erstattungen/);
  assert.equal(start.link("Erstattungen"), `${at}#erstattungen`);
  const page = await seen(get(karla, at));
  for (const words of [reference, "Hund anmelden", "Antrag zurückgezogen", "online (KZ-1)"]) assert.ok(page.text.includes(words), words);
  const open = await seen(post(karla, `${at}/erstattung`, { aufgabe: task, ergebnis: "" }), 422);
  assert.ok(open.links.some(({ href }) => href === "#erstattung-ergebnis"));
  // Done, it stands in a list of its own: who, when, how.
  world.refunds[0] = { ...world.refunds[0]!, closed: { at: new Date("2026-03-02T10:00:00Z"), by: karla.session.staff, outcome: "refunded", voucher: "R-17" } };
  const list = await seen(get(karla, (await seen(get(karla, at))).link("Erledigte Erstattungen")));
  for (const words of ["Erledigt am 02.03.2026", "Von Karla Kasse", "Wie zurückgezahlt", "Beleg R-17", "Betrag 22,50 €", "Kassenzeichen 16444170063", `Vorgang ${reference}`, "Wofür Hund anmelden", "Grund Antrag zurückgezogen"]) assert.ok(list.text.replaceAll("\u00a0", " ").includes(words), words);
  await seen(get(karla, `${at}/erstattungen?vor=gestern&nach=x`));
  assert.equal((await get(sabine, `${at}/erstattungen`)).status, 403);
  world.refunds.length = 0;
  world.fees.push({ id: newId(), tenant: world.musterstadt.id, account: undefined, application, service: "hund-anmelden", purpose: `decision:${newId()}`, cents: 9_600, receivedCents: 0, items: [{ id: "x", description: "Hund anmelden", cents: 9_600 }], way: "online", reference: "16444170063", state: "open", endedWhy: undefined, createdAt: world.clock.now(), dueDay: "2026-03-12", paidAt: undefined, attempt: undefined });
  const wrong = await seen(post(karla, `${at}/zahlungseingang`, { zahlung: newId(), betrag: "viel", tag: "2026-03-02", weg: "counter", beleg: "K-1" }), 422);
  assert.ok(wrong.links.some(({ href, text }) => href === "#kasse-betrag" && text.includes("Geben Sie den Betrag in Euro an")));
  world.fees.length = 0;
});
test("the Kasse chooses the claim itself, and hears what is left", async () => {
  const at = "/mitarbeit/musterstadt/kasse";
  const claim = (id: string, description: string) => ({ id, tenant: world.musterstadt.id, account: undefined, application: newId(), service: "hund-anmelden", purpose: `decision:${newId()}`, cents: 9600, receivedCents: 0, items: [{ id: "x", description, cents: 9600 }], way: "online" as const, reference: "16444170063", state: "open" as const, endedWhy: undefined, createdAt: world.clock.now(), dueDay: "2026-03-12", paidAt: undefined, attempt: undefined });
  world.fees.push(claim(newId(), "Hund anmelden"));
  const only = (await seen(get(karla, at))).form("Eintragen").fields.find(([name]) => name === "zahlung")?.[1];
  assert.equal(only, world.fees[0]?.id);
  world.fees.push(claim(newId(), "Bewohnerparkausweis"));
  const page = await seen(get(karla, at));
  assert.equal(page.form("Eintragen").fields.find(([name]) => name === "zahlung")?.[1], "", "none is chosen beforehand");
  assert.ok(page.text.includes("Bewohnerparkausweis, offen"));
  const money = { betrag: "30", tag: "2026-03-02", weg: "transfer", beleg: "K-9" };
  assert.ok((await seen(post(karla, `${at}/zahlungseingang`, { zahlung: "", ...money }), 422)).links.some(({ href }) => href === "#kasse-zahlung"));
  const done = await post(karla, `${at}/zahlungseingang`, { zahlung: world.fees[1]?.id ?? "", ...money });
  assert.match((await seen(get(karla, done.location ?? ""))).text.replaceAll("\u00a0", " "), /Es bleiben 66,00 € offen\./);
  world.fees.length = 0;
});
