import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { codelistLookup, exportXfallJson, readGenericode, readSchema, toForm, xfallJsonSchema, xfallNamespace, xfallXml, xfallXsd } from "@kommunalportal/xdatenfelder";
import { checkAll, compileForm, reachableAnswers } from "@kommunalportal/form-engine";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { z } from "zod";
import { answersFor } from "../../../../../../packages/xdatenfelder/src/testing/arbitrary-answers.ts";
import { xsdCheck } from "../../../../../../packages/xdatenfelder/src/testing/xsd.ts";
import { serviceSwitch } from "#modules/tenants";
import type { OutgoingMessage } from "../channel.ts";
import { createHub } from "../index.ts";
import { dataOf } from "./data-of.ts";
import { answerSchema, portalSchema } from "./fit-connect-settings.ts";
import { fitWorld } from "./test-fit-world.ts";

const answerShape = z.strictObject({ kind: z.literal("answer"), text: z.string().min(1) });
const schemas = join(import.meta.dirname, "../../../../../../services/_schemas");
const read = readSchema(readFileSync(join(schemas, "S05999000001.xdf3.xml")));
const list = readGenericode(readFileSync(join(schemas, "urn.musterstadt.codeliste.stadtteil_2026.xml")));
assert.ok(read.ok && list.ok);
const { schema } = read;
const lookup = codelistLookup([list.codelist]);
const made = toForm(schema, lookup, { land: "NW" });
const form = compileForm(made.form);
const day = "2026-03-02";
/** Answers that the form of the schema takes, drawn from a seed. */
const answers = (() => {
  for (let seed = 1; seed < 500; seed += 1) {
    const [drawn = {}] = fc.sample(answersFor(form, true), { seed, numRuns: 1 });
    if (checkAll(form, drawn, day).length === 0) return drawn;
  }
  return assert.fail("no answers fit");
})();
const json = exportXfallJson(schema, reachableAnswers(form, answers, day));
const xfall = { namespace: xfallNamespace(schema), json, xml: xfallXml(schema, json) };

const leikaKey = "99110009104000";
const message: OutgoingMessage = {
  id: "x", at: new Date(0), type: "application.submitted", data: { xfall, part: "ganzes" }, timestamp: "2026-03-02T09:00:00Z", files: [],
  about: { tenant: "t", reference: "MUS-1", service: "hund", title: "Hund", leikaKey, day, ars: "059990001001", bracket: undefined, earlier: undefined },
};
const offering = (...submissionSchemas: { schemaUri: string; mimeType: string }[]) => ({ destinationId: "d", status: "active", encryptionKid: "k", metadataVersions: [], publicServices: [{ identifier: `urn:de:fim:leika:leistung:${leikaKey}`, regions: [], submissionSchemas }] });

test("what the destination lists decides: XML or JSON of the form's own schema, else the portal's", () => {
  const [portal, xml, jsonOffer] = [{ schemaUri: portalSchema, mimeType: "application/json" }, { schemaUri: xfall.namespace, mimeType: "application/xml" }, { schemaUri: xfall.namespace, mimeType: "application/json" }];
  const sent = (offered: ReturnType<typeof offering> | undefined, changes: Partial<OutgoingMessage> = {}) => dataOf({ ...message, ...changes }, { schemaUri: portalSchema, offered });
  assert.deepEqual(sent(offering(portal, xml, jsonOffer)), { bytes: xfall.xml, schemaUri: xfall.namespace, mimeType: "application/xml" });
  assert.deepEqual(sent(offering(jsonOffer, xml)), { bytes: JSON.stringify(json), schemaUri: xfall.namespace, mimeType: "application/json" });
  for (const [offered, changes] of [[offering(portal), {}], [undefined, {}], [offering(xml), { data: {} }], [offering(xml), { type: "application.replied" }], [{ ...offering(xml), publicServices: [{ ...offering(xml).publicServices[0]!, identifier: "urn:de:fim:leika:leistung:99000000000000" }] }, {}]] satisfies [ReturnType<typeof offering> | undefined, Partial<OutgoingMessage>][]) {
    const { schemaUri, mimeType } = sent(offered, changes);
    assert.deepEqual([schemaUri, mimeType], [portalSchema, "application/json"]);
  }
});

test("what follows goes in the words of the dialogue to whoever reads these and not the portal's own schema, as an installation elsewhere does", () => {
  const [portal, dialogue] = [{ schemaUri: portalSchema, mimeType: "application/json" }, { schemaUri: answerSchema, mimeType: "application/json" }];
  const sent = (type: OutgoingMessage["type"], data: OutgoingMessage["data"], ...offers: { schemaUri: string; mimeType: string }[]) => dataOf({ ...message, type, data }, { schemaUri: portalSchema, offered: offering({ schemaUri: xfall.namespace, mimeType: "application/xml" }, ...offers) });
  const said = (type: OutgoingMessage["type"], data: OutgoingMessage["data"] = {}) => { const { bytes, schemaUri } = sent(type, data, dialogue); return [schemaUri, answerShape.parse(JSON.parse(String(bytes))).text]; };
  assert.deepEqual(said("application.replied", { event: "e", text: "Seit Mai." }), [answerSchema, "Seit Mai."]);
  assert.deepEqual(said("application.replied", { event: "e", text: "" }), [answerSchema, "Unterlagen zum Antrag"]);
  assert.match(said("application.withdrawn").join(" "), /zurückgenommen/);
  assert.match(said("application.handed-over").join(" "), /abgegeben/);
  for (const [type, offers] of [["application.replied", [portal, dialogue]], ["application.replied", []], ["application.submitted", [dialogue]]] as const) assert.equal(sent(type, { text: "x" }, ...offers).schemaUri, portalSchema, type);
});

test("an application of a form that came from a FIM schema arrives at a Fachverfahren as XML that its XSD takes, and is accepted", async () => {
  const world = await fitWorld();
  const { musterstadt, fit } = world;
  // Only what the schema's form says is put in the place of this world's form; the whole of an application, not a part of it.
  const hub = createHub({ ...world.deps, forms: { service: (...of: Parameters<typeof world.forms.service>) => world.forms.service(...of), xfall: () => Promise.resolve(xfall) } });
  await world.db.asOperator("test", (tx) => world.tenants.storeSwitch(tx, musterstadt.id, serviceSwitch.parse({ service: "hund-ganz", enabled: true, delivery: "fachverfahren" })));
  await world.tenants.refresh();
  const to = await world.fitDestination(musterstadt.id, { service: "hund-ganz" });
  const { reference, deliveries: [delivery] } = await world.submitted(musterstadt.id, { service: "hund-ganz" });
  world.clock.advance(200_000);
  await hub.deliver(to);
  await fit.fetch();
  await hub.lookAfter(to);
  const { delivery: after, dispatch } = await world.view(musterstadt.id, delivery!.id);
  assert.equal(after.state, "accepted", JSON.stringify(after));
  assert.equal((await fit.effects()).applications.filter((one) => one.reference === reference).length, 1);
  const arrived = readFileSync(join(world.sandboxFolder, "fit-fachverfahren", "eingang", `${dispatch!.parcel}.fachdaten`), "utf8");
  const check = xsdCheck(xfallXsd(schema, lookup, made));
  assert.deepEqual([arrived, check.problemsOf(arrived)], [xfall.xml, []]);
  check.dispose();
});

test("the XML is valid by the schema's XSD, the JSON by its JSON Schema", () => {
  const check = xsdCheck(xfallXsd(schema, lookup, made));
  assert.deepEqual(check.problemsOf(xfall.xml), []);
  assert.notDeepEqual(check.problemsOf(xfall.xml.replace(/<F(\d+)V1\.0/, "<F9$1V1.0").replace(/<\/F(\d+)V1\.0/, "</F9$1V1.0")), []);
  check.dispose();
  assert.ok(new Ajv2020({ strict: false, validateFormats: false }).compile(xfallJsonSchema(schema, lookup, made))(json));
});
