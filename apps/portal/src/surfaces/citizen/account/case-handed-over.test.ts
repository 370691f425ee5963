import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, textOf } from "./test-browser.ts";
import { clerk, journey } from "./test-journey.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const world = journey(portal);

test("after a hand-over, what the former town did stands under that town's name, and only the new town's offices are called competent", async () => {
  const account = await portal.newAccount();
  const citizen = browser(portal, portal.signIn(1, account));
  const { application } = await world.apply(account);
  await world.arrived(application, "steuer");
  await world.looked(application, account);
  await world.status(application, "in-progress", "");
  const [from, to] = [portal.musterstadt, portal.beispielhausen];
  await portal.db.asOperator("test", async (tx) => {
    const done = await portal.applications.handOver(tx, { application, from: from.id, to: to.id, offices: [], actor: clerk, data: { from: from.slug, to: to.slug, basis: "consent" }, text: "Der Hund lebt dort." });
    assert.ok(done.ok);
    await portal.audit.record(tx, { tenant: to.id, account, actor: clerk, action: "application.read", subject: { kind: "application", id: application } });
  });
  const text = textOf(await citizen.get(`/vorgaenge/${application}`));
  for (const words of ["Angekommen im Fachverfahren (Musterstadt)", "In Bearbeitung (Musterstadt)", "Musterstadt: Angekommen im Fachverfahren »Steuerverfahren«", "Steueramt, Musterstadt", "steueramt, Beispielhausen"]) assert.ok(text.includes(words), `${words} in ${text}`);
  assert.doesNotMatch(text, /Steueramt, Beispielhausen|steueramt@musterstadt/);
});
