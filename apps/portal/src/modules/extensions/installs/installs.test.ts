import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { schemaMisfits, signReport } from "@kommunalportal/conformance-kit";
import { verifyWebhook } from "@kommunalportal/extension-sdk";
import { sql } from "#platform/database";
import { extensionsWorld, manifestOf } from "../testing/world.ts";

const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]) as CryptoKeyPair;
const [publicJwk, privateJwk] = [await crypto.subtle.exportKey("jwk", publicKey), await crypto.subtle.exportKey("jwk", privateKey)];

interface Received { readonly headers: Headers; readonly body: string }
const received: Received[] = [];
let failing = 0;
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
  request.on("end", () => {
    if (failing > 0) { failing -= 1; response.writeHead(503).end(); return; }
    received.push({ headers: new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), body });
    response.writeHead(204).end();
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
after(() => { server.closeAllConnections(); server.close(); });
const address = server.address();
const receiver = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

const world = await extensionsWorld({ trustedHosts: [receiver], settings: { conformityKeys: [publicJwk as { kty: string }] } });
const { extensions, musterstadt, beispielhausen, db } = world;
const actor = { kind: "staff", id: "sven-super" } as const;
const posted = (fields: Readonly<Record<string, string>>) => new Map(Object.entries(fields).map(([name, value]) => [name, [value]]));
const settings = [{ id: "kasse", type: "text", label: { de: "Nummer der Kasse" } }, { id: "schluessel", type: "secret", label: { de: "Schlüssel" } }];
const sendDue = () => extensions.jobs["extensions.notices"]();

async function registered(more: object, client: string): Promise<void> {
  const done = await extensions.registerClient({ manifest: { ...manifestOf(client), ...more }, actor: { kind: "system", what: "test" } });
  assert.ok(done.ok, JSON.stringify(done));
}

async function withWebhook() {
  const program = await world.program();
  await registered({ settings }, program.client);
  const bearer = await world.bearerOf(program);
  const added = await extensions.addWebhook(bearer, { url: `http://${receiver}/webhook`, types: undefined }, { key: "webhook", fingerprint: ["webhook"] });
  assert.ok(added.ok, JSON.stringify(added));
  const { secret } = added.value.body as { readonly secret: string };
  return { ...program, bearer, secret, here: { tenant: musterstadt.id, client: program.client, actor } };
}

test("what a town sets is its own, sealed, and the program of another town reads none of it", async () => {
  const { client, here, bearer } = await withWebhook();
  await world.permit({ client, tenant: beispielhausen });
  const other = await world.bearerOf({ client, secret: (await addSecret(client)), tenant: beispielhausen });
  assert.equal((await extensions.installs.saveSettings({ ...here, posted: posted({ kasse: "4711", schluessel: "sehr-geheim" }), revision: 0 })).kind, "saved");
  const own = await extensions.installs.ownSettings(bearer);
  assert.deepEqual(own.ok && [own.value.revision, own.value.values], [1, { kasse: "4711", schluessel: "sehr-geheim" }]);
  const foreign = await extensions.installs.ownSettings(other);
  assert.deepEqual(foreign.ok && [foreign.value.revision, foreign.value.values], [0, {}]);
  const view = await extensions.installs.settings(here);
  assert.equal(JSON.stringify(view).includes("sehr-geheim"), false);
  assert.equal((await extensions.installs.saveSettings({ ...here, posted: posted({ kasse: "4712", schluessel: "" }), revision: 1 })).kind, "saved");
  const kept = await extensions.installs.ownSettings(bearer);
  assert.deepEqual(kept.ok && kept.value.values, { kasse: "4712", schluessel: "sehr-geheim" }, "a secret left empty stays");
  const rows = await db.asOperator("test", (tx) => tx.rows<{ sealed: Buffer }>(sql`select sealed from extension_installs.settings where client_id = ${client}`));
  assert.equal(rows.some(({ sealed }) => sealed.includes("sehr-geheim")), false);
  assert.equal((await db.inTenant(beispielhausen.id, (tx) => tx.rows(sql`select from extension_installs.settings`))).length, 0, "row-level security");
  const together = await Promise.all([1, 2].map(() => extensions.installs.saveSettings({ ...here, posted: posted({ kasse: "9", schluessel: "" }), revision: 2 })));
  assert.deepEqual(together.map(({ kind }) => kind).toSorted(), ["changed-meanwhile", "saved"]);
});

async function addSecret(client: string): Promise<string> {
  const added = await extensions.addSecret({ client, actor: { kind: "system", what: "test" } });
  assert.ok(added.ok);
  return added.secret;
}

test("a paused program can do nothing at once, is told, and comes back with what it had and no more", async () => {
  await sendDue();
  received.length = 0;
  const { client, bearer, here, tenant, secret } = await withWebhook();
  assert.equal(await extensions.installs.pause(here), true);
  assert.equal(await extensions.installs.pause(here), false);
  assert.equal((await extensions.townFacts(bearer)).ok, false, "with the token it had");
  failing = 1;
  await sendDue();
  assert.equal(received.length, 0);
  world.clock.advance(61_000);
  await sendDue();
  await sendDue();
  assert.deepEqual(received.map(({ body }) => (JSON.parse(body) as { type: string }).type), ["extension.paused"], "told once, at the second try");
  const verdict = await verifyWebhook(received[0]!.headers, received[0]!.body, secret, world.clock.now().getTime());
  assert.equal(verdict.ok, true, JSON.stringify(verdict));
  // Meanwhile the manifest asks for less and for more.
  const { scopes } = manifestOf(client) as { readonly scopes: readonly { readonly scope: string }[] };
  await registered({ settings, version: "1.2.0", scopes: scopes.filter(({ scope }) => scope !== "bescheide.zustellen") }, client);
  assert.equal(await extensions.installs.resume(here), true);
  const now = (await extensions.permissions(tenant.id)).find((one) => one.client === client && one.revokedAt === undefined);
  assert.equal(now?.scopes.includes("bescheide.zustellen"), false);
  assert.equal(now?.scopes.includes("vorgaenge.lesen"), true);
  assert.equal((await extensions.installs.of(tenant.id)).find((one) => one.client === client)?.version, "1.0.0", "going on is no agreement to the newer version");
  assert.equal(await extensions.installs.resume(here), false);
});

test("a newer version that asks for more gets nothing of it until the town agrees, neither rights nor details of people", async () => {
  const { client, here } = await withWebhook();
  const less = manifestOf(client) as { readonly scopes: readonly { readonly scope: "vorgaenge.lesen" }[] };
  const handover = (attributes: readonly string[]) => ({ redirectUris: ["https://dienst.example/rueckkehr"], attributes: attributes.map((attribute) => ({ attribute, reason: { de: "Zum Prüfen." } })) });
  await registered({ version: "2.0.0", scopes: less.scopes.filter(({ scope }) => scope !== "vorgaenge.lesen"), handover: handover(["given_name"]) }, client);
  await world.permit({ client, tenant: musterstadt, scopes: ["personen.uebernehmen"] });
  await registered({ version: "3.0.0", handover: handover(["given_name", "birthdate"]) }, client);
  const attributes = async () => (await extensions.handoverProgram(here))?.attributes.map(({ attribute }) => attribute);
  assert.deepEqual(await attributes(), ["given_name"]);
  const permission = (await extensions.permissions(musterstadt.id)).find((one) => one.client === client && one.revokedAt === undefined);
  assert.deepEqual(permission?.scopes, ["personen.uebernehmen"]);
  await world.permit({ client, tenant: musterstadt, scopes: ["personen.uebernehmen", "vorgaenge.lesen"] });
  assert.deepEqual(await attributes(), ["given_name", "birthdate"]);
});

test("what was removed leaves nothing but the audit, in this town only, and the program is told although its webhook is gone", async () => {
  await sendDue();
  received.length = 0;
  const { client, bearer, here } = await withWebhook();
  await world.permit({ client, tenant: beispielhausen });
  await extensions.installs.saveSettings({ ...here, posted: posted({ kasse: "1", schluessel: "x" }), revision: 0 });
  const one = await world.submitted();
  await extensions.acknowledge(bearer, { application: one.application, externalReference: "A-1" }, { key: "ack", fingerprint: ["ack"] });
  assert.equal(await extensions.installs.remove(here), true);
  assert.equal(await extensions.installs.remove(here), false);
  const left = await db.asOperator("test", async (tx) => ({
    settings: (await tx.rows(sql`select from extension_installs.settings where client_id = ${client}`)).length, installed: (await tx.rows(sql`select from extension_installs.installed where client_id = ${client} and tenant_id = ${musterstadt.id}`)).length,
    answers: (await tx.rows(sql`select from extensions.idempotency where client_id = ${client}`)).length, marks: (await tx.rows(sql`select from extensions.acknowledgement where client_id = ${client}`)).length,
    hooks: (await tx.rows(sql`select from extensions.webhook where client_id = ${client} and removed_at is null`)).length, audit: (await tx.rows(sql`select from audit.entry where subject = ${client} and action = 'extension.remove'`)).length,
  }));
  assert.deepEqual(left, { settings: 0, installed: 0, answers: 0, marks: 0, hooks: 0, audit: 1 });
  assert.equal((await extensions.permissions(beispielhausen.id)).some((permission) => permission.client === client && permission.revokedAt === undefined), true, "the other town keeps it");
  await sendDue();
  assert.deepEqual(received.map(({ body }) => (JSON.parse(body) as { type: string; data: object }).type), ["extension.settings-changed", "extension.removed"]);
  assert.deepEqual(received.flatMap(({ body }) => schemaMisfits("ExtensionMessage", JSON.parse(body))), [], "as the published document says");
  assert.equal((await extensions.townFacts(bearer)).ok, false);
});

test("a conformity result counts with a signature that is trusted, for this very program", async () => {
  const { client } = await withWebhook();
  const report = { kit: "kommunalportal-conformance", kitVersion: "0.1.0", specification: "1.0", suite: "extension", subject: `${client} 1.0.0`, at: "2026-03-01T10:00:00.000Z", level: 3, results: [] } as const;
  const system = { kind: "system", what: "test" } as const;
  const take = async (given: object, key = privateJwk) => extensions.installs.takeConformity({ client, signed: await signReport({ ...report, ...given } as typeof report, key), actor: system });
  const stranger = await crypto.subtle.exportKey("jwk", ((await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"])) as CryptoKeyPair).privateKey);
  assert.deepEqual(await take({}, stranger), { ok: false, why: "not-signed" });
  assert.deepEqual(await take({ subject: "andere 1.0.0" }), { ok: false, why: "other-subject" });
  assert.deepEqual(await take({ suite: "portal" }), { ok: false, why: "not-a-report" });
  assert.deepEqual(await extensions.installs.takeConformity({ client, signed: "x.y.z", actor: system }), { ok: false, why: "not-signed" });
  assert.equal((await take({})).ok, true);
  assert.deepEqual((await extensions.installs.conformity(client)).map(({ version, level }) => [version, level]), [["1.0.0", 3]]);
});
