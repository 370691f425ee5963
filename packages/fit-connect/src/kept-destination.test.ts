import assert from "node:assert/strict";
import { test } from "node:test";
import { json, type SeenRequest } from "./testing/testing-service.ts";
import { testWorld } from "./testing/test-world.ts";

const isOffer = ({ method, path }: SeenRequest): boolean => method === "GET" && /\/destinations\/[0-9a-f-]{36}$/.test(path);
const kidOf = (jwe: string): unknown => (JSON.parse(Buffer.from(jwe.split(".")[0] ?? "", "base64url").toString("utf8")) as { readonly kid: unknown }).kid;

test("what a destination takes is asked before every submission, or once for a while where the caller says so", async (t) => {
  for (const [keepDestinationMs, asked] of [[undefined, 3], [60_000, 1]] as const) {
    const { service, sender, order } = await testWorld(t, keepDestinationMs === undefined ? {} : { keepDestinationMs });
    for (let count = 0; count < 3; count += 1) await sender.send(order);
    assert.equal(service.seen.filter(isOffer).length, asked);
    assert.equal(service.seen.filter(({ path }) => path.includes("/keys/")).length, 1);
  }
});

test("by a word that was kept nothing is refused that the destination takes by now, and what it refuses is forgotten", async (t) => {
  const { service, sender, order } = await testWorld(t, { keepDestinationMs: 60_000 });
  const open = service.destination;
  service.destination = { ...open, publicServices: [] };
  await assert.rejects(sender.send(order), { code: "service-not-offered" });
  service.destination = open;
  await sender.send(order);
  service.disturb = ({ method, path }) => { if (method !== "POST" || !path.endsWith("/submissions")) return undefined; service.disturb = () => undefined; return json(409, { title: "closed" }); };
  await assert.rejects(sender.send(order), { status: 409 });
  const before = service.seen.filter(isOffer).length;
  await sender.send(order);
  assert.equal(service.seen.filter(isOffer).length, before + 1);
});

test("a destination that has taken another key since gets everything encrypted for that one, under the same ids; what is wrong otherwise stays refused", async (t) => {
  const { service, sender, order, keys: { encryption, reply } } = await testWorld(t, { keepDestinationMs: 60_000 });
  await sender.send(order);
  const { kid } = reply.publicJwk;
  service.destination = { ...service.destination, encryptionKid: kid };
  // As the delivery service does: another key than the destination's current one is refused.
  service.disturb = ({ method, path, body }) => {
    if (path.endsWith(`/keys/${kid}`)) return json(200, reply.publicJwk);
    const metadata = method === "PUT" && path.split("/").length === 5 ? (JSON.parse(body) as { readonly encryptedMetadata: string }).encryptedMetadata : undefined;
    return metadata !== undefined && kidOf(metadata) !== kid ? json(422, { title: "Invalid JWE Header 'kid'" }) : undefined;
  };
  const { submissionId, authenticationTags } = await sender.send(order);
  const parcel = service.parcels.get(submissionId);
  assert.deepEqual([kidOf(parcel?.metadata ?? ""), kidOf(parcel?.data ?? ""), ...[...parcel?.attachments.values() ?? []].map(kidOf)], [kid, kid, kid, kid]);
  assert.deepEqual(Object.keys(authenticationTags.attachments), parcel?.announced);
  assert.notEqual(kid, encryption.publicJwk.kid);
  service.disturb = ({ method, path }) => (method === "PUT" && path.split("/").length === 5 ? json(422, { title: "something else" }) : undefined);
  const before = service.seen.length;
  await assert.rejects(sender.send(order), { status: 422 });
  assert.equal(service.seen.slice(before).filter(({ method, path }) => method === "PUT" && path.split("/").length === 5).length, 1);
});
