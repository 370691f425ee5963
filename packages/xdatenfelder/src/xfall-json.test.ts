import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Answers } from "@kommunalportal/form-engine";
import { codelistLookup } from "./codelist.ts";
import type { Stammdatenschema } from "./model.ts";
import { readSchema } from "./read-schema.ts";
import { realSchemas, skipWithoutData } from "./testing/shared-data.ts";
import { fieldXml, groupXml, schemaXml } from "./testing/schema-xml.ts";
import { exportXfallJson } from "./xfall-json.ts";
import { xfallJsonSchema } from "./xfall-json-schema.ts";

function schemaOf(xml: string | Uint8Array): Stammdatenschema {
  const result = readSchema(xml);
  assert.ok(result.ok);
  return result.schema;
}

const lookup = codelistLookup([]);
const shipped = schemaOf(readFileSync(new URL("../../../services/_schemas/S05999000001.xdf3.xml", import.meta.url)));
const file = { id: "datei-1", name: "rechnung.pdf", size: 1000, type: "application/pdf", sha256: "0".repeat(64) };
const answers: Answers = {
  F05999000001: "001", F05999000003: "01", F05999000004: "LASTENRAD-2026",
  G05999000010: { F60000000228: "Erika", F60000000227: "Beispiel", G60000000083: "1984-08", F60000000242: "erika@post.example", G05999000011: { F60000000243: "Lindenweg", F60000000246: "00101", F60000000247: "Musterstadt" } },
  G05999000030: [{ F05999000031: "001", F05999000032: false, F05999000034: 499_995, F05999000035: "2026-09-01" }],
  G05999000040: { $choice: "G05999000041", G05999000041: { F05999000042: "DE00000000000000000000" } },
  G05999000050: { F05999000051: [file] },
};

function valid(schema: Stammdatenschema, json: unknown): boolean {
  // Formats are annotations here; what the export writes as a date has been checked by the form.
  return new Ajv2020({ strict: true, strictRequired: false, validateFormats: false }).compile(xfallJsonSchema(schema, lookup))(json);
}

test("answers leave as XFall-JSON: keys with version, euros, birth date in parts, lists where several are allowed", () => {
  assert.deepEqual(exportXfallJson(shipped, answers, { attachment: ({ id }) => `anlage:${id}` }), {
    "F05999000001V1.0.0": "001", "F05999000003V1.0.0": "01", "F05999000004V1.0.0": "LASTENRAD-2026",
    "G05999000010V1.0.0": {
      "F60000000228V1.0.0": "Erika", "F60000000227V1.0.0": "Beispiel", "G60000000083V1.0.0": { "F60000000233V1.0.0": 1984, "F60000000232V1.0.0": 8 },
      "G05999000011V1.0.0": { "F60000000243V1.0.0": "Lindenweg", "F60000000246V1.0.0": "00101", "F60000000247V1.0.0": "Musterstadt" }, "F60000000242V1.0.0": "erika@post.example",
    },
    "G05999000030V1.0.0": [{ "F05999000031V1.0.0": "001", "F05999000032V1.0.0": false, "F05999000034V1.0.0": 4999.95, "F05999000035V1.0.0": "2026-09-01" }],
    "G05999000040V1.0.0": { "G05999000041V1.0.0": { "F05999000042V1.0.0": "DE00000000000000000000" } },
    "G05999000050V1.0.0": { "F05999000051V1.0.0": ["anlage:datei-1"] },
  });
});

test("the export fits the JSON Schema, and the schema refuses what does not belong or is missing", () => {
  const json = exportXfallJson(shipped, answers);
  assert.ok(valid(shipped, json));
  assert.ok(!valid(shipped, { ...json, "F05999000099V1.0.0": "fremd" }));
  const { "F05999000001V1.0.0": _left, ...without } = json;
  assert.ok(!valid(shipped, without));
  assert.ok(!valid(shipped, { ...json, "G05999000040V1.0.0": {} }));
});

test("unknown answers are left out, a wrong type is a fault", () => {
  const schema = schemaOf(schemaXml([["1:1", fieldXml("F99000000001", { datentyp: "bool" })], ["0:1", groupXml("G99000000001", "Gruppe", [["1:1", fieldXml("F99000000002")]])]]));
  assert.deepEqual(exportXfallJson(schema, { F99000000001: true, fremd: "x", toString: "y" }), { "F99000000001V1.0.0": true });
  assert.throws(() => exportXfallJson(schema, { F99000000001: "ja" }), /F99000000001/);
  assert.throws(() => exportXfallJson(schema, { G99000000001: "x" }), /G99000000001/);
});

test("every real schema has a JSON Schema that compiles", { skip: skipWithoutData }, () => {
  for (const { name, xml } of realSchemas()) {
    const compile = (): unknown => new Ajv2020({ strict: true, strictRequired: false, validateFormats: false }).compile(xfallJsonSchema(schemaOf(xml), lookup));
    assert.doesNotThrow(compile, name);
  }
});
