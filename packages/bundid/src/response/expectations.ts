import type { BundidLevel } from "../trust-level.ts";

/** What the service provider knows and the response must agree with. Nothing in here comes from the message. */
export interface ResponseExpectations {
  /** entityID of BundID, `https://id.bund.de/idp` in production. */
  idpEntityId: string;
  /** Pinned signing certificates from BundID's metadata, PEM or bare base64. */
  idpCertificates: readonly string[];
  /** Our own entityID. */
  entityId: string;
  /** Our Assertion Consumer Service, exactly as sent in the request. */
  acsUrl: string;
  /** Our private decryption keys, PEM. More than one only while keys change. */
  decryptionKeys: readonly string[];
  /** ID of the request that is open in *this* browser. */
  expectedInResponseTo: string;
  /** The level that was asked for. */
  minimumLevel: BundidLevel;
  now: Date;
  /** How far clocks may differ. Default 60. */
  clockSkewSeconds?: number;
  /** Accept RSASSA-PKCS1-v1_5 with SHA-256 too. Default false. */
  allowPkcs1?: boolean;
}

export function skewMilliseconds(expected: ResponseExpectations): number {
  return (expected.clockSkewSeconds ?? 60) * 1000;
}
