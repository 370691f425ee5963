interface Way { readonly alg: string; readonly load: EcKeyImportParams | { readonly name: string }; readonly sign: EcdsaParams | { readonly name: string } }

function wayOf({ kty, crv }: JsonWebKey): Way {
  if (kty === "EC" && crv === "P-256") return { alg: "ES256", load: { name: "ECDSA", namedCurve: "P-256" }, sign: { name: "ECDSA", hash: "SHA-256" } };
  if (kty === "OKP" && crv === "Ed25519") return { alg: "EdDSA", load: { name: "Ed25519" }, sign: { name: "Ed25519" } };
  throw new TypeError("the private key of a run is a JWK with P-256 or Ed25519");
}

/** An assertion with claims of one's own, right or wrong (RFC 7523). */
export async function signedAssertion(key: JsonWebKey & { readonly kid?: string }, given: { readonly clientId: string; readonly audience: string; readonly claims: object }): Promise<string> {
  const way = wayOf(key);
  const { kty, crv, x, y, d } = key;
  const plain = Object.fromEntries(Object.entries({ kty, crv, x, y, d }).filter(([, value]) => value !== undefined)) as JsonWebKey;
  const signing = await crypto.subtle.importKey("jwk", plain, way.load, false, ["sign"]);
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: given.clientId, sub: given.clientId, aud: given.audience, jti: crypto.randomUUID(), iat: now, exp: now + 60, ...given.claims };
  const signed = [{ alg: way.alg, typ: "JWT", ...(key.kid === undefined ? {} : { kid: key.kid }) }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${signed}.${Buffer.from(await crypto.subtle.sign(way.sign, signing, Buffer.from(signed))).toString("base64url")}`;
}
