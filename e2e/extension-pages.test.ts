import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { after, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import type { FrameLocator, Page } from "playwright-core";
import { serviceSwitch } from "../apps/portal/src/modules/tenants/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { freePort } from "../apps/portal/src/testing/free-port.ts";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { checkPage } from "./check-page.ts";
import { startExample } from "./extension-process.ts";
import { fillIn } from "./answers.ts";
import { press, projects, visitor, type Visitor } from "./projects.ts";
import { signInAsStaff } from "./sign-in.ts";
import { smallDog, submitFor } from "./submit-for.ts";

const ports = { choice: await freePort(), tab: await freePort(), tile: await freePort() };
const world = await startWorld({ extensionHosts: [`127.0.0.1:${ports.choice}`] });
const { house } = world;
const musterstadt = house.tenants.bySlug("musterstadt") ?? assert.fail("no Musterstadt");
await house.db.asOperator("test", async (tx) => {
  for (const service of await house.forms.loadPackages(fileURLToPath(new URL("../examples/terminwahl-extension/services", import.meta.url)))) {
    await house.forms.publish(tx, service);
    await house.tenants.storeSwitch(tx, musterstadt.id, serviceSwitch.parse({ service: service.service.slug, enabled: true, paymentWays: ["counter"], notificationArea: "vwvfg" }));
  }
});
const [choice, tab, tile] = [await startExample(world, "terminwahl-extension", ports.choice), await startExample(world, "aktenabgleich-extension", ports.tab), await startExample(world, "wertstoffhof-extension", ports.tile)];
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");

/** A page of an extension keeps what a page of the portal has to keep. */
async function checkForeign({ project }: Visitor, page: Page, where: string): Promise<void> {
  if (!project.javaScript) return;
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`), [], `${where}: axe`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth) <= 0, `${where}: wider than the screen`);
}

/** A dog, registered by somebody without account. */
const dogRegistered = () => submitFor(house, { service: "hund-anmelden", answers: smallDog });

/** The worker opens the case when it hears of the application. */
async function caseOf(reference: string): Promise<string> {
  const reach = { tenant: musterstadt.id, staff: newId(), name: "Test", offices: "all", supervisor: true } as const;
  return until("a case is opened", async () => (await house.casework.inbox(reach, { text: reference }, { at: "first" })).lines[0]?.id);
}

/** The program's page in its frame; frames are loaded when they are near. */
async function frameOf(page: Page, port: number): Promise<FrameLocator> {
  const at = `iframe[src^="http://127.0.0.1:${port}/"]`;
  await page.locator(at).scrollIntoViewIfNeeded();
  return page.frameLocator(at);
}

async function toAppointment(person: Visitor): Promise<void> {
  const { page } = person;
  await page.goto(`${town}/antrag/termin-im-buergerbuero`);
  await press(page, /beginnen/i);
  await fillIn(person, { anliegen: "reisepass", name: "Erika Beispiel" });
  await press(page, "Weiter");
}

for (const project of projects) {
  test(`a form with an address check and a choice of appointments, ${project.name}`, async () => {
    const person = await visitor(browser, project);
    const { page } = person;
    await toAppointment(person);
    // The portal asks the program: remarks first, then the right spelling, each time with everything kept that was typed.
    await fillIn(person, { "anschrift.strasse": "Erfundene Gasse", "anschrift.hausnummer": "7" });
    await checkPage(person, "address");
    await press(page, "Anschrift prüfen");
    assert.match(await page.locator("main").innerText(), /hat Hinweise[\s\S]*Straße: Diese Straße steht nicht im Straßenverzeichnis/);
    assert.equal(await page.locator('[name="anschrift.hausnummer"]').inputValue(), "7");
    await checkPage(person, "remarks");
    await fillIn(person, { "anschrift.strasse": "bahnhofstr." });
    await press(page, "Anschrift prüfen");
    assert.match(await page.locator("main").innerText(), /Die Angaben sind übernommen/);
    assert.deepEqual([await page.locator('[name="anschrift.strasse"]').inputValue(), await page.locator('[name="anschrift.plz"]').inputValue()], ["Bahnhofstraße", "00102"]);
    await press(page, "Weiter");

    // The person goes to the program's page and comes back with an appointment.
    await press(page, "Freien Termin wählen");
    assert.match(await page.locator("main").innerText(), /Sie verlassen jetzt das Portal[\s\S]*Worum geht es\?\s+Reisepass beantragen/);
    await checkPage(person, "leaving");
    const back = page.url().replace(/\/erweiterung$/, "");
    const link = page.getByRole("link", { name: /^Weiter zu Terminwahl/ });
    const address = await link.getAttribute("href") ?? "";
    await link.click();
    await page.waitForURL(/127\.0\.0\.1/);
    await checkForeign(person, page, "choice of appointments");
    assert.match(await page.locator("main").innerText(), /Reisepass beantragen/);
    await press(page, "Termin übernehmen");
    assert.match(await page.locator("[role=alert]").innerText(), /Wählen Sie einen der Termine/);
    const chosen = page.getByRole("radio").nth(projects.indexOf(project));
    const slot = await chosen.getAttribute("value") ?? "";
    await chosen.check();
    await press(page, "Termin übernehmen");
    await page.waitForURL(/uebernommen=1/);
    await checkPage(person, "back");
    await press(page, "Weiter");
    await page.waitForURL(/\/pruefen$/);
    const [, hour = "", minute = ""] = /-(\d{2})(\d{2})$/.exec(slot) ?? [];
    assert.match(await page.locator("main").innerText(), new RegExp(`Bahnhofstraße[\\s\\S]*Termin[\\s\\S]*${hour}:${minute} Uhr`));
    await checkPage(person, "check");

    // The code is used, and what it gave too.
    await page.goto(address);
    assert.match(await page.locator("main").innerText(), /Bitte öffnen Sie diese Seite im Portal/);
    await checkForeign(person, page, "used code");
    await page.goto(`${back}/rueckgabe?ergebnis=kpr_${"A".repeat(43)}`);
    assert.match(await page.locator("main").innerText(), /Das wurde nicht übernommen[\s\S]*Ihre Angaben sind unverändert/);
    await page.goto(`${back.slice(0, back.lastIndexOf("/"))}/pruefen`);
    await press(page, "Termin vereinbaren");
    assert.match(await page.locator("main").innerText(), /Ihr Antrag ist eingegangen/);
    await person.close();
  });
}

test("a program that is away, or that the town has taken back, costs nothing that was typed", async () => {
  const person = await visitor(browser, projects[1] ?? assert.fail());
  const { page } = person;
  await toAppointment(person);
  await choice.stop();
  await fillIn(person, { "anschrift.strasse": "Lindenweg", "anschrift.hausnummer": "7" });
  await press(page, "Anschrift prüfen");
  assert.match(await page.locator("main").innerText(), /antwortet gerade nicht[\s\S]*Ihre Angaben sind gespeichert/);
  assert.equal(await page.locator('[name="anschrift.strasse"]').inputValue(), "Lindenweg");
  await checkPage(person, "silent");
  await press(page, "Weiter");
  await press(page, "Freien Termin wählen");
  assert.match(await page.locator("main").innerText(), /antwortet gerade nicht/);
  await choice.start();
  await house.extensions.revokePermission({ tenant: musterstadt.id, client: choice.client, actor: { kind: "system", what: "test" } });
  await page.goto(page.url().replace(/\/erweiterung$/, ""));
  assert.equal(await page.getByRole("button", { name: "Freien Termin wählen" }).count(), 0);
  await fillIn(person, { "termin.wann.day": "3", "termin.wann.month": "5", "termin.wann.year": "2099", "termin.wann.time": "morning" });
  await press(page, "Weiter");
  await page.waitForURL(/\/pruefen$/);
  await person.close();
});

for (const project of projects) {
  test(`a tab in a case, ${project.name}`, async () => {
    const registered = await dogRegistered();
    const person = await visitor(browser, project);
    const { page } = person;
    await signInAsStaff(person, world.origin(), "Sabine Steuer");
    await page.goto(`${world.origin()}/mitarbeit/musterstadt/vorgang/${await caseOf(registered.reference)}`);
    await page.getByRole("link", { name: "Aktenabgleich", exact: true }).click();
    const frame = await frameOf(page, ports.tab);
    await frame.locator("h1").waitFor();
    await checkPage(person, "case with the tab");
    const answer = await page.reload();
    assert.match(answer?.headers()["content-security-policy"] ?? "", new RegExp(`frame-src http://127\\.0\\.0\\.1:${ports.tab}$`));
    await frame.locator("h1").waitFor();
    for (const point of await frame.getByRole("checkbox").all()) await point.check();
    await frame.getByRole("button", { name: "Speichern" }).click();
    await frame.locator("[role=status]").waitFor();
    assert.match(await frame.locator("main").innerText(), /Alles geprüft\. Der Vorgang ist in Bearbeitung/);
    if (project.javaScript) assert.deepEqual(await isolation(frame), { origin: "null", cookie: "SecurityError", parent: "SecurityError" });
    const status = await house.db.inTenant(musterstadt.id, async (tx) => (await house.applications.view(tx, registered.application))?.status);
    assert.equal(status, "in-progress");
    // The person sees that a program has read the application.
    const readers = await house.db.inTenant(musterstadt.id, (tx) => house.audit.readersOf(tx, registered.application));
    assert.ok(readers.some(({ actorKind, actor }) => actorKind === "extension" && actor === tab.client));
    // The same page in a tab of its own, with a code of its own.
    const [alone] = await Promise.all([page.context().waitForEvent("page"), page.getByRole("link", { name: /in einem neuen Tab öffnen/ }).click()]);
    await alone.waitForSelector("h1");
    await checkForeign(person, alone, "the tab alone");
    await person.close();
  });

  test(`a tile on pages of the town, ${project.name}`, async () => {
    const person = await visitor(browser, project);
    const { page } = person;
    const first = await page.goto(town);
    const frame = await frameOf(page, ports.tile);
    await frame.locator("table").waitFor();
    await checkPage(person, "start with the tile");
    for (const [what, answer] of [["first", first], ["from memory", await page.reload()]] as const) assert.match(answer?.headers()["content-security-policy"] ?? "", new RegExp(`frame-src http://127\\.0\\.0\\.1:${ports.tile}$`), what);
    await page.goto(`http://127.0.0.1:${ports.tile}/auslastung?ort=musterstadt&sprache=de`);
    await checkForeign(person, page, "the tile alone");
    await person.close();
  });
}

test("a tile that is taken back is gone from the page at once, and its origin from the policy", async () => {
  await house.extensions.revokePermission({ tenant: musterstadt.id, client: tile.client, actor: { kind: "system", what: "test" } });
  const person = await visitor(browser, projects[2] ?? assert.fail());
  const answer = await until("the page in memory has it no more", async () => { const shown = await person.page.goto(town); return await person.page.locator("iframe").count() === 0 && shown!; });
  assert.doesNotMatch(answer.headers()["content-security-policy"] ?? "", /frame-src/);
  await person.close();
});

/** What the page inside may reach: nothing of the page around it, and no cookies of anybody. */
function isolation(frame: FrameLocator): Promise<object> {
  return frame.locator("main").evaluate(() => {
    const failed = (work: () => unknown): string => { try { return String(work()); } catch (error) { return error instanceof DOMException ? error.name : "other"; } };
    return { origin: self.origin, cookie: failed(() => document.cookie), parent: failed(() => parent.document.title) };
  });
}
