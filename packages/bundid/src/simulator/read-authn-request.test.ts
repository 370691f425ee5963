import assert from "node:assert/strict";
import { constants, sign } from "node:crypto";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { type AuthnRequestOptions, buildAuthnRequest } from "../build-authn-request.ts";
import { algorithm } from "../names.ts";
import { serviceProviderMetadata } from "../service-provider-metadata.ts";
import { signXml } from "../sign-xml.ts";
import { acsUrl, entityId, idp, now, ourDecryption, ourSigning, requestId } from "../testing-world.ts";
import { readPostRequest, readRedirectRequest, type RequestExpectations } from "./read-authn-request.ts";
import { RequestProblem } from "./request-problem.ts";
import { readServiceProviderMetadata } from "./service-provider.ts";

const destination = "https://idp.bundid.example/idp/profile/SAML2/POST/SSO";
const metadata = serviceProviderMetadata({
  entityId, acsUrl, signingCerts: [ourSigning.certificate], encryptionCerts: [ourDecryption.certificate],
  organization: { name: "Land", displayName: "Portal", url: "https://portal.musterland.example/" },
  technicalContact: { givenName: "IT", surname: "Betrieb", email: "betrieb@musterland.example" },
});
const expected: RequestExpectations = { destination, serviceProviders: [readServiceProviderMetadata(metadata)], now };
const options: AuthnRequestOptions = {
  entityId, acsUrl, idpSsoUrl: destination, id: requestId, issueInstant: now, level: 3, attributes: [{ name: "bPK2", required: true }, { name: "givenName" }],
  methods: ["eID", "Elster"], displayName: "Stadt Musterstadt", onlineServiceId: "BMI-A0000", lang: "en", backUrl: "https://portal.musterland.example/zurueck",
  signingKey: ourSigning.privateKey, signingCert: ourSigning.certificate,
};
const sound = Buffer.from(buildAuthnRequest(options).samlRequest, "base64").toString("utf8");
const unsigned = sound.replace(/<ds:Signature .*<\/ds:Signature>/s, "");
const post = (xml: string): string => Buffer.from(xml).toString("base64");
const signed = (xml: string): string =>
  post(signXml(xml, { id: requestId, signingKey: ourSigning.privateKey, signingCert: ourSigning.certificate, signatureAlgorithm: algorithm.rsaPkcs1Sha256 }));

function code(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof RequestProblem) return error.code;
    throw error;
  }
  return "accepted";
}

test("a sound request is read with all that was asked for", () => {
  const request = readPostRequest(post(sound), expected);
  assert.equal(request.id, requestId);
  assert.equal(request.level, 3);
  assert.deepEqual(request.methods, ["eID", "Elster"]);
  assert.deepEqual(request.attributes.map(({ name, required }) => [name, required]), [["bPK2", true], ["givenName", false]]);
  assert.equal(request.displayName, "Stadt Musterstadt");
  assert.equal(request.lang, "en");
  assert.equal(request.backUrl, "https://portal.musterland.example/zurueck");
});

const faults: [string, string, string][] = [
  ["without the extension", "akdb-extension-missing", unsigned.replace(/<samlp:Extensions>.*<\/samlp:Extensions>/s, "")],
  ["of Version 1", "akdb-extension-v1-deprecated", unsigned.replace('Version="2" Enable', 'Version="1" Enable')],
  ["with an empty list of attributes", "requested-attributes-empty", unsigned.replace(/<akdb:RequestedAttributes>.*<\/akdb:RequestedAttributes>/s, "<akdb:RequestedAttributes/>")],
  ["with an attribute without name", "requested-attributes-missing-name", unsigned.replace('Name="urn:oid:2.5.4.42"', "")],
  ["with a blank in an attribute name", "sandbox-attribute-name", unsigned.replace("urn:oid:2.5.4.42", "urn:oid: 2.5.4.42")],
  ["with an empty list of methods", "empty-authentication-methods", unsigned.replace(/<akdb:AuthnMethods>.*<\/akdb:AuthnMethods>/s, "<akdb:AuthnMethods/>")],
  ["with all methods switched off", "empty-authentication-methods", unsigned.replaceAll("<akdb:Enabled>true", "<akdb:Enabled>false")],
  ["for Smart-eID, which cannot be asked for", "sandbox-method-unknown", unsigned.replaceAll("akdb:Elster>", "akdb:Smart-eID>")],
  ["without the name of the organisation", "organization-display-name-missing", unsigned.replace(/<classic-ui:OrganizationDisplayName>.*<\/classic-ui:OrganizationDisplayName>/, "")],
  ["without an online service id", "sandbox-online-service-id-missing", unsigned.replace(/<classic-ui:OnlineServiceId>.*<\/classic-ui:OnlineServiceId>/, "")],
  ["with a back address without TLS", "sandbox-back-address", unsigned.replace("https://portal.musterland.example/zurueck", "http://portal.musterland.example/zurueck")],
  ["in a language BundID does not speak", "sandbox-language", unsigned.replace("Lang>en<", "Lang>fr<")],
  ["with markup in its purpose", "purpose-does-not-support-restricted-html", unsigned.replace("<classic-ui:OrganizationDisplayName>", "<classic-ui:Purpose>&lt;script&gt;</classic-ui:Purpose><classic-ui:OrganizationDisplayName>")],
  ["for another address", "sandbox-destination", unsigned.replace(destination, "https://elsewhere.example/SSO")],
  ["with an answer address that is not in the metadata", "sandbox-answer-address", unsigned.replace(`URL="${acsUrl}"`, 'URL="https://elsewhere.example/acs"')],
  ["with an exact level", "sandbox-level", unsigned.replace('"minimum"', '"exact"')],
  ["with an unknown level", "sandbox-level", unsigned.replace("STORK-QAA-Level-3", "STORK-QAA-Level-2")],
  ["of yesterday", "sandbox-request-too-old", unsigned.replace(now.toISOString(), "2026-11-21T09:30:00.000Z")],
  ["of a stranger", "sandbox-service-provider-unknown", unsigned.replace(`>${entityId}<`, ">https://stranger.example/sp<")],
];
for (const [what, expectedCode, xml] of faults) {
  test(`a signed request ${what} ends at ${expectedCode}`, () => {
    assert.notEqual(xml, unsigned);
    assert.equal(code(() => readPostRequest(signed(xml), expected)), expectedCode);
  });
}

test("a request without signature, with a foreign one, or changed afterwards is refused", () => {
  assert.equal(code(() => readPostRequest(post(unsigned), expected)), "saml-request-not-signed");
  const foreign = buildAuthnRequest({ ...options, signingKey: idp.privateKey, signingCert: idp.certificate }).samlRequest;
  assert.equal(code(() => readPostRequest(foreign, expected)), "sandbox-signature-invalid");
  assert.equal(code(() => readPostRequest(post(sound.replace("Level-3", "Level-1")), expected)), "sandbox-signature-invalid");
});

test("what is no request is unreadable", () => {
  for (const text of ["", "%%%", post("<a>"), post("<a/>"), post(`<!DOCTYPE a>${sound}`), "A".repeat(200_004)]) {
    assert.equal(code(() => readPostRequest(text, expected)), "sandbox-request-unreadable");
  }
});

function redirect(xml: string, key = ourSigning.privateKey): string {
  const query = new URLSearchParams({ SAMLRequest: deflateRawSync(xml).toString("base64"), RelayState: "a b", SigAlg: algorithm.rsaPkcs1Sha256 }).toString();
  const signature = sign("sha256", Buffer.from(query), { key, padding: constants.RSA_PKCS1_PADDING }).toString("base64");
  return `${query}&Signature=${encodeURIComponent(signature)}`;
}

test("by HTTP-Redirect the signature over the query counts", () => {
  assert.equal(readRedirectRequest(redirect(unsigned), expected).id, requestId);
  assert.equal(code(() => readRedirectRequest(redirect(unsigned).replace("RelayState=a", "RelayState=b"), expected)), "sandbox-signature-invalid");
  assert.equal(code(() => readRedirectRequest(redirect(unsigned, idp.privateKey), expected)), "sandbox-signature-invalid");
  assert.equal(code(() => readRedirectRequest(redirect(unsigned).replace(/&Signature=.*/, ""), expected)), "saml-request-not-signed");
  assert.equal(code(() => readRedirectRequest("SAMLRequest=AAAA", expected)), "sandbox-request-unreadable");
  assert.equal(code(() => readRedirectRequest("SAMLRequest=%E0%A4%A", expected)), "sandbox-request-unreadable");
  assert.equal(code(() => readRedirectRequest(redirect("a".repeat(1_000_000)), expected)), "sandbox-request-unreadable");
});

test("metadata that BundID would not take are not taken", () => {
  const broken = (from: string, to: string): (() => unknown) => () => readServiceProviderMetadata(metadata.replace(from, to));
  assert.throws(broken("<md:EntityDescriptor ", '<md:EntityDescriptor ID="_x" '), /no ID/);
  assert.throws(broken("<md:EntityDescriptor ", '<md:EntityDescriptor validUntil="2027-01-01T00:00:00Z" '), /no validUntil/);
  assert.throws(broken(entityId, "https://portal.musterland.example:8443/sp"), /without port/);
  assert.throws(broken('use="encryption"', 'use="signing"'), /encryption/);
  assert.throws(broken("HTTP-POST", "HTTP-Artifact"), /HTTP-POST/);
});
