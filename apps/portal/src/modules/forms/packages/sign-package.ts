import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, CompactSign, compactVerify, importJWK } from "jose";
import { canonicalJson } from "#platform/json";
import type { PackageContent, PackageFile, PublisherKey } from "./package-file.ts";

/** The key with which this installation signs packages, and what others know it by. */
export interface PackageSigner { readonly key: KeyObject; readonly publicKey: PublisherKey; readonly fingerprint: string }

/** PKCS #8 around the 32 bytes of an Ed25519 private key (RFC 8410). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** A signing key of the installation, made of its pepper and the key's number: it needs no setting of its own and says nothing about the pepper. */
export async function packageSigner(pepper: Buffer, generation = 1): Promise<PackageSigner> {
  const seed = Buffer.from(hkdfSync("sha256", pepper, "", `kommunalportal service package signing key v${generation}`, 32));
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: "der", type: "pkcs8" });
  const { x } = createPublicKey(key).export({ format: "jwk" });
  const publicKey: PublisherKey = { kty: "OKP", crv: "Ed25519", x: x! };
  return { key, publicKey, fingerprint: await fingerprintOf(publicKey) };
}

/** SHA-256 thumbprint (RFC 7638): what people compare. */
export function fingerprintOf(key: PublisherKey): Promise<string> {
  return calculateJwkThumbprint(key, "sha256");
}

export async function signPackage(content: PackageContent, signer: PackageSigner): Promise<PackageFile> {
  const jws = await new CompactSign(payloadOf(content)).setProtectedHeader({ alg: "EdDSA", kid: signer.fingerprint }).sign(signer.key);
  const [header = "", , value = ""] = jws.split(".");
  return { ...content, signature: `${header}..${value}` };
}

/** Whether the file is as the owner of the key inside it signed it. Whose key that is, is another question. */
export async function isSigned({ signature, ...content }: PackageFile): Promise<boolean> {
  const [header = "", , value = ""] = signature.split(".");
  try {
    const key = await importJWK(content.publisher.key, "EdDSA");
    await compactVerify(`${header}.${Buffer.from(payloadOf(content)).toString("base64url")}.${value}`, key, { algorithms: ["EdDSA"] });
    return true;
  } catch {
    return false;
  }
}

function payloadOf(content: PackageContent): Uint8Array {
  return new TextEncoder().encode(canonicalJson(content));
}
