import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { checkAll } from "./check-all.ts";
import type { Answers } from "./definition.ts";
import { exportAnswers } from "./export-answers.ts";
import { feeOf } from "./fee.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import { parseStep } from "./parse-step.ts";
import { partAnswers, partsFor } from "./part-answers.ts";
import { applyPrefill } from "./prefill.ts";
import { reachableAnswers } from "./reachable-answers.ts";
import { visibleSteps } from "./reach.ts";
import { parseServicePackage, type ServicePackage } from "./service-package.ts";
import { stepView } from "./step-view.ts";
import { summary } from "./summary.ts";

const today = "2026-11-22";
const file = { id: "018f", name: "police.pdf", size: 2048, type: "application/pdf", sha256: "ab".repeat(32) };

function load(slug: string): ServicePackage {
  const json = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../services/${slug}/${name}`, import.meta.url), "utf8"));
  return parseServicePackage(json("service.json"), json("form.json"));
}

const erika = { givenName: "Erika", surname: "Beispiel", birthdate: "1984-08-12", street: "Lindenweg", houseNumber: "7", postalCode: "00101", locality: "Musterstadt", mail: "erika@post.example" };
const halter = { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt", mail: "erika@post.example" };
const bello = { name: "Bello", rasse: "Labrador-Mischling", geburt: "2024-05", geschlecht: "ruede", groesse: 58, gewicht: 31.5, chip: "276000000000001", seit: "2024-08-01" };
const fips = { name: "Fips", rasse: "Dackel", geburt: "2020", geschlecht: "ruede", groesse: 25, gewicht: 9, seit: "2020-06-01" };
const haltung = { weitere: 0, ermaessigung: false, richtig: true };
const grosserHund = { sachkundeArt: "bescheinigung", sachkunde: [file], versicherer: "Musterversicherung", versicherung: [file], zuverlaessig: true };

const hund = load("hund-anmelden");
const parken = load("bewohnerparkausweis");
const urkunde = load("geburtsurkunde");
const mangel = load("maengelmelder");

test("a small dog needs three steps, a large one four and a chip number", () => {
  const small: Answers = { halter, hunde: [fips], haltung };
  assert.deepEqual(checkAll(hund.form, small, today), []);
  assert.deepEqual(visibleSteps(hund.form, small, today).map(({ id }) => id), ["halter", "hunde", "haltung"]);
  const { chip: _, ...unmarked } = bello;
  const large: Answers = { halter, hunde: [fips, unmarked], haltung };
  assert.deepEqual(visibleSteps(hund.form, large, today).map(({ id }) => id), ["halter", "hunde", "grosseHunde", "haltung"]);
  assert.deepEqual(checkAll(hund.form, large, today).map(({ stepId, path, code }) => `${stepId} ${path} ${code}`), [
    "hunde hunde.1.chip rule", "grosseHunde grosserHund.sachkundeArt missing", "grosseHunde grosserHund.versicherer missing",
    "grosseHunde grosserHund.versicherung missing", "grosseHunde grosserHund.zuverlaessig missing",
  ]);
  assert.deepEqual(checkAll(hund.form, { halter, hunde: [fips, bello], grosserHund, haltung }, today), []);
});

test("the tax office never gets the evidence, the public order office only the large dogs", () => {
  const both: Answers = { halter, hunde: [fips, bello], grosserHund, haltung };
  assert.deepEqual(partsFor(hund.form, both, today).map(({ office }) => office), ["steueramt", "ordnungsamt"]);
  const tax = partAnswers(hund.form, "steuer", both, today);
  assert.deepEqual(Object.keys(tax), ["halter", "hunde", "haltung"]);
  assert.deepEqual(tax["hunde"], [fips, bello].map(({ name, rasse, geburt, geschlecht, seit }) => ({ name, rasse, geburt, geschlecht, seit })));
  assert.deepEqual(partAnswers(hund.form, "ordnung", both, today), { halter, hunde: [bello], grosserHund });

  const onlySmall: Answers = { halter, hunde: [fips], grosserHund, haltung };
  assert.deepEqual(partsFor(hund.form, onlySmall, today).map(({ office }) => office), ["steueramt"]);
  assert.deepEqual(partAnswers(hund.form, "ordnung", onlySmall, today), {});
  assert.throws(() => partAnswers(hund.form, "presse", both, today), /no part/);
});

test("the summary says everything in words, in German and English", () => {
  const sections = summary(hund.form, { halter, hunde: [bello], grosserHund, haltung }, "de", today);
  const rows = sections.flatMap((section) => section.rows).flatMap((node) => (node.kind === "group" ? node.rows : [node])).flatMap((node) => (node.kind === "row" ? [`${node.label}: ${node.value}`] : []));
  for (const expected of ["Geburtsdatum: 12.08.1984", "Geboren: Mai 2024", "Gewicht, wenn der Hund ausgewachsen ist: 31,5 kg", "Telefonnummer: Nicht angegeben", "Nachweis der Haftpflichtversicherung: police.pdf", "Erklärung zur Zuverlässigkeit: Bestätigt"]) assert.ok(rows.includes(expected), expected);
  const english = JSON.stringify(summary(hund.form, { halter, hunde: [bello] }, "en", today));
  for (const expected of ["12 August 1984", "Dog 1", "31.5 kg", "Not provided"]) assert.ok(english.includes(expected), expected);
});

test("consent fills empty fields only, and says what came from where", () => {
  const { answers, filled } = applyPrefill(hund.form, { halter: { vorname: "Rika" } }, erika, today);
  assert.deepEqual(answers, { halter: { ...halter, vorname: "Rika" } });
  assert.deepEqual(filled.map(({ path, source }) => `${path} ${source}`), ["halter.nachname surname", "halter.geburtsdatum birthdate", "halter.strasse street", "halter.hausnummer houseNumber", "halter.plz postalCode", "halter.ort locality", "halter.mail mail"]);
  assert.deepEqual(applyPrefill(hund.form, {}, { birthdate: "12.08.1984", postalCode: "1010 Wien", mail: "keine" }, today), { answers: {}, filled: [] });
});

test("fees follow the answers, and are never guessed", () => {
  const parking = (jahre: string) => feeOf(parken.service.fee?.cents ?? null, { ausweis: { jahre } }, today);
  assert.deepEqual([parking("1"), parking("2")], [3000, 6000]);
  const copies = (anzahl: number) => feeOf(urkunde.service.fee?.cents ?? null, { urkunde: { anzahl } }, today);
  assert.deepEqual([copies(1), copies(2), copies(10)], [1500, 2250, 8250]);
  assert.throws(() => feeOf(parken.service.fee?.cents ?? null, {}, today), /whole number of cents/);
  assert.throws(() => feeOf({ "-": [0, 1] }, {}, today), /whole number of cents/);
  assert.throws(() => feeOf({ "/": [1, 3] }, {}, today), /whole number of cents/);
});

test("the export is valid against the form's own JSON Schema, and a stranger's value is not", () => {
  const complete: readonly (readonly [ServicePackage, Answers])[] = [
    [hund, { halter, hunde: [fips, bello], grosserHund, haltung }],
    [hund, { halter, hunde: [fips], haltung }],
    [mangel, { mangel: { art: "schlagloch", ort: { words: "Lindenweg 7", lat: 51.4, lon: 7.1 }, beschreibung: "Tiefes Loch" }, zusatz: {} }],
    [parken, { person: halter, fahrzeug: { kennzeichen: "MU-EB 123", halterSelbst: true }, ausweis: { zone: "A", beginn: "2026-12-01", jahre: "1", richtig: true } }],
    [urkunde, { urkunde: { art: "geburtsurkunde", anzahl: 2 }, berechtigung: { beziehung: "selbst" }, eigene: { geburtsname: "Beispiel", geburtsort: "Musterstadt" }, antragsteller: { ...halter, mail: undefined }, lieferung: { abweichend: false } }],
  ];
  for (const [{ form, service }, answers] of complete) {
    assert.deepEqual(checkAll(form, answers, today), [], service.slug);
    // zod reads all of the schema but this one keyword.
    const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(jsonSchemaOf(form), (key, value: unknown) => (key === "dependentRequired" ? undefined : value))));
    const data = JSON.parse(JSON.stringify(exportAnswers(form, answers, today)));
    assert.ok(schema.safeParse(data).success, service.slug);
    assert.ok(!schema.safeParse({ ...data, fremd: 1 }).success);
    const [first = ""] = Object.keys(data);
    assert.ok(!schema.safeParse({ ...data, [first]: "kein Objekt" }).success);
  }
});

test("a parking permit cannot begin in the past or far ahead", () => {
  const beginning = (beginn: string) => checkAll(parken.form, { ausweis: { zone: "A", beginn, jahre: "1", richtig: true } }, today).filter(({ path }) => path === "ausweis.beginn").map(({ code }) => code);
  assert.deepEqual([beginning("2026-11-21"), beginning("2026-11-22"), beginning("2027-02-22"), beginning("2027-02-23")], [["too-early"], [], [], ["rule"]]);
});

test("whatever is posted to a shipped form, the answers hold right values only and the page can be shown again", () => {
  for (const { form } of [hund, parken, urkunde, mangel]) {
    const names = [...form.nodes.values()].flatMap((node) => {
      const at = node.path.replace(/^hunde\./, "hunde.0.");
      return node.kind === "field" ? node.behaviour.inputs.map((suffix) => (suffix === "" ? at : `${at}.${suffix}`)) : [`${at}.$present`, `${at}.$choice`, `add:${at}`, `remove:${at}.0`];
    });
    const typed = fc.oneof(fc.constantFrom("yes", "no", "1", "2", "12", "2024", "Jan", "selbst", "andere", "beleuchtung", "bescheinigung", "Beispiel", "00101", "MU-EB 123"), fc.string({ unit: "binary", maxLength: 8 }));
    fc.assert(fc.property(fc.dictionary(fc.constantFrom(...names), fc.array(typed, { maxLength: 2 }), { maxKeys: names.length }), fc.nat(), (fields, pick) => {
      let answers: Answers = {};
      for (let round = 0; round < 2; round += 1) {
        const steps = visibleSteps(form, answers, today);
        const step = steps[pick % steps.length];
        if (step === undefined) assert.fail("no step");
        const parsed = parseStep(form, step.id, new Map(Object.entries(fields)), answers, today);
        const left = checkAll(form, parsed.answers, today).filter(({ code }) => code !== "missing" && code !== "rule" && code !== "too-few");
        assert.deepEqual(left, []);
        stepView(form, step.id, parsed.answers, today, parsed.raw);
        summary(form, parsed.answers, "de", today);
        answers = parsed.answers;
      }
      assert.deepEqual(reachableAnswers(form, reachableAnswers(form, answers, today), today), reachableAnswers(form, answers, today));
    }), { numRuns: 150 });
  }
});
