import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { OfferError } from "./errors/fit-connect-error.ts";
import { createSender, type StoredAnnouncement } from "./sender.ts";
import { json } from "./testing/testing-service.ts";
import { testWorld } from "./testing/test-world.ts";

const stored = ({ submissionId, caseId, attachmentIds }: StoredAnnouncement): StoredAnnouncement => ({ submissionId, caseId, attachmentIds });
const gone = (error: unknown): boolean => error instanceof OfferError && error.code === "submission-gone";

test("another process goes on with what was announced: the same submission, the same attachments, in fragments too", async (t) => {
  const { service, settings, subscriber, order, options } = await testWorld(t, { fragments: { above: 100_000, size: 90_000 } });
  const ids = stored(await createSender({ ...settings }).announce(order));
  const other = createSender({ ...settings });
  const sent = await (await other.resume(order, ids)).deliver();
  assert.equal(sent.submissionId, ids.submissionId);
  assert.deepEqual([...service.parcels.get(ids.submissionId)?.attachments.keys() ?? []], service.parcels.get(ids.submissionId)?.announced);
  const received = await subscriber.receive(ids.submissionId, options);
  assert.deepEqual(received.kind === "intact" && received.attachments.map(({ bytes }) => bytes), [11, 300_000]);
  assert.equal(service.seen.filter(({ method, path }) => method === "POST" && path.endsWith("/submissions")).length, 1);
});

test("what an earlier try handed over unheard is not handed over again", async (t) => {
  const { service, sender, order } = await testWorld(t);
  const announced = await sender.announce(order);
  const first = await announced.deliver();
  const before = service.seen.length;
  const again = await (await sender.resume(order, stored(announced))).deliver();
  assert.deepEqual(again, first);
  assert.ok(service.seen.slice(before).every(({ method }) => method === "GET"));
});

test("an earlier try that is still running and faster is found in the log, at an attachment as at the last step", async (t) => {
  for (const step of ["/attachments/", "submission"]) {
    const { service, sender, order } = await testWorld(t);
    const announced = await sender.announce(order);
    const resumed = await sender.resume(order, stored(announced));
    let first: unknown;
    service.disturb = ({ method, path }) => {
      if (method !== "PUT" || !(step === "submission" ? path.endsWith(announced.submissionId) : path.includes(step))) return undefined;
      service.disturb = () => undefined;
      // The other one is done before this request is answered.
      return (response) => { void announced.deliver().then((sent) => { first = sent.authenticationTags; json(409, { title: "already submitted" })(response); }); };
    };
    const sent = await resumed.deliver();
    assert.deepEqual(sent.authenticationTags, first);
  }
});

test("what vanished before it was handed over is told, and so are other attachments than were announced", async (t) => {
  const { service, sender, order } = await testWorld(t);
  const announced = await sender.announce(order);
  await assert.rejects(sender.resume({ ...order, attachments: [] }, stored(announced)), gone);
  await assert.rejects(sender.resume({ ...order, attachments: [...order.attachments ?? [], ...order.attachments ?? []] }, stored(announced)), gone);
  await assert.rejects(sender.resume(order, { ...stored(announced), submissionId: randomUUID() }), gone);
  service.logs.set(announced.caseId, [...service.logs.get(announced.caseId) ?? [], await service.event("delete", { kind: "submission", id: announced.submissionId, caseId: announced.caseId })]);
  await assert.rejects(sender.resume(order, stored(announced)), gone);
  service.disturb = ({ path }) => (path.includes("/cases/") ? json(404, {}) : undefined);
  await assert.rejects(sender.resume(order, stored(announced)), gone);
  service.disturb = ({ path }) => (path.includes("/cases/") ? json(503, {}) : undefined);
  await assert.rejects(sender.resume(order, stored(announced)), (error: unknown) => !gone(error));
});
