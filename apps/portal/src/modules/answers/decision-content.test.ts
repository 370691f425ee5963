import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "parse5";
import { type DecisionContent, type DecisionDraft, type DecisionKind, isAppealable, missingParts } from "./decision-content.ts";
import { decisionPage } from "./decision-page.ts";
import { remedyText } from "./legal-remedy.ts";
import { paymentTexts } from "./payment-texts.ts";

const plain: DecisionDraft = { kind: "grant", subject: "Bescheid", paragraphs: ["Ihrem Antrag wird entsprochen."], amounts: [], conditions: [], reasons: [] };
const remedy = { kind: "klage", where: "Verwaltungsgericht Musterstadt, Gerichtsweg 1, 00101 Musterstadt", months: 1 } as const;
const sabine = { name: "Sabine Steuer" };

test("a plain grant and a plain notice need neither reasons nor an instruction", () => {
  assert.deepEqual(missingParts(plain, sabine), []);
  assert.deepEqual(missingParts({ ...plain, kind: "information" }, sabine), []);
});
test("no refusal, partial grant, fee or condition leaves without reasons, remedy, place and deadline", () => {
  const burdens: readonly Partial<DecisionDraft>[] = [
    { kind: "refusal" }, { kind: "partial" }, { kind: "fee", amounts: [{ label: "Gebühr", cents: 1200 }] }, { conditions: ["Die Marke ist zu tragen."] },
    { amounts: [{ label: "Steuer", cents: 9600 }] }, { kind: "information", conditions: ["Legen Sie den Ausweis vor."] },
  ];
  for (const burden of burdens) {
    const draft = { ...plain, ...burden };
    assert.equal(isAppealable(draft), true);
    assert.deepEqual(missingParts(draft, sabine), ["reasons", "remedy-kind", "remedy-where", "remedy-deadline"], JSON.stringify(burden));
    assert.deepEqual(missingParts({ ...draft, reasons: ["Weil es so ist."], remedy }, sabine), []);
    assert.deepEqual(missingParts({ ...draft, reasons: [" . "], remedy: { ...remedy, where: "  " } }, sabine), ["reasons", "remedy-where"]);
    assert.deepEqual(missingParts({ ...draft, reasons: ["Weil es so ist."], remedy: { ...remedy, months: 0 } }, sabine), ["remedy-deadline"]);
  }
});
test("every kind needs a subject, words and somebody who is responsible; a fee needs its amount", () => {
  for (const kind of ["grant", "information"] satisfies DecisionKind[]) assert.deepEqual(missingParts({ ...plain, kind, subject: " ", paragraphs: ["–"] }, { name: "" }), ["subject", "text", "signatory"]);
  assert.ok(missingParts({ ...plain, kind: "fee" }, sabine).includes("amount"));
});
test("the instruction names remedy, place and deadline", () => {
  assert.match(remedyText(remedy), /innerhalb eines Monats nach Bekanntgabe Klage erheben.*Verwaltungsgericht Musterstadt, Gerichtsweg 1/);
  assert.match(remedyText({ kind: "widerspruch", where: "Stadt Musterstadt", months: 1 }), /Widerspruch.*Stadt Musterstadt.*zur Niederschrift/);
});
test("a fee always names a way that its person can take", () => {
  const fee = { reference: "16444170063", bank: undefined, account: false };
  assert.deepEqual(paymentTexts({ ...fee, ways: ["online"] }).slice(1), ["Vor Ort: an der Kasse, in bar oder mit Karte."]);
  assert.deepEqual(paymentTexts({ ...fee, ways: ["online", "counter"], account: true }).length, 3);
  assert.match(paymentTexts({ ...fee, ways: ["online"], account: true })[1] ?? "", /^Online/);
  assert.equal(paymentTexts({ ...fee, ways: ["online"], account: true }).length, 2);
});
test("the page of a decision has all parts and lets no markup through", () => {
  const content: DecisionContent = {
    ...plain, kind: "partial", subject: "Bescheid <script>", salutation: "Guten Tag,", conditions: ["Erste"], reasons: ["Weil <b>nicht</b>."], remedy, amounts: [{ label: "Gebühr", cents: 1250 }],
    issuer: { name: "Musterstadt", office: "Steueramt", address: ["Marktplatz 1", "00101 Musterstadt"] }, signatory: { name: "Sabine Steuer", role: "Steueramt" }, reference: "MUS-2026-7K4D-9XQ2", date: "2026-03-02",
  };
  const errors: string[] = [];
  const markup = decisionPage(content).toString();
  parse(`<!doctype html><html lang="de"><head><title>x</title></head><body><h1>x</h1>${markup}</body></html>`, { onParseError: ({ code }) => { errors.push(code); } });
  assert.deepEqual(errors, []);
  for (const part of ["Nebenbestimmungen", "Begründung", "Rechtsbehelfsbelehrung", "12,50", "2. März 2026", "&lt;script&gt;", "Weil &lt;b&gt;nicht&lt;/b&gt;."]) assert.ok(markup.includes(part), part);
  assert.doesNotMatch(markup, /reading aid/);
  const aided = decisionPage({ ...content, english: ["You get <i>part</i> of it."] }).toString();
  assert.match(aided, /<aside [^>]*lang="en"[^>]*>.*Only the German text above is binding\..*You get &lt;i&gt;part&lt;\/i&gt; of it\./s);
});
