import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { browser, csrfOf, errorsOf, headingOf, hiddenOf, textOf, type Fields, type Page } from "./test-browser.ts";
import { begin, fillTo, send } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const form = portal.packages.find(({ service }) => service.slug === "kita-vormerkung")!.form;
const codeIn = (page: Page): string => /[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}/.exec(textOf(page))?.[0] ?? assert.fail("there is no code");
const linkIn = (): string => /http:\/\/musterstadt\.portal\.localhost:8080(\/beteiligung\/\S+)/.exec(portal.mails.at(-1)?.text ?? "")?.[1] ?? "";

async function invite(citizen: ReturnType<typeof browser>, draft: string, fields: Fields): Promise<{ readonly page: Page; readonly link: string; readonly code: string }> {
  const together = await citizen.get(`/antrag/${draft}/gemeinsam`);
  const page = await citizen.post(`/antrag/${draft}/gemeinsam`, [csrfOf(together), ...fields]);
  return { page, link: linkIn(), code: page.status === 200 ? codeIn(page) : "" };
}

test("two people apply for a day-care place: the second reads, confirms, and only then it can be sent", async () => {
  const citizen = browser(portal);
  const check = await fillTo(citizen, form, await begin(citizen, "kita-vormerkung"));
  const draft = check.path.split("/")[2] ?? "";
  assert.ok(textOf(check).includes("Platz vormerken"), "alone it can be sent");
  const { page, link, code } = await invite(citizen, draft, [["art", "co-applicant"], ["name", "Max Muster"], ["mail", "max@post.example"]]);
  assert.equal(headingOf(page), "Geben Sie diesen Code weiter");
  assert.ok(!portal.mails.at(-1)?.text.includes(code));
  const waits = await citizen.get(check.path);
  assert.ok(textOf(waits).includes("Es fehlt noch eine Bestätigung") && !textOf(waits).includes("geben Sie diese Erklärung verbindlich ab"));
  const forced = await send(citizen, check);
  assert.ok(textOf(forced).includes("Es fehlt noch eine Bestätigung"), "a post made by hand does not get past it");

  const max = browser(portal);
  const ask = await max.get(link);
  assert.equal(headingOf(ask), "Bei einem Antrag mitwirken");
  assert.ok(!textOf(ask).includes("Kita"), "the link tells nothing");
  assert.equal(errorsOf(await max.post(link, [csrfOf(ask), ["code", ""]])).length, 1);
  const read = await max.post(link, [csrfOf(ask), ["code", code]]);
  assert.equal(headingOf(read), "Prüfen Sie die Angaben");
  assert.ok(textOf(read).includes("Max Muster, bestätigen Sie nur"));
  const confirmed = await max.post(`${link}/bestaetigung`, hiddenOf(read));
  assert.ok(textOf(confirmed).includes("Sie haben bestätigt"));
  assert.equal((await max.get(`/antrag/${draft}/pruefen`)).status, 404, "whoever confirms is not the owner");

  assert.ok(textOf(await citizen.get(`/antrag/${draft}/gemeinsam`)).includes("hat bestätigt"));
  const receipt = await send(citizen, await citizen.get(check.path));
  assert.equal(headingOf(receipt), "Ihr Antrag ist eingegangen");
});

test("a helper sees what is missing and no answer; the invitation can be taken back", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "archiv-anfrage");
  const draft = first.path.split("/")[2] ?? "";
  await citizen.post(first.path, [...hiddenOf(first), ["anfrage.thema", "haus"], ["anfrage.frage", "Wann ist das Haus am Markt gebaut worden?"]]);
  const { link, code } = await invite(citizen, draft, [["art", "helper"], ["name", "Hanna Hilfe"], ["mail", "hanna@post.example"]]);
  const helper = browser(portal);
  const ask = await helper.get(link);
  const seen = await helper.post(link, [csrfOf(ask), ["code", code]]);
  assert.equal(headingOf(seen), "Das fehlt noch");
  for (const words of ["Ihre Frage", "fertig", "Angaben fehlen oder stimmen nicht"]) assert.ok(textOf(seen).includes(words), words);
  assert.ok(!seen.body.includes("Haus am Markt"));
  assert.equal((await helper.post(`${link}/bestaetigung`, [csrfOf(ask), ["code", code]])).status, 403);
  const list = await citizen.get(`/antrag/${draft}/gemeinsam`);
  const action = list.all.find(({ attributes }) => attributes.get("action")?.endsWith("/ruecknahme") === true)?.attributes.get("action") ?? "";
  assert.ok(textOf(await citizen.post(action, [csrfOf(list)])).includes("Noch niemand."));
  assert.match(errorsOf(await helper.post(link, [csrfOf(ask), ["code", code]]))[0] ?? "", /öffnet der Link keinen Antrag/);
});

test("what is missing in an invitation is asked for in both languages, and a service for one person offers help only", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "sperrmuell");
  const draft = first.path.split("/")[2] ?? "";
  const page = await citizen.get(`/antrag/${draft}/gemeinsam`);
  assert.ok(!page.body.includes('value="co-applicant"') && page.body.includes('value="helper"'));
  const wrong = await citizen.post(`/antrag/${draft}/gemeinsam`, [csrfOf(page), ["art", "helper"], ["name", "Hanna"], ["mail", "hanna"]]);
  assert.deepEqual([wrong.status, errorsOf(wrong).length], [422, 1]);
  const english = await citizen.post(`/en/antrag/${draft}/gemeinsam`, [csrfOf(page), ["art", "helper"], ["name", ""], ["mail", "hanna@post.example"]]);
  assert.match(errorsOf(english)[0] ?? "", /^Enter the name/);
  assert.equal((await citizen.post(`/antrag/${draft}/gemeinsam`, [csrfOf(page), ["art", "co-applicant"], ["name", "Max"], ["mail", "max@post.example"]])).status, 404);
});

test("two people fill in their own parts, hidden from each other; each sees who is missing; the office gets both", async () => {
  const { cookie, account } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const check = await fillTo(citizen, form, await begin(citizen, "kita-vormerkung"), { zweitePerson: "yes" });
  const draft = check.path.split("/")[2] ?? "";
  assert.ok(textOf(check).includes("Es fehlen noch Angaben von anderen") && !textOf(check).includes("Angaben als zweite"), "the other's step is not on the sender's pages");
  const forced = await citizen.post(`/antrag/${draft}/absenden`, [csrfOf(await citizen.get(`/antrag/${draft}/gemeinsam`)), ["verbindlich", "1"], ["anfrage", newId()]]);
  assert.ok(textOf(forced).includes("Es fehlen noch Angaben von anderen"));
  assert.equal((await citizen.get(`/antrag/${draft}/zweite`)).status, 404);
  assert.ok(textOf(await citizen.get(`/antrag/${draft}/gemeinsam`)).includes("Diese Personen müssen noch eingeladen werden"));
  const { link, code } = await invite(citizen, draft, [["art", "person:zweite"], ["name", "Max Muster"], ["mail", "max@post.example"]]);
  const helper = await invite(citizen, draft, [["art", "helper"], ["name", "Hanna Hilfe"], ["mail", "hanna@post.example"]]);

  const max = browser(portal);
  const own = await max.post(link, [csrfOf(await max.get(link)), ["code", code]]);
  assert.equal(headingOf(own), "Ihre eigenen Angaben");
  assert.ok(!own.body.includes("Lindenweg") && textOf(own).includes("Zweite sorgeberechtigte Person (Sie)"));
  const step = await max.post(`${link}/angaben`, hiddenOf(own));
  assert.equal(headingOf(step), "Ihre Angaben als zweite sorgeberechtigte Person");
  const part = step.path.split("/")[2] ?? "";
  const mine = [["zweitePersonName.givenName", "Max"], ["zweitePersonName.surname", "Muster"], ["zweiteAnschrift.street", "Geheimweg"], ["zweiteAnschrift.houseNumber", "3"], ["zweiteAnschrift.postalCode", "00103"], ["zweiteAnschrift.city", "Beispielhausen"]] as const;
  const review = await max.post(step.path, [...hiddenOf(step), ...mine]);
  assert.ok(review.path.endsWith(`/antrag/${part}/pruefen`));
  assert.ok(!review.body.includes("/absenden") && textOf(review).includes("fehlt noch"));
  assert.ok(!textOf(await citizen.get(check.path)).includes("Geheimweg"));
  assert.equal((await citizen.get(`/antrag/${part}/pruefen`)).status, 404);
  assert.equal((await max.get(`/antrag/${draft}/pruefen`)).status, 404);
  const looking = browser(portal);
  const gaps = await looking.post(helper.link, [csrfOf(await looking.get(helper.link)), ["code", helper.code]]);
  assert.ok(textOf(gaps).includes("Wer eigene Angaben macht") && textOf(gaps).includes("fehlt noch") && !gaps.body.includes("Geheimweg"));

  const done = await max.post(`/antrag/${part}/fertig`, hiddenOf(review));
  assert.ok(textOf(done).includes("Ihre Angaben sind abgegeben") && textOf(done).includes("ist fertig"));
  assert.ok(textOf(await citizen.get(`/antrag/${draft}/gemeinsam`)).includes("ist fertig"));
  const receipt = await send(citizen, await citizen.get(check.path));
  assert.equal(headingOf(receipt), "Ihr Antrag ist eingegangen");
  const application = receipt.path.split("/")[2] ?? "";
  const office = await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.applications.content(tx, application, { kind: "tenant" }));
  assert.deepEqual(office?.answers["zweitePersonName"], { givenName: "Max", surname: "Muster" });
  const citizensOwn = await portal.db.asAccount(account, (tx) => portal.applications.content(tx, application, { kind: "account" }));
  assert.ok(!JSON.stringify(citizensOwn).includes("Geheimweg"));

  // What is left to somebody who took part: how it stands, and what they said themselves.
  const reference = /MUS-\d{4}-\w{4}-\w{4}/.exec(textOf(receipt))?.[0] ?? assert.fail("no reference");
  for (const [prefix, words] of [["", ["Der Antrag, an dem Sie mitgewirkt haben, ist abgeschickt.", "Zweite sorgeberechtigte Person (Sie)", "abgegeben", "Eingegangen"]], ["/en", ["The application in which you took part is sent.", "handed in on"]]] as const) {
    const seen = await max.post(`${prefix}${link}`, [csrfOf(await max.get(`${prefix}${link}`)), ["code", code]]);
    assert.equal(seen.status, 200);
    for (const one of [reference, "Geheimweg", ...words]) assert.ok(textOf(seen).includes(one), one);
    assert.ok(!seen.body.includes("Lindenweg"), "of the sender nothing");
  }
  const late = await max.post(`${link}/angaben`, [csrfOf(await max.get(link)), ["code", code]]);
  assert.ok(textOf(late).includes(reference), "a page of before the sending leads there too");
  assert.match(errorsOf(await looking.post(helper.link, [csrfOf(await looking.get(helper.link)), ["code", helper.code]]))[0] ?? "", /öffnet der Link keinen Antrag/, "a helper has done with it");
  assert.equal((await citizen.get(`/beteiligt/${application}`)).status, 404);
});

test("whoever took part with an account finds it among their cases, and reads it with no lower sign-in", async () => {
  const [{ cookie }, max] = [portal.signIn(1), portal.signIn(3)];
  const citizen = browser(portal, { signedIn: cookie });
  const check = await fillTo(citizen, form, await begin(citizen, "kita-vormerkung"), { zweitePerson: "yes" });
  const draft = check.path.split("/")[2] ?? "";
  const { link, code } = await invite(citizen, draft, [["art", "person:zweite"], ["name", "Max Muster"], ["mail", "max@post.example"]]);
  const other = browser(portal, { signedIn: max.cookie });
  const step = await other.post(`${link}/angaben`, [csrfOf(await other.get(link)), ["code", code]]);
  const review = await other.post(step.path, [...hiddenOf(step), ["zweitePersonName.givenName", "Max"], ["zweitePersonName.surname", "Muster"], ["zweiteAnschrift.street", "Geheimweg"], ["zweiteAnschrift.houseNumber", "3"], ["zweiteAnschrift.postalCode", "00103"], ["zweiteAnschrift.city", "Beispielhausen"]]);
  const done = await other.post(`/antrag/${step.path.split("/")[2] ?? ""}/fertig`, hiddenOf(review));
  assert.ok(textOf(done).includes("unter »Meine Vorgänge«"));
  await send(citizen, await citizen.get(check.path));
  const [head] = await portal.applications.participationsOf(max.account);
  const seen = await other.get(`/beteiligt/${head?.id}`);
  for (const one of [head?.reference ?? "?", "Geheimweg"]) assert.ok(textOf(seen).includes(one), one);
  const stranger = await citizen.get(`/beteiligt/${head?.id}`);
  assert.equal(stranger.status, 404, "not the sender's");
  assert.match((await browser(portal).get(`/beteiligt/${head?.id}`)).path, /\/anmelden/);
  // The same account with user name and password only.
  const weaker = browser(portal, { signedIn: portal.signIn(1, max.account).cookie });
  const locked = await weaker.get(`/beteiligt/${head?.id}`);
  assert.ok(textOf(locked).includes("Melden Sie sich an, um Ihre Angaben zu sehen") && !locked.body.includes("Geheimweg"));
});
