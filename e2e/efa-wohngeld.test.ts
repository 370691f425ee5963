import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { addJob } from "../apps/portal/src/platform/jobs/index.ts";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { fillIn } from "./answers.ts";
import { checkPage } from "./check-page.ts";
import { inOneWay, press, projects, visitor } from "./projects.ts";
import { signInAsStaff } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");
const wohngeld = "99107023017000";

test("whoever leads the town orders the opening and opens the destination; the pages keep what every page has to keep", async () => {
  for (const project of projects) {
    const sven = await visitor(browser, project);
    await signInAsStaff(sven, world.origin(), "Sven Super");
    for (const path of ["", "/wohngeld-online", "/empfang"]) {
      await sven.page.goto(`${world.origin()}/mitarbeit/musterstadt/redaktion/efa${path}`);
      await checkPage(sven, `editor efa${path}`);
    }
    if (project.name === projects[0]!.name) {
      await sven.page.getByLabel("Vertrag zur Auftragsverarbeitung").fill("AV-2026-1");
      await sven.page.getByLabel("Gilt ab").fill("2026-01-01");
      await press(sven.page, "Auftrag erteilen");
      // Two keys of 4096 bits, and the sandbox's own on its first use.
      sven.page.setDefaultTimeout(120_000);
      await sven.page.getByRole("button", { name: /Zustellpunkt einrichten/ }).click({ timeout: 120_000 });
      await sven.page.getByText("Schlüssel eingerichtet").waitFor({ timeout: 120_000 });
      await checkPage(sven, "reception is open");
    }
    await sven.close();
  }
});

for (const project of inOneWay("auf dem Telefon")) {
  test(`Wohngeld made in an EfA service elsewhere lies in the clerk's inbox, a question and its answer travel back, ${project.name}`, async () => {
    const frieda = await visitor(browser, project);
    await frieda.page.goto(`${town}/leistung/${wohngeld}-wohngeld-beantragen`);
    await checkPage(frieda, "service page");
    await frieda.page.getByRole("link", { name: "Online-Dienst des Landes Schleswig-Holstein" }).click();
    await frieda.page.waitForURL(/\/efa\//);
    await checkPage(frieda, "the way to the service");
    await frieda.page.getByRole("link", { name: /Zum Online-Dienst/ }).click();
    await frieda.page.waitForURL(/\/\/efa\.sandbox/);
    for (const [name, value] of [["Vorname", "Frieda"], ["Nachname", "Muster"], ["Geburtsdatum", "1990-04-17"], ["Miete in Euro", "640"], ["Personen im Haushalt", "2"]] as const) await frieda.page.getByLabel(name).fill(value);
    await frieda.page.getByLabel(/Bescheid elektronisch/).check();
    await press(frieda.page, "Antrag senden");
    await frieda.page.waitForURL(/\/vorgang\/WG-/);
    const number = /WG-\d{4}-\d{6}/.exec(frieda.page.url())![0];
    const there = frieda.page.url();

    const clerk = await visitor(browser, project);
    await signInAsStaff(clerk, world.origin(), "Sven Super");
    await until(clerk.page, `${world.origin()}/mitarbeit/musterstadt/eingang?q=${number}`, /MUS-\d{4}-/);
    await checkPage(clerk, "inbox, found by the number of the other service");
    await clerk.page.locator("main").getByRole("link", { name: /MUS-\d{4}-/ }).first().click();
    await checkPage(clerk, "case");
    const text = await clerk.page.locator("main").innerText();
    for (const words of ["Frieda Muster", number, "Wohngeld Online", "17.04.1990", "640", "fachdaten.json"]) assert.ok(text.includes(words), `${words} is missing: ${text.slice(0, 3_000)}`);
    assert.doesNotMatch(text, /Konto gelöscht/, "Frieda never had one here");
    await press(clerk.page, "Übernehmen");
    await clerk.page.waitForLoadState();
    const caseUrl = clerk.page.url().split("?")[0]!;
    await until(frieda.page, there, /bei der Behörde angekommen/);
    const details = clerk.page.locator("details", { hasText: "Frage stellen" }).first();
    if (!(await details.evaluate((element) => (element as unknown as { open: boolean }).open))) await details.locator("summary").click();
    await clerk.page.locator('form[action$="/frage"] textarea[name="text"]').fill("Seit wann zahlen Sie diese Miete?");
    await press(clerk.page, "Frage senden");
    await clerk.page.waitForLoadState();

    await until(frieda.page, there, /Seit wann zahlen Sie diese Miete\?/);
    await frieda.page.getByLabel("Ihre Antwort").fill("Seit dem ersten Oktober.");
    await press(frieda.page, "Antwort senden");
    await frieda.page.getByText("Beantwortet.").waitFor();

    await until(clerk.page, `${caseUrl}?ansicht=nachrichten`, /Seit dem ersten Oktober\./);
    await checkPage(clerk, "case with the answer");
    await clerk.page.goto(`${caseUrl}/bescheid`);
    await fillIn(clerk, { art: "grant", betreff: "Wohngeld ab Dezember", text: "Ihnen wird Wohngeld bewilligt.", weg: "post", anschrift: "Frieda Muster\nLindenweg 4\n00101 Musterstadt" });
    await press(clerk.page, "Bescheid erlassen");
    await clerk.page.waitForLoadState();
    await until(frieda.page, there, /Ergebnis: bewilligt/);
    // The operator reads the whole way, there and back.
    const olga = await visitor(browser, project);
    await signInAsStaff(olga, world.origin(), "Olga Operator");
    await until(olga.page, `${world.origin()}/betrieb/vorgaenge/${/MUS-\d{4}-\w{4}-\w{4}/.exec(text)![0]}`, /Aus dem Dienst eines anderen Landes angekommen[^]*Eingegangen[^]*Dem anderen Dienst gesagt: angenommen[^]*Frage des Amts[^]*Wort des Amts an den anderen Dienst gesendet[^]*Antwort aus dem anderen Dienst angekommen[^]*Antwort der Person/);
    await checkPage(olga, "story of an application from elsewhere");
    await olga.close();
    assert.match(await frieda.page.locator("main, body").first().innerText(), /Ihnen wird Wohngeld bewilligt.*|Bescheid als PDF/s);
    await clerk.close();
    await frieda.close();
  });
}

for (const project of inOneWay("ohne JavaScript")) {
  test(`The same over XTA, encrypted for the town: the directory first, then Wohngeld, a question and its answer, and the decision lies in the person's mailbox of BundID, ${project.name}`, async () => {
    // Whoever leads the town makes the key; whoever keeps the town's entry in the directory enters its certificate there.
    const sven = await visitor(browser, project);
    await signInAsStaff(sven, world.origin(), "Sven Super");
    sven.page.setDefaultTimeout(120_000);
    await sven.page.goto(`${world.origin()}/mitarbeit/musterstadt/redaktion/efa/empfang`);
    // Walked in another way before, it is there.
    if (await sven.page.getByRole("button", { name: /XTA-Schlüssel erzeugen/ }).count() > 0) await press(sven.page, /XTA-Schlüssel erzeugen/);
    await sven.page.getByText("Für diese Zertifikate verschlüsseln andere Dienste").waitFor();
    await checkPage(sven, "reception with a key for XTA");
    const [file] = await Promise.all([sven.page.waitForEvent("download"), sven.page.locator('a[href$=".pem"]').first().click()]);
    const certificate = await readFile(await file.path(), "utf8");
    await sven.page.goto(`http://xta.sandbox.localhost:${world.sandbox.port}/dvdv`);
    await sven.page.getByLabel("Postfach", { exact: true }).selectOption("eingang:059990001001");
    await sven.page.getByLabel(/Zertifikat zum Verschlüsseln/).fill(certificate);
    await press(sven.page, "Eintragen");
    // This town is reached over XTA: its own address of the service says so.
    await sven.page.goto(`${world.origin()}/mitarbeit/musterstadt/redaktion/efa/wohngeld-online`);
    await sven.page.getByLabel(/Eigene Adresse/).fill(`http://efa.sandbox.localhost:${world.sandbox.port}/wohngeld?ars={ars}&weg=xta`);
    await press(sven.page, "Speichern");
    await sven.page.waitForLoadState();

    const erika = await visitor(browser, project);
    const zbp = `http://zbp.sandbox.localhost:${world.sandbox.port}/`;
    await erika.page.goto(zbp);
    const before = await lettersIn(erika.page);
    // Public pages are kept until the town's change is told.
    await until(erika.page, `${town}/efa/${wohngeld}`, /Zum Online-Dienst/, 'a[href*="weg=xta"]');
    await erika.page.getByRole("link", { name: /Zum Online-Dienst/ }).click();
    await erika.page.waitForURL(/\/\/efa\.sandbox/);
    for (const [name, value] of [["Vorname", "Erika"], ["Nachname", "Beispiel"], ["Geburtsdatum", "1984-08-12"], ["Miete in Euro", "710"], ["Personen im Haushalt", "3"]] as const) await erika.page.getByLabel(name).fill(value);
    await erika.page.getByLabel(/BundID-Postfach/).selectOption("erika-beispiel");
    await erika.page.getByLabel(/Bescheid elektronisch/).check();
    await press(erika.page, "Antrag senden");
    await erika.page.waitForURL(/\/vorgang\/WG-/);
    assert.match(await erika.page.locator("main").innerText(), /XTA, verschlüsselt für die Behörde/);
    const number = /WG-\d{4}-\d{6}/.exec(erika.page.url())![0];
    const there = erika.page.url();
    await lookIntoMailboxes();

    const clerk = await visitor(browser, project);
    await signInAsStaff(clerk, world.origin(), "Sven Super");
    await until(clerk.page, `${world.origin()}/mitarbeit/musterstadt/eingang?q=${number}`, /MUS-\d{4}-/);
    await clerk.page.locator("main").getByRole("link", { name: /MUS-\d{4}-/ }).first().click();
    const text = await clerk.page.locator("main").innerText();
    for (const words of ["Erika Beispiel", number, "12.08.1984", "710", "fachdaten.xml", "in das BundID-Postfach"]) assert.ok(text.includes(words), `${words} is missing: ${text.slice(0, 3_000)}`);
    await press(clerk.page, "Übernehmen");
    await clerk.page.waitForLoadState();
    const caseUrl = clerk.page.url().split("?")[0]!;
    await until(erika.page, there, /bei der Behörde angekommen/);
    const details = clerk.page.locator("details", { hasText: "Frage stellen" }).first();
    if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
    await clerk.page.locator('form[action$="/frage"] textarea[name="text"]').fill("Wer wohnt mit Ihnen zusammen?");
    await press(clerk.page, "Frage senden");
    await until(erika.page, there, /Wer wohnt mit Ihnen zusammen\?/);
    await erika.page.getByLabel("Ihre Antwort").fill("Meine beiden Kinder.");
    await press(erika.page, "Antwort senden");
    await erika.page.getByText("Beantwortet.").waitFor();
    await lookIntoMailboxes();
    await until(clerk.page, `${caseUrl}?ansicht=nachrichten`, /Meine beiden Kinder\./);

    await clerk.page.goto(`${caseUrl}/bescheid`);
    await fillIn(clerk, { art: "grant", betreff: "Wohngeld ab Januar", text: "Ihnen wird Wohngeld bewilligt.", weg: "post", anschrift: "Erika Beispiel\nLindenweg 7\n00101 Musterstadt" });
    await press(clerk.page, "Bescheid erlassen");
    await clerk.page.waitForLoadState();
    await until(erika.page, there, /Ergebnis: bewilligt/);
    // The person's own mailbox: question and decision, the letter with it, each once.
    await until(erika.page, zbp, new RegExp(`^(?:[^]*Bescheid zu Ihrem Antrag){${before.decisions + 1}}`));
    assert.deepEqual(await lettersIn(erika.page), { questions: before.questions + 1, decisions: before.decisions + 1 });
    await erika.page.getByRole("link", { name: "Bescheid zu Ihrem Antrag" }).first().click();
    assert.match(await erika.page.locator("main").innerText(), /Ihnen wird Wohngeld bewilligt\.[^]*bescheid\.pdf/);
    // Kept apart from what the other town, or nobody in particular, may see.
    await sven.page.goto(`${world.origin()}/mitarbeit/musterstadt/redaktion/efa/empfang`);
    const reception = await sven.page.locator("main").innerText();
    assert.match(reception, /XTA[^]*im Eingang[^]*Antrag/);
    await checkPage(sven, "reception after it");
    for (const one of [sven, erika, clerk]) await one.close();
  });
}

async function lettersIn(page: Page): Promise<{ readonly questions: number; readonly decisions: number }> {
  const count = (name: string): Promise<number> => page.getByRole("link", { name }).count();
  return { questions: await count("Rückfrage zu Ihrem Antrag"), decisions: await count("Bescheid zu Ihrem Antrag") };
}

/** What the crontab begins each minute, now. The service elsewhere has sent when its page says so. */
const lookIntoMailboxes = (): Promise<void> => world.house.db.asOperator("test", (tx) => addJob(tx, "gateway:poll", {}));

/** The worker does it; the page is loaded again until it is there. A callback asks to look at once, else every minute; a mailbox at an XTA server is looked into every minute. */
async function until(page: Page, url: string, expected: RegExp, having?: string): Promise<void> {
  for (let i = 0; i < 300; i += 1) {
    await page.goto(url);
    if (expected.test(await page.locator("body").innerText()) && (having === undefined || (await page.locator(having).count()) > 0)) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`${url} does not say ${String(expected)}: ${(await page.locator("body").innerText()).slice(0, 2_000)}`);
}
