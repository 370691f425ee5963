// own process: all that comes after it would make its keys itself
import "../../../scripts/test/own-keys.ts";
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { certificateBase64 } from "./certificate/certificate-pem.ts";
import { serviceProviderMetadata } from "./service-provider-metadata.ts";
import { acsUrl, entityId, ourDecryption, ourSigning } from "./testing-world.ts";

const options = {
  entityId,
  acsUrl,
  signingCerts: [ourSigning.certificate],
  encryptionCerts: [ourDecryption.certificate],
  organization: { name: "Land Musterland", displayName: "Portal & mehr", url: "https://portal.musterland.example/" },
  technicalContact: { givenName: "IT", surname: "Betrieb", email: "betrieb@musterland.example" },
};

test("metadata carry both certificates and nothing BundID forbids", () => {
  const xml = serviceProviderMetadata(options);
  assert.match(xml, new RegExp(`use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificateBase64(ourSigning.certificate).replace(/[+/]/g, "\\$&")}<`));
  assert.match(xml, /use="encryption"/);
  assert.match(xml, /Portal &amp; mehr/);
  assert.doesNotMatch(xml, /validUntil|\sID=|ds:Signature/);
});

test("an entityID with a port and a missing certificate are refused", () => {
  assert.throws(() => serviceProviderMetadata({ ...options, entityId: `${entityId.replace("/sp", ":8443/sp")}` }), TypeError);
  assert.throws(() => serviceProviderMetadata({ ...options, encryptionCerts: [] }), TypeError);
  assert.throws(() => serviceProviderMetadata({ ...options, signingCerts: ["not a certificate"] }), TypeError);
});

test("a generated certificate is self-signed, names its owner and fits its key", () => {
  const certificate = new X509Certificate(ourDecryption.certificate);
  assert.equal(certificate.subject, "CN=Portal Entschlüsselung");
  assert.ok(certificate.verify(certificate.publicKey));
  assert.equal(certificate.ca, false);
  assert.equal(certificate.publicKey.asymmetricKeyDetails?.modulusLength, 3072);
  assert.equal(certificate.validFrom, "Nov 22 09:30:00 2026 GMT");
});
