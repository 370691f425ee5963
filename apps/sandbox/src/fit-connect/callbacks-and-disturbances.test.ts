import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { allowedCallback } from "./callback-address.ts";
import { until } from "../testing/until.ts";
import { assertProblem, fitWorld } from "./testing/test-world.ts";

interface Got { readonly headers: IncomingHttpHeaders; readonly body: string }
/** A receiver that answers as told. */
async function receiver(t: TestContext) {
  const got: Got[] = [];
  const answer = { status: 204 };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); }).on("end", () => {
      got.push({ headers: request.headers, body });
      response.writeHead(answer.status, { location: "/anderswo" }).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => { server.close(); server.closeAllConnections(); });
  return { got, answer, url: `http://portal.localhost:${(server.address() as AddressInfo).port}/rueckruf` };
}
const secret = "insecure_unsafe_qHScgrg_kP-R31jHUwp3GkVkGJolvBchz65b74Lzue0";
const genuine = ({ headers, body }: Got, as = secret): boolean => createHmac("sha512", as).update(`${String(headers["callback-timestamp"])}.${body}`).digest("hex") === headers["callback-authentication"];

test("the published vector of the callback signature is what is computed here", () => {
  const body = '{"type":"https://schema.fitko.de/fit-connect/submission-api/callbacks/new-submissions","submissionIds":["f39ab143-d91a-474a-b69f-b00f1a1873c2"]}';
  assert.ok(genuine({ headers: { "callback-timestamp": "1672527599", "callback-authentication": "798cd0edb70c08e5b32aa8a18cbbc8ff6b3078c51af6d011ff4e32e470c746234fc4314821fe5185264b029e962bd37de33f3b9fc5f1a93c40ce6672845e90df" }, body }));
});

test("both sides are called, signed; what is not taken is tried again after a while, without following a redirect, and survives a restart", async (t) => {
  const [destinationHook, senderHook] = [await receiver(t), await receiver(t)];
  const world = await fitWorld(t);
  const destinationId = await world.destination({ callback: { url: destinationHook.url, secret } });
  destinationHook.answer.status = 307;
  const sent = await world.submit([], { destinationId, callback: { url: senderHook.url, secret } });
  await until(async () => destinationHook.got.length >= 1, "the first attempt");
  assert.deepEqual(await world.eventNames(sent.caseId), ["create-submission", "submit-submission"]);
  destinationHook.answer.status = 500;
  world.time.now += 1_100;
  await until(async () => destinationHook.got.length >= 2, "the second attempt");
  destinationHook.answer.status = 204;
  world.time.now += 2_100;
  await until(async () => (await world.eventNames(sent.caseId)).includes("notify-submission"), "success is in the log");
  assert.equal(new Set(destinationHook.got.map(({ body }) => body)).size, 1);
  assert.deepEqual(JSON.parse(destinationHook.got[0]!.body), {
    type: "https://schema.fitko.de/fit-connect/submission-api/callbacks/new-submissions", submissionIds: [sent.submissionId], submissions: [{ destinationId, submissionId: sent.submissionId, caseId: sent.caseId }] });
  assert.ok(destinationHook.got.every((got) => genuine(got) && got.headers["content-type"] === "application/json"));

  senderHook.answer.status = 503;
  const accept = await world.set(sent, "accept-submission", { authenticationTags: sent.tags }, { claims: { iss: destinationId } });
  assert.equal((await world.post(sent.caseId, accept)).status, 204);
  await until(async () => senderHook.got.length >= 1, "the sender hears of it");
  await world.sandbox.close();
  senderHook.answer.status = 200;
  await fitWorld(t, { dataFolder: world.sandbox.dataFolder });
  await until(async () => senderHook.got.length >= 2, "the pending callback after the restart");
  assert.deepEqual(JSON.parse(senderHook.got.at(-1)!.body), { type: "https://schema.fitko.de/fit-connect/submission-api/callbacks/new-events", caseIds: [sent.caseId], events: [{ caseId: sent.caseId }] });
});

test("the sender is told that the recipient was notified; where the answer comes with it, only once", async (t) => {
  const [destinationHook, senderHook] = [await receiver(t), await receiver(t)];
  const world = await fitWorld(t);
  const destinationId = await world.destination({ callback: { url: destinationHook.url, secret } });
  const hand = () => world.submit([], { destinationId, callback: { url: senderHook.url, secret } });
  const notified = (caseId: string) => until(async () => (await world.eventNames(caseId)).includes("notify-submission"), "the recipient was told");
  const slow = await hand();
  await notified(slow.caseId);
  assert.equal(senderHook.got.length, 0, "a moment is left for an answer that comes at once");
  world.time.now += 500;
  await until(async () => senderHook.got.length === 1, "the sender hears of it");
  assert.ok(genuine(senderHook.got[0]!));
  assert.deepEqual(JSON.parse(senderHook.got[0]!.body), { type: "https://schema.fitko.de/fit-connect/submission-api/callbacks/new-events", caseIds: [slow.caseId], events: [{ caseId: slow.caseId }] });

  const quick = await hand();
  await notified(quick.caseId);
  assert.equal((await world.post(quick.caseId, await world.set(quick, "accept-submission", { authenticationTags: quick.tags }, { claims: { iss: destinationId } }))).status, 204);
  await until(async () => senderHook.got.length === 2, "the answer is told at once");
  world.time.now += 10_000;
  const later = await hand();
  await notified(later.caseId);
  world.time.now += 500;
  await until(async () => senderHook.got.length >= 3, "what comes after it");
  assert.deepEqual(senderHook.got.map(({ body }) => (JSON.parse(body) as { caseIds: string[] }).caseIds[0]), [slow.caseId, quick.caseId, later.caseId]);
});

test("what comes for one receiver within a moment, or while it does not answer, is told in one call, and stands in the log of each case", async (t) => {
  const hook = await receiver(t);
  const world = await fitWorld(t);
  const destinationId = await world.destination({ callback: { url: hook.url, secret } });
  hook.answer.status = 500;
  const first = await world.submit([], { destinationId });
  await until(async () => hook.got.length === 1, "the first attempt");
  const others = [await world.submit([], { destinationId }), await world.submit([], { destinationId })];
  hook.answer.status = 204;
  world.time.now += 1_100;
  for (const { caseId } of [first, ...others]) await until(async () => (await world.eventNames(caseId)).includes("notify-submission"), "each is in its log");
  assert.ok(hook.got.every((got) => genuine(got)));
  const told = hook.got.slice(1).map(({ body }) => JSON.parse(body) as { readonly submissionIds: readonly string[]; readonly submissions: readonly { readonly submissionId: string; readonly caseId: string }[] });
  assert.ok(told.some(({ submissionIds }) => submissionIds.length > 1), JSON.stringify(told));
  for (const { submissionIds, submissions } of told) assert.deepEqual(submissions.map(({ submissionId }) => submissionId), submissionIds);
  for (const { submissionId, caseId } of [first, ...others]) assert.ok(told.some(({ submissions }) => submissions.some((one) => one.submissionId === submissionId && one.caseId === caseId)));
});

test("forged, late, unsigned and replayed callbacks can be ordered", async (t) => {
  const hook = await receiver(t);
  const world = await fitWorld(t);
  const destinationId = await world.destination({ callback: { url: hook.url, secret } });
  const sent = await world.submit([], { destinationId });
  await until(async () => hook.got.length === 1, "the genuine one");
  const order = async (as: string): Promise<Got> => { await world.sandbox.send("fit-connect", "/_control/callbacks", { id: sent.submissionId, as }); return hook.got.at(-1)!; };
  assert.equal(genuine(await order("forged")), false);
  const late = await order("late");
  assert.ok(genuine(late) && Number(late.headers["callback-timestamp"]) <= world.time.now / 1000 - 300);
  assert.equal((await order("unsigned")).headers["callback-authentication"], undefined);
  const before = hook.got.length;
  await order("replayed");
  assert.deepEqual([hook.got.length - before, hook.got.at(-1)?.headers["callback-timestamp"] === hook.got.at(-2)?.headers["callback-timestamp"]], [2, true]);
});

test("the service calls nobody it must not call", () => {
  for (const url of ["http://portal.localhost/x", "https://localhost./x", "https://127.0.0.1/x", "http://[::1]:8080/x"]) assert.deepEqual([allowedCallback(url, "sandbox"), allowedCallback(url, "strict")], [true, false], url);
  for (const url of ["https://portal.example.org/x"]) assert.deepEqual([allowedCallback(url, "sandbox"), allowedCallback(url, "strict")], [false, true], url);
  for (const url of ["http://example.org", "https://10.0.0.1/", "https://[fe80::1]/", "https://rathaus.local/", "https://intranet/", "https://intranet./", "https://rathaus.local./", "https://a:b@portal.localhost/", "ftp://localhost/", "x"]) assert.deepEqual([allowedCallback(url, "sandbox"), allowedCallback(url, "strict")], [false, false], url);
});

test("disturbances answer as they should, apply to what they name, and end after the given number of requests", async (t) => {
  const world = await fitWorld(t);
  const path = `/submission-api/v2/destinations/${world.destinationId}`;
  const ask = (): Promise<Response> => world.call(path, { token: world.sender.token });
  const disturb = (mode: string, more: object = {}): Promise<Response> => world.sandbox.send("fit-connect", "/_control", { mode, times: 1, match: path, ...more });
  for (const [mode, status, id] of [["down", 503, "unavailable"], ["error", 500, "internal-error"], ["unprocessable", 422, "schema-violation"], ["unauthorized", 401, "unauthorized"]] as const) {
    await disturb(mode);
    await assertProblem(await ask(), status, id);
    assert.equal((await ask()).status, 200);
  }
  await disturb("garbage");
  await assert.rejects((await ask()).json());
  await disturb("redirect");
  const redirect = await ask();
  assert.deepEqual([redirect.status, redirect.headers.get("location")], [307, "http://elsewhere.sandbox.localhost/"]);
  await disturb("slow", { delayMs: 120 });
  const before = performance.now();
  assert.equal((await ask()).status, 200);
  assert.ok(performance.now() - before >= 115);
  await disturb("down", { match: "POST /auth" });
  assert.equal((await ask()).status, 200);
  await world.sandbox.call("fit-connect", "/_control", { method: "DELETE" });
  const { submissionId, caseId } = await world.announce();
  await disturb("acceptButDropConnection", { match: `PUT /submission-api/v2/submissions/${submissionId}` });
  await assert.rejects(world.finish(submissionId, world.content()));
  assert.deepEqual(await world.eventNames(caseId), ["create-submission", "submit-submission"]);
  await assertProblem(await world.finish(submissionId, world.content()), 409, "submission-state-invalid");
});
