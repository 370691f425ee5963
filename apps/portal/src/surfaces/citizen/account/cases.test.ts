import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { browser, errorsOf, headingOf, linksOf, textOf } from "./test-browser.ts";
import { clerk, journey, largeDog, largeDogProof, parking } from "./test-journey.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const world = journey(portal);
const pdf = (words = "Urkunde"): Buffer => Buffer.from(`%PDF-1.7\n${words}\n%%EOF\n`);

async function erika(level: 1 | 3 | 4 = 1) {
  const account = await portal.newAccount();
  return { account, citizen: browser(portal, portal.signIn(level, account)) };
}

test("who is not signed in is sent to sign in and comes back; who signed in once without account is told kindly", async () => {
  const visitor = await browser(portal, undefined).send("GET", "/vorgaenge");
  assert.equal(visitor.location, "/anmelden?ziel=%2Fvorgaenge");
  for (const path of ["/vorgaenge", "/postfach", "/dokumente", "/konto", "/en/konto"]) {
    const once = await browser(portal, portal.signIn(1, undefined)).get(path);
    assert.equal(once.status, 403);
    assert.equal(headingOf(once), path.startsWith("/en") ? "You need an account for this" : "Hierfür brauchen Sie ein Konto");
    assert.ok(linksOf(once).some((href) => href.endsWith("/status")));
  }
});

test("an empty area says what would be here and where to go", async () => {
  const { citizen } = await erika();
  const page = await citizen.get("/vorgaenge");
  for (const words of ["Sie haben noch keinen Antrag gestellt", "Zurzeit ist nichts zu tun"]) assert.ok(textOf(page).includes(words), words);
  assert.match(String(page.headers["cache-control"]), /no-store/);
});

test("the list shows status, drafts with their end, and first what is to be done", async () => {
  const { account, citizen } = await erika();
  const { application, reference } = await world.apply(account);
  const { application: unpaid } = await world.apply(account, { service: "bewohnerparkausweis", answers: parking });
  const draft = await world.draft(account);
  await world.ask(application, "Wie alt ist Waldi?", { dueOn: "2026-03-20" });
  await portal.work();
  const page = await citizen.get("/vorgaenge");
  for (const words of [reference, "Wartet auf Sie", "Wartet auf Zahlung", "Antworten Sie zum Vorgang »Hund anmelden« bis zum 20. März 2026.", "Bezahlen Sie 30,00", "Wird gelöscht am 3. Juni 2026", "Mangel melden"]) assert.ok(textOf(page).includes(words), `${words}: ${textOf(page)}`);
  assert.ok(linksOf(page).includes(`/antrag/${draft}/weiter`));
  const due = await portal.payments.openFor(unpaid, portal.musterstadt.id);
  assert.ok(due && linksOf(page).includes(`/bezahlen/${due.id}`), "where the payment's own page is");
  const english = await citizen.get("/en/vorgaenge");
  assert.ok(textOf(english).includes("Waiting for you") && textOf(english).includes("Answer on »Register a dog« by 20 March 2026."));
  const elsewhere = await browser(portal, portal.signIn(1, account), "beispielhausen.portal.localhost:8080").get("/vorgaenge");
  assert.ok(linksOf(elsewhere).includes(`http://musterstadt.portal.localhost:8080/antrag/${draft}/weiter`), "a draft is resumed at its own town");
});

test("with two cases of one service, what is to be done names the case", async () => {
  const { account, citizen } = await erika();
  const first = await world.apply(account);
  await world.ask(first.application, "Wie alt ist Waldi?");
  await portal.work();
  assert.ok(textOf(await citizen.get("/vorgaenge")).includes("Antworten Sie zum Vorgang »Hund anmelden«."));
  const second = await world.apply(account);
  await world.ask(second.application, "Wie alt ist Bello?");
  await portal.work();
  const page = textOf(await citizen.get("/vorgaenge"));
  for (const { reference } of [first, second]) assert.ok(page.includes(`Antworten Sie zum Vorgang »Hund anmelden (${reference})«.`), page);
});

test("a case shows history with durations, office with telephone, files, who looked, receipts", async () => {
  const account = await portal.newAccount();
  const { application, reference } = await world.apply(account);
  portal.clock.advance(26 * 3_600_000);
  const citizen = browser(portal, portal.signIn(1, account));
  await world.status(application, "in-progress", "Wir prüfen Ihre Angaben.");
  for (let i = 0; i < 3; i += 1) await world.looked(application, account);
  await world.arrived(application);
  await portal.work();
  const page = await citizen.get(`/vorgaenge/${application}`);
  assert.equal(headingOf(page), "Hund anmelden");
  for (const words of [reference, "In Bearbeitung", "Dauer: 1 Tag, 2 Stunden", "Wir prüfen Ihre Angaben.", "Steueramt", "0999 555-100", "Zusammenfassung", "Vorgang geöffnet", "3. März 2026, 3-mal", "Angekommen im Fachverfahren »Steuerverfahren« am 3. März 2026", "Bescheide zu diesem Vorgang kommen per Post"]) assert.ok(textOf(page).includes(words), words);
  assert.ok(!page.body.includes(clerk.id), "which person it was is the office's own business");
  const answers = await citizen.get(`/vorgaenge/${application}/angaben`);
  assert.ok(textOf(answers).includes("Waldi"));
  const file = linksOf(page).find((href) => href.includes("/datei/")) ?? "";
  const download = await citizen.get(file);
  assert.equal(download.status, 200);
  assert.match(String(download.headers["content-disposition"]), /attachment; filename="MUS-/);
  assert.equal((await citizen.get(`/en/vorgaenge/${application}`)).status, 200);
});

test("what the page of a case shows is read; a decision is not", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  await world.ask(application, "Wie alt ist Waldi?");
  await world.decide(account, application);
  const unread = () => portal.db.asAccount(account, (tx) => portal.mailbox.unreadCount(tx, account));
  assert.equal(await unread(), 3, "confirmation, question, decision");
  await citizen.get(`/vorgaenge/${application}`);
  assert.equal(await unread(), 2);
});

test("a question is answered on its page, and the office has it", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const request = await world.ask(application, "Wie alt ist Waldi?", { dueOn: "2026-04-20" });
  const page = await citizen.get(`/vorgaenge/${application}`);
  for (const words of ["Das brauchen wir von Ihnen", "Wie alt ist Waldi?", "Bitte antworten Sie bis zum 20. April 2026."]) assert.ok(textOf(page).includes(words), words);
  const action = `/vorgaenge/${application}/antwort`;
  const empty = await citizen.submit(page, action, [[`text-${request}`, "  "]]);
  assert.equal(empty.status, 422);
  assert.deepEqual(errorsOf(empty), ["Schreiben Sie etwas, bevor Sie senden."]);
  const long = await citizen.submit(page, action, [[`text-${request}`, "x".repeat(10_001)]]);
  assert.equal(long.status, 422);
  assert.ok(long.body.includes("x".repeat(10_001)), "what was typed is still there");
  const done = await citizen.submit(page, action, [[`text-${request}`, "Er ist <b>zwei</b> Jahre alt."]]);
  assert.equal(done.status, 200);
  assert.ok(textOf(done).includes("Ihre Antwort ist angekommen") && textOf(done).includes("Er ist <b>zwei</b> Jahre alt.") && textOf(done).includes("In Bearbeitung"));
  await portal.work();
  const sent = await citizen.get("/postfach?ansicht=gesendet");
  assert.ok(textOf(sent).includes("Von Ihnen · An Musterstadt"));
});

test("documents are sent later without a new application", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const request = await world.ask(application, "", { documents: ["Impfpass"], dueOn: "2026-04-20" });
  const page = await citizen.get(`/vorgaenge/${application}`);
  assert.ok(textOf(page).includes("Impfpass"));
  const action = `/vorgaenge/${application}/unterlagen`;
  const none = await citizen.submit(page, action, [["alle", "ja"]], []);
  assert.deepEqual([none.status, ...errorsOf(none)], [422, "Wählen Sie mindestens eine Datei aus."]);
  const wrong = await citizen.submit(page, action, [["alle", "ja"]], [{ field: `dateien-${request}`, name: "impfpass.exe", content: Buffer.from("MZ".padEnd(200)) }, { field: `dateien-${request}`, name: "leer.pdf", content: Buffer.alloc(0) }]);
  assert.equal(wrong.status, 422);
  assert.deepEqual(errorsOf(wrong), ["Die Datei »impfpass.exe« ist kein PDF, JPG oder PNG.", "Die Datei »leer.pdf« ist leer."]);
  const large = await citizen.submit(page, action, [], [{ field: `dateien-${request}`, name: "gross.pdf", content: Buffer.concat([pdf(), Buffer.alloc(10 * 1_048_576 + 10)]) }]);
  assert.deepEqual([large.status, ...errorsOf(large)], [422, "Die Datei »gross.pdf« ist zu groß. Erlaubt sind 10 MB."]);
  const part = await citizen.submit(page, action, [], [{ field: `dateien-${request}`, name: "Seite 1.pdf", content: pdf() }]);
  assert.ok(textOf(part).includes("Ihre Unterlagen sind angekommen") && textOf(part).includes("Wartet auf Sie"));
  const both = await citizen.submit(page, action, [["alle", "ja"], [`notiz-${request}`, "x".repeat(10_001)]], [{ field: `dateien-${request}`, name: "leer.pdf", content: Buffer.alloc(0) }]);
  assert.equal(both.status, 422);
  assert.deepEqual(errorsOf(both), ["Die Datei »leer.pdf« ist leer.", "Der Text ist zu lang. Erlaubt sind 10.000 Zeichen."]);
  for (const href of [`#feld-dateien-${request}`, `#feld-notiz-${request}`]) assert.ok(linksOf(both).includes(href), href);
  assert.ok(both.all.some(({ attributes }) => attributes.get("name") === "alle" && attributes.has("checked")), "what was ticked stays");
  const all = await citizen.submit(page, action, [["alle", "ja"], [`notiz-${request}`, "Das ist alles."]], [{ field: `dateien-${request}`, name: "Seite 2.pdf", content: pdf() }]);
  assert.ok(textOf(all).includes("In Bearbeitung") && textOf(all).includes("Seite 2.pdf") && textOf(all).includes("Das ist alles."));
  const cases = linksOf(await citizen.get("/vorgaenge")).filter((href) => href.startsWith("/vorgaenge/"));
  assert.deepEqual(cases, [`/vorgaenge/${application}`]);
});

test("a finding is deleted and said; while the scanner is away the person is told that it waits", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const page = await citizen.get(`/vorgaenge/${application}`);
  const clean = portal.scanner.current;
  const send = () => citizen.submit(page, `/vorgaenge/${application}/unterlagen`, [], [{ field: "dateien-frei", name: "brief.pdf", content: pdf() }]);
  portal.scanner.current = { scan: (content) => { content.destroy(); return Promise.resolve({ kind: "found", signature: "X" }); } };
  assert.match(errorsOf(await send())[0] ?? "", /Schadsoftware gefunden/);
  portal.scanner.current = { scan: (content) => { content.destroy(); return Promise.resolve({ kind: "unavailable", reason: "unreachable" }); } };
  assert.ok(textOf(await send()).includes("Sie werden noch auf Schadsoftware geprüft"));
  portal.scanner.current = clean;
});

test("withdrawing asks once more and cannot be done twice or after the decision", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const path = `/vorgaenge/${application}/ruecknahme`;
  const asked = await citizen.get(path);
  assert.equal(headingOf(asked), "Antrag zurücknehmen?");
  const long = await citizen.submit(asked, path, [["grund", "x".repeat(2_001)]]);
  assert.deepEqual([long.status, ...errorsOf(long)], [422, "Der Grund ist zu lang. Erlaubt sind 2.000 Zeichen."]);
  const done = await citizen.submit(asked, path, [["grund", "Waldi ist umgezogen."]]);
  assert.ok(textOf(done).includes("Ihr Antrag ist zurückgenommen") && textOf(done).includes("Waldi ist umgezogen."));
  assert.ok(!linksOf(done).includes(path));
  assert.ok(textOf(await citizen.submit(asked, path)).includes("Zurückgenommen"));
  const second = await world.apply(account);
  const again = await citizen.get(`/vorgaenge/${second.application}/ruecknahme`);
  await world.decide(account, second.application);
  const late = await citizen.submit(again, `/vorgaenge/${second.application}/ruecknahme`);
  assert.equal(late.status, 409);
  assert.ok(textOf(late).includes("weil schon entschieden ist"));
});

test("consent to electronic decisions is given and taken back with one press", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const page = await citizen.get(`/vorgaenge/${application}`);
  assert.ok(linksOf(page).includes("/konto#benachrichtigung"));
  const given = await citizen.submit(page, `/vorgaenge/${application}/einwilligung`);
  assert.ok(textOf(given).includes("Sie haben zugestimmt"));
  portal.clock.advance(1_000);
  const taken = await citizen.submit(given, `/vorgaenge/${application}/einwilligung`);
  assert.ok(textOf(taken).includes("kommen per Post"));
});

test("a decision stands on the case with its days, and so does a fee that is still to be paid", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  const message = await world.decide(account, application, { kind: "fee", subject: "Gebühr", paragraphs: ["Die Gebühr wird festgesetzt."], amounts: [{ label: "Gebühr", cents: 1_550 }], conditions: [], reasons: ["Die Satzung sieht das vor."], remedy: { kind: "klage", where: "Verwaltungsgericht Musterland, Marktplatz 9, 00101 Musterstadt", months: 1 } });
  const todo = await citizen.get("/vorgaenge");
  assert.match(textOf(todo).replaceAll("\u00a0", " "), /Bezahlen Sie 15,50 € zum Vorgang »Hund anmelden«\./);
  assert.ok(linksOf(todo).some((href) => /\/bezahlen\/[0-9a-f-]{36}$/.test(href)));
  const page = await citizen.get(`/vorgaenge/${application}`);
  for (const words of ["Gebührenbescheid", "Bitte rufen Sie ihn bis zum", "Offen: 15,50", "Kassenzeichen", "Wann Sie zahlen müssen, steht im Bescheid."]) assert.ok(textOf(page).includes(words), `${words}: ${textOf(page)}`);
  assert.ok(linksOf(page).includes(`/postfach/${message}`));
  await world.status(application, "in-progress", "Wir prüfen.");
  assert.ok(textOf(await citizen.get(`/vorgaenge/${application}`)).includes("Was Sie jetzt tun können, steht hier."), "not: you need not do anything");
  const shown = await citizen.get(`/postfach/${message}`);
  const reference = /Kassenzeichen: (\d+)/.exec(textOf(page))?.[1] ?? "";
  assert.ok(textOf(shown).includes(`Ihr Kassenzeichen ist ${reference}`), "the decision names the Kassenzeichen of the claim");
  assert.ok(textOf(shown).includes("Offen: 15,50") && linksOf(shown).some((href) => href.includes("/bezahlen/")), "and from it one goes to pay");
  const [fee] = await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.payments.ofApplication(tx, application));
  await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.payments.cancel(tx, { payment: fee?.id ?? "" }));
  for (const path of [`/vorgaenge/${application}`, `/postfach/${message}`]) {
    const after = await citizen.get(path);
    assert.ok(textOf(after).includes("Nicht mehr zu zahlen: 15,50") && !linksOf(after).some((href) => href.includes("/bezahlen/")), `${path}: what the office took back is not to be paid, although the decision says it`);
  }
  await portal.work();
  assert.match(textOf(await citizen.get(`/vorgaenge/${application}`)), /Gilt am .* als bekannt gegeben\. Ein Rechtsbehelf ist bis zum/);
});

test("money that may go back is on the case until the Kasse has decided, beside the receipt", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  await world.decide(account, application, { kind: "fee", subject: "Gebühr", paragraphs: ["Die Gebühr wird festgesetzt."], amounts: [{ label: "Gebühr", cents: 1_550 }], conditions: [], reasons: ["Die Satzung sieht das vor."], remedy: { kind: "klage", where: "Verwaltungsgericht Musterland, Marktplatz 9, 00101 Musterstadt", months: 1 } });
  const tenant = portal.musterstadt.id;
  const by = { staff: newId(), name: "Karla Kasse", roles: [{ tenant, role: "cashier" as const, office: undefined }] };
  const [fee] = await portal.db.inTenant(tenant, (tx) => portal.payments.ofApplication(tx, application));
  const payment = fee?.id ?? "";
  const receive = (voucher: string) => portal.payments.markReceived({ payment, tenant, by, money: { cents: 1_550, day: "2026-03-02", way: "transfer", voucher } });
  assert.ok((await receive("K-1")).ok);
  const page = async () => { const shown = await citizen.get(`/vorgaenge/${application}`); return { text: textOf(shown).replaceAll("\u00a0", " "), links: linksOf(shown) }; };
  const paid = await page();
  assert.match(paid.text, /Bezahlt am \d+\. März 2026: 15,50 €/);
  assert.ok(!paid.text.includes("Rückzahlung"));
  assert.ok(paid.links.includes(`/bezahlen/${payment}/quittung`), "the receipt is found again");
  assert.ok((await receive("K-2")).ok, "and once more, by mistake");
  assert.match((await page()).text, /Rückzahlung von 15,50 €: Die Kasse prüft sie seit dem \d+\. März 2026\./);
  const [task] = await portal.payments.listRefundTasks({ tenant, by, limit: 100 });
  assert.ok((await portal.payments.closeRefundTask({ task: task?.id ?? "", tenant, by, outcome: "refunded", voucher: "R-1" })).ok);
  const back = await page();
  assert.match(back.text, /Zurückgezahlt am \d+\. März 2026: 15,50 €/);
  assert.ok(!back.text.includes("Die Kasse prüft"));
});

test("a case made with a higher level shows nothing below it, and the way up comes back here", async () => {
  const { account, citizen } = await erika(3);
  const { application } = await world.apply(account, { level: 3 });
  const low = browser(portal, portal.signIn(1, account));
  for (const path of [`/vorgaenge/${application}`, `/vorgaenge/${application}/angaben`, `/vorgaenge/${application}/ruecknahme`]) {
    const page = await low.get(path);
    assert.equal(page.status, 403);
    assert.ok(!textOf(page).includes("MUS-") && !textOf(page).includes("Waldi"));
    assert.ok(linksOf(page).includes(`/anmelden?niveau=3&konto=1&ziel=${encodeURIComponent(`/vorgaenge/${application}`)}`));
  }
  assert.equal((await citizen.get(`/vorgaenge/${application}`)).status, 200);
});

test("somebody else's case, an unknown one and nonsense all look the same", async () => {
  const { account } = await erika();
  const { application } = await world.apply(account);
  const { citizen: jonas } = await erika(4);
  for (const id of [application, newId(), "nonsense", "..%2f..%2fetc"]) {
    for (const path of ["", "/angaben", "/ruecknahme", `/datei/${newId()}`]) assert.equal((await jonas.get(`/vorgaenge/${id}${path}`)).status, 404, `${id}${path}`);
  }
});

test("a form without its token changes nothing", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account);
  for (const action of ["antwort", "unterlagen", "ruecknahme", "einwilligung"]) assert.equal((await citizen.post(`/vorgaenge/${application}/${action}`, [["_csrf", "wrong"], ["text-frei", "x"]])).status, 403, action);
  assert.ok(textOf(await citizen.get(`/vorgaenge/${application}`)).includes("Eingegangen"));
});

test("where two offices work on an application both stand there, and each step, receipt and question says whose it is", async () => {
  const { account, citizen } = await erika();
  const { application } = await world.apply(account, { answers: largeDog, uploads: [largeDogProof] });
  await world.arrived(application, "steuer");
  await world.arrived(application, "ordnung");
  await world.ask(application, "Wie alt ist Waldi?");
  const page = await citizen.get(`/vorgaenge/${application}`);
  const text = textOf(page);
  for (const words of ["Angekommen im Fachverfahren (Steueramt)", "Angekommen im Fachverfahren (Ordnungsamt)", "Frage der zuständigen Stelle (Steueramt)", "Ordnungsamt: Angekommen im Fachverfahren »Steuerverfahren« am"]) assert.ok(text.includes(words), `${words} in ${text}`);
  assert.ok(text.includes("ordnungsamt@musterstadt.example") && text.includes("steueramt@musterstadt.example"), "both can be called");
  assert.ok(text.includes("Das lesen alle Ämter, die an Ihrem Antrag arbeiten: Steueramt, Ordnungsamt."), "who reads what is written unasked");
  assert.match(text, /Frage vom 3. März 2026SteueramtWie alt ist Waldi\?/);
  const english = textOf(await citizen.get(`/en/vorgaenge/${application}`));
  assert.ok(english.includes("Arrived in the office's system (Ordnungsamt)") && !english.includes("Ihr Antrag ist dort angekommen"), "in the language of the page");
  const one = await world.apply(account);
  await world.arrived(one.application, "steuer");
  assert.ok(!textOf(await citizen.get(`/vorgaenge/${one.application}`)).includes("Ordnungsamt"), "of one office nothing is repeated");
});
