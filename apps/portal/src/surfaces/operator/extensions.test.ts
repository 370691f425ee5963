import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { operatorWorld } from "./test-operator.ts";

const world = await operatorWorld();
const { get, post, upload, extensions, musterstadt, db, clock } = world;
const home = "/betrieb/erweiterungen";
const sven = { kind: "staff", id: "sven-super" } as const;
const manifest = {
  id: "hundesteuer", version: "1.0.0", name: { de: "Hundesteuer" }, summary: { de: "Setzt die Hundesteuer fest." }, publisher: { name: "Verfahren GmbH", email: "kontakt@verfahren.example" },
  scopes: [{ scope: "vorgaenge.lesen", reason: { de: "Um die Anmeldung zu übernehmen." } }], events: ["application.submitted"], keeps: { de: "Bis zum Ende der Steuerpflicht." },
};
const json = (change: object = {}): string => JSON.stringify({ ...manifest, ...change });
const fine = async (url: string) => {
  const { status, page, body } = await get(url);
  assert.equal(status, 200, url);
  assert.deepEqual(page.problems, [], url);
  return { page, body };
};
const audited = async (): Promise<string[]> => (await db.asOperator("test", (tx) => tx.rows<{ action: string }>(sql`select action from audit.entry where subject_kind = 'extension' order by id`))).map(({ action }) => action);

test("only the operator sees the extensions or acts on them", async () => {
  for (const url of [home, `${home}/hundesteuer`]) assert.equal((await get(url, "sven")).status, 403);
  assert.equal((await upload(home, { manifest: json() }, undefined, "sven")).status, 403);
  for (const path of ["geheimnisse", "geheimnisse/ende", "schluessel/ende", "sperre"]) assert.equal((await post(`${home}/hundesteuer/${path}`, { an: "ja" }, "sven")).status, 403, path);
  assert.equal((await upload(home, { manifest: json(), _csrf: "guessed" }, undefined)).status, 403);
  assert.deepEqual(await extensions.clients(), []);
});

test("what is wrong with a manifest is said in German, at its place, and the text is still there", async () => {
  assert.match((await fine(home)).page.text, /Noch ist keine Erweiterung eingetragen/);
  const nothing = await upload(home, { manifest: "" }, undefined);
  assert.equal(nothing.status, 422);
  assert.match(nothing.page.text, /Wählen Sie die Datei mit dem Manifest/);
  const broken = await upload(home, { manifest: "{ kein json" }, undefined);
  assert.match(broken.page.text, /Das ist kein JSON/);
  assert.ok(broken.page.form("Manifest prüfen und eintragen").fields.some(([name, value]) => name === "manifest" && value.includes("{ kein json")));
  const wrong = await upload(home, {}, { field: "datei", name: "manifest.json", content: json({ id: "Ä", version: "1", keeps: undefined, publisher: { name: "V", email: "keine" }, scopes: [{ scope: "alles", reason: { de: "x" } }], mehr: 1 }) });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.page.problems, []);
  for (const line of ["id besteht aus 3 bis 63 kleinen Buchstaben", "version muss die Form 1.2.3 haben", "keeps fehlt.", "publisher.email muss eine E-Mail-Adresse sein", "scopes.0.scope gibt es nicht. Möglich sind: vorgaenge.lesen", "enthält, was ein Manifest nicht kennt: mehr"]) assert.ok(wrong.page.text.includes(line), line);
  assert.doesNotMatch(wrong.page.text, /Invalid|expected/);
  const doubled = await upload(home, { manifest: json({ scopes: [manifest.scopes[0], manifest.scopes[0]] }) }, undefined);
  assert.match(doubled.page.text, /scopes nennt ein Recht zweimal/);
  assert.equal((await upload(home, {}, { field: "datei", name: "gross.json", content: "x".repeat(100_100) })).status, 422);
  assert.deepEqual(await extensions.clients(), []);
});

test("a manifest is taken once; another for the same program shows what it changes and waits for a yes", async () => {
  const registered = await upload(home, {}, { field: "datei", name: "manifest.json", content: json() });
  assert.equal(registered.location, `${home}/hundesteuer?meldung=erweiterung-eingetragen`);
  assert.match((await fine(registered.location)).page.text, /Noch erlaubt ihr keine Stadt etwas/);
  assert.equal((await upload(home, { manifest: json() }, undefined)).location, `${home}/hundesteuer?meldung=manifest-gleich`);
  const next = await upload(home, { manifest: json({ version: "2.0.0", scopes: [...manifest.scopes, { scope: "status.schreiben", reason: { de: "Um den Stand zu zeigen." } }] }) }, undefined);
  assert.equal(next.status, 200);
  assert.deepEqual(next.page.problems, []);
  assert.match(next.page.text, /Version.*1\.0\.0.*2\.0\.0/s);
  assert.match(next.page.text, /Recht: Bearbeitungsstand ändern/);
  assert.equal((await extensions.clients())[0]?.manifest.version, "1.0.0", "nothing is replaced yet");
  const { action, fields } = next.page.form("Manifest ersetzen");
  assert.equal((await post(action, Object.fromEntries(fields))).location, `${home}/hundesteuer?meldung=manifest-ersetzt`);
  assert.equal((await extensions.clients())[0]?.manifest.version, "2.0.0");
  const stale = await post(action, { ...Object.fromEntries(fields), manifest: json({ version: "3.0.0" }) });
  assert.equal(stale.status, 200, "who has seen an older state is asked again");
  assert.equal((await extensions.clients())[0]?.manifest.version, "2.0.0");
  assert.deepEqual(await audited(), ["extension.register", "extension.change-manifest"]);
});

test("a secret stands in one answer only, a page sent twice makes one, and ending it is said", async () => {
  const { page } = await fine(`${home}/hundesteuer`);
  const { action, fields } = page.form("Geheimnis anlegen");
  const past = await post(action, { ...Object.fromEntries(fields), bis: "2020-01-01" });
  assert.equal(past.status, 422);
  assert.match(past.page.text, /einen Tag an, der noch nicht vorbei ist/);
  const made = await post(action, { ...Object.fromEntries(fields), bis: "2026-12-31" });
  assert.equal(made.status, 200);
  assert.equal(made.headers["cache-control"], "private, no-store");
  const [, secret = "", id = ""] = /(kps_(\w{12})_[\w-]{43})/.exec(made.page.text) ?? [];
  assert.notEqual(secret, "");
  const again = await post(action, { ...Object.fromEntries(fields), bis: "2026-12-31" });
  assert.equal(again.status, 422);
  assert.match(again.page.text, /schon einmal abgeschickt/);
  assert.doesNotMatch(again.page.text, /kps_/);
  const shown = (await fine(`${home}/hundesteuer`)).page;
  assert.doesNotMatch(shown.text, /kps_/);
  assert.match(shown.text, /gilt bis 31\. Dezember 2026 /);
  assert.equal((await extensions.secrets("hundesteuer")).length, 1);
  for (let i = 0; i < 2; i += 1) assert.equal((await post(action, Object.fromEntries((await fine(`${home}/hundesteuer`)).page.form("Geheimnis anlegen").fields))).status, 200);
  assert.match((await post(action, Object.fromEntries((await fine(`${home}/hundesteuer`)).page.form("Geheimnis anlegen").fields))).page.text, /Es gelten schon drei Geheimnisse/);
  assert.equal((await post(`${action}/ende`, { kennung: id })).location, `${home}/hundesteuer?meldung=geheimnis-beendet`);
  assert.equal((await post(`${action}/ende`, { kennung: id })).location, `${home}/hundesteuer?meldung=unveraendert`);
  assert.match((await fine(`${home}/hundesteuer`)).page.text, /beendet am/);
});

test("of two secrets that are added at the same moment where there is room for one, one is refused; an unknown program is said", async () => {
  assert.ok((await extensions.takeManifest({ manifest: { ...manifest, id: "zweite" }, actor: sven })).ok);
  for (let i = 0; i < 2; i += 1) assert.ok((await extensions.addSecret({ client: "zweite", actor: sven })).ok);
  const both = await Promise.all([1, 2, 3].map(() => extensions.addSecret({ client: "zweite", actor: sven })));
  assert.equal(both.filter(({ ok }) => ok).length, 1);
  assert.deepEqual(await extensions.addSecret({ client: "gibt-es-nicht", actor: sven }), { ok: false, why: "unknown-client" });
  assert.equal((await post(`${home}/gibt-es-nicht/geheimnisse`, { zahl: "0" })).status, 404);
});

test("the page says which town permits what, and stopping an extension stops it in all towns", async () => {
  assert.ok((await extensions.givePermission({ tenant: musterstadt.id, client: "hundesteuer", scopes: ["vorgaenge.lesen"], services: ["hund"], actor: sven })).ok);
  const { page } = await fine(`${home}/hundesteuer`);
  assert.match(page.text, /Musterstadt.*Anträge lesen.*hund.*alle.*gilt/s);
  assert.match((await fine(home)).page.text, /Hundesteuer.*Verfahren GmbH.*2\.0\.0.*zugelassen.*2.*0.*1/s);
  const stop = page.form("In allen Städten sperren");
  assert.equal((await post(stop.action, Object.fromEntries(stop.fields))).location, `${home}/hundesteuer?meldung=erweiterung-gesperrt`);
  assert.match((await fine(`${home}/hundesteuer`)).page.text, /gesperrt seit/);
  assert.equal((await post(stop.action, Object.fromEntries(stop.fields))).location, `${home}/hundesteuer?meldung=unveraendert`);
  clock.advance(1_000);
  const go = (await fine(`${home}/hundesteuer`)).page.form("Sperre aufheben");
  await post(go.action, Object.fromEntries(go.fields));
  assert.match((await fine(`${home}/hundesteuer`)).page.text, /zugelassen/);
  assert.deepEqual((await audited()).slice(-2), ["extension.disable", "extension.enable"]);
});

test("the operator publishes what somebody made in the sandbox, and takes it back", async () => {
  await extensions.registerClient({ manifest: { ...manifest, id: "aus-der-sandbox", name: { de: "Aus der Sandbox" } }, unpublished: true, actor: { kind: "system", what: "developer self-service" } });
  const { page } = await fine(home);
  assert.match(page.text, /Nicht veröffentlicht.*Aus der Sandbox/s);
  const before = (await fine(`${home}/aus-der-sandbox`)).page;
  assert.match(before.text, /Nur Städte, die sie schon haben, sehen sie/);
  const show = before.form("Für alle Städte veröffentlichen");
  assert.equal((await post(show.action, Object.fromEntries(show.fields), "sven")).status, 403);
  assert.equal((await post(show.action, Object.fromEntries(show.fields))).location, `${home}/aus-der-sandbox?meldung=erweiterung-veroeffentlicht`);
  assert.equal((await post(show.action, Object.fromEntries(show.fields))).location, `${home}/aus-der-sandbox?meldung=unveraendert`);
  const after = (await fine(`${home}/aus-der-sandbox?meldung=erweiterung-veroeffentlicht`)).page;
  assert.match(after.text, /Jede Stadt sieht sie ab jetzt/);
  const back = after.form("Aus dem Katalog nehmen");
  assert.equal((await post(back.action, Object.fromEntries(back.fields))).location, `${home}/aus-der-sandbox?meldung=erweiterung-zurueckgezogen`);
  assert.deepEqual((await audited()).slice(-2), ["extension.publish", "extension.withdraw"]);
});
