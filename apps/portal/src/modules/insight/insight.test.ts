import assert from "node:assert/strict";
import { test } from "node:test";
import { Registry } from "prom-client";
import type { Hub } from "#modules/hub";
import { manualClock } from "#platform/clock";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { createInsight } from "./index.ts";

const t = await testDatabase();
const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
let queueAsked = 0;
const hub: Pick<Hub, "alarms" | "queueFigures"> = {
  alarms: () => Promise.resolve([{ kind: "dead-letters", tenant: newId(), destination: undefined, destinationName: undefined, service: undefined, count: 2, since: undefined, reason: undefined }]),
  queueFigures: () => { queueAsked += 1; return Promise.resolve({ byState: { queued: 3, paused: 0, sent: 1, received: 0, accepted: 7, rejected: 0, dead: 2, declined: 0, replaced: 0 }, oldestQueuedAt: new Date(clock.now().getTime() - 90_000) }); },
};
const insight = createInsight({ db: t.db, clock, hub });
const [tenant, other, destination] = [newId(), newId(), newId()];

async function tell(type: string, more: Record<string, string>, id = newId(clock.now().getTime())): Promise<string> {
  for (const { to, handle } of insight.subscriptions) if (to === type) await handle({ type, id, tenant, service: "hund", ...more }, { lastAttempt: false });
  return id;
}
const refresh = () => insight.jobs["insight:refresh"]();
const figures = (scope = tenant, day = "2026-03-02") => t.db.inTenant(scope, (tx) => insight.figures(tx, { from: day, until: day }));

test("figures are counted from events, each once however often it is told", async () => {
  const applications = [newId(), newId(), newId()];
  const ids = [];
  for (const application of applications) ids.push(await tell("application.submitted", { application }));
  await tell("application.submitted", { application: applications[0]! }, ids[0]);
  clock.advance(4_000);
  for (const application of applications.slice(0, 2)) await tell("delivery.accepted", { application, destination });
  await tell("delivery.rejected", { application: applications[2]!, destination });
  clock.advance(56_000);
  // The second word of the office is no first answer.
  await tell("application.status-changed", { application: applications[0]!, status: "in-progress" });
  await tell("application.message", { application: applications[0]! });
  await tell("application.status-changed", { application: applications[1]!, status: "decided" });
  await tell("application.status-changed", { application: applications[2]!, status: "withdrawn" });
  await refresh();
  await refresh();
  const [service, delivered] = await figures();
  assert.deepEqual(service, { tenant, service: "hund", destination: undefined, submitted: 3, withdrawn: 0, answered: 2, decided: 1, queued: 0, accepted: 0, rejected: 0, dead: 0, arrival: undefined, answer: { p50: 60, p95: 60 } });
  assert.deepEqual([delivered?.destination, delivered?.accepted, delivered?.rejected, delivered?.arrival, delivered?.answered, delivered?.answer], [destination, 2, 1, { p50: 4, p95: 4 }, 2, { p50: 60, p95: 60 }]);
});
test("a destination's answer is the first word after it has taken the application, once, and what it has not taken is none of its", async () => {
  const [application, refused, second] = [newId(), newId(), newId()];
  const day = "2026-03-09";
  const now = Date.parse(`${day}T09:00:00Z`);
  const at = (seconds: number) => newId(now + seconds * 1_000);
  const say = (type: string, seconds: number, more: Record<string, string>) => tell(type, { service: "katze", ...more }, at(seconds));
  for (const one of [application, refused]) await say("application.submitted", 0, { application: one });
  await say("application.message", 5, { application });
  await say("delivery.accepted", 10, { application, destination });
  await say("delivery.rejected", 10, { application: refused, destination });
  await say("application.question", 30, { application });
  await say("delivery.accepted", 40, { application, destination });
  await say("delivery.accepted", 50, { application, destination: second });
  await say("application.message", 60, { application });
  await say("application.message", 70, { application: refused });
  await refresh();
  const found = new Map((await figures(tenant, day)).map((one) => [one.destination, [one.answered, one.answer?.p50]]));
  assert.deepEqual([found.get(undefined), found.get(destination), found.get(second)], [[2, 37.5], [1, 30], [1, 60]]);
});
test("an event that comes late changes the figures of its own day", async () => {
  await tell("application.submitted", { application: newId() }, newId(Date.parse("2026-02-28T23:30:00Z")));
  await refresh();
  assert.equal((await figures(tenant, "2026-03-01"))[0]?.submitted, 1, "half past midnight in Berlin");
  assert.deepEqual(await figures(tenant, "2026-02-28"), []);
});
test("one town does not see another's figures", async () => {
  assert.deepEqual(await figures(other), []);
});
test("the numbers for Prometheus tell services and destinations apart and name no town", async () => {
  const registry = new Registry();
  insight.addMetrics(registry);
  const text = await registry.metrics();
  assert.equal(queueAsked, 1, "gauges of one scrape share the answer");
  await registry.metrics();
  assert.equal(queueAsked, 2, "and the next one asks anew");
  assert.match(text, /^kp_deliveries\{state="queued"\} 3$/m);
  assert.match(text, /^kp_delivery_oldest_queued_seconds 90$/m);
  assert.match(text, /^kp_alarms\{kind="dead-letters"\} 1$/m);
  assert.match(text, /^kp_events\{service="hund",what="submitted"\} 4$/m);
  assert.match(text, /^kp_worker_silent_seconds 0$/m);
  for (const [what, count] of [["accepted", 2], ["rejected", 1], ["dead", 0]] as const) assert.match(text, new RegExp(`^kp_destination_events\\{destination="${destination}",service="hund",what="${what}"\\} ${count}$`, "m"));
  for (const quantile of ["0.5", "0.95"]) assert.match(text, new RegExp(`^kp_destination_arrival_seconds\\{destination="${destination}",service="hund",quantile="${quantile}"\\} 4$`, "m"));
  assert.match(text, new RegExp(`^kp_destination_events\\{destination="${destination}",service="hund",what="answered"\\} 2$`, "m"));
  assert.match(text, new RegExp(`^kp_destination_answer_seconds\\{destination="${destination}",service="hund",quantile="0.95"\\} 60$`, "m"));
  assert.match(text, /^kp_events\{service="hund",what="answered"\} 2$/m);
  assert.doesNotMatch(text, new RegExp(`${tenant}|destination="0000`));
});
