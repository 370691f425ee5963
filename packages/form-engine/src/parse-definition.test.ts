import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { parseDefinition } from "./parse-definition.ts";
import { FormDefinitionError } from "./problems.ts";
import { parseServicePackage } from "./service-package.ts";

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../../services/${path}`, import.meta.url), "utf8"));
const record = (json: unknown): Record<string, unknown> => ({ ...(typeof json === "object" ? json : {}) });

function problems(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof FormDefinitionError);
    return error.problems.map(({ path, problem }) => `${path}: ${problem}`);
  }
  return [];
}

test("a definition comes out as it went in", () => {
  const json = read("geburtsurkunde/form.json");
  assert.deepEqual(parseDefinition(json), json);
});

test("faults of shape are told together, where they are", () => {
  const node = { kind: "field", id: "a", type: "text", label: { de: "A" } };
  const found = problems(() => parseDefinition({ id: "f", version: "1.0.0", title: { en: "F" }, steps: [{ id: "s", title: { de: "S" }, nodes: [{ ...node, type: "zauber" }, { ...node, farbe: "rot" }, { kind: "group", id: "g", title: { de: "G" }, nodes: [{ ...node, label: "A" }] }] }] }));
  assert.deepEqual(found.map((problem) => problem.split(":")[0]), ["title.de", "steps.0.nodes.0.type", "steps.0.nodes.1", "steps.0.nodes.2.nodes.0.label"]);
});

test("a definition that is too deep or too large is refused before it is looked at", () => {
  let deep: unknown = true;
  for (let i = 0; i < 100_000; i += 1) deep = [deep];
  assert.deepEqual(problems(() => parseDefinition(deep)), ["form: the definition is too large or too deeply nested"]);
  assert.deepEqual(problems(() => parseDefinition(Array.from({ length: 500_000 }, () => 1))), ["form: the definition is too large or too deeply nested"]);
});

test("any JSON is either a definition or a list of problems", () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => {
    assert.ok(problems(() => parseDefinition(json)).length > 0);
  }));
});

test("a service package must fit together", () => {
  const service = record(read("hund-anmelden/service.json"));
  const form = read("hund-anmelden/form.json");
  assert.deepEqual(problems(() => parseServicePackage(service, form)), []);
  const found = problems(() => parseServicePackage({
    ...service, attributes: ["givenName", "telephone"], recipients: ["steueramt"], trustLevel: "hoch",
    fee: { cents: { var: "gebuehr" }, text: { de: "x" }, due: "before", ways: ["online"], bookingData: [] },
  }, form));
  for (const expected of [
    "halter.nachname: is filled from surname, which the service does not ask for",
    "service.attributes: telephone is asked for and used by no field",
    "parts.ordnung: ordnungsamt is not a recipient of the service",
    "service.signIn: a trust level or an account needs sign-in",
    'service.fee.cents: the condition reads "gebuehr", which does not exist here',
  ]) assert.ok(found.includes(expected), expected);
});

test("a fee before the decision is worked out from the answers of whoever begins, where others fill in too", () => {
  const service = record(read("maengelmelder/service.json"));
  const steps = [{ id: "eins", title: { de: "Eins" }, nodes: [{ kind: "field", id: "anzahl", type: "integer", label: { de: "Anzahl" } }] }, { id: "zwei", title: { de: "Zwei" }, person: "andere", nodes: [{ kind: "field", id: "tage", type: "integer", label: { de: "Tage" } }] }];
  const form = { id: "zuzweit", version: "1.0.0", title: { de: "Zu zweit" }, steps, people: [{ id: "andere", title: { de: "Andere" } }] };
  const found = (cents: unknown, due = "before") => problems(() => parseServicePackage({ ...service, fee: { cents, text: { de: "x" }, due, ways: ["online"], bookingData: [] } }, form)).filter((one) => one.includes("fee"));
  assert.deepEqual([found(1200), found({ "*": [1200, { var: "anzahl" }] })], [[], []]);
  assert.deepEqual(found({ "*": [1200, { var: "tage" }] }), ["service.fee.cents: reads what somebody else fills in; a fee before the decision is worked out from the answers of whoever begins"]);
  assert.deepEqual(found({ var: "nirgends" }), ['service.fee.cents: the condition reads "nirgends", which does not exist here']);
});

test("a service that cannot name its key, offices or term is refused", () => {
  const service = record(read("maengelmelder/service.json"));
  const form = read("maengelmelder/form.json");
  for (const wrong of [{ leika: "4711" }, { recipients: [] }, { retentionMonths: 0 }, { privacy: undefined }, { automation: { description: { de: "x" }, facts: {}, eligible: true, needsLegalBasis: false } }]) {
    assert.ok(problems(() => parseServicePackage({ ...service, ...wrong }, form)).length > 0, JSON.stringify(wrong));
  }
});
