import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, csrfOf, headingOf, textOf } from "./test-browser.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();

test("before the start a person reads what it needs, what it costs and what happens to the data", async () => {
  const page = await browser(portal).get("/antrag/hund-anmelden");
  assert.equal(page.status, 200);
  assert.equal(headingOf(page), "Hund anmelden");
  for (const words of ["Kostenlos", "Etwa 8 Minuten", "Nachweis der Haftpflichtversicherung (bei großen Hunden)", "0999 555-100", "Datenschutzhinweis", "§ 3 KAG NRW", "Bis zehn Jahre nach Ende der Steuerpflicht", "Mit BundID anmelden", "Ohne Anmeldung beginnen"]) assert.ok(textOf(page).includes(words), words);
  assert.match(String(page.headers["cache-control"]), /no-store/);
  assert.ok(page.all.some(({ attributes }) => attributes.get("href") === "/anmelden?ziel=%2Fantrag%2Fhund-anmelden&leistung=hund-anmelden"));
});

test("a service says for whom one may apply before anything is filled in", async () => {
  const page = await browser(portal).get("/antrag/gewerbe-anmelden");
  for (const words of ["Sie können den Antrag stellen:", "Für mich selbst", "Für ein Unternehmen, einen Verein oder eine andere Organisation"]) assert.ok(textOf(page).includes(words), words);
  assert.ok(!textOf(page).includes("Für mein Kind"));
});

test("the privacy notice says of every question why it is asked, with its law", async () => {
  const page = await browser(portal).get("/antrag/fischereischein");
  for (const words of ["Was wir fragen und warum", "Zeugnis der Fischerprüfung: Die Prüfung ist Voraussetzung für den ersten Schein. (§ 31 LFischG NRW)", "E-Mail-Adresse: Für Rückfragen."]) assert.ok(textOf(page).includes(words), words);
  assert.equal(textOf(page).split("Die Behörde entscheidet nach Ihren Angaben").length, 1, "a form without that question does not list it");
});

test("the start page speaks English below /en", async () => {
  const page = await browser(portal).get("/en/antrag/geburtsurkunde");
  assert.equal(headingOf(page), "Birth certificate");
  for (const words of ["trust level substantial", "€15.00 for the first copy", "Sign in with BundID", "Legal basis"]) assert.ok(textOf(page).includes(words), words);
  assert.ok(!textOf(page).includes("Start without signing in"));
});

test("a German law on an English page says that it is German", async () => {
  const page = await browser(portal).get("/en/antrag/fischereischein");
  assert.ok(page.body.includes('(<span lang="de">§ 31 LFischG NRW</span>)'));
});

test("a service that a town has not switched on names the other ways", async () => {
  const page = await browser(portal, { host: "beispielhausen.portal.localhost:8080" }).get("/antrag/geburtsurkunde");
  assert.equal(page.status, 404);
  assert.equal(headingOf(page), "Geburtsurkunde gibt es hier noch nicht online");
  assert.ok(page.body.includes("0998 555-0"));
});

test("an unknown service, and any service at the Leitportal, is not found", async () => {
  assert.equal((await browser(portal).get("/antrag/mondreise")).status, 404);
  assert.equal((await browser(portal).get("/antrag/..%2F..%2Fetc")).status, 404);
  assert.equal((await browser(portal, { host: "portal.localhost:8080" }).get("/antrag/hund-anmelden")).status, 404);
});

test("a disturbance is shown only where the service depends on it", async () => {
  await portal.disturbances.probed("payment", false);
  await portal.disturbances.refresh();
  assert.ok((await browser(portal).get("/antrag/bewohnerparkausweis")).body.includes("Online-Bezahlung ist zurzeit gestört"));
  assert.ok(!(await browser(portal).get("/antrag/maengelmelder")).body.includes("Online-Bezahlung"));
  await portal.disturbances.probed("payment", true);
  await portal.disturbances.refresh();
});

test("without signing in a draft begins, is found again and can be deleted", async () => {
  const citizen = browser(portal);
  const start = await citizen.get("/antrag/hund-anmelden");
  const first = await citizen.post("/antrag/hund-anmelden/entwurf", [csrfOf(start)]);
  assert.equal(first.status, 200);
  assert.match(first.path, /^\/antrag\/[0-9a-f-]{36}\/halter$/);
  const again = await citizen.get("/antrag/hund-anmelden");
  assert.ok(textOf(again).includes("Ihre angefangenen Anträge"));
  const id = first.path.split("/")[2] ?? "";
  assert.ok(!textOf(await browser(portal).get("/antrag/hund-anmelden")).includes("angefangenen"), "nobody else sees it");
  const asked = await citizen.get(`/antrag/${id}/loeschung`);
  assert.equal(headingOf(asked), "Entwurf löschen?");
  assert.equal(headingOf(await citizen.post(`/antrag/${id}/loeschung`, [csrfOf(asked)])), "Der Entwurf ist gelöscht");
  assert.equal((await citizen.get(`/antrag/${id}/halter`)).status, 404);
});

test("who has to sign in is led there, also with a post made by hand", async () => {
  const citizen = browser(portal);
  const start = await citizen.get("/antrag/hund-anmelden");
  const sent = await citizen.postOnce("/antrag/geburtsurkunde/entwurf", [csrfOf(start)]);
  assert.equal(sent.location, "/anmelden?ziel=%2Fantrag%2Fgeburtsurkunde&leistung=geburtsurkunde");
});

test("signed in, nothing is taken from the account before the person has seen each value and agreed", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(4).cookie });
  const start = await citizen.get("/antrag/hund-anmelden");
  assert.ok(textOf(start).includes("Sie sind angemeldet als Erika Beispiel"));
  const offer = await citizen.post("/antrag/hund-anmelden/entwurf", [csrfOf(start)]);
  assert.equal(headingOf(offer), "Angaben aus der BundID übernehmen?");
  for (const words of ["Geburtsdatum: 12.08.1984", "geprüft mit Online-Ausweis, Vertrauensniveau hoch", "erika@post.example", "eigene Angabe in der BundID, nicht geprüft"]) assert.ok(textOf(offer).includes(words), words);
  const step = await citizen.post(offer.path, [csrfOf(offer), ["auswahl", "ja"], ["angabe", "surname"], ["angabe", "birthdate"], ["weiter", "weiter"]]);
  assert.match(step.path, /\/halter$/);
  const values = Object.fromEntries(step.all.filter(({ tag }) => tag === "input").map(({ attributes }) => [attributes.get("name"), attributes.get("value")]));
  assert.deepEqual([values["halter.nachname"], values["halter.geburtsdatum.day"], values["halter.vorname"]], ["Beispiel", "12", ""]);
  assert.ok(textOf(step).includes("Aus Ihrer BundID übernommen"));
});

test("somebody who takes nothing begins with an empty form", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(1).cookie });
  const offer = await citizen.post("/antrag/hund-anmelden/entwurf", [csrfOf(await citizen.get("/antrag/hund-anmelden"))]);
  const step = await citizen.post(offer.path, [csrfOf(offer), ["auswahl", "nein"], ["angabe", "surname"]]);
  assert.equal(step.all.find(({ attributes }) => attributes.get("name") === "halter.nachname")?.attributes.get("value"), "");
});
