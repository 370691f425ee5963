import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openBrowser, type Browser, type Reply } from "../apps/portal/src/testing/browser.ts";
import { confirmations, postForm, toCheckPage } from "./http-journey.ts";
import { childrenOf, openInstallation } from "./installation.ts";
import { staffBrowser } from "./staff-browser.ts";

// Two web processes on one port. No connection is kept, so each request of a person comes to the other process than the one before.
const folder = mkdtempSync(join(tmpdir(), "kommunalportal-several-webs-"));
const metricsToken = "figures-of-a-test-only";
const installation = await openInstallation(folder, { env: { WEB_PROCESSES: "2", WEB_PATIENCE_SECONDS: "10", METRICS_TOKEN: metricsToken } });
after(async () => { await installation.stop(); rmSync(folder, { recursive: true, force: true }); });
const town = installation.origin("musterstadt");

const agent = new http.Agent({ keepAlive: false });
const visitor = (): Browser => openBrowser({ agent });

const webs = (): readonly number[] => childrenOf(installation.web.pid());
async function figures(): Promise<string> {
  const browser = visitor();
  return (await browser.get(`${installation.origin()}/metrik`, { authorization: `Bearer ${metricsToken}` })).text;
}
const figure = (text: string, name: string): number => Number(new RegExp(`^${name} (\\d+)`, "m").exec(text)?.[1] ?? NaN);
async function within(milliseconds: number, reached: () => Promise<boolean>): Promise<boolean> {
  for (const began = Date.now(); Date.now() - began < milliseconds;) {
    if (await reached().catch(() => false)) return true;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  return false;
}
const bothThere = (): Promise<boolean> => within(60_000, async () => figure(await figures(), "kp_web_processes") === 2);
/** So many pages, each by a connection of its own; what is refused or cut off throws. */
async function pages(count: number, path = "/"): Promise<readonly Reply[]> {
  const all: Reply[] = [];
  for (let index = 0; index < count; index += 1) all.push(await visitor().get(`${town}${path}`));
  return all;
}

test("one journey goes through both processes: sign-in, form with file, sending, the desk, the mailbox", async () => {
  assert.ok(await bothThere());
  assert.equal(webs().length, 2);
  const person = visitor();
  const signedIn = await person.signIn(await person.get(`${town}/anmelden?ziel=/vorgaenge&konto=1`), { person: "erika-beispiel" });
  assert.equal(new URL(signedIn.url).pathname, "/vorgaenge", signedIn.page.text.slice(0, 300));
  const check = await toCheckPage(person, town, "maengelmelder");
  // Who is signed in has an »Abmelden« on the page, too.
  const button = /^(?!Abmelden).*(melden|absenden)/i;
  const { controls } = check.page.form(button);
  const ticked = Object.fromEntries(controls.flatMap(({ name, type, value }) => (type === "checkbox" ? [[name, value || "on"]] : type === "email" ? [[name, "person@beispiel.example"]] : [])));
  const sent = await postForm(person, check, "maengelmelder", button, ticked);
  assert.match(sent.url, /\/eingang\//, `${sent.status} ${sent.page.text.slice(0, 900)}`);
  const reference = /[A-Z]{3}-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4,6}/.exec(sent.page.text)?.[0] ?? assert.fail(sent.page.text.slice(0, 600));
  assert.match((await person.get(`${town}/vorgaenge`)).page.text, new RegExp(reference));
  const { browser: clerk } = await staffBrowser(installation, "Sven Super", "/mitarbeit");
  assert.ok(await within(90_000, async () => (await clerk.get(`${installation.origin()}/mitarbeit/musterstadt/eingang?q=${reference}`)).page.text.includes(reference)));
  clerk.close();
});

test("what an operator or editor saves stands on the very next page, whichever process shows it", async () => {
  assert.ok(await bothThere());
  const { browser: olga, page } = await staffBrowser(installation, "Olga Operator", "/betrieb/stoerungen", visitor());
  let shown = page;
  for (let round = 1; round <= 6; round += 1) {
    const text = `Hinweis Nummer ${round}`;
    shown = await olga.submit(shown, shown.page.form("Veröffentlichen"), { art: "disturbance", was: "mail", textDe: text, textEn: `Note ${round}` });
    assert.match(shown.page.text, new RegExp(`Jetzt und bald.*${text}`, "s"));
    shown = await olga.submit(shown, shown.page.form("Beenden"), {});
    assert.doesNotMatch(shown.page.text, new RegExp(text));
  }
  olga.close();
  const { browser: ede, page: look } = await staffBrowser(installation, "Ede Editor", "/mitarbeit/musterstadt/redaktion/aussehen", visitor());
  let form = look;
  const colours = [["#7a1f3d", "#ffbbdd"], ["#17477e", "#8fbcf2"]] as const;
  for (let round = 0; round < 6; round += 1) {
    const [light, dark] = colours[round % 2]!;
    // Had a process not yet read what the other stored, it would show the old colours.
    form = await ede.submit(form, form.page.form("Farben speichern"), { hell: light, dunkel: dark }, "Farben speichern");
    assert.equal(form.status, 200, form.page.text.slice(0, 600));
    const sheet = `/assets/theme/${light.slice(1)}-${dark.slice(1)}.`;
    assert.ok(form.text.includes(sheet));
    assert.ok((await ede.get(`${installation.origin()}/mitarbeit/musterstadt/redaktion`)).text.includes(sheet));
  }
  ede.close();
});

test("what the two have counted is one answer, whichever is asked", async () => {
  assert.ok(await bothThere());
  const count = async (): Promise<number> => Number(/^kp_http_request_seconds_count\{route="\/gesundheit",status="2xx"\} (\d+)/m.exec(await figures())?.[1] ?? 0);
  const before = await count();
  for (let index = 0; index < 10; index += 1) assert.equal((await visitor().get(`${town}/gesundheit`)).status, 200);
  assert.equal(await count(), before + 10);
  const text = await figures();
  assert.equal(text.match(/^# TYPE kp_sql_statements_total /gm)?.length, 1);
  // Asked of the database: twice the same would be twice as much.
  assert.equal(text.match(/^kp_worker_|^# TYPE kp_deliveries /gm)?.filter((line) => line.includes("kp_deliveries")).length, 1);
});

test("one dies in mid-form: the other answers at once, the answers are there, and soon there are two again", async () => {
  assert.ok(await bothThere());
  const person = visitor();
  let page = await person.get(`${town}/antrag/hund-anmelden`);
  page = await postForm(person, page, "hund-anmelden", /beginnen/i);
  page = await postForm(person, page, "hund-anmelden", "Weiter");
  const [victim] = webs();
  process.kill(victim!, "SIGKILL");
  assert.ok(await within(60_000, () => Promise.resolve(!webs().includes(victim!))));
  assert.ok((await pages(12)).every(({ status }) => status === 200));
  for (let step = 0; step < 20 && !new URL(page.url).pathname.endsWith("/pruefen"); step += 1) page = await postForm(person, page, "hund-anmelden", "Weiter");
  const sent = await postForm(person, page, "hund-anmelden", /verbindlich/i, confirmations(page));
  assert.match(sent.url, /\/eingang\//);
  assert.ok(await bothThere());
});

test("one whose event loop stands is ended, and another takes its place", { timeout: 120_000 }, async () => {
  assert.ok(await bothThere());
  const [victim] = webs();
  process.kill(victim!, "SIGSTOP");
  // Signs of life every 5 seconds, patience of 10.
  assert.ok(await within(60_000, () => Promise.resolve(!webs().includes(victim!))));
  assert.ok((await pages(6)).every(({ status }) => status === 200));
  assert.ok(await bothThere());
});

test("they end with the one that leads them, also when it dies, and the next takes the port", async () => {
  assert.ok(await bothThere());
  const before = webs();
  const back = installation.web.readyAgain();
  process.kill(installation.web.pid()!, "SIGKILL");
  await back;
  const living = execFileSync("ps", ["-A", "-o", "pid="], { encoding: "utf8" }).split("\n").map(Number);
  assert.deepEqual(before.filter((pid) => living.includes(pid)), []);
  assert.ok(await bothThere());
  assert.ok((await pages(4, "/suche?q=hund")).every(({ status }) => status === 200));
});
