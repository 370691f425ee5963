import assert from "node:assert/strict";
import { test } from "node:test";
import { BundidRefusal, BundidRejection, type RejectionCode } from "./bundid-rejection.ts";
import { certificateBase64 } from "./certificate/certificate-pem.ts";
import { readResponse } from "./read-response.ts";
import type { ResponseExpectations } from "./response/expectations.ts";
import { issueError, issueResponse } from "./simulator/issue-response.ts";
import { isResponseFlaw, type ResponseFlaw, responseFlaws } from "./simulator/response-flaws.ts";
import type { IssueOptions } from "./simulator/response-plan.ts";
import { acsUrl, expecting, idpEntityId, issued, issuing, now, ourSigning, requestId } from "./testing-world.ts";

/** Which check must catch which flaw. The type makes the table complete: a new flaw without an expectation does not compile. */
const caughtBy: Record<Exclude<ResponseFlaw, "comment-in-value">, RejectionCode> = {
  "not-encrypted": "assertion-not-encrypted",
  "content-aes-cbc": "content-encryption",
  "key-transport-rsa15": "key-transport",
  "signature-rsa-sha1": "signature-algorithm",
  "signature-digest-sha1": "signature-algorithm",
  "signature-pkcs1": "signature-algorithm",
  "signature-missing": "signature-missing",
  "signature-foreign-key": "signature-invalid",
  "content-changed": "signature-invalid",
  "wrong-destination": "destination",
  "wrong-recipient": "recipient",
  "wrong-audience": "audience",
  "wrong-response-issuer": "response-issuer",
  "wrong-assertion-issuer": "assertion-issuer",
  "unknown-in-response-to": "in-response-to",
  "missing-in-response-to": "in-response-to",
  "confirmation-in-response-to": "confirmation-in-response-to",
  "level-1": "level-too-low",
  "level-unknown": "level-unknown",
  expired: "expired",
  "not-yet-valid": "not-yet-valid",
  "confirmation-expired": "confirmation-expired",
  "no-conditions": "schema",
  doctype: "doctype",
  "doctype-in-assertion": "doctype",
  "two-assertions": "several-assertions",
  "unsigned-before-signed": "several-assertions",
  "wrapped-in-object": "schema",
  "wrapped-in-advice": "schema",
  "signature-moved-out": "schema",
  "same-id-twice": "schema",
};

function rejection(run: () => unknown): BundidRejection {
  try {
    run();
  } catch (error) {
    if (error instanceof BundidRejection) return error;
    throw error;
  }
  return assert.fail("the response was accepted");
}

function codeFor(issue: Partial<IssueOptions>, expected: Partial<ResponseExpectations>, flaw?: ResponseFlaw): string {
  return rejection(() => readResponse(issueResponse(issuing(issue), flaw).samlResponse, expecting(expected))).code;
}

test("a sound response is a login with level, keys and attributes", () => {
  const { samlResponse, assertionId } = issueResponse(issuing());
  const login = readResponse(samlResponse, expecting());
  assert.equal(login.assertionId, assertionId);
  assert.equal(login.level, 3);
  assert.equal(login.bpk2, "k2jBT0cykDVqiKWia1VMzqmntTu-EwGskIYlcCIGt_8");
  assert.equal(login.postkorbHandle, "5f0c1e62-8f2e-4b6d-9a43-2f0c6a1b7d10");
  assert.deepEqual(login.issuedAt, now);
  assert.deepEqual(login.authnInstant, now);
  assert.deepEqual(login.notOnOrAfter, new Date("2026-11-22T09:35:00.000Z"));
  assert.match(login.sessionIndex ?? "", /^_[0-9a-f]{32}$/);
  assert.deepEqual(login.attributes["givenName"], { value: "Erika", trustLevel: 4, effective: 3 });
  assert.deepEqual(login.attributes["postalAddress"], { value: "Lindenweg 7", trustLevel: 1, effective: 1 });
});

for (const [flaw, code] of Object.entries(caughtBy)) {
  for (const signResponse of [true, false]) {
    test(`a response with the flaw ${flaw} is rejected as ${code}, its shell ${signResponse ? "signed" : "not signed"}`, () => {
      assert.ok(isResponseFlaw(flaw));
      // With a signed shell the faults of the signature itself are already seen there, by the same code.
      assert.equal(codeFor({ signResponse }, {}, flaw), code);
    });
  }
}

test("every flaw of the simulator has its test", () => {
  assert.deepEqual(Object.keys(responseFlaws).filter((flaw) => !Object.hasOwn(caughtBy, flaw)), ["comment-in-value"]);
});

test("a comment inside a value does not cut it", () => {
  const login = readResponse(issueResponse(issuing(), "comment-in-value").samlResponse, expecting());
  assert.equal(login.attributes["surname"]?.value, "Beispiel");
});

test("PKCS#1 signatures count only where the operator allows them", () => {
  const { samlResponse } = issueResponse(issuing(), "signature-pkcs1");
  assert.equal(readResponse(samlResponse, expecting({ allowPkcs1: true })).level, 3);
  assert.equal(codeFor({}, { allowPkcs1: true }, "signature-rsa-sha1"), "signature-algorithm");
});

test("the mask of rsa-oaep-mgf1p may be named, as Shibboleth does, but not be another", () => {
  const spelled = (mask: string): string => {
    const xml = Buffer.from(issueResponse(issuing({ signResponse: false })).samlResponse, "base64").toString("utf8");
    const digest = /(<ds:DigestMethod Algorithm="[^"]*#sha1"\/>)(<\/xenc:EncryptionMethod>)/;
    assert.match(xml, digest);
    return Buffer.from(xml.replace(digest, `$1<xenc11:MGF xmlns:xenc11="http://www.w3.org/2009/xmlenc11#" Algorithm="http://www.w3.org/2009/xmlenc11#${mask}"/>$2`)).toString("base64");
  };
  assert.equal(readResponse(spelled("mgf1sha1"), expecting()).level, 3);
  assert.equal(rejection(() => readResponse(spelled("mgf1sha256"), expecting())).code, "key-transport");
});

test("a response to another request of the same person is not taken", () => {
  assert.equal(codeFor({}, { expectedInResponseTo: "_11111111111111111111111111111111" }), "in-response-to");
});

test("a response for another service provider cannot be opened", () => {
  assert.equal(codeFor({ encryptionCert: ourSigning.certificate }, {}), "decryption");
});

test("during a key change both decryption keys and both pinned certificates work", () => {
  const changed = expecting();
  const login = readResponse(
    issueResponse(issuing()).samlResponse,
    expecting({ decryptionKeys: [ourSigning.privateKey, ...changed.decryptionKeys], idpCertificates: [ourSigning.certificate, ...changed.idpCertificates.map(certificateBase64)] }),
  );
  assert.equal(login.level, 3);
});

test("without a pinned certificate nothing is believed", () => {
  assert.equal(codeFor({}, { idpCertificates: [] }), "signature-invalid");
});

test("clocks may differ by the skew and not by more", () => {
  const at = (iso: string): Partial<ResponseExpectations> => ({ now: new Date(iso) });
  const { samlResponse } = issueResponse(issuing());
  assert.equal(readResponse(samlResponse, expecting(at("2026-11-22T09:29:00.000Z"))).level, 3);
  assert.equal(readResponse(samlResponse, expecting(at("2026-11-22T09:35:59.999Z"))).level, 3);
  assert.equal(codeFor({}, at("2026-11-22T09:28:59.999Z")), "response-time");
  assert.equal(codeFor({}, at("2026-11-22T09:36:00.000Z")), "confirmation-expired");
  assert.equal(codeFor({}, { ...at("2026-11-22T09:35:00.000Z"), clockSkewSeconds: 0 }), "confirmation-expired");
});

test("a higher level than asked for is welcome, a lower one is not", () => {
  assert.equal(readResponse(issueResponse(issuing({ level: 4 })).samlResponse, expecting()).level, 4);
  assert.equal(codeFor({ level: 3 }, { minimumLevel: 4 }), "level-too-low");
});

test("a level attribute never raises the level", () => {
  const attributes = [issued("qaaLevel", "STORK-QAA-Level-4", 4)];
  assert.equal(codeFor({ level: 1, attributes }, { minimumLevel: 3 }), "level-too-low");
});

test("what is no response is refused before it costs anything", () => {
  const code = (text: string): string => rejection(() => readResponse(text, expecting())).code;
  const xml = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");
  assert.equal(code("A".repeat(200_004)), "too-large");
  assert.equal(code(""), "not-base64");
  assert.equal(code("<samlp:Response/>"), "not-base64");
  assert.equal(code(xml(new Uint8Array([0xff, 0xfe, 0x3c, 0x00]))), "not-utf8");
  assert.equal(code(xml('<?xml version="1.0" encoding="ISO-8859-1"?><a/>')), "not-utf8");
  assert.equal(code(xml("<a>")), "not-well-formed");
  assert.equal(code(xml("<a/>")), "schema");
  assert.equal(code(xml('<!doctype a [<!ENTITY b "c">]><a>&b;</a>')), "doctype");
});

test("a signed shell that was changed afterwards is refused, although the assertion in it is sound", () => {
  const sound = Buffer.from(issueResponse(issuing()).samlResponse, "base64").toString("utf8");
  const changed = sound.replace(/IssueInstant="[^"]*"/, 'IssueInstant="2026-11-22T09:30:01.000Z"');
  assert.notEqual(changed, sound);
  assert.equal(rejection(() => readResponse(Buffer.from(changed).toString("base64"), expecting())).code, "signature-invalid");
});

test("the same attribute twice is refused, also when a blank hides it", () => {
  const twice = [issued("gender", "1", 2), { ...issued("gender", "2", 2), urn: "urn:oid: 1.3.6.1.4.1.33592.1.3.5 " }];
  assert.equal(codeFor({ attributes: twice }, {}), "attribute-repeated");
});

test("names written with blanks, as public code has them, are understood", () => {
  const attributes = [{ ...issued("birthdate", "1984-08-12", 4), urn: "urn:oid: 1.2.40.0.10.2.1.1.55" }];
  assert.equal(readResponse(issueResponse(issuing({ attributes })).samlResponse, expecting()).attributes["birthdate"]?.value, "1984-08-12");
});

test("names keep umlauts, the capital ẞ and combined characters, in NFC", () => {
  const attributes = [issued("surname", "MU\u0308LLER-GROẞ", 4), issued("givenName", "Ayşe <&> \"O'Hara\"", 4), issued("birthName", "N".repeat(100), 3)];
  const login = readResponse(issueResponse(issuing({ attributes })).samlResponse, expecting());
  assert.equal(login.attributes["surname"]?.value, "MÜLLER-GROẞ");
  assert.equal(login.attributes["givenName"]?.value, "Ayşe <&> \"O'Hara\"");
  assert.equal(login.attributes["birthName"]?.value.length, 100);
});

test("a temporary login has no key and no mailbox", () => {
  const login = readResponse(issueResponse(issuing({ attributes: [issued("surname", "Probe", 1)] })).samlResponse, expecting());
  assert.equal(login.bpk2, undefined);
  assert.equal(login.postkorbHandle, undefined);
});

test("a cancelled login, a missing attribute and an unreachable level are refusals that say so", () => {
  const answer = { idpEntityId, acsUrl, inResponseTo: requestId, now };
  const refusal = (text: string, expected = expecting()): BundidRejection => rejection(() => readResponse(text, expected));
  assert.equal(refusal(issueError(answer, { kind: "cancelled" })).code, "cancelled");
  assert.equal(refusal(issueError(answer, { kind: "level-unavailable" })).code, "level-unavailable");
  const missing = refusal(issueError(answer, { kind: "attributes-missing", urn: "urn:oid:2.5.4.42" }));
  assert.ok(missing instanceof BundidRefusal);
  assert.equal(missing.code, "attributes-missing");
  assert.deepEqual(missing.missing, ["givenName"]);
  const foreign = refusal(issueError(answer, { kind: "cancelled" }), expecting({ expectedInResponseTo: "_11111111111111111111111111111111" }));
  assert.equal(foreign.code, "in-response-to");
});
