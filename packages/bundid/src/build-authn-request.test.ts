import assert from "node:assert/strict";
import { test } from "node:test";
import { type AuthnRequestOptions, buildAuthnRequest } from "./build-authn-request.ts";
import { acsUrl, entityId, now, ourSigning, requestId } from "./testing-world.ts";
import { verifySignature } from "./verify-signature.ts";

const options: AuthnRequestOptions = {
  entityId,
  acsUrl,
  idpSsoUrl: "https://idp.bundid.example/idp/profile/SAML2/POST/SSO",
  id: requestId,
  issueInstant: now,
  level: 3,
  attributes: [{ name: "bPK2", required: true }, { name: "givenName" }, { name: "urn:oid:2.5.4.4" }],
  displayName: "Stadt Musterstadt – Hund & Katze <anmelden>",
  onlineServiceId: "BMI-A0000",
  lang: "de",
  backUrl: "https://portal.musterland.example/hund?a=1&b=2",
  signingKey: ourSigning.privateKey,
  signingCert: ourSigning.certificate,
};
const xmlOf = (change: Partial<AuthnRequestOptions> = {}): string => Buffer.from(buildAuthnRequest({ ...options, ...change }).samlRequest, "base64").toString("utf8");

test("the request is signed by our key as a whole", () => {
  const policy = { certificates: [ourSigning.certificate], allowPkcs1: true };
  assert.match(verifySignature(xmlOf(), policy), /^<samlp:AuthnRequest .*ForceAuthn="true"/);
  assert.throws(() => verifySignature(xmlOf().replace("STORK-QAA-Level-3", "STORK-QAA-Level-1"), policy), { code: "signature-invalid" });
});

test("the children stand in the order of the official samples", () => {
  const order = [...xmlOf({ methods: ["eID", "Elster"] }).matchAll(/<(samlp|saml|ds|akdb|classic-ui):(\w+)/g)].map(([, prefix, name]) => `${prefix}:${name}`);
  const interesting = ["saml:Issuer", "ds:Signature", "samlp:Extensions", "akdb:AuthnMethods", "akdb:RequestedAttributes", "akdb:DisplayInformation",
    "classic-ui:OrganizationDisplayName", "classic-ui:Lang", "classic-ui:BackURL", "classic-ui:OnlineServiceId", "samlp:NameIDPolicy", "samlp:RequestedAuthnContext"];
  assert.deepEqual(order.filter((name) => interesting.includes(name)), interesting);
});

test("text is escaped and names are clean URNs", () => {
  const xml = xmlOf();
  assert.match(xml, /Hund &amp; Katze &lt;anmelden&gt;/);
  assert.match(xml, /Name="urn:oid:1\.3\.6\.1\.4\.1\.25484\.494450\.3" RequiredAttribute="true"/);
  assert.match(xml, /Name="urn:oid:2\.5\.4\.42"\/>/);
});

test("without methods all ways in are open, without a back address none is sent", () => {
  const { backUrl: _left, ...without } = options;
  const xml = Buffer.from(buildAuthnRequest(without).samlRequest, "base64").toString("utf8");
  assert.doesNotMatch(xml, /AuthnMethods|BackURL/);
});

const refused: [string, Partial<AuthnRequestOptions>][] = [
  ["an entityID with a port", { entityId: "https://portal.musterland.example:8443/sp" }],
  ["an entityID without TLS", { entityId: "http://portal.musterland.example/sp" }],
  ["an answer address without TLS", { acsUrl: "http://portal.musterland.example/antwort" }],
  ["a back address that runs a script", { backUrl: "javascript:alert(1)" }],
  ["a back address without TLS", { backUrl: "http://elsewhere.example/" }],
  ["no attribute at all", { attributes: [] }],
  ["an attribute nobody knows", { attributes: [{ name: "vorname" }] }],
  ["an attribute name with the blank of the official document", { attributes: [{ name: "urn:oid: 2.5.4.4" }] }],
  ["the same attribute twice", { attributes: [{ name: "surname" }, { name: "urn:oid:2.5.4.4" }] }],
  ["an empty display name", { displayName: " " }],
  ["a display name XML cannot carry", { displayName: "Stadt\u0000" }],
  ["a service id of another kind", { onlineServiceId: "0815" }],
  ["an empty list of methods", { methods: [] }],
  ["an id that can be guessed", { id: "_1" }],
];
for (const [what, change] of refused) {
  test(`a request with ${what} is not built`, () => {
    assert.throws(() => buildAuthnRequest({ ...options, ...change }), TypeError);
  });
}

test("for a demonstration on this machine plain http to *.localhost is safe enough", () => {
  assert.match(xmlOf({ acsUrl: "http://portal.localhost:8080/antwort" }), /AssertionConsumerServiceURL="http:\/\/portal\.localhost:8080\/antwort"/);
});
