import assert from "node:assert/strict";
import { test } from "node:test";
import pino from "pino";
import { examine, portalChecks, runChecks } from "@kommunalportal/conformance-kit";
import { createPageCache } from "#platform/http";
import { developerSurface } from "../developer/index.ts";
import { createErrorPages, createLayout, createTownAssets, routes } from "../frame/index.ts";
import { conformanceWorld } from "./testing/conformance-world.ts";
import { faultyReceiver, plantedWebhookFaults } from "./testing/planted-webhook-faults.ts";
import { plantedBetaFaults } from "./testing/planted-beta-faults.ts";
import { plantedFaults } from "./testing/planted-faults.ts";

const world = await conformanceWorld((app, { addresses, tenants, world }) => {
  const layout = createLayout({ addresses, disturbances: { current: () => [] }, townAssets: createTownAssets(tenants) });
  const errorPages = createErrorPages({ layout: () => layout, addresses, policy: "default-src 'none'", log: pino({ level: "silent" }) });
  const accounts = { citizen: () => Promise.resolve(undefined), citizenWith: () => Promise.resolve(undefined), visitor: () => undefined, staff: () => Promise.resolve(undefined), newVisitor: () => { throw new Error("no visitor is made here"); } };
  developerSurface(routes(app, { addresses, accounts, pageCache: createPageCache(10_000_000), pagePolicy: "default-src 'none'", errorPages }), { layout, addresses, clock: world.deps.clock, extensions: world.extensions, disturbances: { current: () => [] } });
});
const checkOf = (id: string) => portalChecks.filter((check) => check.id === id);
/** What the others stand on is made once, of the portal as it is, and lent to each run. */
const subject = await world.subject();
const right = examine({ ...subject, fetch: world.line });
for (const { id, outcome, findings } of await runChecks(portalChecks.filter(({ id: name }) => ["journey.services", "journey.submitted", "journey.answered", "reading.schemas"].includes(name)), right)) assert.equal(outcome, "passed", `${id}: ${findings.join(" | ")}`);
/** An address that a faulty portal has let in would be called with everything that comes after: names that nobody resolves hold up the whole process. */
async function forgetAddresses(): Promise<void> {
  const token = await right.token();
  const { items } = (await right.ask({ method: "GET", path: "/webhooks" }, { token })).json as { readonly items: readonly { readonly id: string }[] };
  for (const { id } of items) if (id !== right.kept("webhook")) assert.equal((await right.ask({ method: "DELETE", path: "/webhooks/{id}" }, { token, params: { id } })).status, 204);
}
/** What a check uses up is made for each run that needs it, still of the right portal. */
const before: Readonly<Record<string, readonly string[]>> = { "appointments.changed": ["appointments.booked"], "safe.ended": ["safe.released"] };

for (const fault of [...plantedFaults, ...plantedBetaFaults]) {
  test(`found by ${fault.breaks}: ${fault.what}`, async () => {
    assert.equal(checkOf(fault.breaks).length, 1);
    const { tenant, clientId, clientSecret } = subject.program;
    const token = async () => {
      const answer = await world.line(`${world.portal}/oauth/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ grant_type: "client_credentials", tenant, client_id: clientId, client_secret: clientSecret }).toString() });
      return (await answer.json() as { access_token: string }).access_token;
    };
    const own = { ...subject, ...(fault.breaks.startsWith("safe.") ? { released: await world.released() } : {}) };
    const prepared = examine({ ...own, fetch: world.line }, right);
    for (const id of before[fault.breaks] ?? []) assert.equal((await runChecks(checkOf(id), prepared))[0]?.outcome, "passed", id);
    const [found] = await runChecks(checkOf(fault.breaks), examine({ ...own, patienceMs: 1_500, fetch: fault.through(world.line, { token }) }, prepared));
    if (fault.breaks.startsWith("writing.")) await forgetAddresses();
    assert.equal(found?.outcome, "failed", JSON.stringify(found));
    // Found, not stumbled over: the faulty portal itself has worked.
    assert.doesNotMatch(found.findings.join(" "), /!==|TypeError|fetch failed|is not a function/);
  });
}

for (const fault of plantedWebhookFaults) {
  test(`found by ${fault.breaks}: ${fault.what}`, async () => {
    const own = await world.subject();
    const { receiver, line } = faultyReceiver(world.receiver, world.line, fault);
    // The address works first, however busy the machine is; what does not come at all is waited for a shorter time.
    const signed = examine({ ...own, receiver, patienceMs: fault.breaks === "webhooks.signed" ? 4_000 : 20_000, fetch: line });
    let [found] = await runChecks(checkOf("webhooks.signed"), signed);
    if (fault.breaks !== "webhooks.signed") {
      assert.equal(found?.outcome, "passed", JSON.stringify(found));
      [found] = await runChecks(checkOf(fault.breaks), examine({ ...own, receiver, patienceMs: 4_000, fetch: line }, signed));
    }
    assert.equal(found?.outcome, "failed", JSON.stringify(found));
  });
}

test("there is a planted fault for every check", () => {
  const planted = new Set([...plantedFaults, ...plantedBetaFaults, ...plantedWebhookFaults].map(({ breaks }) => breaks));
  assert.deepEqual(portalChecks.map(({ id }) => id).filter((id) => !planted.has(id)), []);
});
