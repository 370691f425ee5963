import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { generateKeyPairWithCertificate } from "@kommunalportal/bundid";
import { putServices } from "#modules/catalogue";
import { sql } from "#platform/database";
import { demoBundidEntityId, demoCertificateName, demoKey } from "../demo-marks.ts";
import { testDatabase } from "../testing/index.ts";

const t = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "kommunalportal-commands-"));
after(() => { rmSync(folder, { recursive: true, force: true }); });
const services = join(import.meta.dirname, "..", "..", "..", "..", "services");
const pem = join(folder, "given.pem");
writeFileSync(pem, "given by the operator");

/** Settings of an invented installation, complete for production. The commands call nobody but the database. */
const settings: Readonly<Record<string, string>> = {
  MODE: "production", PUBLIC_ORIGIN: "https://portal.example", DATABASE_URL: t.urls.app, WORKER_DATABASE_URL: t.urls.worker, FILES_DIR: join(folder, "files"),
  INSTALLATION_KEYS: `1:${randomBytes(32).toString("base64")}`, INSTALLATION_PEPPER: randomBytes(32).toString("base64"),
  BUNDID_IDP_ENTITY_ID: "https://idp.example", BUNDID_SSO_URL: "https://idp.example/sso", BUNDID_IDP_CERTIFICATE: pem, BUNDID_ENTITY_ID: "https://portal.example/sp", BUNDID_SIGNING_KEY: pem, BUNDID_SIGNING_CERTIFICATE: pem,
  BUNDID_DECRYPTION_KEY: pem, BUNDID_DECRYPTION_CERTIFICATE: pem, BUNDID_ONLINE_SERVICE_ID: "BMI-0001", STAFF_ISSUER: "https://staff.example", STAFF_CLIENT_ID: "portal", STAFF_CLIENT_SECRET: randomBytes(16).toString("hex"),
  PAYMENT_URL: "https://pay.example", PAYMENT_ORIGINATOR: "portal", PAYMENT_USER: "portal", PAYMENT_PASSWORD: randomBytes(8).toString("hex"), PAYMENT_PAGE_ORIGIN: "https://pay.example",
  SMTP_URL: "smtps://mail.example", MAIL_FROM: "Portal <portal@portal.example>", CLAMD: "/run/clamd.sock",
};

/** Runs a command as an operator does. A stack trace is never an answer. */
async function run(args: readonly string[], changes: Readonly<Record<string, string>> = {}): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const done = await new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((resolve) => {
    const child = execFile(process.execPath, ["--conditions=kommunalportal-source", join(import.meta.dirname, "main.ts"), ...args], { env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? "", INIT_CWD: folder, ...settings, ...changes } }, (_error, out, err) => { resolve({ code: child.exitCode ?? -1, out, err }); });
  });
  assert.doesNotMatch(done.out + done.err, /\n\s+at /, done.err);
  return done;
}
const refused = async (args: readonly string[], why: RegExp, changes?: Readonly<Record<string, string>>): Promise<void> => {
  const { code, out, err } = await run(args, changes);
  assert.deepEqual([code, out], [1, ""], err);
  assert.match(err, why);
};
const count = async (what: "tenants.tenant" | "tenants.tenant_key" | "forms.version"): Promise<number> => {
  const from = { "tenants.tenant": sql`tenants.tenant`, "tenants.tenant_key": sql`tenants.tenant_key`, "forms.version": sql`forms.version` }[what];
  return (await t.db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*) as n from ${from}`))).n;
};

test("without settings, with those of the demonstration, with a wrong role and without database a command refuses in a sentence", async () => {
  await refused(["found-towns", "--all"], /Einstellungen reichen nicht[\s\S]*INSTALLATION_KEYS: /, { INSTALLATION_KEYS: "" });
  await refused(["found-towns", "--all"], /nicht im Betrieb[\s\S]*PUBLIC_ORIGIN: zeigt auf die Vorführung/, { PUBLIC_ORIGIN: "http://portal.localhost" });
  const demoCertificate = join(folder, "demo.pem");
  writeFileSync(demoCertificate, (await generateKeyPairWithCertificate(demoCertificateName("signing"))).certificate);
  for (const [name, value] of Object.entries({
    INSTALLATION_KEYS: `1:${demoKey()}`, INSTALLATION_PEPPER: demoKey(), BUNDID_SIGNING_CERTIFICATE: demoCertificate, BUNDID_DECRYPTION_CERTIFICATE: demoCertificate, BUNDID_ENTITY_ID: demoBundidEntityId,
    BUNDID_ONLINE_SERVICE_ID: "DEMO-X0000", STAFF_CLIENT_SECRET: `demo-${randomBytes(16).toString("hex")}`, PAYMENT_PASSWORD: `demo-${randomBytes(16).toString("hex")}`, FACHVERFAHREN_URL: "https://fachverfahren.example", EFA_SERVICE_URL: "https://efa.example",
  })) await refused(["found-towns", "--all"], new RegExp(`nicht im Betrieb:\n  ${name}: gehört zur Vorführung\n$`), { [name]: value });
  await refused(["rewrap-keys"], /the owner only migrates/, { DATABASE_URL: t.urls.owner });
  await refused(["rewrap-keys"], /Rolle und Kennwort/, { DATABASE_URL: Object.assign(new URL(t.urls.app), { password: "wrong" }).href });
  await refused(["rewrap-keys"], /Die Datenbank antwortet nicht/, { DATABASE_URL: "postgres://kp_app:x@127.0.0.1:1/none" });
  await refused(["rewrap-keys"], /eine Version zweimal/, { INSTALLATION_KEYS: `${settings["INSTALLATION_KEYS"]},${settings["INSTALLATION_KEYS"]}` });
  await refused(["publisch"], /Den Befehl publisch gibt es nicht[\s\S]*found-towns/);
  await refused(["toString"], /gibt es nicht/);
  await refused(["found-towns"], /Aufruf:/);
  await refused(["publish"], /Aufruf:/);
  await refused(["switch", "kleve", "--of"], /Aufruf:/);
  assert.equal(await count("tenants.tenant"), 0);
});

test("with the keys of another installation nothing is done", async () => {
  assert.equal((await run(["found-towns", "--towns", "bottrop"])).code, 0);
  await refused(["found-towns", "--towns", "kleve"], /INSTALLATION_KEYS passen nicht zu dieser Datenbank/, { INSTALLATION_KEYS: `1:${randomBytes(32).toString("base64")}` });
  await refused(["found-towns", "--towns", "kleve"], /INSTALLATION_KEYS passen nicht zu dieser Datenbank: Version 1 fehlt/, { INSTALLATION_KEYS: `2:${randomBytes(32).toString("base64")}` });
  assert.equal(await count("tenants.tenant"), 1);
});

test("towns are founded with keys and nothing invented; those that are there stay as they are", async () => {
  await refused(["found-towns", "--towns", "bottrop,klev"], /Nicht gefunden, nichts geändert:\n {2}klev \(gemeint: .*kleve/);
  assert.equal(await count("tenants.tenant"), 1);
  const some = await run(["found-towns", "--towns", "bottrop, kleve"]);
  assert.deepEqual([some.code, some.err], [0, ""]);
  assert.match(some.out, /1 angelegt \(kleve\); 1 waren schon da \(bottrop\)\.\nNoch nicht angelegt.*: kreis-kleve\./);
  const rows = await t.db.published((tx) => tx.rows<{ slug: string; profile: object; is_demo: boolean; id: string }>(sql`select slug, profile, is_demo, id from tenants.tenant order by slug`));
  assert.deepEqual(rows.map(({ slug, profile, is_demo }) => [slug, profile, is_demo]), [["bottrop", {}, false], ["kleve", {}, false]]);
  const all = await run(["found-towns", "--all"]);
  assert.deepEqual([all.code, all.err], [0, ""]);
  assert.match(all.out, /425 angelegt.*; 2 waren schon da \(kleve, bottrop\)\.\n$/);
  assert.equal(await count("tenants.tenant_key"), 427);
  assert.match((await run(["found-towns", "--all"])).out, /^0 angelegt; 427 waren schon da/);
  const kept = await t.db.published((tx) => tx.rows<{ id: string }>(sql`select id from tenants.tenant where slug in ('bottrop', 'kleve') order by slug`));
  assert.deepEqual(kept.map(({ id }) => id), rows.map(({ id }) => id));
});

test("a folder's services are published, and each is said to be new, unchanged or refused", async () => {
  const own = join(folder, "dienste");
  for (const slug of ["hund-anmelden", "maengelmelder"]) cpSync(join(services, slug), join(own, slug), { recursive: true });
  const published = await run(["publish", "dienste"]);
  assert.deepEqual([published.code, published.err], [0, ""]);
  assert.match(published.out, /^hund-anmelden \d+\.\d+\.\d+: neu veröffentlicht\nmaengelmelder \d+\.\d+\.\d+: neu veröffentlicht\n$/);
  const changed = join(own, "hund-anmelden", "service.json");
  const before = readFileSync(changed, "utf8");
  writeFileSync(changed, JSON.stringify({ ...(JSON.parse(before) as object), minutes: 99 }));
  const again = await run(["publish", own]);
  assert.equal(again.code, 1);
  assert.match(again.out, /hund-anmelden \S+: abgelehnt: .*neue Version\.\nmaengelmelder \S+: unverändert\n$/);
  writeFileSync(changed, "{");
  await refused(["publish", own], /Nichts veröffentlicht\. Ein Dienst ist nicht in Ordnung: .*service\.json is not JSON/);
  writeFileSync(changed, before);
  mkdirSync(join(folder, "leer"));
  await refused(["publish", "leer"], /liegt kein Dienst/);
  await refused(["publish", "fehlt"], /Den Ordner gibt es nicht/);
  assert.equal(await count("forms.version"), 2);
});

test("a service is switched on in a town, offered in the catalogue, and switched off again with its settings kept", async () => {
  const leika = (JSON.parse(readFileSync(join(services, "maengelmelder", "service.json"), "utf8")) as { leika: string }).leika;
  const stored = () => t.db.published((tx) => tx.rows<{ settings: { enabled: boolean; retentionMonths: number } }>(sql`select settings from tenants.service_switch`));
  const offers = () => t.db.published((tx) => tx.rows(sql`select slug, leika_key from catalogue.online_service`));
  writeFileSync(join(folder, "maengel.json"), JSON.stringify({ retentionMonths: 7 }));
  writeFileSync(join(folder, "falsch.json"), JSON.stringify({ retentionMonth: 7, paymentWays: ["bar"] }));
  await refused(["switch", "musterstadt", "maengelmelder"], /keine Stadt.*musterstadt/);
  await refused(["switch", "kleve", "wohnsitz"], /wohnsitz ist nicht veröffentlicht\. Veröffentlicht sind: hund-anmelden, maengelmelder\./);
  await refused(["switch", "kleve", "maengelmelder", "--file", "falsch.json"], /nichts geändert:[\s\S]*paymentWays[\s\S]*retentionMonth/);
  await refused(["switch", "kleve", "maengelmelder", "--file", "fehlt.json"], /lässt sich nicht lesen/);
  assert.deepEqual(await stored(), []);
  const first = await run(["switch", "kleve", "maengelmelder", "--file", "maengel.json"]);
  assert.match(first.out, /ist in Kleve eingeschaltet\.\nDer Leistungskatalog kennt die Leistung nicht/, first.err);
  assert.deepEqual(await offers(), []);
  await t.db.asOperator("test", (tx) => putServices(tx, [{ leikaKey: leika, slug: "maengel", title: { de: "Mangel melden" }, officialName: "Mangel", level: "GEM", types: [], ozg: undefined, pvLage: undefined, legalBasis: [], position: undefined }], new Date()));
  assert.match((await run(["switch", "kleve", "maengelmelder"])).out, /eingeschaltet\.\n$/);
  assert.deepEqual(await offers(), [{ slug: "maengelmelder", leika_key: leika }]);
  assert.match((await run(["switch", "kleve", "maengelmelder", "--off"])).out, /in Kleve ausgeschaltet/);
  assert.deepEqual((await stored()).map(({ settings: { enabled, retentionMonths } }) => [enabled, retentionMonths]), [[false, 7]]);
  const said = await t.db.asOperator("test", (tx) => tx.rows<{ action: string }>(sql`select action from audit.entry where subject = 'maengelmelder' order by id`));
  assert.deepEqual(said.map(({ action }) => action), ["service.switch-on", "service.change", "service.switch-off"]);
});

test("a schema whose LeiKa key the catalogue does not know is refused before anything is published", async () => {
  const schema = join(services, "_schemas", "S05999000001.xdf3.xml");
  const before = await count("forms.version");
  const wish = (leika: string, town = "kleve") => ["import-schema", schema, "--slug", "lastenrad", "--leika", leika, "--town", town];
  await refused(wish("99108012005000"), /kennt den LeiKa-Schlüssel 99108012005000 nicht.*Nichts geändert/);
  await refused(wish("99108012005000", "musterstadt"), /keine Stadt mit dem Namen musterstadt/);
  assert.equal(await count("forms.version"), before);
  writeFileSync(join(folder, "liste.csv"), "leika_schluessel,leistung,leika_typ,rechtsgrundlage,ozg_id,ozg_leistung\n99108012005000,Förderung Lastenrad,5,,,\n");
  const list = await run(["import-leika", "liste.csv"]);
  assert.deepEqual([list.code, list.err], [0, ""]);
  await refused(["import-schema", join(folder, "liste.csv"), "--slug", "lastenrad", "--leika", "99108012005000", "--town", "kleve"], /Nicht eingelesen, nichts geändert/);
  await refused(["import-schema", "fehlt.xml", "--slug", "lastenrad", "--leika", "99108012005000", "--town", "kleve"], /Die Datei gibt es nicht/);
  writeFileSync(join(folder, "ab.xml.gz"), gzipSync(readFileSync(schema)).subarray(0, 900));
  writeFileSync(join(folder, "ab.xml"), readFileSync(schema).subarray(0, 900));
  for (const [file, words] of [["ab.xml.gz", /gepackte Datei ist beschädigt oder abgeschnitten\. Holen Sie sie noch einmal/], ["ab.xml", /^Nicht eingelesen, nichts geändert:\n {2}Zeile \d+ \(.+\): Die Datei ist abgeschnitten: ».+« wird nicht mehr geschlossen/], [".", /Das ist ein Ordner, keine Datei/]] as const) {
    await refused(["import-schema", file, "--slug", "lastenrad", "--leika", "99108012005000", "--town", "kleve"], words);
  }
  await refused(["import-schema", schema, "--slug", "Förderung Lastenrad", "--leika", "99108012005000", "--town", "kleve"], /^--slug steht in der Adresse/);
  await refused(["import-schema", schema, "--slug", "lastenrad", "--leika", "12", "--town", "kleve"], /^--leika braucht die 14 Ziffern/);
  const undecided = await run(wish("99108012005000"));
  assert.deepEqual([undecided.code, undecided.out], [1, ""]);
  assert.match(undecided.err, /Nicht veröffentlicht, weil über \d+ Regeln[\s\S]*Das Formular: »[\s\S]*--publish-undecided/);
  assert.equal(await count("forms.version"), before);
  const done = await run([...wish("99108012005000"), "--publish-undecided"]);
  assert.deepEqual([done.code, done.err], [0, ""]);
  assert.match(done.out, /veröffentlicht und in Kleve eingeschaltet/);
  assert.match(done.out, /Zuständig: buergerbuero \(anders mit --office\)/, "nobody is named in the catalogue of this installation");
  assert.equal(await count("forms.version"), before + 1);
  const everywhere = await run(["import-schema", schema, "--slug", "lastenrad", "--leika", "99108012005000", "--all-towns", "--publish-undecided"]);
  assert.match(everywhere.out, /schon veröffentlicht gewesen und in 396 Kommunen eingeschaltet/);
});

test("a service leaves as a file and comes in again; a changed file and a stranger's are refused", async () => {
  const out = await run(["export-package", "lastenrad", "--out", "paket.json", "--town", "kleve"]);
  assert.deepEqual([out.code, out.err], [0, ""]);
  const fingerprint = /unterschrieben mit ([A-Za-z0-9_-]{43})\./.exec(out.out)![1]!;
  const check = await run(["import-package", "paket.json", "--check", "--town", "kleve"]);
  assert.match(check.out, /lastenrad 1\.0\.0 passt hierher\. Geändert wurde nichts/);
  assert.match((await run(["import-package", "paket.json", "--town", "kleve"])).out, /schon veröffentlicht gewesen und in Kleve eingeschaltet/);
  const file = JSON.parse(readFileSync(join(folder, "paket.json"), "utf8")) as { service: { minutes: number } };
  writeFileSync(join(folder, "anders.json"), JSON.stringify({ ...file, service: { ...file.service, minutes: 1 } }));
  await refused(["import-package", "anders.json"], /Nicht eingelesen, nichts geändert:[\s\S]*Die Unterschrift passt nicht/);
  const elsewhere = { INSTALLATION_PEPPER: randomBytes(32).toString("base64") };
  await refused(["import-package", "paket.json"], new RegExp(`Fingerabdruck ${fingerprint}`), elsewhere);
  assert.equal((await run(["trust-publisher", fingerprint, "--name", "Kleve"], elsewhere)).code, 0);
  assert.equal((await run(["import-package", "paket.json"], elsewhere)).code, 0);
  assert.match((await run(["withdraw-publisher", fingerprint], elsewhere)).out, /Pakete von »Kleve« werden nicht mehr angenommen/);
  await refused(["import-package", "paket.json"], /wird hier nicht mehr geglaubt/, elsewhere);
  // One in 64 begins like an option.
  assert.match((await run(["trust-publisher", `-${fingerprint.slice(1)}`, "--name", "Xanten"], elsewhere)).out, /Pakete von »Xanten« werden angenommen/);
  await refused(["withdraw-publisher", "x"], /Aufruf: withdraw-publisher/);
  await refused(["withdraw-publisher", fingerprint], /Das ist der eigene Schlüssel/);
  assert.match((await run(["change-package-key"])).out, /Der alte Schlüssel bestätigt ihn/);
  await refused(["export-package", "gibt-es-nicht", "--out", "x.json"], /nicht veröffentlicht/);
  await refused(["import-package", "paket.json", "--town", "kleve", "--all-towns"], /Aufruf: import-package/);
});

test("with a second installation key everything is wrapped anew, and the first may go", async () => {
  const keys = `${settings["INSTALLATION_KEYS"]},2:${randomBytes(32).toString("base64")}`;
  const done = await run(["rewrap-keys"], { INSTALLATION_KEYS: keys });
  assert.deepEqual([done.code, done.err], [0, ""]);
  assert.match(done.out, /tenants\.tenant_key: 427 umgepackt[\s\S]*Alles ist mit Installationsschlüssel 2 verpackt/);
  // One key names a version that nobody has: the others are wrapped, and the command says that it is not done.
  await t.db.asOperator("test", (tx) => tx.run(sql`update tenants.tenant_key set wrapped = set_byte(wrapped, 4, 9) where tenant_id = (select id from tenants.tenant where slug = 'kleve')`));
  const third = `${keys},3:${randomBytes(32).toString("base64")}`;
  const gone = await run(["rewrap-keys"], { INSTALLATION_KEYS: third });
  assert.equal(gone.code, 1);
  assert.match(gone.out, /tenants\.tenant_key: 426 umgepackt, 1 nicht zu öffnen\n.*Installationsschlüssel 9 fehlt in INSTALLATION_KEYS/);
  assert.match(gone.err, /Kein Installationsschlüssel darf entfernt werden/);
  await refused(["rewrap-keys"], /Version 3 fehlt/, { INSTALLATION_KEYS: `4:${randomBytes(32).toString("base64")}` });
});
