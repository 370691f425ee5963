import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, generateKeyPair, type JsonWebKey } from "node:crypto";
import { test } from "node:test";
import { promisify } from "node:util";
import { issueCertificate } from "@kommunalportal/fit-connect";
import { createGateway } from "#modules/gateway";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { createOutboundStream } from "#platform/http";
import { gatewayFitConnect, trustedHosts } from "../../adapters.ts";
import type { Reply } from "../../testing/browser.ts";
import { openBrowser } from "../../testing/browser.ts";
import { adminWorld } from "./test-admin.ts";

const world = await adminWorld();
const { house } = world;
const leika = "99107023017000";
const visitor = openBrowser();
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};
const idOf = (slug: string): string => house.tenants.bySlug(slug)!.id;

test("the address of a service and a place shows who gets the application and leads to the right online service", async () => {
  const musterstadt = house.tenants.bySlug("musterstadt")!;
  for (const url of [`${world.origin("musterstadt")}/efa/${leika}`, `${world.origin()}/efa/${leika}?ars=${musterstadt.ars}`, `${world.origin()}/efa/${leika}?ort=Musterstadt`, `${world.origin("beispielhausen")}/efa/${leika}?ars=${musterstadt.ars}`]) {
    const reply = fine(await visitor.get(url));
    assert.equal(reply.page.link("Zum Online-Dienst »Wohngeld Online«"), `http://efa.sandbox.localhost:${world.sandbox.port}/wohngeld?ars=${musterstadt.ars}&sprache=de`);
    assert.match(reply.page.text, /Online-Dienst des Landes Schleswig-Holstein/);
    assert.match(reply.text, /alt="Wappen: Musterstadt"/);
    assert.match(reply.page.text, /Wer bekommt Ihren Antrag\?.*0999 555/);
  }
  const ask = fine(await visitor.get(`${world.origin()}/efa/${leika}`));
  const english = fine(await visitor.submit(ask, ask.page.form("Weiter"), { ort: "Musters" }, /English/));
  assert.deepEqual([new URL(english.url).pathname, /name="ort"[^>]*value="Musters"/.test(english.text)], [`/en/efa/${leika}`, true], "the language takes along what was typed, and asks nothing yet");
  assert.match(fine(await visitor.get(`${world.origin("musterstadt")}/en/efa/${leika}`)).page.text, /Online service of the state of Schleswig-Holstein/);
});
test("the operator sees against what data are checked and what comes unchecked, and pins a schema or takes it away again; towns do not", async () => {
  const uri = "urn:test:wohngeld_1.0";
  await house.db.asOperator("test", async (tx) => {
    const destination = newId();
    await tx.run(sql`insert into gateway.destination (id, tenant_id, name, created_at, callback_id, callback_secret) values (${destination}, ${idOf("hamm")}, 'Ankunft', now(), ${newId()}, 'x')`);
    await tx.run(sql`insert into gateway.arrival (submission_id, tenant_id, destination_id, case_id, state, jti, listed_at, schema_uri, schema_known) values (${newId()}, ${idOf("hamm")}, ${destination}, ${newId()}, 'accepted', ${newId()}, now(), ${uri}, false)`);
  });
  const olga = world.as("olga");
  const page = `${world.apex}/betrieb/efa/schemata`;
  assert.match(fine(await olga.get(page)).page.text, /Gekommen, aber nicht festgelegt[^]*urn:test:wohngeld_1\.0/);
  const send = async (reply: Reply, fields: Readonly<Record<string, string>>) => olga.submit(reply, reply.page.form("Festlegen"), fields, "Festlegen");
  for (const [fields, word] of [[{ uri: "ohne Doppelpunkt", schema: "{}" }, /Geben Sie die Kennung des Schemas an/], [{ uri, schema: "" }, /Fügen Sie das Schema ein/], [{ uri, schema: "<xs:schema" }, /kein JSON Schema und kein XML Schema/], [{ uri, schema: "[1]" }, /kein JSON Schema und kein XML Schema/]] as const) {
    assert.match(fine(await send(fine(await olga.get(page)), fields), 422).page.text, word);
  }
  const pinned = fine(await send(fine(await olga.get(page)), { uri, schema: JSON.stringify({ type: "object", required: ["miete"], properties: { miete: { type: "number", title: "Miete" } } }) }));
  assert.match(pinned.page.text, /Das Schema ist festgelegt[^]*JSON Schema[^]*[0-9a-f]{64}/);
  assert.doesNotMatch(pinned.page.text, /Gekommen, aber nicht festgelegt/);
  assert.deepEqual(await house.db.asOperator("test", (tx) => tx.one(sql`select count(*)::int as n from audit.entry where action = 'gateway.pin-schema' and subject = ${uri}`)), { n: 1 });
  const gone = fine(await olga.submit(pinned, pinned.page.form("Nicht mehr prüfen")));
  assert.match(gone.page.text, /nicht mehr festgelegt[^]*Gekommen, aber nicht festgelegt/);
  for (const who of ["sven", "ede"] as const) assert.equal((await world.as(who).get(page)).status, 403);
});
test("the town's page of the service leads there, and not where the town does not take part", async () => {
  const own = await world.townSays("musterstadt", `/leistung/${leika}-wohngeld-beantragen`, /Schleswig-Holstein/);
  assert.equal(fine(own).page.link("Online-Dienst des Landes Schleswig-Holstein"), `/efa/${leika}`);
  assert.doesNotMatch(fine(await visitor.get(`${world.origin("beispielhausen")}/leistung/${leika}-wohngeld-beantragen`)).page.text, /Schleswig-Holstein/);
});
test("no contract, no place, another state, an unknown service: each page says what is the matter and leads on", async () => {
  const ordered = fine(await visitor.get(`${world.origin("beispielhausen")}/efa/${leika}`));
  assert.match(ordered.page.h1!, /Wohngeld Online gibt es noch nicht für Beispielhausen/);
  assert.match(ordered.page.text, /hat den Dienst bestellt/);
  assert.ok(!ordered.text.includes("efa.sandbox.localhost"));
  assert.equal(ordered.page.link("Alles zu »Wohngeld beantragen« in Beispielhausen"), `/leistung/${leika}-wohngeld-beantragen`);
  assert.match(fine(await visitor.get(`${world.origin("hamm")}/efa/${leika}`)).page.text, /nimmt aber zurzeit nicht daran teil/);
  assert.match(fine(await visitor.get(`${world.origin()}/efa/${leika}`)).page.text, /Für welchen Ort\?/);
  const nowhere = fine(await visitor.get(`${world.origin()}/efa/${leika}?ort=xyzzyx`)).page;
  assert.match(nowhere.text, /Diesen Ort haben wir nicht gefunden »xyzzyx« ist hier keine Stadt und keine Gemeinde\. Schreiben Sie ihren Namen/);
  assert.equal(nowhere.link("Alles zu »Wohngeld beantragen«"), `/leistung/${leika}-wohngeld-beantragen`);
  assert.match(fine(await visitor.get(`${world.origin()}/efa/${leika}?ars=091620000000`)).page.text, /gehört zu Bayern/);
  assert.match(fine(await visitor.get(`${world.origin()}/efa/${leika}?ars=05`)).page.text, /Meinen Sie einen dieser Orte/);
  assert.match(fine(await visitor.get(`${world.origin("musterstadt")}/efa/99110009104000`)).page.text, /Online starten/);
  for (const url of [`${world.origin("musterstadt")}/efa/99000000000000`, `${world.origin()}/efa/abc`]) {
    const unknown = fine(await visitor.get(url), 404);
    assert.match(unknown.page.text, /Diese Leistung steht nicht im Verzeichnis/);
    assert.equal(unknown.page.link("Eine andere Leistung suchen"), "/leistungen");
  }
});
test("an editor enters agreement and order in one visit, and people find the service at once", async () => {
  const editor = world.as("rita");
  let page = fine(await editor.at("/efa"));
  page = fine(await editor.submit(page, page.page.form("Rahmenvereinbarung speichern"), { partner: "Verbund", seit: "2026-13-40" }), 422);
  assert.match(page.page.text, /Geben Sie den Tag der Unterzeichnung an/);
  page = fine(await editor.submit(page, page.page.form("Rahmenvereinbarung speichern"), { partner: "Verbund", seit: "2026-02-01" }));
  page = fine(await editor.at("/efa/wohngeld-online"));
  const refused = fine(await editor.submit(page, page.page.form("Speichern"), { abruf: "signed", ab: "2026-11-01", bis: "2026-10-01", offen: "ja" }), 422);
  assert.match(refused.page.text, /Das Ende muss nach dem Beginn liegen/);
  assert.match(fine(await editor.submit(refused, refused.page.form("Speichern"), { abruf: "signed", ab: "2026-11-01", bis: "", adresse: "https://{ort}.example/", offen: "ja" }), 422).page.text, /keine Platzhalter/);
  const before = page;
  page = fine(await editor.submit(page, page.page.form("Speichern"), { abruf: "signed", ab: "2026-11-01", bis: "2027-11-01", offen: "ja" }));
  assert.match(page.page.text, /Wohngeld Online.*abgerufen, gilt bis 31\. Oktober 2027.*angeboten/);
  assert.equal(fine(await editor.submit(before, before.page.form("Speichern"), { abruf: "ended" }), 409).page.h1, "Inzwischen hat jemand anderes gespeichert");
  assert.match((await world.townSays("hamm", `/efa/${leika}`, /Zum Online-Dienst/)).page.text, /Die Vereinbarung gilt bis 31\. Oktober 2027/);
});
test("the register goes out as a table and comes back after a preview, all of it or nothing", async () => {
  const editor = world.as("rita");
  const csv = await editor.at("/efa/register.csv");
  assert.match(csv.text, /^\uFEFF?dienst;einzelabruf;aktenzeichen;gilt-ab;endet-am;geoeffnet/);
  const line = csv.text.split("\r\n")[1]!;
  assert.match(line, /^wohngeld-online;ja;;01\.11\.2026;01\.11\.2027;ja;/);
  const actor = { kind: "staff", id: world.people.get("rita")!.staff } as const;
  const hamm = house.tenants.bySlug("hamm")!;
  const same = await house.gateway.links.importRegister({ town: hamm, actor, text: csv.text, dryRun: false });
  assert.deepEqual(same, { ok: true, changed: [], same: 1 });
  // Of a town that takes no part, the file as it was downloaded changes nothing either.
  const apart = house.tenants.bySlug("aachen")!;
  assert.deepEqual(await house.gateway.links.importRegister({ town: apart, actor, text: "dienst;einzelabruf;geoeffnet\r\nwohngeld-online;nein;nein\r\n", dryRun: true }), { ok: true, changed: [], same: 1 });
  const wrong = await house.gateway.links.importRegister({ town: hamm, actor, text: `${csv.text}wohngeld-online;ja\r\nunbekannt;ja\r\n`, dryRun: false });
  assert.deepEqual(wrong.ok ? [] : wrong.problems.map(({ line: at }) => at), [3, 4]);
  const mistaken = await house.gateway.links.importRegister({ town: hamm, actor, text: csv.text.replace("01.11.2026", "31.02.2026"), dryRun: true });
  assert.deepEqual(mistaken.ok ? [] : mistaken.problems.map(({ message }) => message), ["Die Spalte »gilt-ab« ist so nicht verständlich. Erwartet wird ein Tag wie 31.12.2026."]);
  const page = fine(await editor.at("/efa"));
  const upload = await editor.submit(page, page.page.form("Tabelle prüfen"), {}, undefined);
  assert.match(upload.page.text, /Wählen Sie die geänderte Tabelle/);
  const changed = await house.gateway.links.importRegister({ town: hamm, actor, text: csv.text.replace("01.11.2027", "01.12.2027"), dryRun: true });
  assert.deepEqual(changed, { ok: true, changed: ["wohngeld-online"], same: 0 });
  const stored = await house.db.inTenant(hamm.id, (tx) => tx.one<{ until: string }>(sql`select facts->>'until' as until from gateway.connection where tenant_id = ${hamm.id}`));
  assert.equal(stored.until, "2027-11-01");
});
test("another town's register is not there, a clerk may not see it, and no town writes another's", async () => {
  assert.equal((await world.as("rita").at("/efa", "musterstadt")).status, 404);
  assert.equal((await world.as("sabine").at("/efa")).status, 403);
  assert.equal(await house.db.inTenant(idOf("hamm"), (tx) => tx.run(sql`update gateway.connection set facts = '{}' where tenant_id = ${idOf("musterstadt")}`)), 0);
  assert.deepEqual(await house.db.published((tx) => tx.rows(sql`select from gateway.connection`)), [], "contracts are the town's own");
  assert.equal(await house.db.inTenant(idOf("hamm"), (tx) => tx.run(sql`delete from gateway.efa_service`)), 0);
});
test("whoever leads the town gives the order to open, opens the destination and exchanges keys; an editor only looks", async () => {
  const editor = world.as("ede");
  assert.match(fine(await editor.at("/efa/empfang")).page.text, /Den Auftrag erteilt die Leitung/);
  const lead = world.as("sven");
  let page = fine(await lead.at("/efa/empfang"));
  assert.equal((await editor.submit(page, page.page.form("Auftrag erteilen"), { vertrag: "AV", _csrf: world.people.get("ede")!.csrf })).status, 403);
  page = fine(await lead.submit(page, page.page.form("Auftrag erteilen"), { vertrag: "", ab: "2026-11-22" }), 422);
  page = fine(await lead.submit(page, page.page.form("Auftrag erteilen"), { vertrag: "AV-2026-1", ab: "2026-11-22" }));
  assert.match(page.page.text, /Vertrag: AV-2026-1/);
  // FIT-Connect fails before the destination is open: a sentence and the way back instead of a fault, and the same step opens it.
  const control = async (body?: object) => assert.ok((await house.outbound(`http://fit-connect.sandbox.localhost:${world.sandbox.port}/_control`, { method: body ? "POST" : "DELETE", ...(body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}) })).ok);
  await control({ mode: "redirect", match: "/v1/destinations/" });
  const failed = fine(await lead.submit(page, page.page.form(/Zustellpunkt einrichten/), {}), 503);
  assert.match(failed.page.text, /Der Zustellpunkt ist nicht eingerichtet Der andere Server leitet um; dem wird aus Gründen der Sicherheit nicht gefolgt\. Der Schritt lässt sich gefahrlos wiederholen/);
  assert.match(failed.page.link("Zurück zum Empfang") ?? "", /\/efa\/empfang$/);
  await control();
  page = fine(await lead.at("/efa/empfang"));
  assert.equal(page.page.link("Zustellpunkt bei FIT-Connect"), "#zustellpunkt", "still missing");
  page = fine(await lead.submit(page, page.page.form(/Wohngeld Online: Am Zustellpunkt ergänzen/), {}));
  assert.match(page.page.text, /Verschlüsselung Stand in Gebrauch/);
  assert.doesNotMatch(page.page.text, /fehlt Zustellpunkt bei FIT-Connect/);
  assert.doesNotMatch(page.page.text, /Am Zustellpunkt ergänzen/);
  for (const [button, words] of [[/^Verschlüsselung: Neuen Schlüssel vorbereiten$/, /Der neue Schlüssel ist vorbereitet .*Der nächste Schritt: bekannt machen\. .*Verschlüsselung Stand vorbereitet/], [/^Verschlüsselung: Neuen Schlüssel bekannt machen$/, /Der neue Schlüssel ist bekannt gemacht .*Verschlüsselung Stand alt, öffnet noch.* frühestens am 7\. Dezember 2026 außer Gebrauch/]] as const) {
    page = fine(await lead.submit(page, page.page.form(button), {}));
    assert.match(page.page.text, words);
  }
  assert.match(fine(await lead.submit(page, page.page.form(/Alten Schlüssel außer Gebrauch/), {}), 409).page.text, /kann noch unterwegs sein/);
  // A town takes its key with it, under a passphrase of its own; nobody else does.
  const kid = String(page.page.form("Schlüssel herunterladen").fields.find(([name]) => name === "kid")?.[1] ?? "");
  page = fine(await lead.submit(page, page.page.form("Schlüssel herunterladen"), { passwort: "kurz", nochmal: "kurz" }), 422);
  const passwort = "ein langes Passwort der Stadt";
  const file = await lead.submit(page, page.page.form("Schlüssel herunterladen"), { passwort, nochmal: passwort });
  assert.match(file.text, /^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
  assert.throws(() => createPrivateKey({ key: file.text, passphrase: "ein anderes Passwort der Stadt" }));
  const published = await house.db.inTenant(idOf("musterstadt"), (tx) => tx.one<{ n: string }>(sql`select public_jwk ->> 'n' as n from gateway.key where kid = ${kid}`));
  assert.equal(createPublicKey(createPrivateKey({ key: file.text, passphrase: passwort })).export({ format: "jwk" }).n, published.n);
  assert.equal((await editor.submit(page, page.page.form("Schlüssel herunterladen"), { passwort, nochmal: passwort, _csrf: world.people.get("ede")!.csrf })).status, 403);
  page = fine(await lead.at("/efa/empfang"));
  assert.match(page.page.text, /Verschlüsselung \([\w-]{8}\) hier löschen Das lässt sich nicht zurücknehmen/);
  page = fine(await lead.submit(page, page.page.form(/Privaten Teil hier löschen/), {}));
  assert.match(page.page.text, /Der private Teil ist hier gelöscht/);
  assert.match(page.page.text, /bei der Stadt/);
  // The mailbox at the XTA server: connected in the demonstration; what does not fit is said at the field.
  assert.match(page.page.text, /eingang:059990001001/);
  const wrong = fine(await lead.submit(page, page.page.form("Anschließen"), { kennung: "", senden: "http://x.example", zertifikat: "nichts" }), 422);
  assert.match(wrong.page.text, /Geben Sie die Kennung ein/);
  assert.equal((await editor.submit(page, page.page.form("Anschließen"), { _csrf: world.people.get("ede")!.csrf })).status, 403);
  // A key for which other services encrypt: made here, the certificate is for the directory, an exchange has its order.
  assert.match(page.page.text, /Noch gibt es keinen Schlüssel: Andere Dienste senden unverschlüsselt/);
  assert.doesNotMatch(fine(await editor.at("/efa/empfang")).page.text, /Schlüssel erzeugen/);
  page = fine(await lead.submit(page, page.page.form("XTA-Schlüssel erzeugen"), {}));
  assert.match(page.page.text, /Der XTA-Schlüssel ist erzeugt .*im Verzeichnis \(DVDV\) eintragen.*Für diese Zertifikate verschlüsseln andere Dienste.*Stand in Gebrauch/);
  const certificate = await lead.get(new URL(/href="([^"]*\/lesen\/[^"]*\.pem)"/.exec(page.text)![1]!, page.url).href);
  assert.match(certificate.text, /^-----BEGIN CERTIFICATE-----/);
  assert.equal((await editor.submit(page, page.page.form("Neuen XTA-Schlüssel vorbereiten"), { _csrf: world.people.get("ede")!.csrf })).status, 403);
  const own = fine(await lead.submit(page, page.page.form("Schlüsselpaar prüfen und eintragen"), { [/name="(lesezertifikat-[^"]+)"/.exec(page.text)![1]!]: "nichts" }), 422);
  assert.match(own.page.text, /Darin steht kein lesbares Zertifikat/);
  page = fine(await lead.submit(page, page.page.form("Neuen XTA-Schlüssel vorbereiten"), {}));
  assert.match(page.page.text, /vorbereitet, öffnet schon.*im DVDV eintragen lassen/);
  page = fine(await lead.submit(page, page.page.form("Neuen XTA-Schlüssel in Gebrauch nehmen"), {}));
  assert.match(fine(await lead.submit(page, page.page.form("Alten XTA-Schlüssel außer Gebrauch nehmen"), {}), 409).page.text, /kann noch kommen/);
  page = fine(await lead.submit(page, page.page.form("Älteres Verfahren auch lesen"), {}));
  assert.match(page.page.text, /Das ältere Verfahren .* wird auch gelesen/);
  page = fine(await lead.submit(page, page.page.form(/Nicht mehr abholen/), {}));
  assert.doesNotMatch(page.page.text, /Nicht mehr abholen/);
  page = fine(await lead.submit(page, page.page.form("Auftrag beenden"), {}));
  assert.match(page.page.text, /Ohne Auftrag wird nichts geöffnet/);
  const actions = await house.db.inTenant(idOf("musterstadt"), (tx) => tx.rows<{ action: string }>(sql`select action from audit.entry where action like 'gateway.%' and actor_kind = 'staff' order by id`));
  assert.deepEqual(actions.map(({ action }) => action), ["gateway.commission", "gateway.open-reception", "gateway.add-service", "gateway.prepare-key", "gateway.announce-key", "gateway.export-key", "gateway.release-key", "gateway.add-reading-key", "gateway.add-reading-key", "gateway.announce-reading-key", "gateway.set-key-transport", "gateway.end-mailbox", "gateway.end-commission"]);
});
test("where certificates of the Verwaltungs-PKI are needed, whoever leads asks for one on the page, takes the request along and enters what was issued", async () => {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 4096 });
  const from = new Date(world.clock.now().getTime() - 86_400_000);
  const pem = (der: Buffer): string => `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
  const root = pem(issueCertificate({ subject: "Wurzel (erfunden)", publicKey, from, days: 3_650, use: "authority", issuer: { name: "Wurzel (erfunden)", privateKey } }));
  const here = gatewayFitConnect(house.config)!;
  const fetch = createOutboundStream({ trustedHosts: trustedHosts(house.config) });
  const strict = await createGateway({ ...house, fitConnect: { ...here, environment: { ...here.environment, certificates: { kind: "strict", roots: [root] } } }, fetch, outboundStream: () => fetch, allowUnchecked: true, answerableDays: 90, apexOrigin: house.config.PUBLIC_ORIGIN });
  Object.assign(house.gateway, { certificates: strict.certificates });
  const lead = world.as("sven");
  let page = fine(await lead.at("/efa/empfang"));
  page = fine(await lead.submit(page, page.page.form("Schlüssel und Antrag erzeugen"), { cn: "" }), 422);
  assert.match(page.page.text, /Jede Angabe hat 1 bis 64 Zeichen/);
  assert.equal((await world.as("ede").submit(page, page.page.form("Schlüssel und Antrag erzeugen"), { _csrf: world.people.get("ede")!.csrf })).status, 403);
  page = fine(await lead.submit(page, page.page.form("Schlüssel und Antrag erzeugen"), { cn: "Zustellpunkt Musterstadt", zweck: "encryption" }));
  assert.match(page.page.text, /wartet auf das Zertifikat/);
  const file = await lead.get(new URL(page.page.link("Zertifikatsantrag herunterladen (Verschlüsselung)"), page.url).href);
  assert.match(file.text, /^-----BEGIN CERTIFICATE REQUEST-----/);
  assert.equal((await world.as("ede").get(file.url)).status, 403);
  page = fine(await lead.submit(page, page.page.form("Zertifikat prüfen und eintragen"), { "kette-encryption": root }), 422);
  assert.match(page.page.text, /gehört zu dem Schlüssel/);
  const { public_jwk: key } = await house.db.inTenant(idOf("musterstadt"), (tx) => tx.one<{ public_jwk: JsonWebKey }>(sql`select public_jwk from gateway.certificate_request`));
  const leaf = pem(issueCertificate({ subject: "Zustellpunkt Musterstadt", publicKey: createPublicKey({ key, format: "jwk" }), from, days: 700, use: "encryption", issuer: { name: "Wurzel (erfunden)", privateKey } }));
  page = fine(await lead.submit(page, page.page.form("Zertifikat prüfen und eintragen"), { "kette-encryption": leaf }));
  assert.match(page.page.text, /bereit Zertifikat bis/);
  page = fine(await lead.submit(page, page.page.form(/Antrag und Schlüssel verwerfen/), {}));
  assert.doesNotMatch(page.page.text, /bereit Zertifikat bis/);
});
