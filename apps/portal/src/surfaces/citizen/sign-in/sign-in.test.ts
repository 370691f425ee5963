import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { openBrowser } from "../../../testing/browser.ts";
import { startWorld } from "../../../testing/world.ts";

const clock = manualClock(new Date("2026-06-10T08:00:00Z"));
const world = await startWorld({ clock, worker: false });
const musterstadt = world.origin("musterstadt");
const signInAt = `${musterstadt}/anmelden?ziel=/abgemeldet`;
const sessions = async (): Promise<number> => (await world.house.db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*) as n from accounts.session`))).n;
const cookieOf = (browser: ReturnType<typeof openBrowser>, origin: string): string | undefined => browser.cookies.get(new URL(origin).host)?.get("__Host-sitzung");

test("one sign-in opens a host-only session at the town and carries to the next town without BundID", async () => {
  const browser = openBrowser();
  const done = await browser.signIn(await browser.get(signInAt));
  assert.equal(done.url, `${musterstadt}/abgemeldet`);
  assert.ok(cookieOf(browser, musterstadt));
  const next = await browser.get(`${world.origin("beispielhausen")}/anmelden?ziel=/abgemeldet`);
  const arrived = await browser.submit(next, next.page.form("Weiter zur BundID"));
  assert.equal(arrived.url, `${world.origin("beispielhausen")}/abgemeldet`, "no second visit to BundID");
  const carried = openBrowser();
  carried.cookies.set(new URL(world.origin("beispielhausen")).host, new Map([["__Host-sitzung", cookieOf(browser, musterstadt)!]]));
  assert.match((await carried.get(`${world.origin("beispielhausen")}/anmelden`)).text, /Weiter zur BundID/, "a cookie carried to another host is nothing");
  browser.close(); carried.close();
});

test("changing the language keeps where one wanted to go, what it needs and how one wanted to sign in", async () => {
  const browser = openBrowser();
  const ask = await browser.get(`${musterstadt}/anmelden?ziel=/antrag/hund-anmelden&leistung=hund-anmelden`);
  const english = await browser.submit(ask, ask.page.form("Weiter zur BundID"), { konto: "" }, /English/);
  assert.deepEqual([english.status, english.page.problems, english.url], [200, [], `${musterstadt}/en/anmelden`]);
  for (const kept of ['name="ziel" value="/antrag/hund-anmelden"', 'name="leistung" value="hund-anmelden"']) assert.ok(english.text.includes(kept), kept);
  assert.match(english.text, /id="konto-nein"[^>]*checked/);
  assert.doesNotMatch(english.text, /id="konto-ja"[^>]*checked/);
  const back = await browser.signIn(ask);
  assert.equal(back.url, `${musterstadt}/antrag/hund-anmelden#beginnen`, "back where it begins, not at the top of what was read before");
  assert.match(back.text, /id="beginnen"/);
  browser.close();
});

test("logging out ends the sign-in at every host", async () => {
  const browser = openBrowser();
  await browser.signIn(await browser.get(signInAt));
  const page = await browser.get(`${musterstadt}/anmelden?niveau=4`);
  const out = page.page.form("Abmelden");
  await browser.submit(page, out, {}, "Abmelden");
  assert.equal(cookieOf(browser, musterstadt), undefined);
  const apex = await browser.get(`${world.origin()}/anmelden`);
  assert.match(apex.text, /Weiter zur BundID/, "the Leitportal has forgotten the person too");
  browser.close();
});

test("what is read together with the session is its owner's and nobody else's, at its own host and while there is a session", async () => {
  const { accounts, db } = world.house;
  const people = await Promise.all((["erika-beispiel", "jonas-probe"] as const).map(async (person) => {
    const browser = openBrowser();
    await browser.signIn(await browser.get(`${signInAt}&konto=1`), { person });
    return { browser, cookie: cookieOf(browser, musterstadt)! };
  }));
  const host = new URL(musterstadt).host;
  const read = (cookie: string, at: string) => accounts.citizenWith(cookie, at, async (tx) => (await tx.rows<{ id: string }>(sql`select id from accounts.account`)).map(({ id }) => id));
  for (const { cookie } of people) {
    const came = await read(cookie, host);
    assert.ok(came);
    assert.deepEqual(came.read, [came.session.account]);
    assert.deepEqual(came.session, await accounts.citizen(cookie, host), "the same session as without");
  }
  assert.equal(await read(people[0]!.cookie, new URL(world.origin("beispielhausen")).host), undefined, "a cookie carried to another host");
  assert.equal(await read("x".repeat(43), host), undefined);
  assert.equal(await read("' or true --", host), undefined);
  let seen: readonly unknown[] = ["nothing was read"];
  await accounts.citizenWith("x".repeat(43), host, async (tx) => { seen = await tx.rows(sql`select id from accounts.account`); });
  assert.deepEqual(seen, [], "without a session nothing is found");
  await assert.rejects(accounts.citizenWith(people[0]!.cookie, host, (tx) => tx.rows(sql`update accounts.account set last_used_at = last_used_at returning id`)), /read-only/);
  // The scope ended with its transaction, on every connection of the pool.
  const left = await Promise.all(Array.from({ length: 20 }, () => db.published((tx) => tx.one<{ account: string | null; operator: boolean }>(sql`select app.account() as account, app.operator() as operator`))));
  assert.deepEqual(left.filter(({ account, operator }) => account !== null || operator), []);
  for (const { browser } of people) browser.close();
});

test("a code works once, in the browser that began, at the host it is for", async () => {
  const browser = openBrowser();
  const page = await browser.get(signInAt);
  let at = await browser.submit(page, page.page.form("Weiter zur BundID"));
  at = await browser.submit(at, at.page.form("Weiter zur BundID"));
  at = await browser.submit(at, at.page.form("Weiter"), {}, "Weiter");
  at = await browser.submit(at, at.page.form("Daten übermitteln"), {}, "Daten übermitteln");
  const acs = await browser.submit(at, at.page.form("Weiter zum Portal"), {}, undefined, { follow: false });
  assert.equal(acs.status, 303);
  const onward = new URL(acs.headers.location!, acs.url).href;
  const thief = openBrowser();
  assert.match((await thief.get(onward)).text, /anderen Browser/);
  const before = await sessions();
  const finished = await browser.get(onward);
  assert.equal(finished.status, 200);
  assert.equal(await sessions(), before + 2, "one session at the Leitportal, one at the town");
  assert.match((await browser.get(onward)).text, /zu lange gedauert oder wurde schon verwendet/);
  browser.close(); thief.close();
});

test("the same assertion posted twice signs in once", async () => {
  const browser = openBrowser();
  const page = await browser.get(signInAt);
  let at = await browser.submit(page, page.page.form("Weiter zur BundID"));
  at = await browser.submit(at, at.page.form("Weiter zur BundID"));
  at = await browser.submit(at, at.page.form("Weiter"), {}, "Weiter");
  at = await browser.submit(at, at.page.form("Daten übermitteln"), {}, "Daten übermitteln");
  const first = await browser.submit(at, at.page.form("Weiter zum Portal"), {}, undefined, { follow: false });
  assert.equal(first.status, 303);
  const second = await browser.submit(at, at.page.form("Weiter zum Portal"), {}, undefined, { follow: false });
  assert.equal(second.status, 400);
  browser.close();
});

test("whoever does not want to sign in after all goes back to the service, and is promised no telephone that is not there", async () => {
  const browser = openBrowser();
  const cancelOf = async (url: string): Promise<string | undefined> => (await browser.get(url)).page.links.find(({ text }) => text === "Abbrechen")?.href;
  assert.equal(await cancelOf(`${musterstadt}/anmelden?ziel=/antrag/hund-anmelden&leistung=hund-anmelden`), "/antrag/hund-anmelden");
  assert.equal(await cancelOf(`${musterstadt}/anmelden?ziel=/vorgaenge`), "/", "it would only ask again");
  assert.equal(await cancelOf(`${musterstadt}/anmelden?ziel=/antrag/01a21c94-7a76-722a-abf3-a17343552a7a/person`), "/");
  const signedIn = openBrowser();
  await signedIn.signIn(await signedIn.get(signInAt));
  const draft = "/antrag/01a21c94-7a76-722a-abf3-a17343552a7a/pruefen";
  assert.equal((await signedIn.get(`${musterstadt}/anmelden?ziel=${draft}&niveau=3`)).page.links.find(({ text }) => text === "Abbrechen")?.href, draft, "a step-up that is not wanted leads back to the draft");
  signedIn.close();
  assert.match((await browser.get(signInAt)).text, /Die Nummer steht unten auf der Seite/);
  assert.doesNotMatch((await browser.get(`${world.origin("bonn")}/anmelden`)).text, /Die Nummer steht unten auf der Seite/, "a real town of the demonstration has no number");
  browser.close();
});

test("a cancelled and a forged answer leave nobody signed in and say what to do", async () => {
  const browser = openBrowser();
  const page = await browser.get(signInAt);
  let at = await browser.submit(page, page.page.form("Weiter zur BundID"));
  at = await browser.submit(at, at.page.form("Weiter zur BundID"));
  at = await browser.submit(at, at.page.form("Weiter"), {}, "Weiter");
  at = await browser.submit(at, at.page.form("Abbrechen"), {}, "Abbrechen");
  if (at.page.forms.some(({ buttons }) => buttons.some(({ text }) => text.startsWith("Weiter zum Portal")))) at = await browser.submit(at, at.page.form("Weiter zum Portal"));
  assert.match(at.text, /Sie haben die Anmeldung abgebrochen/);
  assert.match(at.text, /0999 555-0/, "the town's telephone stands there although this is the Leitportal's host");
  assert.ok(at.page.links.some(({ href }) => href === `${musterstadt}/`), "and the way home is the town's");
  assert.equal(cookieOf(browser, musterstadt), undefined);
  const forged = await browser.submit({ ...page, url: `http://bundid.sandbox.localhost:1/` }, { action: `${world.origin()}/anmeldung/bundid/acs`, method: "post", multipart: false, fields: [["SAMLResponse", Buffer.from('<x InResponseTo="_aaaaaaaaaaaaaaaaaaaa"/>').toString("base64")]], buttons: [], controls: [] });
  assert.equal(forged.status, 400);
  browser.close();
});

test("a session ends after its idle time and at the latest after its total time", async () => {
  const browser = openBrowser();
  await browser.signIn(await browser.get(signInAt));
  const signedIn = async (): Promise<boolean> => (await browser.get(`${musterstadt}/abgemeldet`), !/Weiter zur BundID/.test((await browser.get(`${musterstadt}/anmelden?ziel=/abgemeldet`)).text));
  assert.equal(await signedIn(), true);
  for (let i = 0; i < 14; i += 1) { clock.advance(50 * 60_000); if (i < 13) assert.equal(await signedIn(), true, `after ${(i + 1) * 50} minutes with use in between`); }
  clock.advance(61 * 60_000);
  assert.equal(await signedIn(), false);
  browser.close();
});

test("nobody is sent to a foreign address after signing in", async () => {
  const browser = openBrowser();
  for (const bad of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    const page = await browser.get(`${musterstadt}/anmelden?ziel=${encodeURIComponent(bad)}`);
    assert.equal(page.page.form("Weiter zur BundID").fields.find(([name]) => name === "ziel")?.[1], "/vorgaenge", bad);
  }
  browser.close();
});

test("a form from elsewhere and a form without its token change nothing", async () => {
  const browser = openBrowser();
  const page = await browser.get(signInAt);
  const form = page.page.form("Weiter zur BundID");
  assert.equal((await browser.submit({ ...page, url: "https://evil.example/" }, { ...form, action: `${musterstadt}/anmelden` })).status, 403);
  assert.equal((await browser.submit(page, form, { _csrf: "x" })).status, 403);
  browser.close();
});
