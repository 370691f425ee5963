import { createPublicKey } from "node:crypto";
import { calculateJwkThumbprint, importJWK, type CryptoKey } from "jose";
import { z } from "zod";

const number = z.string().regex(/^[A-Za-z0-9_-]{1,1400}$/);
const extra = { kid: z.string().max(200).exactOptional() };
/** What a key says of its use, if it says anything (RFC 7517, 4.2). */
const forSigning = z.looseObject({ use: z.literal("sig").optional() });

/** What may sign an assertion: elliptic curves, or RSA from 2,048 bits (RFC 7518, 3.3). Only public members are kept. */
const publicJwk = z.discriminatedUnion("kty", [
  z.object({ kty: z.literal("EC"), crv: z.enum(["P-256", "P-384"]), x: number, y: number, ...extra }),
  z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: number, ...extra }),
  z.object({ kty: z.literal("RSA"), n: number, e: number, ...extra }),
]);

export type PublicJwk = z.infer<typeof publicJwk>;
/** Algorithms by kind of key; what a token's header names has to be among them, so nobody can choose a weaker one. */
const algorithms: Readonly<Record<string, readonly string[]>> = { "P-256": ["ES256"], "P-384": ["ES384"], Ed25519: ["EdDSA", "Ed25519"], RSA: ["PS256", "RS256"] };
export const assertionAlgorithms = Object.values(algorithms).flat();

export interface PublicKey { readonly id: string; readonly jwk: PublicJwk; readonly algorithms: readonly string[] }
export type ReadKey = { readonly ok: true; readonly key: PublicKey } | { readonly ok: false; readonly why: "key-private" | "key-not-usable" };

const smallestModulusBits = 2048;

/** A public key from outside. One that carries its private half is refused by name: it has been given away and must not be used any more. */
export async function readPublicKey(given: unknown): Promise<ReadKey> {
  if (typeof given === "object" && given !== null && ["d", "p", "q", "k"].some((member) => Object.hasOwn(given, member))) return { ok: false, why: "key-private" };
  const read = publicJwk.safeParse(given);
  if (!read.success || !forSigning.safeParse(given).success) return { ok: false, why: "key-not-usable" };
  const jwk = read.data;
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: { ...jwk }, format: "jwk" });
    if (jwk.kty === "RSA" && (asymmetricKeyDetails?.modulusLength ?? 0) < smallestModulusBits) return { ok: false, why: "key-not-usable" };
    return { ok: true, key: { id: await calculateJwkThumbprint(jwk), jwk, algorithms: algorithms[jwk.kty === "RSA" ? "RSA" : jwk.crv] ?? [] } };
  } catch {
    return { ok: false, why: "key-not-usable" };
  }
}

export async function verifierOf({ jwk }: PublicKey, algorithm: string): Promise<CryptoKey> {
  const key = await importJWK(jwk, algorithm);
  if (key instanceof Uint8Array) throw new Error("a public key is no secret");
  return key;
}
