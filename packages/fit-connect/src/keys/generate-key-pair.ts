import { generateKeyPair, randomUUID, type JsonWebKey } from "node:crypto";
import { promisify } from "node:util";
import { issueCertificate } from "../certificate/issue-certificate.ts";
import { decryptionJwkSchema, encryptionJwkSchema, keyRules, signatureJwkSchema, signingJwkSchema, type DecryptionJwk, type EncryptionJwk, type KeyUse, type SignatureJwk, type SigningJwk } from "./jwk.ts";

export interface EncryptionKeyPair { readonly publicJwk: EncryptionJwk; readonly privateJwk: DecryptionJwk }
export interface SignatureKeyPair { readonly publicJwk: SignatureJwk; readonly privateJwk: SigningJwk }

export interface KeyPairOptions {
  /** 8 to 64 characters; a random UUID where none is given. */
  readonly kid?: string;
  /** Adds a self-signed certificate as `x5c`, which the test environment accepts. Other environments need one of the Verwaltungs-PKI. */
  readonly certificate?: { readonly commonName: string; readonly from: Date; readonly days: number };
}

const generate = promisify(generateKeyPair);

/**
 * A fresh RSA pair of 4096 bits in FIT-Connect's shape. Takes about a second. A destination needs two pairs, one for each use; a case with replies by
 * FIT-Connect an encryption pair of its own. The private part is a secret of the caller: this library keeps nothing.
 */
export async function generateFitConnectKeyPair(use: "encryption", options?: KeyPairOptions): Promise<EncryptionKeyPair>;
export async function generateFitConnectKeyPair(use: "signature", options?: KeyPairOptions): Promise<SignatureKeyPair>;
export async function generateFitConnectKeyPair(use: KeyUse, options: KeyPairOptions = {}): Promise<EncryptionKeyPair | SignatureKeyPair> {
  const pair = await generate("rsa", { modulusLength: 4096, publicExponent: 0x10001 });
  const { alg, publicOp, privateOp } = keyRules[use];
  const named = { kid: options.kid ?? randomUUID(), alg, use: use === "encryption" ? "enc" : "sig" } as const;
  const x5c = options.certificate === undefined ? {} : {
    x5c: [issueCertificate({ subject: options.certificate.commonName, publicKey: pair.publicKey, from: options.certificate.from, days: options.certificate.days, use, issuer: { name: options.certificate.commonName, privateKey: pair.privateKey } }).toString("base64")],
  };
  const publicPart: JsonWebKey = pair.publicKey.export({ format: "jwk" });
  const publicJwk = { ...publicPart, ...named, key_ops: [publicOp], ...x5c };
  const privateJwk = { ...pair.privateKey.export({ format: "jwk" }), ...named, key_ops: [privateOp] };
  return use === "encryption"
    ? { publicJwk: encryptionJwkSchema.parse(publicJwk), privateJwk: decryptionJwkSchema.parse(privateJwk) }
    : { publicJwk: signatureJwkSchema.parse(publicJwk), privateJwk: signingJwkSchema.parse(privateJwk) };
}
