import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { checkPage } from "./check-page.ts";
import { Counting } from "./counting.ts";
import { inOneWay, projects, visitor } from "./projects.ts";
import { referenceOn } from "./reference.ts";
import { signInAsStaff } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");

/** A person who does not program builds a service, a second one releases it, somebody uses it, and the case is closed (S18). */
const most = 150;
const slugs = ["bankverbindung-aendern", "konto-der-stadtkasse-mitteilen", "neue-iban-mitteilen"];
const names = ["Bankverbindung ändern", "Konto der Stadtkasse mitteilen", "Neue IBAN mitteilen"];

for (const [index, project] of inOneWay("ohne JavaScript").entries()) {
  test(`»${names[index]}« is built, released, published, submitted and closed with at most ${most} clicks and entries, ${project.name}`, async (t) => {
    const ede = await visitor(browser, project);
    await signInAsStaff(ede, world.origin(), "Ede Editor");
    const editor = new Counting(ede.page);
    await ede.page.goto(`${world.origin()}/mitarbeit`);
    await editor.link("Redaktion");
    await editor.link("Formulare");
    await checkPage(ede, "list of forms");
    await editor.link("Formular anlegen");
    await checkPage(ede, "new form");
    await editor.fill("Wie heißt der Dienst?", names[index]!);
    await editor.fill("Leistungsschlüssel", "99102900000000");
    await editor.choose("Zuständiges Amt", "Steueramt");
    await editor.press("Anlegen");
    await checkPage(ede, "empty form");

    for (const question of questions) await addQuestion(ede.page, editor, question, () => checkPage(ede, `question ${question.label}`));
    await checkPage(ede, "form with questions");
    assert.match(await ede.page.locator("main").innerText(), /Kassenzeichen.*IBAN/s);

    await editor.link("Vorschau");
    await checkPage(ede, "preview");
    await editor.link("Tests");
    await editor.fill("Name des Tests", "Neues Konto");
    await editor.press("Aufzeichnen");
    await checkPage(ede, "tests");
    assert.match(await ede.page.locator("main").innerText(), /Neues Konto\s+grün/);
    // The other areas once, on the smallest screen.
    for (const area of index !== 1 ? [] : ["Texte", "Regeln", "Gebühr", "Dienst", "Verlauf", "JSON"]) {
      await ede.page.locator("nav.portal-tabs").getByRole("link", { name: area, exact: true }).click();
      await checkPage(ede, area);
    }
    await editor.link("Veröffentlichung");
    await checkPage(ede, "before the review");
    await editor.press("Zur Prüfung geben");

    const sven = await visitor(browser, project);
    await signInAsStaff(sven, world.origin(), "Sven Super");
    const supervisor = new Counting(sven.page);
    await sven.page.goto(`${world.origin()}/mitarbeit`);
    await supervisor.link("Redaktion");
    await supervisor.link("Formulare");
    await supervisor.link(names[index]!);
    await supervisor.link("Veröffentlichung");
    await checkPage(sven, "review");
    await supervisor.press("Freigeben");
    await supervisor.check(/Ich habe die offenen Punkte gesehen/);
    await supervisor.press("Veröffentlichen");
    await checkPage(sven, "published");

    const erika = await visitor(browser, project);
    const citizen = new Counting(erika.page);
    await erika.page.goto(`${town}/antrag/${slugs[index]!}`);
    await checkPage(erika, "start of the new service");
    await citizen.press(/beginnen/i);
    await checkPage(erika, "first step of the new service");
    await citizen.fill("Kassenzeichen", "4711-0815");
    await citizen.fill("IBAN", "DE02 1203 0000 0000 2020 51");
    await citizen.check("Nein");
    await citizen.press("Weiter");
    if (await erika.page.getByLabel("Wem gehört das Konto?").isVisible()) await citizen.fill("Wem gehört das Konto?", "Max Muster");
    await citizen.press("Weiter");
    await erika.page.waitForURL(/\/pruefen/);
    await checkPage(erika, "check");
    assert.match(await erika.page.locator("main").innerText(), /DE02 ?1203.*Max Muster/s);
    await citizen.press(/absenden/i);
    await erika.page.waitForURL(/\/eingang\//);
    const reference = await referenceOn(erika.page);

    await sven.page.goto(`${world.origin()}/mitarbeit/musterstadt/eingang`);
    await waitFor(sven.page, reference);
    await supervisor.link(reference);
    await supervisor.press("Übernehmen");
    await supervisor.click(sven.page.locator("summary", { hasText: "Abschließen" }));
    await supervisor.press("Vorgang abschließen");
    await checkPage(sven, "closed");
    assert.match(await sven.page.locator("main").innerText(), /abgeschlossen/i);

    const done = [...editor.done, ...supervisor.done, ...citizen.done];
    t.diagnostic(`${done.length} Klicks und Eingaben`);
    assert.ok(done.length <= most, `${done.length}: ${done.join("; ")}`);
    for (const one of [ede, sven, erika]) await one.close();
  });
}

test("a question is pulled to another place with the pointer, and taken back", async () => {
  const ede = await visitor(browser, projects[0]!);
  const { page } = ede;
  await signInAsStaff(ede, world.origin(), "Ede Editor");
  await page.goto(`${world.origin()}/mitarbeit/musterstadt/redaktion/formulare`);
  await page.getByRole("link", { name: names[0]!, exact: true }).first().click();
  const order = async (): Promise<readonly string[]> => page.locator("[data-pull]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-pull") ?? ""));
  const before = await order();
  const grip = (path: string) => page.locator(`[data-pull="${path}"] .portal-work__grip`);
  const middle = async (path: string): Promise<{ x: number; y: number; height: number }> => { const { x, y, width, height } = (await page.locator(`[data-pull="${path}"]`).boundingBox()) ?? assert.fail(path); return { x: x + width / 2, y, height }; };
  await grip(before[0]!).hover();
  await page.mouse.down();
  const last = await middle(before.at(-1)!);
  await page.mouse.move(last.x, last.y + last.height - 4, { steps: 5 });
  assert.equal(await page.locator(".portal-work__goal--after").count(), 1, "it is shown where it will stand");
  await Promise.all([page.waitForURL(/#frage-/), page.mouse.up()]);
  assert.deepEqual(await order(), [...before.slice(1), before[0]]);
  await checkPage(ede, "workbench after a pull");
  await page.getByRole("button", { name: "Rückgängig" }).click();
  await page.waitForURL(/getan=zurueck/);
  assert.deepEqual(await order(), before);
  // Let go outside, or given up with Escape: nothing is sent.
  await grip(before[0]!).hover();
  await page.mouse.down();
  const second = await middle(before[1]!);
  await page.mouse.move(second.x, second.y + second.height - 4, { steps: 3 });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  assert.deepEqual(await order(), before);
  assert.match(page.url(), /getan=zurueck/);
  // A whole step, past another one: folded to its title while it is pulled.
  await page.getByLabel("Neuer Schritt").fill("Zum Schluss");
  await page.getByRole("button", { name: "Schritt hinzufügen" }).click();
  const steps = (): Promise<readonly string[]> => page.locator("[data-pull-step]").evaluateAll((all) => all.map((step) => step.getAttribute("data-pull-step") ?? ""));
  await page.locator('[data-pull-step="zumSchluss"]').waitFor();
  const stood = await steps();
  const handle = page.locator('[data-pull-step="zumSchluss"] .portal-work__grip').first();
  await handle.hover();
  const held = (await handle.boundingBox()) ?? assert.fail("no handle");
  await page.mouse.down();
  const first = page.locator("[data-pull-step]").first();
  await page.mouse.move(held.x + 6, held.y - 10);
  await page.waitForFunction(() => document.querySelector(".portal-work--steps") !== null);
  const box = (await first.boundingBox()) ?? assert.fail("no first step");
  assert.ok(box.height < 200, `folded, but ${box.height} px high`);
  await page.mouse.move(box.x + 60, box.y + 4, { steps: 5 });
  assert.equal(await page.locator("[data-pull-step].portal-work__goal").count(), 1, "it is shown where it will stand");
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelector<HTMLElement>("[data-pull-step]")?.dataset["pullStep"] === "zumSchluss");
  assert.match(page.url(), /#schritt-zumSchluss$/);
  assert.deepEqual(await steps(), ["zumSchluss", ...stood.filter((id) => id !== "zumSchluss")]);
  await page.getByRole("button", { name: "Rückgängig" }).click();
  await page.waitForURL(/getan=zurueck/);
  assert.deepEqual(await steps(), stood);
  // By keyboard: the same button has the focus again, so the next press moves the step on, and its name says where it stands now.
  const focused = (): Promise<string> => page.locator(":focus").getAttribute("aria-label").then((name) => name ?? "");
  await page.getByRole("button", { name: `Hoch: Schritt Zum Schluss, Platz ${stood.length} von ${stood.length}` }).focus();
  for (let place = stood.length - 1; place >= 1; place -= 1) {
    await page.keyboard.press("Enter");
    await page.waitForFunction((now) => document.activeElement?.getAttribute("aria-label")?.includes(now), `Platz ${place} von`);
    assert.equal(await focused(), `Hoch: Schritt Zum Schluss, Platz ${place} von ${stood.length}`);
  }
  assert.equal((await steps())[0], "zumSchluss");
  for (let i = 1; i < stood.length; i += 1) { await page.getByRole("button", { name: "Rückgängig" }).click(); await page.waitForURL(/getan=zurueck/); await page.waitForLoadState(); }
  assert.deepEqual(await steps(), stood);
  await page.getByRole("link", { name: "Personen", exact: true }).click();
  await checkPage(ede, "people");
  await page.getByRole("link", { name: "Person hinzufügen" }).click();
  await checkPage(ede, "a person");
  await page.goto(`${world.origin()}/mitarbeit/musterstadt/redaktion/strassen`);
  await checkPage(ede, "list of streets");
  await page.goto(`${world.origin()}/mitarbeit/musterstadt/redaktion/formulare`);
  await page.getByRole("link", { name: names[0]!, exact: true }).first().click();
  await page.locator(".portal-work__step h2 a").first().click();
  await checkPage(ede, "page of a step");
  await page.goto(`${world.origin()}/mitarbeit/musterstadt/redaktion/einbettung`);
  await page.locator("summary", { hasText: "Hund anmelden" }).click();
  assert.match(await page.locator("pre:visible").innerText(), /einbetten\.js" data-dienst="hund-anmelden" data-titel="Hund anmelden"/);
  await checkPage(ede, "embedding");
  await page.getByLabel("Zugelassene Websites").fill("https://*.stadt.example");
  await page.getByRole("button", { name: "Websites speichern" }).click();
  await page.getByRole("link", { name: /»https:\/\/\*\.stadt\.example« ist keine Adresse/ }).waitFor();
  await page.getByLabel("Zugelassene Websites").fill("https://www.musterstadt.example/rathaus\nhttps://verein.example");
  await page.getByRole("button", { name: "Websites speichern" }).click();
  await page.waitForURL(/getan=einbettung/);
  assert.deepEqual(world.house.tenants.bySlug("musterstadt")?.profile.embedHosts, ["https://www.musterstadt.example", "https://verein.example"]);
  await ede.close();
});

interface Question { readonly label: string; readonly kind?: string; readonly hint?: string; readonly why: string; readonly optional?: boolean; readonly when?: readonly [string, string, string] }

const questions: readonly Question[] = [
  { label: "Kassenzeichen", hint: "Es steht auf Ihrem Bescheid.", why: "Damit die Kasse die Zahlung zuordnet." },
  { label: "IBAN", kind: "IBAN", why: "Das ist das neue Konto." },
  { label: "Ist das Konto Ihr eigenes?", kind: "Ja oder Nein", why: "Von einem fremden Konto wird nur abgebucht, wenn dessen Inhaber zustimmt." },
  { label: "Wem gehört das Konto?", why: "Damit die Kasse die Zustimmung einholen kann.", when: ["Ist das Konto Ihr eigenes?", "ist", "nein"] },
];

async function addQuestion(page: Page, editor: Counting, { label, kind, hint, why, when }: Question, look: () => Promise<void>): Promise<void> {
  await editor.fill("Neue Frage", label);
  if (kind !== undefined) await editor.choose(page.getByLabel("Art der Antwort", { exact: true }).first(), kind);
  await editor.press(/^Hinzufügen/);
  await look();
  if (hint !== undefined) await editor.fill(page.locator('[name="hinweis"]'), hint);
  await editor.fill(page.locator('[name="grund"]'), why);
  if (when !== undefined) {
    await editor.click(page.locator("summary", { hasText: "Wann wird gefragt?" }));
    await editor.choose(page.locator('[name="wenn-frage-0"]'), when[0]);
    await editor.choose(page.locator('[name="wenn-wie-0"]'), when[1]);
    await editor.fill(page.locator('[name="wenn-wert-0"]'), when[2]);
  }
  await editor.press("Speichern");
}

/** The worker makes the case; the page is loaded again until it is there. */
async function waitFor(page: Page, text: string): Promise<void> {
  for (let i = 0; i < 120; i += 1) {
    if (await page.getByRole("link", { name: text }).count() > 0) return;
    await page.waitForTimeout(250);
    await page.reload();
  }
  throw new Error(`${text} did not arrive`);
}
