import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { browser, errorsOf, headingOf, linksOf, textOf } from "./test-browser.ts";
import { journey } from "./test-journey.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const world = journey(portal);
const pdf = (words = "Urkunde"): Buffer => Buffer.from(`%PDF-1.7\n${words}\n%%EOF\n`);

async function erika(level: 1 | 3 | 4 = 1) {
  const account = await portal.newAccount();
  return { account, citizen: browser(portal, portal.signIn(level, account)) };
}
const deliver = (account: string, changes: Partial<Parameters<typeof portal.mailbox.deliver>[1]> = {}) => portal.db.inTenant(portal.musterstadt.id, (tx) => portal.mailbox.deliver(tx, { account, tenant: portal.musterstadt.id, kind: "notice", minimumLevel: 1, subject: "Hinweis der Stadt", text: "Ein Satz.\n\n- eins\n- zwei", files: [], ...changes }), { account });

test("an empty mailbox says so in every view", async () => {
  const { citizen } = await erika();
  assert.ok(textOf(await citizen.get("/postfach")).includes("Ihr Postfach ist leer"));
  assert.ok(textOf(await citizen.get("/postfach?ansicht=ungelesen")).includes("Sie haben alles gelesen"));
  assert.ok(textOf(await citizen.get("/postfach?ansicht=gesendet")).includes("Sie haben noch nichts gesendet"));
  assert.equal((await citizen.get("/postfach?seite=abc&ansicht=__proto__")).status, 200);
});

test("a decision is read as a page with its PDF beside it, kept in the safe, and cannot be deleted", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const message = await world.decide(account, application);
  const list = await citizen.get("/postfach");
  assert.match(textOf(list), /Ungelesen: Ihr Hund ist angemeldet.*Ungelesen: Ihr Antrag ist eingegangen/);
  const page = await citizen.get(`/postfach/${message}`);
  assert.equal(headingOf(page), "Ihr Hund ist angemeldet");
  assert.ok(textOf(page).includes("Der Hund Waldi ist ab dem 1. März 2026 zur Hundesteuer angemeldet.") && textOf(page).includes("Bescheide bleiben im Postfach"));
  const file = linksOf(page).find((href) => href.includes("/datei/")) ?? "";
  const download = await citizen.get(file);
  assert.deepEqual([download.status, download.headers["content-type"]], [200, "application/pdf"]);
  const kept = await citizen.submit(page, `${file}/ablage`);
  assert.ok(textOf(kept).includes("Die Datei liegt jetzt im Dokumentensafe") && textOf(kept).includes("liegt im Dokumentensafe"));
  const again = await citizen.submit(page, `${file}/ablage`);
  assert.equal(again.status, 200);
  const safe = await citizen.get("/dokumente");
  assert.ok(textOf(safe).includes("Bescheid aus dem Postfach"));
  assert.equal(safe.all.filter(({ tag, path }) => tag === "tr" && path.includes("kern-table__body")).length, 1);
  assert.match(textOf(await citizen.get("/postfach")), /Gelesen: Ihr Hund ist angemeldet/);
  const token = page.all.find(({ attributes, path }) => attributes.get("name") === "_csrf" && path.includes("portal-main"))?.attributes.get("value") ?? "";
  assert.equal((await citizen.post(`/postfach/${message}/papierkorb`, [["_csrf", token]])).status, 409);
  assert.equal((await citizen.get(`/postfach/${message}`)).status, 200);
});

test("below its level a message says only that it is there", async () => {
  const { account, citizen } = await erika();
  const id = await deliver(account, { minimumLevel: 3, subject: "Ihre Geburtsurkunde", text: "Geheim" });
  for (const path of ["/postfach", `/postfach/${id}`, `/en/postfach/${id}`, `/postfach/${id}/datei/${newId()}`]) {
    const page = await citizen.get(path);
    assert.equal(page.status, path === "/postfach" ? 200 : 403);
    assert.ok(!page.body.includes("Geburtsurkunde") && !page.body.includes("Geheim"), path);
    assert.ok(!/Musterstadt/.test(textOf(page)), `${path} names no sender`);
  }
  assert.ok(linksOf(await citizen.get("/postfach")).includes(`/anmelden?niveau=3&konto=1&ziel=${encodeURIComponent(`/postfach/${id}`)}`));
  const high = browser(portal, portal.signIn(3, account));
  assert.equal(headingOf(await high.get(`/postfach/${id}`)), "Ihre Geburtsurkunde");
});

test("a plain message can be answered and deleted once it was read", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  await world.status(application, undefined, "Ihr Hund braucht eine Marke.");
  const message = (await world.messages(account)).find((one) => !one.locked && one.kind === "status")?.id ?? "";
  const page = await citizen.get(`/postfach/${message}`);
  assert.ok(textOf(page).includes("Ihr Hund braucht eine Marke."));
  const answered = await citizen.submit(page, `/vorgaenge/${application}/antwort`, [["text-frei", "Danke!"]]);
  assert.ok(textOf(answered).includes("Ihre Antwort ist angekommen"));
  const gone = await citizen.submit(page, `/postfach/${message}/papierkorb`);
  assert.ok(textOf(gone).includes("Die Nachricht ist gelöscht"));
  assert.equal((await citizen.get(`/postfach/${message}`)).status, 404);
});

test("a message outlives its case, and then says so instead of leading nowhere", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  await world.status(application, "closed", "Wir haben den Vorgang abgeschlossen.");
  const message = (await world.messages(account)).find((one) => !one.locked && one.kind === "status")?.id ?? "";
  assert.ok(linksOf(await citizen.get(`/postfach/${message}`)).includes(`/vorgaenge/${application}`));
  const start = portal.clock.now();
  const endRetention = portal.applications.jobs["applications:end-retention"];
  portal.clock.set(new Date(start.getTime() + 40 * 365 * 86_400_000));
  await endRetention();
  portal.clock.set(new Date(start.getTime() + 41 * 365 * 86_400_000));
  await endRetention();
  portal.clock.set(start);
  const page = await citizen.get(`/postfach/${message}`);
  assert.ok(textOf(page).includes("Wir haben den Vorgang abgeschlossen."), "the words are the person's");
  assert.ok(textOf(page).includes("Den Vorgang zu dieser Nachricht gibt es nicht mehr: Seine Aufbewahrungsfrist ist vorbei."));
  assert.ok(!linksOf(page).includes(`/vorgaenge/${application}`));
});

test("a question leads to its case", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  await world.ask(application, "Wie alt ist Waldi?");
  const message = (await world.messages(account)).find((one) => !one.locked && one.kind === "question")?.id ?? "";
  const page = await citizen.get(`/postfach/${message}`);
  assert.ok(textOf(page).includes("Diese Frage beantworten Sie beim Vorgang") && linksOf(page).includes(`/vorgaenge/${application}`));
});

test("a provision that ended unread says what happens now", async () => {
  const { account, citizen } = await erika();
  const id = await deliver(account, { kind: "decision", decision: newId(), subject: "Bescheid" });
  await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.mailbox.end(tx, id), { account });
  const page = await citizen.get(`/postfach/${id}`);
  assert.deepEqual([page.status, headingOf(page)], [410, "Dieses Schreiben ist nicht mehr abrufbar"]);
  assert.ok(textOf(await citizen.get("/postfach")).includes("Bereitstellung beendet"));
});

test("more than a page of messages is paged", async () => {
  const { account, citizen } = await erika();
  for (let i = 0; i < 21; i += 1) { portal.clock.advance(1_000); await deliver(account, { subject: `Nachricht ${i}` }); }
  const first = await citizen.get("/postfach");
  assert.ok(linksOf(first).includes("/postfach?seite=2"));
  assert.ok(textOf(await citizen.get("/postfach?seite=2")).includes("Nachricht 0"));
});

test("somebody else's message, an unknown one and nonsense all look the same", async () => {
  const { account } = await erika();
  const id = await deliver(account);
  const { citizen: jonas } = await erika(4);
  for (const path of [`/postfach/${id}`, `/postfach/${newId()}`, "/postfach/nonsense", `/postfach/${id}/datei/${newId()}`, "/dokumente/nonsense", `/dokumente/${newId()}`, `/dokumente/${newId()}/loeschung`]) assert.equal((await jonas.get(path)).status, 404, path);
});

test("a document is uploaded, opened and deleted after being asked once more", async () => {
  const { citizen } = await erika();
  const page = await citizen.get("/dokumente");
  assert.ok(textOf(page).includes("Ihr Dokumentensafe ist leer"));
  const none = await citizen.submit(page, "/dokumente", [], []);
  assert.deepEqual([none.status, ...errorsOf(none)], [422, "Wählen Sie mindestens eine Datei aus."]);
  const wrong = await citizen.submit(page, "/dokumente", [], [{ field: "datei", name: "seite.html", content: Buffer.from("<html>") }]);
  assert.deepEqual(errorsOf(wrong), ["Die Datei »seite.html« ist kein PDF, JPG oder PNG."]);
  const kept = await citizen.submit(page, "/dokumente", [], [{ field: "datei", name: "Geburtsurkunde <Erika>.pdf", content: pdf("Geheim") }]);
  assert.ok(textOf(kept).includes("Das Dokument liegt im Safe") && textOf(kept).includes("Geburtsurkunde <Erika>.pdf") && textOf(kept).includes("1 von 200 Dokumenten"));
  const link = linksOf(kept).find((href) => /^\/dokumente\/[0-9a-f-]{36}$/.test(href)) ?? "";
  const download = await citizen.get(link);
  assert.ok(download.body.includes("Geheim"));
  const asked = await citizen.get(`${link}/loeschung`);
  assert.equal(headingOf(asked), "Dokument löschen?");
  assert.ok(textOf(await citizen.submit(asked, `${link}/loeschung`)).includes("Das Dokument ist gelöscht"));
  assert.equal((await citizen.get(link)).status, 404);
});

test("a kept letter asks for the level it came with", async () => {
  const { account } = await erika();
  const kept = await portal.safe.keep({ account, name: "Urkunde.pdf", content: (await import("node:stream")).Readable.from([pdf()]), origin: { kind: "decision", id: newId() }, minimumLevel: 3 });
  assert.ok(kept.ok);
  const page = await browser(portal, portal.signIn(1, account)).get(`/dokumente/${kept.document.id}`);
  assert.equal(page.status, 403);
  assert.ok(linksOf(page).some((href) => href.startsWith("/anmelden?niveau=3")));
  assert.equal((await browser(portal, portal.signIn(3, account)).get(`/dokumente/${kept.document.id}`)).status, 200);
});

test("a document of the safe goes into a draft after consent, and the safe says so", async () => {
  const { account, citizen } = await erika();
  const kept = await portal.safe.keep({ account, name: "Foto.pdf", content: (await import("node:stream")).Readable.from([pdf()]), origin: { kind: "upload" }, minimumLevel: 1 });
  assert.ok(kept.ok);
  const applicant = { owner: account, account, level: 1 as const };
  const started = await portal.applications.startDraft({ applicant, tenant: portal.musterstadt.id, service: "hund-anmelden", language: "de", answers: { haltung: { ermaessigung: true, grund: "tierheim" } } });
  assert.ok(started.ok);
  const attached = await portal.safe.attachToDraft({ applicant, document: kept.document.id, draft: started.draft.id, path: "haltung.nachweis", consented: true });
  assert.ok(attached.ok, JSON.stringify(attached));
  const page = await citizen.get("/dokumente");
  assert.ok(textOf(page).includes("In diesen Anträgen haben Sie Dokumente verwendet") && textOf(page).includes("Hund anmelden"));
  assert.ok(textOf(await citizen.get("/konto")).includes("Dokumente aus dem Safe"));
});
