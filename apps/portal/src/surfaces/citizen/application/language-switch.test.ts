import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { browser, headingOf, hiddenOf, switchLanguage, textOf, valueIn, type Page } from "./test-browser.ts";
import { begin, fillTo, pdf, send } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const checked = (page: Page, name: string): readonly string[] => page.all.filter(({ attributes }) => attributes.get("name") === name && attributes.has("checked")).map(({ attributes }) => attributes.get("value") ?? "");

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

test("answers of the quick check go along without an estimate, and so does what stays ticked of the account's values", async () => {
  const citizen = browser(portal);
  const questions = await citizen.get("/antrag/einbuergerung/vorab-check");
  const english = await switchLanguage(citizen, questions, [["jahre", "ab5"], ["deutsch", "ja"]]);
  assert.deepEqual([checked(english, "jahre"), checked(english, "deutsch"), checked(english, "strafe")], [["ab5"], ["ja"], []]);
  assert.ok(!english.body.includes("Probably") && !english.body.includes("Rather not"));

  const signedIn = browser(portal, { signedIn: portal.signIn(3).cookie });
  const start = await signedIn.get("/antrag/hund-anmelden");
  const offer = await signedIn.post("/antrag/hund-anmelden/entwurf", hiddenOf(start));
  assert.equal(headingOf(offer), "Angaben aus der BundID übernehmen?");
  const before = checked(offer, "angabe");
  assert.ok(before.length > 1);
  const translated = await switchLanguage(signedIn, offer, [["angabe", before[0] ?? ""]]);
  assert.deepEqual(checked(translated, "angabe"), [before[0]], "what was unticked stays unticked");
  assert.equal(valueIn(translated, "weiter"), valueIn(offer, "weiter"));
});

test("a document of the safe that was chosen stays chosen", async () => {
  const { cookie, account } = portal.signIn(3);
  const citizen = browser(portal, { signedIn: cookie });
  const kept = await portal.safe.keep({ account, minimumLevel: 3, name: "Police.pdf", content: Readable.from([pdf]), origin: { kind: "upload" } });
  assert.ok(kept.ok);
  const dogs = portal.packages.find(({ service }) => service.slug === "hund-anmelden")!.form;
  const step = (await fillTo(citizen, dogs, await begin(citizen, "hund-anmelden"))).path.replace(/pruefen$/, "grosseHunde");
  const english = await switchLanguage(citizen, await citizen.get(`${step}/dokumente`), [["dokument", kept.document.id], ["zustimmung", "ja"]]);
  assert.deepEqual([checked(english, "dokument"), checked(english, "zustimmung")], [[kept.document.id], ["ja"]]);
  assert.deepEqual(await portal.db.asAccount(account, (tx) => portal.safe.consents(tx, account)), [], "nothing is taken");
});
