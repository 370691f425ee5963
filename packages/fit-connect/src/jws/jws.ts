import { fromBase64url, toBase64url } from "../encoding/base64url.ts";
import { parseJson } from "../encoding/json.ts";
import { VerificationError } from "../errors/verification-error.ts";
import type { SigningKey, VerificationKey } from "../keys/signing-key.ts";

/** The types of signed message FIT-Connect uses: Security Event Tokens, and signed destinations of the routing service. */
export type JwsType = "secevent+jwt" | "jwt";

/** A compact JWS whose header was read and pinned, but whose signature is still unproved. */
export interface UnprovedJws {
  readonly kid: string;
  /** Claims to find the key by, and nothing else, until `prove` has passed. */
  readonly claims: unknown;
  readonly signedBytes: Buffer;
  readonly signature: Buffer;
}

/** Signs claims as compact JWS with PS512 (RFC 7515; RFC 7518, 3.5). */
export async function signJws(claims: object, key: SigningKey, typ: JwsType): Promise<string> {
  const signed = `${toBase64url(JSON.stringify({ typ, alg: "PS512", kid: key.kid }))}.${toBase64url(JSON.stringify(claims))}`;
  return `${signed}.${toBase64url(await key.sign(Buffer.from(signed, "ascii")))}`;
}

/**
 * Takes a compact JWS apart. The header must have exactly `typ`, `alg` PS512 and `kid` (delivery.md 1.10): nothing in it may bring a key along or
 * ask for an extension.
 * @throws VerificationError jws-shape, jws-header
 */
export function parseJws(jws: string, typ: JwsType, maxCharacters: number): UnprovedJws {
  const [encodedHeader, encodedClaims, encodedSignature, ...more] = jws.length <= maxCharacters ? jws.split(".", 4) : [];
  if (encodedHeader === undefined || encodedClaims === undefined || encodedSignature === undefined || more.length > 0) throw new VerificationError("jws-shape", "not three segments, or too long");
  const [headerBytes, claimBytes, signature] = [encodedHeader, encodedClaims, encodedSignature].map(fromBase64url);
  if (headerBytes === undefined || claimBytes === undefined || signature === undefined) throw new VerificationError("jws-shape", "not base64url");
  const header = parseJson(headerBytes);
  if (typeof header !== "object" || header === null || Object.keys(header).toSorted().join() !== "alg,kid,typ") throw new VerificationError("jws-header", "not exactly typ, alg and kid");
  if (!("typ" in header && header.typ === typ)) throw new VerificationError("jws-header", `typ is not ${typ}`);
  if (!("alg" in header && header.alg === "PS512")) throw new VerificationError("jws-header", "alg is not PS512");
  if (!("kid" in header && typeof header.kid === "string" && header.kid.length >= 1 && header.kid.length <= 64)) throw new VerificationError("jws-header", "kid");
  return { kid: header.kid, claims: parseJson(claimBytes), signedBytes: Buffer.from(`${encodedHeader}.${encodedClaims}`, "ascii"), signature };
}

/** @throws VerificationError jws-signature */
export async function proveJws(jws: UnprovedJws, key: VerificationKey): Promise<void> {
  if (key.kid !== jws.kid || !await key.verify(jws.signedBytes, jws.signature)) throw new VerificationError("jws-signature", "not signed by this key");
}
