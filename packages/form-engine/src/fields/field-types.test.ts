import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Answer, Field } from "../definition.ts";
import type { FieldBehaviour } from "./field-behaviour.ts";
import { behaviourOf } from "./field-types.ts";

const today = "2026-11-22";
const label = { de: "Angabe", en: "Entry" };
const base = { kind: "field", id: "feld", label } as const;

function behaviour(field: Field): FieldBehaviour {
  return behaviourOf(field, (problem) => assert.fail(problem));
}

function parse(field: Field, inputs: Readonly<Record<string, string>>): Answer | string | undefined {
  const parsed = behaviour(field).parse((suffix) => (inputs[suffix] === undefined ? [] : [inputs[suffix]]), undefined);
  if (parsed.kind === "empty") return undefined;
  return parsed.kind === "problem" ? `${parsed.problem.code}${parsed.problem.input === undefined ? "" : ` at ${parsed.problem.input}`}` : parsed.value;
}

const date: Field = { ...base, type: "date", min: "1900-01-01", max: "today" };
const day = (d: string, m: string, y: string) => ({ day: d, month: m, year: y });

test("a date is read with the month as a number or a name", () => {
  for (const month of ["8", "08", "Aug", "August", "aug."]) assert.equal(parse(date, day("12", month, "1984")), "1984-08-12", month);
  for (const month of ["Jan", "Januar", "1", "01", "Jänner", "January"]) assert.equal(parse(date, day("3", month, "1991")), "1991-01-03", month);
  for (const month of ["Mär", "März", "Maerz", "Mrz", "March"]) assert.equal(parse(date, day("3", month, "1991")), "1991-03-03", month);
});

test("a date tells what is missing before what is impossible, and both before its bounds", () => {
  assert.equal(parse(date, day("", "13", "1984")), "incomplete at day");
  assert.equal(parse(date, day("31", "", "84")), "incomplete at month");
  assert.equal(parse(date, day("31", "2", "1984")), "impossible at day");
  assert.equal(parse(date, day("29", "2", "2023")), "impossible at day");
  assert.equal(parse(date, day("29", "2", "2024")), "2024-02-29");
  assert.equal(parse(date, day("1", "Tuber", "1984")), "impossible at month");
  assert.equal(parse(date, day("1", "1", "84")), "impossible at year");
  assert.equal(parse(date, day("", "", "")), undefined);
  const { check } = behaviour(date);
  assert.equal(check("2026-11-22", today), undefined);
  assert.equal(check("2026-11-23", today)?.code, "too-late");
  assert.equal(check("1899-12-31", today)?.code, "too-early");
  assert.equal(check("2026-02-30", today)?.code, "wrong-type");
});

test("a partly known date keeps what is known", () => {
  const field: Field = { ...base, type: "partial-date", max: "today" };
  assert.equal(parse(field, day("", "5", "2024")), "2024-05");
  assert.equal(parse(field, day("", "", "2024")), "2024");
  assert.equal(parse(field, day("1", "", "2024")), "incomplete at month");
  assert.equal(parse(field, day("", "5", "")), "incomplete at year");
  assert.equal(behaviour(field).check("2026", today), undefined);
  assert.equal(behaviour(field).check("2026-12", today)?.code, "too-late");
});

test("a partly known date is read by people in words, and by programs as it is", () => {
  const { summary, document, exported } = behaviour({ ...base, type: "partial-date" });
  assert.deepEqual(["2024-05", "1984-03", "2024", "1984-08-12"].map((value) => summary(value, "de")), ["Mai 2024", "März 1984", "2024", "12.08.1984"]);
  assert.deepEqual([summary("2024-05", "en"), document("2024-05", "de"), exported("2024-05")], ["May 2024", "Mai 2024", "2024-05"]);
});

test("amounts become integer cents, whatever way they are written", () => {
  const amount: Field = { ...base, type: "amount" };
  const cases = { "12,50": 1250, "12.50": 1250, "1.234,56": 123456, "1 234,5 €": 123450, "0,07": 7, "19,90 Euro": 1990, "1.234": 123400, "-3": -300 };
  for (const [typed, cents] of Object.entries(cases)) assert.equal(parse(amount, { "": typed }), cents, typed);
  for (const typed of ["zwölf", "1,234", "1,2,3", "1e3", "9".repeat(20)]) assert.equal(parse(amount, { "": typed }), "wrong-format", typed);
});

test("whole numbers refuse fractions, numbers accept the comma", () => {
  assert.equal(parse({ ...base, type: "integer" }, { "": "12,5" }), "wrong-format");
  assert.equal(parse({ ...base, type: "integer" }, { "": "12,0" }), 12);
  assert.equal(parse({ ...base, type: "number" }, { "": "12,5" }), 12.5);
  assert.equal(behaviour({ ...base, type: "integer", min: 10, max: 120, unit: { de: "cm" } }).check(9, today)?.message.de, "Geben Sie bei »Angabe« mindestens 10 cm ein.");
});

test("a number plate is folded to upper case and matched as a whole", () => {
  const plate: Field = { ...base, type: "text", characters: "upper", pattern: "[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [1-9][0-9]{0,3}" };
  assert.equal(parse(plate, { "": " mu-eb  123 " }), "MU-EB 123");
  assert.equal(behaviour(plate).check("MU-EB 123x", today)?.code, "wrong-format");
});

test("text is refused for control characters, other scripts and length, in that order", () => {
  const { check } = behaviour({ ...base, type: "text", maxLength: 5, minLength: 2 });
  assert.equal(check("a\u0000b", today)?.code, "characters");
  assert.equal(check("Иван", today)?.message.de, "Ersetzen Sie bei »Angabe« das Zeichen И.");
  assert.equal(check("abcdef", today)?.code, "too-long");
  assert.equal(check("x".repeat(100_000), today)?.code, "too-long");
  assert.equal(check("a", today)?.code, "too-short");
  assert.equal(check("Grüße", today), undefined);
  assert.equal(check(5, today)?.code, "wrong-type");
  assert.equal(behaviour({ ...base, type: "text" }).check("eins\nzwei", today)?.code, "characters");
  assert.equal(behaviour({ ...base, type: "longtext" }).check("eins\nzwei", today), undefined);
});

test("an IBAN is checked by length and check digits", () => {
  const iban: Field = { ...base, type: "iban" };
  const { check } = behaviour(iban);
  assert.equal(parse(iban, { "": "de02 1203 0000 0000 2020 51" }), "DE02120300000000202051");
  assert.equal(check("DE02120300000000202051", today), undefined);
  assert.equal(check("DE02120300000000202015", today)?.code, "wrong-format");
  assert.equal(check("DE0212030000000020205", today)?.code, "too-short");
  assert.equal(behaviour(iban).summary("DE02120300000000202051", "de"), "DE02 1203 0000 0000 2020 51");
});

test("e-mail addresses and telephone numbers are read as people write them", () => {
  assert.equal(parse({ ...base, type: "email" }, { "": " Erika@Post.Example " }), "Erika@post.example");
  const mail = behaviour({ ...base, type: "email" }).check;
  for (const good of ["a.b+c@post.example", "jörg@müller.example"]) assert.equal(mail(good, today), undefined, good);
  for (const bad of ["erika", "erika@", "@post.example", "a b@post.example", "a@b", "a..b@post.example", "a@-x.example"]) assert.equal(mail(bad, today)?.code, "wrong-format", bad);
  const phone = behaviour({ ...base, type: "phone" }).check;
  for (const good of ["01234 555-678", "+49 (1234) 555 678", "01234/555678"]) assert.equal(phone(good, today), undefined, good);
  for (const bad of ["123", "anrufen", "1".repeat(21)]) assert.equal(phone(bad, today)?.code, "wrong-format", bad);
});

test("times of day are read in the ways they are written", () => {
  for (const [typed, time] of Object.entries({ "8": "08:00", "8:30": "08:30", "8.30 Uhr": "08:30", "0830": "08:30", "24:00": "wrong-format", "8:75": "wrong-format" })) assert.equal(parse({ ...base, type: "time" }, { "": typed }), time, typed);
  assert.equal(parse({ ...base, type: "datetime" }, { ...day("1", "Mai", "2026"), time: "9" }), "2026-05-01T09:00");
  assert.equal(parse({ ...base, type: "datetime" }, { ...day("1", "Mai", "2026"), time: "" }), "incomplete at time");
});

test("an upload is never taken from the post, only from what the server stored", () => {
  const field: Field = { ...base, type: "upload", maxFiles: 2 };
  assert.equal(parse(field, { "": '[{"id":"fremd"}]' }), undefined);
  const file = { id: "1", name: "police.pdf", size: 1000, type: "application/pdf", sha256: "a".repeat(64) };
  const { check } = behaviour(field);
  assert.equal(check([file], today), undefined);
  assert.equal(check([{ ...file, type: "text/html" }], today)?.code, "file-type");
  assert.equal(check([{ ...file, size: 11 * 1024 * 1024 }], today)?.message.de, "Verkleinern Sie bei »Angabe« die Datei »police.pdf« auf höchstens 10 MB.");
  assert.equal(check([file, file, file], today)?.code, "too-many");
  assert.equal(check(["1"], today)?.code, "wrong-type");
});

test("a place has words, and coordinates only in pairs and on the globe", () => {
  const field: Field = { ...base, type: "place" };
  assert.deepEqual(parse(field, { "": "Lindenweg 7", lat: "51.4332211", lon: "7.1" }), { words: "Lindenweg 7", lat: 51.433221, lon: 7.1 });
  assert.deepEqual(parse(field, { "": "Am Anger" }), { words: "Am Anger" });
  assert.equal(parse(field, { "": "x", lat: "51" }), "wrong-format");
  assert.equal(behaviour(field).check({ words: "x", lat: 91, lon: 0 }, today)?.code, "wrong-format");
});

test("what is shown in the inputs is read back as the same value", () => {
  const isoDay = fc.date({ min: new Date("1900-01-01T00:00:00Z"), max: new Date("2026-11-01T00:00:00Z"), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
  const options = [{ value: "a", label }, { value: "b", label }, { value: "c", label }];
  const cases: readonly (readonly [Field, fc.Arbitrary<Answer>])[] = [
    [date, isoDay],
    [{ ...base, type: "partial-date" }, fc.oneof(isoDay, isoDay.map((d) => d.slice(0, 7)), isoDay.map((d) => d.slice(0, 4)))],
    [{ ...base, type: "datetime" }, fc.tuple(isoDay, fc.integer({ min: 10, max: 23 })).map(([d, h]) => `${d}T${h}:05`)],
    [{ ...base, type: "integer" }, fc.integer()],
    [{ ...base, type: "number" }, fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000)],
    [{ ...base, type: "amount" }, fc.integer({ min: -1e12, max: 1e12 })],
    [{ ...base, type: "choices", options }, fc.subarray(["a", "b", "c"], { minLength: 1 })],
    [{ ...base, type: "choice", options }, fc.constantFrom("a", "b")],
    [{ ...base, type: "yesno" }, fc.boolean()],
    [{ ...base, type: "place" }, fc.tuple(fc.integer({ min: -9e7, max: 9e7 }), fc.integer({ min: -18e7, max: 18e7 })).map(([lat, lon]) => ({ words: "Anger", lat: lat / 1e6, lon: lon / 1e6 }))],
    [{ ...base, type: "area" }, fc.oneof(fc.constant({ words: "Anger" }), fc.integer({ min: 1, max: 1e8 }).map((size) => ({ words: "Anger\nam Teich", squareMetres: size / 100 })))],
    [{ ...base, type: "appointment" }, fc.tuple(fc.integer({ min: 10, max: 28 }), fc.constantFrom("morning", "any")).map(([d, time]) => ({ day: `2026-12-${d}`, time }))],
    [{ ...base, type: "appointment" }, fc.integer({ min: 10, max: 28 }).map((d) => ({ slot: "buero-1.7", at: `2026-12-${d}T08:30` }))],
  ];
  for (const [field, values] of cases) {
    const { parse: read, shown, check } = behaviour(field);
    fc.assert(fc.property(values, (value) => {
      assert.equal(check(value, today), undefined);
      const inputs = shown(value);
      assert.deepEqual(read((suffix) => inputs[suffix] ?? [], undefined), { kind: "value", value: value === 0 ? 0 : value });
    }));
  }
});

test("no field type is harmed by what is not its type, and none blames the person", () => {
  const types = ["text", "longtext", "integer", "number", "amount", "date", "partial-date", "time", "datetime", "yesno", "declaration", "email", "phone", "iban", "upload", "place", "area", "appointment"] as const;
  for (const type of types) {
    const { check, missing, parse: read, summary } = behaviour({ ...base, type });
    fc.assert(fc.property(fc.jsonValue(), fc.string({ unit: "binary" }), (value, typed) => {
      const problem = check(value as Answer, today);
      if (problem === undefined) assert.equal(typeof summary(value as Answer, "de"), "string");
      const parsed = read(() => [typed], undefined);
      const messages = [missing, ...(problem === undefined ? [] : [problem.message]), ...(parsed.kind === "problem" ? [parsed.problem.message] : [])];
      for (const { de, en } of messages) {
        assert.doesNotMatch(de, /bitte|ungültig|Pflichtfeld|fehlerhaft/i);
        assert.ok(en !== undefined && en !== "");
      }
    }));
  }
});
