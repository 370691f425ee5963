import assert from "node:assert/strict";
import { test } from "node:test";
import pino from "pino";
import { portalChecks, runPortalSuite } from "@kommunalportal/conformance-kit";
import { createPageCache } from "#platform/http";
import { developerSurface } from "../developer/index.ts";
import { createErrorPages, createLayout, createTownAssets, routes } from "../frame/index.ts";
import { conformanceWorld } from "./testing/conformance-world.ts";
import { faultyReceiver, plantedWebhookFaults } from "./testing/planted-webhook-faults.ts";
import { plantedFaults } from "./testing/planted-faults.ts";

const world = await conformanceWorld((app, { addresses, tenants, world }) => {
  const layout = createLayout({ addresses, disturbances: { current: () => [] }, townAssets: createTownAssets(tenants) });
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy: "default-src 'none'", log: pino({ level: "silent" }) });
  const accounts = { citizen: () => Promise.resolve(undefined), visitor: () => undefined, staff: () => Promise.resolve(undefined), newVisitor: () => { throw new Error("no visitor is made here"); } };
  developerSurface(routes(app, { addresses, accounts, pageCache: createPageCache(10_000_000), pagePolicy: "default-src 'none'", errorPages }), { layout, addresses, clock: world.deps.clock, extensions: world.extensions, disturbances: { current: () => [] } });
});
/** What the others stand on. */
const first = new Set(["journey.services", "journey.submitted", "journey.answered"]);

for (const fault of plantedFaults) {
  test(`found by ${fault.breaks}: ${fault.what}`, async () => {
    assert.ok(portalChecks.some(({ id }) => id === fault.breaks));
    const subject = await world.subject();
    const { tenant, clientId, clientSecret } = subject.program;
    const token = async () => {
      const answer = await world.line(`${world.portal}/oauth/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ grant_type: "client_credentials", tenant, client_id: clientId, client_secret: clientSecret }).toString() });
      return (await answer.json() as { access_token: string }).access_token;
    };
    const run = (send: typeof fetch) => runPortalSuite({ ...subject, patienceMs: 4_000, fetch: send }, { only: ({ id }) => id === fault.breaks || first.has(id) });
    const found = (await run(fault.through(world.line, { token }))).results.find(({ id }) => id === fault.breaks);
    assert.equal(found?.outcome, "failed", JSON.stringify(found));
    // Found, not stumbled over: the faulty portal itself has worked.
    assert.doesNotMatch(found.findings.join(" "), /!==|TypeError|fetch failed|is not a function/);
  });
}

for (const fault of plantedWebhookFaults) {
  test(`found by ${fault.breaks}: ${fault.what}`, async () => {
    const subject = await world.subject();
    const { receiver, line } = faultyReceiver(world.receiver, world.line, fault);
    const report = await runPortalSuite({ ...subject, receiver, patienceMs: 12_000, fetch: line }, { only: ({ id }) => id === "webhooks.signed" || id === fault.breaks });
    const found = report.results.find(({ id }) => id === fault.breaks);
    assert.equal(found?.outcome, "failed", JSON.stringify(found));
    if (fault.breaks !== "webhooks.signed") assert.equal(report.results[0]?.outcome, "passed", JSON.stringify(report.results[0]));
  });
}

test("there is a planted fault for every check", () => {
  const planted = new Set([...plantedFaults, ...plantedWebhookFaults].map(({ breaks }) => breaks));
  assert.deepEqual(portalChecks.map(({ id }) => id).filter((id) => !planted.has(id)), []);
});
