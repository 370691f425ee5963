import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { toBase64url } from "../encoding/base64url.ts";
import { VerificationError, type VerificationCode } from "../errors/verification-error.ts";
import { signJws } from "../jws/jws.ts";
import { testSignature } from "../testing/test-keys.ts";
import { routeSchema } from "./route.ts";
import { verifyDestinationParameters } from "./verify-destination-parameters.ts";
import { verifyRoute, type RouteTrust, type RouteWish } from "./verify-route.ts";

const [portal, stranger] = await Promise.all([testSignature(), testSignature()]);
const destinationId = randomUUID();
const now = Date.parse("2026-11-26T10:00:00Z");
const claims = {
  submissionHost: "dienst.example", iss: "https://portal.example", destinationId, iat: now / 1000, jti: randomUUID(),
  services: [{ gebietIDs: ["urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:05999"], leistungIDs: ["urn:de:fim:leika:leistung:99134005017000"] }],
};
const trust: RouteTrust = { portalKey: (kid) => Promise.resolve(kid === portal.signer.kid ? portal.verifier : undefined), issuers: ["https://portal.example/"], submissionHosts: ["dienst.example"], now: () => now, clockSkewMs: 300_000 };
const wish: RouteWish = { leikaKey: "99134005017000", ars: "059990001001" };
const check = async (change: object, wanted: RouteWish = wish, signer = portal.signer): Promise<void> => verifyRoute({ destinationId, destinationSignature: await signJws({ ...claims, ...change }, signer, "jwt") }, wanted, trust);
const fails = (code: VerificationCode) => (error: unknown): boolean => error instanceof VerificationError && error.code === code;
const gebiet = (ars: string): object => ({ services: [{ gebietIDs: [`urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:${ars}`], leistungIDs: claims.services[0]?.leistungIDs }] });

test("a destination that the portal signed for this service and place is taken", async () => {
  await check({});
  for (const ars of ["05", "059990001001", "059990000000", "050000000000", "000000000000", ""]) await check(gebiet(ars));
  await check({}, { leikaKey: wish.leikaKey });
});

test("a place that is asked for by its AGS is proved as well, as far as both keys agree", async () => {
  const at = (ags: string): RouteWish => ({ leikaKey: wish.leikaKey, ags });
  for (const ars of ["05", "05999", "059990000000", "000000000000", "059990001001", "059990001"]) await check(gebiet(ars), at("05999001"));
  await check(gebiet("053150000000"), at("05315000"));
  for (const ars of ["06", "05998", "059990001002", "059980001001", "059980001"]) await assert.rejects(check(gebiet(ars), at("05999001")), fails("route-area"), ars);
  await assert.rejects(check(gebiet("059990001001"), at("05999")), fails("route-area"), "one municipality is not its county");
});

test("a destination that is responsible for every municipality of a state is read and taken", async () => {
  const gebietIDs = Array.from({ length: 396 }, (_, at) => `urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:${String(59_990_000_001 + at).padStart(12, "0")}`);
  const destinationSignature = await signJws({ ...claims, services: [{ gebietIDs, leistungIDs: claims.services[0]?.leistungIDs }] }, portal.signer, "jwt");
  const route = routeSchema.parse({ destinationId, destinationSignature });
  await verifyRoute(route, { leikaKey: wish.leikaKey, ars: "059990000396" }, trust);
});

test("another destination, host, portal, key, service, place or time is refused by name", async () => {
  await assert.rejects(check({ destinationId: randomUUID() }), fails("route-destination"));
  await assert.rejects(check({ submissionHost: "boese.example" }), fails("route-host"));
  await assert.rejects(check({ iss: "https://portal.example.boese.example" }), fails("route-issuer"));
  await assert.rejects(check({}, wish, stranger.signer), fails("jws-signature"));
  await assert.rejects(check({}, wish, { ...stranger.signer, kid: portal.signer.kid }), fails("jws-signature"));
  await assert.rejects(check({}, { ...wish, leikaKey: "99134005017001" }), fails("route-service"));
  for (const ars of ["05998", "059990001002", "06"]) await assert.rejects(check(gebiet(ars)), fails("route-area"), ars);
  await assert.rejects(check({ services: [{ gebietIDs: ["urn:andere:05999"], leistungIDs: claims.services[0]?.leistungIDs }] }), fails("route-area"));
  await assert.rejects(check({ iat: now / 1000 + 301 }), fails("route-time"));
  await assert.rejects(check({ exp: now / 1000 - 300 }), fails("route-time"));
  await assert.rejects(check({ exp: "bald" }), fails("route-claims"));
  await assert.rejects(check({ services: "alle" }), fails("route-claims"));
  await assert.rejects(verifyRoute({ destinationId, destinationSignature: "x" }, wish, trust), fails("jws-shape"));
});

test("a statement counts for ever, unless it names its end or a greatest age is set", async () => {
  const years = { iat: now / 1000 - 5 * 365 * 86_400 };
  await check(years);
  await check({ ...years, exp: now / 1000 - 299 });
  const aged = async (seconds: number): Promise<void> => verifyRoute({ destinationId, destinationSignature: await signJws({ ...claims, iat: now / 1000 - seconds }, portal.signer, "jwt") }, wish, { ...trust, maxAgeMs: 86_400_000 });
  await aged(86_400 + 300);
  await assert.rejects(aged(86_400 + 301), fails("route-time"));
});

test("signed addresses of the older API are checked, attached or detached; missing ones are not missed", async () => {
  const destinationParameters = { submissionUrl: "https://dienst.example/submission-api", encryptionKid: "abc" };
  const keyOf = trust.portalKey;
  const attached = await signJws(destinationParameters, portal.signer, "jwt");
  const [header = "", , signature = ""] = attached.split(".");
  await verifyDestinationParameters({}, keyOf);
  for (const destinationParametersSignature of [attached, `${header}..${signature}`]) {
    await verifyDestinationParameters({ destinationParameters, destinationParametersSignature }, keyOf);
    await assert.rejects(verifyDestinationParameters({ destinationParameters: { ...destinationParameters, submissionUrl: "https://boese.example" }, destinationParametersSignature }, keyOf), fails("route-parameters"));
  }
  const none = toBase64url(JSON.stringify({ alg: "none", kid: portal.signer.kid }));
  for (const destinationParametersSignature of [undefined, "", "a.b", `${none}..`, `${none}.e30.AAAA`, await signJws(destinationParameters, stranger.signer, "jwt")]) await assert.rejects(verifyDestinationParameters({ destinationParameters, ...(destinationParametersSignature === undefined ? {} : { destinationParametersSignature }) }, keyOf), fails("route-parameters"));
});
