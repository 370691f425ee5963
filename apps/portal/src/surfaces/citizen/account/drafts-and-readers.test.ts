import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { browser, headingOf, textOf } from "./test-browser.ts";
import { clerk, journey } from "./test-journey.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const world = journey(portal);

async function erika() {
  const account = await portal.newAccount();
  return { account, citizen: browser(portal, portal.signIn(1, account)) };
}

test("a draft that will be deleted stands among what is to be done from the day of its notice, with and without an address", async () => {
  const { account } = await erika();
  await world.draft(account);
  const start = portal.clock.now();
  const task = async (): Promise<boolean> => {
    const page = await browser(portal, portal.signIn(1, account)).get("/vorgaenge");
    assert.equal(headingOf(page), "Meine Vorgänge");
    return /Ihr Entwurf »[^«]+« wird am [^.]+\. \S+ \d{4} gelöscht\./.test(textOf(page));
  };
  const expiresAt = async () => (await portal.applications.drafts({ owner: account }))[0]!.expiresAt;
  assert.equal(await task(), false);
  // The first hour in which the notice is due.
  const noticed = async (): Promise<boolean> => (await portal.db.asOperator("test", (tx) => tx.one<{ warned: boolean }>(sql`select warned_at is not null as warned from applications.draft where owner_id = ${account}`))).warned;
  portal.clock.set(new Date((await expiresAt()).getTime() - 9 * 86_400_000));
  await portal.applications.jobs["applications:expire-drafts"]();
  assert.deepEqual([await noticed(), await task()], [false, false]);
  portal.clock.set(new Date((await expiresAt()).getTime() - 8 * 86_400_000));
  await portal.applications.jobs["applications:expire-drafts"]();
  assert.deepEqual([await noticed(), await task()], [true, true]);
  portal.clock.set(start);
});

test("the list of who looked names the office, the program with its publisher, and no person", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  await world.looked(application, account);
  for (const client of ["bibliothek", "gibt-es-nicht-mehr"]) await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.audit.record(tx, { tenant: portal.musterstadt.id, account, actor: { kind: "extension", client }, action: "application.fetch", subject: { kind: "application", id: application } }));
  const page = textOf(await citizen.get(`/vorgaenge/${application}`));
  assert.match(page, /Bibliotheksausweis, Beispielverlag GmbH\s*(?:Was)?\s*Daten abgerufen/);
  assert.match(page, /Angeschlossenes Fachprogramm\s*(?:Was)?\s*Daten abgerufen/, "of one that nobody knows any more it is said that it was a program");
  assert.match(page, /Steueramt, Musterstadt\s*(?:Was)?\s*Vorgang geöffnet/);
  assert.ok(!page.includes(clerk.id));
  assert.match(textOf(await citizen.get(`/en/vorgaenge/${application}`)), /Library card, Beispielverlag GmbH/);
});
