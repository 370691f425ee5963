import { type BundidAttributeName, bundidAttributes, friendlyNameOf } from "./attributes.ts";
import { generateKeyPairWithCertificate } from "./certificate/generate-key-pair-with-certificate.ts";
import type { ResponseExpectations } from "./response/expectations.ts";
import type { IssuedAttribute, IssueOptions } from "./simulator/response-plan.ts";
import type { TrustLevel } from "./trust-level.ts";

/** One moment and three fresh keys: every test of this package happens here. No key is ever stored. */
export const now = new Date("2026-11-22T09:30:00.000Z");
export const requestId = "_0f1e2d3c4b5a69788796a5b4c3d2e1f0";
export const idpEntityId = "https://idp.bundid.example/idp";
export const entityId = "https://portal.musterland.example/sp";
export const acsUrl = "https://portal.musterland.example/anmeldung/bundid/antwort";

export const [idp, ourSigning, ourDecryption] = await Promise.all([
  generateKeyPairWithCertificate("idp.bundid.example", { now }),
  generateKeyPairWithCertificate("Portal Signatur", { now }),
  generateKeyPairWithCertificate("Portal Entschlüsselung", { now }),
]);

export const erika: readonly IssuedAttribute[] = [
  issued("bPK2", "k2jBT0cykDVqiKWia1VMzqmntTu-EwGskIYlcCIGt_8", 2),
  issued("legacyPostkorbHandle", "5f0c1e62-8f2e-4b6d-9a43-2f0c6a1b7d10", 2),
  issued("givenName", "Erika", 4),
  issued("surname", "Beispiel", 4),
  issued("postalAddress", "Lindenweg 7", 1),
];

export function issued(name: BundidAttributeName, value: string, trustLevel: TrustLevel): IssuedAttribute {
  return { urn: bundidAttributes[name].urn, friendlyName: friendlyNameOf(name), value, trustLevel };
}

export function issuing(change: Partial<IssueOptions> = {}): IssueOptions {
  return {
    idpEntityId,
    signingKey: idp.privateKey,
    signingCert: idp.certificate,
    audience: entityId,
    acsUrl,
    encryptionCert: ourDecryption.certificate,
    inResponseTo: requestId,
    level: 3,
    attributes: erika,
    now,
    ...change,
  };
}

export function expecting(change: Partial<ResponseExpectations> = {}): ResponseExpectations {
  return {
    idpEntityId,
    idpCertificates: [idp.certificate],
    entityId,
    acsUrl,
    decryptionKeys: [ourDecryption.privateKey],
    expectedInResponseTo: requestId,
    minimumLevel: 3,
    now,
    ...change,
  };
}
