import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { connect, createDatabase, sql } from "../apps/portal/src/platform/database/index.ts";
import { openBrowser } from "../apps/portal/src/testing/browser.ts";
import { confirmations, postForm, toCheckPage } from "./http-journey.ts";
import { openInstallation, type Installation } from "./installation.ts";

const folder = mkdtempSync(join(tmpdir(), "kommunalportal-bad-days-"));
let installation: Installation = await openInstallation(folder);
after(async () => { await installation.stop(); rmSync(folder, { recursive: true, force: true }); });

const counts = async (): Promise<{ drafts: number; applications: number; events: number; parts: number }> => {
  const db = createDatabase(connect({ url: installation.urls.app, max: 1, name: "test", onIdleError: () => {} }));
  try {
    return await db.asOperator("test", (tx) => tx.one(sql`select (select count(*) from applications.draft) as drafts, (select count(*) from applications.application) as applications,
      (select count(*) from applications.event) as events, (select count(*) from applications.part) as parts`));
  } finally { await db.close(); }
};

/** Applications that the worker has not yet laid before anybody, by their references. */
const waiting = async (): Promise<readonly { readonly reference: string }[]> => {
  const db = createDatabase(connect({ url: installation.urls.app, max: 1, name: "test", onIdleError: () => {} }));
  try {
    return await db.asOperator("test", (tx) => tx.rows<{ reference: string }>(sql`select reference from applications.application a where status <> 'payment' and not exists (select from casework.case c where c.application_id = a.id)`));
  } finally { await db.close(); }
};

async function within(milliseconds: number, reached: () => Promise<boolean>): Promise<boolean> {
  for (const began = Date.now(); Date.now() - began < milliseconds;) {
    if (await reached()) return true;
    await new Promise((resolve) => { setTimeout(resolve, 300); });
  }
  return false;
}

test("with the database stopped in mid-submission the person reads that nothing was taken, and after the restart nothing is half there", async () => {
  const browser = openBrowser();
  const page = await toCheckPage(browser, installation.origin("musterstadt"), "hund-anmelden");
  const before = await counts();
  assert.deepEqual({ drafts: before.drafts, applications: before.applications }, { drafts: 1, applications: 0 });
  installation.killDatabase();
  const refused = await postForm(browser, page, "hund-anmelden", /verbindlich/i, confirmations(page));
  assert.equal(refused.status, 503);
  assert.match(refused.page.text, /nicht (angenommen|eingegangen)/);
  assert.match(refused.page.text, /0999 555/);
  assert.deepEqual(refused.page.problems, []);
  const oldHost = `musterstadt.portal.localhost:${installation.ports.portal}`;
  await installation.stop();

  installation = await openInstallation(folder, { revival: { onGivenUp: (sentence) => { throw new Error(sentence); } } });
  assert.deepEqual(await counts(), before);
  // The same browser comes back (the port is another one in this test only) and sends what is still there.
  const jar = browser.cookies.get(oldHost);
  assert.ok(jar);
  browser.cookies.set(`musterstadt.portal.localhost:${installation.ports.portal}`, jar);
  const again = await browser.get(`${installation.origin("musterstadt")}${new URL(page.url).pathname}`);
  assert.match(again.page.text, /Bello/);
  const sent = await postForm(browser, again, "hund-anmelden", /verbindlich/i, confirmations(again));
  assert.match(sent.url, /\/eingang\//);
  assert.deepEqual({ drafts: (await counts()).drafts, applications: (await counts()).applications }, { drafts: 0, applications: 1 });
  browser.close();
});

test("the same form sent ten times at once makes one application and ten times the same answer", async () => {
  const browser = openBrowser();
  const page = await toCheckPage(browser, installation.origin("musterstadt"), "maengelmelder");
  const before = (await counts()).applications;
  const replies = await Promise.all(Array.from({ length: 10 }, () => postForm(browser, page, "maengelmelder", /melden|absenden/i, confirmations(page))));
  assert.equal(new Set(replies.map(({ url }) => url.replace(/\?.*/, ""))).size, 1, replies.map(({ status, url }) => `${status} ${url}`).join("\n"));
  assert.equal((await counts()).applications, before + 1);
  browser.close();
});

test("a database that is killed is taken up again, and portal and worker go on by themselves", async () => {
  const browser = openBrowser();
  const page = await toCheckPage(browser, installation.origin("musterstadt"), "maengelmelder");
  const before = await counts();
  // The worker may end and be started again, as it is meant to when its queue fails.
  const processes = () => [installation.web.pid(), installation.sandbox.pid()];
  const living = processes();
  installation.killDatabase();
  const sent = await within(60_000, async () => {
    const reply = await postForm(browser, page, "maengelmelder", /melden|absenden/i, confirmations(page));
    return /\/eingang\//.test(reply.url);
  });
  assert.ok(sent, "the same form is taken again");
  assert.equal((await counts()).applications, before.applications + 1);
  await within(30_000, async () => (await waiting()).length === 0);
  assert.deepEqual(await waiting(), [], "the worker lays each application before its office");
  assert.deepEqual(processes(), living);
  browser.close();
});

test("a second portal on the same folder is told so in a sentence", async () => {
  await assert.rejects(openInstallation(folder), /läuft schon ein Kommunalportal/);
});
