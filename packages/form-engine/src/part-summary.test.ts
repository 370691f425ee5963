import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Answers } from "./definition.ts";
import { compileForm } from "./compile-form.ts";
import { exportAnswers, exportSubmitted } from "./export-answers.ts";
import { partAnswers } from "./part-answers.ts";
import { partSummary } from "./part-summary.ts";
import { reachableAnswers } from "./reachable-answers.ts";
import { parseServicePackage } from "./service-package.ts";
import type { SummaryNode, SummarySection } from "./summary.ts";

const today = "2026-11-22";
const json = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../services/hund-anmelden/${name}`, import.meta.url), "utf8"));
const hund = parseServicePackage(json("service.json"), json("form.json")).form;
const file = { id: "018f", name: "police.pdf", size: 2048, type: "application/pdf", sha256: "ab".repeat(32) };
const halter = { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt", mail: "erika@post.example" };
const bello = { name: "Bello", rasse: "Labrador-Mischling", geburt: "2024-05", geschlecht: "ruede", groesse: 58, gewicht: 31.5, chip: "276000000000001", seit: "2024-08-01" };
const fips = { name: "Fips", rasse: "Dackel", geburt: "2020", geschlecht: "ruede", groesse: 25, gewicht: 9, seit: "2020-06-01" };
const whole: Answers = { halter, hunde: [fips, bello], haltung: { weitere: 0, ermaessigung: false, richtig: true }, grosserHund: { sachkundeArt: "bescheinigung", sachkunde: [file], versicherer: "Musterversicherung", versicherung: [file], zuverlaessig: true } };

const paths = (nodes: readonly SummaryNode[]): string[] => nodes.flatMap((node) => (node.kind === "row" ? [node.path] : paths(node.rows)));
const lines = (sections: readonly SummarySection[]): string[] => sections.flatMap(({ rows }) => paths(rows));
const ofPart = (form: typeof hund, part: string, answers: Answers) => partSummary(form, part, partAnswers(form, part, answers, today), "de");
const values = (nodes: readonly SummaryNode[]): string[] => nodes.flatMap((node) => (node.kind === "row" ? [`${node.path}=${node.value}`] : values(node.rows)));

test("the tax office reads no line about height, weight, chip or the evidence, not even that nothing is stated", () => {
  const sections = ofPart(hund, "steuer", whole);
  assert.deepEqual(sections.map(({ stepId }) => stepId), ["halter", "hunde", "haltung"]);
  const found = lines(sections).filter((path) => path.startsWith("hunde."));
  assert.deepEqual(found, [0, 1].flatMap((i) => ["name", "rasse", "geburt", "geschlecht", "seit"].map((id) => `hunde.${i}.${id}`)));
  assert.ok(!lines(sections).some((path) => path.startsWith("grosserHund")));
});

test("the public order office reads of the large dogs everything, and nothing of the step that is not its own", () => {
  const sections = ofPart(hund, "ordnung", whole);
  assert.deepEqual(sections.map(({ stepId }) => stepId), ["halter", "hunde", "grosseHunde"]);
  const all = sections.flatMap(({ rows }) => values(rows));
  assert.ok(all.includes("hunde.0.name=Bello") && all.includes("hunde.0.chip=276000000000001"), all.join(" "));
  assert.ok(!all.some((line) => line.includes("Fips")));
});

test("what was left empty in the own part is said to be empty", () => {
  const { mail: _, ...silent } = halter;
  const rows = ofPart(hund, "steuer", { ...whole, halter: silent }).flatMap((section) => values(section.rows));
  assert.ok(rows.includes("halter.mail=Nicht angegeben"), rows.join(" "));
});

const across = compileForm({
  id: "fest", version: "1.0.0", title: { de: "Fest" },
  steps: [
    { id: "ort", title: { de: "Ort" }, nodes: [
      { kind: "field", id: "musik", type: "yesno", label: { de: "Musik" } },
      { kind: "field", id: "lautstaerke", type: "text", label: { de: "Lautstärke" }, required: false, when: { var: "musik" } },
      { kind: "group", id: "platz", title: { de: "Platz" }, oneOf: true, nodes: [
        { kind: "field", id: "strasse", type: "text", label: { de: "Straße" } }, { kind: "field", id: "park", type: "text", label: { de: "Park" } },
      ] },
    ] },
    { id: "technik", title: { de: "Technik" }, when: { var: "musik" }, nodes: [
      { kind: "field", id: "anlage", type: "text", label: { de: "Anlage" }, required: false }, { kind: "field", id: "strom", type: "text", label: { de: "Strom" }, required: false },
    ] },
  ],
  parts: [{ id: "laerm", office: "umweltamt", title: { de: "Lärm" }, paths: ["lautstaerke", "platz", "anlage", "strom"] }],
});

test("an answer whose condition looks at another office's part is still shown and exported", () => {
  const answers = partAnswers(across, "laerm", { musik: true, lautstaerke: "70 dB", platz: { park: "Stadtpark" }, anlage: "zwei Boxen" }, today);
  assert.deepEqual(partSummary(across, "laerm", answers, "de").flatMap(({ rows }) => values(rows)), ["lautstaerke=70 dB", "platz.park=Stadtpark", "anlage=zwei Boxen", "strom=Nicht angegeben"]);
  assert.deepEqual(exportSubmitted(across, answers), { lautstaerke: "70 dB", platz: { park: "Stadtpark" }, anlage: "zwei Boxen" });
});

test("what was never asked is no line, and a part with nothing in it is empty", () => {
  const answers = partAnswers(across, "laerm", { musik: false, platz: { strasse: "Lindenweg" } }, today);
  assert.deepEqual(partSummary(across, "laerm", answers, "de").flatMap(({ rows }) => values(rows)), ["platz.strasse=Lindenweg"]);
  assert.throws(() => partSummary(across, "steuer", answers, "de"), /no part "steuer"/);
});

test("of a whole submission both exports are the same", () => {
  assert.deepEqual(exportSubmitted(hund, reachableAnswers(hund, whole, today)), exportAnswers(hund, whole, today));
});
