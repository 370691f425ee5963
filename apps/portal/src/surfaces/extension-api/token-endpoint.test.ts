import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { apex, apiWorld } from "./testing/api-world.ts";

const world = await apiWorld();
const program = await world.program({ scopes: ["vorgaenge.lesen", "status.schreiben"] });
let caller = 0;

async function ask(fields: Readonly<Record<string, string>> | string, headers: Readonly<Record<string, string>> = {}, address = `127.0.2.${(caller += 1)}`) {
  const answer = await world.app.inject({
    method: "POST", url: "/oauth/token", remoteAddress: address, headers: { host: new URL(apex).host, "content-type": "application/x-www-form-urlencoded", ...headers },
    payload: typeof fields === "string" ? fields : new URLSearchParams(fields).toString(),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json<Record<string, unknown>>() };
}
const grant = { grant_type: "client_credentials", tenant: "musterstadt" };
const inBody = { client_id: program.client, client_secret: program.secret };
const basic = (id: string, secret: string): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}` });

test("a token is issued for credentials in the body or in the header, and never cached", async () => {
  for (const answer of [await ask({ ...grant, ...inBody }), await ask(grant, basic(program.client, program.secret))]) {
    assert.equal(answer.status, 200);
    assert.deepEqual({ ...answer.body, access_token: "" }, { access_token: "", token_type: "Bearer", expires_in: 900, scope: "vorgaenge.lesen status.schreiben", tenant: "musterstadt" });
    assert.equal(answer.headers["cache-control"], "no-store");
    assert.equal(answer.headers["set-cookie"], undefined);
  }
});

test("the municipality may be named by the address of its portal", async () => {
  const { tenant: _tenant, ...without } = grant;
  assert.equal((await ask({ ...without, ...inBody, resource: "http://musterstadt.portal.localhost:8080/" })).body["tenant"], "musterstadt");
  for (const resource of ["https://musterstadt.portal.localhost:8080", "http://portal.localhost:8080", "http://elsewhere.example", "nonsense"]) {
    assert.equal((await ask({ ...without, ...inBody, resource })).body["error"], "invalid_target", resource);
  }
  assert.equal((await ask({ ...grant, ...inBody, resource: "http://beispielhausen.portal.localhost:8080" })).body["error"], "invalid_target");
});

test("a scope narrows the token, and one that was not granted is refused", async () => {
  assert.equal((await ask({ ...grant, ...inBody, scope: "vorgaenge.lesen" })).body["scope"], "vorgaenge.lesen");
  for (const scope of ["bescheide.zustellen", "vorgaenge.lesen nonsense", "*"]) assert.deepEqual([(await ask({ ...grant, ...inBody, scope })).status, (await ask({ ...grant, ...inBody, scope })).body["error"]], [400, "invalid_scope"]);
});

test("an unknown program, a wrong secret and another program's secret look the same", async () => {
  const other = await world.program();
  for (const [id, secret] of [["nobody-at-all", program.secret], [program.client, other.secret], [program.client, `${program.secret.slice(0, -2)}${program.secret.endsWith("AA") ? "BB" : "AA"}`], [program.client, "x"], ["ÄÖÜ", "x"]] as const) {
    const answer = await ask(grant, basic(id, secret));
    assert.deepEqual([answer.status, answer.body["error"], answer.headers["www-authenticate"]], [401, "invalid_client", 'Basic realm="kommunalportal"'], id);
  }
});

test("a town that granted nothing looks like one that does not exist", async () => {
  const [granted, missing] = [await ask({ ...grant, ...inBody, tenant: "beispielhausen" }), await ask({ ...grant, ...inBody, tenant: "nirgendwo" })];
  assert.deepEqual([granted.status, granted.body], [400, missing.body]);
});

test("requests that are no token requests are refused in the words of RFC 6749", async () => {
  assert.equal((await ask({ ...grant, ...inBody, grant_type: "password" })).body["error"], "unsupported_grant_type");
  assert.equal((await ask({ tenant: "musterstadt", ...inBody })).body["error"], "invalid_request");
  assert.equal((await ask(`grant_type=client_credentials&grant_type=client_credentials&client_id=${program.client}&client_secret=${program.secret}`)).body["error"], "invalid_request");
  assert.equal((await ask({ ...grant, ...inBody }, basic(program.client, program.secret))).body["error"], "invalid_request", "two ways of proof at once");
  assert.equal((await ask(JSON.stringify({ ...grant, ...inBody }), { "content-type": "text/plain" })).status, 415);
  assert.equal((await ask({ ...grant, ...inBody }, { host: "musterstadt.portal.localhost:8080" })).status, 421);
});

test("guessing from one address is slowed down", async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 32; i += 1) statuses.push((await ask({ ...grant, client_id: "probe", client_secret: "x" }, {}, "127.0.3.1")).status);
  assert.deepEqual([statuses.filter((status) => status === 401).length, statuses.at(-1)], [30, 429]);
});

test("at most three secrets are in force, an expired one proves nothing, and the database holds none of them", async () => {
  const rotating = await world.program();
  const expiring = await world.extensions.addSecret({ client: rotating.client, actor: { kind: "system", what: "test" }, expiresAt: new Date(world.clock.now().getTime() + 60_000) });
  assert.ok(expiring.ok);
  assert.ok((await world.extensions.addSecret({ client: rotating.client, actor: { kind: "system", what: "test" } })).ok);
  assert.deepEqual(await world.extensions.addSecret({ client: rotating.client, actor: { kind: "system", what: "test" } }), { ok: false, why: "too-many-secrets" });
  assert.equal((await ask(grant, basic(rotating.client, expiring.secret))).status, 200);
  world.clock.advance(61_000);
  assert.equal((await ask(grant, basic(rotating.client, expiring.secret))).status, 401);
  const rows = await world.db.asOperator("test", (tx) => tx.rows<{ hash: string }>(sql`select hash from extensions.secret`));
  assert.ok(rows.length > 3 && rows.every(({ hash }) => hash.startsWith("$argon2id$")));
  const tokens = await world.db.asOperator("test", (tx) => tx.rows<{ hash: Buffer }>(sql`select hash from extensions.token`));
  assert.ok(tokens.length > 0 && tokens.every(({ hash }) => hash.length === 32));
});

test("one town's permissions and tokens are invisible to another town, by row-level security", async () => {
  assert.deepEqual(await world.db.inTenant(world.beispielhausen.id, (tx) => tx.rows(sql`select id from extensions.permission`)), []);
  assert.deepEqual(await world.db.inTenant(world.beispielhausen.id, (tx) => tx.rows(sql`select hash from extensions.token`)), []);
  assert.deepEqual(await world.db.inTenant(world.musterstadt.id, (tx) => tx.rows(sql`select id from extensions.secret`)), []);
  await assert.rejects(world.db.inTenant(world.beispielhausen.id, (tx) => tx.run(sql`update extensions.client set disabled_at = now()`).then((changed) => { if (changed === 0) throw new Error("nothing was changed"); })), /nothing was changed/);
});
