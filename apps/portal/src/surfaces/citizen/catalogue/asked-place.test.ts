import assert from "node:assert/strict";
import { test } from "node:test";
import type { Tenant } from "#modules/tenants";
import { askedPlace } from "./asked-place.ts";

const towns = ["Bonn", "Essen", "Lage", "Much", "Schlangen", "Senden", "Wenden", "Bad Honnef"];
const tenants = { named: (text: string) => towns.filter((name) => name.toLowerCase() === text.toLowerCase()).map((name) => ({ name }) as Tenant) };
const asked = (query: string): readonly string[] => {
  const { places, rest } = askedPlace(tenants, query);
  return [rest, ...places.map(({ name }) => name)];
};

test("a town is found wherever its name stands, and leaves the question without it", () => {
  assert.deepEqual(asked("Hundesteuer Bonn"), ["Hundesteuer", "Bonn"]);
  assert.deepEqual(asked("Bonn Hundesteuer"), ["Hundesteuer", "Bonn"]);
  assert.deepEqual(asked("in Bad Honnef heiraten?"), ["heiraten?", "Bad Honnef"]);
  assert.deepEqual(asked("hund in bonn anmelden"), ["hund anmelden", "Bonn"]);
  assert.deepEqual(asked("Bonn"), ["", "Bonn"]);
});

test("a town whose name is a word of everyday language is not meant by the word", () => {
  for (const query of ["Essen auf Rädern", "essen in der schule bezahlen", "Zuschuss Essen Schule", "Schlangen halten", "Lage der Leitungen", "An wen wenden bei Lärm", "Unterlagen senden an das Amt", "how much is the dog tax", "dog tax how much"]) {
    assert.deepEqual(asked(query), [query], query);
  }
});

test("it is meant where a place stands: at the end, after a preposition, alone", () => {
  assert.deepEqual(asked("Essen auf Rädern Essen"), ["Essen auf Rädern", "Essen"]);
  assert.deepEqual(asked("Hundesteuer essen?"), ["Hundesteuer", "Essen"]);
  assert.deepEqual(asked("Parkausweis für Essen beantragen"), ["Parkausweis beantragen", "Essen"]);
  assert.deepEqual(asked("Umzug aus Lage"), ["Umzug", "Lage"]);
  assert.deepEqual(asked("Stadt Essen Personalausweis"), ["Personalausweis", "Essen"]);
  assert.deepEqual(asked("Personalausweis Much"), ["Personalausweis", "Much"]);
  assert.deepEqual(asked("Senden"), ["", "Senden"]);
});
