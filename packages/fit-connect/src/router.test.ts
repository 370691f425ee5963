import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { VerificationError } from "./errors/verification-error.ts";
import { signJws } from "./jws/jws.ts";
import type { SigningKey } from "./keys/signing-key.ts";
import { createRouter } from "./router.ts";
import { testSignature } from "./testing/test-keys.ts";

const [portal, stranger] = await Promise.all([testSignature(), testSignature()]);
const now = Date.parse("2026-11-26T10:00:00Z");
const query = { leikaKey: "99134005017000", place: { ars: "059990001001" } } as const;

interface Named { readonly destinationId: string; readonly destinationSignature: string }

async function named(change: object = {}, signer: SigningKey = portal.signer): Promise<Named> {
  const destinationId = randomUUID();
  const services = [{ gebietIDs: ["urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:05999"], leistungIDs: [`urn:de:fim:leika:leistung:${query.leikaKey}`] }];
  return { destinationId, destinationSignature: await signJws({ submissionHost: "dienst.example", iss: "https://portal.example", destinationId, iat: now / 1000 - 2 * 86_400, services, ...change }, signer, "jwt") };
}

/** A routing service that names these, and a portal that publishes its keys unless it is away. */
function routerOf(routes: readonly Named[], { maxRouteAgeMs, away = false, keys = () => [portal.publicJwk] }: { readonly maxRouteAgeMs?: number; readonly away?: boolean; readonly keys?: () => readonly object[] } = {}) {
  return createRouter({
    environment: { name: "test", tokenUrl: "https://dienst.example/token", submissionUrl: "https://dienst.example/s", destinationUrl: "https://dienst.example/d", routingUrl: "https://routing.example", portalUrl: "https://portal.example", certificates: { kind: "lenient" } },
    userAgent: "test/1", now: () => now, tries: 1, ...(maxRouteAgeMs === undefined ? {} : { maxRouteAgeMs }),
    fetch: (url) => {
      if (url.startsWith("https://portal.example/")) return Promise.resolve(away ? new Response("", { status: 503 }) : Response.json({ keys: keys() }));
      const { searchParams } = new URL(url);
      const offset = Number(searchParams.get("offset"));
      return Promise.resolve(Response.json({ routes: routes.slice(offset, offset + Number(searchParams.get("limit"))), totalCount: routes.length }));
    },
  });
}
const fails = (code: VerificationError["code"]) => (error: unknown): boolean => error instanceof VerificationError && error.code === code;
const ids = (routes: readonly { readonly destinationId: string }[]): string[] => routes.map(({ destinationId }) => destinationId);

test("one that is forged, expired or for somebody else is left out by name, and the others are offered in their order", async () => {
  const [one, other] = [await named(), await named()];
  const [forged, ...wrong]: [readonly [Named, VerificationError["code"]], ...(readonly [Named, VerificationError["code"]])[]] = [
    [await named({}, { ...stranger.signer, kid: portal.signer.kid }), "jws-signature"],
    [await named({}, stranger.signer), "jws-signature"],
    [await named({ exp: now / 1000 - 3_600 }), "route-time"],
    [await named({ destinationId: randomUUID() }), "route-destination"],
    [{ ...(await named()), destinationSignature: "x" }, "jws-shape"],
  ];
  const { routes, refused } = await routerOf([forged[0], one, ...wrong.map(([route]) => route), other]).routes(query);
  assert.deepEqual(ids(routes), ids([one, other]));
  assert.deepEqual(refused.map(({ destinationId, error: { code } }) => [destinationId, code]), [forged, ...wrong].map(([{ destinationId }, code]) => [destinationId, code]));
});

test("asked by AGS, a destination of another place is left out as well", async () => {
  const [here, elsewhere] = [await named(), await named({ services: [{ gebietIDs: ["urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:059990002002"], leistungIDs: [`urn:de:fim:leika:leistung:${query.leikaKey}`] }] })];
  const { routes, refused } = await routerOf([elsewhere, here]).routes({ leikaKey: query.leikaKey, place: { ags: "05999001" } });
  assert.deepEqual([ids(routes), refused.map(({ error }) => error.code)], [[here.destinationId], ["route-area"]]);
});

test("a key that the portal has taken since is asked for, but not for each signature of a stranger", async () => {
  let [asked, published] = [0, [stranger.publicJwk]];
  const router = routerOf([await named()], { keys: () => { asked += 1; return published; } });
  await assert.rejects(router.routes(query), fails("jws-signature"));
  const fresh = routerOf([await named({}, stranger.signer)], { keys: () => { asked += 1; return published; } });
  await fresh.routes(query);
  asked = 0;
  await assert.rejects(router.routes(query), fails("jws-signature"));
  assert.equal(asked, 0);
  const changing = routerOf([await named(), await named()], { keys: () => { asked += 1; const given = published; published = [portal.publicJwk]; return given; } });
  assert.equal((await changing.routes(query)).routes.length, 2);
  assert.equal(asked, 2);
});

test("where none is right, the first one says why; where none is named, nobody is responsible", async () => {
  await assert.rejects(routerOf([await named({ exp: 1 }), await named({}, stranger.signer)]).routes(query), fails("route-time"));
  assert.deepEqual(await routerOf([]).routes(query), { routes: [], refused: [] });
});

test("a greatest age is a setting", async () => {
  const [old, fresh] = [await named(), await named({ iat: now / 1000 })];
  assert.deepEqual(ids((await routerOf([old, fresh]).routes(query)).routes), ids([old, fresh]));
  const { routes, refused } = await routerOf([old, fresh], { maxRouteAgeMs: 86_400_000 }).routes(query);
  assert.deepEqual([ids(routes), refused.map(({ destinationId, error: { code } }) => [destinationId, code])], [[fresh.destinationId], [[old.destinationId, "route-time"]]]);
});

test("keys that cannot be fetched say nothing about a destination: there is no answer just now", async () => {
  await assert.rejects(routerOf([await named()], { away: true }).routes(query), (error: unknown) => error instanceof Error && "retryable" in error && error.retryable === true);
});
