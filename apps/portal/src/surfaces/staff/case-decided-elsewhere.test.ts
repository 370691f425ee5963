import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { seen, testStaff } from "./test-staff.ts";

const world = await testStaff();
const { get, people, musterstadt } = world;

test("the case names the authority that decided, and not the office that only has the case", async () => {
  const account = newId();
  const { application, path } = await world.submitted({ account });
  await world.answers.setConsent({ application, account, agreed: true });
  const outcome = await world.answers.prepare({
    tenant: musterstadt.id, application, office: "steueramt", actor: { kind: "extension", client: newId() }, way: "mailbox", signatory: { name: "", role: "" }, authority: { name: "Stadt Nordhafen", land: "01" },
    draft: { kind: "refusal", subject: "Ablehnung", paragraphs: ["Ihr Antrag wird abgelehnt."], amounts: [], conditions: [], reasons: [] },
  });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  assert.ok((await world.answers.inCase(musterstadt.id, application, (tx) => world.answers.decide(tx, outcome.prepared, { final: true })))?.ok);
  const page = await seen(get(people.sabine, `${path}?ansicht=bescheid`));
  assert.match(page.text, /Ablehnung vom .*Entschieden von\s*Stadt Nordhafen/s);
});
