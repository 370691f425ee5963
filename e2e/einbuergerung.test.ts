import assert from "node:assert/strict";
import { after, test } from "node:test";
import { z } from "zod";
import { addDays, legalDate } from "../apps/portal/src/platform/clock/index.ts";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { createOutbound } from "../apps/portal/src/platform/http/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { joinSandbox } from "../apps/portal/src/seed/demo.ts";
import { sandboxDestinations } from "../apps/portal/src/seed/sandbox-destinations.ts";
import { openBrowser, type Browser, type Reply } from "../apps/portal/src/testing/browser.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { makeAnswerKey } from "../apps/sandbox/src/fit-connect/answer-key.ts";
import { picture } from "./answers.ts";

const world = await startWorld();
const { house, sandbox } = world;
const kreis = house.tenants.bySlug("kreis-musterland")!;
const origin = world.origin("kreis-musterland");
const at = (site: string): string => `http://${site}.sandbox.localhost:${sandbox.port}`;
const outbound = createOutbound({ trustedHosts: ["fit-connect", "fit-fachverfahren", "xta"].map((site) => new URL(at(site)).host) });
/** Read once more where a connection that was kept has been closed meanwhile. */
const look = (site: string, path: string): Promise<Response> => outbound(`${at(site)}${path}`).catch(() => outbound(`${at(site)}${path}`));
const ask = async <T>(site: string, path: string, schema: z.ZodType<T>): Promise<T> => schema.parse(await (await look(site, path)).json());
const tell = (site: string, path: string, body: object): Promise<Response> => outbound(`${at(site)}${path}`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" }, timeoutMs: 120_000 });

const fitEffects = z.object({ applications: z.array(z.object({ reference: z.string(), about: z.string(), effects: z.number(), duplicates: z.number(), submissions: z.array(z.object({ submissionId: z.string(), caseId: z.string(), decided: z.string().nullable() })) })) });
const fit = async (reference: string) => (await ask("fit-fachverfahren", "/_effects", fitEffects)).applications.filter((one) => one.reference === reference);
const xtaEffects = z.object({ messages: z.array(z.object({ messageId: z.string(), reference: z.string().optional(), encrypted: z.boolean() })), cases: z.array(z.object({ messageId: z.string(), reference: z.string(), fileNumber: z.string(), encrypted: z.boolean(), files: z.array(z.object({ name: z.string() })), answers: z.array(z.object({ subject: z.string(), outcome: z.string() })) })) });
const xta = async (reference: string) => (await ask("xta", "/_effects", xtaEffects)).cases.filter((one) => one.reference === reference);

/** Erika is married, has a child who is naturalised with her, and brings ten documents. */
const erika: Readonly<Record<string, string>> = {
  "person.givenName": "Erika", "person.surname": "Beispiel", "person.birthdate.day": "12", "person.birthdate.month": "8", "person.birthdate.year": "1984", "person.placeOfBirth": "Izmir", "person.nationality": "türkisch",
  "anschrift.street": "Lindenweg", "anschrift.houseNumber": "7", "anschrift.postalCode": "00101", "anschrift.city": "Musterstadt", familienstand: "verheiratet", partnerDeutsch: "no",
  "aufenthalt.seit.day": "1", "aufenthalt.seit.month": "8", "aufenthalt.seit.year": "2015", "aufenthalt.titel": "niederlassung",
  "sprache.nachweis": "zertifikat", "unterhalt.art": "arbeit", "weiteres.strafen": "no", "weiteres.bekenntnis": "yes", mitKindern: "yes",
  "kinder.0.name": "Mina Beispiel", "kinder.0.geboren.day": "3", "kinder.0.geboren.month": "5", "kinder.0.geboren.year": "2018", richtig: "yes",
};

const dueOn = addDays(legalDate(new Date()), 30);

/** Fills in a page; every file input gets a document of its own, once: a step that is shown again for a question that has come up keeps what it has. */
async function step(browser: Browser, page: Reply, button: string | RegExp, uploads: string[], extra: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const form = page.page.form(button);
  const known = Object.fromEntries(Object.entries(erika).filter(([name]) => form.controls.some((control) => control.name === name)));
  const files = form.controls.filter(({ type, name }) => type === "file" && !uploads.includes(name)).map(({ name }) => { uploads.push(name); return { field: name, name: `nachweis-${uploads.length}.png`, type: picture.mimeType, bytes: picture.buffer }; });
  return browser.submit(page, form, { ...known, ...extra }, button, { files });
}

/** From the Quick-Check over ten uploads and the payment to the acknowledgement. */
async function apply(): Promise<{ readonly browser: Browser; readonly reference: string; readonly application: string; readonly uploads: readonly string[] }> {
  const browser = openBrowser();
  after(() => { browser.close(); });
  const questions = await browser.get(`${origin}/antrag/einbuergerung/vorab-check`);
  const checked = await browser.submit(questions, questions.page.form(/Ergebnis|Weiter|prüfen/i), { jahre: "ab5", titel: "ja", deutsch: "ja", unterhalt: "ja", strafe: "nein" });
  assert.match(checked.page.text, /Wahrscheinlich ja/);
  let page = await browser.signIn(await browser.get(`${origin}/anmelden?ziel=/antrag/einbuergerung&konto=1&leistung=einbuergerung`), { way: "elster" });
  page = await browser.submit(page, page.page.form(/beginnen/i));
  if (page.url.includes("uebernahme")) page = await browser.submit(page, page.page.form(/übernehmen/i), {}, /übernehmen/i);
  const uploads: string[] = [];
  for (let steps = 0; steps < 20 && !new URL(page.url).pathname.endsWith("/pruefen"); steps += 1) {
    assert.deepEqual(page.page.problems, [], page.url);
    page = await step(browser, page, "Weiter", uploads);
  }
  const button = /verbindlich|absenden|zahlungspflichtig/i;
  assert.match(page.page.text, /306,00/, page.url);
  const mail = page.page.form(button).controls.filter(({ type }) => type === "email").map(({ name }): [string, string] => [name, "erika@beispiel.example"]);
  const ticks = Object.fromEntries(page.page.form(button).controls.filter(({ type }) => type === "checkbox").map(({ name, value }) => [name, value || "on"]));
  page = await browser.submit(page, page.page.form(button), { ...ticks, ...Object.fromEntries(mail) }, button);
  const claim = /\/bezahlen\/([0-9a-f-]{36})/.exec(page.url)?.[1] ?? assert.fail(page.url);
  const paying = await browser.submit(page, page.page.form(/^Jetzt/));
  const back = await browser.submit(paying, paying.page.form("Bezahlen"), {}, "Bezahlen");
  assert.equal(back.page.h1, "Ihre Zahlung ist angekommen");
  const { id, reference } = await until("the application has its number", () => house.db.asOperator("test", (tx) => tx.maybe<{ id: string; reference: string }>(sql`select a.id, a.reference from applications.application a join payments.claim c on c.application_id = a.id where c.id = ${claim} and a.reference is not null`)));
  return { browser, reference, application: id, uploads };
}

const deliveries = async (application: string): Promise<string> => JSON.stringify(await house.db.asOperator("test", (tx) => tx.rows(sql`select d.state, d.reason, d.attempts, t.name, t.last_failure from hub.delivery d join hub.destination t on t.id = d.destination_id where d.application_id = ${application}`)));

/** What the person uploads for a request, without a new application. */
async function handIn(browser: Browser, application: string): Promise<void> {
  const page = await until("the request stands on the page", async () => { const now = await browser.get(`${origin}/vorgaenge/${application}`); return /Heiratsurkunde im Original/.test(now.page.text) ? now : undefined; });
  assert.deepEqual(page.page.problems, []);
  // The last day is a working day.
  assert.match(page.page.text, /Bitte antworten Sie bis zum \d/);
  const form = page.page.forms.find(({ action }) => action.endsWith("/unterlagen")) ?? assert.fail("no form for documents");
  const field = form.controls.find(({ type }) => type === "file")!.name;
  const done = await browser.submit(page, form, {}, undefined, { files: [{ field, name: "heiratsurkunde.png", type: picture.mimeType, bytes: picture.buffer }] });
  assert.match(done.page.text, /heiratsurkunde\.png/);
  // »Alles geschickt« ends the request; the documents go where the application went.
  const complete = done.page.forms.find(({ buttons }) => buttons.some(({ text }) => /alle Unterlagen|vollständig|fertig|alles/i.test(text)));
  if (complete) await browser.submit(done, complete);
}
const applications = () => house.db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from applications.application where tenant_id = ${kreis.id}`));

test("S4: naturalisation with Quick-Check, ten uploads and payment reaches the Fachverfahren encrypted by FIT-Connect; it asks for a missing document with a deadline, and that comes into the same case", async () => {
  // As `npm start` does it: the sandbox's program makes the key for answers, the portal's next start takes it.
  await makeAnswerKey(house.config.SANDBOX_FOLDER ?? assert.fail("no sandbox is told"));
  await joinSandbox(house);
  const { browser, reference, application, uploads } = await apply();
  assert.equal(uploads.length, 10, uploads.join(", "));
  const there = await until("it is accepted", async () => (await fit(reference)).find(({ submissions }) => submissions[0]?.decided === "accept"));
  assert.deepEqual([there.effects, there.duplicates], [1, 0]);
  const received = await (await outbound(`${at("fit-fachverfahren")}/eingang/${there.submissions[0]!.submissionId}`)).text();
  for (let file = 1; file <= 10; file += 1) assert.match(received, new RegExp(`nachweis-${file}\\.png`));
  // Structured data and, beside them, the PDF that people read.
  assert.match(received, /Mina Beispiel/);
  assert.match(received, /\.pdf/);
  const mine = await until("the receipt is shown", async () => { const page = await browser.get(`${origin}/vorgaenge/${application}`); return /Angekommen im Fachverfahren »Ausländer- und Einbürgerungsverfahren« am/.test(page.page.text) ? page : undefined; });
  assert.deepEqual(mine.page.problems, []);

  const asked = await tell("fit-fachverfahren", "/_control/replies", { submissionId: there.submissions[0]!.submissionId, answer: { kind: "question", text: "Bitte reichen Sie nach: Heiratsurkunde im Original", documents: ["Heiratsurkunde im Original"], dueOn }, files: [] });
  assert.equal(asked.status, 201);
  await handIn(browser, application);
  const later = await until("the document lies in the same case there", async () => (await fit(reference)).find(({ about }) => about.startsWith("application.replied")));
  assert.deepEqual([later.submissions[0]?.caseId, later.duplicates], [there.submissions[0]!.caseId, 0]);
  assert.match(await (await outbound(`${at("fit-fachverfahren")}/eingang/${later.submissions[0]!.submissionId}`)).text(), /heiratsurkunde\.png/);
  assert.equal((await applications()).n, 1);
  // Its question was answered in the log of the case, with the key that the demonstration has for it.
  await until("the reply is acknowledged", async () => (/accept-reply/.test(await (await look("fit-connect", `/vorgaenge/${there.submissions[0]!.caseId}`)).text()) ? true : undefined));
});

test("S4 and S14 by XTA: the same application goes by the Kreis's other way, encrypted for the Fachverfahren so that the intermediary cannot read it; receipt, question and answer go the same way", async () => {
  const actor = { kind: "staff", id: newId() } as const;
  const like = (await sandboxDestinations(house.config, house.tenants)).find(({ channel }) => channel === "xta")!;
  const { services: _, ...settings } = like;
  const made = await house.hub.setDestination({ ...settings, tenant: kreis.id, name: "Einbürgerung über XTA", settings: { ...settings.settings, reader: { type: "XTA_ID", value: `ars:${kreis.ars}` } }, actor });
  assert.ok(made.ok, JSON.stringify(made));
  await house.db.inTenant(kreis.id, async (tx) => {
    for (const route of await house.hub.routes(tx)) if (route.service === "einbuergerung") await house.hub.endRoute(tx, { route: route.id, actor });
    assert.ok((await house.hub.addRoute(tx, { destination: made.destination, service: "einbuergerung", validFrom: new Date(), actor })).ok);
  });
  const { browser, reference, application } = await apply();
  const [there] = await until("it is accepted", async () => { const found = await xta(reference); return found[0]?.answers.some(({ subject, outcome }) => subject === "eingang" && outcome === "angenommen") ? found : undefined; }, () => deliveries(application));
  const carried = (await ask("xta", "/_effects", xtaEffects)).messages.find(({ messageId }) => messageId === there!.messageId);
  assert.deepEqual([carried?.encrypted, there!.encrypted], [true, true]);
  const names = there!.files.map(({ name }) => name);
  for (let file = 1; file <= 10; file += 1) assert.ok(names.includes(`nachweis-${file}.png`), names.join(", "));
  await until("the receipt is shown", async () => (/Angekommen im Fachverfahren »Einbürgerung über XTA« am/.test((await browser.get(`${origin}/vorgaenge/${application}`)).page.text) ? true : undefined));
  // A clerk of the Fachverfahren asks; there is no callback by XTA, so the mailbox is looked into as the minute job does.
  await xta(reference);
  const asked = await outbound(`${at("xta")}/vorgang/antworten`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ id: there!.messageId, text: "Wann haben Sie geheiratet?", wahl: "nachfrage" }).toString() });
  assert.ok(asked.status < 400, String(asked.status));
  const question = await until("the question is on the person's page", async () => {
    await house.db.inTenant(kreis.id, (tx) => tx.run(sql`update hub.destination set replies_at = null where id = ${made.destination}`));
    await house.hub.lookAfter({ tenant: kreis.id, destination: made.destination });
    const page = await browser.get(`${origin}/vorgaenge/${application}`);
    return /Wann haben Sie geheiratet\?/.test(page.page.text) ? page : undefined;
  });
  assert.deepEqual(question.page.problems, []);
  // Both ways: the application for the office, its receipt and its question for the portal.
  const between = (await ask("xta", "/_effects", xtaEffects)).messages.filter((one) => one.reference === reference);
  assert.deepEqual(between.map(({ encrypted }) => encrypted), [true, true, true]);
  const form = question.page.forms.find(({ action }) => action.endsWith("/antwort")) ?? assert.fail("no form for an answer");
  const words = form.controls.find(({ name }) => name.startsWith("text-")) ?? assert.fail("no field for words");
  await browser.submit(question, form, { [words.name]: "Am 2. Mai 2019." });
  const messages = await until("the answer goes the same way", async () => { const found = await xta(reference); return found.length === 2 ? found : undefined; });
  assert.deepEqual(messages.map(({ encrypted }) => encrypted), [true, true]);
  const later = messages.find(({ messageId }) => messageId !== there!.messageId);
  assert.match(await (await look("xta", `/vorgang?id=${encodeURIComponent(later!.messageId)}`)).text(), /Am 2\. Mai 2019\./);
  assert.equal((await applications()).n, 2);
});
