import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { scopes } from "#modules/extensions";
import { components } from "./component.ts";
import { manifestSchemaPath } from "./contract/committed-document.ts";
import { openApiDocument, problemsOf, schemas } from "./openapi.ts";
import { operations } from "./operations.ts";
import { apex, apiWorld } from "./testing/api-world.ts";

const world = await apiWorld({ requestsPerMinute: 5 });
const document = openApiDocument({ lang: "en", apex: "https://portal.example" });

test("every example in the document fits its own schema", () => {
  assert.ok(components.length > 20);
  for (const { name, schema, example } of components) assert.deepEqual(schema.safeParse(example).error?.issues ?? [], [], name);
});

test("every reference in the document leads somewhere, and every named schema is used", () => {
  const text = JSON.stringify(document);
  const named = new Set(Object.keys(schemas("en")));
  const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? "");
  assert.ok(referred.length > 20);
  assert.deepEqual(referred.filter((name) => !named.has(name)), []);
  assert.deepEqual([...named].filter((name) => !referred.includes(name)).sort(), []);
  for (const [, reference] of text.matchAll(/"\$ref":"([^"]*)"/g)) assert.match(reference ?? "", /^#\/components\/schemas\/\w+$/);
});

test("every operation is said in both languages, with each of its problems once", () => {
  for (const operation of operations) {
    assert.equal(new Set(problemsOf(operation)).size, problemsOf(operation).length);
    for (const said of [operation.summary, operation.description]) assert.ok(said.de.length > 5 && said.en.length > 5 && said.de !== said.en);
  }
});

test("every scope opens at least one operation and is explained in the document", () => {
  // The sign-in of older programs opens the compatibility profile and no operation of this document, nor does the hand-over of people; a tile asks the portal nothing.
  for (const scope of scopes.filter((one) => one !== "anmeldung.einfach" && one !== "kacheln.zeigen" && one !== "personen.uebernehmen")) assert.ok(operations.some((operation) => operation.scope === scope), scope);
  assert.equal(scopes.every((scope) => JSON.stringify(document).includes(`"${scope}":"`)), true);
});

test("the document is served to everybody, in both languages, with an ETag", async () => {
  const get = (query = "", headers: Record<string, string> = {}) => world.app.inject({ url: `/api/v1/openapi.json${query}`, headers: { host: new URL(apex).host, ...headers } });
  const english = await get();
  assert.equal(english.statusCode, 200);
  assert.equal(english.json<{ openapi: string }>().openapi, "3.1.0");
  assert.match((await get("?lang=de")).body, /Antrag abrufen/);
  assert.equal((await get("", { "if-none-match": String(english.headers["etag"]) })).statusCode, 304);
  assert.equal((await world.app.inject({ url: "/api/v1/openapi.json", headers: { host: "musterstadt.portal.localhost:8080" } })).statusCode, 421);
});

test("the schema of a manifest is served as it lies in the repository", async () => {
  const answer = await world.app.inject({ url: "/api/v1/manifest.schema.json", headers: { host: new URL(apex).host } });
  assert.equal(answer.statusCode, 200);
  assert.deepEqual(answer.json(), JSON.parse(readFileSync(manifestSchemaPath, "utf8")));
  assert.equal((await world.app.inject({ url: "/api/v1/manifest.schema.json", headers: { host: "musterstadt.portal.localhost:8080" } })).statusCode, 421);
});

test("the quota is told with every answer, ends in 429, is the program's own and comes back", async () => {
  const [busy, calm] = [await world.signedIn(), await world.signedIn()];
  const left: unknown[] = [];
  for (let i = 0; i < 5; i += 1) left.push((await world.call("GET", "/tenant", { token: busy.token })).headers["ratelimit"]);
  assert.deepEqual(left, [4, 3, 2, 1, 0].map((rest) => `"default";r=${rest};t=${(5 - rest) * 12}`));
  const refused = await world.call("GET", "/tenant", { token: busy.token });
  assert.deepEqual([refused.status, refused.body["code"], refused.headers["retry-after"], refused.headers["ratelimit-policy"]], [429, "too-many", "12", '"default";q=5;w=60']);
  assert.equal((await world.call("GET", "/tenant", { token: await world.token(busy) })).status, 429, "a fresh token does not help");
  assert.equal((await world.call("GET", "/tenant", { token: calm.token })).status, 200);
  world.clock.advance(12_000);
  assert.equal((await world.call("GET", "/tenant", { token: busy.token })).status, 200);
});
