import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { codelistLookup, readGenericode, readSchema, toForm, xfallJsonSchema, xfallXsd } from "@kommunalportal/xdatenfelder";
import { type Answers, exportSubmitted, generateAnswers, jsonSchemaOf, type NodeView, parseServicePackage, stepView } from "@kommunalportal/form-engine";
import { Ajv2020 } from "ajv/dist/2020.js";
import { xsdCheck } from "../../../../../packages/xdatenfelder/src/testing/xsd.ts";
import { ownSchemaOf } from "#modules/forms";
import { serviceSwitch } from "#modules/tenants";
import type { Mail } from "#platform/mail";
import { newId } from "#platform/ids";
import { serviceFor } from "./index.ts";
import { draftOf, erika, testWorld, visitor } from "./test-world.ts";

const schemas = join(import.meta.dirname, "../../../../../services/_schemas");
const [xml, genericode] = [readFileSync(join(schemas, "S05999000001.xdf3.xml")), readFileSync(join(schemas, "urn.musterstadt.codeliste.stadtteil_2026.xml"))];
const world = await testWorld();
const mails: Mail[] = [];
const applications = world.with({ comeBack: { mailer: { send: (mail: Mail) => { mails.push(mail); return Promise.resolve({ kind: "accepted" as const }); } }, townOrigin: () => "https://musterstadt.example" } });

/** The form of the schema; who is paid and how the bicycle is used says somebody else. */
async function published() {
  const imported = await world.forms.importSchema({ xml, codelists: [genericode], slug: "lastenrad", leikaKey: "99108012005000", office: "steueramt", trustLevel: "none", account: false, retentionMonths: 12, publishUndecided: true });
  assert.ok(imported.ok, JSON.stringify(imported));
  const { service, definition } = imported.service;
  const theirs = new Set(["G05999000040", "G05999000060"]);
  const made = parseServicePackage({ ...service, slug: "lastenrad-zu-zweit" }, { ...definition, id: "lastenrad-zu-zweit", steps: definition.steps.map((step) => (theirs.has(step.id) ? { ...step, person: "halterin" } : step)), people: [{ id: "halterin", title: { de: "Halterin des Rads" } }] });
  await world.db.asOperator("test", async (tx) => {
    await world.forms.publish(tx, made);
    await world.tenants.storeSwitch(tx, world.musterstadt.id, serviceSwitch.parse({ service: made.service.slug, enabled: true }));
  });
  await world.tenants.refresh();
  world.forms.refresh();
  return await world.forms.current(made.service.slug, world.musterstadt.id) ?? assert.fail("not published");
}

/** What a browser sends for a step that stands there filled in. */
function posted(nodes: readonly NodeView[]): Map<string, readonly string[]> {
  return new Map(nodes.flatMap((node): readonly (readonly [string, readonly string[]])[] => {
    if (node.kind === "field") return node.values.flatMap(({ inputs }) => inputs.map(({ name, values }) => [name, values] as const));
    const marks = [node.present, node.choice].flatMap((mark) => (mark === undefined ? [] : [[mark.name, [mark.value === true ? "yes" : String(mark.value ?? "")]] as const]));
    return [...marks, ...posted(node.nodes), ...(node.entries ?? []).flatMap((entry) => [...posted(entry.nodes)])];
  }));
}

test("what two people fill in by a FIM schema leaves as one XML and one JSON that the schema's XSD and JSON Schema take, and so the portal's own", async () => {
  const service = await published();
  const [own, theirs] = [serviceFor(service, undefined).form, serviceFor(service, "halterin").form];
  const answers = generateAnswers(service.form, "2026-03-02", { variant: 0 }).answers;
  const part = (form: typeof own): Answers => Object.fromEntries(form.steps.flatMap(({ nodes }) => nodes).flatMap(({ id }) => (answers[id] === undefined ? [] : [[id, answers[id]]])));

  const applicant = erika(1);
  const draft = await draftOf(world, applicant, { service: service.slug, answers: { ...part(own), G05999000050: {} } });
  const added = await applications.addFile({ draft: draft.id, applicant, path: "G05999000050.F05999000051", name: "angebot.pdf", content: Readable.from([Buffer.from("%PDF-1.7\nAngebot\n%%EOF\n")]), network: newId() });
  assert.ok(added.ok, JSON.stringify(added));
  const invitation = await applications.invite({ draft: draft.id, applicant, kind: "co-applicant", person: "halterin", name: "Ayşe Muster-Öztürk", address: "ayse@post.example", network: newId() });
  assert.ok(invitation.ok);
  const link = /\/beteiligung\/([A-Za-z0-9_-]{22})\n/.exec(mails.at(-1)?.text ?? "")?.[1] ?? "";
  const ayse = visitor();
  const begun = await applications.beginPart({ link, code: invitation.code, network: newId(), to: ayse, language: "de" });
  assert.ok(begun.ok);
  for (const { id } of theirs.steps) {
    const saved = await applications.saveStep({ draft: begun.draft, applicant: ayse, step: id, revision: 99, fields: posted(stepView(theirs, id, answers, "2026-03-02").nodes) });
    assert.ok(saved.ok && saved.parsed.errors.length === 0, JSON.stringify(saved.ok && saved.parsed.errors));
  }
  const finished = await applications.finishPart({ draft: begun.draft, applicant: ayse, confirmed: true });
  assert.ok(finished.ok, JSON.stringify(finished));
  const sent = await applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() });
  assert.ok(sent.kind === "submitted", JSON.stringify(sent));

  const content = await world.db.inTenant(world.musterstadt.id, (tx) => applications.partContent(tx, sent.application, "whole"));
  assert.ok(content && Object.keys(part(theirs)).every((id) => content.answers[id] !== undefined), "the office has both");
  const xfall = await world.forms.xfall(service, content.answers) ?? assert.fail("no data by the schema");
  assert.deepEqual([ownSchemaOf(service), ownSchemaOf(await world.forms.current("hund") ?? service)], [xfall.namespace, undefined]);
  const [read, list] = [readSchema(xml), readGenericode(genericode)];
  assert.ok(read.ok && list.ok);
  const lookup = codelistLookup([list.codelist]);
  const made = toForm(read.schema, lookup, { land: "NW" });
  const xsd = xsdCheck(xfallXsd(read.schema, lookup, made));
  const bySchema = new Ajv2020({ strict: false, validateFormats: false }).compile(xfallJsonSchema(read.schema, lookup, made));
  assert.deepEqual(xsd.problemsOf(xfall.xml), []);
  assert.ok(bySchema(xfall.json), JSON.stringify(bySchema.errors));
  const byPortal = new Ajv2020({ strict: false, validateFormats: false }).compile(jsonSchemaOf(service.form));
  assert.ok(byPortal(exportSubmitted(service.form, content.answers)), JSON.stringify(byPortal.errors));

  // Without what the other person said it is not what the schema asks for: all three refuse it.
  const alone = await world.forms.xfall(service, part(own)) ?? assert.fail("no data by the schema");
  assert.notDeepEqual(xsd.problemsOf(alone.xml), []);
  assert.ok(!bySchema(alone.json) && !byPortal(exportSubmitted(service.form, part(own))));
  xsd.dispose();
});
