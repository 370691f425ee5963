import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import type { Frame, Page } from "playwright-core";
import { freePort } from "../apps/portal/src/testing/free-port.ts";
import { launchWholeChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { answers, fillIn } from "./answers.ts";
import { checkPage } from "./check-page.ts";
import { press, projects, visitor } from "./projects.ts";
import { signInWithBundId } from "./sign-in.ts";

// As browsers are set that take no cookies from third parties. It ends before the world does: a frame that was refused keeps its connection.
const browser = await launchWholeChromium(["--enable-features=ForceThirdPartyCookieBlockingEnabled"]);
after(() => browser.close());
const world = await startWorld();
const [computer, phone, plain] = projects;
const town = world.origin("musterstadt");
/** The town's website, from another provider and at another site than the portal. */
const website = `${new URL(world.sandbox.url).origin.replace("//", "//stadtseite.")}/`;

/** A site that no town has admitted, and beside it one that sets cookies in a frame. */
const port = await freePort();
const stranger = `http://127.0.0.1:${port}`;
const legal = 'data-impressum="https://verein.example/impressum" data-datenschutz="https://verein.example/datenschutz"';
const pages: Readonly<Record<string, string>> = {
  "/": `<h1>Verein</h1><script src="${town}/einbetten.js" data-dienst="hund-anmelden" data-titel="Hund anmelden" ${legal}></script>`,
  "/ohne-impressum": `<h1>Verein</h1><script src="${town}/einbetten.js" data-dienst="hund-anmelden" data-titel="Hund anmelden" data-impressum="http://verein.example/" data-datenschutz="javascript:alert(1)"></script>`,
  "/sperrmuell": `<h1>Verein</h1><script src="${town}/einbetten.js" data-dienst="sperrmuell" data-titel="Sperrmüll" ${legal}></script>`,
  "/kekse": `<h1>Verein</h1><iframe src="http://kekse.localhost:${port}/rahmen" title="Kekse"></iframe>`,
};
const server = createServer((request, response) => {
  if (request.url === "/rahmen") {
    response.writeHead(200, { "content-type": "text/html", "set-cookie": ["fremd=1; Path=/; Secure; SameSite=None", "geteilt=1; Path=/; Secure; SameSite=None; Partitioned"] });
    response.end(`<p>${request.headers.cookie ?? "nichts"}</p>`);
    return;
  }
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end(`<!doctype html><html lang="de"><title>Verein</title><body>${pages[request.url ?? ""] ?? ""}</body></html>`);
});
await new Promise<void>((resolve) => { server.listen(port, "127.0.0.1", resolve); });
after(() => { server.close(); server.closeAllConnections(); });

/** The frame of the form once it has told its height. */
async function formIn(page: Page): Promise<Frame> {
  const element = page.locator(".kommunalportal iframe");
  await page.waitForFunction(() => { const height = document.querySelector<HTMLIFrameElement>(".kommunalportal iframe")?.height; return height !== undefined && height !== "600"; });
  return (await (await element.elementHandle())?.contentFrame()) ?? assert.fail("no frame");
}

/** Steps in a frame: a click there does not wait for the page that it loads. */
async function walkFrame(frame: Frame, values: Readonly<Record<string, string>>): Promise<void> {
  for (let before = new URL(frame.url()).pathname; !before.endsWith("/pruefen"); before = new URL(frame.url()).pathname) {
    await fillIn({ page: frame }, values);
    await press(frame, "Weiter");
    await frame.waitForURL(({ pathname }) => pathname !== before);
  }
}

/** Nobody scrolls inside the frame. */
async function standsWhole(frame: Frame): Promise<void> {
  await frame.waitForFunction(() => document.documentElement.scrollHeight <= window.innerHeight + 1);
  assert.ok(await frame.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "nothing is wider than the frame");
}

test("this browser blocks cookies of third parties and keeps partitioned ones", async () => {
  const { page, close } = await visitor(browser, computer!);
  await page.goto(`${stranger}/kekse`);
  await page.reload();
  assert.equal(await page.frameLocator("iframe").locator("p").innerText(), "geteilt=1");
  await close();
});

for (const project of [computer!, phone!]) {
  test(`a dog is registered inside the town's website, without cookies of third parties, ${project.name}`, async () => {
    const person = await visitor(browser, project);
    const { page } = person;
    await page.goto(website);
    const frame = await formIn(page);
    await standsWhole(frame);
    await checkPage(person, "website with the form");
    assert.match(await page.locator(".kommunalportal iframe").getAttribute("title") ?? "", /^Hund anmelden/);
    assert.deepEqual(await page.locator(".kommunalportal nav a").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href)), ["https://www.musterstadt.example/impressum", "https://www.musterstadt.example/datenschutz", "https://www.musterstadt.example/barrierefreiheit"]);
    await press(frame, "Ohne Anmeldung beginnen");
    await frame.waitForURL(/\/halter$/);
    await press(frame, "Weiter");
    await frame.getByRole("link", { name: "Geben Sie »Vorname« ein." }).waitFor();
    await standsWhole(frame);
    await checkPage(person, "step with errors in the website");
    // On the phone it is about the room; the way on is the same.
    if (project === phone) { await person.close(); return; }
    await walkFrame(frame, answers["hund-anmelden"]!);
    await standsWhole(frame);
    await checkPage(person, "check page in the website");
    await press(frame, /verbindlich|absenden/i);
    await frame.waitForURL(/\/eingebettet\/eingang\//);
    assert.match(await frame.locator(".portal-main").innerText(), /[A-Z]{3}-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
    await standsWhole(frame);
    assert.equal(page.url(), website, "the website stayed where it was");
    await person.close();
  });
}

test("who wants to sign in on the way goes on in a window of its own with what is filled in", async () => {
  const person = await visitor(browser, computer!);
  const { page } = person;
  await page.goto(website);
  const frame = await formIn(page);
  await press(frame, "Ohne Anmeldung beginnen");
  await frame.waitForURL(/\/halter$/);
  const draft = new URL(frame.url()).pathname.split("/")[3] ?? "";
  await frame.goto(`${town}/eingebettet/eigenes-fenster?ziel=${encodeURIComponent(`/antrag/${draft}/halter`)}`);
  await checkPage(person, "way out of the frame");
  const [tab] = await Promise.all([page.context().waitForEvent("page"), press(frame, "In einem eigenen Fenster fortsetzen")]);
  await tab.waitForURL(`${town}/antrag/${draft}/halter`);
  assert.equal(await tab.locator("header").count(), 1, "the portal itself");
  assert.equal(await tab.locator('main [name="halter.vorname"]').count(), 1);
  await person.close();
});

test("what was sent from the website by somebody who is signed in elsewhere is paid in a window of its own, and is theirs there", async () => {
  const admitted = `http://verein.localhost:${port}`;
  await world.house.tenants.admitEmbedHost(world.house.tenants.bySlug("musterstadt")?.id ?? assert.fail("no town"), admitted);
  const person = await visitor(browser, computer!);
  const { page } = person;
  await page.goto(`${town}/anmelden?ziel=${encodeURIComponent("/vorgaenge")}&konto=1`);
  await signInWithBundId(person);
  await page.waitForURL(/\/vorgaenge/);
  await page.goto(`${admitted}/sperrmuell`);
  const frame = await formIn(page);
  await press(frame, "Ohne Anmeldung beginnen");
  await frame.waitForURL(/\/sachen$/);
  await walkFrame(frame, {
    "sachen.0.art": "metall", "sachen.0.was": "Ein altes Fahrrad", "sachen.0.anzahl": "1", "ort.street": "Lindenweg", "ort.houseNumber": "7", "ort.postalCode": "00101", "ort.city": "Musterstadt",
    "abholung.termin.day": "1", "abholung.termin.month": "12", "abholung.termin.year": "2099", "abholung.termin.time": "any", "abholung.schonZwei": "yes", "person.givenName": "Erika", "person.surname": "Beispiel",
  });
  await press(frame, /zahlungspflichtig/i);
  await frame.waitForURL(/\/eingebettet\/eigenes-fenster/);
  const [tab] = await Promise.all([page.context().waitForEvent("page"), press(frame, "In einem eigenen Fenster fortsetzen")]);
  await tab.waitForURL(/\/bezahlen\/[0-9a-f-]{36}$/);
  const inTab = { ...person, page: tab };
  await checkPage(inTab, "paying beside the website");
  assert.match(await tab.locator("main").innerText(), /20,00\s€/);
  await press(tab, /bezahlen/i);
  await tab.waitForURL(/\/\/payment\./);
  await tab.locator('button[value="bezahlen"]').click();
  await tab.waitForURL(/\/bezahlen\/[0-9a-f-]{36}\/rueckkehr/);
  await checkPage(inTab, "paid beside the website");
  const application = await tab.locator('main a[href*="/eingang/"]').first().getAttribute("href") ?? assert.fail("no way to the acknowledgement");
  await tab.goto(`${town}${application}`);
  assert.match(await tab.locator("main").innerText(), /[A-Z]{3}-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
  await person.close();
});

test("without JavaScript the website has a link to the form", async () => {
  const { page, close } = await visitor(browser, plain!);
  await page.goto(website);
  assert.equal(await page.locator("iframe").count(), 0);
  await page.getByRole("link", { name: "Zum Formular" }).click();
  await page.waitForURL(`${town}/antrag/hund-anmelden`);
  await close();
});

test("a website that the town has not admitted shows the link alone, and so does one without legal notice", async () => {
  const person = await visitor(browser, computer!);
  const { page, complaints } = person;
  await page.clock.install();
  await page.goto(`${stranger}/`);
  const link = page.getByRole("link", { name: "Hund anmelden: in eigenem Fenster öffnen" });
  await link.waitFor();
  await page.waitForLoadState("load");
  await page.waitForFunction(() => document.querySelector("iframe") !== null);
  await page.clock.fastForward(11_000);
  await page.waitForFunction(() => document.querySelector("iframe") === null);
  assert.equal(await link.getAttribute("href"), `${town}/antrag/hund-anmelden`);
  assert.ok(complaints.some((text) => text.includes("frame-ancestors")), complaints.join("\n"));
  assert.ok(complaints.some((text) => text.includes(`${stranger} noch nicht zugelassen`)), complaints.join("\n"));
  await page.goto(`${stranger}/ohne-impressum`);
  await link.waitFor();
  assert.equal(await page.locator("iframe").count(), 0);
  assert.ok(complaints.some((text) => text.includes("keine https-Adressen: Impressum, Datenschutz")), complaints.join("\n"));
  await person.close();
});
