import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { covers, districts, municipalities, postcodes, slugOf } from "@kommunalportal/regional-keys";
import { loadSeeds } from "./index.ts";

const seeds = loadSeeds();
const keys = new Set(seeds.services.map((service) => service.leikaKey));
const text = (value: unknown): string => JSON.stringify(value);

test("the catalogue has 86 services, each key and each slug once", () => {
  assert.equal(seeds.services.length, 86);
  assert.equal(keys.size, 86);
  assert.equal(new Set(seeds.services.map((service) => service.slug)).size, 86);
  for (const service of seeds.services) assert.equal(service.slug, slugOf(service.title.de));
});

test("at least 32 services have a full text, each once, for services that exist", () => {
  assert.ok(seeds.texts.length >= 32);
  assert.equal(new Set(seeds.texts.map((entry) => entry.leikaKey)).size, seeds.texts.length);
  for (const entry of seeds.texts) assert.ok(keys.has(entry.leikaKey), entry.leikaKey);
});

test("every general text is there in English, too, written and not copied from the German", () => {
  for (const { leikaKey, de, en } of seeds.texts) {
    assert.ok(en, leikaKey);
    for (const part of ["teaser", "description", "feeNote", "duration", "competentOffice", "remarks"] as const) {
      assert.notEqual(en[part], de[part], `${leikaKey}: ${part}`);
      // Official terms stand in brackets; outside them no German word is left over.
      assert.doesNotMatch(en[part].replaceAll(/\([^)]*\)/g, ""), /\b(?:und|oder|nicht|Sie|der|das|beim|werden|wird)\b/, `${leikaKey}: ${part}`);
    }
  }
});

test("the legal pages say the same in both languages, section by section", () => {
  const shape = (sections: readonly { readonly paragraphs: readonly string[]; readonly items?: readonly string[] | undefined }[] | undefined) => sections?.map(({ paragraphs, items = [] }) => [paragraphs.length, items.length]);
  for (const { slug, imprint, privacy } of seeds.towns) for (const page of [imprint, privacy]) assert.deepEqual(shape(page.en), shape(page.de), slug);
  for (const page of [seeds.realTown.imprint, seeds.realTown.privacy, seeds.realTown.accessibility]) assert.deepEqual(shape(page.en), shape(page.de), page.de[0]?.heading);
});

test("whatever an invented town says in one line it says in English, too", () => {
  const missing: string[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    if ("de" in value && !("en" in value)) missing.push(path);
    for (const [key, inner] of Object.entries(value)) look(inner, `${path}/${key}`);
  };
  look(seeds.local, "local");
  look(seeds.towns, "towns");
  look(seeds.realTown, "realTown");
  assert.deepEqual(missing, []);
});

test("general texts name no amount, no telephone number and no invented place", () => {
  const forbidden = /€|\bEuro\b|\bEUR\b|\d,\d\d\b|0999|Musterstadt|Beispielhausen|Musterland|\.example/;
  for (const entry of seeds.texts) assert.doesNotMatch(text(entry), forbidden, entry.leikaKey);
  assert.doesNotMatch(text(seeds.realTown), forbidden);
});

test("both languages of a text have the same number of conditions, documents and steps", () => {
  for (const { leikaKey, de, en } of seeds.texts) {
    if (en === undefined) continue;
    assert.equal(en.who.length, de.who.length, leikaKey);
    assert.equal(en.documents.length, de.documents.length, leikaKey);
    assert.equal(en.steps.length, de.steps.length, leikaKey);
  }
});

test("the thesaurus has at least 250 words, each once and in lower case, all for services that exist", () => {
  const { entries } = seeds.thesaurus;
  assert.ok(entries.length >= 250);
  assert.equal(new Set(entries.map((entry) => entry.term)).size, entries.length);
  for (const entry of entries) {
    assert.equal(entry.term, entry.term.toLowerCase().trim());
    assert.equal(new Set(entry.services).size, entry.services.length, entry.term);
    for (const key of entry.services) assert.ok(keys.has(key), entry.term);
  }
});

test("every service is found by at least three everyday words and one English", () => {
  for (const service of seeds.services) {
    const words = seeds.thesaurus.entries.filter((entry) => entry.services.includes(service.leikaKey));
    assert.ok(words.filter((entry) => entry.kind === "everyday").length >= 3, service.title.de);
    assert.ok(words.some((entry) => entry.kind === "english"), service.title.de);
  }
});

test("what people type leads to the service they mean first", () => {
  const expected: readonly (readonly [string, string])[] = [
    ["perso", "Personalausweis beantragen"], ["wauwau", "Hund anmelden"], ["hund", "Hund anmelden"], ["anwohnerparken", "Bewohnerparkausweis beantragen"],
    ["schlagloch", "Straßenschaden melden"], ["laterne kaputt", "Defekte Straßenlaterne melden"], ["umzug", "Wohnsitz anmelden"], ["baby", "Geburt anzeigen"],
    ["tagesmutter", "Erlaubnis zur Kindertagespflege beantragen"], ["dog tax", "Hundesteuer zahlen"], ["pothole", "Straßenschaden melden"],
    ["birth certificate", "Geburtsurkunde bestellen"], ["wbs", "Wohnberechtigungsschein beantragen"], ["ausweis verloren", "Verlust des Personalausweises melden"],
  ];
  for (const [term, title] of expected) {
    const first = seeds.thesaurus.entries.find((entry) => entry.term === term)?.services[0];
    assert.equal(seeds.services.find((service) => service.leikaKey === first)?.title.de, title, term);
  }
});

test("a word stands in one synonym group only", () => {
  const words = seeds.thesaurus.synonyms.flat();
  assert.equal(new Set(words).size, words.length);
  assert.equal(new Set(seeds.thesaurus.compoundParts).size, seeds.thesaurus.compoundParts.length);
});

test("there are 19 Lebenslagen and 16 Geschäftslagen, and every service lies in exactly one", () => {
  assert.equal(seeds.lifeSituations.citizen.length, 19);
  assert.equal(seeds.lifeSituations.business.length, 16);
  const placed = [...seeds.lifeSituations.citizen, ...seeds.lifeSituations.business].flatMap((situation) => situation.services);
  assert.equal(placed.length, 86);
  assert.equal(new Set(placed).size, 86);
});

test("an invented town takes the key, slug or postcode of no real one", () => {
  const real = new Set([...municipalities(), ...districts()].flatMap((region) => [region.ars, region.slug]));
  const realPostcodes = new Set(postcodes().map((entry) => entry.postcode));
  assert.deepEqual(seeds.towns.map((town) => town.slug), ["musterstadt", "beispielhausen", "kreis-musterland"]);
  for (const town of seeds.towns) {
    assert.ok(!real.has(town.ars) && !real.has(town.slug), town.slug);
    for (const postcode of town.postcodes) assert.ok(!realPostcodes.has(postcode), postcode);
  }
});

test("no telephone number belongs to anybody", () => {
  const everything = text([seeds.towns, seeds.local, seeds.texts, seeds.realTown]);
  const numbers = everything.match(/(?<![\d.-])0\d{2,4}[ /]\d[\d -]*/g) ?? [];
  assert.ok(numbers.length > 60);
  for (const number of numbers) assert.match(number, /^0999 555-\d{1,4}$/);
});

test("every service that a Gemeinde or a Kreis executes has exactly one competent office in both invented towns", () => {
  const rows = seeds.local.flatMap((local) => local.responsibilities);
  for (const town of seeds.towns.filter((candidate) => candidate.kind === "municipality")) {
    for (const service of seeds.services.filter((candidate) => candidate.level !== "LAND" && candidate.level !== "BUND")) {
      const fitting = rows.filter((row) => row.leikaKey === service.leikaKey && row.role === "01" && covers(row.arsPrefix, town.ars));
      const longest = Math.max(...fitting.map((row) => row.arsPrefix.length));
      assert.equal(fitting.filter((row) => row.arsPrefix.length === longest).length, 1, `${town.slug}: ${service.title.de}`);
    }
  }
});

test("local data point to offices of the same town, to its area and to services that exist", () => {
  for (const local of seeds.local) {
    const town = seeds.towns.find((candidate) => candidate.slug === local.town);
    assert.ok(town);
    const offices = local.offices.map((office) => office.id);
    assert.equal(new Set(offices).size, offices.length);
    for (const row of local.responsibilities) assert.ok(offices.includes(row.officeId) && keys.has(row.leikaKey) && covers(row.arsPrefix, town.ars), text(row));
    for (const online of local.onlineServices) assert.ok(online.leikaKeys.every((key) => keys.has(key)) && covers(online.arsPrefix, town.ars), online.slug);
    assert.equal(new Set(local.additions.map((addition) => addition.leikaKey)).size, local.additions.length);
    for (const addition of local.additions) assert.ok(keys.has(addition.leikaKey), addition.leikaKey);
  }
});

test("the amount in words and the amount in cents agree", () => {
  for (const addition of seeds.local.flatMap((local) => local.additions)) {
    for (const [amount] of addition.feeText.de.matchAll(/\d+,\d\d(?= €)/g)) {
      const cents = Number(amount.replace(",", ""));
      assert.ok(addition.fees.some((fee) => fee.cents === cents), `${addition.feeText.de} names no fee of ${String(cents)} cents`);
    }
  }
});

test("a town says before the start what the form itself says: minutes, purpose, legal basis, recipients, term", () => {
  const levels = { none: "none", basis: "basic", substantiell: "substantial", hoch: "high" };
  type Words = { de: string; en: string };
  for (const online of seeds.local.flatMap(({ onlineServices }) => onlineServices)) {
    const { minutes, trustLevel, privacy } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "..", "services", online.slug, "service.json"), "utf8")) as { minutes: number; trustLevel: keyof typeof levels; privacy: { purpose: Words; legalBasis: Words; recipients: Words[]; term: Words } };
    assert.deepEqual([online.minutes, online.trustLevel], [minutes, levels[trustLevel]], online.slug);
    const { purpose, legalBasis, recipients, term: retention } = privacy;
    assert.deepEqual(online.privacy, { purpose, legalBasis, recipients: { de: recipients.map(({ de }) => de), en: recipients.map(({ en }) => en) }, retention }, `${online.slug}: one notice under Art. 13, not two`);
  }
});

test("registering a dog is free, the parking permit costs 30.00 € a year, a birth certificate 15.00 € and 7.50 €", () => {
  const fees = (key: string) => seeds.local[0]?.additions.find((addition) => addition.leikaKey === key)?.fees.map((fee) => `${String(fee.cents)} ${fee.per}`);
  assert.deepEqual(fees("99110009104000"), ["0 once"]);
  assert.deepEqual(fees("99108001001000"), ["3000 year"]);
  assert.deepEqual(fees("99027002012000"), ["1500 copy", "750 copy"]);
});

test("the spans of a day do not overlap", () => {
  const timetables = [...seeds.towns.map((town) => town.contact.hours), ...seeds.local.flatMap((local) => local.offices.map((office) => office.hours))];
  for (const hours of timetables) {
    for (const [index, span] of hours.entries()) {
      const next = hours[index + 1];
      if (next?.day === span.day) assert.ok(span.closes <= next.opens, text(hours));
    }
  }
});

test("the colours of every town can be read: primary on white, dark variant on black", () => {
  for (const { primary, primaryDark } of [...seeds.towns.map((town) => town.colours), seeds.realTown.colours]) {
    assert.ok(contrast(primary, "#ffffff") >= 4.5, primary);
    assert.ok(contrast(primaryDark, "#000000") >= 4.5, primaryDark);
    assert.ok(contrast(primaryDark, "#1b1d2e") >= 4.5, primaryDark);
  }
  assert.ok(contrast("#777777", "#ffffff") < 4.5, "the measure itself can fail");
});

test("a coat of arms is a picture with a description and nothing active", () => {
  for (const { armsSvg } of seeds.towns) {
    assert.match(armsSvg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 100 120">\s*<title>Wappen/);
    assert.doesNotMatch(armsSvg, /<script|href=|url\(|\son[a-z]+=|style=/i);
  }
});

test("the accessibility statement says what the law wants", () => {
  for (const { slug, accessibility } of seeds.towns) {
    const read = text(accessibility);
    for (const part of [/BITVNRW/, /EN 301 549/, /Selbstbewertung/, /Barriere melden/, /lbbp\.nrw\.de\/ombudsstelle/, /Überwachungsstelle/]) assert.match(read, part, slug);
    assert.ok(accessibility.createdOn <= accessibility.reviewedOn && accessibility.reviewedOn < accessibility.nextReviewBy);
  }
});

test("easy language has short sentences, one a line, without hyphens inside words", () => {
  const lines = [...seeds.towns.map((town) => town.easyLanguage), seeds.realTown.easyLanguage].flatMap((easy) => Object.values(easy).flat());
  for (const line of lines) {
    assert.ok(line.split(/\s+/).length <= 12, line);
    assert.ok((line.match(/[.!?:](?=\s|$)/g) ?? []).length <= 2, line);
    assert.doesNotMatch(line, /\p{L}-\p{L}|[;()]/u, line);
  }
});

test("a real town says that this is a demonstration and names itself by a placeholder", () => {
  for (const part of [seeds.realTown.imprint, seeds.realTown.privacy, seeds.realTown.accessibility]) {
    assert.match(text(part.de), /Vorführung.*kein Angebot/s);
    assert.match(text(part.de), /\{\{name\}\}/);
  }
});

test("every source names licence and link, the postcodes apart from the keys", () => {
  assert.equal(new Set(seeds.sources.map((source) => source.id)).size, seeds.sources.length);
  assert.match(seeds.sources.find((source) => source.id === "openstreetmap-postcodes")?.licence ?? "", /ODbL/);
  assert.match(seeds.sources.find((source) => source.id === "destatis-gv-isys")?.licenceUrl ?? "", /dl-de\/by-2-0/);
});

const reference = new URL("../../../../shared/data/leika/kommunale_auswahl_nrw.csv", import.meta.url);
test("the facts agree with the list they were taken from", { skip: existsSync(reference) ? false : "shared/data is not on this machine" }, () => {
  const rows = readFileSync(reference, "utf8").trim().split(/\r?\n/).slice(1);
  assert.deepEqual(rows.map((row) => row.slice(0, 14)), seeds.services.map((service) => service.leikaKey));
  for (const [index, service] of seeds.services.entries()) {
    for (const fact of [service.officialName, service.level, service.ozg.id, service.pvLage.code]) assert.ok(rows[index]?.includes(fact), `${service.leikaKey}: ${fact}`);
  }
});

/** Contrast ratio of two colours (WCAG 2.2, 1.4.3). */
function contrast(first: string, second: string): number {
  const [dark, light] = [luminance(first), luminance(second)].toSorted((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
