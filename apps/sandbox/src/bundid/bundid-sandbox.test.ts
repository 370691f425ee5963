import assert from "node:assert/strict";
import { test } from "node:test";
import { BundidRefusal, BundidRejection } from "@kommunalportal/bundid";
import { checkPage } from "../testing/check-page.ts";
import { bundidSandbox } from "./bundid-sandbox.ts";
import { createSiteApp } from "../frame/site.ts";
import { bundidPersons } from "./persons.ts";
import { switchLabels } from "./switches.ts";
import { acsUrl, fieldOf, type Round, testingRound, type Wish } from "./testing-round.ts";

async function rejection(signIn: Promise<unknown>): Promise<BundidRejection> {
  try {
    await signIn;
  } catch (error) {
    if (error instanceof BundidRejection) return error;
    throw error;
  }
  return assert.fail("the portal accepted it");
}

test("Erika signs in with her card, over HTTP, from request to login", async (t) => {
  const round = await testingRound(t);
  const login = await round.signIn({ level: 4 });
  assert.equal(login.level, 4);
  assert.match(login.bpk2 ?? "", /^[\w-]{43}$/);
  assert.match(login.postkorbHandle ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(login.attributes["surname"], { value: "Beispiel", trustLevel: 4, effective: 4 });
  assert.deepEqual(Object.keys(login.attributes).sort(), ["bPK2", "birthdate", "givenName", "legacyPostkorbHandle", "postalAddress", "surname"]);
});

test("a password login hands over proved data, usable at the level of the password", async (t) => {
  const login = await (await testingRound(t)).signIn({}, { weg: "benutzername" });
  assert.equal(login.level, 1);
  assert.deepEqual(login.attributes["surname"], { value: "Beispiel", trustLevel: 4, effective: 1 });
});

/** Switches a portal may accept; every other one it must refuse. */
const harmless = new Set(["none", "comment-in-value", "shell-not-signed", "replayed-assertion"]);
for (const deviation of Object.keys(switchLabels)) {
  test(`with the switch ${deviation} the portal ${harmless.has(deviation) ? "signs the person in" : "signs nobody in"}`, async (t) => {
    const round = await testingRound(t);
    const attempt = round.signIn({ level: 3 }, { pruefschalter: deviation });
    if (harmless.has(deviation)) assert.equal((await attempt).attributes["surname"]?.value, "Beispiel");
    else assert.ok(await rejection(attempt));
  });
}

test("the switch for a replay repeats the id of the last assertion, which the portal's memory must catch", async (t) => {
  const round = await testingRound(t);
  const first = await round.signIn();
  assert.equal((await round.signIn({}, { pruefschalter: "replayed-assertion" })).assertionId, first.assertionId);
  assert.notEqual((await round.signIn()).assertionId, first.assertionId);
});

test("every invented person arrives with the values of the list, in NFC", async (t) => {
  const round = await testingRound(t);
  for (const person of bundidPersons) {
    const login = await round.signIn({}, { person: person.id });
    for (const name of ["givenName", "surname", "postalAddress", "birthdate"] as const) {
      assert.equal(login.attributes[name]?.value, person.attributes[name]?.normalize("NFC"), `${person.id} ${name}`);
    }
  }
  assert.equal(bundidPersons.find(({ id }) => id === "langer-name")?.attributes.surname?.length, 100);
});

async function offered(round: Round, change: Parameters<Round["begin"]>[0]): Promise<string[]> {
  const page = await (await round.get((await round.begin(change)).path)).text();
  return [...page.matchAll(/name="weg" value="([^"]*)"/g)].map(([, id]) => id ?? "");
}

test("only ways in are offered that reach the level and can deliver what is asked", async (t) => {
  const round = await testingRound(t);
  const plain = [{ name: "surname" }];
  assert.deepEqual(await offered(round, { attributes: plain }), ["benutzername", "elster", "eid", "eidas-substanziell", "eidas-hoch", "fink", "temporaer"]);
  assert.deepEqual(await offered(round, { attributes: plain, level: 4 }), ["eid", "eidas-hoch", "temporaer"]);
  assert.deepEqual(await offered(round, { attributes: plain, methods: ["Elster"] }), ["elster", "temporaer"]);
  assert.deepEqual(await offered(round, { attributes: [{ name: "bPK2" }], level: 3 }), ["elster", "eid", "eidas-substanziell", "eidas-hoch", "fink"]);
  assert.deepEqual(await offered(round, { attributes: [{ name: "legacyPostkorbHandle" }], methods: ["FINK"] }), []);
});

test("where no way in is left, the portal learns that the level is out of reach", async (t) => {
  const round = await testingRound(t);
  const { path } = await round.begin({ attributes: [{ name: "legacyPostkorbHandle" }], methods: ["FINK"] });
  assert.match(await checkPage(await round.get(path)), /Keiner der angebotenen Wege/);
  const answer = Buffer.from(fieldOf(await (await round.post(`${path}/abbruch`, { grund: "niveau" })).text(), "SAMLResponse"), "base64").toString();
  assert.match(answer, /status:NoAuthnContext/);
});

test("FINK has a prefixed key and no mailbox, eIDAS the smallest data set, a temporary login no key at all", async (t) => {
  const round = await testingRound(t);
  const all = { attributes: ["givenName", "surname", "birthdate", "postalAddress", "assertionProvedBy"].map((name) => ({ name })) };
  const fink = await round.signIn({ attributes: [...all.attributes, { name: "bPK2" }] }, { weg: "fink" });
  assert.match(fink.bpk2 ?? "", /^FINK\./);
  assert.equal(fink.postkorbHandle, undefined);
  const eidas = await round.signIn(all, { weg: "eidas-hoch" });
  assert.deepEqual(Object.keys(eidas.attributes).sort(), ["assertionProvedBy", "birthdate", "givenName", "surname"]);
  const temporary = await round.signIn(all, { weg: "temporaer" });
  assert.equal(temporary.bpk2, undefined);
  assert.equal(temporary.attributes["assertionProvedBy"]?.value, "eID");
});

test("a missing required attribute ends the login with a refusal that names it", async (t) => {
  const refused = await rejection((await testingRound(t)).signIn({ attributes: [{ name: "surname" }, { name: "givenName", required: true }] }, { person: "ein-name" }));
  assert.ok(refused instanceof BundidRefusal);
  assert.deepEqual([refused.code, refused.missing], ["attributes-missing", ["givenName"]]);
});

test("cancelling leads back to the address of the request, or answers with an error where there is none", async (t) => {
  const round = await testingRound(t);
  const withAddress = await round.begin({ backUrl: "http://musterstadt.portal.localhost:8080/hund" });
  const back = await round.post(`${withAddress.path}/abbruch`, {});
  assert.deepEqual([back.status, back.headers.get("location")], [303, "http://musterstadt.portal.localhost:8080/hund"]);
  const { path } = await round.begin();
  assert.match(Buffer.from(fieldOf(await (await round.post(`${path}/abbruch`, {})).text(), "SAMLResponse"), "base64").toString(), /status:AuthnFailed/);
});

test("the pages are sound HTML, name the recipient and allow forms only to the portal", async (t) => {
  const round = await testingRound(t);
  assert.match(await checkPage(await round.get("/")), /erfundenen Personen/);
  const { path } = await round.begin();
  const first = await round.get(path);
  assert.match(first.headers.get("content-security-policy") ?? "", /form-action 'self' http:\/\/portal\.localhost:8080 http:\/\/\*\.portal\.localhost:8080;/);
  assert.match(await checkPage(first), /Stadt Musterstadt – Hund anmelden bittet Sie/);
  assert.match(await checkPage(await round.post(path, {}), 422), /Wählen Sie, wie Sie sich anmelden\..*Wählen Sie eine Person\./);
  assert.equal((await round.get(`${path}/daten`)).headers.get("location"), path);
  await round.post(path, { weg: "eid", person: "max-grenzfall" });
  assert.match(await checkPage(await round.get(`${path}/daten`)), /Empfänger: Stadt Musterstadt.*Nachname Grenzfall hoch.*Nicht vorhanden Straße und Hausnummer/);
});

test("every field has a label and every description exists", async (t) => {
  const round = await testingRound(t);
  const page = await (await round.get((await round.begin()).path)).text();
  const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
  const labelled = new Set([...page.matchAll(/<label[^>]* for="([^"]*)"/g)].map(([, id]) => id));
  const fields = [...page.matchAll(/<(?:input|select)[^>]* id="([^"]*)"/g)].map(([, id]) => id);
  assert.equal(fields.length, 5 + bundidPersons.length + 1);
  assert.deepEqual(fields.filter((id) => !labelled.has(id)), []);
  assert.deepEqual([...page.matchAll(/aria-describedby="([^"]*)"/g)].map(([, id]) => id).filter((id) => !ids.has(id)), []);
});

test("the answer page works without JavaScript, and its script is a file of its own", async (t) => {
  const round = await testingRound(t);
  const { html, policy } = await round.answerPage({}, {});
  assert.match(html, new RegExp(`<form method="post" action="${acsUrl.replaceAll(".", "\\.")}"`));
  assert.match(html, /<button class="main">Weiter zum Portal<\/button>/);
  assert.equal(fieldOf(html, "RelayState"), "weiter");
  assert.deepEqual(html.match(/<script[^>]*>[^<]*<\/script>/g), ['<script src="/bundid/submit.js" defer></script>']);
  assert.match(policy, /^default-src 'none'.*script-src 'self'$/);
  assert.match(await (await round.get("/bundid/submit.js")).text(), /requestSubmit/);
  assert.match((await round.get("/bundid/bundid.css")).headers.get("content-type") ?? "", /^text\/css/);
});

test("a login is answered once", async (t) => {
  const round = await testingRound(t);
  const { path } = await round.begin();
  await round.post(path, { weg: "eid", person: "erika-beispiel" });
  assert.equal((await round.post(`${path}/freigabe`, {})).status, 200);
  assert.match(await checkPage(await round.post(`${path}/freigabe`, {}), 410), /abgelaufen oder schon beantwortet/);
  await checkPage(await round.get("/anmeldung/unbekannt"), 410);
});

test("a request against the rules ends at a page with its idp.code", async (t) => {
  const round = await testingRound(t);
  const answer = await round.post("/idp/profile/SAML2/POST/SSO", { SAMLRequest: "PGEvPg==" });
  assert.deepEqual([answer.status, answer.headers.get("location")], [303, "/idp/fehler?idp.code=sandbox-request-unreadable"]);
  assert.match(await checkPage(await round.get("/idp/fehler?idp.code=akdb-extension-missing"), 400), /akdb-extension-missing/);
  assert.doesNotMatch(await checkPage(await round.get("/idp/fehler?idp.code=%3Cscript%3E"), 400), /script/);
  assert.match((await round.get("/idp/profile/SAML2/Redirect/SSO?SAMLRequest=AAAA")).headers.get("location") ?? "", /sandbox-request-unreadable/);
  const long = await rejectionOfRelayState(round);
  assert.match(long, /sandbox-relay-state/);
});

async function rejectionOfRelayState(round: Round): Promise<string> {
  return (await round.begin({}, "x".repeat(81))).path;
}

test("tests set the deviation for coming logins, and put BundID out of order", async (t) => {
  const round = await testingRound(t);
  assert.equal((await round.json("POST", "/_control", { deviation: "unknown" })).status, 422);
  assert.equal((await round.json("POST", "/_control", { deviation: "expired" })).status, 200);
  const { path } = await round.begin();
  assert.match(await (await round.get(path)).text(), /<option value="expired" selected>/);
  assert.match(await (await round.get(`${path}?pruefschalter=doctype`)).text(), /<option value="doctype" selected>/);
  const wish: Wish = { weg: "eid", person: "erika-beispiel" };
  await round.post(path, { ...wish });
  assert.match(await (await round.get(`${path}/daten`)).text(), /Prüfschalter:<\/strong> Abgelaufen/);
  await round.json("POST", "/_control", { down: true });
  assert.equal((await round.get(path)).status, 503);
  assert.equal((await round.post("/idp/profile/SAML2/POST/SSO", {})).status, 503);
  assert.equal((await round.get("/idp")).status, 503, "a probe of the metadata sees it");
  assert.deepEqual(await (await round.json("DELETE", "/_control")).json(), { down: false, deviation: "none" });
  assert.equal((await round.get(path)).status, 200);
});

test("the simulator refuses to run anywhere but on this machine", () => {
  assert.throws(() => {
    bundidSandbox(createSiteApp(), { baseUrl: "https://id.bund.de", keys: { signingKey: "", signingCert: "" }, serviceProviders: async () => [], clock: () => new Date(0) });
  }, /only/);
});
