import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { seen, testStaff } from "./test-staff.ts";

const world = await testStaff();
const { get, post, people, musterstadt } = world;

test("a clerk reads what the office system did not take, passes it on by hand and settles the task", async () => {
  const account = newId();
  const { application, path } = await world.submitted({ account });
  await world.answers.setConsent({ application, account, agreed: true });
  const { part } = await world.db.inTenant(musterstadt.id, (tx) => tx.one<{ part: string }>(sql`select part from casework.case where application_id = ${application}`));
  const event = { type: "delivery.declined", id: newId(world.clock.now().getTime()), tenant: musterstadt.id, application, part };
  for (const one of world.casework.subscriptions) if (one.to === event.type) await one.handle(event, { lastAttempt: false });
  const page = await seen(get(people.sabine, path));
  assert.match(page.text, /Das Fachverfahren hat eine Mitteilung nicht angenommen.*Die Person möchte Bescheide elektronisch bekommen/s);
  const form = page.form("Erledigt");
  const done = await post(people.sabine, form.action, Object.fromEntries(form.fields.filter(([name]) => name !== "_csrf")));
  assert.equal(done.location, `${path}?getan=mitteilung`);
  const after = await seen(get(people.sabine, done.location ?? ""));
  assert.match(after.text, /Die Aufgabe ist erledigt/);
  assert.doesNotMatch(after.text, /nicht angenommen/);
  assert.match((await seen(get(people.sabine, `${path}?ansicht=verlauf`))).text, /Mitteilung von Hand weitergegeben.*Sabine Steuer/s);
});
