import { createHash, randomBytes } from "node:crypto";

/** What a request proves itself with: the town it is for and the hash under which the token is known there. */
export interface Bearer { readonly tenant: string; readonly hash: Buffer }

const pattern = /^kpt_[A-Za-z0-9_-]{64}$/;
const tenantBytes = 16;

/**
 * `kpt_` and 48 bytes in base64url: the town's id, so that the look-up runs under the town's own row-level security, and 256 random
 * bits. Nothing in it is believed before the hash was found.
 */
export function newToken(tenant: string): { readonly token: string; readonly bearer: Bearer } {
  const token = `kpt_${Buffer.concat([Buffer.from(tenant.replaceAll("-", ""), "hex"), randomBytes(32)]).toString("base64url")}`;
  return { token, bearer: { tenant, hash: hashOf(token) } };
}

/** Undefined where it cannot be a token of ours. */
export function readBearer(token: string): Bearer | undefined {
  if (!pattern.test(token)) return undefined;
  const hex = Buffer.from(token.slice(4), "base64url").subarray(0, tenantBytes).toString("hex");
  return { tenant: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-"), hash: hashOf(token) };
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
