import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { browser, csrfOf, errorsOf, headingOf, textOf, type Fields, type Page } from "./test-browser.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const at = "/antrag/einbuergerung/vorab-check";
const good: Fields = [["jahre", "ab5"], ["titel", "ja"], ["deutsch", "ja"], ["unterhalt", "ja"], ["strafe", "nein"]];
const changed = (...changes: Fields): Fields => [...good.filter(([name]) => !changes.some(([other]) => other === name)), ...changes];

async function ask(fields: Fields, path = at): Promise<Page> {
  const citizen = browser(portal);
  return citizen.post(path, [csrfOf(await citizen.get(path)), ...fields]);
}

const leads = (page: Page, to: string) => page.all.some(({ attributes }) => attributes.get("href") === to);

test("the start page offers the questions where the service has some, and only there", async () => {
  assert.ok(leads(await browser(portal).get("/antrag/einbuergerung"), at));
  assert.ok(!textOf(await browser(portal).get("/antrag/hund-anmelden")).includes("Vorab-Check"));
  assert.equal((await browser(portal).get("/antrag/hund-anmelden/vorab-check")).status, 404);
  assert.equal((await browser(portal).get("/antrag/mondreise/vorab-check")).status, 404);
});

test("probably yes, rather not, please get advice: each leads on to the application and to advice", async () => {
  for (const [fields, title, words] of [
    [good, "Wahrscheinlich ja", "wichtigsten Voraussetzungen wahrscheinlich erfüllt"],
    [changed(["jahre", "unter3"]), "Eher nicht", "in der Regel fünf Jahre"],
    [changed(["strafe", "offen"]), "Bitte lassen Sie sich beraten", "§ 12a StAG"],
  ] as const) {
    const page = await ask(fields);
    assert.equal(page.status, 200);
    for (const said of [title, words, "keine Entscheidung", "nicht gespeichert", "0999 555-100"]) assert.ok(textOf(page).includes(said), `${title}: ${said}`);
    assert.ok(leads(page, "/antrag/einbuergerung#beginnen"), title);
    assert.doesNotMatch(textOf(page), /abgelehnt|nicht berechtigt/);
  }
});

test("an answer that brings a further question up shows it first", async () => {
  const page = await ask(changed(["jahre", "3bis5"]));
  assert.equal(headingOf(page), "Vorab-Check: Einbürgerung");
  assert.ok(textOf(page).includes("seit mindestens zwei Jahren mit einer deutschen Person"));
  assert.ok(!textOf(page).includes("Eher nicht"));
  assert.ok(textOf(await ask(changed(["jahre", "3bis5"], ["partner", "yes"]))).includes("Bitte lassen Sie sich beraten"));
});

test("what is not answered is asked for, in English too, and nothing of it is stored", async () => {
  const before = await count();
  const page = await ask([["jahre", "ab5"]]);
  assert.equal(page.status, 422);
  assert.equal(errorsOf(page).length, 4);
  const english = await ask(good, `/en${at}`);
  for (const said of ["Probably yes", "not a decision"]) assert.ok(textOf(english).includes(said), said);
  assert.equal((await ask([["jahre", "<script>"], ["titel", "ja"], ["deutsch", "ja"], ["unterhalt", "ja"], ["strafe", "nein"]])).status, 422);
  assert.equal(await count(), before);
});

async function count(): Promise<number> {
  return portal.db.asOperator("test", async (tx) => (await tx.one<{ count: number }>(sql`select count(*)::int from applications.draft`)).count);
}
