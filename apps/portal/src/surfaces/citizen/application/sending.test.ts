import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { browser, csrfOf, errorsOf, headingOf, hiddenOf, textOf, valueIn, type Browser, type Page } from "./test-browser.ts";
import { begin, fillTo, send } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const formOf = (slug: string) => portal.packages.find(({ service }) => service.slug === slug)!.form;
const small = { "hunde.0.groesse": "30", "hunde.0.gewicht": "9" };
const toCheck = async (citizen: Browser, slug = "hund-anmelden"): Promise<Page> => fillTo(citizen, formOf(slug), await begin(citizen, slug), small);
const sendPath = (check: Page): string => check.path.replace(/pruefen$/, "absenden");

test("a double click, a reload and a second window make one application", async () => {
  const citizen = browser(portal);
  const check = await toCheck(citizen);
  const other = await citizen.get(check.path);
  const sent = await Promise.all([citizen.postOnce(sendPath(check), hiddenOf(check)), citizen.postOnce(sendPath(check), hiddenOf(check)), citizen.postOnce(sendPath(check), hiddenOf(other))]);
  assert.equal(new Set(sent.map(({ location }) => location)).size, 1);
  assert.equal((await citizen.postOnce(sendPath(check), hiddenOf(check))).location, sent[0]?.location);
  assert.equal((await citizen.get(check.path)).status, 410, "the draft is gone");
});

test("whoever goes back after sending learns that it has arrived, and nobody else learns anything", async () => {
  const citizen = browser(portal);
  const check = await toCheck(citizen);
  const receipt = await send(citizen, check);
  const back = await citizen.get(check.path);
  assert.equal(headingOf(back), "Diesen Antrag haben Sie schon abgesendet");
  assert.ok(back.all.some(({ attributes }) => attributes.get("href") === receipt.path));
  // A step that was open in a second window is not taken as if it still counted.
  const late = await citizen.post(check.path.replace(/pruefen$/, "halter"), [csrfOf(check), ["halter.vorname", "Anders"]]);
  assert.equal(late.status, 409);
  assert.equal(headingOf(late), "Diesen Antrag haben Sie schon abgesendet");
  for (const stranger of [browser(portal), browser(portal, { signedIn: portal.signIn(4).cookie })]) {
    const page = await stranger.get(check.path);
    assert.equal(page.status, 404);
    assert.equal(headingOf(page), "Diesen Entwurf finden wir hier nicht");
  }
});

test("the acknowledgement and its code are shown to the sender only", async () => {
  const citizen = browser(portal);
  const receipt = await send(citizen, await toCheck(citizen));
  const stranger = await browser(portal).get(receipt.path);
  assert.equal(stranger.status, 404);
  assert.equal(headingOf(stranger), "Diese Bestätigung finden wir hier nicht");
  assert.equal((await browser(portal, { signedIn: portal.signIn(4).cookie }).get(receipt.path)).status, 404);
  assert.equal((await browser(portal, { signedIn: portal.signIn(4).cookie }).get(`${receipt.path}/zusammenfassung.pdf`)).status, 404);
});

test("the summary is offered once it is made", async () => {
  const citizen = browser(portal);
  const receipt = await send(citizen, await toCheck(citizen));
  assert.ok(textOf(receipt).includes("wird gerade erstellt"));
  assert.equal((await citizen.send("GET", `${receipt.path}/zusammenfassung.pdf`)).location, receipt.path);
  await portal.applications.jobs["application.render"]({ application: receipt.path.split("/").at(-1) ?? "", tenant: portal.musterstadt.id });
  const ready = await citizen.get(receipt.path);
  assert.ok(ready.all.some(({ attributes }) => attributes.get("href") === `${receipt.path}/zusammenfassung.pdf`));
  const file = await citizen.send("GET", `${receipt.path}/zusammenfassung.pdf`);
  assert.equal(file.headers["content-type"], "application/pdf");
  assert.match(String(file.headers["content-disposition"]), /^attachment; filename="MUS-2026-/);
  assert.match(file.body, /^%PDF/);
});

test("the summary asks for the level with which it was sent", async () => {
  const { cookie, account } = portal.signIn(4);
  const high = browser(portal, { signedIn: cookie });
  const receipt = await send(high, await toCheck(high));
  await portal.applications.jobs["application.render"]({ application: receipt.path.split("/").at(-1) ?? "", tenant: portal.musterstadt.id });
  const low = browser(portal, { signedIn: portal.signIn(1, account).cookie });
  assert.equal((await low.get(receipt.path)).status, 200);
  const refused = await low.get(`${receipt.path}/zusammenfassung.pdf`);
  assert.equal(refused.status, 403);
  assert.equal(headingOf(refused), "Weisen Sie sich noch einmal aus");
});

test("a draft is opened on no lower level than it was worked on with, and is the same afterwards", async () => {
  const { cookie, account } = portal.signIn(4);
  const first = await begin(browser(portal, { signedIn: cookie }), "hund-anmelden");
  const low = browser(portal, { signedIn: portal.signIn(1, account).cookie });
  const refused = await low.get(first.path);
  assert.equal(refused.status, 403);
  const link = refused.all.find(({ attributes, path }) => path.includes("portal-main") && attributes.get("href")?.startsWith("/anmelden?") === true)?.attributes.get("href") ?? "";
  assert.equal(new URLSearchParams(link.split("?")[1]).get("niveau"), "4");
  assert.equal(new URLSearchParams(link.split("?")[1]).get("ziel"), first.path);
  assert.equal((await low.post(first.path, [["_csrf", refused.all.find(({ attributes }) => attributes.get("name") === "_csrf")?.attributes.get("value") ?? ""]])).status, 403);
  assert.equal((await browser(portal, { signedIn: portal.signIn(4, account).cookie }).get(first.path)).status, 200);
});

test("somebody who signs in on the way takes the draft along and is offered what the account knows", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  await citizen.post(first.path, [...hiddenOf(first), ["halter.vorname", "Rika"], ["save", "1"]]);
  citizen.cookies.set("__Host-sitzung", portal.signIn(3).cookie);
  const offer = await citizen.get(first.path);
  assert.equal(headingOf(offer), "Angaben aus der BundID übernehmen?");
  assert.ok(!textOf(offer).includes("Vorname: "), "a field that has an answer is left alone");
  const step = await citizen.post(offer.path.split("?", 1)[0] ?? "", [...hiddenOf(offer), ["auswahl", "ja"], ["angabe", "surname"]]);
  assert.equal(step.path, first.path);
  assert.deepEqual([valueIn(step, "halter.vorname"), valueIn(step, "halter.nachname")], ["Rika", "Beispiel"]);
  citizen.cookies.delete("__Host-sitzung");
  assert.equal((await citizen.get(first.path)).status, 404, "without the account it is closed now");
});

test("whoever took nothing from the account is offered it again where it would stand, and only there", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(3).cookie });
  const offer = await citizen.post("/antrag/hund-anmelden/entwurf", hiddenOf(await citizen.get("/antrag/hund-anmelden")));
  const first = await citizen.post(offer.path.split("?", 1)[0] ?? "", [...hiddenOf(offer), ["auswahl", "nein"]]);
  const link = (page: Page) => page.all.find(({ tag, text }) => tag === "a" && text === "Angaben aus der BundID übernehmen")?.attributes.get("href");
  const again = await citizen.get(link(first) ?? assert.fail("there is no way back to the offer"));
  assert.equal(headingOf(again), "Angaben aus der BundID übernehmen?");
  const filled = await citizen.post(again.path.split("?", 1)[0] ?? "", [...hiddenOf(again), ["auswahl", "ja"], ...["givenName", "surname"].map((source) => ["angabe", source] as const)]);
  assert.deepEqual([filled.path, valueIn(filled, "halter.vorname")], [first.path, "Erika"]);
  assert.ok(link(filled), "what was not taken is still offered");
  assert.equal(link(await citizen.get(filled.path.replace(/halter$/, "hunde"))), undefined, "not on a page that asks nothing of it");
  const visitor = browser(portal);
  assert.equal(link(await begin(visitor, "hund-anmelden")), undefined, "nor to somebody who has not signed in");
});

test("without the hidden fields of the check page nothing is sent", async () => {
  const citizen = browser(portal);
  const check = await toCheck(citizen);
  for (const fields of [[csrfOf(check)], [csrfOf(check), ["verbindlich", "1"]], [csrfOf(check), ["anfrage", newId()]], [csrfOf(check), ["verbindlich", "1"], ["anfrage", "eins"]]] as const) {
    const answer = await citizen.postOnce(sendPath(check), fields);
    assert.equal(answer.location, check.path);
  }
  assert.equal((await citizen.post(sendPath(check), [["verbindlich", "1"], ["anfrage", newId()]])).status, 403, "without a token");
  assert.equal((await citizen.get(sendPath(check))).path, check.path, "its address leads to the check page");
});

test("a way of payment that the town does not allow is refused in words, and the draft stays", async () => {
  const citizen = browser(portal, { host: "beispielhausen.portal.localhost:8080", signedIn: portal.signIn(1).cookie });
  const check = await toCheck(citizen, "bewohnerparkausweis");
  assert.ok(textOf(check).includes("Sie zahlen so: Mit Überweisung"), "one way needs no question");
  const refused = await citizen.post(sendPath(check), [...hiddenOf(check), ["zahlweg", "online"]]);
  assert.equal(refused.status, 409);
  assert.ok(textOf(refused).includes("nicht abgesendet"));
  assert.equal((await citizen.get(check.path)).status, 200);
});

test("an unpaid application is not yet received, and its page leads to the payment", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(1).cookie });
  const check = await toCheck(citizen, "bewohnerparkausweis");
  portal.paying.path = undefined;
  const unpaid = await send(citizen, check, [["zahlweg", "online"]]);
  assert.equal(headingOf(unpaid), "Ihr Antrag ist noch nicht eingegangen");
  assert.ok(textOf(unpaid).includes("Wir prüfen gerade, ob Ihre Zahlung angekommen ist"));
  portal.paying.path = "/bezahlen/1";
  assert.ok((await citizen.get(unpaid.path)).all.some(({ attributes }) => attributes.get("href") === "/bezahlen/1"));
  await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.applications.completePaid(tx, unpaid.path.split("/").at(-1) ?? ""));
  const paid = await citizen.get(unpaid.path);
  assert.equal(headingOf(paid), "Ihr Antrag ist eingegangen");
  assert.ok(textOf(paid).includes("Bezahlt: 30,00 €"));
});

test("an address for a notice is voluntary, checked, and stored only with the application", async () => {
  const citizen = browser(portal);
  const check = await toCheck(citizen);
  const wrong = await citizen.post(sendPath(check), [...hiddenOf(check), ["hinweis", "erika at post"]]);
  assert.equal(wrong.status, 422);
  assert.equal(errorsOf(wrong)[0], "Geben Sie eine E-Mail-Adresse an wie name@beispiel.de, oder lassen Sie das Feld leer.");
  assert.equal(valueIn(wrong, "hinweis"), "erika at post");
  assert.equal(portal.notices.size, 0);
  const receipt = await citizen.post(sendPath(check), [...hiddenOf(wrong), ["hinweis", "erika@post.example"]]);
  assert.equal(portal.notices.get(receipt.path.split("/").at(-1) ?? ""), "erika@post.example");
});

test("who agrees to electronic delivery gives an address for the notice, suggested as BundID has it, and it is kept with the account", async () => {
  const { cookie, account } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const check = await toCheck(citizen);
  const field = check.all.find(({ attributes }) => attributes.get("name") === "benachrichtigung")?.attributes;
  assert.deepEqual([field?.get("type"), field?.get("autocomplete"), field?.get("value"), field?.has("required")], ["email", "email", "erika@post.example", false]);
  const missing = await citizen.post(sendPath(check), [...hiddenOf(check), ["bekanntgabe", "ja"], ["benachrichtigung", " "]]);
  assert.equal(missing.status, 422);
  assert.deepEqual(errorsOf(missing), ["Geben Sie eine E-Mail-Adresse für die Benachrichtigung an, oder nehmen Sie das Einverständnis heraus. Dann kommt der Bescheid mit der Post."]);
  const wrong = await citizen.post(sendPath(check), [...hiddenOf(missing), ["bekanntgabe", "ja"], ["benachrichtigung", "erika at post"]]);
  assert.equal(wrong.status, 422);
  assert.equal(valueIn(wrong, "benachrichtigung"), "erika at post");
  assert.ok(wrong.all.find(({ attributes }) => attributes.get("name") === "bekanntgabe")?.attributes.has("checked"), "what was ticked stays ticked");
  assert.equal(portal.noticeMailOf.get(account), undefined, "nothing is stored before the application is");
  const receipt = await citizen.post(sendPath(check), [...hiddenOf(wrong), ["bekanntgabe", "ja"], ["benachrichtigung", "erika@beispiel.example"]]);
  assert.equal(headingOf(receipt), "Ihr Antrag ist eingegangen");
  assert.equal(portal.noticeMailOf.get(account), "erika@beispiel.example");
  assert.ok(portal.addressesChanged.includes(account));
  const reasons = await portal.db.asAccount(account, async (tx) => {
    const head = await portal.applications.view(tx, receipt.path.split("/").at(-1) ?? "");
    return head && portal.answers.reasonsForPost(tx, head);
  });
  assert.deepEqual(reasons, [], "nothing stands against electronic delivery");
});

test("whose account has an address is not asked again, and who does not agree is asked for none", async () => {
  const { cookie, account } = portal.signIn(1);
  const citizen = browser(portal, { signedIn: cookie });
  const check = await toCheck(citizen);
  await send(citizen, check, [["benachrichtigung", "erika@post.example"]]);
  assert.equal(portal.noticeMailOf.get(account), undefined, "a suggestion is not an address that was given");
  portal.noticeMailOf.set(account, "erika@beispiel.example");
  const second = await toCheck(citizen);
  assert.equal(valueIn(second, "benachrichtigung"), undefined);
  assert.equal(headingOf(await send(citizen, second, [["bekanntgabe", "ja"], ["benachrichtigung", "jonas@beispiel.example"]])), "Ihr Antrag ist eingegangen");
  assert.equal(portal.noticeMailOf.get(account), "erika@beispiel.example", "and what nobody was asked for changes nothing");
  assert.equal(valueIn(await toCheck(browser(portal)), "benachrichtigung"), undefined, "without an account there is no mailbox");
});
