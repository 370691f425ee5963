import { createPrivateKey, sign, X509Certificate } from "node:crypto";
import { commonNameOf } from "./common-name.ts";

/** Who writes: the certificate the ZBP knows, and its key. An interface, so that the key may stay in a key store. */
export interface ZbpAuthor {
  /** PEM. */
  readonly certificate: string;
  /** Common name of the certificate. */
  readonly name: string;
  /** RSASSA-PKCS1-v1_5 with SHA-512. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** @param privateKey PKCS#8 PEM of an RSA key; @throws RangeError when key and certificate do not belong together, or are not RSA */
export function zbpAuthor(privateKey: string, certificate: string): ZbpAuthor {
  const [key, x509] = [createPrivateKey(privateKey), new X509Certificate(certificate)];
  if (key.asymmetricKeyType !== "rsa") throw new RangeError("the ZBP reads RSA signatures only");
  if (!x509.checkPrivateKey(key)) throw new RangeError("the certificate belongs to another key");
  const name = commonNameOf(x509);
  if (name === undefined) throw new RangeError("the certificate has no common name");
  return {
    certificate, name,
    sign: (bytes) => new Promise((resolve, reject) => { sign("sha512", bytes, key, (error, signature) => { if (error) reject(error); else resolve(signature); }); }),
  };
}
