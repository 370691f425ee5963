import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { answers, tickAll, walkSteps } from "./answers.ts";
import { checkLinks } from "./check-links.ts";
import { checkPage } from "./check-page.ts";
import { press, projects, visitor, type Project, type Visitor } from "./projects.ts";
import { signInWithBundId } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");

/** Erika signs in, takes her data over and comes to »Angaben prüfen«. */
async function toCheckPage(project: Project, look: boolean): Promise<Visitor> {
  const person = await visitor(browser, project);
  const { page } = person;
  await page.goto(`${town}/antrag/bewohnerparkausweis`);
  if (look) await checkPage(person, "start");
  await page.getByRole("link", { name: /BundID/ }).first().click();
  await signInWithBundId(person);
  if (await page.getByRole("button", { name: /beginnen|Entwurf/i }).count() > 0) await page.getByRole("button", { name: /beginnen|Entwurf/i }).first().click();
  await page.waitForURL(/\/antrag\/[0-9a-f-]{36}\//);
  if (look) await checkPage(person, "take-over");
  if (page.url().includes("uebernahme")) await press(page, /^(Ausgewählte )?(Angaben )?übernehmen|Übernehmen/i);
  await walkSteps(person, answers["bewohnerparkausweis"]!, look ? (where) => checkPage(person, where) : undefined);
  if (look) await checkPage(person, "check");
  return person;
}

for (const project of projects) {
  test(`a parking permit is paid online, granted automatically and verified by its code, ${project.name}`, async () => {
    const person = await toCheckPage(project, true);
    const { page } = person;
    assert.match(await page.locator("main").innerText(), /30,00\s€/);
    await tickAll(person);
    await press(page, /zahlungspflichtig/i);
    await page.waitForURL(/bezahlen|payment\./);
    if (!project.javaScript) {
      // The browser was closed before paying: the own area leads to the payment.
      await checkLinks(person, `${town}/vorgaenge`);
      await page.goto(`${town}/vorgaenge`);
      await page.getByRole("link", { name: /^Bezahlen Sie 30,00\s€/ }).click();
      await page.waitForURL(/\/bezahlen\/[0-9a-f-]{36}$/);
    }
    if (!page.url().includes("payment.")) { await checkPage(person, "pay"); await press(page, /bezahlen/i); }
    await page.waitForURL(/\/\/payment\./);
    await page.locator('button[value="bezahlen"]').click();
    await page.waitForURL(/portal\.localhost/);
    await page.waitForLoadState();
    await checkPage(person, "paid");
    const application = await granted();
    await page.goto(`${town}/vorgaenge/${application}`);
    await checkPage(person, "my case");
    await page.goto(`${town}/postfach`);
    await checkPage(person, "mailbox");
    if (!project.javaScript) for (const own of [`vorgaenge/${application}`, "postfach", "dokumente", "konto"]) await checkLinks(person, `${town}/${own}`);
    await person.close();
  });
}

/** Waits for the worker: the newest application is decided. */
async function granted(): Promise<string> {
  return until("the newest is granted", async () => {
    const row = await world.house.db.asOperator("test", (tx) => tx.maybe<{ id: string; status: string }>(sql`select id, status from applications.application where service = 'bewohnerparkausweis' order by created_at desc limit 1`));
    return row !== undefined && ["decided", "closed"].includes(row.status) && row.id;
  });
}
