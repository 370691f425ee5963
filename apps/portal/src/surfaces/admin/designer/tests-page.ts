import { html, type Html } from "@kommunalportal/html";
import { type Answers, type FormTest, generateAnswers, recordTest, runTest, type ServicePackage, summary, type TestDifference } from "@kommunalportal/form-engine";
import { readPackage } from "#modules/forms";
import { legalDate } from "#platform/clock";
import { badge } from "#ui/badge";
import { button, csrfField, formButton, hiddenFields } from "#ui/button";
import { answerSections } from "#ui/check-page";
import { emptyState } from "#ui/empty-state";
import { formatDate, formatMoney } from "#ui/format";
import { notice } from "#ui/notice";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { lineOf } from "../form-state.ts";
import { compactInput } from "./compact-controls.ts";
import { changed, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";
import { readAnswers } from "./preview-view.ts";
import { placeName } from "./workbench.ts";

/** GET `/tests`: the tests the form carries, each just run. */
export function testsPage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { copy, below, visit } = desk;
  const read = readPackage(copy.content);
  const body = html`<p>Ein Test hält fest, was das Formular mit bestimmten Antworten tut: welche Fragen es stellt, welche Fehler es meldet, welche Gebühr und welche Daten herauskommen. Alle Tests laufen vor jeder Veröffentlichung. Ein roter hält sie auf.</p>
${"problems" in read ? notice("de", { kind: "warning", title: "Die Tests laufen erst, wenn das Formular vollständig ist" }) : copy.content.tests.length === 0 ? emptyState({ icon: "checklist", text: "Noch kein Test. Füllen Sie die Vorschau aus und zeichnen Sie sie auf, oder nehmen Sie erfundene Antworten." }) : copy.content.tests.map((test, i) => testCard(desk, read.package, test, i))}
<h2>Mit erfundenen Antworten aufzeichnen</h2><form method="post" action="${below("tests")}" class="portal-compact" data-once>${csrfField(visit.staff.csrf)}${hiddenFields({ ...hiddenOf(desk), erfunden: String(copy.content.tests.length) })}${compactInput({ id: "testname", name: "name", label: "Name des Tests" })}${button({ text: "Aufzeichnen", kind: "secondary", small: true })}</form>`;
  return Promise.resolve(workPage(portal, desk, { title: "Tests", area: "tests", body }));
}

function testCard(desk: CopyDesk, { form, service }: ServicePackage, test: FormTest, index: number): Html {
  const { below, visit } = desk;
  const differences = runTest(form, service.fee?.cents, test);
  const one = (action: string, text: string): Html => formButton({ text, hidden: test.name, kind: "tertiary", small: true, action: below(`tests/${index}/${action}`), csrf: visit.staff.csrf, fields: { ...hiddenOf(desk), name: test.name } });
  return html`<section class="portal-work__step" aria-labelledby="test-${index}"><div class="portal-work__bar"><h2 id="test-${index}">${test.name}</h2>${differences.length === 0 ? badge("grün", "success") : badge("rot", "danger")}<span class="portal-work__moves">${one("neu", "Neu aufzeichnen")}${one("loeschung", "Löschen")}</span></div>
<p class="portal-muted">${test.expect.visible.length} Fragen, ${test.expect.errors.length === 0 ? "keine Fehler" : `${test.expect.errors.length} Fehler`}, ${test.expect.fee === null ? "keine Gebühr" : `Gebühr ${formatMoney(test.expect.fee, "de")}`}, gerechnet für den ${formatDate(test.day, "de")}</p>
${differences.length > 0 && differenceList(desk, differences)}<details class="portal-part"><summary>Antworten</summary>${answerSections("de", summary(form, test.answers, "de", test.day))}</details></section>`;
}

const kinds: Readonly<Record<TestDifference["what"], string>> = { visible: "Frage", errors: "Fehler", fee: "Gebühr", data: "Daten" };

/** What the test says and what the form does now. */
export function differenceList({ copy }: Pick<CopyDesk, "copy">, differences: readonly TestDifference[]): Html {
  const words = (what: TestDifference["what"], value: TestDifference["expected"]): string => (what === "visible" ? (value === null ? "wird nicht gestellt" : "wird gestellt") : value === null ? "nichts" : what === "fee" && typeof value === "number" ? formatMoney(value, "de") : typeof value === "object" ? JSON.stringify(value) : String(value));
  return html`<ul class="portal-work__hints">${differences.slice(0, 30).map(({ what, path, expected, found }) => html`<li>${kinds[what]}${path !== "" && html` ${placeName(copy.content.form, path)}`}: erwartet <q>${words(what, expected)}</q>, jetzt <q>${words(what, found)}</q></li>`)}</ul>`;
}

/** POST `/tests`: from the last page of a preview, or with invented answers. */
export async function addTest(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { visit, copy, below } = desk;
  const read = readPackage(copy.content);
  if ("problems" in read) return { redirect: below("tests") };
  const day = legalDate(portal.clock.now());
  const variant = visit.field("erfunden");
  const answers: Answers = /^\d{1,3}$/.test(variant) ? generateAnswers(read.package.form, day, { variant: Number(variant) }).answers : readAnswers(visit.fields);
  const name = lineOf(visit, "name").slice(0, 200) || `Test ${copy.content.tests.length + 1}`;
  const test = recordTest(read.package.form, read.package.service.fee?.cents, { name, day, answers });
  return changed(portal, desk, { what: `Test »${name}« aufgezeichnet`, part: () => true, apply: (content) => ({ ...content, tests: [...content.tests, test] }) }, { next: `${below("tests")}?getan=test`, typed: [{ label: "Name des Tests", value: name }] });
}

/** The test in the address, when it is still the one the person saw there. */
function testIn({ visit, copy }: CopyDesk): { readonly test: FormTest; readonly index: number } | undefined {
  const index = /^\d{1,3}$/.test(visit.params["test"] ?? "") ? Number(visit.params["test"]) : -1;
  const test = copy.content.tests[index];
  return test?.name === visit.field("name") ? { test, index } : undefined;
}

export async function deleteTest(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const found = testIn(desk);
  if (!found) return { redirect: desk.below("tests") };
  return changed(portal, desk, { what: `Test »${found.test.name}« gelöscht`, part: ({ tests }) => tests, apply: (content) => ({ ...content, tests: content.tests.toSpliced(found.index, 1) }) }, { next: `${desk.below("tests")}?getan=geloescht`, typed: [] });
}

/** The same answers with what the form does now: for a change that was meant. */
export async function recordAgain(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const found = testIn(desk);
  const read = readPackage(desk.copy.content);
  if (!found || "problems" in read) return { redirect: desk.below("tests") };
  const again = recordTest(read.package.form, read.package.service.fee?.cents, found.test);
  return changed(portal, desk, { what: `Test »${found.test.name}« neu aufgezeichnet`, part: ({ tests }) => tests, apply: (content) => ({ ...content, tests: content.tests.with(found.index, again) }) }, { next: `${desk.below("tests")}?getan=test`, typed: [] });
}
