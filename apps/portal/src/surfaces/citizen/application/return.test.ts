import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, csrfOf, errorsOf, headingOf, hiddenOf, textOf, type Page } from "./test-browser.ts";
import { begin } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const codeIn = (page: Page): string => /[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}/.exec(textOf(page))?.[0] ?? assert.fail("there is no code");

async function saved(citizen = browser(portal)) {
  const first = await begin(citizen, "maengelmelder");
  const page = await citizen.post(first.path, [...hiddenOf(first), ["mangel.art", "schlagloch"], ["mangel.beschreibung", "Tiefes Loch am Markt"], ["save", "1"]]);
  return { citizen, page, id: first.path.split("/")[2] ?? "" };
}

test("somebody without account goes on with another device: link by mail, code from the page", async () => {
  const { citizen, page, id } = await saved();
  assert.ok(textOf(page).includes("Mit dem Link allein kann niemand etwas lesen"));
  const shown = await citizen.post(`/antrag/${id}/rueckkehr`, [csrfOf(page), ["mail", "erika@post.example"]]);
  assert.equal(headingOf(shown), "Notieren Sie jetzt Ihren Code");
  assert.match(String(shown.headers["cache-control"]), /no-store/);
  const code = codeIn(shown);
  assert.ok(textOf(shown).includes("bis zum 22. Februar 2027"));
  const mail = portal.mails.at(-1);
  assert.equal(mail?.to, "erika@post.example");
  assert.ok(!mail.text.includes(code) && !mail.text.includes("Mangel") && !mail.text.includes("Markt"));

  const path = /http:\/\/musterstadt\.portal\.localhost:8080(\/entwurf\/\S+)/.exec(mail.text)?.[1] ?? "";
  const phone = browser(portal);
  const ask = await phone.get(path);
  assert.equal(headingOf(ask), "Zurück zu Ihrem Entwurf");
  assert.ok(!textOf(ask).includes("Mangel"), "the link tells nothing");
  const back = await phone.post(path, [csrfOf(ask), ["code", code.replaceAll("-", " ").toLowerCase()]]);
  assert.equal(back.path, `/antrag/${id}/mangel`);
  assert.ok(back.body.includes("Tiefes Loch am Markt"));
  assert.equal((await citizen.get(`/antrag/${id}/mangel`)).status, 404, "it has moved to the other device");
});

test("a wrong code, a strange link and an empty field say what to do, and do not say whether there is a draft", async () => {
  const { citizen, page, id } = await saved();
  const other = codeIn(await citizen.post(`/antrag/${id}/rueckkehr`, [csrfOf(page), ["mail", "erika@post.example"]]));
  const stranger = browser(portal);
  const ask = await stranger.get("/entwurf/AAAAAAAAAAAAAAAAAAAAAA");
  assert.equal(ask.status, 200);
  const wrong = await stranger.post("/entwurf/AAAAAAAAAAAAAAAAAAAAAA", [csrfOf(ask), ["code", other]]);
  assert.deepEqual([wrong.status, errorsOf(wrong).length], [422, 1]);
  assert.match(errorsOf(wrong)[0] ?? "", /öffnet der Link keinen Entwurf/);
  assert.match(errorsOf(await stranger.post("/entwurf/x", [csrfOf(ask), ["code", "AAAAA-AAAAA-AAAAA"]]))[0] ?? "", /vertippt/);
  assert.match(errorsOf(await stranger.post("/en/entwurf/x", [csrfOf(ask), ["code", ""]]))[0] ?? "", /Enter the code/);
});

test("an address that is none is asked for again; who signs in or must sign in is offered no link", async () => {
  const { citizen, page, id } = await saved();
  const wrong = await citizen.post(`/antrag/${id}/rueckkehr`, [csrfOf(page), ["mail", "erika"]]);
  assert.deepEqual([wrong.status, errorsOf(wrong).length], [422, 1]);
  assert.equal((await browser(portal).post(`/antrag/${id}/rueckkehr`, [csrfOf(await browser(portal).get("/status")), ["mail", "e@post.example"]])).status, 403, "not without one's own session");
  const { cookie } = portal.signIn(1);
  const signedIn = browser(portal, { signedIn: cookie });
  const first = await begin(signedIn, "hund-anmelden");
  const kept = await signedIn.post(first.path, [...hiddenOf(first), ["save", "1"]]);
  assert.ok(!textOf(kept).includes("auf anderen Geräten weitermachen"));
  assert.equal((await signedIn.post(`/antrag/${first.path.split("/")[2] ?? ""}/rueckkehr`, [csrfOf(first), ["mail", "e@post.example"]])).status, 404);
});
