import assert from "node:assert/strict";
import { test } from "node:test";
import { localFetch } from "@kommunalportal/extension-sdk/node";
import { SignJWT } from "jose";
import * as oidc from "openid-client";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { openBrowser, type Browser, type Reply } from "../../../testing/browser.ts";
import type { FormOnPage } from "../../../testing/page.ts";
import { startWorld } from "../../../testing/world.ts";
import { relyingParty } from "./test-relying-party.ts";

const world = await startWorld({ worker: false });
const { house } = world;
const party = await relyingParty();
const towns = { musterstadt: house.tenants.bySlug("musterstadt")!, beispielhausen: house.tenants.bySlug("beispielhausen")! };
const issuer = (town: keyof typeof towns = "musterstadt"): string => `${world.origin(town)}/openid`;
const actor = { kind: "system", what: "test" } as const;

interface Service { readonly keyId?: string; readonly client: string; readonly secret: string; readonly auth: oidc.ClientAuth }

async function service(given: { readonly key?: CryptoKeyPair; readonly level?: string; readonly towns?: readonly (keyof typeof towns)[]; readonly attributes?: readonly object[] } = {}): Promise<Service> {
  const client = `dienst-${newId().slice(-12)}`;
  const registered = await house.extensions.registerClient({ actor, manifest: {
    id: client, version: "1.0.0", name: { de: "Bibliotheksausweis", en: "Library card" }, summary: { de: "Zum Prüfen." }, publisher: { name: "Probe GmbH", email: "kontakt@probe.example" }, keeps: { de: "Nur bis zum Absenden." },
    scopes: [{ scope: "personen.uebernehmen", reason: { de: "Damit niemand abtippt, was schon bekannt ist." } }, { scope: "vorgaenge.stellen", reason: { de: "Zum Einreichen." } }],
    handover: { redirectUris: [party.redirectUri], logoutUris: [`${party.origin}/abgemeldet`], level: given.level ?? "basis", attributes: given.attributes ?? [
      { attribute: "given_name", reason: { de: "Für den Ausweis." } }, { attribute: "family_name", reason: { de: "Für den Ausweis." } }, { attribute: "address", reason: { de: "Dorthin kommt der Ausweis." } }, { attribute: "birthdate", reason: { de: "Für die Ermäßigung." }, optional: true },
    ] },
  } });
  assert.ok(registered.ok, JSON.stringify(registered));
  for (const town of given.towns ?? ["musterstadt"]) await permit(client, town);
  if (given.key) {
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", given.key.publicKey);
    const known = await house.extensions.addKey({ client, jwk: { kty, crv, x, y, kid: "erster" }, actor });
    assert.ok(known.ok, JSON.stringify(known));
    return { client, keyId: known.id, secret: "", auth: oidc.PrivateKeyJwt({ key: given.key.privateKey, kid: "erster" }) };
  }
  const added = await house.extensions.addSecret({ client, actor });
  assert.ok(added.ok);
  return { client, secret: added.secret, auth: oidc.ClientSecretBasic(added.secret) };
}
const newKey = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;

async function permit(client: string, town: keyof typeof towns = "musterstadt", scopes: readonly ("personen.uebernehmen" | "vorgaenge.stellen")[] = ["personen.uebernehmen", "vorgaenge.stellen"]): Promise<void> {
  assert.ok((await house.extensions.givePermission({ tenant: towns[town].id, client, scopes, actor })).ok);
}

const all = { scope: "openid given_name family_name address birthdate" };
/** To the consent page, signing in on the way where that is needed. */
async function toConsent(browser: Browser, url: string, who: Parameters<Browser["signIn"]>[1] = {}): Promise<Reply> {
  const page = await browser.get(url);
  return /\/anmelden/.test(page.url) ? browser.signIn(page, who) : page;
}
const consentForm = (page: Reply) => page.page.form("Angaben übergeben und weiter");
const agree = (browser: Browser, page: Reply, values: Readonly<Record<string, string | readonly string[]>> = {}) => browser.submit(page, consentForm(page), values, "Angaben übergeben");
async function handedOver(browser: Browser, one: Service, town: keyof typeof towns = "musterstadt") {
  const started = await party.begin(issuer(town), one.client, one.auth, all);
  const back = await agree(browser, await toConsent(browser, started.url.href));
  assert.ok(back.url.startsWith(party.redirectUri), `${back.url} ${back.text.slice(0, 3000)}`);
  return { started, back, tokens: await started.finish(back.url) };
}
/** The button of the other language. */
const languageOf = (page: Reply): FormOnPage["buttons"][number] => {
  const [, id = "", formaction = "", value = ""] = /<button type="submit" class="portal-tool" form="([^"]*)" formaction="([^"]*)" formnovalidate name="sprache" value="([^"]*)"/.exec(page.text) ?? assert.fail("no button for the language");
  assert.ok(page.text.includes(`id="${id}"`));
  return { text: "", name: "sprache", value, formaction };
};
const ticked = (page: Reply, attribute: string): boolean => new RegExp(`<input[^>]*id="angabe-${attribute}"[^>]*checked`).test(page.text);

const tables = { consent: sql`handover.consent`, handing: sql`handover.handing`, artifact: sql`handover.artifact` } as const;
const rows = (table: keyof typeof tables) => house.db.asOperator("test", (tx) => tx.rows<Record<string, unknown>>(sql`select * from ${tables[table]}`));

test("changing the language on the page of consent keeps the boxes and hands nothing over; nor does Enter in a box", async () => {
  const one = await service();
  const browser = openBrowser();
  const started = await party.begin(issuer(), one.client, one.auth, all);
  const consent = await toConsent(browser, started.url.href);
  assert.equal(ticked(consent, "birthdate"), false);
  const before = (await rows("handing")).length;
  const english = await browser.submit(consent, { ...consentForm(consent), buttons: [languageOf(consent)] }, { angabe: "birthdate" });
  assert.deepEqual([english.status, new URL(english.url).pathname, english.page.problems], [200, languageOf(consent).formaction, []]);
  assert.match(english.text, /<html lang="en"/);
  assert.equal(ticked(english, "birthdate"), true);
  const again = await browser.submit(english, { ...english.page.form("Hand over and go on"), buttons: [languageOf(english)] }, { angabe: [] });
  assert.deepEqual([ticked(again, "birthdate"), /<html lang="de"/.test(again.text)], [false, true], "a box that was unticked stays so");
  const entered = await browser.submit(again, { ...consentForm(again), buttons: [] }, { angabe: "birthdate" });
  assert.deepEqual([entered.status, ticked(entered, "birthdate"), (await rows("handing")).length], [200, true, before]);
  const back = await agree(browser, entered);
  assert.ok((await started.finish(back.url)).claims()?.sub);
  assert.equal((await rows("handing")).length, before + 1);
});

test("a person sees each value before it leaves, and the extension gets it with the trust level and a key of its own", async () => {
  const one = await service();
  const browser = openBrowser();
  const started = await party.begin(issuer(), one.client, one.auth, all);
  const signIn = await browser.get(started.url.href);
  assert.match(signIn.text, /Anschrift|Straße/, "the sign-in says what BundID will be asked for");
  const consent = await browser.signIn(signIn);
  assert.deepEqual(consent.page.problems, []);
  for (const word of ["Bibliotheksausweis", "Probe GmbH", "Für den Ausweis.", "Dorthin kommt der Ausweis.", "Für die Ermäßigung.", "Nur bis zum Absenden."]) assert.ok(consent.text.includes(word), word);
  assert.match(String(consent.headers["content-security-policy"]), new RegExp(`form-action [^;]*${party.origin.replaceAll(".", "\\.")}`));
  const before = (await rows("handing")).length;
  const back = await agree(browser, consent);
  assert.equal((await rows("handing")).length, before + 1);
  const tokens = await started.finish(back.url);
  const claims = tokens.claims();
  assert.equal(claims?.["acr"], "basis");
  assert.equal(claims["given_name"], undefined, "the ID token holds no values");
  const info = await oidc.fetchUserInfo(started.configuration, tokens.access_token, claims.sub);
  for (const value of [info["given_name"], info["family_name"]]) assert.ok(consent.text.includes(String(value)), "what was shown is what was handed over");
  assert.deepEqual(Object.keys(info).sort(), ["address", "family_name", "given_name", "sub"], "what was not ticked stays");
  const address = info["address"] as { readonly formatted: string; readonly street_address: string };
  assert.ok(consent.text.includes(address.street_address));
  // Neither the database nor a second town or program sees who it is.
  const stored = JSON.stringify([await rows("artifact"), await rows("handing"), await rows("consent")]);
  for (const secret of [tokens.access_token, String(info["family_name"]), new URL(back.url).searchParams.get("code") ?? ""]) assert.equal(stored.includes(secret), false);
  const other = await handedOver(browser, await service({ towns: ["musterstadt", "beispielhausen"] }));
  assert.notEqual(other.tokens.claims()?.sub, claims.sub);
  const again = await handedOver(browser, one);
  assert.equal(again.tokens.claims()?.sub, claims.sub, "the same program recognises the person");
  browser.close();
});

test("who ticks a voluntary value hands it over, who cancels hands over nothing", async () => {
  const one = await service();
  const browser = openBrowser();
  const started = await party.begin(issuer(), one.client, one.auth, all);
  const consent = await toConsent(browser, started.url.href);
  const cancelled = await browser.submit(consent, consentForm(consent), {}, "Abbrechen");
  assert.equal(new URL(cancelled.url).searchParams.get("error"), "access_denied");
  const second = await party.begin(issuer(), one.client, one.auth, all);
  const back = await agree(browser, await toConsent(browser, second.url.href), { angabe: ["birthdate", "email", "nationalities"] });
  const tokens = await second.finish(back.url);
  const info = await oidc.fetchUserInfo(second.configuration, tokens.access_token, oidc.skipSubjectCheck);
  assert.match(String(info["birthdate"]), /^\d{4}-\d{2}-\d{2}$/);
  assert.equal("email" in info || "nationalities" in info, false, "what the manifest does not name cannot be ticked");
  browser.close();
});

test("a higher trust level leads through BundID once more", async () => {
  const browser = openBrowser();
  const low = await service();
  await handedOver(browser, low);
  const high = await party.begin(issuer(), low.client, low.auth, { ...all, acr_values: "hoch" });
  const page = await browser.get(high.url.href);
  assert.match(page.url, /\/anmelden\?uebergabe=/);
  const consent = await browser.signIn(page, { way: "eid" });
  assert.match(consent.text, /hoch/);
  const tokens = await high.finish((await agree(browser, consent)).url);
  assert.equal(tokens.claims()?.["acr"], "hoch");
  browser.close();
});

test("without PKCE, with a foreign return address, a wrong or foreign client, an attribute beyond the manifest, or another response mode nothing begins", async () => {
  const one = await service();
  const browser = openBrowser();
  const started = await party.begin(issuer(), one.client, one.auth, all);
  const changed = (change: (url: URL) => void): string => { const url = new URL(started.url); change(url); return url.href; };
  const noPkce = await browser.get(changed((url) => { url.searchParams.delete("code_challenge"); url.searchParams.delete("code_challenge_method"); }));
  assert.equal(new URL(noPkce.url).searchParams.get("error"), "invalid_request");
  const plain = await browser.get(changed((url) => { url.searchParams.set("code_challenge_method", "plain"); }));
  assert.equal(new URL(plain.url).searchParams.get("error"), "invalid_request");
  for (const uri of ["https://evil.example/rueckkehr", `${party.redirectUri}?x=1`, `${party.redirectUri}/..`, party.redirectUri.replace("dienst", "x.dienst"), "javascript:alert(1)"]) {
    const answer = await browser.get(changed((url) => { url.searchParams.set("redirect_uri", uri); }));
    assert.deepEqual([answer.status, new URL(answer.url).host], [400, new URL(issuer()).host], uri);
    assert.deepEqual(answer.page.problems, []);
  }
  for (const client of ["unbekannt-xyz", "../../x", ""]) assert.equal((await browser.get(changed((url) => { url.searchParams.set("client_id", client); }))).status, 400, client);
  assert.equal((await browser.get(changed((url) => { url.host = new URL(issuer("beispielhausen")).host; }))).status, 400, "a town that permits nothing knows nobody");
  assert.equal((await browser.get(changed((url) => { url.host = new URL(world.origin()).host; }))).status, 404, "the Leitportal is no provider");
  const beyond = await browser.get(changed((url) => { url.searchParams.set("scope", "openid nationalities"); }));
  assert.equal(new URL(beyond.url).searchParams.get("error"), "invalid_scope");
  for (const mode of ["form_post", "fragment", "web_message"]) assert.equal((await browser.get(changed((url) => { url.searchParams.set("response_mode", mode); }))).status, 400);
  assert.match((await browser.get(changed((url) => { url.searchParams.set("response_type", "token"); }))).url, /[?#]error=(unsupported_response_type|invalid_request)/);
  browser.close();
});

test("a code works once: shown twice it ends what came of it; with a wrong secret or by another program it is nothing", async () => {
  const one = await service();
  const browser = openBrowser();
  const first = await handedOver(browser, one);
  await assert.rejects(first.started.finish(first.back.url), { error: "invalid_grant" });
  await assert.rejects(oidc.fetchUserInfo(first.started.configuration, first.tokens.access_token, oidc.skipSubjectCheck), "the token of a code that was stolen ends too");
  const started = await party.begin(issuer(), one.client, one.auth, all);
  const back = await agree(browser, await toConsent(browser, started.url.href));
  const other = await service();
  for (const [client, secret] of [[one.client, other.secret], [one.client, "kps_AAAAAAAAAAAA_"], [other.client, other.secret]] as const) {
    const answer = await exchange(client, secret, back.url);
    assert.ok(answer === 401 || answer === 400, `${answer}`);
  }
  const both = await Promise.allSettled([started.finish(back.url), started.finish(back.url)]);
  assert.ok(both.filter(({ status }) => status === "fulfilled").length <= 1, "two at once");
  browser.close();
});

async function exchange(client: string, secret: string, back: string): Promise<number> {
  const answer = await openBrowserPost(`${issuer()}/token`, { grant_type: "authorization_code", code: new URL(back).searchParams.get("code") ?? "", redirect_uri: party.redirectUri, code_verifier: "x".repeat(43), client_id: client, client_secret: secret });
  return answer;
}
async function openBrowserPost(url: string, fields: Readonly<Record<string, string>>): Promise<number> {
  return (await localFetch(url, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams(fields).toString() })).status;
}

test("a program proves itself by its key: its own signature counts once, a foreign one and that of an ended key not at all (RFC 7523)", async () => {
  const key = await newKey();
  const one = await service({ key });
  const browser = openBrowser();
  const { tokens, started } = await handedOver(browser, one);
  assert.match(String((await oidc.fetchUserInfo(started.configuration, tokens.access_token, tokens.claims()?.sub ?? "")).given_name), /./);

  async function withCode(assertion: (audience: string) => Promise<string>): Promise<{ readonly status: number; readonly error: unknown }> {
    const verifier = oidc.randomPKCECodeVerifier();
    const begun = await party.begin(issuer(), one.client, one.auth, { ...all, code_challenge: await oidc.calculatePKCECodeChallenge(verifier) });
    const back = await agree(browser, await toConsent(browser, begun.url.href));
    const answer = await localFetch(`${issuer()}/token`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({
      grant_type: "authorization_code", code: new URL(back.url).searchParams.get("code") ?? "", redirect_uri: party.redirectUri, code_verifier: verifier, client_id: one.client,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: await assertion(issuer()),
    }).toString() });
    return { status: answer.status, error: (await answer.json() as { readonly error?: unknown }).error };
  }
  const signed = (by: CryptoKey, claims: Readonly<Record<string, unknown>> = {}) => async (audience: string): Promise<string> => new SignJWT({ iss: one.client, sub: one.client, aud: audience, jti: newId(), ...claims }).setProtectedHeader({ alg: "ES256", kid: "erster" }).setIssuedAt().setExpirationTime("1m").sign(by);

  const jti = newId();
  assert.deepEqual(await withCode(signed(key.privateKey, { jti })), { status: 200, error: undefined });
  assert.deepEqual(await withCode(signed(key.privateKey, { jti })), { status: 401, error: "invalid_client" }, "the same once more");
  assert.deepEqual(await withCode(signed((await newKey()).privateKey)), { status: 401, error: "invalid_client" }, "a foreign key");
  assert.deepEqual(await withCode(signed(key.privateKey, { aud: "https://anderswo.example" })), { status: 401, error: "invalid_client" }, "for somebody else");
  assert.deepEqual(await withCode(signed(key.privateKey, { iss: "hundesteuer-beispiel", sub: "hundesteuer-beispiel" })), { status: 400, error: "invalid_request" }, "for another program");
  assert.equal(await house.extensions.revokeKey({ client: one.client, key: one.keyId ?? "", actor }), true);
  assert.deepEqual(await withCode(signed(key.privateKey)), { status: 401, error: "invalid_client" }, "an ended key");
  browser.close();
});

test("the way back belongs to the browser that began it", async () => {
  const one = await service();
  const [mine, theirs] = [openBrowser(), openBrowser()];
  const started = await party.begin(issuer(), one.client, one.auth, all);
  const consent = await toConsent(mine, started.url.href);
  await handedOver(theirs, one);
  const stolen = await theirs.get(consent.url);
  assert.equal(stolen.status, 400);
  assert.match(stolen.text, /abgelaufen/);
  assert.equal((await theirs.submit({ ...consent }, { ...consentForm(consent), fields: [] }, {}, "Angaben übergeben")).status, 403, "nor can it be sent without the session's token");
  mine.close(); theirs.close();
});

test("a withdrawn consent, a revoked permission, a locked program and a sign-out each end the token at once", async () => {
  const one = await service();
  const ends: Record<string, (account: string, browser: Browser) => Promise<unknown>> = {
    async consent(account) { const [consent] = await house.db.asAccount(account, (tx) => house.handover.consents(tx, account)); assert.equal(await house.db.asAccount(account, (tx) => house.handover.withdraw(tx, { account, consent: consent!.id })), true); },
    async permission() { await house.extensions.revokePermission({ tenant: towns.musterstadt.id, client: one.client, actor }); },
    async scope() { await permit(one.client, "musterstadt", ["vorgaenge.stellen"]); },
    async program() { await house.extensions.disableClient({ client: one.client, disabled: true, actor }); },
    async signOut(_account, browser) { const page = await browser.get(`${world.origin("musterstadt")}/anmelden?niveau=4`); await browser.submit(page, page.page.form("Abmelden"), {}, "Abmelden"); },
  };
  for (const [name, end] of Object.entries(ends)) {
    await house.extensions.disableClient({ client: one.client, disabled: false, actor });
    await permit(one.client);
    const browser = openBrowser();
    const { started, tokens } = await handedOver(browser, one);
    const token = { tenant: towns.musterstadt.id, client: one.client, token: tokens.access_token };
    const person = await house.handover.personOfToken(token);
    assert.ok(person, name);
    assert.equal(await house.handover.personOfToken({ ...token, tenant: towns.beispielhausen.id }), undefined, "a token of another town");
    assert.equal(await house.handover.personOfToken({ ...token, client: "hundesteuer-beispiel" }), undefined, "a token of another program");
    await oidc.fetchUserInfo(started.configuration, tokens.access_token, oidc.skipSubjectCheck);
    await end(person.account, browser);
    assert.equal(await house.handover.personOfToken(token), undefined, name);
    await assert.rejects(oidc.fetchUserInfo(started.configuration, tokens.access_token, oidc.skipSubjectCheck), name);
    browser.close();
  }
});

test("signing out at the service signs out of the portal, if the person says so", async () => {
  const one = await service();
  const browser = openBrowser();
  const { started, tokens } = await handedOver(browser, one);
  const asked = await browser.get(oidc.buildEndSessionUrl(started.configuration, { id_token_hint: tokens.id_token!, post_logout_redirect_uri: `${party.origin}/abgemeldet` }).href);
  assert.deepEqual(asked.page.problems, []);
  const done = await browser.submit(asked, asked.page.form("Ja, überall abmelden"), {}, "Ja, überall abmelden");
  assert.ok(done.url.startsWith(`${party.origin}/abgemeldet`), done.url);
  assert.match((await browser.get(started.url.href)).url, /\/anmelden/, "the portal has forgotten the person too");
  assert.equal(await house.handover.personOfToken({ tenant: towns.musterstadt.id, client: one.client, token: tokens.access_token }), undefined);
  browser.close();
});

test("the rows of a hand-over are the town's and the person's, and nobody else's", async () => {
  const browser = openBrowser();
  await handedOver(browser, await service());
  for (const [name, table] of Object.entries(tables)) {
    const seen = await house.db.inTenant(towns.beispielhausen.id, (tx) => tx.rows(sql`select from ${table} where tenant_id = ${towns.musterstadt.id}`));
    assert.equal(seen.length, 0, name);
    assert.equal((await house.db.asAccount(newId(), (tx) => tx.rows(sql`select from ${table}`))).length, 0, name);
    assert.ok((await house.db.inTenant(towns.musterstadt.id, (tx) => tx.rows(sql`select from ${table}`))).length > 0, name);
  }
  await assert.rejects(house.db.inTenant(towns.beispielhausen.id, (tx) => tx.run(sql`insert into handover.consent (id, tenant_id, account_id, client_id, attributes, given_at) values (${newId()}, ${towns.musterstadt.id}, ${newId()}, 'x-y-z', '{}', now())`)), /row-level security/);
  browser.close();
});
