import assert from "node:assert/strict";
import { createPublicKey, randomUUID } from "node:crypto";
import { test } from "node:test";
import { z } from "zod";
import { assertProblem, claimsOf, DAY, fitWorld, makeTestKey } from "./testing/test-world.ts";
import { EVENT_PREFIX, EVENT_PROBLEM_PREFIX } from "./event-uris.ts";
import { parseJws, verifyPs512 } from "./jws.ts";

const problems = [{ type: `${EVENT_PROBLEM_PREFIX}hash-mismatch`, title: "Hash mismatch", detail: "x", instance: "data" }];

test("a posted token is refused for every rule that it breaks, and leaves no trace in the log", async (t) => {
  const world = await fitWorld(t);
  const sent = await world.submit(["a"]);
  const other = await world.submit();
  const accept = { authenticationTags: sent.tags };
  const stranger = await makeTestKey("PS512");
  const refuse = async (changes: Parameters<typeof world.set>[3], detail: RegExp, verb = "accept-submission", payload: object = accept): Promise<void> => {
    await assertProblem(await world.post(sent.caseId, await world.set(sent, verb, payload, changes)), 422, "event-invalid", detail);
  };
  await refuse({ key: stranger.privateKey }, /signature/);
  await refuse({ header: { kid: stranger.publicJwk.kid } }, /registered/);
  await refuse({ header: { kid: world.encryption.publicJwk.kid } }, /registered/);
  await refuse({ header: { alg: "RS256" } }, /header/);
  await refuse({ header: { typ: "JWT" } }, /header/);
  await refuse({ header: { jku: "https://evil.example" } }, /header/);
  await refuse({ claims: { $schema: "https://schema.fitko.de/fit-connect/set-payload/1.0.0/set-payload.schema.json" } }, /^Payload Schema not supported$/);
  await refuse({ claims: { $schema: undefined } }, /^Payload Schema not supported$/);
  for (const claim of ["jti", "iss", "iat", "sub", "txn", "events"]) await refuse({ claims: { [claim]: undefined } }, new RegExp(claim));
  await refuse({ claims: { iss: randomUUID() } }, /iss/);
  await refuse({ claims: { iss: await world.destination() } }, /iss/);
  await refuse({ claims: { iat: Math.floor(world.time.now / 1000) + 3600 } }, /iat/);
  await refuse({ claims: { txn: `case:${other.caseId}` } }, /txn/);
  await refuse({ claims: { sub: `submission:${other.submissionId}` } }, /sub/);
  await refuse({ claims: { sub: `reply:${sent.submissionId}` } }, /participants|sub/);
  await refuse({ claims: { events: {} } }, /one event/);
  await refuse({ claims: { events: { [`${EVENT_PREFIX}accept-submission`]: accept, [`${EVENT_PREFIX}forward-submission`]: {} } } }, /one event/);
  for (const verb of ["create-submission", "submit-submission", "notify-submission", "delete-submission", "accept-reply", "bless-submission"]) await refuse({}, /participants/, verb);
  await refuse({}, /authenticationTags/, "accept-submission", {});
  await refuse({}, /tags/i, "accept-submission", { authenticationTags: other.tags });
  await refuse({}, /tags/i, "accept-submission", { authenticationTags: { ...sent.tags, attachments: {} } });
  await refuse({}, /problems/, "reject-submission", {});
  await refuse({}, /problems/, "reject-submission", { problems: [] });
  await refuse({}, /problems/, "reject-submission", { problems: [{ ...problems[0], instance: "elsewhere" }] });
  await refuse({}, /problems/, "reject-submission", { problems: [{ ...problems[0], type: "hash-mismatch" }] });
  await assertProblem(await world.post(sent.caseId, "x.y"), 422, "event-invalid", /compact/);
  await assertProblem(await world.call(`/submission-api/v2/cases/${sent.caseId}/events`, { token: world.subscriber.token, json: {} }), 415, "unsupported-media-type");
  const good = await world.set(sent, "accept-submission", accept);
  await assertProblem(await world.post(sent.caseId, good, world.sender.token), 403, "forbidden");
  await assertProblem(await world.post(sent.caseId, good, (await world.peer("subscriber")).token), 403, "forbidden");
  await assertProblem(await world.post(randomUUID(), good), 404, "case-not-found");
  assert.deepEqual(await world.eventNames(sent.caseId), ["create-submission", "submit-submission"]);

  assert.equal((await world.post(sent.caseId, good)).status, 204);
  await assertProblem(await world.post(sent.caseId, good), 409, "event-already-exists");
  await assertProblem(await world.post(sent.caseId, await world.set(sent, "accept-submission", accept)), 409, "event-state-invalid");
  await assertProblem(await world.post(sent.caseId, await world.set(sent, "reject-submission", { problems })), 409, "event-state-invalid");
});

test("only one of many answers at the same moment counts", async (t) => {
  const world = await fitWorld(t);
  const sent = await world.submit();
  const sets = await Promise.all([...Array.from({ length: 4 }, () => world.set(sent, "accept-submission", { authenticationTags: sent.tags })), world.set(sent, "reject-submission", { problems })]);
  const answers = await Promise.all(sets.map((set) => world.post(sent.caseId, set)));
  assert.deepEqual(answers.map(({ status }) => status).sort((a, b) => a - b), [204, 409, 409, 409, 409]);
  assert.equal((await world.log(sent.caseId)).length, 3);
});

test("forwarding needs no payload, happens once, and the forwarded submission is still listed and can be answered", async (t) => {
  const world = await fitWorld(t);
  const sent = await world.submit();
  const incomplete = await world.announce();
  await assertProblem(await world.post(incomplete.caseId, await world.set(incomplete, "forward-submission", {})), 409, "event-state-invalid");
  assert.equal((await world.post(sent.caseId, await world.set(sent, "forward-submission", {}, { claims: { $schema: undefined } }))).status, 204);
  await assertProblem(await world.post(sent.caseId, await world.set(sent, "forward-submission", {})), 409, "event-state-invalid");
  const { count } = z.looseObject({ count: z.number() }).parse(await (await world.call("/submission-api/v2/submissions", { token: world.subscriber.token })).json());
  assert.equal(count, 1);
  assert.equal((await world.post(sent.caseId, await world.set(sent, "reject-submission", { problems }))).status, 204);
  assert.deepEqual(await world.eventNames(sent.caseId), ["create-submission", "submit-submission", "forward-submission", "reject-submission"]);
});

test("the log comes in pages, per case and per submission", async (t) => {
  const world = await fitWorld(t);
  const first = await world.submit();
  const second = await world.submit([], { caseId: first.caseId });
  const page = async (path: string): Promise<unknown> => (await world.call(`/submission-api/v2/${path}`, { token: world.sender.token })).json();
  const all = await world.log(first.caseId);
  assert.deepEqual(await page(`cases/${first.caseId}/events?offset=1&limit=2`), { eventLog: all.slice(1, 3), count: 2, offset: 1, totalCount: 4 });
  assert.deepEqual(await page(`submissions/${second.submissionId}/events`), { eventLog: all.slice(2), count: 2, offset: 0, totalCount: 2 });
  await assertProblem(await world.call(`/submission-api/v2/cases/${first.caseId}/events?limit=501`, { token: world.sender.token }), 422, "schema-violation");
});

test("nobody sees what is not theirs", async (t) => {
  const world = await fitWorld(t);
  const sent = await world.submit(["a"]);
  const [otherSender, otherSubscriber] = [await world.peer("sender"), await world.peer("subscriber")];
  const attachment = [...sent.jwes.keys()][0];
  const paths = [`submissions/${sent.submissionId}`, `submissions/${sent.submissionId}/attachments/${attachment}`];
  for (const path of paths) {
    await assertProblem(await world.call(`/submission-api/v2/${path}`, { token: world.sender.token }), 403, "forbidden");
    await assertProblem(await world.call(`/submission-api/v2/${path}`, { token: otherSubscriber.token }), 403, "forbidden");
  }
  for (const path of [`cases/${sent.caseId}/events`, `submissions/${sent.submissionId}/events`]) {
    await assertProblem(await world.call(`/submission-api/v2/${path}`, { token: otherSender.token }), 404, "case-not-found");
    await assertProblem(await world.call(`/submission-api/v2/${path}`, { token: otherSubscriber.token }), 403, "forbidden");
  }
  await assertProblem(await world.call(`/submission-api/v2/submissions/${sent.submissionId}`, { method: "PUT", token: otherSender.token, json: world.content() }), 404, "submission-not-found");
  await assertProblem(await world.call(`/submission-api/v2/submissions?destinationId=${world.destinationId}`, { token: otherSubscriber.token }), 403, "forbidden");
  await assertProblem(await world.call("/submission-api/v2/submissions", { token: world.sender.token }), 403, "forbidden");
  await assertProblem(await world.call("/submission-api/v2/submissions", { token: world.subscriber.token, json: {} }), 403, "forbidden");
  await assertProblem(await world.call("/submission-api/v2/submissions", { token: otherSender.token, json: {
    destinationId: world.destinationId, announcedAttachments: [], publicService: { identifier: "urn:de:fim:leika:leistung:99099002006000" }, caseId: sent.caseId } }), 404, "case-not-found");
});

test("time removes what is incomplete, rejects what nobody answers, deletes contents and in the end the log", async (t) => {
  const world = await fitWorld(t);
  const incomplete = await world.announce();
  const [unanswered, accepted, rejected, unfetched] = [await world.submit(["a"]), await world.submit(["b"]), await world.submit(), await world.submit()];
  assert.equal((await world.post(accepted.caseId, await world.set(accepted, "accept-submission", { authenticationTags: accepted.tags }))).status, 204);
  assert.equal((await world.post(rejected.caseId, await world.set(rejected, "reject-submission", { problems }))).status, 204);
  const at = async (days: number): Promise<void> => { world.time.now += days * DAY; await world.renew(); };
  const fetchStatus = async ({ submissionId }: { submissionId: string }): Promise<number> => (await world.call(`/submission-api/v2/submissions/${submissionId}`, { token: world.subscriber.token })).status;

  await at(1);
  assert.deepEqual(await world.eventNames(incomplete.caseId), ["create-submission", "delete-submission"]);
  await assertProblem(await world.finish(incomplete.submissionId, world.content()), 409, "submission-state-invalid");
  assert.deepEqual(await Promise.all([unanswered, accepted, rejected].map(fetchStatus)), [200, 200, 200]);
  await at(2);
  const mails = async ({ submissionId }: { submissionId: string }): Promise<number> => z.object({ mails: z.array(z.object({ text: z.string() })) })
    .parse(await (await world.sandbox.call("mail", "/_mails?to=fit@musterstadt.example")).json()).mails.filter(({ text }) => text.includes(submissionId)).length;
  assert.equal(await fetchStatus(unanswered), 200);
  assert.deepEqual([await mails(unfetched), await mails(unanswered)], [1, 0], "the technical contact hears after three days of what nobody has fetched, and of nothing else");
  await at(4);
  assert.deepEqual(await Promise.all([unanswered, accepted, rejected].map(fetchStatus)), [200, 404, 404]);
  assert.equal((await world.eventNames(accepted.caseId)).at(-1), "delete-submission");
  await at(7);
  assert.deepEqual([await mails(unfetched), await mails(unanswered), await mails(accepted)], [2, 0, 0]);
  assert.equal((await world.eventNames(unfetched.caseId)).at(-1), "reject-submission");
  const log = await world.log(unanswered.caseId);
  const last = claimsOf(log.at(-1)!);
  assert.deepEqual(Object.keys(last.events), [`${EVENT_PREFIX}reject-submission`]);
  assert.ok(last.iss.startsWith("http"));
  assert.equal(await fetchStatus(unanswered), 200);
  await at(7);
  assert.equal(await fetchStatus(unanswered), 404);
  assert.equal((await world.eventNames(unanswered.caseId)).at(-1), "delete-submission");
  await at(730 - 1);
  assert.equal((await world.log(unanswered.caseId)).length, 4);
  await at(1);
  await assertProblem(await world.call(`/submission-api/v2/cases/${unanswered.caseId}/events`, { token: world.sender.token }), 404, "case-not-found");
});

test("a reply that its sender does not fetch goes the way of everything that is not answered, and the authority is not reminded of it", async (t) => {
  const world = await fitWorld(t);
  const sent = await world.submit();
  await world.post(sent.caseId, await world.set(sent, "accept-submission", { authenticationTags: sent.tags }));
  const { replyId } = z.object({ replyId: z.uuid() }).parse(await (await world.call("/submission-api/v2/replies", { token: world.subscriber.token, json: { caseId: sent.caseId, announcedAttachments: [] } })).json());
  assert.equal((await world.call(`/submission-api/v2/replies/${replyId}`, { method: "PUT", token: world.subscriber.token, json: world.content() })).status, 200);
  world.time.now += 14 * DAY;
  await world.renew();
  assert.equal((await world.eventNames(sent.caseId)).at(-1), "reject-reply");
  assert.doesNotMatch(await (await world.sandbox.call("mail", "/_mails?to=fit@musterstadt.example")).text(), new RegExp(replyId));
});

test("a reply goes back in an accepted case, is announced to the sender and answered with the sender's registered key", async (t) => {
  const world = await fitWorld(t);
  const sent = await world.submit();
  const reply = (token: string, json: object = { caseId: sent.caseId, announcedAttachments: [] }): Promise<Response> => world.call("/submission-api/v2/replies", { token, json });
  await assertProblem(await reply(world.subscriber.token), 409, "case-state-invalid");
  await world.post(sent.caseId, await world.set(sent, "accept-submission", { authenticationTags: sent.tags }));
  await assertProblem(await reply((await world.peer("subscriber")).token), 404, "case-not-found");
  const { replyId } = z.object({ replyId: z.uuid(), caseId: z.literal(sent.caseId) }).parse(await (await reply(world.subscriber.token)).json());
  const content = world.content();
  assert.equal((await world.call(`/submission-api/v2/replies/${replyId}`, { method: "PUT", token: world.subscriber.token, json: content })).status, 200);
  assert.deepEqual(await (await world.call("/submission-api/v2/replies", { token: world.sender.token })).json(), { replies: [{ replyId, caseId: sent.caseId }], count: 1, offset: 0, totalCount: 1 });
  assert.deepEqual(await (await world.call("/submission-api/v2/replies", { token: world.subscriber.token })).json(), { replies: [], count: 0, offset: 0, totalCount: 0 });
  assert.deepEqual(await (await world.call(`/submission-api/v2/replies/${replyId}`, { token: world.sender.token })).json(), { replyId, caseId: sent.caseId, destinationId: world.destinationId, ...content, attachments: [] });
  await assertProblem(await world.call(`/submission-api/v2/replies/${replyId}`, { token: world.subscriber.token }), 403, "forbidden");
  await assertProblem(await world.call(`/submission-api/v2/submissions/${replyId}`, { token: world.subscriber.token }), 404, "submission-not-found");

  const key = await makeTestKey("PS512");
  const { x5c: _, ...jwk } = key.publicJwk;
  const tags = { metadata: content.encryptedMetadata.split(".")[4], data: content.encryptedData.split(".")[4], attachments: {} };
  const accept = (iss: string): Promise<string> => world.set(sent, "accept-reply", { authenticationTags: tags }, {
    key: key.privateKey, header: { kid: key.publicJwk.kid }, claims: { iss, sub: `reply:${replyId}` } });
  await assertProblem(await world.post(sent.caseId, await accept(world.sender.clientId), world.sender.token), 422, "event-invalid", /registered/);
  assert.equal((await world.sandbox.send("fit-connect", `/_control/clients/${world.sender.clientId}/keys`, jwk)).status, 204);
  assert.deepEqual(await (await world.call(`/ssp/clients/${world.sender.clientId}/keys/${jwk.kid}`)).json(), jwk);
  await assertProblem(await world.post(sent.caseId, await accept(world.destinationId), world.sender.token), 422, "event-invalid", /iss/);
  assert.equal((await world.post(sent.caseId, await accept(world.sender.clientId), world.sender.token)).status, 204);
  assert.deepEqual((await world.eventNames(sent.caseId)).slice(3), ["create-reply", "submit-reply", "accept-reply"]);
});

test("a log in the wrong order, cut, repeated or signed with a foreign key can be had from the control", async (t) => {
  const world = await fitWorld(t);
  const sent = await world.submit();
  const whole = await world.log(sent.caseId);
  const given = async (eventLog: string): Promise<string[]> => { await world.sandbox.send("fit-connect", "/_control", { eventLog }); return world.log(sent.caseId); };
  assert.deepEqual(await given("reversed"), whole.toReversed());
  assert.deepEqual(await given("truncated"), whole.slice(0, 1));
  assert.deepEqual(await given("repeated"), [...whole, whole[1]]);
  await world.sandbox.send("fit-connect", "/_control", { eventLog: "normal", signEvents: "wrong-key" });
  const forged = await world.log((await world.submit()).caseId);
  const { keys } = z.object({ keys: z.array(z.looseObject({ n: z.string(), e: z.string(), kty: z.string() })) }).parse(await (await world.call("/submission-api/.well-known/jwks.json")).json());
  assert.deepEqual(forged.map((set) => verifyPs512(parseJws(set)!, createPublicKey({ key: keys[0]!, format: "jwk" }))), [false, false]);
});
