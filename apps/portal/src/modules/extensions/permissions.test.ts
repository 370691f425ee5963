import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { sql } from "#platform/database";
import { extensionsWorld, manifestOf } from "./testing/world.ts";

const world = await extensionsWorld();
const { extensions, musterstadt, beispielhausen } = world;
const sven = { kind: "staff", id: "sven-super" } as const;
const system = { kind: "system", what: "test" } as const;

test("a manifest with something missing, unknown or doubled is refused with every place named", async () => {
  const good = manifestOf("gut-gemeint") as { readonly scopes: readonly object[] };
  for (const [wrong, path] of [[{ ...good, id: "Ä" }, "id"], [{ ...good, version: "1" }, "version"], [{ ...good, scopes: [] }, "scopes"], [{ ...good, scopes: [good.scopes[0], good.scopes[0]] }, "scopes"], [{ ...good, scopes: [{ scope: "alles", reason: { de: "x" } }] }, "scopes.0.scope"], [{ ...good, more: 1 }, ""]] as const) {
    const outcome = await extensions.registerClient({ manifest: wrong, actor: system });
    assert.deepEqual(outcome.ok ? [] : outcome.problems.map((one) => one.path), [path]);
  }
});

test("nothing is granted that the manifest does not ask for, and nothing to a program that is unknown or disabled", async () => {
  const { client } = await world.program();
  await extensions.registerClient({ manifest: { ...manifestOf(client), scopes: [{ scope: "vorgaenge.lesen", reason: { de: "Zum Lesen." } }] }, actor: system });
  const give = (client_: string) => extensions.givePermission({ tenant: musterstadt.id, client: client_, scopes: ["vorgaenge.lesen", "bescheide.zustellen"], actor: sven });
  assert.deepEqual(await give(client), { ok: false, why: "scopes-not-asked-for", scopes: ["bescheide.zustellen"] });
  assert.deepEqual(await give("nobody-at-all"), { ok: false, why: "client-unknown" });
  await extensions.disableClient({ client, disabled: true, actor: system });
  assert.deepEqual(await give(client), { ok: false, why: "client-unknown" });
});

test("giving and revoking stand in the town's audit and stay as evidence", async () => {
  const { client } = await world.program({ tenant: beispielhausen });
  await world.permit({ client, tenant: beispielhausen, scopes: ["vorgaenge.lesen"] });
  await extensions.revokePermission({ tenant: beispielhausen.id, client, actor: sven });
  assert.equal(await extensions.revokePermission({ tenant: beispielhausen.id, client, actor: sven }), false);
  const entries = await world.db.inTenant(beispielhausen.id, (tx) => tx.rows<{ action: string }>(sql`select action from audit.entry where subject = ${client} order by id`));
  assert.deepEqual(entries.map(({ action }) => action), ["permission.give", "permission.give", "permission.revoke"]);
  assert.deepEqual((await extensions.permissions(beispielhausen.id)).filter((one) => one.client === client).map(({ revokedAt }) => revokedAt !== undefined), [true, true]);
  assert.deepEqual((await extensions.permissions(musterstadt.id)).filter((one) => one.client === client), []);
});

test("a secret that is added or ended stands in the audit without its value, one that was refused or not there does not", async () => {
  const { client, secretId } = await world.program();
  for (const ok of [true, true, false]) assert.equal((await extensions.addSecret({ client, actor: sven })).ok, ok);
  assert.deepEqual([await extensions.revokeSecret({ client, secret: secretId, actor: sven }), await extensions.revokeSecret({ client, secret: secretId, actor: sven })], [true, false]);
  const entries = await world.db.asOperator("test", (tx) => tx.rows<{ action: string; actor: string; subject: string }>(sql`select action, actor, subject from audit.entry where subject = ${client} and actor = 'sven-super' and action like '%secret' order by id`));
  assert.deepEqual(entries, ["extension.add-secret", "extension.add-secret", "extension.revoke-secret"].map((action) => ({ action, actor: "sven-super", subject: client })));
});

test("two permissions given at the same time leave exactly one in force", async () => {
  const { client } = await world.program();
  await Promise.all([world.permit({ client, tenant: musterstadt, scopes: ["vorgaenge.lesen"] }), world.permit({ client, tenant: musterstadt, scopes: ["status.schreiben"] })]);
  assert.equal((await extensions.permissions(musterstadt.id)).filter((one) => one.client === client && one.revokedAt === undefined).length, 1);
});

test("the demonstration's program may be set up again and again, and a revocation by the town is respected", async () => {
  const given = { manifest: manifestOf("vorfuehrung-hund"), secret: `kps_${"Vorfuehrung0".slice(0, 12)}_${randomBytes(32).toString("base64url")}`, tenant: musterstadt.id, services: ["hund-anmelden"], actor: system };
  await extensions.ensureClient(given);
  await extensions.ensureClient(given);
  assert.equal((await extensions.secrets("vorfuehrung-hund")).length, 1);
  const bearer = await world.bearerOf({ client: "vorfuehrung-hund", secret: given.secret, tenant: musterstadt });
  assert.equal((await extensions.townFacts(bearer)).ok, true);
  await extensions.revokePermission({ tenant: musterstadt.id, client: "vorfuehrung-hund", actor: sven });
  await extensions.ensureClient(given);
  assert.equal((await extensions.townFacts(bearer)).ok, false);
  assert.deepEqual(await extensions.issueToken({ client: "vorfuehrung-hund", proof: { kind: "secret", secret: given.secret }, tenant: "musterstadt", scope: undefined }), { ok: false, error: "invalid_target" });
});
