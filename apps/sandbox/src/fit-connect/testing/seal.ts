import { constants, createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, privateDecrypt, publicEncrypt, randomBytes, type JsonWebKey } from "node:crypto";

export interface SealChange { readonly header?: object; readonly without?: readonly string[] }

/** A compact JWE for a test, made with nothing but node:crypto; `change` spoils its header. */
export function seal(plain: Buffer | string, key: JsonWebKey & { kid?: unknown }, cty = "application/json", { header, without = [] }: SealChange = {}): string {
  const members = Object.entries({ alg: "RSA-OAEP-256", enc: "A256GCM", kid: key.kid, cty, ...header }).filter(([name]) => !without.includes(name));
  const protectedHeader = Buffer.from(JSON.stringify(Object.fromEntries(members))).toString("base64url");
  const cek = randomBytes(32);
  const iv = randomBytes(12);
  const wrapped = publicEncrypt({ key: createPublicKey({ key: { kty: "RSA", n: String(key.n), e: String(key.e) }, format: "jwk" }), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, cek);
  const cipher = createCipheriv("aes-256-gcm", cek, iv).setAAD(Buffer.from(protectedHeader));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return [protectedHeader, ...[wrapped, iv, text, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}

/** @throws Error when the tag does not fit */
export function unseal(jwe: string, privateJwk: JsonWebKey): Buffer {
  const [header = "", ...parts] = jwe.split(".");
  const [wrapped, iv, text, tag] = parts.map((part) => Buffer.from(part, "base64url"));
  if (!wrapped || !iv || !text || !tag) throw new Error("not a compact JWE");
  const cek = privateDecrypt({ key: createPrivateKey({ key: privateJwk, format: "jwk" }), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, wrapped);
  const decipher = createDecipheriv("aes-256-gcm", cek, iv).setAAD(Buffer.from(header)).setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]);
}

export const tagOf = (jwe: string): string => jwe.split(".")[4] ?? "";
