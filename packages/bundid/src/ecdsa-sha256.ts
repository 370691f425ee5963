import { type KeyLike, sign, verify } from "node:crypto";
import { algorithm } from "./names.ts";

/** ECDSA for xml-crypto, which brings none: r and s side by side (XML Signature 1.1, section 6.4.3), not DER. */
export class EcdsaSha256 {
  getSignature(signedInfo: string, privateKey: KeyLike): string {
    return sign("sha256", Buffer.from(signedInfo, "utf8"), { ...keyObject(privateKey), dsaEncoding: "ieee-p1363" }).toString("base64");
  }

  verifySignature(material: string, key: KeyLike, signatureValue: string): boolean {
    return verify("sha256", Buffer.from(material, "utf8"), { ...keyObject(key), dsaEncoding: "ieee-p1363" }, Buffer.from(signatureValue, "base64"));
  }

  getAlgorithmName(): string {
    return algorithm.ecdsaSha256;
  }
}

function keyObject(key: KeyLike): { key: string | Buffer } {
  if (typeof key !== "string" && !Buffer.isBuffer(key)) throw new TypeError("keys must be PEM text");
  return { key };
}
