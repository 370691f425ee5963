import assert from "node:assert/strict";
import { test } from "node:test";
import { loadSeeds } from "../../../../seeds/index.ts";
import type { Service } from "../service.ts";
import { createSplitter } from "./compounds.ts";
import { fold, wordsOf } from "./fold.ts";
import { createSearchIndex } from "./search-index.ts";
import { searchServices } from "./search-services.ts";
import { createSpelling, damerau } from "./spelling.ts";
import { stem } from "./stem.ts";

const seeds = loadSeeds();
const texts = new Map(seeds.texts.map(({ leikaKey, de, en }) => [leikaKey, { de, ...(en === undefined ? {} : { en }) }]));
const services: Service[] = seeds.services.map((seed, position) => ({ ...seed, types: seed.type, position, changedAt: new Date(0) }));
const index = createSearchIndex({
  services, textOf: (key) => texts.get(key), vocabulary: seeds.thesaurus,
  words: seeds.thesaurus.entries.map(({ term, kind, services: leikaKeys }) => ({ term, kind, leikaKeys })),
});
const find = (query: string) => searchServices(index, query, () => 1, 10);
const titles = (query: string): string[] => find(query).matches.map(({ service }) => service.title.de);

/** What people type, and what has to stand first. */
const expected: readonly (readonly [string, string])[] = [
  ["perso", "Personalausweis beantragen"], ["Perso verloren", "Verlust des Personalausweises melden"], ["Hund", "Hund anmelden"], ["hundesteuer anmelden", "Hund anmelden"],
  ["Hunde Steuer anmelden", "Hund anmelden"], ["hnud anmelden", "Hund anmelden"], ["ich möchte meinen Hund abmelden", "Hund abmelden"], ["Anwohnerparken", "Bewohnerparkausweis beantragen"],
  ["Schlagloch", "Straßenschaden melden"], ["strassenlaterne kaputt", "Defekte Straßenlaterne melden"], ["Laterne", "Defekte Straßenlaterne melden"], ["geburtsurkunde", "Geburtsurkunde bestellen"],
  ["Geburtsurkunde bestellen", "Geburtsurkunde bestellen"], ["Gebursurkunde", "Geburtsurkunde bestellen"], ["geburts urkunde", "Geburtsurkunde bestellen"], ["dog tax", "Hundesteuer zahlen"],
  ["parking permit", "Bewohnerparkausweis beantragen"], ["driving licence", "Führerschein beantragen"], ["umziehen", "Wohnsitz anmelden"], ["sperrmuell", "Sperrmüll abholen lassen"],
  ["Führerschein", "Führerschein beantragen"], ["fuhrerschein", "Führerschein beantragen"], ["fuehrerschein umtauschen", "Alten Führerschein umtauschen"], ["FÜHRERSCHEIN UMTAUSCH", "Alten Führerschein umtauschen"],
  ["Bäume fällen", "Baum fällen: Genehmigung beantragen"], ["heiraten", "Heirat anmelden"], ["wohnugsgeld", "Wohngeld beantragen"], ["how do I register my address", "Wohnsitz anmelden"],
  ["kfz", "Auto anmelden"], ["nummernschild", "Wunschkennzeichen reservieren"],
  ["Köter anmelden", "Hund anmelden"], ["Alimente", "Unterhaltsvorschuss beantragen"], ["Beerdigung", "Sterbefall anzeigen"], ["Straßenfest", "Straße oder Gehweg besonders nutzen"], ["Rentner", "Wohngeld beantragen"],
  ["Ummelden nach Umzug", "Wohnsitz anmelden"], ["Fürungszeugnis", "Führungszeugnis beantragen"], ["Kühlschrank entsorgen", "Elektroschrott abgeben"], ["Firma gründen", "Gewerbe anmelden"], ["Carport", "Baugenehmigung beantragen"],
  ["ID card lost", "Verlust des Personalausweises melden"], ["moving house", "Wohnsitz anmelden"], ["Schlüssel verloren", "Im Fundbüro nachfragen"], ["Umzugswagen Halteverbot", "Halteverbot für Umzug einrichten lassen"],
  ["ich ziehe um", "Wohnsitz anmelden"], ["Ich ziehe nach Musterstadt, was muss ich tun?", "Wohnsitz anmelden"], ["Wie melde ich mein Gewerbe an?", "Gewerbe anmelden"], ["Wie melde ich mein Gewerbe ab?", "Gewerbe abmelden"],
  ["wir sind umgezogen", "Wohnsitz anmelden"], ["Wo krieg ich nen neuen Perso her?", "Personalausweis beantragen"], ["ich ziehe ins Ausland", "Wohnsitz abmelden"], ["Straße kaputt", "Straßenschaden melden"], ["mein Hund ist gestorben", "Hund abmelden"], ["Hartz 4", "Leistungen für Bildung und Teilhabe beantragen"],
];

test("the search understands what people type: everyday words, compounds, spellings, typing errors, some English", () => {
  for (const [query, title] of expected) assert.equal(titles(query)[0], title, query);
});

test("somebody who reads English finds the service by the word they know", () => {
  const english: readonly (readonly [string, string])[] = [
    ["dog licence", "Hund anmelden"], ["birth certificate", "Geburtsurkunde bestellen"], ["residence registration", "Wohnsitz anmelden"], ["parking permit", "Bewohnerparkausweis beantragen"],
    ["pothole", "Straßenschaden melden"], ["bulky waste", "Sperrmüll abholen lassen"], ["driving licence", "Führerschein beantragen"], ["trade licence", "Gewerbe anmelden"],
    ["kindergarten place", "Kita-Platz anmelden"], ["exchange old driving licence", "Alten Führerschein umtauschen"], ["renew my passport", "Reisepass beantragen"], ["housing benefit", "Wohngeld beantragen"],
    ["I lost my passport", "Verlust des Reisepasses melden"], ["streetlight broken", "Defekte Straßenlaterne melden"], ["registry office marriage", "Heirat anmelden"],
  ];
  for (const [query, title] of english) assert.equal(titles(query)[0], title, query);
});

test("what was mended is said, and what was right is left alone", () => {
  assert.equal(find("hnud anmelden").corrected, "Hund anmelden");
  assert.equal(find("Gebursurkunde").corrected, "Geburtsurkunde");
  assert.equal(find("Hund anmelden").corrected, undefined);
  assert.equal(find("Wo kann ich meinen hnud für die Steuer anmelden?").corrected, "Wo kann ich meinen Hund für die Steuer anmelden?", "the rest stays as it was typed");
  assert.equal(find("Essen auf Rädern").corrected, undefined, "a short word that begins otherwise is another word");
  assert.equal(find("uhnd anmelden").corrected, "Hund anmelden", "swapped letters, though");
  assert.equal(find("Fuehrerschein").corrected, undefined);
  assert.deepEqual(find("Strafzettel").matches, [], "a word of its own is not bent until it fits");
});

test("a hit says why it is one", () => {
  assert.deepEqual(find("Hund anmelden").matches[0]?.reason, { kind: "title" });
  assert.deepEqual(find("Schlagloch").matches[0]?.reason, { kind: "word", term: "schlagloch" });
  assert.deepEqual(find("Gebursurkunde").matches[0]?.reason, { kind: "corrected" });
});

test("a phrase with words that say nothing is found as it is typed", () => {
  for (const [query, title] of [["Was kostet ein Hund?", "Hundesteuer zahlen"], ["Darf ich bauen?", "Bauvorbescheid beantragen"]] as const) {
    const [first] = find(query).matches;
    assert.deepEqual([first?.service.title.de, first?.reason.kind], [title, "word"], query);
  }
});

test("a beginning is enough while somebody is still typing", () => {
  assert.ok(titles("gebur").includes("Geburtsurkunde bestellen"));
  assert.ok(titles("bewohnerpa").includes("Bewohnerparkausweis beantragen"));
});

test("nonsense, emptiness and attacks find nothing and break nothing", () => {
  for (const query of ["", "   ", "xqzzt", "?!#", "<script>", "a".repeat(10_000), "\u0000", "🐕", "%_\\'\"", "der die das"]) assert.ok(find(query).matches.length <= 10, query.slice(0, 20));
  assert.deepEqual(titles("xqzzt"), []);
});

test("a service that lacks a word of the question stands behind one that has all", () => {
  const found = titles("Hund abmelden");
  assert.ok(found.indexOf("Hund abmelden") < found.indexOf("Hund anmelden"));
  assert.equal(titles("Gewerbe ummelden")[0], "Gewerbe ummelden");
});

test("a place may prefer one service to another of the same fit", () => {
  const favoured = searchServices(index, "Urkunde bestellen", ({ title }) => (title.de.startsWith("Sterbe") ? 2 : 1), 5).matches[0];
  assert.equal(favoured?.service.title.de, "Sterbeurkunde bestellen");
});

test("folding makes the spellings of one word equal", () => {
  assert.equal(fold("Führerschein"), fold("FUEHRERSCHEIN"));
  assert.equal(fold("Straße"), "strasse");
  assert.equal(fold("Çelik Café"), "celik cafe");
  assert.deepEqual(wordsOf("Haupt- und Nebenwohnung ändern (§ 17)"), ["haupt", "und", "nebenwohnung", "aendern", "17"]);
});

test("forms of a word have one stem, different words have not", () => {
  const same = [["hund", "hunde", "hundes", "hunden"], ["anmelden", "anmeldung", "anmeldungen"], ["baum", "baeume", "baeumen"], ["ausweis", "ausweise", "ausweises"], ["fuehrerschein", "fuhrerschein", "fuehrerscheine"]];
  for (const words of same) assert.equal(new Set(words.map(stem)).size, 1, `${words.join()} → ${words.map(stem).join()}`);
  assert.notEqual(stem("anmelden"), stem("abmelden"));
  assert.notEqual(stem("steuer"), stem("strasse"));
});

test("compounds are split at known words with linking elements, and other words are not", () => {
  const split = createSplitter(["Hund", "Steuer", "Anmeldung", "Geburt", "Urkunde", "Straße", "Laterne"], ["s", "n", "e"]);
  assert.deepEqual(split("hundesteueranmeldung"), ["hund", "steuer", "anmeldung"]);
  assert.deepEqual(split("geburtsurkunden"), ["geburt", "urkunden"]);
  assert.deepEqual(split("strassenlaterne"), ["strasse", "laterne"]);
  assert.deepEqual(split("hundertwasser"), []);
  assert.deepEqual(split("hund"), []);
  assert.deepEqual(split("hundehundehundehundehundehundehundehundehundehundehundehund"), []);
});

test("one typing error is found in short words, two in long ones", () => {
  assert.equal(damerau("hnud", "hund", 2), 1);
  assert.equal(damerau("geburtsurkunde", "gebrutsurkude", 2), 2);
  assert.equal(damerau("abc", "xyz", 2), 3);
  const resembling = createSpelling(["hund", "geburtsurkunde", "ausweis", "rund"]);
  assert.deepEqual(resembling("hnud").map(({ word }) => word), ["hund"]);
  assert.deepEqual(resembling("gebrutsurkude").map(({ word }) => word), ["geburtsurkunde"]);
  assert.deepEqual(resembling("xyz"), []);
  assert.deepEqual(resembling("99110"), []);
});
