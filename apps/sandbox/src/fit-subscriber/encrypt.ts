import { constants, createCipheriv, createPublicKey, createSecretKey, publicEncrypt, randomBytes } from "node:crypto";

/** A compact JWE for a recipient's key (delivery.md 1.8): RSA-OAEP-256, A256GCM, a content key of its own. */
export function encrypt(plain: Buffer, key: { readonly kid: string; readonly n: string; readonly e: string }, cty: string): string {
  const header = Buffer.from(JSON.stringify({ alg: "RSA-OAEP-256", enc: "A256GCM", kid: key.kid, cty })).toString("base64url");
  const [cek, iv] = [randomBytes(32), randomBytes(12)];
  const publicKey = createPublicKey({ key: { kty: "RSA", n: key.n, e: key.e }, format: "jwk" });
  const wrapped = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, cek);
  const cipher = createCipheriv("aes-256-gcm", createSecretKey(cek), iv).setAAD(Buffer.from(header, "latin1"));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return [header, ...[wrapped, iv, text, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}
