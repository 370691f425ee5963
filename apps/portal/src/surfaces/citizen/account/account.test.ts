import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import pg from "pg";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import type { AccountArchive } from "./export-account.ts";
import { parsePage } from "../../../testing/page.ts";
import { browser, errorsOf, headingOf, linksOf, textOf } from "./test-browser.ts";
import { clerk, journey } from "./test-journey.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const world = journey(portal);

async function erika(level: 1 | 3 | 4 = 1) {
  const account = await portal.newAccount();
  return { account, citizen: browser(portal, portal.signIn(level, account)) };
}

test("the account shows the sign-in with its level and end, in both languages", async () => {
  const { citizen } = await erika();
  const page = await citizen.get("/konto");
  for (const words of ["Erika Beispiel", "Basisregistrierung", "2. März 2026, 12:00 Uhr", "Sie haben noch keine Einwilligung gegeben"]) assert.ok(textOf(page).includes(words), words);
  assert.ok(linksOf(page).includes("/anmelden?niveau=3&konto=1&ziel=%2Fkonto"));
  assert.ok(textOf(await citizen.get("/en/konto")).includes("basic registration"));
});

test("an address for notices is stored, checked, changed and deleted", async () => {
  const { account, citizen } = await erika();
  const page = await citizen.get("/konto");
  const stored = () => portal.db.asAccount(account, (tx) => portal.accounts.noticeMail(tx, account));
  for (const wrong of ["erika", "a@b", "erika@beispiel.example\nBcc: x@y.example", "a@beispiel.example, b@beispiel.example"]) {
    const refused = await citizen.submit(page, "/konto/benachrichtigung", [["adresse", wrong]]);
    assert.deepEqual([refused.status, ...errorsOf(refused)], [422, "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de."], wrong);
  }
  assert.equal(await stored(), undefined);
  assert.ok(textOf(await citizen.submit(page, "/konto/benachrichtigung", [["adresse", "erika@beispiel.example"]])).includes("Ihre Adresse ist gespeichert"));
  assert.equal(await stored(), "erika@beispiel.example");
  await portal.db.asOperator("test", (tx) => tx.run(sql`insert into mailbox.box (account_id, address_refused_at) values (${account}, ${portal.clock.now()})`));
  assert.ok(textOf(await citizen.get("/konto")).includes("konnte am 2. März 2026 nicht zugestellt werden"));
  const gone = await citizen.submit(page, "/konto/benachrichtigung", [["adresse", ""]]);
  assert.ok(textOf(gone).includes("Ihre Adresse ist gelöscht") && !textOf(gone).includes("nicht zugestellt"));
  assert.equal(await stored(), undefined);
});

/** What JSON makes of it. */
type Written<T> = T extends Date ? string : T extends readonly (infer U)[] ? readonly Written<U>[] : T extends object ? { readonly [K in keyof T]: Written<T[K]> } : T;

test("all data come as one archive: words, files, and nothing unread or above the level", async () => {
  const { account, citizen } = await erika();
  const { application, reference } = await world.apply(account);
  await world.draft(account);
  const secret = await world.apply(account, { level: 3 });
  const decision = await world.decide(account, application);
  const confirmation = (await world.messages(account)).find((one) => !one.locked && one.kind === "confirmation" && one.application === application);
  await citizen.get(`/postfach/${confirmation?.id}`);
  const kept = await portal.safe.keep({ account, name: "Urkunde.pdf", content: Readable.from([Buffer.from("%PDF-1.7\nUrkunde\n%%EOF")]), origin: { kind: "upload" }, minimumLevel: 1 });
  assert.ok(kept.ok);
  const share = await portal.safe.share({ account, level: 1, document: kept.document.id, application });
  assert.ok(share.ok);
  await portal.db.asAccount(account, (tx) => portal.safe.endShare(tx, { account, share: share.share }));
  await portal.db.asAccount(account, (tx) => portal.safe.setDepositConsent(tx, { account, tenant: portal.musterstadt.id, application, level: 1, agreed: true }));
  const time = { office: "steueramt", startsAt: new Date("2026-03-10T08:00:00Z"), endsAt: new Date("2026-03-10T09:00:00Z"), place: "Bürgerbüro", capacity: 2, externalId: undefined };
  const offered = await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.appointments.offer(tx, { tenant: portal.musterstadt.id, source: "kalender", at: portal.clock.now(), slots: [time] }));
  assert.ok(offered.ok);
  for (const one of [application, secret.application]) await portal.answers.inCase(portal.musterstadt.id, one, (tx, head) => portal.appointments.book(tx, { head, office: "steueramt", actor: clerk, slot: offered.slots[0]!.id, words: "" }));
  await world.looked(application, account);
  const tenant = portal.musterstadt.id;
  const by = { staff: newId(), name: "Karla Kasse", roles: [{ tenant, role: "cashier" as const, office: undefined }] };
  const fee = await portal.db.inTenant(tenant, (tx) => portal.payments.claimDecisionFee(tx, { tenant, application, account, service: "hund-anmelden", cents: 1_550, purpose: `extension:${newId()}` }));
  for (const voucher of ["K-1", "K-2"]) assert.ok((await portal.payments.markReceived({ payment: fee, tenant, by, money: { cents: 1_550, day: "2026-03-02", way: "transfer", voucher } })).ok);
  const [task] = await portal.payments.listRefundTasks({ tenant, by, limit: 1 });
  assert.ok((await portal.payments.closeRefundTask({ task: task?.id ?? "", tenant, by, outcome: "refunded", voucher: "R-1" })).ok);
  const archive = await citizen.get("/konto/export");
  assert.deepEqual([archive.status, archive.headers["content-type"]], [200, "application/zip"]);
  const folder = mkdtempSync(join(tmpdir(), "export-"));
  try {
    writeFileSync(join(folder, "export.zip"), archive.raw);
    execFileSync("python3", ["-m", "zipfile", "-e", join(folder, "export.zip"), folder]);
    const names = execFileSync("python3", ["-m", "zipfile", "-l", join(folder, "export.zip")]).toString();
    for (const name of ["LIESMICH.txt", "konto.json", "postfach.json", `vorgaenge/${reference}/`, "safe/Urkunde.pdf"]) assert.ok(names.includes(name), `${name} in ${names}`);
    assert.ok(!names.includes(secret.reference));
    const read = <N extends keyof AccountArchive>(name: N): Written<AccountArchive[N]> => JSON.parse(readFileSync(join(folder, name), "utf8"));
    const cases = read("vorgaenge-und-entwuerfe.json");
    assert.deepEqual(new Set(cases.map((one) => ("head" in one ? one.head.reference : undefined))), new Set([reference, undefined]));
    assert.equal(cases.length, 2);
    assert.ok(JSON.stringify(cases).includes("Waldi"));
    const about = read("konto.json");
    assert.deepEqual(about.documentReleases.map((one) => [one.application, one.endedAt !== undefined]), [[application, true]], "also what is over");
    assert.deepEqual(about.depositConsents.map((one) => [one.application, one.endedAt]), [[application, undefined]]);
    assert.deepEqual(read("termine.json").map((one) => [one.reference, one.place, one.state]), [[reference, "Bürgerbüro", "booked"]]);
    assert.deepEqual(read("bescheide.json").map((one) => [one.reference, one.state, one.retrievedAt]), [[reference, "provided", undefined]], "to take it along is not to retrieve it");
    const looks = read("zugriffe.json");
    assert.deepEqual(looks.map((one) => [one.reference, one.office, one.action]), [[reference, "steueramt", "application.read"]]);
    assert.ok(!JSON.stringify(looks).includes(clerk.id), "which person it was is the office's own business");
    assert.deepEqual(read("zahlungen.json").map((one) => [one.reference === undefined, one.cents, one.refunds.map(({ cents, reason, outcome }) => [cents, reason, outcome])]), [[false, 1_550, [[1_550, "paid-twice", "refunded"]]]]);
    const messages = read("postfach.json");
    const textOfMessage = (wanted: string | undefined): string | undefined => { const found = messages.find(({ id }) => id === wanted); return found && "text" in found ? found.text : undefined; };
    assert.equal(textOfMessage(decision), undefined);
    assert.ok(textOfMessage(confirmation?.id)?.includes(reference));
    const letters = readFileSync(join(folder, "nachrichten.txt"), "utf8");
    assert.ok(letters.includes("Musterstadt") && letters.includes(reference), "to be read without a program for data");
    assert.match(letters, /Noch nicht geöffnet/);
    assert.equal(letters.split("-".repeat(60)).length - 1, messages.length);
    const readable = readFileSync(join(folder, "alles-zum-lesen.html"), "utf8");
    assert.deepEqual(parsePage(readable).problems.filter((problem) => !/inline style|<style>/.test(problem)), [], "a page that any browser reads");
    const words = readable.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
    for (const said of ["Entwürfe", "Hund anmelden, Musterstadt", "Waldi", reference, "Stand Entschieden", "Bürgerbüro", "Steueramt, Musterstadt, Vorgang geöffnet", "Urkunde.pdf"]) assert.ok(words.includes(said), `${said} in ${words}`);
    for (const kept of [secret.reference, clerk.id, account, "undefined", "[object"]) assert.ok(!readable.includes(kept), `${kept} does not belong there`);
    assert.equal(about.messagesAlsoIn, null);
  } finally { rmSync(folder, { recursive: true, force: true }); }
  const unread = await portal.db.asAccount(account, (tx) => portal.mailbox.unreadDecisions(tx, { account, level: 4 }));
  assert.deepEqual(unread.map(({ id }) => id), [decision]);
});

test("deleting names unread decisions, drafts and running cases first, and asks twice", async () => {
  const { account, citizen } = await erika();
  const { application, reference } = await world.apply(account);
  const second = await world.apply(account);
  const draft = await world.draft(account);
  await world.decide(account, application);
  const page = await citizen.get("/konto/loeschung");
  for (const words of ["Diese Bescheide haben Sie noch nicht gelesen", "Ihr Hund ist angemeldet", "Diese Entwürfe gehen verloren", second.reference]) assert.ok(textOf(page).includes(words), words);
  const confirm = await citizen.get("/konto/loeschung/bestaetigung");
  assert.equal(headingOf(confirm), "Konto jetzt löschen?");
  const refused = await citizen.submit(confirm, "/konto/loeschung");
  assert.deepEqual([refused.status, ...errorsOf(refused)], [422, "Setzen Sie den Haken, wenn Sie Ihr Konto löschen möchten.", "Bestätigen Sie, dass Sie ungelesene Bescheide haben."]);
  assert.equal((await citizen.submit(confirm, "/konto/loeschung", [["verstanden", "ja"]])).status, 422);
  const done = await citizen.submit(confirm, "/konto/loeschung", [["verstanden", "ja"], ["ungelesen", "ja"]]);
  assert.equal(headingOf(done), "Ihr Konto ist gelöscht");
  assert.equal(citizen.cookies.get("__Host-sitzung"), "");
  await portal.work();
  const left = await portal.db.asOperator("test", async (tx) => ({
    accounts: await tx.rows(sql`select id from accounts.account where id = ${account}`), messages: await tx.rows(sql`select id from mailbox.message where account_id = ${account}`),
    drafts: await tx.rows(sql`select id from applications.draft where id = ${draft}`), documents: await tx.rows(sql`select id from safe.document where account_id = ${account}`),
  }));
  assert.deepEqual(left, { accounts: [], messages: [], drafts: [], documents: [] });
  const kept = await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.applications.byReference(tx, reference));
  assert.deepEqual([kept?.status, kept?.account], ["decided", undefined], "what was submitted stays with the office");
});

test("after a deletion no table holds the account, and the audit still verifies", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  await world.draft(account);
  await portal.answers.setConsent({ application, account, agreed: true });
  const tenant = portal.musterstadt.id;
  await world.ask(application, "Welche Farbe hat der Hund?");
  const letter = await world.decide(account, application);
  await citizen.get(`/postfach/${letter}`);
  const by = { staff: newId(), name: "Karla Kasse", roles: [{ tenant, role: "cashier" as const, office: undefined }] };
  const fee = await portal.db.inTenant(tenant, (tx) => portal.payments.claimDecisionFee(tx, { tenant, application, account, service: "hund-anmelden", cents: 1_550, purpose: `extension:${newId()}` }));
  for (const voucher of ["K-1", "K-2"]) await portal.payments.markReceived({ payment: fee, tenant, by, money: { cents: 1_550, day: "2026-03-02", way: "transfer", voucher } });
  await world.looked(application, account);
  await portal.work();
  await portal.audit.jobs["audit.chain"]();
  assert.ok((await holding(account)).includes("audit.entry"), "the search finds what is there");
  const confirm = await citizen.get("/konto/loeschung/bestaetigung");
  assert.equal(headingOf(await citizen.submit(confirm, "/konto/loeschung", [["verstanden", "ja"], ["ungelesen", "ja"]])), "Ihr Konto ist gelöscht");
  await portal.work();
  assert.deepEqual(await holding(account), []);
  await portal.audit.jobs["audit.chain"]();
  assert.deepEqual(await portal.audit.verify(), []);
  const [entry] = await portal.db.asOperator("test", (tx) => tx.rows<{ actor: string | null }>(sql`select actor from audit.entry where subject = ${application} and action = 'consent.give'`));
  assert.deepEqual(entry, { actor: null }, "what was done is still there");
});

/** Every table with a row in which this id stands, in whatever column. The queue's own rows go when the work is done. */
async function holding(id: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: portal.adminUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>("select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') and table_schema not like 'graphile%' order by 1");
    assert.ok(tables.length > 80, "the tables are seen");
    const found: string[] = [];
    for (const { name } of tables) if ((await client.query(`select from ${name} t where t::text like '%' || $1 || '%' limit 1`, [id])).rowCount !== 0) found.push(name);
    return found;
  } finally { await client.end(); }
}

test("what was fetched from registers is listed with source, law, application and outcome, and goes into the archive; nobody else's is", async () => {
  const { account, citizen } = await erika();
  const { application, reference, draft } = await world.apply(account);
  assert.ok(!textOf(await citizen.get("/konto")).includes("Aus Registern abgerufene Nachweise"));
  const tenant = portal.musterstadt.id;
  const step = (what: string, minute: number, of = draft, owner = account) => portal.db.asOperator("test", (tx) => tx.run(sql`insert into evidence.step (id, owner_id, account_id, tenant_id, draft_id, service, kind, what, at, title, holder, legal_basis)
    values (${newId()}, ${owner}, ${owner}, ${tenant}, ${of}, 'hund-anmelden', 'leistungsbezug', ${what}, ${new Date(Date.UTC(2026, 2, 1, 9, minute))}, ${what === "asked" ? JSON.stringify({ de: "Bescheid über Wohngeld", en: "Notice of housing benefit" }) : null}, ${what === "asked" ? "Sozialleistungsregister" : null}, ${what === "asked" ? "§ 26a WoGG" : null})`));
  for (const [what, minute] of [["asked", 1], ["unreachable", 2], ["asked", 3], ["shown", 4], ["used", 5]] as const) await step(what, minute);
  await step("asked", 6, newId());
  await step("asked", 7, newId(), newId());
  const page = await citizen.get("/konto");
  assert.match(textOf(page), /Aus Registern abgerufene Nachweise/);
  const rows = [...textOf(page).matchAll(/Bescheid über Wohngeld[^§]*Sozialleistungsregister[^§]*§ 26a WoGG/g)];
  assert.equal(rows.length, 3, "each consent of this account, and no other's");
  for (const said of [`(${reference})`, "im Antrag verwendet", "Register nicht erreichbar", "keine Antwort bekannt", "nicht abgeschickt"]) assert.ok(textOf(page).includes(said), said);
  assert.ok(linksOf(page).includes(`/vorgaenge/${application}`));
  assert.ok(textOf(await citizen.get("/en/konto")).includes("Notice of housing benefit"));
  const archive = (await citizen.get("/konto/export")).raw;
  const folder = mkdtempSync(join(tmpdir(), "export-"));
  try {
    writeFileSync(join(folder, "export.zip"), archive);
    execFileSync("python3", ["-m", "zipfile", "-e", join(folder, "export.zip"), folder]);
    const { evidenceFetched } = JSON.parse(readFileSync(join(folder, "konto.json"), "utf8")) as { evidenceFetched: { about: { legalBasis: string }; reference: string | null; outcome: string }[] };
    assert.deepEqual(evidenceFetched.map((one) => [one.about.legalBasis, one.reference, one.outcome]), [["§ 26a WoGG", null, "asked"], ["§ 26a WoGG", reference, "used"], ["§ 26a WoGG", reference, "unreachable"]]);
  } finally { rmSync(folder, { recursive: true, force: true }); }
});
