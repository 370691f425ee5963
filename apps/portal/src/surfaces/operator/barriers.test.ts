import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { operatorWorld } from "./test-operator.ts";

const { get, post, catalogue, musterstadt, db, clock } = await operatorWorld();
const { barrierReports } = catalogue;

test("what was reported on the Leitportal stands before the operator with whom to answer, a town's reports do not; reading is recorded", async () => {
  assert.match((await get("/betrieb/barrieren")).page.text, /Keine Meldung wartet auf Antwort/);
  const reference = await barrierReports.store(undefined, { page: "/orte", message: "Die Liste der Orte ist mit der Tastatur nicht zu bedienen.", name: "Erika Beispiel", email: "erika@beispiel.example" });
  await barrierReports.store(musterstadt.id, { page: "", message: "Das Wappen hat keine Beschreibung.", name: "", email: "" });
  const { page, status } = await get("/betrieb/barrieren");
  assert.equal(status, 200);
  assert.deepEqual(page.problems, []);
  assert.ok(page.text.includes(reference) && page.text.includes("erika@beispiel.example") && page.text.includes("Antwort bis 13. April 2026"));
  assert.doesNotMatch(page.text, /Wappen/);
  assert.equal((await get("/betrieb/barrieren", "sven")).status, 403);
  assert.deepEqual(await db.asOperator("test", (tx) => tx.rows(sql`select action from audit.entry where action like 'barrier%'`)), [{ action: "barrier-report.read" }]);
});

test("an answer is noted once, and only of what was reported on the Leitportal", async () => {
  clock.advance(50 * 86_400_000);
  assert.match((await get("/betrieb/barrieren")).page.text, /überfällig/);
  const [theirs] = await barrierReports.list(musterstadt.id, 1);
  assert.equal((await post(`/betrieb/barrieren/${theirs!.id}/antwort`, {})).location, "/betrieb/barrieren?meldung=unveraendert");
  assert.equal((await barrierReports.list(musterstadt.id, 1))[0]!.answeredAt, undefined);
  const { action } = (await get("/betrieb/barrieren")).page.form(/Als beantwortet vermerken/);
  assert.equal((await post(action, {})).location, "/betrieb/barrieren?meldung=barriere-beantwortet");
  assert.equal((await post(action, {})).location, "/betrieb/barrieren?meldung=unveraendert");
  assert.match((await get("/betrieb/barrieren?alle=1")).page.text, /beantwortet am/);
  assert.equal((await post("/betrieb/barrieren/keine-kennung/antwort", {})).status, 404);
});
