import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Text } from "./definition.ts";
import { jsonSchemaOf } from "./json-schema.ts";
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

test("the four services are there", () => {
  assert.deepEqual(slugs.toSorted(), ["bewohnerparkausweis", "geburtsurkunde", "hund-anmelden", "maengelmelder"]);
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

  test(`${slug} says why it asks for whatever says something about a person`, () => {
    const { form } = load(slug);
    for (const node of form.nodes.values()) {
      if (node.kind !== "field") continue;
      const personal = node.definition.prefill !== undefined || ["email", "phone", "iban", "upload"].includes(node.definition.type);
      if (personal) assert.ok(node.definition.why, `${node.path} does not say why`);
    }
  });
}
