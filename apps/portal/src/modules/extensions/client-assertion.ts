import { decodeProtectedHeader, jwtVerify, type JWTPayload } from "jose";
import { findClient } from "./client-store.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { keysOf, useAssertion } from "./key-store.ts";
import type { KeySets } from "./key-set.ts";
import { readPublicKey, verifierOf, type PublicKey } from "./public-key.ts";

/** A signed statement that a program is who it says (RFC 7523, 2.2), and whom it may be addressed to: our issuer or our token endpoint. */
export interface GivenAssertion { readonly client: string; readonly assertion: string; readonly audiences: readonly string[] }

/** Longer than this no assertion may be valid (RFC 7523, 3, point 4 leaves it to us). */
const longestSeconds = 600;
const clockToleranceSeconds = 10;

/**
 * The id of the key that proves the program, or undefined. Each step has its number in RFC 7523, 3; why it failed is not told.
 */
export async function provenAssertion(deps: Pick<ExtensionsDeps, "db" | "clock">, keySets: KeySets, given: GivenAssertion): Promise<string | undefined> {
  const header = headerOf(given.assertion);
  if (header === undefined) return undefined;
  const candidates = await keysFor(deps, keySets, given.client, header.kid);
  for (const key of candidates.filter((one) => one.algorithms.includes(header.alg))) {
    const claims = await claimsOf(deps, key, header.alg, given);
    if (claims === undefined) continue;
    const now = deps.clock.now().getTime() / 1000;
    const { jti, exp, aud } = claims;
    if (exp === undefined || exp > now + longestSeconds + clockToleranceSeconds) return undefined; // 4
    if (jti === undefined || jti.length === 0 || jti.length > 200) return undefined; // 7, required here
    // An assertion for several audiences could be shown to the others by any one of them.
    if (Array.isArray(aud) && aud.length !== 1) return undefined; // 3
    const first = await deps.db.asOperator("remember an assertion", (tx) => useAssertion(tx, { client: given.client, jti, expiresAt: new Date((exp + clockToleranceSeconds) * 1000) }));
    return first ? key.id : undefined; // 7
  }
  return undefined;
}

function headerOf(assertion: string): { readonly alg: string; readonly kid: string | undefined } | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(assertion);
    return alg === undefined ? undefined : { alg, kid };
  } catch {
    return undefined;
  }
}

/** Signature, issuer, subject, audience and times (1, 2, 3, 4, 5, 6, 9). */
async function claimsOf(deps: Pick<ExtensionsDeps, "clock">, key: PublicKey, algorithm: string, given: GivenAssertion): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(given.assertion, await verifierOf(key, algorithm), {
      algorithms: [...key.algorithms], issuer: given.client, subject: given.client, audience: [...given.audiences], requiredClaims: ["exp", "jti"], clockTolerance: clockToleranceSeconds, currentDate: deps.clock.now(),
    });
    return payload;
  } catch {
    return undefined;
  }
}

/** Keys in force: those given to us and those at the manifest's address. A `kid` narrows, by the program's own name for the key or by its thumbprint. */
async function keysFor(deps: Pick<ExtensionsDeps, "db" | "clock">, keySets: KeySets, client: string, kid: string | undefined): Promise<readonly PublicKey[]> {
  const now = deps.clock.now();
  const found = await deps.db.asOperator("sign in an extension", async (tx) => {
    const known = await findClient(tx, client);
    return known && known.disabledAt === undefined ? { url: known.manifest.jwksUrl, keys: await keysOf(tx, client) } : undefined;
  });
  if (!found) return [];
  const fits = (key: PublicKey): boolean => kid === undefined || key.id === kid || key.jwk.kid === kid;
  const live = found.keys.filter(({ revokedAt, expiresAt }) => revokedAt === undefined && (expiresAt === undefined || expiresAt > now));
  const stored = (await Promise.all(live.map(({ jwk }) => readPublicKey(jwk)))).flatMap((one) => (one.ok ? [one.key] : [])).filter(fits);
  if (stored.length > 0 || found.url === undefined) return stored;
  const ended = new Set(found.keys.filter((key) => !live.includes(key)).map(({ id }) => id));
  return (await keySets.keys(found.url, (keys) => keys.some(fits))).filter((key) => fits(key) && !ended.has(key.id));
}
