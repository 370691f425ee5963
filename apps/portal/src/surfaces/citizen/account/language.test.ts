import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { browser, errorsOf, headingOf, textOf, type Fields, type Page } from "./test-browser.ts";
import { clerk, journey } from "./test-journey.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const world = journey(portal);
const pdf = Buffer.from("%PDF-1.7\nImpfpass\n%%EOF\n");

async function erika() {
  const account = await portal.newAccount();
  return { account, citizen: browser(portal, portal.signIn(1, account)) };
}

/** What a browser sends when the button of the other language is pressed: first the button, which stands in the head of the page, then the form. */
function otherLanguage(page: Page): { readonly action: string; readonly fields: Fields } {
  const button = page.all.find(({ tag, attributes }) => tag === "button" && attributes.get("name") === "sprache")?.attributes ?? assert.fail(`${page.path} has no button for the language`);
  const from = page.all.findIndex(({ tag, attributes }) => tag === "form" && attributes.get("id") === button.get("form"));
  assert.notEqual(from, -1, "its form is on the page");
  const rest = page.all.slice(from + 1);
  const until = rest.findIndex(({ tag }) => tag === "form");
  const hidden = rest.slice(0, until === -1 ? undefined : until).filter(({ tag, attributes }) => tag === "input" && attributes.get("type") === "hidden");
  return { action: button.get("formaction") ?? "", fields: [["sprache", button.get("value") ?? ""], ...hidden.map(({ attributes }): readonly [string, string] => [attributes.get("name") ?? "", attributes.get("value") ?? ""])] };
}
const written = (page: Page, name: string): string | undefined => page.all.find(({ tag, attributes }) => tag === "textarea" && attributes.get("name") === name)?.text.trim();
const ticked = (page: Page): boolean => page.all.some(({ attributes }) => attributes.get("name") === "alle" && attributes.has("checked"));

test("changing the language takes along the answer to a question, and sends nothing", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const request = await world.ask(application, "Wie alt ist Waldi?");
  const path = `/vorgaenge/${application}`;
  const to = otherLanguage(await citizen.get(path));
  assert.equal(to.action, `/en${path}/antwort`);
  const english = await citizen.post(to.action, [...to.fields, [`text-${request}`, "Er ist "]]);
  assert.deepEqual([english.status, errorsOf(english).length, written(english, `text-${request}`)], [200, 0, "Er ist"]);
  assert.match(english.body, /<html lang="en"/);
  const back = otherLanguage(english);
  const german = await citizen.post(back.action, [...back.fields, [`text-${request}`, "x".repeat(10_001)]]);
  assert.deepEqual([german.status, errorsOf(german).length, written(german, `text-${request}`)?.length], [200, 0, 10_001], "also what is not right yet");
  assert.ok(!textOf(await citizen.get(path)).includes("Er ist"), "nothing was sent");
  const refused = await citizen.post(`${path}/antwort`, [...back.fields.filter(([name]) => name !== "sprache"), [`text-${request}`, "  "]]);
  assert.equal(refused.status, 422);
  assert.equal(otherLanguage(refused).action, `/en${path}/antwort`, "from the page with the error too");
});

test("of documents the note goes along; a chosen file does not, is said and is not sent", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const request = await world.ask(application, "", { documents: ["Impfpass"] });
  const page = await citizen.get(`/vorgaenge/${application}`);
  const to = otherLanguage(page);
  assert.equal(to.action, `/en/vorgaenge/${application}/unterlagen`);
  const without = await citizen.post(to.action, [...to.fields, [`notiz-${request}`, "Das Original"]]);
  assert.deepEqual([without.status, written(without, `notiz-${request}`), ticked(without)], [200, "Das Original", false]);
  const fields: Fields = [...to.fields, [`notiz-${request}`, "Das Original"], ["alle", "ja"]];
  const boundary = "----test";
  const payload = [...fields.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`), `--${boundary}\r\nContent-Disposition: form-data; name="dateien-${request}"; filename="Impfpass.pdf"\r\nContent-Type: application/pdf\r\n\r\n${pdf.toString()}\r\n--${boundary}--\r\n`].join("");
  const withFile = await citizen.send("POST", to.action, { type: `multipart/form-data; boundary=${boundary}`, payload });
  assert.deepEqual([withFile.status, ...errorsOf(withFile)], [422, "Files are not taken along when the language changes. Please choose them again."]);
  assert.deepEqual([written(withFile, `notiz-${request}`), ticked(withFile)], ["Das Original", true]);
  const after = await citizen.get(`/vorgaenge/${application}`);
  assert.ok(textOf(after).includes("Wartet auf Sie") && !textOf(after).includes("Impfpass.pdf"));
});

test("a message without a question, an answer from the mailbox and reasons go along too", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const onCase = otherLanguage(await citizen.get(`/vorgaenge/${application}`));
  assert.equal(written(await citizen.post(onCase.action, [...onCase.fields, ["text-frei", "Noch etwas"]]), "text-frei"), "Noch etwas");
  await world.status(application, "in-progress", "Wir prüfen.");
  await portal.work();
  const message = (await world.messages(account)).find((one) => !one.locked && one.kind === "status") ?? assert.fail();
  const inMailbox = otherLanguage(await citizen.get(`/postfach/${message.id}`));
  const there = await citizen.post(inMailbox.action, [...inMailbox.fields, ["text-frei", "Danke"]]);
  assert.deepEqual([there.status, written(there, "text-frei")], [200, "Danke"]);
  assert.match(there.body, /<html lang="en"/);

  const path = `/vorgaenge/${application}/ruecknahme`;
  const withdraw = otherLanguage(await citizen.get(path));
  assert.equal(withdraw.action, `/en${path}`);
  const asked = await citizen.post(withdraw.action, [...withdraw.fields, ["grund", "Waldi ist umgezogen."]]);
  assert.deepEqual([asked.status, headingOf(asked), written(asked, "grund")], [200, "Withdraw the application?", "Waldi ist umgezogen."]);
  assert.ok(!textOf(await citizen.get(`/vorgaenge/${application}`)).includes("Zurückgenommen"), "it is not withdrawn");

  const time = { office: "steueramt", startsAt: new Date(portal.clock.now().getTime() + 86_400_000), endsAt: new Date(portal.clock.now().getTime() + 90_000_000), place: "Bürgerbüro", capacity: 1, externalId: undefined };
  const offered = await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.appointments.offer(tx, { tenant: portal.musterstadt.id, source: "kalender", at: portal.clock.now(), slots: [time] }));
  assert.ok(offered.ok);
  const booked = await portal.answers.inCase(portal.musterstadt.id, application, (tx, head) => portal.appointments.book(tx, { head, office: "steueramt", actor: clerk, slot: offered.slots[0]!.id, words: "" }));
  assert.ok(booked?.ok);
  const cancel = otherLanguage(await citizen.get(`/vorgaenge/${application}/termin/${booked.appointment.id}/absage`));
  const still = await citizen.post(cancel.action, [...cancel.fields, ["grund", "Ich bin krank."]]);
  assert.deepEqual([still.status, written(still, "grund")], [200, "Ich bin krank."]);
  assert.ok(textOf(await citizen.get(`/vorgaenge/${application}`)).includes("Bürgerbüro"));
});

test("on the account page an address goes along, and boxes that were ticked before the account or a document would go", async () => {
  const { account, citizen } = await erika();
  const value = (page: Page, name: string): string | undefined => page.all.find(({ tag, attributes }) => tag === "input" && attributes.get("name") === name)?.attributes.get("value");
  const checked = (page: Page, name: string): readonly string[] => page.all.filter(({ attributes }) => attributes.get("name") === name && attributes.has("checked")).map(({ attributes }) => attributes.get("value") ?? "");
  const own = otherLanguage(await citizen.get("/konto"));
  assert.equal(own.action, "/en/konto/benachrichtigung");
  const typed = await citizen.post(own.action, [...own.fields, ["adresse", "erika at "]]);
  assert.deepEqual([typed.status, errorsOf(typed).length, value(typed, "adresse")], [200, 0, "erika at"]);
  assert.match(typed.body, /<html lang="en"/);
  assert.equal(await portal.db.asAccount(account, (tx) => portal.accounts.noticeMail(tx, account)), undefined, "nothing is stored");

  const { application } = await world.apply(account);
  await world.decide(account, application);
  const last = otherLanguage(await citizen.get("/konto/loeschung/bestaetigung"));
  const asked = await citizen.post(last.action, [...last.fields, ["verstanden", "ja"], ["ungelesen", "ja"]]);
  assert.deepEqual([asked.status, errorsOf(asked).length, checked(asked, "verstanden"), checked(asked, "ungelesen")], [200, 0, ["ja"], ["ja"]]);
  assert.equal((await citizen.get("/konto")).status, 200, "the account is still there");

  const kept = await portal.safe.keep({ account, name: "Geburtsurkunde.pdf", content: Readable.from([pdf]), origin: { kind: "upload" }, minimumLevel: 1 });
  assert.ok(kept.ok);
  const { latest } = portal.safe.releaseDays();
  const release = otherLanguage(await citizen.get(`/vorgaenge/${application}/dokumente`));
  const chosen = await citizen.post(release.action, [...release.fields, ["dokument", kept.document.id], ["bis", latest], ["zustimmung", "ja"]]);
  assert.deepEqual([chosen.status, errorsOf(chosen).length, checked(chosen, "dokument"), checked(chosen, "bis"), checked(chosen, "zustimmung")], [200, 0, [kept.document.id], [latest], ["ja"]]);
  assert.deepEqual(await portal.db.asAccount(account, (tx) => portal.safe.shares(tx, { account, application })), [], "nothing is released");
});

test("on a page in another language the words of an office say that they are German, and those of the person say nothing", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const request = await world.ask(application, "Wie alt ist Waldi?");
  await citizen.submit(await citizen.get(`/vorgaenge/${application}`), `/vorgaenge/${application}/antwort`, [["zu", request], [`text-${request}`, "Waldi ist drei."]]);
  const question = (await world.messages(account)).find((one) => !one.locked && one.kind === "question")?.id ?? "";
  const langOf = (page: Page, tag: string, words: string): string | undefined => page.all.find((one) => one.tag === tag && one.text.includes(words))?.attributes.get("lang");
  const letter = (page: Page): string | undefined => page.all.find(({ attributes }) => attributes.get("class") === "portal-letter")?.attributes.get("lang");
  const told = (page: Page, words: string): string | undefined => page.all.find(({ attributes, text }) => attributes.get("class") === "portal-timeline__text" && text.includes(words))?.attributes.get("lang");
  const english = await citizen.get(`/en/postfach/${question}`);
  assert.deepEqual([langOf(english, "h1", "Wir haben eine Frage"), letter(english)], ["de", "de"]);
  assert.equal(langOf(english, "li", "Wir haben eine Frage"), "de", "the last of the breadcrumb");
  assert.equal(langOf(await citizen.get("/en/postfach"), "a", "Wir haben eine Frage"), "de");
  const here = await citizen.get(`/en/vorgaenge/${application}`);
  assert.deepEqual([told(here, "Wie alt ist Waldi?"), told(here, "Waldi ist drei.")], ["de", undefined]);
  const german = await citizen.get(`/postfach/${question}`);
  assert.deepEqual([langOf(german, "h1", "Wir haben eine Frage"), letter(german), told(await citizen.get(`/vorgaenge/${application}`), "Wie alt ist Waldi?")], [undefined, undefined, undefined]);
  // From before the language was kept: what an office asked is German all the same.
  const early = (kind: "question" | "status"): Promise<string> => portal.db.inTenant(portal.musterstadt.id, (tx) => portal.mailbox.deliver(tx, { account, tenant: portal.musterstadt.id, kind, minimumLevel: 1, subject: "Von früher", text: "Wann?", files: [] }), { account });
  assert.equal(letter(await citizen.get(`/en/postfach/${await early("question")}`)), "de");
  assert.equal(letter(await citizen.get(`/en/postfach/${await early("status")}`)), undefined);
});
