import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { TestContext } from "node:test";
import {
  type AuthnRequestOptions, buildAuthnRequest, type BundidLogin, generateKeyPairWithCertificate, readResponse, readServiceProviderMetadata,
  type ResponseExpectations, serviceProviderMetadata,
} from "@kommunalportal/bundid";
import { createSiteApp } from "../frame/site.ts";
import { localRequest } from "../testing/local-request.ts";
import { bundidSandbox } from "./bundid-sandbox.ts";

export const now = new Date("2026-11-22T09:30:00.000Z");
export const acsUrl = "http://portal.localhost:8080/anmeldung/bundid/antwort";
const entityId = "https://portal.musterland.example/sp";

const idp = await generateKeyPairWithCertificate("BundID", { now });
const signing = await generateKeyPairWithCertificate("Signatur", { now });
const decryption = await generateKeyPairWithCertificate("Entschlüsselung", { now });

export const portalMetadata = serviceProviderMetadata({
  entityId, acsUrl, signingCerts: [signing.certificate], encryptionCerts: [decryption.certificate],
  organization: { name: "Kreis Musterland", displayName: "Portal", url: "https://portal.musterland.example/" },
  technicalContact: { givenName: "IT", surname: "Betrieb", email: "betrieb@musterland.example" },
});

/** What a person chooses on page 1; sensible when left out. */
export interface Wish {
  readonly weg?: string;
  readonly person?: string;
  readonly pruefschalter?: string;
}

export interface Round {
  readonly origin: string;
  get(path: string): Promise<Response>;
  post(path: string, form: Readonly<Record<string, string>>): Promise<Response>;
  json(method: string, path: string, body?: unknown): Promise<Response>;
  /** Sends a request and returns its id with the path of page 1. */
  begin(change?: Partial<AuthnRequestOptions>, relayState?: string): Promise<{ id: string; path: string }>;
  /** From request to the page with the answer. */
  answerPage(change: Partial<AuthnRequestOptions>, wish: Wish): Promise<{ id: string; html: string; policy: string }>;
  /** From request to login, read by the real reader. */
  signIn(change?: Partial<AuthnRequestOptions>, wish?: Wish, expected?: Partial<ResponseExpectations>): Promise<BundidLogin>;
}

/** A service provider and the simulated BundID, talking over HTTP on a free port. */
export async function testingRound(t: TestContext): Promise<Round> {
  const app = createSiteApp();
  const server = createServer((request, response) => { app.routing(request, response); });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
    await app.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const origin = `http://bundid.sandbox.localhost:${address.port}`;
  bundidSandbox(app, {
    baseUrl: origin, keys: { signingKey: idp.privateKey, signingCert: idp.certificate },
    serviceProviders: async () => [readServiceProviderMetadata(portalMetadata)], clock: () => now,
  });
  await app.ready();

  const form = (fields: Readonly<Record<string, string>>) => ({
    method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams(fields).toString() });
  const get: Round["get"] = (path) => localRequest(origin + path);
  const post: Round["post"] = (path, fields) => localRequest(origin + path, form(fields));

  const begin: Round["begin"] = async (change = {}, relayState) => {
    const id = `_${randomBytes(16).toString("hex")}`;
    const { samlRequest } = buildAuthnRequest({
      entityId, acsUrl, idpSsoUrl: `${origin}/idp/profile/SAML2/POST/SSO`, id, issueInstant: now, level: 1, lang: "de",
      attributes: [{ name: "bPK2" }, { name: "legacyPostkorbHandle" }, { name: "givenName" }, { name: "surname" }, { name: "postalAddress" }, { name: "birthdate" }],
      displayName: "Stadt Musterstadt – Hund anmelden", onlineServiceId: "DEMO-X0000", signingKey: signing.privateKey, signingCert: signing.certificate, ...change,
    });
    const answer = await post("/idp/profile/SAML2/POST/SSO", { SAMLRequest: samlRequest, ...(relayState === undefined ? {} : { RelayState: relayState }) });
    assert.equal(answer.status, 303);
    return { id, path: answer.headers.get("location") ?? "" };
  };

  const answerPage: Round["answerPage"] = async (change, wish) => {
    const { id, path } = await begin(change, "weiter");
    const chosen = await post(path, { weg: "eid", person: "erika-beispiel", pruefschalter: "none", ...wish });
    assert.deepEqual([chosen.status, chosen.headers.get("location")], [303, `${path}/daten`]);
    const page = await post(`${path}/freigabe`, {});
    assert.equal(page.status, 200);
    return { id, html: await page.text(), policy: page.headers.get("content-security-policy") ?? "" };
  };

  const signIn: Round["signIn"] = async (change = {}, wish = {}, expected = {}) => {
    const { id, html } = await answerPage(change, wish);
    return readResponse(fieldOf(html, "SAMLResponse"), {
      idpEntityId: `${origin}/idp`, idpCertificates: [idp.certificate], entityId, acsUrl, decryptionKeys: [decryption.privateKey],
      expectedInResponseTo: id, minimumLevel: change.level ?? 1, now, ...expected,
    });
  };

  return {
    origin, get, post, begin, answerPage, signIn,
    json: (method, path, body) => localRequest(origin + path, {
      method, ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }) }),
  };
}

/** The value of a hidden field of the answer page. */
export function fieldOf(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? assert.fail(`no field ${name}`);
}
