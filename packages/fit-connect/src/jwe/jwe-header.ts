import { z } from "zod";
import { fromBase64url, toBase64url } from "../encoding/base64url.ts";
import { parseJson } from "../encoding/json.ts";
import { VerificationError } from "../errors/verification-error.ts";

/** The protected header of every JWE in FIT-Connect (delivery.md 1.8). */
export interface JweHeader {
  readonly kid: string;
  /** MIME type of the plaintext; mandatory for metadata and data in v2. */
  readonly cty: string | undefined;
  /** Compressed before it was encrypted: old v1 clients only. */
  readonly deflated: boolean;
}

/** How to treat `zip: DEF`: forbidden in v2, still sent by old v1 clients. */
export type ZipRule = "refuse" | "inflate";

/** The encoded header may be this long; a real one has about 150 characters. */
export const MAX_HEADER = 2_000;

const headerSchema = z.looseObject({ alg: z.string(), enc: z.string(), kid: z.string().min(1).max(64), cty: z.string().max(255).optional(), zip: z.unknown().optional() });

export function encodeHeader(kid: string, cty: string): string {
  return toBase64url(JSON.stringify({ alg: "RSA-OAEP-256", enc: "A256GCM", kid, cty }));
}

/**
 * Pins the algorithms before any key is touched. `crit` is refused whatever it names (RFC 7516, 4.1.13: this library understands no extension), and so
 * is a key or key address inside the header.
 * @throws VerificationError jwe-header, jwe-algorithm, jwe-compressed
 */
export function parseHeader(encoded: string, zip: ZipRule): JweHeader {
  const bytes = encoded.length <= MAX_HEADER ? fromBase64url(encoded) : undefined;
  const parsed = headerSchema.safeParse(bytes === undefined ? undefined : parseJson(bytes));
  if (!parsed.success) throw new VerificationError("jwe-header", "no header with alg, enc and kid");
  const header = parsed.data;
  if (header.alg !== "RSA-OAEP-256" || header.enc !== "A256GCM") throw new VerificationError("jwe-algorithm", "only RSA-OAEP-256 with A256GCM");
  for (const name of ["crit", "jwk", "jku", "x5u", "epk", "p2s", "b64"]) if (name in header) throw new VerificationError("jwe-header", `${name} is not allowed`);
  if (header.zip !== undefined && (header.zip !== "DEF" || zip === "refuse")) throw new VerificationError("jwe-compressed", "zip is not allowed");
  return { kid: header.kid, cty: header.cty, deflated: header.zip !== undefined };
}
