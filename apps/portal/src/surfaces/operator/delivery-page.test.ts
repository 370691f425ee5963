import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { operatorWorld } from "./test-operator.ts";

const world = await operatorWorld();
const { get, post, musterstadt, clock } = world;
await world.destination(musterstadt.id, { name: "Steuerverfahren" });
const fine = async (url: string) => {
  const { status, page, body } = await get(url);
  assert.equal(status, 200, url);
  assert.deepEqual(page.problems, [], url);
  return { page, body };
};

test("what an intermediary has handed over and the Fachverfahren has refused is not offered to be sent once more, only corrected; what lies with it is waited for", async () => {
  const { deliveries: [queued] } = await world.submitted(musterstadt.id);
  const url = `/betrieb/zustellungen/${queued!.id}`;
  const state = (name: string) => world.db.asOperator("test", (tx) => tx.run(sql`update hub.delivery set state = ${name}, reason = ${name === "rejected" ? name : null}, finished_at = ${name === "rejected" ? clock.now() : null} where id = ${queued!.id}`));
  await world.db.inTenant(musterstadt.id, (tx) => tx.run(sql`insert into hub.dispatch (delivery_id, tenant_id, destination_id, parcel, memory, announced_at, handed_over_at) values (${queued!.id}, ${musterstadt.id}, ${queued!.destination}, ${newId()}, '{}', ${clock.now()}, ${clock.now()})`));
  await state("received");
  const waiting = (await fine(url)).page;
  for (const button of ["Jetzt versuchen", "Anhalten"]) assert.throws(() => waiting.form(button), /no form/);
  await state("rejected");
  const refused = (await fine(url)).page;
  assert.throws(() => refused.form("Noch einmal senden"), /no form/);
  assert.match(refused.text, /Unter derselben Kennung käme dasselbe zurück/);
  assert.ok(refused.form("Korrigiert senden"));
  assert.equal((await post(`${url}/wiederholung`, {})).location, `${url}?meldung=abgelehnt`);
  assert.match((await fine(`${url}?meldung=abgelehnt`)).page.text, /Noch einmal senden ändert nichts/);
});
