import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { probeTexts } from "../apps/portal/src/modules/disturbances/index.ts";
import { addJob } from "../apps/portal/src/platform/jobs/index.ts";
import { openBrowser, type Browser, type Reply } from "../apps/portal/src/testing/browser.ts";
import { jobText } from "../apps/portal/src/surfaces/operator/job-words.ts";
import { tasksOf } from "../apps/portal/src/work.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { postForm } from "./http-journey.ts";
import { staffBrowser } from "./staff-browser.ts";

const world = await startWorld({ worker: false });
const { house } = world;
const town = world.origin("musterstadt");
const other = world.origin("beispielhausen");
const reader = openBrowser();
const filler = openBrowser();
let step = "";
before(async () => {
  const start = await filler.get(`${town}/antrag/hund-anmelden`);
  step = (await postForm(filler, start, "hund-anmelden", /beginnen/i)).url;
});
after(() => { reader.close(); filler.close(); });

const service = { parking: "/leistung/99108001001000", dog: "/leistung/99110009104000", pothole: "/leistung/99108018137000" };
const inEnglish = (url: string): string => url.replace(/^(https?:\/\/[^/]+)/, "$1/en");
async function bundid(down: boolean): Promise<void> {
  const answer = await house.outbound(`http://bundid.sandbox.localhost:${world.sandbox.port}/_control`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ down }) });
  assert.equal(answer.status, 200);
}
const probe = (): Promise<void> => house.probes.jobs["probes:run"]();

/** A page with (or without) these words, as soon as the database has told of the change. */
async function says(browser: Browser, url: string, words: string, wanted = true): Promise<Reply> {
  const found = await until(`${url} ${wanted ? "says" : "does not say"} »${words}«`, async () => { const page = await browser.get(url); return page.page.text.includes(words) === wanted && page; }, async () => (await browser.get(url)).page.text.slice(0, 400));
  assert.deepEqual(found.page.problems, [], url);
  return found;
}

const signingIn = probeTexts.bundid;
const touched = (): [Browser, string][] => [
  [reader, world.origin()], [reader, town], [reader, other], [reader, town + service.parking], [reader, town + service.dog], [reader, `${town}/antrag/bewohnerparkausweis`], [filler, step], [reader, `${town}/anmelden`], [reader, `${world.origin()}/anmelden`],
];
const untouched = (): string[] => [town + service.pothole, `${town}/antrag/maengelmelder`, `${town}/aemter`, `${town}/datenschutz`, `${town}/status`];

test("while BundID is away the pages that need it say so, with what still works and whom to call, and no other page", async () => {
  // Everything lies in the page cache before anything happens.
  for (const [browser, url] of touched()) { await says(browser, url, signingIn.de, false); await says(browser, inEnglish(url), signingIn.en, false); }
  for (const url of untouched()) await says(reader, url, signingIn.de, false);
  await bundid(true);
  await probe();
  await says(reader, town, signingIn.de, false);
  await probe();
  for (const [browser, url] of touched()) {
    const page = await says(browser, url, signingIn.de);
    assert.match(page.page.text, /Leistungen ohne Anmeldung funktionieren weiter\. Ihre Entwürfe bleiben erhalten\./);
    if (!url.startsWith(world.origin())) assert.match(page.page.text, /Störung .*Telefon: 0999 555[-\d ]+/, url);
    await says(browser, inEnglish(url), signingIn.en);
  }
  for (const url of untouched()) await says(reader, url, signingIn.de, false);
});

test("with BundID away one without account still sends the form, and whoever signs in nevertheless is told before leaving", async () => {
  const next = await postForm(filler, await filler.get(step), "hund-anmelden", "Weiter");
  assert.equal(next.status, 200);
  assert.notEqual(next.url, step);
  const signIn = await reader.get(`${town}/anmelden`);
  const leaving = await reader.submit(signIn, signIn.page.form("Weiter zur BundID"));
  assert.deepEqual([leaving.status, leaving.page.problems], [200, []]);
  assert.match(leaving.page.text, /Störung Die Anmeldung mit BundID/);
});

test("one success later the hint is gone everywhere", async () => {
  await bundid(false);
  await probe();
  for (const [browser, url] of touched()) { await says(browser, url, signingIn.de, false); await says(browser, inEnglish(url), signingIn.en, false); }
});

test("a planned pause of one service stands on its pages in two languages, nowhere else, and ends with a press", async () => {
  const texts = { de: "Am Wochenende wird das Straßenverkehrsamt umgestellt. Anträge auf Papier gehen weiter.", en: "The road traffic office is being converted at the weekend. Paper applications continue." };
  const places = [town + service.parking, `${town}/antrag/bewohnerparkausweis`];
  const elsewhere = [world.origin(), town, town + service.dog, town + service.pothole, `${town}/antrag/hund-anmelden`, `${town}/antrag/geburtsurkunde`, `${town}/anmelden`, `${town}/leistungen`, `${town}/status`, other, other + service.parking];
  for (const url of [...places, ...elsewhere]) await says(reader, url, texts.de, false);
  const olga = await staffBrowser(world, "Olga Operator", "/betrieb/stoerungen");
  const announced = await olga.browser.submit(olga.page, olga.page.page.form("Veröffentlichen"), { art: "maintenance", was: "portal", ort: "musterstadt", leistung: "bewohnerparkausweis", textDe: texts.de, textEn: texts.en, bis: "2099-01-01T08:00" });
  assert.deepEqual(announced.page.problems, []);
  for (const url of places) {
    assert.match((await says(reader, url, texts.de)).page.text, /Geplante Pause .*Voraussichtlich bis 1\. Januar 2099.*Telefon: 0999 555/);
    assert.match((await says(reader, inEnglish(url), texts.en)).page.text, /Planned pause .*Expected until .*2099.*Telephone: 0999 555/);
  }
  for (const url of elsewhere) { await says(reader, url, texts.de, false); await says(reader, inEnglish(url), texts.en, false); }
  await olga.browser.submit(announced, announced.page.form("Beenden"));
  for (const url of places) await says(reader, url, texts.de, false);
  olga.browser.close();
});

test("what begins later is not shown before, and nobody but the operator announces", async () => {
  const sven = await staffBrowser(world, "Sven Super", "/betrieb/stoerungen");
  assert.equal(sven.page.status, 403);
  sven.browser.close();
  await house.db.asOperator("test", (tx) => house.disturbances.announce(tx, { component: "portal", kind: "maintenance", text: { de: "Pause im nächsten Jahrhundert", en: "Next century" }, startsAt: new Date("2099-01-01T00:00:00Z") }));
  await house.disturbances.refresh();
  await says(reader, town, "Pause im nächsten Jahrhundert", false);
});

test("the operator reads in words what waits: every task of the worker has its name", async () => {
  const { handlers, crontab } = tasksOf(house);
  const tasks = [...new Set([...Object.keys(handlers), ...crontab.map((line) => line.split(" ").at(-1) ?? "")])];
  assert.ok(tasks.length > 100);
  assert.deepEqual(tasks.filter((task) => jobText(task) === undefined), []);
  assert.equal(jobText("on:niemand.da"), undefined);
  // Without a worker what happened waits.
  await house.db.asOperator("test", async (tx) => { await addJob(tx, "hub:sweep", {}); await addJob(tx, "von.gestern", {}); });
  const olga = await staffBrowser(world, "Olga Operator", "/betrieb");
  const words = olga.page.page.text.replace(/\s+/g, " ");
  for (const found of [/Fällige Zustellungen suchen hub:sweep (Anzahl )?1/, /von\.gestern (Anzahl )?1/]) assert.match(words, found);
  assert.deepEqual(olga.page.page.problems, []);
  olga.browser.close();
});
