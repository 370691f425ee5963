import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, errorsOf, headingOf, hiddenOf, textOf, valueIn, type Browser, type Fields, type Page } from "./test-browser.ts";
import { begin, fillTo, send } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const checked = (page: Page, name: string): readonly string[] => page.all.filter(({ attributes }) => attributes.get("name") === name && attributes.has("checked")).map(({ attributes }) => attributes.get("value") ?? "");

/** Presses the button of the other language, as a browser does it: with the fields of the form that the button belongs to. */
async function switchLanguage(citizen: Browser, page: Page, typed: Fields): Promise<Page> {
  const button = page.all.find(({ tag, attributes }) => tag === "button" && attributes.get("name") === "sprache")?.attributes ?? assert.fail(`${page.path} has no button for the language`);
  const from = page.all.findIndex(({ tag, attributes }) => tag === "form" && attributes.get("id") === button.get("form"));
  assert.notEqual(from, -1, "its form is on the page");
  const rest = page.all.slice(from + 1);
  const until = rest.findIndex(({ tag }) => tag === "form");
  const hidden = rest.slice(0, until === -1 ? undefined : until).filter(({ tag, attributes }) => tag === "input" && attributes.get("type") === "hidden");
  const english = await citizen.postOnce(button.get("formaction") ?? "", [["sprache", "1"], ...hidden.map(({ attributes }): readonly [string, string] => [attributes.get("name") ?? "", attributes.get("value") ?? ""]), ...typed]);
  assert.deepEqual([english.status, errorsOf(english)], [200, []], "nothing is checked");
  assert.ok(english.path.startsWith("/en/") && !english.path.includes("?") && english.body.includes('<html lang="en"'), english.path);
  return english;
}

test("on the check page everything chosen and typed goes along, and the application is not sent", async () => {
  const { cookie } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const form = portal.packages.find(({ service }) => service.slug === "bewohnerparkausweis")!.form;
  const check = await fillTo(citizen, form, await begin(citizen, "bewohnerparkausweis"));
  const english = await switchLanguage(citizen, check, [["zahlweg", "transfer"], ["bekanntgabe", "ja"], ["benachrichtigung", "erika at"]]);
  assert.equal(headingOf(english), "Check your answers");
  assert.deepEqual([checked(english, "zahlweg"), checked(english, "bekanntgabe"), valueIn(english, "benachrichtigung")], [["transfer"], ["ja"], "erika at"]);
  assert.equal(valueIn(english, "anfrage"), valueIn(check, "anfrage"), "what is sent later is the same request");
  assert.equal(headingOf(await citizen.get(check.path)), headingOf(check), "the draft is still there");

  const visitor = browser(portal);
  const dogs = portal.packages.find(({ service }) => service.slug === "hund-anmelden")!.form;
  const other = await fillTo(visitor, dogs, await begin(visitor, "hund-anmelden"), { "hunde.0.groesse": "30", "hunde.0.gewicht": "9" });
  const translated = await switchLanguage(visitor, other, [["hinweis", "jonas@"]]);
  assert.equal(valueIn(translated, "hinweis"), "jonas@");
  assert.match((await send(visitor, translated)).path, /\/eingang\//, "it is sent from there");
});

test("address and code of the way back to a draft go along; no mail is sent and no guess counted", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "maengelmelder");
  const saved = await citizen.post(first.path, [...hiddenOf(first), ["mangel.art", "schlagloch"], ["save", "1"]]);
  const mails = portal.mails.length;
  const english = await switchLanguage(citizen, saved, [["mail", "erika@post"]]);
  assert.equal(valueIn(english, "mail"), "erika@post");
  assert.equal(portal.mails.length, mails);
  const ask = await citizen.get("/entwurf/AAAAAAAAAAAAAAAAAAAAAA");
  assert.equal(valueIn(await switchLanguage(citizen, ask, [["code", "ABCDE-FG"]]), "code"), "ABCDE-FG");
});

test("an invitation and the code of who was invited go along; nobody is invited", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "kita-vormerkung");
  const page = await citizen.get(`/antrag/${first.path.split("/")[2] ?? ""}/gemeinsam`);
  const mails = portal.mails.length;
  const english = await switchLanguage(citizen, page, [["art", "helper"], ["name", "Max Muster"], ["mail", "max@"]]);
  assert.deepEqual([checked(english, "art"), valueIn(english, "name"), valueIn(english, "mail")], [["helper"], "Max Muster", "max@"]);
  assert.equal(portal.mails.length, mails);
  assert.ok(!textOf(await citizen.get(page.path)).includes("Max Muster"));
  const ask = await citizen.get("/beteiligung/AAAAAAAAAAAAAAAAAAAAAA");
  assert.equal(valueIn(await switchLanguage(citizen, ask, [["code", "ABC"]]), "code"), "ABC");
});
