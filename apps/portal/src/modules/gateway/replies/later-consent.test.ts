import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { efaSender } from "../../../testing/efa-sender.ts";
import { receiveWohngeld } from "../../../testing/reception.ts";
import { startWorld } from "../../../testing/world.ts";
import { openWayBack } from "../inbound/arrival-store.ts";
import { dialogueStandard } from "../index.ts";

const clock = manualClock(new Date());
const world = await startWorld({ worker: false, clock });
const { house } = world;
const { gateway, answers } = house;
const town = house.tenants.bySlug("musterstadt")!;
const clerk = { kind: "staff", id: newId(), office: "wohngeldstelle" } as const;
const efa = await efaSender(world, () => clock.now(), { answering: true });
const destination = await receiveWohngeld(world, town.id, clerk);

test("what the other service says later about electronic decisions counts from then on, the newest word last, and answers no question", async () => {
  const sent = await efa.sender.send(efa.order(destination));
  await gateway.inbound.poll();
  await gateway.inbound.take({ tenant: town.id, submission: sent.submissionId });
  const { application_id: application } = await house.db.inTenant(town.id, (tx) => tx.one<{ application_id: string }>(sql`select application_id from gateway.arrival where submission_id = ${sent.submissionId}`));
  assert.ok((await answers.inCase(town.id, application, (tx, head) => answers.ask(tx, { head, actor: clerk, office: "wohngeldstelle", text: "Wie hoch ist die Miete?" })))?.ok);
  const say = async (agreed: boolean, words: object) => {
    const told = await efa.sender.send(efa.order(sent.destinationId, {
      caseId: sent.caseId, data: { bytes: JSON.stringify(words), schemaUri: dialogueStandard, mimeType: "application/json" }, attachments: [], additionalReferenceInfo: { senderReference: "W-1", zustimmungZumDigitalenBescheid: agreed },
    }));
    await gateway.inbound.poll();
    await Promise.all([1, 2].map(() => gateway.inbound.take({ tenant: town.id, submission: told.submissionId })));
  };
  const key = await house.tenants.tenantKey(town.id);
  const consent = async () => openWayBack(key, await house.db.inTenant(town.id, (tx) => tx.one<{ submission_id: string; sealed: Buffer }>(sql`select submission_id, sealed from gateway.arrival where submission_id = ${sent.submissionId}`)))?.consent;
  const stands = () => house.db.inTenant(town.id, async (tx) => ({
    told: (await house.applications.timeline(tx, application, { kind: "tenant" }, "office")).map(({ type }) => type).filter((type) => type.startsWith("electronic-") || type === "reply"), open: (await answers.requests(tx, application)).map(({ open: is }) => is),
  }));
  for (const agreed of [true, false]) {
    clock.advance(1_000);
    await say(agreed, { kind: "answer", text: "Zu den Bescheiden.", about: "consent" });
    assert.equal(await consent(), agreed);
  }
  assert.deepEqual(await stands(), { told: ["electronic-decisions-wanted", "electronic-decisions-declined"], open: [true] });
  clock.advance(1_000);
  await say(true, { kind: "answer", text: "655 Euro." });
  assert.equal(await consent(), true);
  assert.deepEqual(await stands(), { told: ["electronic-decisions-wanted", "electronic-decisions-declined", "reply"], open: [false] });
});
