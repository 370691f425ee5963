import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { parseServicePackage, type ServicePackage } from "@kommunalportal/form-engine";
import { testDatabase } from "../../testing/index.ts";
import { canonicalJson } from "#platform/json";
import { createForms, createSchemas, requiredLevel } from "./index.ts";

const t = await testDatabase();
const forms = createForms({ db: t.db, clock: manualClock(new Date("2026-03-01T09:00:00Z")) });

const schemas = createSchemas({ db: t.db, clock: manualClock(new Date("2026-03-01T09:00:00Z")), audit: { record: () => Promise.resolve() } });

function description(slug: string, changes: object = {}): object {
  return {
    slug, leika: "99102013036000", title: { de: "Fundsache melden" }, short: { de: "Etwas gefunden? Sagen Sie es uns." }, trustLevel: "none", signIn: "never", account: false,
    attributes: [], documents: [], minutes: 5, retentionMonths: 6, legalArea: "vwvfg", recipients: ["fundbuero"], submitLabel: { de: "Fund anzeigen" },
    privacy: { purpose: { de: "Rückgabe des Fundes" }, legalBasis: { de: "§ 965 BGB" }, recipients: [{ de: "Fundbüro" }], term: { de: "6 Monate" } }, ...changes,
  };
}
function form(version: string, label = "Was haben Sie gefunden?"): object {
  return { id: "fund", version, title: { de: "Fundsache" }, steps: [{ id: "fund", title: { de: "Fund" }, nodes: [{ kind: "field", id: "sache", type: "text", label: { de: label } }] }] };
}
const given = (slug: string, version: string, label?: string): ServicePackage => parseServicePackage(description(slug), form(version, label));
const publish = (service: ServicePackage) => t.db.asOperator("test", (tx) => forms.publish(tx, service));

test("a published version is read, compiled once and the newest is found by numbers, not by letters", async () => {
  assert.deepEqual(await publish(given("fund", "1.9.0")), { ok: true, published: "now" });
  assert.equal((await forms.current("fund"))?.version, "1.9.0");
  await publish(given("fund", "1.10.0"));
  forms.refresh();
  assert.equal((await forms.service("fund"))?.version, "1.10.0");
  assert.equal(await forms.service("fund", "1.9.0"), await forms.service("fund", "1.9.0"));
  await forms.warm();
  assert.ok((await forms.slugs()).includes("fund"));
  const current = await forms.current("fund");
  assert.equal(current && requiredLevel(current), 0);
});
test("the same package twice is no change, another one under the same version is refused", async () => {
  await publish(given("fest", "1.0.0"));
  assert.deepEqual(await publish(given("fest", "1.0.0")), { ok: true, published: "before" });
  assert.deepEqual(await publish(given("fest", "1.0.0", "Anders gefragt")), { ok: false, why: "version-already-published" });
});
test("a service that is not there is undefined now and found once it is published", async () => {
  assert.equal(await forms.service("spaeter"), undefined);
  assert.equal(await forms.service("spaeter", "1.0.0"), undefined);
  await publish(given("spaeter", "1.0.0"));
  assert.equal((await forms.service("spaeter"))?.version, "1.0.0");
});
test("only an operator publishes, and nobody changes what was published", async () => {
  await assert.rejects(t.db.inTenant(newId(), (tx) => forms.publish(tx, given("fremd", "1.0.0"))), /row-level security/);
  await assert.rejects(t.db.asOperator("test", (tx) => tx.run(sql`update forms.version set leika_key = null`)), /permission denied/);
  await assert.rejects(t.db.asOperator("test", (tx) => tx.run(sql`delete from forms.version`)), /permission denied/);
});
test("packages are read from their folders, and one that is not right is named", async () => {
  const folder = mkdtempSync(join(tmpdir(), "packages-"));
  after(() => rmSync(folder, { recursive: true }));
  const write = (name: string, service: object, definition: object): void => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "service.json"), JSON.stringify(service));
    writeFileSync(join(folder, name, "form.json"), JSON.stringify(definition));
  };
  write("fund-melden", description("fund-melden"), form("1.0.0"));
  mkdirSync(join(folder, "leer"));
  assert.deepEqual((await forms.loadPackages(folder)).map(({ service }) => service.slug), ["fund-melden"]);
  write("verkehrt", description("verkehrt", { minutes: 0 }), form("1.0.0"));
  await assert.rejects(forms.loadPackages(folder), /verkehrt is not right/);
});
test("canonical JSON has one spelling", () => {
  assert.equal(canonicalJson({ b: [1, { z: null, a: undefined }], a: "ü\n" }), '{"a":"ü\\n","b":[1,{"z":null}]}');
  assert.throws(() => canonicalJson({ a: Number.NaN }), /no such number/);
});

const importing = { codelists: [], slug: "heimarbeit-anzeigen", leikaKey: "99006047261000", office: "ordnungsamt", trustLevel: "none", account: false, retentionMonths: 12, publishUndecided: false } as const;
test("a file that is no schema is refused with its errors and nothing is published", async () => {
  const outcome = await forms.importSchema({ ...importing, xml: "<!DOCTYPE x><x/>" });
  assert.ok(!outcome.ok && outcome.why === "unreadable" && outcome.errors.length > 0);
  assert.equal(await forms.service("heimarbeit-anzeigen"), undefined);
});
const genericode = (entry: string): string => `<CodeList><Identification><Version>3</Version><CanonicalUri>urn:musterstadt:farbe</CanonicalUri></Identification><ColumnSet><Column Id="a"/><Column Id="b"/></ColumnSet><SimpleCodeList><Row><Value ColumnRef="a"><SimpleValue>R</SimpleValue></Value><Value ColumnRef="b"><SimpleValue>${entry}</SimpleValue></Value></Row></SimpleCodeList></CodeList>`;
const withList = (id: string): string => `<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"><x:stammdatenschema><x:identifikation><x:id>${id}</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>Farbe</x:name><x:freigabestatus><code>6</code></x:freigabestatus><x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>F99000000001</x:id></x:identifikation><x:name>Farbe</x:name><x:freigabestatus><code>6</code></x:freigabestatus><x:bezeichnungEingabe>Farbe</x:bezeichnungEingabe><x:feldart><code>select</code></x:feldart><x:datentyp><code>text</code></x:datentyp><x:codelisteReferenz><x:canonicalIdentification>urn:musterstadt:farbe</x:canonicalIdentification><x:version>3</x:version></x:codelisteReferenz></x:datenfeld></x:enthaelt></x:struktur></x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>`;
test("a code list that came with one import is found by the next, and what is kept under a version never changes", async () => {
  const missing = await forms.importSchema({ ...importing, slug: "farbe-eins", xml: withList("S99000000001") });
  assert.ok(missing.ok && missing.notes.some(({ kind }) => kind === "codelist"));
  const first = await forms.importSchema({ ...importing, slug: "farbe-zwei", xml: withList("S99000000002"), codelists: [genericode("Rot")] });
  assert.ok(first.ok && !first.notes.some(({ kind }) => kind === "codelist"));
  const second = await forms.importSchema({ ...importing, slug: "farbe-drei", xml: withList("S99000000003") });
  assert.ok(second.ok && !second.notes.some(({ kind }) => kind === "codelist"));
  assert.match(JSON.stringify(second.service.definition), /"value":"R","label":\{"de":"Rot"\}/);
  const other = await forms.importSchema({ ...importing, slug: "farbe-vier", xml: withList("S99000000004"), codelists: [genericode("Blau")] });
  assert.ok(other.ok && other.notes.some(({ text }) => text.includes("schon mit anderem Inhalt gespeichert")));
  assert.match(JSON.stringify(other.service.definition), /Blau/);
  const third = await forms.importSchema({ ...importing, slug: "farbe-drei", xml: withList("S99000000003") });
  assert.ok(third.ok && third.published === "before");
});
test("a schema that becomes no service leaves nothing behind, neither itself nor its lists", async () => {
  const xml = withList("S99000000005").replaceAll("urn:musterstadt:farbe", "urn:musterstadt:ton");
  const refused = await forms.importSchema({ ...importing, slug: "Farbe fünf", xml, codelists: [genericode("Rot").replace("urn:musterstadt:farbe", "urn:musterstadt:ton")] });
  assert.ok(!refused.ok && refused.why === "not-a-service");
  assert.ok(!(await schemas.list()).some(({ id }) => id === "S99000000005"));
  const again = await forms.importSchema({ ...importing, slug: "farbe-fuenf", xml });
  assert.ok(again.ok && again.notes.some(({ kind }) => kind === "codelist"), "the list was not kept");
});
test("a schema with rules nobody decided about is kept and not published, unless somebody says so; an import follows the decisions", async () => {
  const rule = '<x:regel><x:identifikation><x:id>R99000000001</x:id></x:identifikation><x:name>Regel</x:name><x:freitextRegel>Nach Augenmaß prüfen.</x:freitextRegel></x:regel>';
  const xml = withList("S99000000009").replace("<x:struktur>", `${rule}<x:struktur>`);
  const before = await forms.importSchema({ ...importing, slug: "farbe-regel", xml, codelists: [genericode("Rot")] });
  assert.ok(!before.ok && before.why === "undecided-rules");
  assert.deepEqual(before.undecided.map(({ key, sentence }) => [key, sentence]), [["#R99000000001", "Nach Augenmaß prüfen."]]);
  assert.equal(await forms.service("farbe-regel"), undefined);
  assert.ok((await schemas.list()).some(({ id }) => id === "S99000000009"));
  const anyway = await forms.importSchema({ ...importing, slug: "farbe-anyway", xml, publishUndecided: true });
  assert.ok(anyway.ok && anyway.undecided.length === 1);
  await forms.decideRule({ schema: { id: "S99000000009", version: "1.0.0" }, key: "#R99000000001", decision: { kind: "decline", because: "macht das Amt" }, by: "Erika Beispiel" });
  const after = await forms.importSchema({ ...importing, slug: "farbe-regel", xml, asVersion: "1.0.7" });
  assert.ok(after.ok);
  assert.deepEqual([after.undecided, after.service.definition.version], [[], "1.0.7"]);
});
const real = join(import.meta.dirname, "../../../../../../shared/data/fim/xdf3/S00000000364.xdf3.xml.gz");
test("a real XDatenfelder 3 schema becomes a service that can be filled in", { skip: existsSync(real) ? false : "the shared data is not here" }, async () => {
  const xml = gunzipSync(readFileSync(real));
  const outcome = await forms.importSchema({ ...importing, xml, publishUndecided: true });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  forms.refresh();
  const service = await forms.service("heimarbeit-anzeigen");
  assert.equal(service?.form.definition.source, "S00000000364 1.0.0");
  assert.match(service.package.service.privacy.legalBasis.de, /§ 7 HAG/);
  const again = await forms.importSchema({ ...importing, xml, publishUndecided: true });
  assert.ok(again.ok && again.published === "before");
});
