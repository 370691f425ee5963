import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { ApiProblem, type Area, type Destination, leikaIdentifier, PROBLEM_PREFIX, type RouteQuery, VerificationError } from "@kommunalportal/fit-connect";
import type { OutgoingMessage } from "../channel.ts";
import { addresseeOf } from "./addressee-of.ts";
import { type AddresseeFinder, type AddresseeOutcome, createAddresseeFinder, foundForMs, type Wanted } from "./find-addressee.ts";
import { fitConnectSettings } from "./fit-connect-settings.ts";
import { placeOf, placeSetting } from "./place-setting.ts";

const leikaKey = "99110009104000";
const schemaUri = "https://schema.example/antrag";
const ownSchema = "urn:fim-de:xfall:xdf3:S05999000001V1.0.0";
const destination = (regions: readonly string[], changes: object = {}): Destination => ({
  destinationId: randomUUID(), status: "active", encryptionKid: "kid", metadataVersions: [], ...changes,
  publicServices: [{ identifier: leikaIdentifier(leikaKey), regions: [...regions], submissionSchemas: [{ schemaUri, mimeType: "application/json" }] }],
});

const foundIn = (outcome: AddresseeOutcome): string => (outcome.ok ? outcome.addressee.destinationId : outcome.why);

/** A routing service that names these for every place. Signatures are the library's matter. */
function world(there: Destination[], areas: readonly Area[] = [], forged: readonly string[] = []) {
  const asked: RouteQuery["place"][] = [];
  const clock = { now: 0 };
  const refused: string[] = [];
  const finder = createAddresseeFinder({
    schemaUri, refused: ({ destinationId }) => { refused.push(destinationId); }, now: () => clock.now,
    router: { areas: async (terms) => areas.filter(({ name }) => terms.every((term) => (term.endsWith("*") ? name.startsWith(term.slice(0, -1)) : name === term))), routes: async ({ place }) => { asked.push(place); return { routes: there.filter(({ destinationId }) => !forged.includes(destinationId)).map(({ destinationId }) => ({ destinationId, destinationSignature: "" })), refused: forged.map((destinationId) => ({ destinationId, error: new VerificationError("jws-signature", "") })) }; } },
    sender: { destination: async (id) => there.find(({ destinationId, status }) => destinationId === id && status !== "gone") ?? Promise.reject(new ApiProblem(404, { type: `${PROBLEM_PREFIX}destination-not-found` })) },
  });
  return { asked, refused, clock, landAt: async (place: string) => { const outcome = await finder.find({ leikaKey, place: [place], ownSchema: undefined }); return outcome.ok ? outcome.addressee.land : outcome.why; }, find: async (...place: string[]) => foundIn(await finder.find({ leikaKey, place, ownSchema: undefined })), forget: (...place: string[]) => { finder.forget({ leikaKey, place, ownSchema: undefined }); },
    findFor: async (schema: string, ...place: string[]) => foundIn(await finder.find({ leikaKey, place, ownSchema: schema })) };
}

test("of several the narrowest that reads the schema takes it; of two that are alike a person decides", async () => {
  const [kreis, town, other] = [destination(["DE059990000000"]), destination(["DE059990001001"]), destination(["DE059990001001"])];
  const foreign: Destination = { ...town, destinationId: randomUUID(), publicServices: town.publicServices.map((service) => ({ ...service, submissionSchemas: [] })) };
  assert.equal(await world([kreis, town, foreign]).find("059990001001"), town.destinationId);
  assert.equal(await world([town, other]).find("059990001001"), "several-receivers");
  assert.equal(await world([{ ...town, status: "inactive" }, kreis]).find("059990001001"), kreis.destinationId);
  assert.equal(await world([{ ...town, status: "inactive" }]).find("059990001001"), "no-receiver");
  // The routing service names one that is no more: not a fault of the other, and alone it is nobody.
  assert.equal(await world([{ ...town, status: "gone" }, kreis]).find("059990001001"), kreis.destinationId);
  assert.equal(await world([{ ...town, status: "gone" }]).find("059990001001"), "no-receiver");
});

test("of which Land an authority is can be told only where it is responsible in one alone", async () => {
  const cases = [[["DE059990001001"], "05"], [["DE01"], "01"], [["DE010020000000", "DE010510000000"], "01"], [["DE01", "DE02"], undefined], [["DE"], undefined], [["DE000000000000"], undefined], [["DE", "DE01"], undefined], [["DE99"], undefined]] as const;
  for (const [regions, land] of cases) assert.equal(await world([destination(regions)]).landAt("010020000000"), land, regions.join());
});

test("one that was named with a wrong signature gets nothing, holds up nobody, and is told", async () => {
  const [kreis, town] = [destination(["DE059990000000"]), destination(["DE059990001001"])];
  const one = world([kreis, town], [], [town.destinationId]);
  assert.equal(await one.find("059990001001"), kreis.destinationId);
  assert.deepEqual(one.refused, [town.destinationId]);
});

test("of authorities that read the form's own schema and none of ours the narrowest takes it, and only what can be written in that", async () => {
  const reading = (regions: string[]): Destination => ({ ...destination(regions), publicServices: [{ identifier: leikaIdentifier(leikaKey), regions, submissionSchemas: [{ schemaUri: ownSchema, mimeType: "application/xml" }] }] });
  const [kreis, town] = [reading(["DE059990000000"]), reading(["DE059990001001"])];
  const one = world([kreis, town]);
  assert.equal(await one.findFor(ownSchema, "059990001001"), town.destinationId);
  // What was found for one form says nothing about another one of the same service.
  assert.equal(await one.find("059990001001"), "several-receivers");
  assert.equal(await one.findFor(`${ownSchema}x`, "059990001001"), "several-receivers");
});

test("an application is looked a receiver for with its form's own schema", async () => {
  const wanted: Wanted[] = [];
  const finder: AddresseeFinder = { find: async (one) => { wanted.push(one); return { ok: false, why: "no-receiver" }; }, forget: () => undefined };
  const message: OutgoingMessage = {
    id: "x", at: new Date(0), type: "application.submitted", timestamp: "2026-03-02T09:00:00Z", files: [], data: { content: { ort: "059990001001" }, xfall: { namespace: ownSchema, json: {}, xml: "<x/>" } },
    about: { tenant: "t", reference: "MUS-1", service: "hund", title: "Hund", leikaKey, day: "2026-03-02", ars: "059990001001", bracket: undefined, earlier: undefined },
  };
  const settings = fitConnectSettings.parse({ tokenUrl: "https://token.example", clientId: "x", routing: { url: "https://routing.example", portalUrl: "https://portal.example", place: "ort" } });
  await addresseeOf({ finder, settings }, { message, known: undefined });
  assert.deepEqual(wanted, [{ leikaKey, place: ["059990001001"], ownSchema }]);
});

test("keys are used as they are, words are searched for, and an official name is found by its beginning", async () => {
  const areas = [{ id: "7", name: "Nordhafen, Stadt" }, { id: "8", name: "Nordhafen" }, { id: "9", name: "Südhafen, Stadt" }];
  const one = world([destination([])], areas);
  for (const place of ["059990001001", "059990001", "05999001", "Nordhafen", "Südhafen"]) await one.find(place);
  assert.deepEqual(one.asked, [{ ars: "059990001001" }, { ars: "059990001" }, { ags: "05999001" }, { areaId: "8" }, { areaId: "9" }]);
  assert.deepEqual([await one.find("Atlantis"), await one.find("*")], ["place-unknown", "place-unknown"]);
});

test("what was found is kept for its time, that nobody is there only for a minute, and what turned out wrong not at all", async () => {
  const there = [destination([])];
  const one = world(there);
  await one.find("059990001001");
  one.clock.now = foundForMs - 1;
  await one.find("059990001001");
  assert.equal(one.asked.length, 1);
  one.clock.now = foundForMs;
  await one.find("059990001001");
  one.forget("059990001001");
  await one.find("059990001001");
  assert.equal(one.asked.length, 3);
  const none = world([]);
  assert.equal(await none.find("059990001001"), "no-receiver");
  none.clock.now = 60_000;
  await none.find("059990001001");
  assert.equal(none.asked.length, 2);
});

test("the setting of the place: ways, what belongs together, and the first that is answered", () => {
  const setting = placeSetting("anschrift.plz+anschrift.ort, geburtsort")!;
  assert.deepEqual(setting, [["anschrift.plz", "anschrift.ort"], ["geburtsort"]]);
  assert.deepEqual(placeOf(setting, { anschrift: { plz: "00901", ort: "Nordhafen" }, geburtsort: "X" }), ["00901", "Nordhafen"]);
  assert.deepEqual(placeOf(setting, { anschrift: { plz: "00901" }, geburtsort: { words: "Nordhafen", lat: 1, lon: 2 } }), ["Nordhafen"]);
  assert.equal(placeOf(setting, { anschrift: "00901", geburtsort: 5 }), undefined);
  assert.equal(placeOf(placeSetting("__proto__.x") ?? [["toString"]], {}), undefined);
  for (const wrong of ["", "a b", "a,,b", "a,b,c,d,e,f", "a+b+c+d"]) assert.equal(placeSetting(wrong), undefined, wrong);
});
