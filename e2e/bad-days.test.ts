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

  installation = await openInstallation(folder);
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

test("a second portal on the same folder is told so in a sentence", async () => {
  await assert.rejects(openInstallation(folder), /läuft schon ein Kommunalportal/);
});
