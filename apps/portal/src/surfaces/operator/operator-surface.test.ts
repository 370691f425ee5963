import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { signWebhook } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { operatorWorld } from "./test-operator.ts";

const world = await operatorWorld();
const { get, post, hub, db, musterstadt, beispielhausen, receiver, clock } = world;
const to = await world.destination(musterstadt.id, { name: "Steuerverfahren" });
const fine = async (url: string) => {
  const { status, page, body } = await get(url);
  assert.equal(status, 200, url);
  assert.deepEqual(page.problems, [], url);
  return { page, body };
};

test("only the operator of the installation sees the pages or acts on them", async () => {
  assert.match((await get("/betrieb", "nobody")).location, /^\/mitarbeit\/anmeldung\?ziel=%2Fbetrieb$/);
  for (const url of ["/betrieb", "/betrieb/zustellungen", "/betrieb/ziele", `/betrieb/ziele/${to.destination}`, "/betrieb/stoerungen", "/betrieb/kennzahlen", "/betrieb/kennzahlen.json", "/betrieb/protokoll"]) {
    const { status, page } = await get(url, "sven");
    assert.equal(status, 403, url);
    assert.doesNotMatch(page.text, /Steuerverfahren/);
  }
  assert.equal((await post(`/betrieb/ziele/${to.destination}/pause`, { an: "ja" }, "sven")).status, 403);
  assert.equal((await post(`/betrieb/ziele/${to.destination}/pause`, { an: "ja", _csrf: "guessed" })).status, 403);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => hub.destination(tx, to.destination)))?.pausedAt, undefined);
});
test("every page parses strictly, names its fields and keeps its headings in order, empty and full", async () => {
  const pages = ["/betrieb", "/betrieb/zustellungen", "/betrieb/zustellungen?stand=unzustellbar&ort=musterstadt&seite=7", "/betrieb/ziele", "/betrieb/ziele/neu", `/betrieb/ziele/${to.destination}`, "/betrieb/stoerungen", "/betrieb/kennzahlen", "/betrieb/protokoll"];
  for (const url of pages) await fine(url);
  await receiver.behave("rejectAll");
  const { deliveries: [queued] } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await receiver.behave("normal");
  for (const url of [...pages, `/betrieb/zustellungen/${queued!.id}`]) await fine(url);
});
test("the overview names what needs somebody, and a silent worker first of all", async () => {
  assert.match((await fine("/betrieb")).page.text, /Der Worker läuft an/);
  assert.doesNotMatch((await fine("/betrieb")).page.text, /meldet sich nicht|Kein Alarm/);
  clock.advance(181_000);
  const { page } = await fine("/betrieb");
  assert.match(page.text, /Der Worker meldet sich nicht Er hat sich noch nie gemeldet/);
  assert.match(page.text, /Unzustellbar \(1\)/);
  assert.match(page.text, /Kein Weg zum Fachverfahren Wo Beispielhausen: Hund anmelden/);
  await world.insight.jobs["insight:refresh"]();
  assert.doesNotMatch((await fine("/betrieb")).page.text, /meldet sich nicht/);
  clock.advance(181_000);
  assert.match((await fine("/betrieb")).page.text, /Der Worker meldet sich nicht Zuletzt vor/);
  await world.insight.jobs["insight:refresh"]();
  world.disk.free = 0;
  assert.match((await fine("/betrieb")).page.text, /Der Speicher ist voll/);
  world.disk.free = 50_000_000_000;
});
test("a dead letter shows its reasons, is sent again under a new id after a correction, and leaves a trace", async () => {
  const list = (await fine("/betrieb/zustellungen?stand=unzustellbar")).page;
  assert.match(list.text, /Was Antrag: Steuer /);
  const href = list.link(/^MUS-/);
  const { page } = await fine(href);
  assert.match(page.text, /Was Antrag, Hund anmelden Teil und Amt Steuer, Amt für Steuern /);
  assert.match(page.text, /Das Fachverfahren lehnt zurzeit alles ab\./);
  assert.doesNotMatch(page.text, /Erika|Waldi/);
  const form = page.form("Korrigiert senden");
  const sent = await post(form.action, Object.fromEntries(form.fields));
  assert.equal(sent.status, 303);
  await hub.deliver(to);
  const after = (await fine(sent.location)).page;
  assert.match(after.text, /Die Zustellung wird neu gesendet/);
  assert.match(after.text, /angekommen.*Quittung/);
  assert.throws(() => after.form("Noch einmal senden"), /no form/);
  assert.match((await fine(after.link("ganzer Verlauf"))).page.text, /Eingereiht: Antrag .*Vom Fachverfahren zurückgewiesen .*Korrigiert eingereiht: Antrag .*angekommen/);
  assert.equal((await fine((await fine(href)).page.link("die korrigierte Zustellung"))).page.link("die frühere Zustellung"), href, "and back");
  const admin = new pg.Client({ connectionString: world.t.adminUrl });
  await admin.connect();
  const { rows } = await admin.query<{ action: string }>("select action from audit.entry where subject = $1 order by id", [href.split("/").at(-1)]);
  await admin.end();
  assert.deepEqual(rows.map(({ action }) => action), ["delivery.read", "delivery.read", "delivery.correct", "delivery.read"]);
});
test("a delivery that may have arrived is corrected only after somebody has asked the office", async () => {
  const { deliveries: [queued] } = await world.submitted(musterstadt.id);
  const failing = world.hubWith({ settings: { retry: { firstSeconds: 1, longestSeconds: 1, mostAttempts: 1 } }, outbound: () => Promise.resolve(new Response("", { status: 500 })) });
  await failing.deliver(to);
  const url = `/betrieb/zustellungen/${queued!.id}`;
  const refused = await post(`${url}/korrektur`, { ziel: to.destination });
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.page.problems, []);
  assert.match(refused.page.text, /Fragen Sie zuerst beim Amt nach/);
  assert.equal((await post(`${url}/wiederholung`, {})).location, `${url}?meldung=wiederholt`);
  clock.advance(60_000);
  await hub.deliver(to);
  assert.equal((await post(`${url}/wiederholung`, {})).location, `${url}?meldung=schon-angekommen`);
});
test("a destination is set up, tried, paused and given a way, with every mistake named at its field", async () => {
  const wrong = await post("/betrieb/ziele", { ort: "beispielhausen", name: "", adresse: "nirgends", schluessel: "geheim", gleichzeitig: "100" });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.page.problems, []);
  for (const message of [/Geben Sie einen Namen ein/, /vollständige Adresse/, /beginnt mit whsec_/, /Zahl von 1 bis 64/]) assert.match(wrong.page.text, message);
  assert.equal(wrong.page.form("Speichern").fields.find(([name]) => name === "adresse")?.[1], "nirgends");
  assert.equal(wrong.page.form("Speichern").fields.find(([name]) => name === "schluessel")?.[1], "", "a secret is never shown again");
  const saved = await post("/betrieb/ziele", { ort: "beispielhausen", name: "Hundeverfahren", adresse: `http://fachverfahren.sandbox.localhost:${world.sandbox.port}/webhook`, schluessel: world.sandbox.credentials.fachverfahren.webhookSecret, gleichzeitig: "4" });
  assert.match(saved.location, /meldung=ziel-gespeichert$/);
  const url = saved.location.split("?")[0]!;
  assert.match((await fine(url)).page.text, new RegExp(`Antworten nimmt an http://portal\\.localhost:8080/rueckruf/fachverfahren/${url.split("/").at(-1)} ?, unterschrieben mit demselben geheimen Schlüssel`));
  assert.match((await post(`${url}/probezustellung`, {})).location, /probe-angekommen$/);
  assert.match((await post(`${url}/pause`, { an: "ja" })).location, /ziel-angehalten$/);
  assert.match((await post(`${url}/pause`, { an: "ja" })).location, /unveraendert$/);
  assert.match((await post(`${url}/pause`, { an: "nein" })).location, /ziel-fortgesetzt$/);
  const badRoute = await post(`${url}/wege`, { weg: "1", was: "katze", amt: "Steuer Amt!", ab: "", bis: "morgen" });
  assert.equal(badRoute.status, 422);
  assert.deepEqual(badRoute.page.problems, []);
  for (const message of [/Wählen Sie eine Leistung dieser Stadt/, /Wählen Sie ein Amt dieser Stadt/, /ab wann der Weg gilt/, /Tag und Uhrzeit an oder nichts/]) assert.match(badRoute.page.text, message);
  assert.match((await post(`${url}/wege`, { weg: "1", was: "hund", amt: "", ab: "2026-03-01T00:00", bis: "2026-02-01T00:00" })).page.text, /endet, bevor er beginnt/);
  assert.match((await post(`${url}/wege`, { weg: "1", was: "hund/steuer", amt: "steueramt", ab: "2026-03-01T00:00", bis: "" })).location, /weg-angelegt$/);
  assert.match((await post(`${url}/wege`, { weg: "1", was: "", amt: "", ab: "2026-06-01T00:00", bis: "2026-07-01T00:00" })).location, /weg-angelegt$/);
});
test("a destination for files: mistakes at their fields, and the page shows the key that the portal has made for it", async () => {
  const wrong = await post("/betrieb/ziele", { art: "sftp", ort: "beispielhausen", name: "Ordner", adresse: "https://x.example/", benutzer: "", serverschluessel: "MD5:ab", bestaetigung: "receipt", quittungen: "", gleichzeitig: "4" });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.page.problems, []);
  for (const message of [/sftp:\/\/sftp\.musterstadt\.example/, /Namen ein, unter dem sich das Portal/, /SHA256: und 43 Zeichen/, /in den das Fachverfahren Quittungen schreibt/]) assert.match(wrong.page.text, message);
  const print = `SHA256:${"A".repeat(43)}`;
  const fields = { art: "sftp", ort: "beispielhausen", name: "Ordner", adresse: "sftp://sftp.example/eingang", benutzer: "portal", serverschluessel: `${print}\n`, bestaetigung: "fetched", quittungen: "", gleichzeitig: "4" };
  const url = (await post("/betrieb/ziele", fields)).location.split("?")[0]!;
  const key = /ssh-ed25519 \S+ kommunalportal/;
  const shown = await fine(url);
  assert.match(shown.page.text, key);
  assert.ok(!shown.page.text.includes("Bisheriger Schlüssel"));
  assert.match((await post(url, { ...fields, neuerschluessel: "ja" })).location, /ziel-gespeichert$/);
  const renewed = await fine(url);
  assert.match(renewed.page.text, /Bisheriger Schlüssel, gilt noch ssh-ed25519/);
  assert.notEqual(key.exec(renewed.page.text)?.[0], key.exec(shown.page.text)?.[0]);
  assert.match((await post(`${url}/probezustellung`, {})).location, /probe-gescheitert$/);
});
test("»Wohin ginge das?« answers for every part and any time, names the rule, and says why the others do not count", async () => {
  const ask = async (zeit: string) => (await fine(`/betrieb/ziele?${new URLSearchParams({ ort: "beispielhausen", leistung: "hund", zeit }).toString()}`)).page.text;
  const now = await ask("");
  assert.match(now, /Steuer Eingang der Sachbearbeitung, Amt für Steuern Hundeverfahren ?, weil der Weg »Hund anmelden: nur »Steuer«, Amt für Steuern« seit 1\. März 2026/);
  assert.match(now, /Ordnung \(wenn er zutrifft\) Eingang der Sachbearbeitung, ordnungsamt (Achtung: )?Kein Weg zum Fachverfahren/);
  assert.match(now, /gilt für ein anderes Amt/);
  assert.match(now, /gilt dann noch nicht/);
  const june = await ask("2026-06-15T12:00");
  assert.match(june, /Ordnung \(wenn er zutrifft\) Eingang der Sachbearbeitung, ordnungsamt Hundeverfahren ?, weil der Weg »alle Leistungen, alle Ämter« seit/);
  assert.match(await ask("2026-08-15T12:00"), /gilt dann nicht mehr/);
  assert.match(await ask("gestern"), /Geben Sie Tag und Uhrzeit an oder nichts/);
  assert.match((await fine("/betrieb/ziele?ort=musterstadt")).page.text, /Wählen Sie eine Leistung/);
});
test("a rule that has begun is ended and followed by another when it is changed; nobody overwrites somebody else's change", async () => {
  const url = (await fine("/betrieb/ziele")).page.link(/^Hundeverfahren$/);
  const change = (await fine(`${url}/wege/${(await fine(url)).body.match(/wege\/([0-9a-f-]{36})"/)?.[1] ?? ""}`)).page.form("Weg ändern");
  const fields = Object.fromEntries(change.fields);
  assert.equal(fields["was"], "hund/steuer");
  assert.equal((await post(change.action, { ...fields, was: "hund", ab: "" })).status, 422);
  assert.match((await post(change.action, { ...fields, was: "hund", amt: "" })).location, /weg-geaendert$/);
  assert.match((await post(change.action, { ...fields, was: "" })).page.text, /Dieser Weg gilt nicht mehr/);
  assert.match((await fine(change.action)).page.text, /Dieser Weg galt für »Hund anmelden: nur »Steuer«, Amt für Steuern«/);
  const waiting = (await fine(url)).body.match(/wege\/([0-9a-f-]{36})"[^]*?wege\/\1\/ende/g);
  assert.equal(waiting?.length, 2);
  // Not begun: rewritten in place, and only by whoever saw its last state.
  const later = (await db.inTenant(beispielhausen.id, (tx) => hub.routes(tx))).find(({ service }) => service === undefined)!;
  const form = Object.fromEntries((await fine(`${url}/wege/${later.id}`)).page.form("Weg ändern").fields);
  assert.match((await post(`${url}/wege/${later.id}`, { ...form, was: "hund" })).location, /weg-geaendert$/);
  const second = await post(`${url}/wege/${later.id}`, { ...form, was: "" });
  assert.equal(second.status, 422);
  assert.match(second.page.text, /Jemand anderes hat diesen Weg inzwischen geändert/);
  clock.advance(60_000);
  for (const { id } of await db.inTenant(beispielhausen.id, (tx) => hub.routes(tx))) assert.match((await post(`${url}/wege/${id}/ende`, {})).location, /weg-beendet$/);
  assert.match((await fine("/betrieb/ziele?ort=beispielhausen&leistung=hund")).page.text, /Kein Weg zum Fachverfahren/);
});
test("a planned pause is announced in both languages for one town and ended again", async () => {
  const wrong = await post("/betrieb/stoerungen", { art: "maintenance", was: "payment", ort: "beispielhausen", leistung: "", textDe: "Wartung", textEn: "", ab: "2026-03-29T02:30", bis: "2026-03-01T00:00" });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.page.problems, []);
  for (const message of [/auch auf Englisch/, /Tag und Uhrzeit des Beginns/]) assert.match(wrong.page.text, message, "half past two does not exist on that night");
  assert.match((await post("/betrieb/stoerungen", { art: "maintenance", was: "payment", ort: "beispielhausen", leistung: "", textDe: "Bezahlen <geht> später", textEn: "Pay later", ab: "2026-03-02T08:00", bis: "2026-12-01T10:00" })).location, /stoerung-angekuendigt$/);
  const { page } = await fine("/betrieb/stoerungen");
  assert.deepEqual(world.disturbances.current({ tenant: beispielhausen.id }).map(({ text }) => text.en), ["Pay later"]);
  assert.deepEqual(world.disturbances.current({ tenant: musterstadt.id }), []);
  assert.match(page.text, /Bezahlen <geht> später/);
  assert.match((await post(page.form("Beenden").action, {})).location, /stoerung-beendet$/);
  await fine("/betrieb/stoerungen");
  assert.deepEqual(world.disturbances.current({ tenant: beispielhausen.id }), []);
});
test("a disturbance is announced for a service by its name, and listed so", async () => {
  const title = (await world.forms.current("hund"))?.package.service.title.de ?? "";
  assert.notEqual(title, "hund");
  assert.match((await fine("/betrieb/stoerungen")).body, new RegExp(`<option value="hund"[^>]*>${title}</option>`));
  await post("/betrieb/stoerungen", { art: "disturbance", was: "payment", ort: "musterstadt", leistung: "hund", textDe: "Später wieder", textEn: "Later again", ab: "2026-03-02T08:00", bis: "2026-12-01T10:00" });
  const { page } = await fine("/betrieb/stoerungen");
  assert.ok(page.text.includes(`Musterstadt, ${title}`));
  await post(page.form("Beenden").action, {});
});
test("what a probe has reported is not ended by hand", async () => {
  await world.disturbances.probed("mail", false);
  await world.disturbances.refresh();
  const id = world.disturbances.all().find(({ source }) => source === "probe")!.id;
  assert.match((await post(`/betrieb/stoerungen/${id}/ende`, {})).location, /unveraendert$/);
  assert.equal(world.disturbances.current({ tenant: undefined }).length, 1);
  await world.disturbances.probed("mail", true);
  await world.disturbances.refresh();
});
test("the log of one application tells the whole story in order, with every try and receipt and no word of its content", async () => {
  const readBefore = 1; // the story of the dead letter above
  await receiver.behave("badGateway", { times: 1 });
  const { reference, deliveries: [queued] } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await receiver.behave("normal");
  clock.advance(120_000);
  await hub.deliver(to);
  const { page } = await fine(`/betrieb/vorgaenge/${reference}`);
  const order = ["Wer oder wo", "Eingegangen", "Eingereiht: Antrag", "Versuch 1: noch nicht angenommen", "Ein Vermittler vor dem Fachverfahren erreicht es nicht", "Antwort 502", "Versuch 2: angekommen", "Angekommen im Fachverfahren", "Steuerverfahren · Quittung "];
  let at = -1;
  for (const words of order) {
    const next = page.text.indexOf(words, at + 1);
    assert.ok(next > at, `»${words}« comes after what happened before: ${page.text.slice(at + 1, at + 400)}`);
    at = next;
  }
  assert.doesNotMatch(page.text, /Erika|Waldi/);
  // In words, and to the second: within a minute, too, it can be seen what came first.
  assert.match(page.text, /Leistung Hund anmelden Stadt Musterstadt .* Einzelheiten online · Vertrauensniveau keines .* Einzelheiten Steuer /);
  assert.match(page.text, /Wann \d\d\.\d\d\.\d{4}, \d\d:\d\d:\d\d Was Eingegangen/);
  // What the office system says stands under its name.
  const secret = world.sandbox.credentials.fachverfahren.webhookSecret;
  const said = JSON.stringify({ type: "application.answered", data: { delivery: queued!.id, answer: { kind: "status", status: "in-progress", text: "Wir bearbeiten es." } } });
  assert.equal((await hub.receiveAnswer({ destination: to.destination, headers: { ...signWebhook([secret], { id: "msg-1", timestamp: Math.floor(clock.now().getTime() / 1000), body: said }) }, body: Buffer.from(said) })).kind, "taken");
  const later = (await fine(`/betrieb/vorgaenge/${reference}`)).page.text;
  assert.match(later, /Was Stand geändert Wer oder wo Steuerverfahren Einzelheiten Amt für Steuern · vorher: Eingegangen · jetzt: In Bearbeitung /);
  assert.doesNotMatch(later, /Wir bearbeiten es/);
  assert.doesNotMatch(page.text, /\b(?:channel|level|status|receipt|submitted)\b|\.,/);
  assert.match((await fine(`/betrieb/zustellungen/${queued!.id}`)).body, new RegExp(`/betrieb/vorgaenge/${reference}`));
  assert.equal((await get(`/betrieb/vorgaenge/${reference}`, "sven")).status, 403);
  assert.equal((await get("/betrieb/vorgaenge/MUS-2026-XXXX-XXXX")).status, 404);
  const admin = new pg.Client({ connectionString: world.t.adminUrl });
  await admin.connect();
  const { rows } = await admin.query("select from audit.entry where action = 'application.log'");
  await admin.end();
  assert.equal(rows.length - readBefore, 2, "whoever reads it is written down, each time");
});
test("what waits too long for an answer and a certificate that ends soon are alarms", async () => {
  const before = await db.asOperator("test", (tx) => hub.alarms(tx));
  assert.ok(!before.some(({ kind }) => kind === "no-answer" || kind === "certificate-ending"));
  const { deliveries: [queued] } = await world.submitted(musterstadt.id);
  const day = 86_400_000;
  await db.inTenant(musterstadt.id, async (tx) => {
    await tx.run(sql`update hub.delivery set state = 'received', queued_at = ${new Date(clock.now().getTime() - 3 * day)} where id = ${queued!.id}`);
    await tx.run(sql`update hub.destination set settings = ${JSON.stringify({ certificateUntil: new Date(clock.now().getTime() + 59 * day).toISOString() })} where id = ${to.destination}`);
  });
  const { page } = await fine("/betrieb");
  assert.match(page.text, /Antwort eines Fachverfahrens steht aus \(1\)/);
  assert.match(page.text, /Zertifikat läuft bald ab Wo Musterstadt: Steuerverfahren Seit in 59,0 Tagen/);
  await db.inTenant(musterstadt.id, async (tx) => {
    await tx.run(sql`update hub.delivery set state = 'accepted', receipt = 'x', finished_at = ${clock.now()} where id = ${queued!.id}`);
    await tx.run(sql`update hub.destination set settings = ${JSON.stringify({ certificateUntil: new Date(clock.now().getTime() + 61 * day).toISOString() })} where id = ${to.destination}`);
  });
  assert.doesNotMatch((await fine("/betrieb")).page.text, /Fachverfahrens steht aus|läuft bald ab/);
});
test("unknown and malformed ids look the same: a page that is not there", async () => {
  for (const id of [newId(), "x", "..%2f..%2f", "0".repeat(200), musterstadt.id]) {
    assert.equal((await get(`/betrieb/zustellungen/${id}`)).status, 404);
    assert.equal((await get(`/betrieb/ziele/${id}`)).status, 404);
    assert.equal((await post(`/betrieb/zustellungen/${id}/wiederholung`, {})).status, 404);
    assert.equal((await post(`/betrieb/ziele/${id}/pause`, { an: "ja" })).status, 404);
  }
});
test("the log is checked on demand and says when an entry was changed", async () => {
  await world.audit.jobs["audit.chain"]();
  assert.match((await post("/betrieb/protokoll", {})).page.text, /Das Protokoll ist unverändert/);
  const admin = new pg.Client({ connectionString: world.t.adminUrl });
  await admin.connect();
  await admin.query("update audit.entry set action = 'delivery.nothing' where id = (select entry_id from audit.link order by position limit 1)");
  await admin.end();
  const { page } = await post("/betrieb/protokoll", {});
  assert.match(page.text, /1 Eintrag passt nicht/);
  assert.deepEqual(page.problems, []);
});
test("figures show on the page and as JSON what events have said", async () => {
  const event = { type: "application.submitted", id: newId(clock.now().getTime()), tenant: musterstadt.id, application: newId(), service: "hund" };
  for (const { to: type, handle } of world.insight.subscriptions) if (type === event.type) await handle(event, { lastAttempt: false });
  await world.insight.jobs["insight:refresh"]();
  assert.match((await fine("/betrieb/kennzahlen?zeitraum=1&ort=musterstadt")).page.text, /Leistung Hund anmelden Ort Musterstadt/);
  const { body } = await get("/betrieb/kennzahlen.json?zeitraum=1");
  const { figures } = JSON.parse(body) as { figures: { town: string; submitted: number }[] };
  assert.deepEqual(figures.map(({ town, submitted }) => [town, submitted]), [["musterstadt", 1]]);
});

test("a destination that finds its receiver by the place in the application is set up, and the preview asks for the place and says who would get it, or why nobody", async () => {
  const base = { art: "fit-connect", ort: "beispielhausen", name: "Meldebehörde des Orts", adresse: "http://127.0.0.1:9/submission-api", token: "http://127.0.0.1:9/token", client: "sender", schluessel: "geheim", gleichzeitig: "4" };
  const refused = await post("/betrieb/ziele", { ...base, ortsangabe: "halter ort!", routing: "http://127.0.0.1:9/routing", portal: "http://127.0.0.1:9" });
  assert.match(refused.page.text, /Nennen Sie die Antworten, die den Ort angeben/);
  const saved = await post("/betrieb/ziele", { ...base, ortsangabe: "halter.ort", routing: "http://127.0.0.1:9/routing", portal: "http://127.0.0.1:9" });
  const id = /ziele\/([0-9a-f-]{36})/.exec(saved.location)?.[1] ?? assert.fail(`${saved.status} ${saved.page.text}`);
  assert.match((await fine(`/betrieb/ziele/${id}`)).body, /value="halter.ort"/);
  await post(`/betrieb/ziele/${id}/wege`, { was: "hund", ab: "2020-01-01T00:00" });
  const url = "/betrieb/ziele?ort=beispielhausen&leistung=hund";
  assert.match((await fine(url)).page.text, /Ort im Antrag.*richtet sich nach dem Ort im Antrag; nennen Sie ihn oben/s);
  assert.match((await fine(`${url}&antragsort=059990002002`)).page.text, /An diesem Ort fände es keine Stelle: .+/);
  assert.doesNotMatch((await fine("/betrieb/ziele?ort=musterstadt&leistung=hund")).page.text, /Ort im Antrag/);
});
