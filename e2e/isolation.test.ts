import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { actNames } from "../apps/portal/src/surfaces/staff/case-acts.ts";
import { openBrowser, type Browser, type Reply } from "../apps/portal/src/testing/browser.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { answers, picture } from "./answers.ts";
import { staffBrowser } from "./staff-browser.ts";

const world = await startWorld();
const { house } = world;
const town = world.origin("musterstadt");
const beside = world.origin("beispielhausen");
const staff = world.origin();
const musterstadt = house.tenants.bySlug("musterstadt") ?? assert.fail("the demo town is missing");
const open: Browser[] = [];
after(() => { for (const browser of open) browser.close(); });

async function citizen(person: string, at: string): Promise<Browser> {
  const browser = openBrowser();
  open.push(browser);
  const done = await browser.signIn(await browser.get(`${at}/anmelden?ziel=/vorgaenge&konto=1`), { person });
  assert.equal(new URL(done.url).pathname, "/vorgaenge", done.page.text.slice(0, 300));
  return browser;
}
async function clerk(name: string): Promise<Browser> {
  const { browser } = await staffBrowser(world, name, "/mitarbeit");
  open.push(browser);
  return browser;
}
/** A large dog, so that two offices get a part each. */
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...answers, "hund-anmelden": { ...answers["hund-anmelden"], ...answers["grosser-hund"] } };
function post(browser: Browser, page: Reply, service: string, button: string | RegExp): Promise<Reply> {
  const form = page.page.form(button);
  const here = Object.entries(known[service] ?? {}).filter(([name]) => form.controls.some((control) => control.name === name));
  const ticked = button === "Weiter" ? [] : form.controls.filter(({ type }) => type === "checkbox").map(({ name, value }) => [name, value] as const);
  const mail = form.controls.filter(({ type }) => type === "email").map(({ name }) => [name, "person@beispiel.example"] as const);
  const files = here.filter(([, value]) => value === "file").map(([field]) => ({ field, name: picture.name, type: picture.mimeType, bytes: picture.buffer }));
  return browser.submit(page, form, Object.fromEntries([...here.filter(([, value]) => value !== "file"), ...ticked, ...mail]), button, { files });
}
/** Walks to the check page as somebody signed in. */
async function fill(browser: Browser, at: string, service: string): Promise<Reply> {
  let page = await post(browser, await browser.get(`${at}/antrag/${service}`), service, /beginnen/i);
  for (let step = 0; step < 20 && !new URL(page.url).pathname.endsWith("/pruefen"); step += 1) page = await post(browser, page, service, "Weiter");
  assert.match(page.url, /\/pruefen$/, page.page.text.slice(0, 900));
  return page;
}
const send = async (browser: Browser, at: string, service: string): Promise<Reply> => post(browser, await fill(browser, at, service), service, /verbindlich|kostenpflichtig|absenden|bezahlen/i);
const applicationOf = (reply: Reply): string => /\/eingang\/([0-9a-f-]{36})/.exec(reply.url)?.[1] ?? assert.fail(`${reply.url} ${reply.page.text.slice(0, 400)}`);
const casesOf = (application: string, count: number) => until("the cases", async () => {
  const rows = await house.db.asOperator("test", (tx) => tx.rows<{ id: string; office: string; part: string }>(sql`select id, office, part from casework.case where application_id = ${application}`));
  return rows.length === count && rows;
});
const filesOf = (application: string, kind: string) => house.db.asOperator("test", (tx) => tx.rows<{ id: string }>(sql`select id from applications.file where application_id = ${application} and kind = ${kind}`));

const erika = await citizen("erika-beispiel", town);
const jonas = await citizen("jonas-probe", beside);

/** Asks for every address and expects the answer of something that is not there, as for an id that never was. */
async function nothingThere(browser: Browser, addresses: readonly string[], statuses: readonly number[] = [404]): Promise<void> {
  for (const address of addresses) {
    const reply = await browser.get(address);
    assert.ok(statuses.includes(reply.status), `${reply.status} ${address} -> ${reply.url}`);
    assert.doesNotMatch(reply.text, /Bello|Lindenweg|MU-EB|Erika|Waldi/, address);
  }
}

// What belongs to whom.
const hers = applicationOf(await send(erika, town, "hund-anmelden"));
const his = applicationOf(await send(jonas, beside, "hund-anmelden"));
const [herCases, hisCases] = [await casesOf(hers, 2), await casesOf(his, 2)];
const caseAt = (cases: typeof herCases, office: string): string => cases.find((one) => one.office === office)?.id ?? assert.fail(`no case at ${office}: ${JSON.stringify(cases)}`);
const paying = await send(erika, town, "bewohnerparkausweis");
const draft = await fill(erika, town, "hund-anmelden");
const { account } = await house.db.asOperator("test", (tx) => tx.one<{ account: string }>(sql`select account_id as account from applications.application where id = ${hers}`));
const decision = await (async () => {
  const prepared = await house.answers.prepare({
    tenant: musterstadt.id, application: hers, office: "ordnungsamt", actor: { kind: "staff", id: newId(), office: "ordnungsamt" }, signatory: { name: "Otto Ordnung", role: "Ordnungsamt" }, way: "mailbox",
    draft: { kind: "grant", subject: "Erlaubnis für Bello", paragraphs: ["Sie dürfen Bello halten."], amounts: [], conditions: [], reasons: [] },
  });
  assert.ok(prepared.ok, JSON.stringify(prepared));
  const decided = await house.answers.inCase(musterstadt.id, hers, (tx) => house.answers.decide(tx, prepared.prepared, { final: true }));
  assert.ok(decided?.ok, JSON.stringify(decided));
  return decided.decision;
})();
const uploads = await filesOf(hers, "upload");
const below = (slug: string, id: string): string[] => ["", "?ansicht=verlauf", "/paket.zip", "/bescheid", `/bescheid/${decision.id}`, `/bescheid/${decision.id}/brief.pdf`, ...uploads.map((file) => `/datei/${file.id}`)].map((rest) => `${staff}/mitarbeit/${slug}/vorgang/${id}${rest}`);

test("staff of one town open nothing of another: neither its pages nor its cases under their own address", async () => {
  for (const name of ["Sabine Steuer", "Sven Super", "Karla Kasse", "Ede Editor", "Olga Operator"]) {
    const browser = await clerk(name);
    await nothingThere(browser, [...["eingang", "eingang?q=Probe", "liste.csv", "liste.xlsx", "kasse", "schalter", "vertretung"].map((page) => `${staff}/mitarbeit/beispielhausen/${page}`), ...hisCases.flatMap(({ id }) => below("beispielhausen", id))], [403]);
    await nothingThere(browser, hisCases.flatMap(({ id }) => below("musterstadt", id)), ["Sabine Steuer", "Sven Super"].includes(name) ? [404] : [403]);
  }
});

test("an office opens its own part of an application and nothing of the other's", async () => {
  const [sabine, otto] = [await clerk("Sabine Steuer"), await clerk("Otto Ordnung")];
  const [tax, order] = [caseAt(herCases, "steueramt"), caseAt(herCases, "ordnungsamt")];
  const url = (id: string, rest = ""): string => `${staff}/mitarbeit/musterstadt/vorgang/${id}${rest}`;
  assert.equal((await sabine.get(url(tax))).status, 200);
  const own = await otto.get(url(order));
  assert.match(own.page.text, /Bello/);
  assert.ok(uploads.length >= 2);
  for (const file of uploads) assert.equal((await otto.get(url(order, `/datei/${file.id}`))).status, 200, "the uploads belong to the Ordnungsamt");
  assert.equal((await otto.get(url(order, `/bescheid/${decision.id}`))).status, 200);
  await nothingThere(sabine, below("musterstadt", order));
  await nothingThere(otto, below("musterstadt", tax));
  // Under the address of its own case: neither the other's files nor its decision.
  await nothingThere(sabine, below("musterstadt", tax).filter((address) => /\/(datei|bescheid)\/./.test(address)));
  await nothingThere(otto, [`${staff}/mitarbeit/beispielhausen/eingang`], [403]);
  const untouched = () => house.db.asOperator("test", (tx) => tx.one<{ state: string; version: number }>(sql`select state, version from casework.case where id = ${order}`));
  const before = await untouched();
  for (const noun of actNames) {
    const form = own.page.forms.find(({ method, action }) => method === "post" && action.includes(order)) ?? assert.fail("no form on the case");
    const reply = await sabine.submit(await sabine.get(url(tax)), { ...form, action: url(order, `/${noun}`), fields: [["_csrf", tokenOf(await sabine.get(url(tax)))], ["text", "x"]] });
    assert.equal(reply.status, 404, noun);
  }
  assert.deepEqual(await untouched(), before);
  const list = await sabine.get(`${staff}/mitarbeit/musterstadt/liste.csv`);
  assert.equal(list.status, 200);
  assert.equal(list.text.trim().split("\n").length, 2, list.text);
});

test("a citizen opens nothing of another: case, answers, files, draft, message, document, payment, receipt", async () => {
  const jonasHere = await citizen("jonas-probe", town);
  const safe = await erika.get(`${town}/dokumente`);
  const form = safe.page.forms.find(({ multipart }) => multipart) ?? assert.fail("no upload in the safe");
  const kept = await erika.submit(safe, form, {}, undefined, { files: [{ field: form.controls.find(({ type }) => type === "file")?.name ?? "", name: picture.name, type: picture.mimeType, bytes: picture.buffer }] });
  const document = (await house.db.asAccount(account, (tx) => house.safe.list(tx, account)))[0] ?? assert.fail(kept.page.text.slice(0, 500));
  const message = await until("the decision in the mailbox", async () => (await house.db.asAccount(account, (tx) => house.mailbox.list(tx, { account, level: 4, show: "received", page: 1 }))).items.find((one) => one.id === decision.message));
  const attached = await house.db.asOperator("test", (tx) => tx.one<{ id: string }>(sql`select id from mailbox.attachment where message_id = ${message.id} limit 1`));
  const payment = /\/bezahlen\/[0-9a-f-]{36}/.exec(paying.url)?.[0] ?? assert.fail(paying.url);
  const draftPath = /\/antrag\/[0-9a-f-]{36}/.exec(draft.url)?.[0] ?? "";
  const paths = [
    ...["", "/angaben", "/ruecknahme", ...uploads.map(({ id }) => `/datei/${id}`)].map((rest) => `/vorgaenge/${hers}${rest}`), `/eingang/${hers}`, `/eingang/${hers}/zusammenfassung.pdf`,
    ...["/pruefen", "/halter", "/gespeichert", "/loeschung", "/weiter"].map((rest) => draftPath + rest), `/postfach/${message.id}`, `/postfach/${message.id}/datei/${attached.id}`,
    `/dokumente/${document.id}`, `/dokumente/${document.id}/loeschung`, payment, `${payment}/anderer-weg`, `${payment}/quittung`, `${payment}/quittung.pdf`,
  ];
  for (const path of [`/vorgaenge/${hers}`, `/postfach/${message.id}`, `/postfach/${message.id}/datei/${attached.id}`, `/dokumente/${document.id}`, `${draftPath}/pruefen`, payment]) assert.equal((await erika.get(town + path)).status, 200, `her own ${path}`);
  await nothingThere(jonasHere, paths.map((path) => town + path));
  await nothingThere(jonas, paths.map((path) => beside + path));
  const page = await jonasHere.get(`${town}/vorgaenge`);
  const posts = [`/vorgaenge/${hers}/antwort`, `/vorgaenge/${hers}/ruecknahme`, `/vorgaenge/${hers}/einwilligung`, `${draftPath}/loeschung`, `${draftPath}/absenden`, `${draftPath}/halter`, `/postfach/${message.id}/papierkorb`, `/dokumente/${document.id}/loeschung`, payment, `${payment}/anderer-weg`, `${payment}/formular`];
  for (const path of posts) {
    const reply = await jonasHere.submit(page, { action: path, method: "post", multipart: false, fields: [["_csrf", tokenOf(page)], ["weg", "counter"], ["text", "x"], ["bestaetigt", "on"]], buttons: [], controls: [] });
    assert.equal(reply.status, 404, path);
  }
  for (const path of [`/vorgaenge/${hers}`, `/postfach/${message.id}`, `/dokumente/${document.id}`, `${draftPath}/pruefen`, payment]) assert.equal((await erika.get(town + path)).status, 200, `still hers: ${path}`);
  const signedOut = openBrowser();
  open.push(signedOut);
  for (const path of paths) { const reply = await signedOut.get(town + path); assert.ok(reply.status === 404 || new URL(reply.url).pathname === "/anmelden", `${reply.status} ${path}`); assert.doesNotMatch(reply.text, /Bello|Lindenweg|MU-EB/); }
});

test("a session cookie of one town is nothing in another and nothing at the Leitportal", async () => {
  const cookies = erika.cookies.get(new URL(town).host) ?? assert.fail("she is signed in");
  for (const host of [beside, staff]) {
    const thief = openBrowser();
    open.push(thief);
    thief.cookies.set(new URL(host).host, new Map([...cookies, ["__Host-mitarbeit", cookies.get("__Host-sitzung") ?? ""]]));
    assert.equal(new URL((await thief.get(`${host}/vorgaenge`)).url).pathname, "/anmelden");
    await nothingThere(thief, [`${host}/eingang/${hers}`]);
  }
});

/** The token of a form on the page. */
function tokenOf(reply: Reply): string {
  return reply.page.forms.flatMap(({ fields }) => fields).find(([name]) => name === "_csrf")?.[1] ?? assert.fail("no form with a token");
}
