/** A private key as JWK: P-256, P-384, Ed25519 or RSA. `kid` is the name under which its public half is published, if it has one. */
export type PrivateJwk = JsonWebKey & { readonly kid?: string };

interface Way { readonly alg: string; readonly load: RsaHashedImportParams | EcKeyImportParams | { readonly name: string }; readonly sign: AlgorithmIdentifier | EcdsaParams | RsaPssParams }

const lifetimeSeconds = 60;

function wayOf({ kty, crv }: PrivateJwk): Way {
  if (kty === "EC" && crv === "P-256") return { alg: "ES256", load: { name: "ECDSA", namedCurve: "P-256" }, sign: { name: "ECDSA", hash: "SHA-256" } };
  if (kty === "EC" && crv === "P-384") return { alg: "ES384", load: { name: "ECDSA", namedCurve: "P-384" }, sign: { name: "ECDSA", hash: "SHA-384" } };
  if (kty === "OKP" && crv === "Ed25519") return { alg: "EdDSA", load: { name: "Ed25519" }, sign: { name: "Ed25519" } };
  if (kty === "RSA") return { alg: "PS256", load: { name: "RSA-PSS", hash: "SHA-256" }, sign: { name: "RSA-PSS", saltLength: 32 } };
  throw new TypeError("a private key is a JWK with P-256, P-384, Ed25519 or RSA");
}

/** A statement that this program asks, valid for a minute and once (RFC 7523, 3; `private_key_jwt`). */
export async function signAssertion(given: { readonly key: PrivateJwk; readonly clientId: string; readonly audience: string; readonly nowMs: number }): Promise<string> {
  const { key: { kid, alg: _alg, use: _use, key_ops: _operations, ext: _ext, ...jwk }, clientId, audience } = given;
  const way = wayOf(given.key);
  const key = await crypto.subtle.importKey("jwk", jwk, way.load, false, ["sign"]);
  const now = Math.floor(given.nowMs / 1000);
  const signed = [{ alg: way.alg, typ: "JWT", ...(kid === undefined ? {} : { kid }) }, { iss: clientId, sub: clientId, aud: audience, jti: crypto.randomUUID(), iat: now, exp: now + lifetimeSeconds }]
    .map((part) => base64url(new TextEncoder().encode(JSON.stringify(part)))).join(".");
  return `${signed}.${base64url(new Uint8Array(await crypto.subtle.sign(way.sign, key, new TextEncoder().encode(signed))))}`;
}

function base64url(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
