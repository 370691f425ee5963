import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import pino from "pino";
import { examine, portalChecks, reportHtml, runChecks, runPortalSuite, signReport, verifyReport, type CheckResult } from "@kommunalportal/conformance-kit";
import { createPageCache } from "#platform/http";
import { parsePage } from "../../testing/page.ts";
import { developerSurface } from "../developer/index.ts";
import { createErrorPages, createLayout, createTownAssets, routes } from "../frame/index.ts";
import { conformanceWorld } from "./testing/conformance-world.ts";

const world = await conformanceWorld((app, { addresses, tenants, world }) => {
  const layout = createLayout({ addresses, disturbances: { current: () => [] }, townAssets: createTownAssets(tenants) });
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy: "default-src 'none'", log: pino({ level: "silent" }) });
  const accounts = { citizen: () => Promise.resolve(undefined), citizenWith: () => Promise.resolve(undefined), visitor: () => undefined, staff: () => Promise.resolve(undefined), newVisitor: () => { throw new Error("no visitor is made here"); } };
  developerSurface(routes(app, { addresses, accounts, pageCache: createPageCache(10_000_000), pagePolicy: "default-src 'none'", errorPages }), { layout, addresses, clock: world.deps.clock, extensions: world.extensions, disturbances: { current: () => [] } });
});

const line = world.line;
const failed = (results: readonly CheckResult[]) => results.filter(({ outcome }) => outcome !== "passed").map(({ id, outcome, findings }) => `${id} ${outcome}: ${findings.join(" | ")}`);

test("this portal conforms at the highest level, and the report says so, signed", async () => {
  const report = await runPortalSuite({ ...await world.subject(), fetch: line });
  assert.deepEqual(failed(report.results), []);
  assert.deepEqual([report.level, report.results.length], [3, portalChecks.length]);
  const page = reportHtml(report);
  // A file to pass on: it brings its own style, which no page of the portal may.
  assert.deepEqual(parsePage(page).problems.filter((problem) => problem !== "inline style"), []);
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]) as CryptoKeyPair;
  const [own, other] = [await crypto.subtle.exportKey("jwk", publicKey), await crypto.subtle.exportKey("jwk", (await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]) as CryptoKeyPair).publicKey)];
  const signed = await signReport(report, await crypto.subtle.exportKey("jwk", privateKey));
  assert.deepEqual(await verifyReport(signed, [other, own]), report);
  assert.equal(await verifyReport(signed, [other]), undefined);
  const [header, , signature] = signed.split(".");
  assert.equal(await verifyReport(`${header}.${Buffer.from(JSON.stringify({ ...report, level: 3, subject: "https://elsewhere.example" })).toString("base64url")}.${signature}`, [own]), undefined);
});

test("a portal whose message comes before its answer conforms too", async () => {
  const subject = await world.subject();
  const heard = async (from: number): Promise<void> => { while (world.receiver.received.length === from) await wait(20); };
  let told = false;
  const messageFirst: typeof fetch = async (input, init) => {
    const asked = new Request(input, init);
    const { method, url } = asked;
    const from = world.receiver.received.length;
    const answer = await line(asked);
    if (told && answer.status === 201 && method === "POST" && url.endsWith("/applications")) await heard(from);
    if (answer.status === 201 && method === "POST" && url.endsWith("/webhooks")) told = true;
    return answer;
  };
  const checks = portalChecks.filter(({ id }) => ["webhooks.signed", "webhooks.repeated"].includes(id));
  assert.deepEqual(failed(await runChecks(checks, examine({ ...subject, fetch: messageFirst }))), []);
});

test("what a run was not given was not tried, and what was not tried has not passed", async () => {
  const { privateKey: _key, receiver: _receiver, stranger: _stranger, withFile: _file, released: _released, ...little } = await world.subject();
  const report = await runPortalSuite({ ...little, fetch: line });
  assert.equal(report.level, 1);
  assert.deepEqual(report.results.filter(({ outcome }) => outcome === "failed"), []);
  assert.ok(report.results.filter(({ outcome }) => outcome === "not-tried").length >= 6);
});
