import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { browser, csrfOf, errorsOf, headingOf, hiddenOf, textOf } from "./test-browser.ts";
import { begin, fillTo, send } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const small = { "hunde.0.groesse": "30", "hunde.0.gewicht": "9" };
const formOf = (slug: string) => portal.packages.find(({ service }) => service.slug === slug)!.form;

test("a dog is registered without signing in, from the start page to the acknowledgement with number and code", async () => {
  const citizen = browser(portal);
  const check = await fillTo(citizen, formOf("hund-anmelden"), await begin(citizen, "hund-anmelden"), small);
  assert.equal(headingOf(check), "Prüfen Sie Ihre Angaben");
  for (const words of ["Steueramt: ", "Kostenlos", "Hund verbindlich anmelden", "Mit dem Absenden geben Sie diese Erklärung verbindlich ab"]) assert.ok(textOf(check).includes(words), words);
  assert.ok(!textOf(check).includes("Ordnungsamt: "), "a small dog is no business of the public order office");
  const receipt = await send(citizen, check);
  assert.match(receipt.path, /^\/eingang\/[0-9a-f-]{36}$/);
  assert.equal(headingOf(receipt), "Ihr Antrag ist eingegangen");
  assert.match(textOf(receipt), /MUS-2026-[2-9A-Z]{4}-[2-9A-Z]{4}/);
  assert.match(textOf(receipt), /[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}/);
  assert.match(textOf(receipt), /M wie München, U wie Unna, S wie Salzwedel/);
  assert.equal(headingOf(await citizen.get(receipt.path)), "Ihr Antrag ist eingegangen", "it can be opened again");
});

test("a large dog leads to a further step with evidence, and two offices each get their part", async () => {
  const citizen = browser(portal);
  const check = await fillTo(citizen, formOf("hund-anmelden"), await begin(citizen, "hund-anmelden"));
  for (const words of ["Steueramt: ", "Ordnungsamt: ", "Nachweis.pdf"]) assert.ok(textOf(check).includes(words), words);
  const receipt = await send(citizen, check);
  assert.ok(textOf(receipt).includes("Ihre Angaben gehen an: Steueramt und Ordnungsamt"));
});

test("a problem is reported anonymously in English", async () => {
  const citizen = browser(portal);
  const start = await citizen.get("/en/antrag/maengelmelder");
  const first = await citizen.post("/en/antrag/maengelmelder/entwurf", start.all.filter(({ attributes }) => attributes.get("name") === "_csrf").slice(0, 1).map(({ attributes }) => ["_csrf", attributes.get("value") ?? ""] as const));
  const check = await fillTo(citizen, formOf("maengelmelder"), first);
  assert.equal(headingOf(check), "Check your answers");
  assert.ok(textOf(check).includes("Citizens’ office") || textOf(check).includes("Bürgerbüro"));
  const receipt = await send(citizen, check);
  assert.match(receipt.path, /^\/en\/eingang\//);
  assert.ok(textOf(receipt).includes("You have no account"));
});

test("a parking permit says what it costs, asks how to pay, and leads to the payment", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(1).cookie });
  const check = await fillTo(citizen, formOf("bewohnerparkausweis"), await begin(citizen, "bewohnerparkausweis"));
  for (const words of ["Gebühr: 30,00 €", "Wie möchten Sie bezahlen?", "Online bezahlen", "Mit Überweisung", "An der Kasse", "Zahlungspflichtig absenden", "verpflichten sich, 30,00 € zu zahlen", "Bescheid elektronisch in meinem Postfach"]) assert.ok(textOf(check).includes(words), words);
  const sent = await citizen.postOnce(check.path.replace(/pruefen$/, "absenden"), [...check.all.filter(({ attributes, path }) => attributes.get("type") === "hidden" && path.includes("portal-main")).map(({ attributes }) => [attributes.get("name") ?? "", attributes.get("value") ?? ""] as const), ["zahlweg", "online"], ["bekanntgabe", "ja"], ["benachrichtigung", "erika@post.example"]]);
  assert.equal(sent.location, "/bezahlen/1");
});

test("paid by transfer, the application is received at once and the acknowledgement says how to pay", async () => {
  const { cookie, account } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const check = await fillTo(citizen, formOf("bewohnerparkausweis"), await begin(citizen, "bewohnerparkausweis"));
  const receipt = await send(citizen, check, [["zahlweg", "transfer"], ["bekanntgabe", "ja"], ["benachrichtigung", "erika@post.example"]]);
  for (const words of ["Überweisen Sie 30,00 €", "Bankverbindung und Kassenzeichen", "Postfach", "Meine Vorgänge"]) assert.ok(textOf(receipt).includes(words), words);
  assert.ok(textOf(receipt).includes("nur das Kassenzeichen an, nicht die Vorgangsnummer"));
  assert.equal(receipt.all.find(({ tag, text }) => tag === "a" && text === "Bankverbindung und Kassenzeichen")?.attributes.get("href"), "/bezahlen/1");
  assert.ok(!textOf(receipt).includes("Abrufcode"), "who has an account needs no code");
  const id = receipt.path.split("/").at(-1) ?? "";
  const consent = await portal.db.asAccount(account, (tx) => portal.answers.consent(tx, id));
  assert.equal(consent?.given, true, "the office may deliver the decision electronically");
});

test("paid at the counter, the acknowledgement leads to the Kassenzeichen that is to be given there", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(1).cookie });
  const check = await fillTo(citizen, formOf("bewohnerparkausweis"), await begin(citizen, "bewohnerparkausweis"));
  const receipt = await send(citizen, check, [["zahlweg", "counter"]]);
  assert.ok(textOf(receipt).includes("Nennen Sie dort das Kassenzeichen, nicht die Vorgangsnummer"));
  assert.equal(receipt.all.find(({ tag, text }) => tag === "a" && text === "Kassenzeichen ansehen")?.attributes.get("href"), "/bezahlen/1");
});

test("a birth certificate is filled in on a low level, sent only after stepping up, and the draft is the same", async () => {
  const { cookie, account } = portal.signIn(1);
  const low = browser(portal, { signedIn: cookie });
  const check = await fillTo(low, formOf("geburtsurkunde"), await begin(low, "geburtsurkunde"));
  assert.ok(textOf(check).includes("Vertrauensniveau substanziell"));
  assert.ok(!textOf(check).includes("Zahlungspflichtig"), "there is no button that would not work");
  const link = check.all.find(({ attributes }) => attributes.get("href")?.startsWith("/anmelden?ziel=%2Fantrag") === true)?.attributes.get("href") ?? "";
  assert.match(link, /leistung=geburtsurkunde&niveau=3/);
  const forced = await low.postOnce(check.path.replace(/pruefen$/, "absenden"), [["_csrf", check.all.find(({ attributes }) => attributes.get("name") === "_csrf")?.attributes.get("value") ?? ""], ["verbindlich", "1"], ["anfrage", newId()]]);
  assert.equal(forced.status, 403, "a post made by hand does not get past the level");

  const high = browser(portal, { signedIn: portal.signIn(3, account).cookie });
  const again = await high.get(new URLSearchParams(link.split("?")[1]).get("ziel") ?? "");
  assert.equal(again.path, check.path);
  const receipt = await send(high, again, [["zahlweg", "transfer"]]);
  assert.equal(headingOf(receipt), "Ihr Antrag ist eingegangen");
});

test("every page of the way speaks English too", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(3).cookie });
  const start = await citizen.get("/en/antrag/hund-anmelden");
  const offer = await citizen.post("/en/antrag/hund-anmelden/entwurf", [csrfOf(start)]);
  assert.equal(headingOf(offer), "Take information from BundID?");
  const first = await citizen.post(offer.path, [...hiddenOf(offer), ["auswahl", "nein"]]);
  const wrong = await citizen.post(first.path, hiddenOf(first));
  assert.ok(wrong.status === 422 && errorsOf(wrong).every((text) => /^(?:Enter|Choose|Select) /.test(text)), errorsOf(wrong).join(" | "));
  assert.equal(headingOf(await citizen.post(first.path, [...hiddenOf(first), ["halter.mail", "none"], ["save", "1"]])), "Your draft is saved");
  assert.equal(headingOf(await citizen.get(first.path.replace(/halter$/, "loeschung"))), "Delete the draft?");
  const conflict = await citizen.post(first.path, [["_csrf", hiddenOf(first)[0]?.[1] ?? ""], ["revision", "0"], ["halter.vorname", "Erika"]]);
  assert.ok([409, 422].includes(conflict.status));
  const check = await fillTo(citizen, formOf("hund-anmelden"), await citizen.get(first.path), small);
  assert.equal(headingOf(check), "Check your answers");
  const receipt = await send(citizen, check, [["bekanntgabe", "ja"], ["benachrichtigung", "erika@post.example"]]);
  assert.equal(headingOf(receipt), "Your application has been received");
  for (const page of [start, offer, first, wrong, check, receipt]) assert.equal(page.all.find(({ tag }) => tag === "html")?.attributes.get("lang"), "en", page.path);
  assert.equal(headingOf(await citizen.get("/en/status")), "Look up the status of an application");
  assert.equal(headingOf(await citizen.get("/en/antrag/00000000-0000-0000-0000-000000000000/halter")), "We cannot find this draft here");
});
