import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiProblem } from "../errors/api-problem.ts";
import { errorText } from "../errors/error-text.ts";
import { AuthorizationError, FitConnectError, TransportError } from "../errors/fit-connect-error.ts";
import { createSender } from "../sender.ts";
import { bytesSource } from "../transfer/attachment-source.ts";
import { testWorld } from "../testing/test-world.ts";
import { json, type Answer } from "../testing/testing-service.ts";

const codeOf = (error: unknown): string => (error instanceof FitConnectError ? error.code : String(error));

test("one token serves many calls, is renewed before its end, and no scope is asked for", async (t) => {
  let now = 0;
  const { service, sender } = await testWorld(t, { now: () => now });
  await Promise.all(Array.from({ length: 5 }, () => sender.destination(service.destinationId)));
  assert.equal(service.tokens, 1);
  assert.equal(service.seen[0]?.body, "grant_type=client_credentials&client_id=portal&client_secret=geheim");
  now = 1_739_000;
  await sender.destination(service.destinationId);
  assert.equal(service.tokens, 1);
  now = 1_741_000;
  await sender.destination(service.destinationId);
  assert.equal(service.tokens, 2);
});

test("a token that ends in the middle of an upload is renewed and the attachment sent again, whole and freshly encrypted", async (t) => {
  const { service, sender, subscriber, order, options } = await testWorld(t);
  const bodies: string[] = [];
  service.disturb = ({ method, path, headers, body }) => {
    if (method !== "PUT" || !path.includes("/attachments/")) return undefined;
    bodies.push(body);
    return headers.authorization === "Bearer token-1" ? json(401, { title: "expired" }) : undefined;
  };
  const sent = await sender.send(order);
  assert.equal(service.tokens, 2);
  assert.equal(bodies.length, 3);
  assert.equal(bodies[0]?.length, bodies[1]?.length);
  assert.notEqual(bodies[0]?.split(".")[1], bodies[1]?.split(".")[1]);
  service.disturb = () => undefined;
  assert.equal((await subscriber.receive(sent.submissionId, options)).kind, "intact");
});

test("access that is refused says so once and is not tried again", async (t) => {
  const { service, sender, pauses } = await testWorld(t);
  service.disturb = ({ path }) => (path === "/token" ? json(401, { error: "invalid_client", error_description: "geheim" }) : undefined);
  await assert.rejects(sender.destination(service.destinationId), (error: unknown) => error instanceof AuthorizationError && error.code === "invalid_client" && !error.message.includes("geheim"));
  service.disturb = ({ path }) => (path === "/token" ? undefined : json(401, {}));
  await assert.rejects(sender.destination(service.destinationId), (error: unknown) => error instanceof AuthorizationError && error.code === "token-refused");
  assert.deepEqual(pauses, []);
});

test("what passes is tried again with growing pauses, what does not is not", async (t) => {
  const { service, sender, pauses } = await testWorld(t);
  let failures = 0;
  service.disturb = ({ path }) => (path.includes("/destinations/") && (failures += 1) <= 2 ? json(503, {}) : undefined);
  await sender.destination(service.destinationId);
  assert.equal(pauses.length, 2);
  assert.ok(pauses[0]! >= 250 && pauses[0]! <= 500 && pauses[1]! >= 500 && pauses[1]! <= 1000, pauses.join());
  service.disturb = ({ path }) => (path.includes("/destinations/") ? json(429, {}, { "retry-after": "7" }) : undefined);
  await assert.rejects(sender.destination(service.destinationId), (error: unknown) => error instanceof ApiProblem && error.status === 429);
  assert.deepEqual(pauses.slice(2), [7_000, 7_000]);
  service.disturb = ({ path }) => (path.includes("/destinations/") ? json(429, {}, { "retry-after": "3600" }) : undefined);
  await assert.rejects(sender.destination(service.destinationId), ApiProblem);
  assert.equal(pauses.length, 4);
  service.disturb = ({ path }) => (path.includes("/destinations/") ? json(403, { type: "https://schema.fitko.de/fit-connect/submission-api/problems/Böse<script>", title: "x".repeat(5_000) }) : undefined);
  await assert.rejects(sender.destination(service.destinationId), (error: unknown) => error instanceof ApiProblem && error.code === "http-403" && error.title === undefined);
  assert.equal(pauses.length, 4);
});

test("a redirect, a huge answer, garbage, a foreign shape, silence and a dead port each have their name", async (t) => {
  const { service, sender, settings } = await testWorld(t, { tries: 1 });
  const impatient = createSender({ ...settings, timeoutMs: 300 });
  const about = async (answer: Answer, asked = sender): Promise<string> => {
    service.disturb = ({ path }) => (path.includes("/destinations/") ? answer : undefined);
    return asked.destination(service.destinationId).then(() => "fine", codeOf);
  };
  assert.equal(await about((response) => { response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(); }), "redirect");
  assert.equal(await about((response) => { response.writeHead(200); const more = (): void => { if (!response.destroyed) { response.write(" ".repeat(100_000)); setImmediate(more); } }; more(); }), "answer-too-large");
  assert.equal(await about((response) => { response.writeHead(200).end("<html>"); }), "not-json");
  assert.equal(await about((response) => { response.writeHead(200).end(); }), "not-json");
  assert.equal(await about(json(200, { destinationId: "x" })), "unexpected-shape");
  assert.equal(await about(json(200, [])), "unexpected-shape");
  assert.equal(await about(() => undefined, impatient), "timeout");
  assert.equal(await about((response) => { response.writeHead(200).write("{"); }, impatient), "timeout");
  assert.equal(await about((response) => { response.destroy(); }), "network");
  const nowhere = createSender({ ...settings, environment: { ...service.environment, tokenUrl: "http://127.0.0.1:1/token" } });
  await assert.rejects(nowhere.destination(service.destinationId), (error: unknown) => error instanceof TransportError && error.retryable && !error.message.includes("127.0.0.1") && errorText(error, "de") === "FIT-Connect ist zurzeit nicht erreichbar.");
});

test("a last step whose answer was lost is not done twice: the log tells that it arrived", async (t) => {
  const { service, settings, order } = await testWorld(t);
  let cut = 0;
  // The first PUT has its effect, but its answer never comes; the second is answered 409.
  const sender = createSender({
    ...settings,
    fetch: async (url, request) => {
      const response = await fetch(url, request);
      if (request.method !== "PUT" || !/submissions\/[^/]+$/.test(url) || (cut += 1) > 1) return response;
      await response.text();
      throw new TypeError("fetch failed");
    },
  });
  const sent = await sender.send(order);
  assert.equal(cut, 2);
  assert.equal(service.logs.get(sent.caseId)?.length, 2);
});

test("a source that changes between announcement and upload ends the delivery and says so", async (t) => {
  const { sender, order } = await testWorld(t);
  const source = { size: 20, open: (start: number, end: number) => bytesSource(Buffer.alloc(10)).open(start, end) };
  await assert.rejects(sender.send({ ...order, attachments: [{ purpose: "form", mimeType: "a/b", source }] }), (error: unknown) => error instanceof TransportError && error.code === "source-changed" && !error.retryable);
});

test("a caller who gives up ends the upload", async (t) => {
  const { sender, order } = await testWorld(t);
  const controller = new AbortController();
  const source = { size: 1_000_000, async *open() { yield await Promise.resolve(Buffer.alloc(10)); controller.abort(); await new Promise((resolve) => { setTimeout(resolve, 50); }); yield Buffer.alloc(10); } };
  await assert.rejects(sender.send({ ...order, signal: controller.signal, attachments: [{ purpose: "form", mimeType: "a/b", source }] }), (error: unknown) => codeOf(error) === "aborted");
});

test("settings that cannot be right are refused at once", async (t) => {
  const { settings } = await testWorld(t);
  for (const change of [{ userAgent: "" }, { environment: { ...settings.environment, allowHttp: false } }, { environment: { ...settings.environment, portalUrl: "https://portal.example/" } }, { environment: { ...settings.environment, routingUrl: "ftp://x" } }]) assert.throws(() => createSender({ ...settings, ...change }), RangeError);
});
