import assert from "node:assert/strict";
import { test } from "node:test";
import { adminWorld } from "../test-admin.ts";

const world = await adminWorld();

test("the record of processing lists every service that is switched on, from what the services and the town say", async () => {
  const page = await world.as("ede").at("/verarbeitungen");
  assert.equal(page.status, 200);
  assert.deepEqual(page.page.problems, []);
  assert.match(page.page.text, /Hund anmelden.*Festsetzung der Hundesteuer.*§ 3 KAG NRW.*Steueramt.*24 Monate nach dem Abschluss/);
  assert.doesNotMatch((await world.as("rita").at("/verarbeitungen")).page.text, /Hund anmelden/);
});

test("as a table it has a line for each, with the kinds of data, the receivers and the term", async () => {
  const { status, text, headers } = await world.as("ede").at("/verarbeitungen/verzeichnis.csv");
  assert.equal(status, 200);
  assert.match(String(headers["content-disposition"]), /verarbeitungen-musterstadt-2026-11-22\.csv/);
  const line = text.split("\r\n").find((one) => one.startsWith("Hund anmelden;"))!;
  assert.match(line, /hund-anmelden/);
  assert.match(line, /Antragstellende/);
  assert.match(line, /keine Übermittlung/);
  assert.match(line, /;24;/);
});

test("a service's notice gives each question with its reason, and says which have none", async () => {
  const { house } = world;
  const form = (await house.forms.current("hund-anmelden"))!.form;
  const page = await world.as("ede").at("/verarbeitungen/hund-anmelden");
  assert.equal(page.status, 200);
  assert.deepEqual(page.page.problems, []);
  const { reasonsOf, withoutReason } = await import("@kommunalportal/form-engine");
  for (const { label, why } of reasonsOf(form)) assert.ok(page.page.text.includes(label.de) && page.page.text.includes(why.text.de.split("\n")[0]!), label.de);
  assert.equal(/keinen Grund/.test(page.page.text), withoutReason(form).length > 0);
  assert.equal((await world.as("ede").at("/verarbeitungen/gibtesnicht")).status, 404);
  assert.equal((await world.as("sabine").at("/verarbeitungen")).status, 403);
});
