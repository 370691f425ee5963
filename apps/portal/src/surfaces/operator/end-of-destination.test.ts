import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { operatorWorld } from "./test-operator.ts";

const world = await operatorWorld();
const { get, post, db, hub, musterstadt, receiver, clock } = world;
const fine = async (url: string) => {
  const { status, page, body } = await get(url);
  assert.equal(status, 200, url);
  assert.deepEqual(page.problems, [], url);
  return { page, body };
};
const alarmsOf = async (destination: string) => (await db.asOperator("test", (tx) => hub.alarms(tx))).filter((alarm) => alarm.destination === destination).map(({ kind }) => kind);

test("a dead letter that its office has dealt with by hand is noted as such: no alarm, not in the list of what cannot be delivered, and open again when it is sent once more", async () => {
  const to = await world.destination(musterstadt.id, { name: "Von Hand" });
  await receiver.behave("rejectAll");
  const { deliveries } = await world.submitted(musterstadt.id);
  const id = deliveries.find(({ destination }) => destination === to.destination)!.id;
  await hub.deliver(to);
  assert.deepEqual(await alarmsOf(to.destination), ["dead-letters"]);
  const url = `/betrieb/zustellungen/${id}`;
  const form = (await fine(url)).page.form("Als erledigt vermerken");
  assert.equal((await post(form.action, {})).location, `${url}?meldung=erledigt`);
  assert.deepEqual(await alarmsOf(to.destination), []);
  const after = (await fine(`${url}?meldung=erledigt`)).page;
  assert.match(after.text, /Als erledigt vermerkt .*Das Amt bearbeitet den Antrag in seinem Eingang/);
  assert.throws(() => after.form("Als erledigt vermerken"), /no form/);
  assert.doesNotMatch((await fine(`/betrieb/zustellungen?stand=unzustellbar&ziel=${to.destination}`)).page.text, /MUS-/);
  assert.match((await fine(`/betrieb/zustellungen?stand=rejected&ziel=${to.destination}`)).page.text, /zurückgewiesen erledigt/);
  assert.equal((await post(form.action, {})).location, `${url}?meldung=unveraendert`, "noted once");
  const story = `/betrieb/vorgaenge/${/MUS-\d{4}-\w{4}-\w{4}/.exec(after.text)?.[0] ?? ""}`;
  assert.match((await fine(story)).page.text, /Vom Fachverfahren zurückgewiesen .*Vom Betrieb als erledigt vermerkt .*Das Amt bearbeitet den Antrag in seinem Eingang/);
  assert.equal((await post(`${url}/wiederholung`, {})).location, `${url}?meldung=wiederholt`);
  await hub.deliver(to);
  assert.deepEqual(await alarmsOf(to.destination), ["dead-letters"], "refused anew, it is an alarm again");
  await receiver.behave("normal");
  await post(`${url}/wiederholung`, {});
  await hub.deliver(to);
  assert.equal((await world.view(musterstadt.id, id)).delivery.state, "accepted");
  assert.equal((await post(form.action, {})).location, `${url}?meldung=unveraendert`, "what has arrived is no dead letter");
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where id = ${to.destination}`));
});
test("a destination is retired: its ways end, its secrets go, what waited can be led elsewhere, and what leads to its page is no dead end", async () => {
  const [old, other] = [await world.destination(musterstadt.id, { name: "Altes Verfahren" }), await world.destination(musterstadt.id, { name: "Neues Verfahren" })];
  const { deliveries, reference } = await world.submitted(musterstadt.id);
  const delivery = (destination: string) => deliveries.find((one) => one.destination === destination)!.id;
  const [waiting, elsewhere] = [delivery(old.destination), delivery(other.destination)];
  await db.inTenant(musterstadt.id, (tx) => hub.pauseDelivery(tx, { delivery: waiting, paused: true, actor: { kind: "system", what: "test" } }));
  const url = `/betrieb/ziele/${old.destination}`;
  const form = (await fine(url)).page.form("Ziel stilllegen");
  const unsure = await post(form.action, { stilllegung: "1" });
  assert.equal(unsure.status, 422);
  assert.deepEqual(unsure.page.problems, []);
  assert.ok(unsure.page.text.includes("Bestätigen Sie, dass dieses Ziel stillgelegt werden soll."));
  assert.equal(unsure.page.form("Speichern").fields.find(([name]) => name === "name")?.[1], "Altes Verfahren", "the settings stand as they are stored");

  // What is on the way, or with an intermediary, is waited for.
  await db.asOperator("test", (tx) => tx.run(sql`update hub.delivery set state = 'received' where id = ${waiting}`));
  assert.equal((await post(form.action, { stilllegung: "1", stilllegen: "ja" })).location, `${url}?meldung=ziel-beschaeftigt`);
  assert.match((await fine(`${url}?meldung=ziel-beschaeftigt`)).page.text, /warten beim Vermittler auf die Antwort/);
  await db.asOperator("test", (tx) => tx.run(sql`update hub.delivery set state = 'paused' where id = ${waiting}`));

  assert.equal((await post(form.action, { stilllegung: "1", stilllegen: "ja" })).location, `${url}?meldung=ziel-stillgelegt-offen`);
  const retired = (await fine(`${url}?meldung=ziel-stillgelegt-offen`)).page;
  assert.match(retired.text, /stillgelegt Ort Musterstadt Art Webhook/);
  for (const gone of ["Speichern", "Probezustellung senden", "Ziel stilllegen"]) assert.throws(() => retired.form(gone), /no form/);
  assert.equal((await post(form.action, { stilllegung: "1", stilllegen: "ja" })).status, 404);
  assert.doesNotMatch((await fine("/betrieb/ziele")).page.text, /Altes Verfahren/);
  assert.deepEqual((await db.inTenant(musterstadt.id, (tx) => hub.routes(tx))).filter(({ destination }) => destination === old.destination), []);
  const { deliveries: later } = await world.submitted(musterstadt.id);
  assert.deepEqual(later.map(({ destination }) => destination), [other.destination]);

  // The office reads it in the log, and the operator leads it elsewhere; where it is already, it is noted.
  assert.deepEqual(await alarmsOf(old.destination), ["dead-letters"]);
  const page = (await fine(`/betrieb/zustellungen/${waiting}`)).page;
  assert.match(page.text, /Das Ziel ist stillgelegt\. Leiten Sie den Antrag an ein anderes Ziel/);
  assert.throws(() => page.form("Noch einmal senden"), /no form/);
  assert.equal(page.form("Korrigiert senden").fields.find(([name]) => name === "ziel")?.[1], "", "no destination is chosen by itself");
  assert.equal((await post(`/betrieb/zustellungen/${waiting}/wiederholung`, {})).location, `/betrieb/zustellungen/${waiting}?meldung=ziel-fehlt`);
  assert.match((await fine(`/betrieb/vorgaenge/${reference}`)).page.text, /Altes Verfahren/);
  assert.match((await post(`/betrieb/zustellungen/${waiting}/korrektur`, { ziel: other.destination, bestaetigt: "ja" })).page.text, /An dieses Ziel ist der Antrag schon unterwegs/);
  assert.match((await post(`/betrieb/zustellungen/${waiting}/erledigung`, {})).location, /erledigt$/);
  assert.deepEqual(await alarmsOf(old.destination), []);
  await hub.deliver(other);
  assert.equal((await world.view(musterstadt.id, elsewhere)).delivery.state, "accepted", "the other goes on");
  const { secrets } = await db.inTenant(musterstadt.id, (tx) => tx.one<{ secrets: Buffer }>(sql`select secrets from hub.destination where id = ${old.destination}`));
  const kept = await db.inTenant(musterstadt.id, (tx) => tx.one<{ secrets: Buffer }>(sql`select secrets from hub.destination where id = ${other.destination}`));
  assert.ok(secrets.length < kept.secrets.length, "nothing of its secrets is left");
  const renamed = await hub.setDestination({ tenant: musterstadt.id, name: "Altes Verfahren", channel: "webhook", address: `http://fachverfahren.sandbox.localhost:${world.sandbox.port}/webhook`, secret: { value: world.sandbox.credentials.fachverfahren.webhookSecret }, actor: { kind: "system", what: "test" } });
  assert.ok(renamed.ok, "the name is free again");
});
test("whoever sets up a destination without town and with other mistakes reads all of them at once", async () => {
  const wrong = await post("/betrieb/ziele", { art: "webhook", ort: "", name: "", adresse: "nirgends", schluessel: "geheim", gleichzeitig: "100" });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.page.problems, []);
  for (const message of [/Wählen Sie den Ort/, /Geben Sie einen Namen ein/, /vollständige Adresse/, /beginnt mit whsec_/, /Zahl von 1 bis 64/]) assert.match(wrong.page.text, message);
});
