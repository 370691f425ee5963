import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, headingOf, hiddenOf, textOf, valueIn, type Browser, type Page } from "./test-browser.ts";
import { begin, fillTo, png } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const formOf = (slug: string) => portal.packages.find(({ service }) => service.slug === slug)!.form;
const small = { "hunde.0.groesse": "30", "hunde.0.gewicht": "9" };
const toCheck = async (citizen: Browser, slug = "hund-anmelden"): Promise<Page> => fillTo(citizen, formOf(slug), await begin(citizen, slug), small);
const sendPath = (check: Page): string => check.path.replace(/pruefen$/, "absenden");

test("when the sign-in has ended, the post is not lost in silence and the way back leads to the same step", async () => {
  const { cookie, account } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const first = await begin(citizen, "hund-anmelden");
  await citizen.post(first.path, [...hiddenOf(first), ["halter.vorname", "Erika"], ["save", "1"]]);
  const again = await citizen.get(first.path);
  portal.signOut(cookie);
  const ended = await citizen.post(first.path, [...hiddenOf(again), ["halter.vorname", "Erika Maria"], ["save", "1"]]);
  assert.equal(ended.status, 403);
  assert.equal(headingOf(ended), "Ihre Sitzung hat sich geändert");
  const signIn = ended.all.find(({ attributes, path }) => path.includes("portal-main") && attributes.get("href")?.startsWith("/anmelden?") === true);
  assert.equal(signIn?.attributes.get("target"), "_blank", "the page with the input stays open");
  const link = signIn?.attributes.get("href") ?? "";
  assert.equal(new URLSearchParams(link.split("?")[1]).get("ziel"), first.path);
  const loaded = await citizen.get(first.path);
  assert.equal(loaded.status, 404);
  assert.ok(textOf(loaded).includes("Anmelden und weitermachen"));
  citizen.cookies.set("__Host-sitzung", portal.signIn(1, account).cookie);
  assert.equal(valueIn(await citizen.get(first.path), "halter.vorname"), "Erika");
  // Sent too early, and once more after the sign-in in another tab: what was typed is not lost.
  citizen.cookies.delete("__Host-sitzung");
  const tooEarly = await citizen.post(first.path, hiddenOf(ended));
  assert.ok(tooEarly.status === 403 || tooEarly.status === 404);
  citizen.cookies.set("__Host-sitzung", portal.signIn(1, account).cookie);
  const changed = await citizen.post(first.path, hiddenOf(tooEarly));
  assert.equal(headingOf(changed), "Ihre Sitzung hat sich geändert");
  await citizen.post(first.path, hiddenOf(changed));
  assert.equal(valueIn(await citizen.get(first.path), "halter.vorname"), "Erika Maria");
});

test("what stood beside a file is kept when the sign-in has ended", async () => {
  const { cookie } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const first = await begin(citizen, "hund-anmelden");
  portal.signOut(cookie);
  const ended = await citizen.upload(first.path, [...hiddenOf(first), ["halter.vorname", "Erika Maria"]], [{ field: "halter.bild", name: "bild.png", content: png }]);
  assert.equal(ended.status, 403);
  assert.ok(hiddenOf(ended).some(([name, value]) => name === "halter.vorname" && value === "Erika Maria"));
});

test("a question that stands in no group is kept as well when the sign-in has ended", async () => {
  const { cookie, account } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const step = (await begin(citizen, "archiv-anfrage")).path.replace(/[^/]+$/, "person");
  const page = await citizen.get(step);
  portal.signOut(cookie);
  const ended = await citizen.post(step, [...hiddenOf(page), ["mail", "erika@post.example"], ["save", "1"]]);
  assert.ok(textOf(ended).includes("Ihre letzten Eingaben stecken noch in dieser Seite"));
  citizen.cookies.set("__Host-sitzung", portal.signIn(1, account).cookie);
  const changed = await citizen.post(step, hiddenOf(ended));
  await citizen.post(step, hiddenOf(changed));
  assert.equal(valueIn(await citizen.get(step), "mail"), "erika@post.example");
});

test("a page on which nothing was typed does not say that it holds something", async () => {
  const { cookie } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const first = await begin(citizen, "hund-anmelden");
  portal.signOut(cookie);
  const ended = await citizen.post(first.path, [...hiddenOf(first), ["halter.vorname", " "], ["save", "1"]]);
  assert.equal(ended.status, 403);
  assert.ok(!textOf(ended).includes("stecken noch in dieser Seite"));
});

test("who has signed in anew sends the application once more with one button", async () => {
  const { cookie, account } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const check = await toCheck(citizen);
  citizen.cookies.set("__Host-sitzung", portal.signIn(1, account).cookie);
  const changed = await citizen.post(sendPath(check), hiddenOf(check));
  assert.equal(changed.status, 403);
  assert.equal(headingOf(await citizen.post(sendPath(check), hiddenOf(changed))), "Ihr Antrag ist eingegangen");
});

test("who has signed in anew sends the same input once more with one button", async () => {
  const { cookie, account } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const first = await begin(citizen, "hund-anmelden");
  citizen.cookies.set("__Host-sitzung", portal.signIn(1, account).cookie);
  const changed = await citizen.post(first.path, [...hiddenOf(first), ["halter.vorname", "Erika Maria"], ["save", "1"]]);
  assert.equal(changed.status, 403);
  await citizen.post(first.path, hiddenOf(changed));
  assert.equal(valueIn(await citizen.get(first.path), "halter.vorname"), "Erika Maria");
});

test("with the database away nothing is half there, and the page still holds what was typed", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  portal.state.away = true;
  const down = await citizen.post(first.path, [...hiddenOf(first), ["halter.vorname", "Jonas & Söhne"], ["save", "1"]]);
  const unread = await citizen.get(first.path);
  portal.state.away = false;
  assert.equal(down.status, 503);
  assert.equal(down.headers["retry-after"], "120");
  assert.ok(textOf(down).includes("Ihre Eingaben stecken noch in dieser Seite"));
  assert.equal(unread.status, 503);
  await citizen.post(first.path, hiddenOf(down));
  assert.equal(valueIn(await citizen.get(first.path), "halter.vorname"), "Jonas & Söhne");

  const check = await toCheck(citizen);
  portal.state.away = true;
  const notSent = await citizen.post(sendPath(check), hiddenOf(check));
  portal.state.away = false;
  assert.equal(notSent.status, 503);
  assert.ok(textOf(notSent).includes("Ihr Antrag ist nicht eingegangen"));
  const receipt = await citizen.post(sendPath(check), hiddenOf(notSent));
  assert.equal(headingOf(receipt), "Ihr Antrag ist eingegangen", "the same button works when it is back");
});

test("a file that was sent while the database went away is chosen again, the words are kept", async () => {
  const citizen = browser(portal);
  const check = await toCheck(citizen, "maengelmelder");
  const step = check.path.replace(/pruefen$/, "foto");
  const page = await citizen.get(step);
  portal.state.away = true;
  const down = await citizen.upload(step, [...hiddenOf(page), ["zusatz.mail", "erika@post.example"]], [{ field: "zusatz.foto", name: "loch.png", content: png }]);
  portal.state.away = false;
  assert.equal(down.status, 503);
  assert.ok(textOf(down).includes("Dateien wählen Sie danach bitte noch einmal aus"));
  assert.ok(hiddenOf(down).some(([name, value]) => name === "zusatz.mail" && value === "erika@post.example"));
});
