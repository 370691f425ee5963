import assert from "node:assert/strict";
import { test } from "node:test";
import { scopes } from "#modules/extensions";
import { newId } from "#platform/ids";
import type { Document } from "./contract/document.ts";
import { openApiDocument } from "./openapi.ts";
import { operations } from "./operations.ts";
import { apex, apiWorld, type Called } from "./testing/api-world.ts";
import { addressWith, bodyOf, requestsOf, type KnownIds } from "./testing/document-requests.ts";
import { exampleReceiver, knownThings } from "./testing/known-things.ts";

// Made of the published document: an operation that is added is in here without anybody thinking of it.
const world = await apiWorld({ trustedHosts: [exampleReceiver] });
const { call, signedIn, musterstadt, beispielhausen } = world;
const requests = requestsOf(JSON.parse(JSON.stringify(openApiDocument({ lang: "en", apex }))) as Document);
const owner = await knownThings(world);
const { one, fetched, ids: there } = owner;
const nowhere: KnownIds = { application: newId(), file: newId(), webhook: newId(), service: "gibt-es-nicht", version: "9.9.9", delivery: newId(), payment: newId(), decision: newId(), form: "gibt-es-nicht", key: "99999999999999", submission: newId(), document: newId(), slot: newId(), appointment: newId() };
const targeted = requests.filter(({ operation }) => operation.path.includes("{"));
let network = 0;

/** What an answer tells somebody who has no right to know: everything but the number of the request and what is left of the quota. */
function tells({ status, body, headers }: Called): object {
  const { "content-length": _length, date: _date, ratelimit: _ratelimit, ...rest } = headers;
  return { status, body: { ...body, instance: "" }, headers: { ...rest, "x-request-id": "" } };
}

function send(request: (typeof requests)[number], ids: KnownIds, token: string | undefined): Promise<Called> {
  network = (network + 1) % 60_000;
  return call(request.method, addressWith(request, ids), {
    ...(token === undefined ? {} : { token }), ...bodyOf(request),
    // Each from an address of its own: wrong tokens are counted.
    address: `127.1.${network >> 8}.${network & 255}`,
  });
}

test("the matrix sees the whole document", () => {
  assert.equal(requests.length, operations.length);
  assert.ok(targeted.length > 10);
  assert.equal(fetched.status, 200);
});

test("without a valid token no operation tells whether something is there", async () => {
  const [expired, revoked, narrowed] = [await signedIn(), await signedIn(), await signedIn()];
  const fresh: (() => string | undefined)[] = [() => undefined, () => "x", () => `kpt_${"A".repeat(64)}`, () => revoked.token, () => narrowed.token, () => expired.token];
  await world.extensions.revokePermission({ tenant: musterstadt.id, client: revoked.client, actor: { kind: "staff", id: "sven-super" } });
  await world.permit({ client: narrowed.client, tenant: musterstadt, scopes: ["vorgaenge.lesen"] });
  world.clock.advance(901_000);
  for (const request of requests) {
    for (const [i, token] of fresh.entries()) {
      const [known, unknown] = [await send(request, there, token()), await send(request, nowhere, token())];
      assert.deepEqual([known.status, known.body["code"]], [401, i === 0 ? "token-missing" : "token-invalid"], request.id);
      assert.deepEqual(tells(known), tells(unknown), request.id);
    }
  }
});

test("each operation refuses a token that has every scope but its own, and does not tell whether something is there", async () => {
  const tried: string[] = [];
  for (const scope of scopes) {
    const { token } = await signedIn({ scopes: scopes.filter((other) => other !== scope) });
    for (const request of requests.filter((candidate) => candidate.scope === scope)) {
      const [known, unknown] = [await send(request, there, token), await send(request, nowhere, token)];
      assert.deepEqual([known.status, known.body["code"], known.body["scope"]], [403, "scope-missing", scope], request.id);
      assert.match(String(known.headers["www-authenticate"]), /insufficient_scope/);
      assert.deepEqual(tells(known), tells(unknown), request.id);
      tried.push(request.id);
    }
  }
  assert.deepEqual(tried.sort(), requests.filter(({ scope }) => scope !== undefined).map(({ id }) => id).sort());
});

test("one wrong scope opens nothing, whichever it is", async () => {
  for (const scope of scopes) {
    const { token } = await signedIn({ scopes: [scope] });
    for (const request of requests.filter((candidate) => candidate.scope !== undefined && candidate.scope !== scope)) assert.equal((await send(request, there, token)).status, 403, `${request.id} with ${scope}`);
  }
});

async function looksAbsent(token: string, what: readonly (typeof requests)[number][]): Promise<void> {
  for (const request of what) {
    const [known, unknown] = [await send(request, there, token), await send(request, nowhere, token)];
    assert.equal(known.status, 404, `${request.id}: ${JSON.stringify(known.body)}`);
    assert.deepEqual(tells(known), tells(unknown), request.id);
  }
}

test("another town's things are not there, with any operation, and look like what never was", async () => {
  const { token } = await signedIn({ tenant: beispielhausen });
  // Services are offered by both towns and their forms are public, and so is the catalogue.
  await looksAbsent(token, targeted.filter(({ operation }) => !/^\/(services|catalogue)\//.test(operation.path)));
});

test("what lies outside the permission for services is not there either", async () => {
  const { token } = await signedIn({ services: ["maengelmelder"] });
  await looksAbsent(token, targeted.filter(({ operation }) => !operation.path.startsWith("/catalogue/")));
});

test("another program's webhooks and forms are not there", async () => {
  const { token } = await signedIn();
  await looksAbsent(token, targeted.filter(({ operation }) => /^\/(webhooks|forms)\//.test(operation.path)));
  assert.deepEqual((await call("GET", "/webhooks", { token })).body["items"], []);
});

test("after all of this nothing was changed and the rightful program still gets in", async () => {
  const token = await world.token(owner);
  const again = await call("GET", `/applications/${one.application}`, { token });
  assert.deepEqual({ ...again.body, acknowledgement: undefined }, { ...fetched.body, acknowledgement: undefined });
  assert.deepEqual(((await call("GET", "/webhooks", { token })).body["items"] as { id: string }[]).map(({ id }) => id), [there.webhook]);
  assert.equal((await world.db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, one.application)))?.events, fetched.body["revision"]);
});
