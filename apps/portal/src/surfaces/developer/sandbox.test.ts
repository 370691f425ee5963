import assert from "node:assert/strict";
import { test } from "node:test";
import { createPortalClient } from "@kommunalportal/extension-sdk";
import { scopes } from "#modules/extensions";
import { sql } from "#platform/database";
import { smallDog } from "../../modules/extensions/testing/world.ts";
import { parsePage } from "../../testing/page.ts";
import { apex, apiWorld } from "../extension-api/testing/api-world.ts";
import { connectedTowns, registerSandbox } from "./testing/register-sandbox.ts";

const world = await apiWorld({ before: registerSandbox });
const home = "/entwicklung/sandbox";
let caller = 0;

/** A browser with one cookie jar. */
function browser(address = `127.0.6.${(caller += 1)}`) {
  let cookie = "";
  async function ask(method: "GET" | "POST", url: string, fields: Readonly<Record<string, string>> = {}) {
    const answer = await world.app.inject({
      method, url, remoteAddress: address, headers: { host: new URL(apex).host, origin: apex, ...(cookie === "" ? {} : { cookie }), ...(method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : {}) },
      ...(method === "POST" ? { payload: new URLSearchParams({ ...(csrf === "" ? {} : { _konto: csrf }), ...fields }).toString() } : {}),
    });
    const set = String(answer.headers["set-cookie"] ?? "").split(";", 1)[0] ?? "";
    if (set !== "") cookie = set;
    const page = parsePage(answer.body);
    csrf = /name="_konto" value="([^"]+)"/.exec(answer.body)?.[1] ?? csrf;
    if (answer.statusCode < 300 || answer.statusCode === 422) assert.deepEqual(page.problems, [], url);
    return { status: answer.statusCode, text: page.text, html: answer.body, location: String(answer.headers.location ?? ""), caching: answer.headers["cache-control"] };
  }
  let csrf = "";
  return { get: (url: string) => ask("GET", url), post: (url: string, fields?: Readonly<Record<string, string>>) => ask("POST", url, fields) };
}
const valueOf = (text: string, name: string): string => new RegExp(`${name}=(\\S+)`).exec(text)?.[1] ?? assert.fail(`${name} is not on the page`);
async function begun() {
  const tab = browser();
  const ready = await tab.post(`${home}/konto`, { name: "Beispielverfahren GmbH" });
  assert.equal(ready.status, 200, ready.text);
  assert.equal(ready.caching, "private, no-store");
  const at = { tenant: valueOf(ready.text, "TENANT"), client: valueOf(ready.text, "CLIENT_ID"), secret: valueOf(ready.text, "CLIENT_SECRET"), key: /kpd_\w{12}_[\w-]{43}/.exec(ready.text)?.[0] ?? "" };
  await tab.get(home);
  return { tab, ...at };
}
const portalOf = ({ tenant, client, secret }: { readonly tenant: string; readonly client: string; readonly secret: string }) => createPortalClient({
  portal: apex, tenant, clientId: client, clientSecret: secret, attempts: 1,
  fetch: async (input, init) => {
    const asked = new Request(input, { ...init, redirect: "manual" });
    const url = new URL(asked.url);
    const answer = await world.app.inject({ method: asked.method as "GET", url: url.pathname + url.search, remoteAddress: `127.0.7.${(caller += 1) % 250}`, headers: { ...Object.fromEntries(asked.headers), host: url.host }, payload: Buffer.from(await asked.arrayBuffer()) });
    return new Response(new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers: { "content-type": String(answer.headers["content-type"]) } });
  },
});

test("one entry makes a town, a program and credentials, and the first application goes in and out", async () => {
  const { tenant, client, secret } = await begun();
  const portal = portalOf({ tenant, client, secret });
  const town = await portal.call("getTenant", {});
  assert.deepEqual([town.slug, town.permission.client, town.permission.scopes.length], [tenant, client, scopes.length - 2]);
  const offices = await world.db.asOperator("test", (tx) => tx.rows<{ name: string }>(sql`select details->'name'->>'de' as name from catalogue.office o join tenants.tenant t on t.id = o.tenant_id where t.slug = ${tenant} order by position`));
  assert.deepEqual(offices.map(({ name }) => name), [`Steueramt ${town.name}`, "Ordnungsamt"]);
  assert.ok(!(await world.extensions.clientsIn(world.musterstadt.id)).some(({ id }) => id === client), "no other town sees it");
  const made = await portal.call("submitApplication", { body: { service: "hund-anmelden", confirmed: true, answers: { ...smallDog } as never } });
  assert.equal((await portal.call("getApplication", { id: made.id })).reference, made.reference);
});

test("the developer sees the program's requests and what went wrong, and nobody else's", async () => {
  const [mine, theirs] = [await begun(), await begun()];
  const portal = portalOf(mine);
  await portal.call("getTenant", {});
  await assert.rejects(portal.call("getApplication", { id: "01890a5d-ac96-774b-bcce-b302099a8057" }));
  await world.extensions.requestLog.flush();
  const page = await mine.tab.get(`${home}/programme/${mine.client}`);
  for (const words of ["getTenant", "getApplication", "404", "not-found"]) assert.ok(page.text.includes(words), words);
  assert.equal((await theirs.tab.get(`${home}/programme/${mine.client}`)).status, 404);
  for (const path of ["geheimnisse", "erlaubnis", "manifest"]) assert.equal((await theirs.tab.post(`${home}/programme/${mine.client}/${path}`, { stadt: mine.tenant })).status, 404, path);
  await theirs.tab.post(`${home}/programme/${theirs.client}/erlaubnis`, { stadt: mine.tenant });
  await assert.rejects(portalOf({ ...theirs, tenant: mine.tenant }).call("getTenant", {}), /invalid_target/);
  assert.equal((await portal.call("listOwnRequests", {})).items.some(({ code }) => code === "not-found"), true);
});

test("secrets and keys are renewed, a private key is not taken, and the permission is revoked at once", async () => {
  const { tab, tenant, client, secret } = await begun();
  const at = `${home}/programme/${client}`;
  const next = /kps_\w{12}_[\w-]{43}/.exec((await tab.post(`${at}/geheimnisse`)).text)?.[0] ?? "";
  assert.notEqual(next, "");
  assert.ok(!(await tab.get(at)).text.includes(next), "shown once");
  await tab.post(`${at}/geheimnisse/ende`, { geheimnis: secret.slice(4, 16) });
  await assert.rejects(portalOf({ tenant, client, secret }).call("getTenant", {}), /invalid_client/);
  const portal = portalOf({ tenant, client, secret: next });
  await portal.call("getTenant", {});
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
  const refused = await tab.post(`${at}/schluessel`, { jwk: JSON.stringify(await crypto.subtle.exportKey("jwk", pair.privateKey)) });
  assert.deepEqual([refused.status, refused.text.includes("privater Schlüssel")], [422, true]);
  assert.ok(!refused.html.includes((await crypto.subtle.exportKey("jwk", pair.privateKey)).d ?? "d"), "it is not shown again");
  assert.equal((await tab.post(`${at}/schluessel`, { jwk: JSON.stringify(await crypto.subtle.exportKey("jwk", pair.publicKey)) })).status, 200);
  await tab.post(`${at}/widerruf`, { stadt: tenant });
  await assert.rejects(portal.call("getTenant", {}));
});

test("a manifest of one's own is registered under a free name, changed, and refused with the places that are wrong", async () => {
  const [{ tab, client }, other] = [await begun(), await begun()];
  const manifest = { id: "meine-erweiterung", version: "1.0.0", name: { de: "Meine" }, summary: { de: "Zum Prüfen." }, publisher: { name: "Ich", email: "ich@beispiel.example" }, scopes: [{ scope: "vorgaenge.lesen", reason: { de: "Zum Lesen." } }], keeps: { de: "Nichts." } };
  const wrong = await tab.post(`${home}/programme`, { manifest: JSON.stringify({ ...manifest, version: "eins" }) });
  assert.deepEqual([wrong.status, wrong.text.includes("version (")], [422, true]);
  assert.equal((await tab.post(`${home}/programme`, { manifest: "{" })).status, 422);
  assert.match((await tab.post(`${home}/programme`, { manifest: JSON.stringify(manifest) })).text, /kps_/);
  const taken = await other.tab.post(`${home}/programme`, { manifest: JSON.stringify({ ...manifest, name: { de: "Übernommen" } }) });
  assert.deepEqual([taken.status, taken.text.includes("vergeben")], [422, true]);
  assert.equal((await tab.post(`${home}/programme/meine-erweiterung/manifest`, { manifest: JSON.stringify({ ...manifest, version: "1.1.0" }) })).status, 200);
  assert.equal((await tab.post(`${home}/programme/meine-erweiterung/manifest`, { manifest: JSON.stringify({ ...manifest, id: client }) })).status, 422);
  assert.deepEqual((await world.extensions.clients()).filter(({ id }) => id === "meine-erweiterung").map(({ manifest: kept }) => [kept.version, kept.name.de]), [["1.1.0", "Meine"]]);
});

test("changing the language takes along a name and a manifest, and neither begins nor changes anything", async () => {
  const visitor = browser();
  const entrance = await visitor.post(`/en${home}/konto`, { sprache: "1", name: "Beispiel & Söhne" });
  assert.deepEqual([entrance.status, entrance.html.includes('value="Beispiel &amp; Söhne"'), entrance.html.includes('<html lang="en"')], [200, true, true]);
  assert.match(entrance.html, /<button[^>]*form="konto-formular"[^>]*formaction="[^"]*\/entwicklung\/sandbox\/konto"[^>]*name="sprache"/);
  const { tab, client } = await begun();
  const own = await tab.post(`/en${home}/programme`, { sprache: "1", manifest: "{ half" });
  assert.deepEqual([own.status, own.html.includes("{ half")], [200, true]);
  const at = `${home}/programme/${client}`;
  const change = await tab.post(`/en${at}/manifest`, { sprache: "1", manifest: "{ half" });
  assert.deepEqual([change.status, change.html.includes("{ half")], [200, true]);
  assert.ok(!(await tab.get(at)).html.includes("{ half"), "nothing is changed");
});

test("the page says what one tries it out with, and connects the simulated Fachverfahren to one's own test town", async () => {
  const { tab, tenant } = await begun();
  const before = await tab.get(home);
  for (const words of ["Testpersonen", "Erika Beispiel", "Testzahlungen", "Fachverfahren anschließen"]) assert.ok(before.text.includes(words), words);
  const foreign = await begun();
  assert.equal((await tab.post(`${home}/fachverfahren`, { stadt: foreign.tenant })).status, 404, "somebody else's town");
  await tab.get(home);
  for (let i = 0; i < 2; i += 1) assert.equal((await tab.post(`${home}/fachverfahren`, { stadt: tenant })).location, home);
  assert.match((await tab.get(home)).text, new RegExp(`${tenant} ?: angeschlossen`));
  assert.equal(connectedTowns.size, 1);
  assert.ok([...connectedTowns.values()][0]?.includes("hund-anmelden"));
});

test("the key brings back, a wrong one does not, and without the page's token nothing changes", async () => {
  const { key, client } = await begun();
  const again = browser();
  assert.equal((await again.post(`${home}/anmeldung`, { schluessel: `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}` })).status, 422);
  assert.equal((await again.post(`${home}/anmeldung`, { schluessel: key })).location, home);
  assert.equal((await again.post(`${home}/programme/${client}/geheimnisse`, { _konto: "wrong" })).status, 403);
  assert.ok((await again.get(home)).text.includes(client));
  await again.post(`${home}/abmeldung`);
  assert.equal((await again.post(`${home}/programme/${client}/geheimnisse`)).status, 401);
  const rows = await world.db.asOperator("test", (tx) => tx.rows<{ key_hash: string }>(sql`select key_hash from developers.account`));
  assert.ok(rows.every(({ key_hash: hash }) => hash.startsWith("$argon2id$")));
});

test("there is an end: of towns in a sandbox, of accounts from one address", async () => {
  const { tab } = await begun();
  assert.equal((await tab.post(`${home}/teststaedte`)).status, 303);
  assert.deepEqual([(await tab.post(`${home}/teststaedte`)).status, (await world.db.asOperator("test", (tx) => tx.rows(sql`select from tenants.tenant where slug like 'test-%'`))).length > 2], [422, true]);
  const greedy = browser("127.0.8.1");
  for (let i = 0; i < 10; i += 1) await greedy.post(`${home}/anmeldung`, { schluessel: "x" });
  assert.ok((await greedy.post(`${home}/konto`, { name: "Viel" })).text.includes("Zu viele"));
});

test("tools begin and register a manifest as JSON, with the access key and not without", async () => {
  const send = async (method: "POST" | "PUT", path: string, body: unknown, key?: string) => {
    const answer = await world.app.inject({ method, url: `${home}/api/${path}`, remoteAddress: "127.0.9.1", headers: { host: new URL(apex).host, "content-type": "application/json", ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) }, payload: typeof body === "string" ? body : JSON.stringify(body) });
    return { status: answer.statusCode, body: answer.json<Record<string, string>>() };
  };
  const begun = await send("POST", "konto", { name: "Werkzeug" });
  assert.deepEqual([begun.status, Object.keys(begun.body).sort()], [201, ["accountKey", "clientId", "clientSecret", "portal", "tenant"]]);
  const manifest = { id: "mit-werkzeug", version: "1.0.0", name: { de: "Meine" }, summary: { de: "Zum Prüfen." }, publisher: { name: "Ich", email: "ich@beispiel.example" }, scopes: [{ scope: "vorgaenge.lesen", reason: { de: "Zum Lesen." } }], keeps: { de: "Nichts." } };
  const key = begun.body["accountKey"] ?? "";
  const first = await send("PUT", "programm", manifest, key);
  assert.deepEqual([first.status, first.body["tenant"]], [201, begun.body["tenant"]]);
  assert.equal((await portalOf({ tenant: first.body["tenant"] ?? "", client: "mit-werkzeug", secret: first.body["clientSecret"] ?? "" }).call("getTenant", {})).permission.scopes.join(), "vorgaenge.lesen");
  const second = await send("PUT", "programm", { ...manifest, version: "1.1.0" }, key);
  assert.deepEqual([second.status, second.body["clientSecret"]], [200, undefined]);
  // A folder that has no secret, a fresh copy for example, asks for one; three are in force at most.
  const asked = await send("PUT", "programm?geheimnis=neu", { ...manifest, version: "1.1.0" }, key);
  assert.equal(asked.status, 200);
  assert.equal((await portalOf({ tenant: first.body["tenant"] ?? "", client: "mit-werkzeug", secret: asked.body["clientSecret"] ?? "" }).call("getTenant", {})).permission.client, "mit-werkzeug");
  const more = [await send("PUT", "programm?geheimnis=neu", manifest, key), await send("PUT", "programm?geheimnis=neu", manifest, key)];
  assert.deepEqual(more.map(({ status, body }) => [status, body["code"]]), [[200, undefined], [409, "too-many-secrets"]]);
  assert.deepEqual([(await send("PUT", "programm", manifest)).status, (await send("PUT", "programm", manifest, `${key.slice(0, -1)}_`)).status, (await send("PUT", "programm", { ...manifest, scopes: [] }, key)).status, (await send("POST", "konto", "{")).status], [401, 401, 422, 422]);
});
