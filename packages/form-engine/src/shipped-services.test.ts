import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Text } from "./definition.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import { formTestsSchema, runTest } from "./editor/form-test-case.ts";
import { partsFor } from "./part-answers.ts";
import { estimate } from "./quick-check.ts";
import { withoutReason } from "./reasons.ts";
import { missingTexts } from "./text-gaps.ts";
import { parseServicePackage, type ServicePackage } from "./service-package.ts";

const folder = new URL("../../../services/", import.meta.url);
// Folders that begin with an underscore hold schemas to import, not packages.
const slugs = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith("_")).map(({ name }) => name);

function load(slug: string): ServicePackage {
  const json = (name: string): unknown => JSON.parse(readFileSync(new URL(`${slug}/${name}`, folder), "utf8"));
  return parseServicePackage(json("service.json"), json("form.json"));
}

function textsIn(value: unknown): readonly Text[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(textsIn);
  return "de" in value && typeof value.de === "string" ? [{ de: value.de, ...("en" in value && typeof value.en === "string" ? { en: value.en } : {}) }, ...inside] : inside;
}

test("what municipalities ask for first is there", () => {
  assert.deepEqual(slugs.toSorted(), [
    "archiv-anfrage", "bewohnerparkausweis", "bewohnerparkausweis-aendern", "eheurkunde", "einbuergerung", "fischereischein", "fuehrerschein-umtauschen", "geburtsurkunde", "gewerbe-anmelden", "hund-abmelden", "hund-anmelden", "hund-ermaessigung",
    "kita-vormerkung", "maengelmelder", "meldebescheinigung", "melderegisterauskunft", "sondernutzung", "sperrmuell", "sterbeurkunde", "wohnungsgeberbestaetigung",
  ]);
});

for (const slug of slugs) {
  test(`the package ${slug} is sound, bilingual and described`, () => {
    const { service, definition, form } = load(slug);
    assert.equal(service.slug, slug);
    assert.equal(definition.id, slug);
    assert.ok(existsSync(new URL(`${slug}/README.md`, folder)));
    const texts = textsIn([service, definition]);
    assert.ok(texts.length > 30);
    for (const { de, en } of texts) {
      assert.ok(en !== undefined && en !== "", `no English for: ${de}`);
      assert.doesNotMatch(de, /ungültig|Pflichtfeld/);
    }
    assert.equal(jsonSchemaOf(form).type, "object");
  });

  test(`${slug} has letters whose sentences end, with a mark where something is to be filled in`, () => {
    for (const { id, paragraphs, reasons = [], conditions = [] } of load(slug).service.letters ?? []) for (const text of [...paragraphs, ...reasons, ...conditions]) assert.match(text, /[.!?:]$/, `${id}: ${text}`);
  });

  test(`${slug} says why it asks for whatever says something about a person`, () => {
    const { form } = load(slug);
    const asked = new Set(withoutReason(form).map(({ path }) => path));
    for (const node of form.nodes.values()) {
      if (node.kind !== "field") continue;
      const personal = node.definition.prefill !== undefined || ["email", "phone", "iban", "upload"].includes(node.definition.type);
      // The reason of a compound stands with the compound.
      if (personal) assert.ok(!asked.has(node.path) && !asked.has(node.path.replace(/\.[^.]*$/, "")), `${node.path} does not say why`);
    }
  });

  test(`${slug} keeps what it promises, gives a reason for every question and speaks easy language`, () => {
    const read = load(slug);
    const tests = formTestsSchema.parse(JSON.parse(readFileSync(new URL(`${slug}/tests.json`, folder), "utf8")));
    for (const one of tests) assert.deepEqual(runTest(read.form, read.service.fee?.cents, one), [], one.name);
    assert.ok(tests.some(({ expect }) => expect.errors.length === 0) && tests.some(({ expect }) => expect.errors.length > 0));
    assert.deepEqual(withoutReason(read.form), []);
    // A few plain words need no second wording; sentences do.
    assert.deepEqual(missingTexts(read.form, ["easy"]).filter(({ german }) => german.split(" ").length > 5), []);
    assert.ok(read.service.title.easy !== undefined && read.service.short.easy !== undefined);
    assert.ok((read.service.letters ?? []).length > 0, "an office begins with a letter");
    assert.deepEqual((read.service.letters ?? []).filter(({ kind, reasons }) => ["refusal", "partial", "fee"].includes(kind) && reasons === undefined), [], "what may be appealed against gives reasons");
  });
}

/** Every field of a form, in groups too. */
function fieldsIn(value: unknown): readonly { readonly type: string; readonly texts: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(fieldsIn);
  return "kind" in value && value.kind === "field" && "type" in value ? [{ type: String(value.type), texts: JSON.stringify(value) }, ...inside] : inside;
}

test("no question for an e-mail address promises notices: the portal asks for that address itself, before sending, and writes to no other", () => {
  const promising = /Nachricht (möchten|dass)|Für die Nachricht|etwas Neues gibt\."|notice as soon|message that/;
  for (const slug of slugs) assert.deepEqual(fieldsIn(load(slug).definition).filter(({ type, texts }) => type === "email" && promising.test(texts)), [], slug);
  // What kind of file and how large is said by the portal below each hint.
  for (const slug of slugs) assert.deepEqual(fieldsIn(load(slug).definition).filter(({ type, texts }) => type === "upload" && /höchstens \d+ MB|MB each/.test(texts)), [], slug);
});

test("the public order office gets its part only where it has something to do", () => {
  const officesOf = (slug: string) => {
    const { form } = load(slug);
    const tests = formTestsSchema.parse(JSON.parse(readFileSync(new URL(`${slug}/tests.json`, folder), "utf8")));
    return tests.map(({ answers, day }) => partsFor(form, answers, day).map(({ office }) => office).join(" "));
  };
  assert.deepEqual(officesOf("hund-abmelden"), ["steueramt", "steueramt ordnungsamt", "steueramt", "steueramt"]);
  assert.deepEqual(officesOf("sondernutzung"), ["strassenverkehrsamt", "strassenverkehrsamt ordnungsamt", "strassenverkehrsamt ordnungsamt"]);
});

test("the questions before a naturalisation say probably, rather not, or ask for advice", () => {
  const { quickCheck } = load("einbuergerung");
  assert.ok(quickCheck);
  const good = { jahre: "ab5", titel: "ja", deutsch: "ja", unterhalt: "ja", strafe: "nein" };
  const says = (change: object) => estimate(quickCheck, { ...good, ...change }, "2026-11-22").says;
  assert.deepEqual([says({}), says({ jahre: "unter3" }), says({ jahre: "3bis5", partner: false }), says({ jahre: "3bis5", partner: true }), says({ titel: "nein" }), says({ strafe: "offen" }), says({ unterhalt: "unklar" })],
    ["likely", "unlikely", "unlikely", "advice", "unlikely", "advice", "advice"]);
});
