import assert from "node:assert/strict";
import { test } from "node:test";
import type { AreaField } from "../../definition.ts";
import { areaBehaviour } from "./area-behaviour.ts";
import { squareMetresOf } from "./area-answer.ts";

const field: AreaField = { kind: "field", id: "f", type: "area", label: { de: "Fläche", en: "Area" } };
const behaviour = areaBehaviour(field, (problem) => assert.fail(problem));
const parse = (words: string, size = "", corners = "") => behaviour.parse((suffix) => [{ "": words, size, corners }[suffix] ?? ""], undefined);
const square = "51.45 7.12; 51.45 7.1201438; 51.4500899 7.1201438; 51.4500899 7.12";

test("words are a whole answer, with a size as people write it", () => {
  assert.deepEqual(parse("Gehweg"), { kind: "value", value: { words: "Gehweg" } });
  for (const [typed, size] of Object.entries({ "12,5": 12.5, "12.5 m²": 12.5, "1.250": 1250, "1.250,5 qm": 1250.5, "1250": 1250 })) assert.deepEqual(parse("Gehweg", typed), { kind: "value", value: { words: "Gehweg", squareMetres: size } }, typed);
  assert.deepEqual(parse(""), { kind: "empty" });
});

test("each input has its own error: no words, no size, no area", () => {
  const input = (parsed: ReturnType<typeof parse>) => (parsed.kind === "problem" ? parsed.problem.input ?? "" : assert.fail("is no problem"));
  assert.equal(input(parse("", "12")), "");
  for (const size of ["groß", "0", "-3", "1,234"]) assert.equal(input(parse("Gehweg", size)), "size", size);
  for (const corners of ["51 7", "51 7; 52 8", "51 7; 52 8; x", "51 7 9; 52 8; 53 9", "9".repeat(5000)]) assert.equal(input(parse("Gehweg", "", corners)), "corners", corners.slice(0, 30));
});

test("the size of an area with corners is computed from them and cannot be claimed", () => {
  const parsed = parse("Platz", "99999", square);
  const value = parsed.kind === "value" ? parsed.value : assert.fail("is no value");
  const size = typeof value === "object" && value !== null && "squareMetres" in value ? Number(value.squareMetres) : 0;
  // 0.0000899 degrees are 10 metres north, 0.0001438 degrees at 51.45 degrees north 9.97 metres east.
  assert.ok(Math.abs(size - 99.7) < 0.5, String(size));
  assert.equal(behaviour.check(value, "2026-11-22"), undefined);
  assert.equal(behaviour.check({ ...Object(value), squareMetres: 5 }, "2026-11-22")?.code, "wrong-format");
});

test("the way round the corners does not change the size", () => {
  const corners = square.split("; ").map((pair) => pair.split(" ").map(Number)).map(([lat = 0, lon = 0]) => ({ lat, lon }));
  assert.equal(squareMetresOf(corners), squareMetresOf(corners.toReversed()));
});

test("the PDF names words, size and every corner", () => {
  const parsed = parse("Platz", "", square);
  const facts = parsed.kind === "value" ? behaviour.document(parsed.value, "de") : assert.fail("is no value");
  assert.deepEqual(typeof facts === "string" ? [] : facts.map(({ label }) => label), ["In Worten", "Größe", "Eckpunkte (WGS 84)"]);
});
