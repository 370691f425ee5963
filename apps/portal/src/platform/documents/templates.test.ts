import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createRenderer, DocumentRefused } from "./index.ts";
import { samples } from "./samples.ts";

const templatesDir = fileURLToPath(new URL("../../../templates", import.meta.url));
const renderer = createRenderer({ templatesDir, fontsDir: `${templatesDir}/fonts`, recycleAfter: 100, timeoutMs: 30_000 });
after(() => renderer.close());

const TITLES = {
  summary: "Hund anmelden – MUST-2026-000017-4",
  receipt: "Eingangsbestätigung – MUST-2026-000017-4",
  letter: "Bescheid über die Hundesteuer",
  permit: "Bewohnerparkausweis BPA-2026-00042",
} as const;
const TEMPLATES = ["summary", "receipt", "letter", "permit"] as const;
const ATTACHMENT = { name: "antrag.json", mime: "application/json", bytes: Buffer.from('{"hund":"Bella"}'), description: "Strukturierte Daten", relationship: "source" } as const;

/** The tags of the structure tree in the order of the file. */
const tags = (pdf: string): string[] => [...pdf.matchAll(/\/S \/(H\d|Table|TH|TD|Figure|L|LI|P)\b/g)].map((match) => match[1] ?? "");

for (const template of TEMPLATES) {
  test(`${template} is PDF/UA-1 with title, language and tags`, async () => {
    const pdf = (await renderer.render(template, (await samples())[template], { standard: "ua-1" })).toString("utf8");
    assert.match(pdf, /^%PDF-1\.7/);
    assert.match(pdf, /<pdfuaid:part>1<\/pdfuaid:part>/);
    assert.ok(pdf.includes(`<rdf:li xml:lang="x-default">${TITLES[template]}</rdf:li>`), "title");
    assert.match(pdf, /\/Lang \(de-DE\)/);
    assert.match(pdf, /\/DisplayDocTitle true/);
    assert.match(pdf, /\/Marked true/);
    const found = tags(pdf);
    assert.ok(found.includes("H1"), "a first heading");
    assert.ok(found.includes("Figure"), "the emblem");
    assert.doesNotMatch(pdf, /\/EmbeddedFile\b/);
  });

  test(`${template} is PDF/A-3a and carries its attachment`, async () => {
    const pdf = (await renderer.render(template, (await samples())[template], { standard: "a-3a", attachments: [ATTACHMENT] })).toString("latin1");
    assert.match(pdf, /<pdfaid:part>3<\/pdfaid:part>/);
    assert.match(pdf, /<pdfaid:conformance>A<\/pdfaid:conformance>/);
    assert.match(pdf, /\/AFRelationship \/Source/);
    assert.match(pdf, /\/Subtype \/application#2Fjson/);
    assert.match(pdf, /\(antrag\.json\)/);
    assert.match(pdf, /\/StructTreeRoot/);
  });
}

test("the same data and date make the same bytes", async () => {
  const { letter } = await samples();
  const options = { standard: "ua-1", createdAt: new Date("2026-11-22T09:15:00Z") } as const;
  const first = await renderer.render("letter", letter, options);
  assert.deepEqual(await renderer.render("letter", letter, options), first);
  assert.match(first.toString("latin1"), /<xmp:CreateDate>2026-11-22T09:15:00/);
});

test("whatever a person types ends in a document", async () => {
  const texts = ["😀 漢字 שלום \u0001 \u{E000}", "\ud800", "#panic() \\ $x$ *a* `b` @c <d> = e", "Zeile 1\r\nZeile 2", "a\u0300\u0323 m\u0302 Ḫ ʿAlī", "\u202Etxt.exe", "x".repeat(5_000), " "];
  const { summary } = await samples();
  for (const standard of ["ua-1", "a-3a"] as const) {
    const sections = [{ title: texts.join(" "), rows: texts.map((value) => ({ label: value, value: [value, value] })) }];
    const pdf = await renderer.render("summary", { ...summary, title: texts[0], sections, attachments: [{ name: texts[2], size: "1 KB", sha256: "0".repeat(64) }] }, { standard });
    assert.ok(pdf.length > 10_000);
  }
});

test("a long application fills pages and keeps its heading order however deep it nests", async () => {
  const { summary } = await samples();
  let rows: object[] = [{ label: "innen", value: "x" }];
  for (let depth = 0; depth < 9; depth += 1) rows = [{ label: `Ebene ${depth}`, value: "x" }, { label: `Gruppe ${depth}`, rows }];
  const many = Array.from({ length: 300 }, (_, i) => ({ label: `Frage ${i}`, value: `Antwort ${i}` }));
  const pdf = await renderer.render("summary", { ...summary, sections: [{ title: "Tief", rows }, { title: "Lang", rows: many }] }, { standard: "ua-1" });
  assert.ok((pdf.toString("latin1").match(/\/Type \/Page\b/g) ?? []).length > 5);
});

test("data that does not fit the template is refused with what is missing", async () => {
  await assert.rejects(renderer.render("letter", { issuer: { name: "Stadt Musterstadt" } }, { standard: "ua-1" }), (error) => error instanceof DocumentRefused && /subject/.test(error.message));
});

test("an emblem or code without alternative text is refused", async () => {
  const { permit } = await samples();
  assert.ok("qr" in permit && typeof permit.qr === "object" && permit.qr !== null);
  await assert.rejects(renderer.render("permit", { ...permit, qr: { ...permit.qr, alt: null } }, { standard: "ua-1" }), (error) => error instanceof DocumentRefused && /missing alt text/.test(error.message));
});
