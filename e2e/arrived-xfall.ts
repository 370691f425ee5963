import assert from "node:assert/strict";
import { inflateRawSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import { codelistLookup, readSchema, toForm, xfallJsonSchema, xfallXsd, type CodelistLookup } from "@kommunalportal/xdatenfelder";
import { until } from "../apps/portal/src/testing/until.ts";
import type { World } from "../apps/portal/src/testing/world.ts";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { xsdCheck } from "../packages/xdatenfelder/src/testing/xsd.ts";

/** What arrived at the office: the case as ZIP, in it the structured file of the schema, which has to be valid as JSON and as XML. */
export async function assertArrivedXfall(world: World, given: { readonly reference: string; readonly xml: Uint8Array; readonly lookup?: CodelistLookup }): Promise<void> {
  const tenant = world.house.tenants.bySlug("musterstadt")!.id;
  const id = await caseOf(world, tenant, given.reference);
  const zip = await world.house.casework.zip({ tenant, staff: "00000000-0000-7000-8000-000000000001", name: "Prüfung", offices: "all", supervisor: true }, id);
  const chunks: Buffer[] = [];
  for await (const chunk of zip!.content) chunks.push(chunk as Buffer);
  const files = entriesOf(Buffer.concat(chunks));
  const [xml, json] = ["XFall.xml", "XFall.json"].map((name) => files.get(`${given.reference}/${name}`));
  assert.ok(xml && json, `the case has no XFall: ${[...files.keys()].join(", ")}`);
  const read = readSchema(given.xml);
  assert.ok(read.ok);
  const lookup = given.lookup ?? codelistLookup([]);
  const made = toForm(read.schema, lookup, { land: "NW" });
  const check = xsdCheck(xfallXsd(read.schema, lookup, made));
  assert.deepEqual(check.problemsOf(xml), []);
  check.dispose();
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(xfallJsonSchema(read.schema, lookup, made));
  assert.ok(validate(JSON.parse(json)), JSON.stringify(validate.errors));
}

async function caseOf({ house }: World, tenant: string, reference: string): Promise<string> {
  return until(`a case for ${reference}`, async () => (await house.db.inTenant(tenant, (tx) => tx.maybe<{ id: string }>(sql`select id from casework.case where reference = ${reference}`)))?.id);
}

/** Text of each entry, by the central directory (APPNOTE 4.3.12): sizes stand there also where they follow the data. */
function entriesOf(zip: Buffer): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from("PK\u0005\u0006")) + 16); zip.readUInt32LE(at) === 0x02014b50;) {
    const [method, size, nameLength, extraLength, commentLength, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)];
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(begin, begin + size);
    found.set(zip.toString("utf8", at + 46, at + 46 + nameLength), (method === 8 ? inflateRawSync(data) : data).toString("utf8"));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return found;
}
