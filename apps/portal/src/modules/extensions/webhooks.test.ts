import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { verifyWebhook } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { until } from "../../testing/until.ts";
import type { Bearer, EventType, Scope } from "./index.ts";
import { receiver } from "./testing/receiver.ts";
import { extensionsWorld } from "./testing/world.ts";

const target = await receiver();
const world = await extensionsWorld({ trustedHosts: [target.host] });
const { extensions, musterstadt, clock } = world;
const sven = { kind: "staff", id: "sven-super" } as const;
let keys = 0;
const write = () => ({ key: `k${(keys += 1)}`, fingerprint: ["test"] });

interface Hook { readonly client: string; readonly bearer: Bearer; readonly id: string; readonly secret: string; readonly work: () => Promise<void> }

async function hook(given: { readonly types?: readonly EventType[]; readonly services?: readonly string[]; readonly scopes?: readonly Scope[] } = {}): Promise<Hook> {
  const program = await world.program(given);
  const bearer = await world.bearerOf(program);
  const added = await extensions.addWebhook(bearer, { url: target.url, types: given.types }, write());
  assert.ok(added.ok, JSON.stringify(added));
  const { id, secret } = added.value.body as { id: string; secret: string };
  return { client: program.client, bearer, id, secret, work: async () => { await extensions.jobs["extensions.deliver"]({ tenant: musterstadt.id, webhook: id }); } };
}
const cameTo = (hooked: Hook) => target.received.filter(({ headers, body }) => verifyWebhook([hooked.secret], headers, body, { now: Math.floor(clock.now().getTime() / 1000), toleranceSeconds: 10_000_000 }).kind === "genuine");
const typesOf = (hooked: Hook) => cameTo(hooked).map(({ body }) => (JSON.parse(body) as { type: string }).type);
async function message(application: string): Promise<void> {
  await world.db.inTenant(musterstadt.id, (tx) => world.applications.record(tx, application, { type: "message", actor: { kind: "staff", id: "sabine" } }));
}
const states = async (hooked: Hook) => {
  const shown = await extensions.webhookDeliveries(hooked.bearer, hooked.id);
  assert.ok(shown.ok);
  return shown.value.map(({ state, attempts, last }) => `${state} ${attempts} ${last?.status ?? last?.fault ?? "-"}`);
};

/** Until some transaction waits for another's row. */
async function waitsFor(): Promise<void> {
  const admin = new pg.Client({ connectionString: world.t.adminUrl });
  await admin.connect();
  const waiting = async (): Promise<boolean> => ((await admin.query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rowCount ?? 0) > 0;
  await until("a transaction waits for a row", waiting);
  await admin.end();
}

test("an event comes signed, says what happened and to what, and nothing about anybody", async () => {
  const hooked = await hook();
  const one = await world.submitted();
  await world.told(one);
  await hooked.work();
  const [first] = cameTo(hooked);
  assert.ok(first);
  assert.deepEqual(JSON.parse(first.body), {
    type: "application.submitted", timestamp: "2026-03-02T09:00:00.000Z",
    data: { event: (JSON.parse(first.body) as { data: { event: string } }).data.event, application: one.application, service: "hund-anmelden", reference: one.reference, status: "submitted", by: "visitor" },
  });
  assert.equal(verifyWebhook([hooked.secret], first.headers, first.body.replace("hund", "hand"), { now: Math.floor(clock.now().getTime() / 1000) }).kind, "refused");
  await hooked.work();
  assert.equal(cameTo(hooked).length, 1);
  assert.deepEqual(await states(hooked), ["delivered 1 204"]);
});

test("only the types that were asked for and only permitted services are sent", async () => {
  const [few, foreign] = [await hook({ types: ["message.sent"] }), await hook({ services: ["maengelmelder"] })];
  const one = await world.submitted();
  await message(one.application);
  await world.told(one);
  await few.work();
  await foreign.work();
  assert.deepEqual(typesOf(few), ["message.sent"]);
  assert.deepEqual(typesOf(foreign), []);
});

test("a receiver that fails gets the same id again, later each time, and what follows of that application waits for it", async () => {
  const hooked = await hook();
  const [one, two] = [await world.submitted(), await world.submitted()];
  await message(one.application);
  await world.told(one);
  await world.told(two);
  // It dislikes one message only: other applications go on.
  target.behaviour.answer = ({ body }) => (body.includes(one.application) ? 400 : 204);
  await hooked.work();
  assert.deepEqual(cameTo(hooked).map(({ body }) => (body.includes(one.application) ? "one" : "two")), ["one", "two"]);
  await hooked.work();
  assert.equal(cameTo(hooked).length, 2, "not before its time");
  clock.advance(6_000);
  target.behaviour.answer = () => 204;
  await hooked.work();
  const ids = cameTo(hooked).filter(({ body }) => body.includes(one.application)).map(({ headers }) => headers["webhook-id"]);
  assert.equal(ids[0], ids[1]);
  assert.equal(new Set(ids).size, 2);
  assert.deepEqual(typesOf(hooked), ["application.submitted", "application.submitted", "application.submitted", "message.sent"]);
});

test("a receiver that is away is left alone for a while, redirects are not followed, and in the end a message is given up", async () => {
  const hooked = await hook();
  const [one, two] = [await world.submitted(), await world.submitted()];
  await world.told(one);
  await world.told(two);
  target.behaviour.answer = () => 503;
  await hooked.work();
  assert.equal(cameTo(hooked).length, 1, "the other application rests with it");
  target.behaviour.answer = () => 302;
  for (let i = 0; i < 9; i += 1) { clock.advance(2 * 86_400_000); await hooked.work(); }
  target.behaviour.answer = () => 204;
  const bearer = await world.bearerOf({ ...(await secretOf(hooked)), tenant: musterstadt });
  assert.deepEqual(await states({ ...hooked, bearer }), ["queued 9 302", "dead 10 302"]);
  const replayed = await extensions.replayWebhook(bearer, { webhook: hooked.id, delivery: undefined, after: "MTow" }, write());
  assert.ok(replayed.ok);
  await hooked.work();
  const shown = await extensions.webhookDeliveries(bearer, hooked.id);
  assert.ok(shown.ok && shown.value.every(({ state }) => state === "delivered"), JSON.stringify(shown));
});

/** Tokens end while the clock runs through days. */
async function secretOf({ client }: Hook) {
  const added = await extensions.addSecret({ client, actor: { kind: "system", what: "test" } });
  assert.ok(added.ok);
  return { client, secret: added.secret };
}

test("an event replayed keeps its id, so a receiver recognises it", async () => {
  const hooked = await hook();
  const one = await world.submitted();
  await world.told(one);
  await hooked.work();
  const shown = await extensions.webhookDeliveries(hooked.bearer, hooked.id);
  assert.ok(shown.ok);
  const replayed = await extensions.replayWebhook(hooked.bearer, { webhook: hooked.id, delivery: shown.value[0]?.id, after: undefined }, write());
  assert.deepEqual(replayed.ok && replayed.value.body, { queued: 1 });
  await hooked.work();
  const [first, second] = cameTo(hooked);
  assert.equal(first?.headers["webhook-id"], second?.headers["webhook-id"]);
  const foreign = await world.bearerOf(await world.program());
  assert.deepEqual(await extensions.replayWebhook(foreign, { webhook: hooked.id, delivery: undefined, after: "MTow" }, write()), { ok: false, refusal: { why: "not-found" } });
});

test("410 removes the address; so does its owner, and a revoked permission", async () => {
  const [gone, deleted, revoked] = [await hook(), await hook(), await hook()];
  const one = await world.submitted();
  await world.told(one);
  target.behaviour.answer = () => 410;
  await gone.work();
  target.behaviour.answer = () => 204;
  assert.equal((await extensions.deleteWebhook(deleted.bearer, deleted.id, { key: "delete", fingerprint: [] })).ok, true);
  await extensions.revokePermission({ tenant: musterstadt.id, client: revoked.client, actor: sven });
  const before = target.received.length;
  for (const hooked of [gone, deleted, revoked]) await hooked.work();
  await message(one.application);
  await world.told(one);
  for (const hooked of [gone, deleted, revoked]) await hooked.work();
  assert.equal(target.received.length, before);
  const left = await extensions.webhooks(gone.bearer);
  assert.deepEqual(left.ok && left.value, []);
  await world.permit({ client: revoked.client, tenant: musterstadt });
  await revoked.work();
  assert.equal(target.received.length, before, "a new permission does not bring old addresses back");
});

test("an address is removed, and its messages sent again, in the midst of an attempt that is being written down", async () => {
  for (const meanwhile of ["removed", "replayed"] as const) {
    const hooked = await hook();
    const one = await world.submitted();
    await world.told(one);
    const shown = await extensions.webhookDeliveries(hooked.bearer, hooked.id);
    assert.ok(shown.ok);
    let other: Promise<{ readonly ok: boolean }> | undefined;
    // As `recordAttempt` does it: the message, then the address.
    await world.db.inTenant(musterstadt.id, async (tx) => {
      await tx.run(sql`update extensions.delivery set attempts = attempts where id = ${shown.value[0]!.id}`);
      other = meanwhile === "removed" ? extensions.deleteWebhook(hooked.bearer, hooked.id, write()) : extensions.replayWebhook(hooked.bearer, { webhook: hooked.id, delivery: undefined, after: undefined }, write());
      await waitsFor();
      await tx.run(sql`update extensions.webhook set failures = failures + 1 where id = ${hooked.id}`);
    });
    assert.equal((await other)?.ok, true, meanwhile);
  }
});

test("a message that was queued in the moment in which its address was removed waits for nobody", async () => {
  const hooked = await hook();
  await world.told(await world.submitted());
  await world.db.inTenant(musterstadt.id, (tx) => tx.run(sql`update extensions.webhook set removed_at = ${clock.now()} where id = ${hooked.id}`));
  const left = () => world.db.inTenant(musterstadt.id, (tx) => tx.rows<{ state: string }>(sql`select distinct state from extensions.delivery where webhook_id = ${hooked.id}`));
  assert.deepEqual(await left(), [{ state: "queued" }]);
  await extensions.jobs["extensions.wake"]();
  assert.deepEqual(await left(), [{ state: "cancelled" }]);
});

test("while a secret is replaced both sign, after a day only the new one", async () => {
  const hooked = await hook();
  const rotated = await extensions.rotateWebhookSecret(hooked.bearer, hooked.id, write());
  assert.ok(rotated.ok);
  const { secret } = rotated.value.body as { secret: string };
  const one = await world.submitted();
  await world.told(one);
  await hooked.work();
  assert.equal(cameTo(hooked).length, 1);
  assert.equal(cameTo({ ...hooked, secret }).length, 1);
  clock.advance(25 * 3_600_000);
  await message(one.application);
  await world.told(one);
  await hooked.work();
  assert.equal(cameTo(hooked).length, 1);
  assert.equal(cameTo({ ...hooked, secret }).length, 2);
});

test("addresses that lead inside are refused with the reason, whatever they are written like", async () => {
  const bearer = await world.bearerOf(await world.program());
  for (const [url, problem] of [
    ["nonsense", "not-a-url"], ["ftp://files.musterstadt.de/x", "not-a-url"], ["http://extern.musterstadt.de/x", "not-https"], ["https://user:pw@extern.musterstadt.de/", "with-password"],
    ["https://127.0.0.1/", "not-public"], ["https://2130706433/", "not-public"], ["https://0x7f.1/", "not-public"], ["https://[::1]/", "not-public"], ["https://[::ffff:10.0.0.1]/", "not-public"], ["https://169.254.169.254/latest", "not-public"],
    ["https://8.8.8.8/", "not-public"], ["https://localhost/", "not-public"], ["https://a.localhost./", "not-public"], ["https://metadata.google.internal/", "not-public"], ["https://drucker/", "not-public"], [`https://a.de/${"x".repeat(500)}`, "too-long"],
  ] as const) {
    assert.deepEqual(await extensions.addWebhook(bearer, { url, types: undefined }, write()), { ok: false, refusal: { why: "webhook-address", problem } }, url);
  }
});

test("a name that leads inside after all is not called, and the reason stands in the attempt", async () => {
  const { createOutbound } = await import("#platform/http");
  const inside = await extensionsWorld({ trustedHosts: [target.host], outbound: createOutbound({ trustedHosts: [] }) });
  const bearer = await inside.bearerOf(await inside.program());
  const added = await inside.extensions.addWebhook(bearer, { url: target.url, types: undefined }, write());
  assert.ok(added.ok);
  const { id } = added.value.body as { id: string };
  await inside.told(await inside.submitted());
  const before = target.received.length;
  await inside.extensions.jobs["extensions.deliver"]({ tenant: inside.musterstadt.id, webhook: id });
  assert.equal(target.received.length, before);
  const shown = await inside.extensions.webhookDeliveries(bearer, id);
  assert.deepEqual(shown.ok && shown.value.map(({ state, last }) => `${state} ${last?.fault}`), ["queued address-refused"]);
});

test("a worker that died while sending leaves a lease: nobody sends meanwhile, then the same id goes out again", async () => {
  const hooked = await hook();
  await world.told(await world.submitted());
  const { claimDelivery } = await import("./delivery-claim.ts");
  const claimed = await claimDelivery(world.deps, { tenant: musterstadt.id, webhook: hooked.id });
  assert.ok(claimed);
  await hooked.work();
  assert.equal(cameTo(hooked).length, 0);
  clock.advance(61_000);
  await hooked.work();
  assert.deepEqual(cameTo(hooked).map(({ headers }) => headers["webhook-id"]), [claimed.id]);
});

test("old tokens, answers and messages are forgotten, the feed stays", async () => {
  const hooked = await hook();
  const one = await world.submitted();
  await world.told(one);
  await hooked.work();
  clock.advance(31 * 86_400_000);
  await extensions.jobs["extensions.forget"]();
  const bearer = await world.bearerOf({ ...(await secretOf(hooked)), tenant: musterstadt });
  const shown = await extensions.webhookDeliveries(bearer, hooked.id);
  assert.deepEqual(shown.ok && shown.value, []);
  const feed = await extensions.listEvents(bearer, { cursor: undefined, limit: 10, types: undefined, application: one.application });
  assert.equal(feed.ok && feed.value.items.length, 1);
  assert.equal((await extensions.townFacts(hooked.bearer)).ok, false);
  assert.deepEqual(await extensions.listEvents({ tenant: newId(), hash: Buffer.alloc(32) }, { cursor: undefined, limit: 1, types: undefined, application: undefined }), { ok: false, refusal: { why: "token-invalid" } });
});
