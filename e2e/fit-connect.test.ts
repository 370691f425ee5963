import assert from "node:assert/strict";
import { after, test } from "node:test";
import { generateFitConnectKeyPair } from "@kommunalportal/fit-connect";
import type { Page } from "playwright-core";
import { z } from "zod";
import { createOutbound } from "../apps/portal/src/platform/http/index.ts";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { answers, tickAll, walkSteps } from "./answers.ts";
import { beginSignedIn } from "./begin.ts";
import { checkPage } from "./check-page.ts";
import { press, projects, visitor } from "./projects.ts";
import { referenceOn } from "./reference.ts";
import { signInAsStaff } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");
const { fitConnect } = world.sandbox.credentials;
const at = (site: string): string => `http://${site}.sandbox.localhost:${world.sandbox.port}`;
const outbound = createOutbound({ trustedHosts: ["fit-connect", "fit-fachverfahren", "fit-nordhafen"].map((site) => new URL(at(site)).host) });
const control = (site: string, path: string, body: unknown): Promise<Response> => outbound(`${at(site)}${path}`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" }, timeoutMs: 120_000 });

const effectsSchema = z.object({ applications: z.array(z.object({ reference: z.string(), about: z.string(), effects: z.number(), duplicates: z.number(), submissions: z.array(z.object({ submissionId: z.string(), caseId: z.string(), decided: z.string().nullable() })) })) });
const effects = async (reference: string, office = "fit-fachverfahren") => effectsSchema.parse(await (await outbound(`${at(office)}/_effects`)).json()).applications.filter((one) => one.reference === reference);

/** What other processes do shows after a while; the page is loaded again until it does. */
const onPage = (page: Page, text: RegExp): Promise<true> => until(String(text), async () => {
  if (text.test(await page.locator("main").innerText())) return true;
  await page.reload();
  return undefined;
});

test("S14, S17: an application with files goes to the Fachverfahren by FIT-Connect; receipt, question, answer and decision come back the whole way", async () => {
  // Whoever operates the portal sets up the Zustellpunkt of the Fachverfahren, tries it and leads the dogs there.
  const answering = await generateFitConnectKeyPair("signature");
  assert.equal((await control("fit-connect", `/_control/clients/${fitConnect.onlineService.clientId}/keys`, answering.publicJwk)).status, 204);
  const olga = await visitor(browser, projects[0]!);
  await signInAsStaff(olga, world.origin(), "Olga Operator");
  await olga.page.goto(`${world.origin()}/betrieb/ziele/neu?art=fit-connect`);
  await checkPage(olga, "new destination by FIT-Connect");
  await press(olga.page, "Speichern");
  await checkPage(olga, "new destination with errors");
  const fill = async (name: string, value: string): Promise<void> => { await olga.page.locator(`main [name="${name}"]`).fill(value); };
  await olga.page.locator('main [name="ort"]').selectOption("musterstadt");
  for (const [name, value] of [
    ["name", "Steuerverfahren FIT"], ["adresse", `${at("fit-connect")}/submission-api`], ["token", `${at("fit-connect")}/auth/token`], ["zustellpunkt", fitConnect.destinations.musterstadt.destinationId],
    ["client", fitConnect.onlineService.clientId], ["schluessel", fitConnect.onlineService.clientSecret], ["verantwortlich", "Sabine Steuer"], ["funktion", "Steueramt"], ["antwortschluessel", JSON.stringify(answering.privateJwk)],
  ] as const) await fill(name, value);
  await press(olga.page, "Speichern");
  await olga.page.waitForURL(/\/betrieb\/ziele\/[0-9a-f-]{36}\?meldung=ziel-gespeichert/);
  await checkPage(olga, "destination by FIT-Connect");
  const destination = olga.page.url().split("?")[0]!;
  await press(olga.page, "Probezustellung senden");
  await olga.page.waitForURL(/meldung=probe-angekommen/);
  await olga.page.locator("details summary", { hasText: "Weg hinzufügen" }).click();
  await olga.page.locator('main [name="was"]').selectOption("hund-anmelden");
  await press(olga.page, "Weg anlegen");
  await olga.page.waitForURL(/meldung=weg-angelegt/);

  const erika = await visitor(browser, projects[0]!);
  await beginSignedIn(erika, town, "hund-anmelden");
  await walkSteps(erika, { ...answers["hund-anmelden"], ...answers["grosser-hund"] });
  await tickAll(erika);
  await press(erika.page, /verbindlich/i);
  await erika.page.waitForURL(/\/eingang\//);
  const reference = await referenceOn(erika.page);

  // The Fachverfahren fetches, decrypts, checks and accepts; the citizen reads when.
  const arrived = await until("both parts are accepted", async () => { const found = await effects(reference); return found.length === 2 && found.every(({ submissions }) => submissions[0]?.decided === "accept") ? found : undefined; });
  assert.deepEqual(arrived.map(({ about, effects: count, duplicates }) => `${about}: ${count}, ${duplicates}`).toSorted(), ["application.submitted ordnung: 1, 0", "application.submitted steuer: 1, 0"]);
  const withFiles = arrived.find(({ about }) => about.endsWith("ordnung"))!.submissions[0]!;
  assert.match(await (await outbound(`${at("fit-fachverfahren")}/eingang/${withFiles.submissionId}`)).text(), /nachweis\.png/);
  await erika.page.goto(`${town}/vorgaenge`);
  await erika.page.getByRole("link", { name: new RegExp(`${reference}|Hund anmelden`) }).first().click();
  const myCase = erika.page.url();
  await onPage(erika.page, /\d{4}, \d\d:\d\d Uhr[^\n]*\s+Angekommen im Fachverfahren \(Steueramt\)\s+»Steuerverfahren FIT«/);
  await checkPage(erika, "my case with receipts");

  // It asks, the citizen answers, and the answer lies in the same case there.
  const steuer = arrived.find(({ about }) => about.endsWith("steuer"))!.submissions[0]!;
  const say = async (answer: object): Promise<void> => { const sent = await control("fit-fachverfahren", "/_control/replies", { submissionId: steuer.submissionId, answer, files: [] }); assert.equal(sent.status, 201, await sent.text()); };
  await say({ kind: "question", text: "Seit wann lebt Bello bei Ihnen?" });
  await onPage(erika.page, /Seit wann lebt Bello bei Ihnen/);
  await erika.page.locator("main textarea").first().fill("Seit dem ersten März.");
  await press(erika.page, /antwort|senden/i);
  await erika.page.waitForLoadState();
  const answered = await until("the answer is there", async () => (await effects(reference)).find(({ about }) => about.startsWith("application.replied steuer")));
  assert.deepEqual([answered.submissions[0]?.caseId, answered.duplicates], [steuer.caseId, 0]);

  await say({ kind: "decision", result: "granted", subject: "Anmeldung Ihres Hundes", text: "Ihr Hund ist angemeldet. Die Hundemarke kommt mit der Post." });
  await erika.page.goto(`${town}/postfach`);
  await until("the decision lies in the mailbox", async () => { if (await erika.page.getByRole("link", { name: /Anmeldung Ihres Hundes/ }).count() > 0) return true; await erika.page.reload(); return undefined; });
  await erika.page.getByRole("link", { name: /Anmeldung Ihres Hundes/ }).first().click();
  await checkPage(erika, "decision by FIT-Connect");
  assert.match(await erika.page.locator("main").innerText(), /Ihr Hund ist angemeldet/);
  assert.ok(myCase.includes("/vorgaenge"));

  // And whoever operates the portal sees it all, without a word of the content.
  await olga.page.goto(`${destination.replace(/ziele\/.*/, "zustellungen")}?ziel=${destination.split("/").at(-1)!}`);
  await checkPage(olga, "deliveries by FIT-Connect");
  await olga.page.getByRole("link", { name: reference }).first().click();
  await checkPage(olga, "a delivery by FIT-Connect");
  await onPage(olga.page, /Quittungen|vom Fachverfahren angenommen/);
  await erika.close();
  await olga.close();
});

test("a service run here for another state's authority: the place in the application leads to Nordhafen's own Fachverfahren, which asks and is answered; a place without anybody is no dead end", async () => {
  const olga = await visitor(browser, projects[0]!);
  await signInAsStaff(olga, world.origin(), "Olga Operator");
  await olga.page.goto(`${world.origin()}/betrieb/ziele/neu?art=fit-connect`);
  await olga.page.locator('main [name="ort"]').selectOption("musterstadt");
  for (const [name, value] of [
    ["name", "Behörde am Wohnort"], ["adresse", `${at("fit-connect")}/submission-api`], ["token", `${at("fit-connect")}/auth/token`], ["client", fitConnect.onlineService.clientId], ["schluessel", fitConnect.onlineService.clientSecret],
    ["ortsangabe", "halter.plz+halter.ort"], ["routing", `${at("fit-connect")}/routing`], ["portal", `${at("fit-connect")}/ssp`],
  ] as const) await olga.page.locator(`main [name="${name}"]`).fill(value);
  await press(olga.page, "Speichern");
  await olga.page.waitForURL(/meldung=ziel-gespeichert/);
  await press(olga.page, "Probezustellung senden");
  await olga.page.waitForURL(/meldung=probe-angekommen/);
  await olga.page.locator("details summary", { hasText: "Weg hinzufügen" }).click();
  await olga.page.locator('main [name="was"]').selectOption("hund-anmelden");
  await press(olga.page, "Weg anlegen");
  await olga.page.waitForURL(/meldung=weg-angelegt/);
  for (const [place, answer] of [["00901, Nordhafen", /Dort bekäme es: Stadt Nordhafen/], ["Atlantis", /An diesem Ort fände es keine Stelle/]] as const) {
    await olga.page.goto(`${world.origin()}/betrieb/ziele?ort=musterstadt&leistung=hund-anmelden&antragsort=${encodeURIComponent(place)}#vorschau`);
    assert.match(await olga.page.locator("main").innerText(), answer);
  }
  await checkPage(olga, "who would get it at that place");

  const apply = async (place: Readonly<Record<string, string>>) => {
    const person = await visitor(browser, projects[0]!);
    await beginSignedIn(person, town, "hund-anmelden", { byHand: true });
    await walkSteps(person, { ...answers["hund-anmelden"], ...place });
    await tickAll(person);
    await press(person.page, /verbindlich/i);
    await person.page.waitForURL(/\/eingang\//);
    const reference = await referenceOn(person.page);
    await person.page.goto(`${town}/vorgaenge`);
    await person.page.getByRole("link", { name: /Hund anmelden/ }).first().click();
    assert.ok((await person.page.locator("main").innerText()).includes(reference));
    return { person, reference };
  };
  const { person, reference } = await apply({ "halter.plz": "00901", "halter.ort": "Nordhafen" });
  const arrived = await until("Nordhafen has it", async () => (await effects(reference, "fit-nordhafen")).find(({ submissions }) => submissions[0]?.decided === "accept"));
  assert.deepEqual([arrived.effects, arrived.duplicates], [1, 0]);
  await onPage(person.page, /Angekommen im Fachverfahren »Stadt Nordhafen« am /);
  const sent = await control("fit-nordhafen", "/_control/replies", { submissionId: arrived.submissions[0]!.submissionId, answer: { kind: "question", text: "Wann sind Sie nach Nordhafen gezogen?" }, files: [] });
  assert.equal(sent.status, 201, await sent.text());
  await onPage(person.page, /Wann sind Sie nach Nordhafen gezogen/);
  await checkPage(person, "a question from another state");
  await person.page.locator("main textarea").first().fill("Im Mai.");
  await press(person.page, /antwort|senden/i);
  await person.page.waitForLoadState();
  const answered = await until("the answer is there", async () => (await effects(reference, "fit-nordhafen")).find(({ about }) => about.startsWith("application.replied")));
  assert.equal(answered.submissions[0]?.caseId, arrived.submissions[0]?.caseId);

  const nowhere = await apply({ "halter.plz": "00999", "halter.ort": "Atlantis" });
  await onPage(nowhere.person.page, /zuständige Behörde für den Ort in Ihrem Antrag ist noch nicht elektronisch erreichbar/);
  await checkPage(nowhere.person, "kept, because nobody is there");
  await olga.page.goto(`${world.origin()}/betrieb/zustellungen?stand=unzustellbar`);
  await olga.page.getByRole("link", { name: nowhere.reference }).first().click();
  assert.match(await olga.page.locator("main").innerText(), /Der Ort im Antrag ist unbekannt oder nicht eindeutig/);
  await checkPage(olga, "the dead letter says what to do");
  for (const one of [olga, person, nowhere.person]) await one.close();
});
