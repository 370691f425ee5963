import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { manifestSchema } from "#modules/extensions";
import { deprecationHeaders } from "../deprecation-headers.ts";
import { openApiDocument } from "../openapi.ts";
import { breakingChanges } from "./breaking-changes.ts";
import { documentApex, documentPath, manifestSchemaPath } from "./committed-document.ts";
import { isRecord, operationsOf, recordOf, type Document } from "./document.ts";
import { styleProblems } from "./style-problems.ts";

const published = JSON.parse(readFileSync(documentPath, "utf8")) as Document;
const now = JSON.parse(JSON.stringify(openApiDocument({ lang: "en", apex: documentApex }))) as Document;

test("nothing that was published as stable is broken", () => {
  assert.ok(operationsOf(published).filter(({ facts }) => facts["x-stability"] === "stable").length > 15);
  assert.deepEqual(breakingChanges(published, now), []);
});

test("the published document is what the code says (write it anew with contract/write-document.ts)", () => {
  assert.deepEqual(now, published);
});

test("the published schema of a manifest is that which checks it", () => {
  assert.deepEqual(JSON.parse(JSON.stringify(manifestSchema())), JSON.parse(readFileSync(manifestSchemaPath, "utf8")));
});

test("the document keeps the style of the house", () => {
  assert.deepEqual(styleProblems(now), []);
});

type Editable = Record<string, unknown>;

/** The document with one place changed; `path` is a list of keys. */
function changed(path: readonly string[], edit: (holder: Editable, key: string) => void): Document {
  const copy = structuredClone(published) as Editable;
  let holder: Editable = copy;
  for (const key of path.slice(0, -1)) {
    const next = holder[key];
    assert.ok(isRecord(next), `${path.join("/")} is not there`);
    holder = next;
  }
  edit(holder, path.at(-1) ?? "");
  return copy;
}
const without = (path: readonly string[]) => changed(path, (holder, key) => { assert.ok(key in holder, key); delete holder[key]; });
const set = (path: readonly string[], value: unknown) => changed(path, (holder, key) => { holder[key] = value; });
const schema = (name: string, ...rest: string[]): string[] => ["components", "schemas", name, ...rest];
const applications = ["paths", "/applications", "get"];
const firstParameter = (recordOf(recordOf(recordOf(published["paths"])["/applications"])["get"])["parameters"] as object[])[0];

test("each kind of breach of a promise is found", () => {
  const breaches: readonly (readonly [string, Document, RegExp])[] = [
    ["an operation is gone", without(applications), /GET \/applications: it is gone/],
    ["an operation is called otherwise", set([...applications, "operationId"], "listCases"), /another name/],
    ["a stable operation is beta again", set([...applications, "x-stability"], "beta"), /not stable/],
    ["an operation needs one scope more", set([...applications, "security"], [{ oauth: ["vorgaenge.lesen", "status.schreiben"] }]), /needs the scope status.schreiben/],
    ["a filter is gone", set([...applications, "parameters"], [firstParameter]), /parameter query limit is gone/],
    ["a filter became required", set([...applications, "parameters"], [{ name: "cursor", in: "query", required: true, schema: { type: "string" } }]), /cursor became required/],
    ["a new header is required", set([...applications, "parameters"], [{ name: "X-New", in: "header", required: true, schema: {} }]), /new and required/],
    ["a request field is gone", without(schema("MessageRequest", "properties", "dueOn")), /dueOn is gone/],
    ["a request field became required", set(schema("MessageRequest", "required"), ["kind", "text", "dueOn"]), /dueOn became required/],
    ["a text may be shorter only", set(schema("MessageRequest", "properties", "text", "maxLength"), 100), /another maxLength/],
    ["a value is no longer taken", set(schema("StatusRequest", "properties", "status", "enum"), ["in-progress", "closed"]), /does not take "waiting"/],
    ["a request field has another type", set(schema("MessageRequest", "properties", "text"), { type: "integer" }), /was string and is integer/],
    ["an answer field is gone", without(schema("Application", "properties", "declaredOn")), /declaredOn is gone/],
    ["an answer field may be absent", set(schema("Event", "required"), ["id"]), /may be absent/],
    ["an answer field has another type", set(schema("ApplicationPage", "properties", "more"), { type: "string" }), /was boolean and is string/],
    ["a success has another status", changed([...applications, "responses", "200"], (holder, key) => { holder["202"] = holder[key]; delete holder[key]; }), /does not answer 200/],
    ["a file comes as something else", without(["paths", "/applications/{id}/summary.pdf", "get", "responses", "200", "content", "application/pdf"]), /does not come as application\/pdf/],
    ["a message is gone", without(["webhooks", "extension.removed"]), /webhook extension\.removed: it is gone/],
    ["a message is beta again", set(["webhooks", "application.submitted", "post", "x-stability"], "beta"), /webhook application\.submitted: it is not stable/],
    ["a message is not signed any more", changed(["webhooks", "application.submitted", "post", "parameters"], (holder, key) => { holder[key] = (holder[key] as object[]).slice(0, 2); }), /header webhook-signature is gone/],
    ["a message tells less", without(schema("ExtensionMessage", "properties", "data", "properties", "tenant")), /webhook extension\.paused: message.*tenant is gone/],
    ["a body is no longer taken as multipart", without(["paths", "/applications/{id}/decisions", "post", "requestBody", "content", "multipart/form-data"]), /does not take multipart/],
  ];
  for (const [what, document, expected] of breaches) assert.match(breakingChanges(published, document).join("\n"), expected, what);
});

test("what only adds breaks nothing", () => {
  const additions: readonly Document[] = [
    set(["paths", "/new", "get"].slice(0, 2), { get: { operationId: "getNew" } }),
    set(schema("Application", "properties", "more"), { type: "string" }),
    set(schema("MessageRequest", "properties", "more"), { type: "string" }),
    set(schema("MessageRequest", "properties", "text", "maxLength"), 20_000),
    set([...applications, "deprecated"], true),
  ];
  for (const document of additions) assert.deepEqual(breakingChanges(published, document), []);
});

test("each breach of style is found", () => {
  const breaches: readonly (readonly [string, Document, RegExp])[] = [
    ["no verb", set([...applications, "operationId"], "applications"), /verb and a noun/],
    ["used twice", set([...applications, "operationId"], "getTenant"), /used twice/],
    ["a path with capitals", set(["paths", "/Applications"], recordOf(published["paths"])["/applications"]), /nouns in lower case/],
    ["no summary", without([...applications, "summary"]), /summary is missing/],
    ["no version", without([...applications, "x-since"]), /x-since/],
    ["no stability", without([...applications, "x-stability"]), /x-stability/],
    ["a quota that is not told", without([...applications, "responses", "429"]), /429 is not documented/],
    ["a fault as HTML", set([...applications, "responses", "500"], { content: { "text/html": {} } }), /not application\/problem\+json/],
    ["a write without key", set(["paths", "/webhooks", "post", "parameters"], []), /Idempotency-Key/],
    ["a bare array", set(schema("ApplicationPage"), { type: "array", items: {} }), /a list is an object/],
    ["pages without cursor", set([...applications, "parameters"], []), /take cursor and limit/],
    ["a field with underscores", set(schema("Event", "properties", "the_data"), { type: "string" }), /the_data: a field is in camel case/],
    ["a time without format", set(schema("Event", "properties", "movedAt"), { type: "string" }), /movedAt: a time/],
    ["money as a fraction", set(schema("Event", "properties", "amount"), { type: "number" }), /numbers are whole/],
    ["a value with capitals", set(schema("Event", "properties", "state"), { enum: ["OPEN"] }), /named values/],
    ["a request that overlooks typing errors", without(schema("StatusRequest", "additionalProperties")), /refuses unknown fields/],
  ];
  for (const [what, document, expected] of breaches) assert.match(styleProblems(document).join("\n"), expected, what);
});

test("what is about to end says so with every answer", () => {
  assert.deepEqual(deprecationHeaders({}, documentApex), {});
  assert.deepEqual(deprecationHeaders({ deprecated: { since: "2027-01-01", ends: "2028-01-01", instead: "listApplications" } }, documentApex), {
    deprecation: "@1798761600", sunset: "Sat, 01 Jan 2028 00:00:00 GMT",
    link: '<https://portal.example/entwicklung/schnittstelle/listApplications>; rel="successor-version", <https://portal.example/entwicklung/aenderungen>; rel="deprecation"',
  });
  assert.throws(() => deprecationHeaders({ deprecated: { since: "2028-01-01", ends: "2027-01-01", instead: "x" } }, documentApex));
});
