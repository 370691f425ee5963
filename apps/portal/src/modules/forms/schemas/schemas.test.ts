import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { testDatabase } from "../../../testing/index.ts";
import { createForms, createSchemas, seenOf } from "../index.ts";

const t = await testDatabase();
const clock = manualClock(new Date("2026-03-01T09:00:00Z"));
const recorded: string[] = [];
const schemas = createSchemas({ db: t.db, clock, audit: { record: (_tx, { action, subject }) => { recorded.push(`${action} ${subject.id}`); return Promise.resolve(); } } });
const shipped = join(import.meta.dirname, "../../../../../../services/_schemas");
const xml = readFileSync(join(shipped, "S05999000001.xdf3.xml"));
const list = readFileSync(join(shipped, "urn.musterstadt.codeliste.stadtteil_2026.xml"));
const schema = { id: "S05999000001", version: "1.0.0" };
const by = { id: newId(), name: "Erika Beispiel" };
const tenant = newId();
const open = async () => (await schemas.open(schema))!;
const motor = "G05999000030#R05999000004";
const unseen = (key: string) => seenOf([key], () => undefined);

test("a schema is kept once, with its code lists, and a numbered version never changes", async () => {
  const first = await schemas.keep({ xml, codelists: [] });
  assert.deepEqual(first.ok && [first.schema, first.kept], [schema, "stored"]);
  assert.deepEqual((await open()).missingLists.map(({ canonicalIdentification }) => canonicalIdentification), ["urn:musterstadt:codeliste:stadtteil"]);
  const again = await schemas.keep({ xml, codelists: [list] });
  assert.deepEqual(again.ok && [again.kept, again.lists], ["known", 1]);
  assert.deepEqual((await open()).missingLists, []);
  const other = await schemas.keep({ xml: Buffer.from(String(xml).replaceAll("Lastenrads", "Dreirads")), codelists: [] });
  assert.equal(other.ok && other.kept, "differs");
  assert.equal((await open()).schema.bezeichnung, "Antrag auf Förderung eines Lastenrads");
  await assert.rejects(t.db.asOperator("test", (tx) => tx.run(sql`update forms.schema set title = 'x'`)), /never changes/);
  assert.deepEqual(await t.db.inTenant(tenant, (tx) => tx.rows(sql`select 1 as one from forms.schema`)), []);
});

test("a working copy is replaced by the newer file", async () => {
  const draft = (name: string): Buffer => Buffer.from(String(xml).replaceAll("S05999000001", "S05999000002").replace(/(S05999000002<\/xdf3:id>)\s*<xdf3:version>1\.0\.0<\/xdf3:version>/, "$1").replaceAll("Lastenrads", name));
  for (const name of ["Dreirads", "Einrads"]) {
    const kept = await schemas.keep({ xml: draft(name), codelists: [] });
    assert.deepEqual(kept.ok && [kept.schema, kept.kept], [{ id: "S05999000002", version: "Arbeitskopie" }, "stored"]);
  }
  assert.equal((await schemas.open({ id: "S05999000002", version: "Arbeitskopie" }))?.schema.bezeichnung, "Antrag auf Förderung eines Einrads");
});

test("a broken file is refused with its lines and nothing is kept", async () => {
  const outcome = await schemas.keep({ xml: Buffer.from("<!DOCTYPE x><x/>"), codelists: [] });
  assert.ok(!outcome.ok && outcome.errors.length > 0);
});

test("a decision is kept with who and when, and is told to the audit; who saw an older state is refused", async () => {
  assert.deepEqual(await schemas.decide({ schema, keys: [motor], decision: { kind: "accept" }, seen: unseen(motor), tenant, by }), { ok: true });
  assert.deepEqual(recorded, [`schema-rule.decide S05999000001 1.0.0 ${motor}`]);
  const rule = (await open()).rules.find(({ key }) => key === motor);
  assert.deepEqual([rule?.decided?.by, rule?.decided?.words, rule?.status], ["Erika Beispiel", "Angenommen.", "translated"]);
  assert.deepEqual(await schemas.decide({ schema, keys: [motor], decision: { kind: "decline", because: "x" }, seen: unseen(motor), tenant, by }), { ok: false, why: "changed-meanwhile" });
  assert.deepEqual(await schemas.decide({ schema, keys: ["#R00000000000"], decision: { kind: "accept" }, seen: "0", tenant, by }), { ok: false, why: "not-found" });
  assert.deepEqual(await schemas.decide({ schema: { id: "S00000000000", version: "1.0.0" }, keys: [motor], decision: { kind: "accept" }, seen: "0", tenant, by }), { ok: false, why: "not-found" });
});

test("of two editors who decide at the same time, one is told", async () => {
  const key = "#R05999000001";
  const both = await Promise.all(["a", "b"].map((because) => schemas.decide({ schema, keys: [key], decision: { kind: "decline", because }, seen: unseen(key), tenant, by })));
  assert.equal(both.filter(({ ok }) => ok).length, 1);
});

test("logic with which the form does not compile is refused with what is wrong", async () => {
  const decide = (at: string) => schemas.decide({ schema, keys: ["#R05999000002"], decision: { kind: "show-when", at, when: { "===": [{ var: "Nirgendwo" }, true] } }, seen: unseen("#R05999000002"), tenant, by });
  const outcome = await decide("G05999000030.F05999000033");
  assert.ok(!outcome.ok && outcome.why === "not-valid" && outcome.problems.length > 0);
});

test("the next import follows what was decided", async () => {
  const forms = createForms({ db: t.db, clock });
  const outcome = await forms.importSchema({ xml, codelists: [], slug: "lastenrad", leikaKey: "99108012005000", office: "umweltamt", trustLevel: "none", account: false, retentionMonths: 12, publishUndecided: false });
  assert.ok(!outcome.ok && outcome.why === "undecided-rules");
  assert.ok(!outcome.undecided.some(({ key }) => key === motor || key === "#R05999000001"));
});

test("the quality report is that of the file", async () => {
  const report = await schemas.quality(schema);
  assert.ok(report !== undefined && report.findings.length > 0 && report.findings.every(({ line }) => line > 0));
});
