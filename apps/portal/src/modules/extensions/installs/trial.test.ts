import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { extensionsWorld, manifestOf } from "../testing/world.ts";

const world = await extensionsWorld();
const { extensions, musterstadt, db } = world;
const productive = { ...musterstadt, id: newId(), slug: "echtstadt", name: "Echtstadt", ars: "059990003003", isDemo: false };
await world.tenants.found([productive]);
await world.tenants.refresh();
const actor = { kind: "staff", id: "sven-super" } as const;
const permit = (client: string, more: object = {}) => extensions.givePermission({ tenant: productive.id, client, scopes: ["vorgaenge.lesen", "status.schreiben"], actor, ...more });

/** Registered and nowhere permitted. */
async function registered(version: string, client = `probe-${newId().slice(-12)}`): Promise<string> {
  const done = await extensions.registerClient({ manifest: { ...manifestOf(client), version }, actor: { kind: "system", what: "test" } });
  assert.ok(done.ok, JSON.stringify(done));
  return client;
}

async function runs(client: string): Promise<void> {
  const secret = await extensions.addSecret({ client, actor: { kind: "system", what: "test" } });
  assert.ok(secret.ok);
  await world.permit({ client, tenant: musterstadt });
  await world.bearerOf({ client, secret: secret.secret, tenant: musterstadt });
}

test("a productive town permits a version only after it has run in a test town", async () => {
  const client = await registered("1.0.0");
  assert.deepEqual(await permit(client), { ok: false, why: "test-town-first", version: "1.0.0" });
  await world.permit({ client, tenant: musterstadt });
  assert.equal((await permit(client)).ok, false, "permitted in a test town is not yet run there");
  await runs(client);
  assert.equal((await permit(client)).ok, true);
  assert.deepEqual((await extensions.installs.trials({ tenant: productive.id, client })).ran.map(({ version, tenant }) => [version, tenant]), [["1.0.0", musterstadt.id]]);
});

test("the next version has to run there again, and until then rights may only be taken away", async () => {
  const client = await registered("1.0.0");
  await runs(client);
  assert.equal((await permit(client)).ok, true);
  await registered("1.1.0", client);
  const more = { scopes: ["vorgaenge.lesen", "status.schreiben", "nachrichten.senden"] };
  assert.equal((await permit(client, more)).ok, false);
  const less = await permit(client, { scopes: ["vorgaenge.lesen"], services: ["hund-anmelden"] });
  assert.equal(less.ok, true);
  assert.equal((await extensions.installs.of(productive.id)).find((one) => one.client === client)?.version, "1.0.0", "taking away is no agreement to what is new");
  assert.equal((await permit(client, { scopes: ["vorgaenge.lesen"] })).ok, false, "all services are more than one");
  await runs(client);
  assert.equal((await permit(client, more)).ok, true);
});

test("without trial it needs a reason, which stays with who decided", async () => {
  const client = await registered("2.0.0");
  for (const untried of ["", "  eilig  ", "x".repeat(501)]) assert.equal((await permit(client, { untried })).ok, false, untried.slice(0, 10));
  assert.equal((await permit(client, { untried: "Gesetzliche Frist zum 1. April; die Testkommune ist erst im Mai bereit." })).ok, true);
  const { untried } = await extensions.installs.trials({ tenant: productive.id, client });
  assert.deepEqual(untried.map(({ version, decidedBy }) => [version, decidedBy]), [["2.0.0", "sven-super"]]);
  assert.deepEqual((await extensions.installs.trials({ tenant: musterstadt.id, client })).untried, [], "no other town sees it");
  const audited = await db.inTenant(productive.id, (tx) => tx.rows<{ action: string }>(sql`select action from audit.entry where subject = ${client} order by id`));
  assert.deepEqual(audited.map(({ action }) => action), ["permission.untried", "permission.give"]);
});

test("going on after a pause needs no new trial", async () => {
  const client = await registered("1.0.0");
  await runs(client);
  assert.equal((await permit(client)).ok, true);
  const here = { tenant: productive.id, client, actor };
  assert.equal(await extensions.installs.pause(here), true);
  await registered("1.1.0", client);
  assert.equal(await extensions.installs.resume(here), true);
  assert.equal((await extensions.installs.of(productive.id)).find((one) => one.client === client)?.version, "1.0.0");
});
