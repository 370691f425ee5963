import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import type { Locator } from "playwright-core";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { createOutbound } from "../apps/portal/src/platform/http/index.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { checkPage } from "./check-page.ts";
import { fillIn, walkSteps } from "./answers.ts";
import { press, projects, visitor, type Visitor } from "./projects.ts";
import { signInWithBundId } from "./sign-in.ts";

const world = await startWorld();
const browser = await launchChromium();
after(() => browser.close());
const town = world.origin("musterstadt");
const mailHost = `mail.sandbox.localhost:${world.sandbox.port}`;
/** Knows where the names below localhost are, which not every machine's resolver does. */
const ask = createOutbound({ trustedHosts: [mailHost] });
const district = world.origin("kreis-musterland");

const answers: Readonly<Record<string, string>> = {
  "kind.givenName": "Mia", "kind.surname": "Beispiel", "angaben.geboren": "ja", "angaben.geburtsdatum.day": "1", "angaben.geburtsdatum.month": "3", "angaben.geburtsdatum.year": "2025", "angaben.geschwister": "no",
  "wunsch.ab.day": "1", "wunsch.ab.month": "8", "wunsch.ab.year": "2099", "wunsch.stunden": "35", "wunsch.tagespflege": "no", "kitas.0.name": "Kita Lindenweg",
  "person.givenName": "Erika", "person.surname": "Beispiel", "anschrift.street": "Lindenweg", "anschrift.houseNumber": "7", "anschrift.postalCode": "00101", "anschrift.city": "Musterstadt", zweitePerson: "no",
};

/** The link in the newest mail to an address, as it came to the sandbox's mail server. */
async function linkIn(to: string): Promise<string> {
  return until(`a mail to ${to}`, async () => {
    const mails = await (await ask(`http://${mailHost}/_mails?to=${encodeURIComponent(to)}`)).text();
    return [...mails.matchAll(/http:\/\/musterstadt\.portal\.localhost:\d+(\/(?:entwurf|beteiligung)\/[A-Za-z0-9_-]{22})/g)].at(-1)?.[1];
  });
}
const codeOn = async ({ page }: Visitor): Promise<string> => /\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(await page.locator("main").innerText())?.[0] ?? assert.fail("no code is shown");

/** Each page is looked at where room is short and where no script runs. At the computer the way is walked, and the last page tells of any complaint on it. */
const look = (person: Visitor, where: string): Promise<void> => (person.project.name === "am Rechner" ? Promise.resolve() : checkPage(person, where));

for (const [index, project] of projects.entries()) {
  test(`questions before a naturalisation, ${project.name}`, async () => {
    const person = await visitor(browser, project);
    const { page } = person;
    await page.goto(`${district}/antrag/einbuergerung`);
    await look(person, "start");
    await page.getByRole("link", { name: "Vorab-Check machen" }).click();
    await look(person, "questions");
    await press(page, "Einschätzung ansehen");
    assert.match(await page.title(), /^Fehler: /);
    await look(person, "errors");
    await fillIn(person, { jahre: "unter3", titel: "ja", deutsch: "ja", unterhalt: "ja", strafe: "nein" });
    await press(page, "Einschätzung ansehen");
    assert.match(await page.locator("main").innerText(), /Eher nicht[\s\S]*keine Entscheidung/);
    await look(person, "estimate");
    await page.getByRole("link", { name: "Zum Antrag" }).click();
    await page.waitForURL(/#beginnen$/);
    await checkPage(person, "start after the questions");
    await person.close();
  });

  test(`saved, gone on with elsewhere, confirmed by a second person, ${project.name}`, async () => {
    const person = await visitor(browser, project);
    await person.page.goto(`${town}/antrag/kita-vormerkung`);
    await press(person.page, /Leichter Sprache/);
    await look(person, "start in easy language");
    await press(person.page, /ohne Anmeldung/i);
    await fillIn(person, answers);
    await press(person.page, /Speichern und später/);
    await look(person, "saved");
    await person.page.locator('main input[name="mail"]').fill(`erika${index}@post.example`);
    await press(person.page, /Link schicken/);
    await look(person, "code");
    const code = await codeOn(person);

    const elsewhere = await visitor(browser, project);
    const { page } = elsewhere;
    await page.goto(`${town}${await linkIn(`erika${index}@post.example`)}`);
    await look(elsewhere, "link");
    await page.locator('main input[name="code"]').fill(code);
    await press(page, "Entwurf öffnen");
    await page.waitForURL(/\/antrag\/[0-9a-f-]{36}\//);
    for (let step = 0; step < 6 && !page.url().includes("/pruefen"); step += 1) {
      await look(elsewhere, page.url());
      await fillIn(elsewhere, answers);
      await press(page, "Weiter");
      await page.waitForLoadState();
    }
    await look(elsewhere, "check");
    const check = page.url();
    await page.getByRole("link", { name: "Gemeinsam beantragen oder Hilfe holen" }).click();
    await look(elsewhere, "together");
    await page.locator('main input[name="name"]').fill("Max Muster");
    await page.locator('main input[name="mail"]').fill(`max${index}@post.example`);
    await press(page, /Einladen/);
    await look(elsewhere, "invitation");
    const forMax = await codeOn(elsewhere);
    await page.goto(check);
    await look(elsewhere, "waiting");

    const max = await visitor(browser, project);
    await max.page.goto(`${town}${await linkIn(`max${index}@post.example`)}`);
    await look(max, "taking part");
    await max.page.locator('main input[name="code"]').fill(forMax);
    await press(max.page, "Weiter");
    assert.match(await max.page.locator("main").innerText(), /Kita Lindenweg/);
    await look(max, "reading");
    await press(max.page, /bestätige die Angaben/);
    assert.match(await max.page.locator("main").innerText(), /Sie haben bestätigt/);
    await look(max, "confirmed");

    await page.goto(check);
    await press(page, "Platz vormerken");
    await page.waitForURL(/\/eingang\//);
    await max.page.goto(`${town}${await linkIn(`max${index}@post.example`)}`);
    await max.page.locator('main input[name="code"]').fill(forMax);
    await press(max.page, "Weiter");
    assert.match(await max.page.locator("main").innerText(), /abgeschickt[\s\S]*MUS-\d{4}-\w{4}-\w{4}[\s\S]*\(Sie\)[\s\S]*bestätigt/, "how it stands, for who confirmed");
    for (const one of [person, elsewhere, max]) { await checkPage(one, "the end"); await one.close(); }
  });
}

/** What the office reads of an application, once the worker has made its documents; names without the reference. */
async function officeHas(application: string): Promise<readonly string[]> {
  const tenant = world.house.tenants.bySlug("musterstadt")?.id ?? assert.fail("no town");
  return until("the office has its documents", async () => {
    const content = await world.house.db.inTenant(tenant, (tx) => world.house.applications.partContent(tx, application, "whole"));
    const files = content?.files ?? [];
    return files.filter(({ kind }) => kind === "rendition").length === 2 && files.map(({ name }) => name.replace(/^MUS-\d{4}-\w{4}-\w{4}/, ""));
  });
}

/** A document that the browser is given to keep. */
async function saved({ page }: Visitor, link: Locator): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "latin1") };
}

/** The small screen, so that axe and the width are looked at; the invited person's browser runs no scripts. */
const phone = { name: "auf dem Telefon", javaScript: true, viewport: { width: 320, height: 640 } };
const plainPhone = { ...phone, javaScript: false };

test(`two people fill in their own parts, hidden from each other, ${phone.name}`, async () => {
  const erika = await visitor(browser, phone);
  const { page } = erika;
  await page.goto(`${town}/antrag/kita-vormerkung`);
  await press(page, /ohne Anmeldung/i);
  await page.waitForURL(/\/antrag\/[0-9a-f-]{36}\//);
  await walkSteps(erika, { ...answers, zweitePerson: "yes" });
  await checkPage(erika, "the other's part is missing");
  const check = page.url();
  await page.getByRole("link", { name: "Wer mitwirkt" }).click();
  await checkPage(erika, "to be invited");
  await page.locator('main input[value="person:zweite"]').check();
  await page.locator('main input[name="name"]').fill("Max Muster");
  await page.locator('main input[name="mail"]').fill("max-teil@post.example");
  await press(page, /Einladen/);
  const code = await codeOn(erika);

  const max = await visitor(browser, plainPhone);
  await max.page.goto(`${town}${await linkIn("max-teil@post.example")}`);
  await max.page.locator('main input[name="code"]').fill(code);
  await press(max.page, "Weiter");
  await checkPage(max, "invited to fill in");
  await press(max.page, "Meine Angaben ausfüllen");
  await walkSteps(max, { "zweitePersonName.givenName": "Max", "zweitePersonName.surname": "Muster", "zweiteAnschrift.street": "Geheimweg", "zweiteAnschrift.houseNumber": "3", "zweiteAnschrift.postalCode": "00103", "zweiteAnschrift.city": "Beispielhausen", zweiterGrund: "arbeit", zweiterNachweis: "file" });
  assert.doesNotMatch(await max.page.locator("main").innerText(), /Lindenweg|Kita Lindenweg/);
  await checkPage(max, "the part before it is handed in");
  await press(max.page, "Meine Angaben verbindlich abgeben");
  assert.match(await max.page.locator("main").innerText(), /Ihre Angaben sind abgegeben/);
  await checkPage(max, "handed in");
  const kept = await saved(max, max.page.getByRole("link", { name: "Abgegebene Angaben als PDF" }));
  assert.equal(kept.name, "meine-angaben.pdf");
  assert.match(kept.text, /^%PDF-[\s\S]*pdfuaid/, "what was handed in, to keep");

  await page.goto(check);
  assert.doesNotMatch(await page.locator("main").innerText(), /Geheimweg|nachweis\.png/);
  await press(page, "Platz vormerken");
  await page.waitForURL(/\/eingang\//);
  const application = page.url().split("/").at(-1)!.split("?")[0]!;
  assert.deepEqual(await officeHas(application), ["nachweis.png", "-alle-angaben.pdf", "-alle-angaben-archiv.pdf"]);
  await page.reload();
  const own = await saved(erika, page.locator('main a[href$="/zusammenfassung.pdf"]'));
  assert.match(own.name, /^MUS-\d{4}-\w{4}-\w{4}\.pdf$/, "her own copy, not the one with everything");
  // After the sending: how it stands, and what Max himself has said.
  await max.page.goto(`${town}${await linkIn("max-teil@post.example")}`);
  await max.page.locator('main input[name="code"]').fill(code);
  await press(max.page, "Weiter");
  assert.match(await max.page.locator("main").innerText(), /MUS-\d{4}-\w{4}-\w{4}[\s\S]*Geheimweg[\s\S]*nachweis\.png/);
  assert.doesNotMatch(await max.page.locator("main").innerText(), /Lindenweg/);
  await checkPage(max, "after the sending");
  for (const one of [erika, max]) await one.close();
});

test(`a street that the directory does not know, and evidence from a register, ${phone.name}`, async () => {
  const erika = await visitor(browser, phone);
  const { page } = erika;
  await page.goto(`${town}/antrag/sperrmuell`);
  await press(page, /ohne Anmeldung/i);
  await page.waitForURL(/\/antrag\/[0-9a-f-]{36}\//);
  await fillIn(erika, { "sachen.0.art": "metall", "sachen.0.was": "Ein altes Fahrrad", "sachen.0.anzahl": "1" });
  await press(page, "Weiter");
  await page.waitForURL(/\/abholung/);
  await fillIn(erika, { "ort.street": "Lindnweg", "ort.houseNumber": "7", "ort.postalCode": "00101", "ort.city": "Musterstadt", "abholung.termin.day": "1", "abholung.termin.month": "12", "abholung.termin.year": "2099", "abholung.termin.time": "any", "abholung.schonZwei": "no" });
  await press(page, "Weiter");
  await checkPage(erika, "street asked about");
  if ((await page.title()).startsWith("Fehler: ")) assert.fail(await page.locator("main").innerText());
  await press(page, "Lindenweg übernehmen");
  await page.waitForURL(/\/person/);
  await erika.close();

  const signed = await visitor(browser, phone);
  await signed.page.goto(`${town}/anmelden?ziel=${encodeURIComponent("/antrag/hund-ermaessigung")}&leistung=hund-ermaessigung&niveau=3&konto=1`);
  await signInWithBundId(signed, "erika-beispiel", "eid");
  await press(signed.page, /Antrag beginnen|beginnen|Weiter/);
  for (let i = 0; i < 4 && !signed.page.url().includes("/ermaessigung"); i += 1) {
    await fillIn(signed, { "person.givenName": "Erika", "person.surname": "Beispiel", "person.birthdate.day": "12", "person.birthdate.month": "8", "person.birthdate.year": "1984", "anschrift.street": "Lindenweg", "anschrift.houseNumber": "7", "anschrift.postalCode": "00101", "anschrift.city": "Musterstadt" });
    await press(signed.page, signed.page.url().includes("/uebernahme") ? /übernehmen/i : "Weiter");
    await signed.page.waitForLoadState();
  }
  const benefit = { "ermaessigung.hund": "Bello", "ermaessigung.grund": "sozial", "ermaessigung.leistung": "wohngeld", "ermaessigung.seit.day": "1", "ermaessigung.seit.month": "8", "ermaessigung.seit.year": "2026", "ermaessigung.bezug.way": "register", "ermaessigung.richtig": "yes" };
  await fillIn(signed, benefit);
  await press(signed.page, "Weiter");
  await fillIn(signed, benefit);
  await press(signed.page, "Weiter");
  await checkPage(signed, "the way by the register");
  await press(signed.page, "Nachweis abrufen und ansehen");
  await checkPage(signed, "consent");
  await press(signed.page, "Nachweis abrufen");
  await checkPage(signed, "consent missing");
  await signed.page.locator('main input[name="zustimmung"]').check();
  await press(signed.page, "Nachweis abrufen");
  assert.match(await signed.page.locator("main").innerText(), /Das hat Sozialleistungsregister[\s\S]*Wohngeld/);
  await checkPage(signed, "preview");
  await press(signed.page, "Diesen Nachweis verwenden");
  assert.match(await signed.page.locator("main").innerText(), /Der Nachweis ist übernommen[\s\S]*leistungsbezug-/);
  await checkPage(signed, "taken over");
  await signed.close();
});
