import { CompactSign, compactVerify, decodeProtectedHeader, importJWK } from "jose";
import { keySchema, type PublisherKey } from "./package-file.ts";
import { fingerprintOf, type PackageSigner } from "./sign-package.ts";

/** What a key says about the one that follows it: a compact JWS with the old key in its header (`jwk`, RFC 7515, 4.1.3). */
export async function vouchFor(successor: string, old: PackageSigner): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify({ successor }))).setProtectedHeader({ alg: "EdDSA", jwk: old.publicKey }).sign(old.key);
}

/** The fingerprint of the key that vouches for `successor`; undefined when the statement is not that. */
export async function voucherOf(statement: string, successor: string): Promise<string | undefined> {
  try {
    const old: PublisherKey = keySchema.parse(decodeProtectedHeader(statement).jwk);
    const { payload } = await compactVerify(statement, await importJWK(old, "EdDSA"), { algorithms: ["EdDSA"] });
    const said: unknown = JSON.parse(new TextDecoder().decode(payload));
    return typeof said === "object" && said !== null && "successor" in said && said.successor === successor ? await fingerprintOf(old) : undefined;
  } catch {
    return undefined;
  }
}

/** From the key that signed back to the first that is vouched for by nobody: each stands only for the next one. */
export async function lineageOf(fingerprint: string, succession: readonly string[]): Promise<readonly string[]> {
  const lineage = [fingerprint];
  for (const statement of succession) {
    const voucher = await voucherOf(statement, lineage.at(-1) ?? "");
    if (voucher === undefined) break;
    lineage.push(voucher);
  }
  return lineage;
}
