import assert from "node:assert/strict";
import { test } from "node:test";
import pino from "pino";
import type { StaffRole, StaffSession } from "#modules/accounts";
import { createPageCache } from "#platform/http";
import { newId } from "#platform/ids";
import { parsePage } from "../../testing/page.ts";
import { createErrorPages, createLayout, createTownAssets, routes } from "../frame/index.ts";
import { apex, apiWorld } from "../extension-api/testing/api-world.ts";
import { manifestOf } from "../../modules/extensions/testing/world.ts";
import { permissionSurface, type PermissionPortal } from "./index.ts";

const people = new Map<string, StaffSession>();
let extensions: PermissionPortal["extensions"] | undefined;
const theirs = (): PermissionPortal["extensions"] => { if (!extensions) throw new Error("too early"); return extensions; };
const world = await apiWorld({
  before(app, { addresses, tenants, forms }) {
    const layout = createLayout({ addresses, disturbances: { current: () => [] }, townAssets: createTownAssets(tenants) });
    const errorPages = createErrorPages({ layout: () => layout, addresses, policy: "default-src 'none'", log: pino({ level: "silent" }) });
    const accounts = { citizen: () => Promise.resolve(undefined), citizenWith: () => Promise.resolve(undefined), visitor: () => undefined, newVisitor: () => { throw new Error("staff only"); }, staff: (cookie: string) => Promise.resolve(people.get(cookie)) };
    permissionSurface(routes(app, { addresses, accounts, pageCache: createPageCache(1_000_000), pagePolicy: "default-src 'none'", errorPages }), {
      layout, tenants, forms, offices: { list: () => [{ role: "steueramt", name: "Steueramt" }, { role: "ordnungsamt", name: "Ordnungsamt" }] },
      extensions: { clientsIn: (tenant) => theirs().clientsIn(tenant), permissions: (tenant) => theirs().permissions(tenant), givePermission: (given) => theirs().givePermission(given), revokePermission: (given) => theirs().revokePermission(given), doings: (given) => theirs().doings(given), places: { placed: (given) => theirs().places.placed(given) }, get installs() { return theirs().installs; } },
    });
  },
});
extensions = world.extensions;
const person = (name: string, roles: readonly StaffRole[]): void => { people.set(name, { id: newId(), staff: newId(), name, email: `${name}@musterstadt.example`, roles, expiresAt: new Date("2099-01-01"), idleUntil: new Date("2099-01-01"), csrf: `csrf-of-${name}-0123456789` }); };
person("sven", [{ tenant: world.musterstadt.id, role: "supervisor", office: undefined }]);
person("sabine", [{ tenant: world.musterstadt.id, role: "clerk", office: "steueramt" }]);
person("olga", [{ tenant: undefined, role: "operator", office: undefined }]);

async function ask(method: "GET" | "POST", url: string, who: string, fields?: readonly (readonly [string, string])[]) {
  const answer = await world.app.inject({
    method, url, headers: { host: new URL(apex).host, cookie: `__Host-mitarbeit=${who}`, origin: apex, ...(fields ? { "content-type": "application/x-www-form-urlencoded" } : {}) },
    ...(fields ? { payload: new URLSearchParams([...fields, ["_csrf", people.get(who)?.csrf ?? ""]].map(([name = "", value = ""]) => [name, value])).toString() } : {}),
  });
  return { status: answer.statusCode, location: String(answer.headers.location ?? ""), page: parsePage(answer.body) };
}
const home = "/mitarbeit/musterstadt/erweiterungen";

test("what a developer made in the sandbox is there for the town it was given to and for no other, until it is published", async () => {
  const manifest = { ...manifestOf("mein-erstes-programm"), id: "mein-erstes-programm", name: { de: "Mein erstes Programm aus der Sandbox" } };
  const actor = { kind: "system", what: "developer self-service" } as const;
  assert.equal((await world.extensions.registerClient({ manifest, unpublished: true, actor })).ok, true);
  await world.extensions.givePermission({ tenant: world.beispielhausen.id, client: manifest.id, scopes: ["vorgaenge.lesen"], actor });
  const hidden = async (): Promise<void> => {
    const list = await ask("GET", home, "sven");
    assert.equal(list.status, 200);
    assert.ok(!list.page.text.includes("Mein erstes Programm aus der Sandbox"));
    assert.equal((await ask("GET", `${home}/${manifest.id}`, "sven")).status, 404);
    assert.equal((await ask("POST", `${home}/${manifest.id}/erlaubnis`, "sven", [["rechte", "vorgaenge.lesen"], ["umfang", "alle"], ["teile", "ganz"]])).status, 404);
    assert.deepEqual(await world.extensions.givePermission({ tenant: world.musterstadt.id, client: manifest.id, scopes: ["vorgaenge.lesen"], untried: "Ohne Probe, weil es eilt.", actor: { kind: "staff", id: "sven" } }), { ok: false, why: "client-unknown" }, "not by a call past the page either");
  };
  await hidden();
  assert.ok((await ask("GET", "/mitarbeit/beispielhausen/erweiterungen", "olga")).page.text.includes("Mein erstes Programm aus der Sandbox"), "its own test town");
  // Another version of the manifest does not publish it.
  await world.extensions.registerClient({ manifest: { ...manifest, version: "1.0.1" }, actor });
  await hidden();
  assert.equal(await world.extensions.publishClient({ client: manifest.id, published: true, actor }), true);
  assert.equal(await world.extensions.publishClient({ client: manifest.id, published: true, actor }), false, "twice changes nothing");
  assert.ok((await ask("GET", home, "sven")).page.text.includes("Mein erstes Programm aus der Sandbox"));
  assert.equal(await world.extensions.publishClient({ client: manifest.id, published: false, actor }), true);
  await hidden();
});

test("a supervisor reads what a program wants and why, permits part of it, and takes it back at once", async () => {
  const { client, secret } = await world.program();
  await world.extensions.revokePermission({ tenant: world.musterstadt.id, client, actor: { kind: "system", what: "test" } });
  const form = await ask("GET", `${home}/${client}`, "sven");
  assert.equal(form.status, 200);
  assert.deepEqual(form.page.problems, []);
  assert.ok(form.page.text.includes("personenbezogene Daten der Antragstellenden"));
  assert.deepEqual(form.page.form("Erlaubnis erteilen").fields.filter(([name]) => ["rechte", "leistungen", "aemter"].includes(name)), [], "nothing is ticked beforehand");

  const given = await ask("POST", `${home}/${client}/erlaubnis`, "sven", [["rechte", "vorgaenge.lesen"], ["umfang", "ausgewaehlte"], ["leistungen", "hund-anmelden"], ["teile", "aemter"], ["aemter", "steueramt"]]);
  assert.deepEqual([given.status, given.location], [303, `${home}?meldung=erlaubt`]);
  const token = await world.token({ client, secret, tenant: world.musterstadt });
  const { permission } = (await world.call("GET", "/tenant", { token })).body as { permission: Record<string, unknown> };
  assert.deepEqual([permission["scopes"], permission["services"], permission["offices"]], [["vorgaenge.lesen"], ["hund-anmelden"], ["steueramt"]]);
  const list = await ask("GET", `${home}?meldung=erlaubt`, "sven");
  assert.deepEqual(list.page.problems, []);
  assert.match(list.page.text, /Nur die Teile von: Steueramt\./);

  assert.equal((await ask("POST", `${home}/${client}/widerruf`, "sven", [])).location, `${home}?meldung=widerrufen`);
  assert.equal((await world.call("GET", "/tenant", { token })).status, 401);
  assert.equal((await ask("POST", `${home}/${client}/widerruf`, "sven", [])).location, `${home}?meldung=beendet`);
});

test("each page of a program appears only where the town ticks it, and only while it does", async () => {
  const { client } = await world.program({ scopes: ["vorgaenge.lesen"] });
  const form = await ask("GET", `${home}/${client}`, "sven");
  assert.deepEqual(form.page.problems, []);
  assert.match(form.page.text, /Wo Seiten der Erweiterung erscheinen.*Reiter im Vorgang.*Adresse: probe\.example/);
  const rest = [["rechte", "vorgaenge.lesen"], ["umfang", "alle"], ["teile", "ganz"]] as const;
  const placed = () => world.extensions.places.placed({ tenant: world.musterstadt.id, client });
  assert.deepEqual(await placed(), []);
  assert.equal((await ask("POST", `${home}/${client}/erlaubnis`, "sven", [...rest, ["seiten", "reiter"], ["seiten", "erfunden"]])).status, 303);
  assert.deepEqual(await placed(), ["reiter"]);
  assert.deepEqual((await ask("GET", `${home}/${client}`, "sven")).page.form("Erlaubnis ändern").fields.filter(([name]) => name === "seiten"), [["seiten", "reiter"]]);
  assert.equal((await ask("POST", `${home}/${client}/erlaubnis`, "sven", rest)).status, 303);
  assert.deepEqual(await placed(), []);
});

test("a permission without a right, or limited to nothing, is not given", async () => {
  const { client } = await world.program({ scopes: ["vorgaenge.lesen"] });
  for (const fields of [[["umfang", "alle"], ["teile", "ganz"]], [["rechte", "vorgaenge.lesen"], ["umfang", "ausgewaehlte"], ["teile", "ganz"]], [["rechte", "vorgaenge.lesen"], ["umfang", "alle"], ["teile", "aemter"], ["aemter", "nobody"]], [["rechte", "alles"], ["umfang", "alle"], ["teile", "ganz"]]] as const) {
    const refused = await ask("POST", `${home}/${client}/erlaubnis`, "sven", fields);
    assert.equal(refused.status, 422);
    assert.deepEqual(refused.page.problems, []);
  }
  const [inForce] = (await world.extensions.permissions(world.musterstadt.id)).filter((one) => one.client === client && one.revokedAt === undefined);
  assert.deepEqual(inForce?.scopes, ["vorgaenge.lesen"], "the earlier one stays");
});

test("clerks and supervisors of other towns may not, the operator may", async () => {
  const { client } = await world.program();
  assert.equal((await ask("GET", home, "sabine")).status, 403);
  assert.equal((await ask("POST", `${home}/${client}/widerruf`, "sabine", [])).status, 403);
  assert.equal((await ask("GET", "/mitarbeit/beispielhausen/erweiterungen", "sven")).status, 403);
  assert.equal((await ask("GET", home, "olga")).status, 200);
  assert.equal((await ask("GET", `${home}/unknown-program`, "sven")).status, 404);
  assert.equal((await ask("GET", home, "nobody")).status, 303);
});

test("a town sees what a program read and when, and what was permitted before", async () => {
  const { client, secret } = await world.program({ scopes: ["vorgaenge.lesen"] });
  assert.ok((await ask("GET", `${home}/${client}`, "sven")).page.text.includes("Noch nichts."));
  const one = await world.submitted();
  const token = await world.token({ client, secret, tenant: world.musterstadt });
  await world.call("GET", `/applications/${one.application}`, { token });
  await world.permit({ client, tenant: world.musterstadt, scopes: ["vorgaenge.lesen", "status.schreiben"] });
  const { page } = await ask("GET", `${home}/${client}`, "sven");
  assert.deepEqual(page.problems, []);
  assert.match(page.text, new RegExp(`Antrag gelesen Vorgangsnummer ${one.reference}`));
  assert.match(page.text, /gilt Rechte Anträge lesen, Bearbeitungsstand ändern/);
});

test("a supervisor sets, pauses, resumes and removes a program, and reads what a newer version wants beyond the old", async () => {
  const { client } = await world.program();
  const at = `${home}/${client}`;
  const before = await ask("GET", at, "sven");
  assert.deepEqual(before.page.problems, []);
  for (const words of ["nicht geprüft", "Wer sie nutzt Musterstadt", "Der Hersteller nennt keine Erklärung.", "Anhalten", "Entfernen"]) assert.ok(before.page.text.includes(words), words);
  assert.equal((await ask("GET", `${at}/einstellungen`, "sven")).status, 404, "a program without settings has no page for them");
  const manifest = { ...manifestOf(client), version: "1.1.0", settings: [
    { id: "kasse", type: "text", label: { de: "Nummer der Kasse" }, pattern: "[0-9]{4}" }, { id: "schluessel", type: "secret", label: { de: "Schlüssel des Kassensystems" } }, { id: "hinweis", type: "yesno", label: { de: "Hinweis anzeigen?" }, required: false },
  ] };
  assert.ok((await world.extensions.registerClient({ manifest, actor: { kind: "system", what: "test" } })).ok);
  const form = await ask("GET", `${at}/einstellungen`, "sven");
  assert.deepEqual([form.status, form.page.problems], [200, []]);
  const wrong = await ask("POST", `${at}/einstellungen`, "sven", [["kasse", "12"], ["schluessel", ""], ["fassung", "0"]]);
  assert.equal(wrong.status, 422);
  assert.match(wrong.page.text, /Schlüssel des Kassensystems/);
  assert.deepEqual((await ask("POST", `${at}/einstellungen`, "sven", [["kasse", "4711"], ["schluessel", "sehr-geheim"], ["hinweis", "yes"], ["fassung", "0"]])).location, `${home}?meldung=eingestellt`);
  const again = await world.app.inject({ method: "GET", url: `${at}/einstellungen`, headers: { host: new URL(apex).host, cookie: "__Host-mitarbeit=sven" } });
  assert.ok(again.body.includes("4711") && !again.body.includes("sehr-geheim"), "a secret is written and never read");
  assert.equal((await ask("POST", `${at}/einstellungen`, "sven", [["kasse", "4712"], ["fassung", "0"]])).status, 422, "somebody else was faster");

  for (const [path, message] of [["pause", "angehalten"], ["weiter", "weiter"], ["weiter", "nicht-weiter"]] as const) assert.equal((await ask("POST", `${at}/${path}`, "sven", [])).location, `${home}?meldung=${message}`);
  const asked = await ask("GET", `${at}/entfernung`, "sven");
  assert.deepEqual(asked.page.problems, []);
  for (const who of ["sabine"]) for (const path of ["pause", "weiter", "entfernung", "einstellungen"]) assert.equal((await ask("POST", `${at}/${path}`, who, [])).status, 403, `${who} ${path}`);
  assert.equal((await ask("POST", `${at}/entfernung`, "sven", [])).location, `${home}?meldung=entfernt`);
  assert.equal((await ask("GET", `${at}/einstellungen`, "sven")).status, 404);
});
