import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { parsePage } from "../../testing/page.ts";
import { dog, seen, testStaff } from "./test-staff.ts";
import { returnPathOf } from "./sign-in.ts";

const world = await testStaff();
const { get, post, people } = world;
const { sabine, stella, otto, sven, karla, fremd } = people;

/** A page that keeps everything a page has to keep. */
test("without a session every page leads to the sign-in and remembers where one wanted to go", async () => {
  const reply = await get(undefined, "/mitarbeit/musterstadt/eingang");
  assert.deepEqual([reply.status, reply.location], [303, "/mitarbeit/anmeldung?ziel=%2Fmitarbeit%2Fmusterstadt%2Feingang"]);
  const start = await get(undefined, "/mitarbeit/anmeldung?ziel=/mitarbeit/musterstadt/eingang");
  assert.equal(start.location, "http://staff.sandbox.localhost:8090/auth?to=%2Fmitarbeit%2Fmusterstadt%2Feingang");
  assert.match(String(start.headers["set-cookie"]), /__Host-mitarbeit-start=the-state.*HttpOnly/);
  const back = await get(undefined, "/mitarbeit/anmeldung/rueckkehr?state=the-state&code=x", { cookie: "__Host-mitarbeit-start=the-state" });
  assert.equal(back.location, "/mitarbeit/musterstadt/eingang");
  assert.match(String(back.headers["set-cookie"]), /__Host-mitarbeit=/);
});
test("the way back leads to a staff page of ours and nowhere else", () => {
  for (const bad of ["https://evil.example/", "//evil.example", "/mitarbeit//evil.example", "/mitarbeit/../antrag?x", "/mitarbeiter", "/antrag", null, "/mitarbeit/anmeldung"]) assert.equal(returnPathOf(bad), "/mitarbeit", String(bad));
  assert.equal(returnPathOf("/mitarbeit/musterstadt/vorgang/x"), "/mitarbeit/musterstadt/vorgang/x");
});
test("a failed sign-in, one without a role and a provider that is away are said in words", async () => {
  assert.equal((await seen(get(undefined, "/mitarbeit/anmeldung/rueckkehr?state=other"), 400)).h1, "Die Anmeldung hat nicht geklappt");
  assert.equal((await seen(get(undefined, "/mitarbeit/anmeldung/rueckkehr?state=no-role"), 403)).h1, "Sie haben hier noch keine Aufgabe");
  world.provider.up = false;
  assert.equal((await seen(get(undefined, "/mitarbeit/anmeldung"), 503)).h1, "Die Anmeldung ist gerade nicht erreichbar");
  world.provider.up = true;
  const out = await post(sabine, "/mitarbeit/abmeldung", {});
  assert.equal(out.location, "/mitarbeit/abgemeldet");
  await seen(get(undefined, "/mitarbeit/abgemeldet"));
});
test("the staff's area exists at the Leitportal only, and a town's staff pages ask for a role in that town", async () => {
  assert.equal((await get(sabine, "/mitarbeit", { host: "musterstadt.portal.localhost:8080" })).status, 404);
  assert.equal((await get(undefined, "/mitarbeit/anmeldung", { host: "musterstadt.portal.localhost:8080" })).status, 404);
  assert.equal((await get(fremd, "/mitarbeit/musterstadt/eingang")).status, 403);
  assert.equal((await get(karla, "/mitarbeit/musterstadt/eingang")).status, 403);
  assert.equal((await get(sabine, "/mitarbeit/atlantis/eingang")).status, 404);
  assert.deepEqual([(await get(sabine, "/mitarbeit/musterstadt")).location, (await get(fremd, "/mitarbeit/musterstadt")).status, (await get(sabine, "/mitarbeit/atlantis")).status], ["/mitarbeit/musterstadt/eingang", 403, 404]);
  assert.equal((await get(sabine, "/mitarbeit/musterstadt/kasse")).status, 403);
});
test("start page and inbox show the figures and the cases, with their search and filters in the address", async () => {
  const { reference, path } = await world.submitted();
  const start = await seen(get(sabine, "/mitarbeit"));
  assert.ok(start.links.some(({ href }) => href === "/mitarbeit/musterstadt/eingang?stand=open"));
  const inbox = await seen(get(sabine, "/mitarbeit/musterstadt/eingang"));
  assert.equal(inbox.link(reference), path);
  assert.ok(inbox.text.includes("Erika Beispiel"));
  const found = await seen(get(sabine, `/mitarbeit/musterstadt/eingang?q=${encodeURIComponent("beispiel")}&sortierung=oldest`));
  assert.equal(found.link(reference), path);
  assert.equal((await seen(get(otto, "/mitarbeit/musterstadt/eingang"))).links.some(({ text }) => text.startsWith(reference)), false);
  for (const query of ["?nach=quatsch&seite=letzte", "?nach=infinity~1&stand=%27%3B", `?vor=2026-13-45~${newId()}`, "?wer=<script>&sortierung=x&frist=y", `?q=${"x".repeat(500)}`]) await seen(get(sabine, `/mitarbeit/musterstadt/eingang${query}`));
});
test("an empty state of the inbox leads to what is still to be done, and on a phone list and actions are one press away", async () => {
  const { path } = await world.submitted();
  const none = await seen(get(sabine, "/mitarbeit/musterstadt/eingang?stand=waiting"));
  assert.ok(none.links.some(({ text, href }) => /^Alle unerledigten Vorgänge zeigen \(\d+\)$/.test(text) && href === "/mitarbeit/musterstadt/eingang?stand="));
  const list = await get(sabine, "/mitarbeit/musterstadt/eingang?stand=");
  assert.match(list.text, /href="#liste"[\s\S]*class="portal-filters"[\s\S]*id="liste"/);
  assert.match((await get(sabine, path)).text, /href="#aktionen"[\s\S]*id="aktionen"/);
});
test("the last filters come back by themselves and can be left", async () => {
  await get(stella, "/mitarbeit/musterstadt/eingang?stand=taken&wer=me&q=Beispiel");
  assert.equal((await get(stella, "/mitarbeit/musterstadt/eingang")).location, "/mitarbeit/musterstadt/eingang?stand=taken&wer=me");
  await get(stella, "/mitarbeit/musterstadt/eingang?stand=");
  assert.equal((await get(stella, "/mitarbeit/musterstadt/eingang")).status, 200);
});
test("a search from the header finds a case wherever it stands, by parts of number and name, and leaves the filters alone", async () => {
  const { reference, path, version } = await world.submitted();
  await post(stella, `${path}/abschluss`, { version: await version() });
  await get(stella, "/mitarbeit/musterstadt/eingang?stand=taken&wer=me");
  for (const words of [reference, reference.slice(-4), reference.slice(9).toLowerCase(), reference.slice(0, 13)]) {
    const found = await seen(get(stella, `/mitarbeit/musterstadt/eingang?q=${encodeURIComponent(words)}`));
    assert.equal(found.link(reference), path, words);
  }
  const named = await seen(get(stella, "/mitarbeit/musterstadt/eingang?q=eri+beisp"));
  assert.ok(named.text.includes("zu »eri beisp«") && named.links.some(({ text }) => text.startsWith(reference)));
  const none = await seen(get(stella, "/mitarbeit/musterstadt/eingang?q=Beispielmann"));
  assert.ok(none.text.includes("Kein Vorgang zu »Beispielmann«"));
  assert.equal((await get(stella, "/mitarbeit/musterstadt/eingang")).location, "/mitarbeit/musterstadt/eingang?stand=taken&wer=me");
  await get(stella, "/mitarbeit/musterstadt/eingang?stand=");
  assert.ok((await seen(get(stella, "/mitarbeit/musterstadt/eingang?wer=me"))).text.includes("Kein Vorgang"), "the number is of what the filters find");
});
test("the next case follows in the order of the list that was filtered last, and after the last one comes the list", async () => {
  const cases = [];
  for (let i = 0; i < 3; i += 1) { cases.push(await world.submitted()); world.clock.advance(1_000); }
  const [oldest, middle, newest] = cases.map(({ path }) => path);
  await get(stella, "/mitarbeit/musterstadt/eingang?wer=nobody");
  assert.equal((await seen(get(stella, newest!))).link("Nächster Vorgang"), `${newest}/naechster`);
  assert.equal((await get(stella, `${newest}/naechster`)).location, middle);
  await post(stella, `${middle}/uebernahme`, { version: "1" });
  assert.equal((await get(stella, `${middle}/naechster`)).location, oldest, "although it has left the list");
  await get(stella, "/mitarbeit/musterstadt/eingang?wer=nobody&sortierung=oldest");
  assert.equal((await get(stella, `${oldest}/naechster`)).location, newest);
  const end = (await get(stella, `${newest}/naechster`)).location ?? "";
  assert.equal(end, "/mitarbeit/musterstadt/eingang?wer=nobody&sortierung=oldest&ende=1");
  assert.ok((await seen(get(stella, end))).text.includes("Danach kommt kein Vorgang mehr"));
  assert.equal((await get(otto, `${newest}/naechster`)).status, 404, "not for another office");
  await get(stella, "/mitarbeit/musterstadt/eingang?stand=");
});
test("every view of a case is a whole page, and unknown or foreign ones look the same", async () => {
  const { path } = await world.submitted({ account: newId() });
  for (const tab of ["antrag", "verlauf", "nachrichten", "bescheid", "termine", "notizen", "zugriffe"]) await seen(get(sabine, `${path}?ansicht=${tab}`));
  for (const wrong of [path.replace(/[^/]+$/, newId()), path.replace(/[^/]+$/, "quatsch")]) assert.equal((await get(sabine, wrong)).status, 404);
  assert.equal((await get(otto, path)).status, 404);
  assert.equal((await get(fremd, path)).status, 403);
});
test("a case goes its way by forms alone: take, ask, note, resubmit, hand back", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  const act = async (noun: string, fields: Record<string, string> = {}) => post(sabine, `${path}/${noun}`, { version: await version(), ...fields });
  assert.equal((await act("uebernahme")).location, `${path}?getan=uebernahme`);
  assert.equal((await act("frage", { text: "Welche Farbe hat der Hund?", frist: "2026-03-20" })).status, 303);
  assert.equal((await act("status", { text: "Wir machen weiter.", stand: "in-progress" })).status, 303);
  assert.equal((await act("nachforderung", { unterlagen: "Heimtierausweis\nNachweis" })).status, 303);
  assert.equal((await act("notiz", { text: "Rückruf am Mittwoch" })).location, `${path}?getan=notiz&ansicht=notizen`);
  assert.equal((await act("wiedervorlage", { tag: "2026-03-30" })).status, 303);
  assert.match((await seen(get(sabine, path))).text, /Person wählen Stella Steuer Sven Super Weitergeben/, "offered is who works in this office");
  assert.equal((await act("weitergabe", { wem: stella.session.staff })).status, 303);
  assert.equal((await act("rueckgabe")).status, 303);
  const page = await seen(get(sabine, `${path}?ansicht=verlauf&getan=rueckgabe`));
  for (const words of ["Frage gestellt", "Unterlagen nachgefordert", "Zurückgegeben", "Der Vorgang liegt wieder im Eingang"]) assert.ok(page.text.includes(words), words);
});
test("what is wrong is said at the field, and what was typed is still there", async () => {
  const { path, version } = await world.submitted();
  const reply = await post(sabine, `${path}/frage`, { version: await version(), text: "Eine lange Frage an die Person", frist: "2026-01-01" });
  const page = await seen(Promise.resolve(reply), 422);
  assert.ok(page.title.startsWith("Fehler: "));
  assert.ok(page.links.some(({ href, text }) => href === "#frage-frist" && text === "Die Frist muss in der Zukunft liegen."));
  assert.ok(page.form("Frage senden").fields.some(([name, value]) => name === "text" && value.includes("Eine lange Frage")));
  await seen(post(sabine, `${path}/abgabe`, { version: await version() }), 422);
  await seen(post(sabine, `${path}/weitergabe`, { version: await version(), wem: "quatsch" }), 422);
});
test("whoever comes second gets a page that says who changed what, with the own words kept", async () => {
  const { path, version } = await world.submitted();
  const before = await version();
  await post(stella, `${path}/frage`, { version: before, text: "Welche Farbe?" });
  const page = await seen(post(sabine, `${path}/status`, { version: before, text: "Mein langer Text" }), 409);
  assert.ok(page.text.includes("Stella Steuer: eine Frage gestellt"));
  assert.ok(page.text.includes("Mein langer Text"));
  const again = page.form("Trotzdem so ausführen");
  assert.equal((await post(sabine, again.action, Object.fromEntries(again.fields.filter(([name]) => name !== "_csrf")))).status, 303);
});
test("a form without its token or from elsewhere changes nothing", async () => {
  const { path, version } = await world.submitted();
  const before = await version();
  assert.equal((await world.raw(sabine, `${path}/uebernahme`, "version=1")).status, 403);
  assert.equal((await world.raw(sabine, `${path}/uebernahme`, `_csrf=${stella.session.csrf}&version=1`)).status, 403);
  assert.equal(await version(), before);
});
test("the decision editor shows a preview, refuses what the law wants and keeps the words", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  await seen(get(sabine, `${path}/bescheid`));
  const words = { version: await version(), art: "refusal", betreff: "Ihr Antrag", text: "Wir lehnen ab.\n\nZweiter Absatz.", weg: "mailbox" };
  const preview = await seen(post(sabine, `${path}/bescheid`, { ...words, vorschau: "1" }));
  assert.ok(preview.text.includes("So darf der Bescheid noch nicht hinaus") && preview.text.includes("Begründen Sie die Entscheidung"));
  const refused = await seen(post(sabine, `${path}/bescheid`, { ...words, erlassen: "1" }), 422);
  assert.deepEqual(refused.links.filter(({ href }) => href.startsWith("#bescheid-")).map(({ href }) => href), ["#bescheid-begruendung", "#bescheid-rechtsbehelf", "#bescheid-stelle", "#bescheid-frist"]);
  assert.ok(refused.form("Bescheid erlassen").fields.some(([name, value]) => name === "text" && value.includes("Zweiter Absatz")));
  await seen(post(sabine, `${path}/bescheid`, { ...words, betrag: "viel", erlassen: "1" }), 422);
  const complete = { ...words, begruendung: "Der Hund ist schon angemeldet.", rechtsbehelf: "klage", stelle: "Verwaltungsgericht Musterstadt, Gerichtsweg 1, 00101 Musterstadt", frist: "1" };
  const done = await post(sabine, `${path}/bescheid`, { ...complete, erlassen: "1" });
  assert.equal(done.location, `${path}?ansicht=bescheid&getan=bescheid`);
  const page = await seen(get(sabine, `${path}?ansicht=bescheid`));
  assert.ok(page.text.includes("Ablehnung") && page.text.includes("zum Abruf bereitgestellt") && page.text.includes("Bereitgestellt"));
  const shown = await seen(get(sabine, page.link("Bescheid ansehen")));
  assert.ok(shown.text.includes("Rechtsbehelfsbelehrung") && shown.text.includes("innerhalb eines Monats"));
  const pdf = await get(sabine, page.link("Als PDF"));
  assert.equal(pdf.headers["content-type"], "application/pdf");
  assert.ok(pdf.bytes.subarray(0, 5).equals(Buffer.from("%PDF-")));
  assert.equal((await get(otto, page.link("Als PDF"))).status, 404);
});
test("a decision by post with an uploaded PDF waits for the day of posting", async () => {
  const { path, version } = await world.submitted();
  const boundary = "----test";
  const part = (name: string, value: string): string => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = async (file: string): Promise<string> => [["_csrf", sabine.session.csrf], ["version", await version()], ["art", "grant"], ["betreff", "Ihr Antrag"], ["text", "Wir geben statt."], ["weg", "post"], ["anschrift", "Erika Beispiel\nLindenweg 7\n00101 Musterstadt"], ["erlassen", "1"]]
    .map(([name = "", value = ""]) => part(name, value)).join("") + `--${boundary}\r\nContent-Disposition: form-data; name="datei"; filename="bescheid.pdf"\r\nContent-Type: application/pdf\r\n\r\n${file}\r\n--${boundary}--\r\n`;
  const wrong = await world.raw(sabine, `${path}/bescheid`, await body("kein pdf"), `multipart/form-data; boundary=${boundary}`);
  assert.ok(parsePage(wrong.text).links.some(({ href }) => href === "#bescheid-datei") && wrong.status === 422);
  const right = await world.raw(sabine, `${path}/bescheid`, await body("%PDF-1.7 unterschrieben"), `multipart/form-data; boundary=${boundary}`);
  assert.equal(right.status, 303);
  const page = await seen(get(sabine, `${path}?ansicht=bescheid`));
  const posting = page.form("Postausgang eintragen");
  const given = Object.fromEntries(posting.fields.filter(([name]) => name !== "_csrf"));
  const future = await seen(post(sabine, posting.action, { ...given, tag: "2027-01-01" }), 422);
  assert.ok(future.links.some(({ href, text }) => href === "#postausgang-tag" && text.includes("an dem der Brief zur Post ging")), "the error leads to the field, which stands on the page");
  assert.ok(future.form("Postausgang eintragen").fields.some(([name, value]) => name === "tag" && value === "2027-01-01"));
  assert.ok(page.links.some(({ text }) => text === "Brief drucken (PDF)"));
  assert.equal((await post(sabine, posting.action, { ...given, tag: "2026-03-02" })).status, 303);
  const posted = (await seen(get(sabine, `${path}?ansicht=bescheid`))).text;
  assert.ok(posted.includes("06.03.2026"), "the fourth day");
  assert.match(posted, /Zur Post gegeben am\s*02\.03\.2026/);
});
test("the list leaves as CSV and XLSX, a case as ZIP", async () => {
  const { path, reference } = await world.submitted();
  const csv = await get(sabine, "/mitarbeit/musterstadt/liste.csv?stand=all");
  assert.ok(csv.text.includes(reference) && csv.text.includes("Erika Beispiel"));
  assert.match(csv.text, /;02\.03\.2026 10:00\r\n/, "days and times as they are written here");
  assert.match(String(csv.headers["content-disposition"]), /^attachment; filename="Vorgaenge-musterstadt-2026-03-02\.csv"/);
  assert.ok((await get(sabine, "/mitarbeit/musterstadt/liste.xlsx")).bytes.subarray(0, 2).equals(Buffer.from("PK")));
  assert.ok((await get(sabine, `${path}/paket.zip`)).bytes.subarray(0, 2).equals(Buffer.from("PK")));
  assert.equal((await get(otto, `${path}/paket.zip`)).status, 404);
});
test("absences are entered and ended on a page", async () => {
  const own = await seen(get(sabine, "/mitarbeit/musterstadt/vertretung"));
  assert.match(own.text, /Vertretung Person wählen Stella Steuer Sven Super Erster Tag/, "only who may stand in is offered");
  // Whoever leads the offices first says for whom.
  const ofOtto = await seen(get(sven, `/mitarbeit/musterstadt/vertretung?person=${otto.session.staff}`));
  assert.ok(ofOtto.form("Eintragen").fields.some(([name, value]) => name === "person" && value === otto.session.staff));
  assert.match(ofOtto.text, /Abwesend: Otto Ordnung Vertretung Person wählen Sven Super Erster Tag/);
  assert.match((await seen(get(sven, "/mitarbeit/musterstadt/vertretung"))).text, /Für Sie kann niemand eintreten/);
  await seen(post(sabine, "/mitarbeit/musterstadt/vertretung", { wer: otto.session.staff, von: "2026-03-02", bis: "2026-03-03" }), 422);
  await seen(post(sabine, "/mitarbeit/musterstadt/vertretung", { wer: stella.session.staff, von: "2026-03-02", bis: "2026-02-03" }), 422);
  assert.equal((await post(sabine, "/mitarbeit/musterstadt/vertretung", { wer: stella.session.staff, von: "2026-03-02", bis: "2026-03-03" })).status, 303);
  const page = await seen(get(sven, "/mitarbeit/musterstadt/vertretung"));
  assert.equal((await post(otto, page.form("Beenden").action, {})).status, 404);
  assert.equal((await post(sven, page.form("Beenden").action, {})).status, 303);
});
test("an application at the counter goes through the same form and ends with a printed receipt", async () => {
  const page = await seen(get(sabine, "/mitarbeit/musterstadt/schalter"));
  const start = page.forms.find(({ fields }) => fields.some(([name, value]) => name === "dienst" && value === "hund-anmelden") && fields.some(([name, value]) => name === "kanal" && value === "paper"));
  const begun = await post(sabine, start?.action ?? "", { dienst: "hund-anmelden", kanal: "paper" });
  assert.equal(begun.status, 303);
  let at = (await get(sabine, begun.location ?? "")).location ?? "";
  const first = await seen(get(sabine, at));
  assert.equal(first.forms.some(({ action }) => action === at), true);
  const wrong = await seen(post(sabine, at, { revision: "1" }), 422);
  assert.ok(wrong.title.startsWith("Fehler: "));
  assert.equal((await get(otto, at)).status, 404, "a draft is the clerk's own");
  // The remaining steps are the engine's, tested there; here the clerk's draft is filled at once.
  const draft = at.split("/").at(-2) ?? "";
  const applicant = { owner: sabine.session.staff, level: 0 as const, staff: { id: sabine.session.staff, tenant: world.musterstadt.id, office: "steueramt" } };
  await world.applications.deleteDraft({ draft, applicant });
  const filled = await world.applications.startDraft({ applicant, tenant: world.musterstadt.id, service: "hund-anmelden", language: "de", channel: "paper", answers: dog });
  assert.ok(filled.ok);
  at = (await get(sabine, `/mitarbeit/musterstadt/schalter/entwurf/${filled.draft.id}`)).location ?? "";
  assert.ok(at.endsWith("/pruefen"));
  const check = await seen(get(sabine, at));
  const send = check.forms.find(({ action }) => action.endsWith("/absenden"));
  assert.equal(check.h1, "Prüfen Sie die Angaben am Papier");
  assert.ok(check.text.includes("Verbindlich hat ihn die Person mit ihrer Unterschrift gestellt.") && !check.text.includes("stellen Sie den Antrag"), "it speaks to the clerk, not to the person");
  assert.equal(check.form("Antrag aufnehmen"), send);
  const fields = Object.fromEntries((send?.fields ?? []).filter(([name]) => name !== "_csrf"));
  assert.equal(fields["eingegangen"], "2026-03-02", "today unless told");
  const tooLate = await seen(post(sabine, send?.action ?? "", { ...fields, eingegangen: "2026-03-03" }), 422);
  assert.ok(tooLate.title.startsWith("Fehler: ") && tooLate.text.includes("heute oder früher, höchstens ein Jahr zurück"));
  const sent = await post(sabine, send?.action ?? "", { ...fields, eingegangen: "2026-02-26" });
  assert.match(sent.location ?? "", /\/schalter\/eingang\//);
  const receipt = await seen(get(sabine, sent.location ?? ""));
  assert.match(receipt.text, /MUS-2026-/);
  const pdf = await get(sabine, `${sent.location}/bestaetigung.pdf`);
  assert.ok(pdf.bytes.includes("vom Papier") && pdf.bytes.includes("Abrufcode") && pdf.bytes.includes("26. Februar 2026"));
  assert.ok(pdf.bytes.includes('"addressee":["Erika Beispiel","Lindenweg 7","00101 Musterstadt"],"returnLine":"Musterstadt · Marktplatz 1 · 00101 Musterstadt","date":"2. März 2026"'), "it is posted in an envelope with a window");
  assert.ok(pdf.bytes.includes("Sie bekommen einen Bescheid."));
  assert.ok(pdf.bytes.includes("http://musterstadt.portal.localhost:8080/status"), "and where the code is entered");
  assert.ok(receipt.text.includes("Abrufcode der Person") && !receipt.text.includes("Ihr Abrufcode"), "the clerk is not taken for the person");
  const reference = /MUS-2026-[0-9A-Z-]{9}/.exec(receipt.text)?.[0] ?? "";
  assert.equal(receipt.link("Im Eingang ansehen"), `/mitarbeit/musterstadt/eingang?q=${reference}`);
  assert.equal((await get(stella, sent.location ?? "")).status, 404);
});
test("what is taken at the counter is handed over, and a service without a decision promises an answer only", async () => {
  const applicant = { owner: sabine.session.staff, level: 0 as const, staff: { id: sabine.session.staff, tenant: world.musterstadt.id, office: "steueramt" } };
  const begun = await world.applications.startDraft({ applicant, tenant: world.musterstadt.id, service: "maengelmelder", language: "de", channel: "counter", answers: { mangel: { art: "schlagloch", ort: { words: "Lindenweg 7" }, beschreibung: "Tiefes Schlagloch." } } });
  assert.ok(begun.ok);
  const check = await seen(get(sabine, `/mitarbeit/musterstadt/schalter/entwurf/${begun.draft.id}/pruefen`));
  assert.equal(check.h1, "Prüfen Sie die Angaben mit der Person");
  const send = check.form("Antrag aufnehmen");
  const sent = await post(sabine, send.action, Object.fromEntries(send.fields.filter(([name]) => name !== "_csrf")));
  const pdf = await get(sabine, `${sent.location}/bestaetigung.pdf`);
  assert.ok(pdf.bytes.includes("Sie bekommen eine Antwort.") && !pdf.bytes.includes("Bescheid"));
  assert.ok(!pdf.bytes.includes("addressee"));
});
test("the session can be prolonged without leaving the page", async () => {
  const reply = await post(sabine, "/mitarbeit/sitzung", {});
  assert.deepEqual([reply.status, reply.headers["session-expires"]], [204, "2026-03-02T10:00:00.000Z"]);
});
test("whose account is deleted hears nothing here any more: the office is told so before it asks, and after", async () => {
  const account = newId();
  const { path, version } = await world.submitted({ account });
  const before = await seen(get(sabine, path));
  assert.ok(!before.text.includes("sieht im Portal nichts mehr"));
  for (const one of world.applications.subscriptions) if (one.to === "account.deleted") await one.handle({ type: one.to, id: newId(), account }, { lastAttempt: false });
  const after = await seen(get(sabine, path));
  assert.match(after.text, /Die Person hat ihr Konto gelöscht und sieht im Portal nichts mehr/);
  assert.match(after.text, /nur mit der Post oder am Telefon/);
  const asked = await post(sabine, `${path}/frage`, { version: await version(), text: "Wie alt ist Bella?" });
  const done = await seen(get(sabine, asked.location ?? ""));
  assert.match(done.text, /Gespeichert\. Die Person erfährt davon nur, wenn Sie ihr mit der Post schreiben\./);
  assert.doesNotMatch(done.text, /Die Frage ist gestellt/);
  const noted = await post(sabine, `${path}/notiz`, { version: await version(), text: "Angerufen." });
  assert.match((await seen(get(sabine, noted.location ?? ""))).text, /Die Notiz ist gespeichert/);
  // With number and code somebody without account reads it in the status page.
  const guest = await world.submitted();
  const told = await post(sabine, `${guest.path}/frage`, { version: await guest.version(), text: "Wie alt ist Bella?" });
  assert.match((await seen(get(sabine, told.location ?? ""))).text, /Die Frage ist gestellt/);
});
