import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mail, MailOutcome } from "#platform/mail";
import { newId } from "#platform/ids";
import { createHub, type ChannelKind } from "../index.ts";
import { operator, testWorld } from "../test-world.ts";

const world = await testWorld({ max: 10 });
const { db, musterstadt, beispielhausen, clock, applications } = world;
const permitted = new Set<string>();
const mails: Mail[] = [];
let outcome: MailOutcome = { kind: "accepted" };
const hub = createHub({
  ...world.deps, mayFetch: ({ tenant, client }) => Promise.resolve(permitted.has(`${tenant} ${client}`)),
  notices: { mailer: { send: (mail) => { mails.push(mail); return Promise.resolve(outcome); } }, origin: "https://portal.example" },
});
async function destination(channel: ChannelKind, address: string, tenant = musterstadt.id) {
  const made = await hub.setDestination({ tenant, name: `${channel} ${address}`, channel, address, actor: operator });
  assert.ok(made.ok, JSON.stringify(made));
  const route = await db.inTenant(tenant, (tx) => hub.addRoute(tx, { destination: made.destination, service: "hund", validFrom: clock.now(), actor: operator }));
  assert.ok(route.ok);
  return { tenant, destination: made.destination, route: route.route };
}
const end = (one: { readonly route: string; readonly tenant: string }) => { clock.advance(1_000); return db.inTenant(one.tenant, (tx) => hub.endRoute(tx, { route: one.route, actor: operator })); };
const acknowledge = async (tenant: string, application: string, client: string) => {
  await db.inTenant(tenant, (tx) => applications.record(tx, application, { type: "acknowledged", actor: { kind: "extension", client }, forCitizen: false, data: { client } }));
  for (const { to, handle } of hub.subscriptions) if (to === "application.acknowledged") await handle({ type: to, id: newId(), tenant, application }, { lastAttempt: false });
};
const stateOf = async (id: string, tenant = musterstadt.id) => { const { delivery } = await world.view(tenant, id); return [delivery.state, delivery.reason]; };

test("a program that fetches: the delivery waits until this program, and no other, has acknowledged; then the citizen reads that it has arrived", async () => {
  const to = await destination("pull", "hunde-anbindung");
  permitted.add(`${musterstadt.id} hunde-anbindung`);
  const { application, deliveries: [queued] } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  assert.deepEqual(await stateOf(queued!.id), ["received", undefined]);
  await acknowledge(musterstadt.id, application, "jemand-anderes");
  assert.deepEqual(await stateOf(queued!.id), ["received", undefined]);
  await acknowledge(musterstadt.id, application, "hunde-anbindung");
  await acknowledge(musterstadt.id, application, "hunde-anbindung");
  const log = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "citizen"));
  assert.equal(log.filter(({ type }) => type === "delivery-accepted").length, 1);
  const { delivery } = await world.view(musterstadt.id, queued!.id);
  assert.equal(delivery.state, "accepted");
  const all = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.equal(delivery.receipt, all.find(({ type, data }) => type === "acknowledged" && data["client"] === "hunde-anbindung")?.id, "the receipt is the entry of the log");
  await end(to);
});
test("a program that was faster than the queue has acknowledged already; one without permission makes the destination fail instead of waiting for ever", async () => {
  const to = await destination("pull", "eilige-anbindung");
  const { application, deliveries } = await world.submitted(musterstadt.id);
  const queued = deliveries.find(({ destination: at }) => at === to.destination)!;
  await hub.deliver(to);
  assert.deepEqual(await stateOf(queued.id), ["queued", "no-permission"]);
  assert.equal((await hub.sendTestMessage({ ...to, actor: operator }))?.kind, "unreachable");
  permitted.add(`${musterstadt.id} eilige-anbindung`);
  assert.equal((await hub.sendTestMessage({ ...to, actor: operator }))?.kind, "accepted");
  await db.inTenant(musterstadt.id, (tx) => applications.record(tx, application, { type: "acknowledged", actor: { kind: "extension", client: "eilige-anbindung" }, forCitizen: false, data: { client: "eilige-anbindung" } }));
  clock.advance(60_000);
  await hub.deliver(to);
  assert.equal((await stateOf(queued.id))[0], "accepted");
  await end(to);
});
test("a mail says that something is there and where, and nothing else; the citizen is not told that it has arrived", async () => {
  const to = await destination("mail", "steueramt@musterstadt.example");
  const { application, reference, deliveries } = await world.submitted(musterstadt.id);
  const queued = deliveries.find(({ destination: at }) => at === to.destination)!;
  outcome = { kind: "unavailable", reason: "unreachable" };
  await hub.deliver(to);
  assert.deepEqual(await stateOf(queued.id), ["queued", "busy"]);
  outcome = { kind: "accepted" };
  clock.advance(60_000);
  await hub.deliver(to);
  assert.equal((await stateOf(queued.id))[0], "accepted");
  const [first, second] = mails;
  assert.equal(first?.messageId, second?.messageId, "a second try is no second mail");
  assert.equal(second?.to, "steueramt@musterstadt.example");
  assert.match(second?.text ?? "", /https:\/\/portal\.example\/mitarbeit\/musterstadt\/eingang/);
  for (const word of [reference, application, "Waldi", "Erika", "Hund", "hund"]) assert.ok(!`${second?.subject} ${second?.text}`.includes(word), word);
  const log = await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "citizen"));
  assert.equal(log.some(({ type }) => type === "delivery-accepted"), false);
  await end(to);
});
test("ids and addresses that cannot be are refused where they are typed", async () => {
  for (const [channel, address, code] of [["pull", "Keine Kennung!", "client-invalid"], ["mail", "steueramt", "mail-address-invalid"]] as const) {
    const refused = await hub.setDestination({ tenant: beispielhausen.id, name: "x", channel, address, actor: operator });
    assert.deepEqual(refused, { ok: false, problems: [{ path: "address", code }] });
  }
});
