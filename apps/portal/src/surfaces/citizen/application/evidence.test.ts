import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { createHttpRegister } from "#modules/evidence";
import { sql } from "#platform/database";
import { createOutbound } from "#platform/http";
import { startSandbox } from "../../../../../sandbox/src/start-sandbox.ts";
import { lendKeys } from "../../../../../sandbox/src/testing/ready-keys.ts";
import { localRequest } from "../../../../../sandbox/src/testing/local-request.ts";
import { browser, csrfOf, errorsOf, headingOf, switchLanguage, textOf, type Browser } from "./test-browser.ts";
import { begin, pdf } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const folder = mkdtempSync(join(tmpdir(), "register-"));
await lendKeys(folder);
const sandbox = await startSandbox({ dataFolder: folder, port: 0, smtpPort: 0 });
after(async () => { await sandbox.close(); rmSync(folder, { recursive: true, force: true }); });
const host = `register.sandbox.localhost:${sandbox.port}`;
const register = createHttpRegister({ url: `http://${host}/api`, token: sandbox.credentials.register.token }, createOutbound({ trustedHosts: [host] }));
const portal = await testPortal({ register });
const control = (body: object) => localRequest(`http://${host}/_control`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
const path = "ermaessigung.bezug.fetched";
const previews = sql`select content from evidence.preview`;

/** On the page with the reason, which is a social benefit, proved by the register. */
async function atEvidence(citizen: Browser): Promise<{ readonly step: string; readonly draft: string }> {
  const first = await begin(citizen, "hund-ermaessigung");
  const step = first.path.replace(/halter$/, "ermaessigung");
  await citizen.post(first.path, [csrfOf(first), ["revision", "99"], ["person.givenName", "Erika"], ["person.surname", "Beispiel"], ["person.birthdate.day", "12"], ["person.birthdate.month", "8"], ["person.birthdate.year", "1984"],
    ["anschrift.street", "Lindenweg"], ["anschrift.houseNumber", "7"], ["anschrift.postalCode", "00101"], ["anschrift.city", "Musterstadt"]]);
  const page = await citizen.get(step);
  const asked = await citizen.postOnce(step, [csrfOf(page), ["revision", "99"], ["ermaessigung.hund", "Bello"], ["ermaessigung.grund", "sozial"], ["ermaessigung.leistung", "wohngeld"], ["ermaessigung.bezug.way", "register"], [`fetch:${path}`, "1"]]);
  assert.equal(asked.location, `${step}/nachweis?feld=${path}`);
  return { step, draft: step.split("/").at(-2) ?? "" };
}
const signedIn = (level: 1 | 3 | 4 = 3) => { const { cookie, account } = portal.signIn(level); return { citizen: browser(portal, { signedIn: cookie }), account }; };
const steps = (account: string) => portal.db.asAccount(account, async (tx) => (await portal.evidence.steps(tx, account)).map(({ what }) => what).toReversed());
const countPreviews = async (account: string): Promise<number> => (await portal.db.asAccount(account, (tx) => tx.rows(previews))).length;

/** The page of consent, then the preview. */
async function fetched(citizen: Browser, step: string) {
  const ask = await citizen.get(`${step}/nachweis?feld=${path}`);
  return citizen.post(`${step}/nachweis/abruf`, [csrfOf(ask), ["feld", path], ["zustimmung", "ja"]]);
}

test("evidence is fetched after consent, shown, and used only then; the draft names the register's file", async () => {
  const { citizen, account } = signedIn();
  const { step, draft } = await atEvidence(citizen);
  const ask = await citizen.get(`${step}/nachweis?feld=${path}`);
  assert.equal(headingOf(ask), "Nachweis abrufen: Bescheinigung über den Bezug von Sozialleistungen");
  for (const said of ["Erika Beispiel", "12. August 1984", "Sozialleistungsregister Musterland (erfunden)", "Musterstadt, Stadt", "Sonst nichts."]) assert.ok(textOf(ask).includes(said), `${said} in ${textOf(ask)}`);
  const english = await switchLanguage(citizen, ask, [["zustimmung", "ja"]]);
  assert.equal(headingOf(english), "Retrieve evidence: Certificate of social benefits");
  assert.ok(english.all.find(({ attributes }) => attributes.get("name") === "zustimmung")?.attributes.has("checked"), "the language takes the tick along");
  const without = await citizen.post(`${step}/nachweis/abruf`, [csrfOf(ask), ["feld", path]]);
  assert.deepEqual([without.status, errorsOf(without)], [422, ["Stimmen Sie dem Abruf zu, oder gehen Sie zurück."]]);
  assert.deepEqual(await steps(account), [], "nothing is asked without consent");

  const shown = await fetched(citizen, step);
  for (const said of ["Das hat Sozialleistungsregister Musterland (erfunden) geliefert", "Wohngeld", "1. März 2026"]) assert.ok(textOf(shown).includes(said), said);
  assert.match((await citizen.send("GET", `${step}/nachweis/dokument?feld=${path}`)).body, /^%PDF-1\.4/);
  assert.ok(!textOf(await citizen.get(step)).includes("leistungsbezug-"), "a preview is no part of the draft");

  const used = await citizen.post(`${step}/nachweis/verwendung`, [csrfOf(shown), ["feld", path]]);
  assert.ok(textOf(used).includes("Der Nachweis ist übernommen"));
  assert.match(textOf(used), /leistungsbezug-[\d-]+-SR-[0-9A-F]{10}\.pdf/);
  assert.deepEqual(await steps(account), ["asked", "shown", "used"]);
  const [retrieval] = await portal.db.asAccount(account, (tx) => portal.evidence.retrievals(tx, account));
  assert.deepEqual([retrieval?.about?.holder, retrieval?.draft, retrieval?.outcome], ["Sozialleistungsregister Musterland (erfunden)", draft, "used"]);
  assert.match(retrieval?.about?.legalBasis ?? "", /§/, "what was agreed to stands there even when the register is gone");
  const entries = await portal.db.asAccount(account, (tx) => tx.rows<{ action: string; subject: string }>(sql`select action, subject from audit.entry where account_id = ${account}`));
  assert.deepEqual(entries.map((entry) => ({ ...entry })), [{ action: "evidence.fetch", subject: draft }]);
  assert.equal(await countPreviews(account), 0);
});

test("who does not want it used leaves nothing of it behind", async () => {
  const { citizen, account } = signedIn();
  const { step } = await atEvidence(citizen);
  const back = await citizen.post(`${step}/nachweis/ablehnung`, [csrfOf(await fetched(citizen, step)), ["feld", path]]);
  assert.ok(textOf(back).includes("Der Nachweis wird nicht verwendet"));
  assert.deepEqual(await steps(account), ["asked", "shown", "declined"]);
  assert.equal(await countPreviews(account), 0);
});

test("a register that is away or talks nonsense loses nothing: the page says so, and a document does as well", async () => {
  const { citizen, account } = signedIn();
  const { step } = await atEvidence(citizen);
  for (const disturbance of [{ down: true }, { down: false, garbage: true }]) {
    await control(disturbance);
    const failed = await fetched(citizen, step);
    assert.deepEqual([failed.status, headingOf(failed)], [503, "Der Nachweis ist nicht abgerufen"]);
    assert.ok(textOf(failed).includes("laden Sie den Nachweis als Dokument hoch"));
  }
  await control({ garbage: false });
  assert.deepEqual(await steps(account), ["asked", "unreachable", "asked", "unreachable"]);
  const page = await citizen.get(step);
  const uploaded = await citizen.upload(step, [csrfOf(page), ["revision", "99"], ["ermaessigung.hund", "Bello"], ["ermaessigung.grund", "sozial"], ["ermaessigung.leistung", "wohngeld"], ["ermaessigung.bezug.way", "upload"], ["upload:ermaessigung.bezug.files", "1"]], [{ field: "ermaessigung.bezug.files", name: "Bescheid.pdf", content: pdf }]);
  assert.ok(textOf(uploaded).includes("Bescheid.pdf"));
});

test("nobody is asked about who has not signed in securely, and no upload passes for a retrieval", async () => {
  const weak = signedIn(1);
  const low = await atEvidence(weak.citizen);
  assert.equal((await weak.citizen.get(`${low.step}/nachweis?feld=${path}`)).status, 403);
  const forced = await weak.citizen.post(`${low.step}/nachweis/abruf`, [csrfOf(await weak.citizen.get(low.step)), ["feld", path], ["zustimmung", "ja"]]);
  assert.equal(headingOf(forced), "Der Nachweis ist nicht abgerufen");
  assert.deepEqual(await steps(weak.account), []);
  const { citizen } = signedIn();
  const { step } = await atEvidence(citizen);
  const page = await citizen.get(step);
  await citizen.upload(step, [csrfOf(page), ["revision", "99"], ["ermaessigung.hund", "Bello"], ["ermaessigung.grund", "sozial"], ["ermaessigung.leistung", "wohngeld"], ["ermaessigung.bezug.way", "register"]], [{ field: path, name: "Selbstgemacht.pdf", content: pdf }]);
  assert.ok(!(await citizen.get(step)).body.includes("Selbstgemacht.pdf"));
  // An address that names a field which nothing is fetched for leads back to the page.
  assert.equal((await citizen.send("GET", `${step}/nachweis?feld=ermaessigung.bezug.files`)).location, step);
});

test("somebody whom two people fit gets nothing", async () => {
  const { cookie, account } = portal.signIn(3, undefined, { surname: "Grenzfall", birthdate: "1969-12-24" });
  const citizen = browser(portal, { signedIn: cookie });
  const { step } = await atEvidence(citizen);
  assert.ok(textOf(await fetched(citizen, step)).includes("passen dort mehrere Personen"));
  assert.deepEqual(await steps(account), ["asked", "not-clear"]);
});

test("a preview is the person's alone, and ends after half an hour", async () => {
  const { citizen, account } = signedIn();
  const { step } = await atEvidence(citizen);
  const shown = await fetched(citizen, step);
  assert.equal(await countPreviews(account), 1);
  assert.equal(await countPreviews(portal.signIn(4).account), 0);
  assert.equal((await portal.db.inTenant(portal.musterstadt.id, (tx) => tx.rows(previews))).length, 0);
  assert.equal((await portal.db.inTenant(portal.musterstadt.id, (tx) => tx.rows(previews), { account })).length, 0, "not beside a town either");
  const [sealed] = await portal.db.asAccount(account, (tx) => tx.rows<{ content: Buffer }>(previews));
  assert.ok(!sealed!.content.includes("Wohngeld"));
  portal.clock.set(new Date(portal.clock.now().getTime() + 31 * 60_000));
  const late = await citizen.post(`${step}/nachweis/verwendung`, [csrfOf(shown), ["feld", path]]);
  assert.ok(textOf(late).includes("Die Vorschau ist abgelaufen"));
  await portal.evidence.jobs["evidence:sweep"]();
  assert.equal(await countPreviews(account), 0);
});
