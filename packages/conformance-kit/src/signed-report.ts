import type { Report } from "./report.ts";

const encoder = new TextEncoder();
const type = "kommunalportal-conformance+jwt";

/** A report that nobody can change afterwards: a compact JWS (RFC 7515) with Ed25519 (RFC 8037) over the JSON of the report. */
export async function signReport(report: Report, key: JsonWebKey & { readonly kid?: string }): Promise<string> {
  const { kty, crv, x, d } = key;
  const signing = await crypto.subtle.importKey("jwk", { kty, crv, x, d } as JsonWebKey, { name: "Ed25519" }, false, ["sign"]);
  const signed = `${base64url(encoder.encode(JSON.stringify({ alg: "EdDSA", typ: type, ...(key.kid === undefined ? {} : { kid: key.kid }) })))}.${base64url(encoder.encode(JSON.stringify(report)))}`;
  return `${signed}.${base64url(new Uint8Array(await crypto.subtle.sign({ name: "Ed25519" }, signing, encoder.encode(signed))))}`;
}

/** The report of a signature by one of the keys that are trusted; undefined for anything else. */
export async function verifyReport(signed: string, trusted: readonly JsonWebKey[]): Promise<Report | undefined> {
  const [header, payload, signature, ...more] = signed.trim().split(".");
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) return undefined;
  const facts = jsonOf(header);
  if (facts?.["alg"] !== "EdDSA" || facts["typ"] !== type) return undefined;
  for (const { kty, crv, x } of trusted) {
    const key = await crypto.subtle.importKey("jwk", { kty, crv, x } as JsonWebKey, { name: "Ed25519" }, false, ["verify"]);
    if (await crypto.subtle.verify({ name: "Ed25519" }, key, Buffer.from(signature, "base64url"), encoder.encode(`${header}.${payload}`))) {
      const report: unknown = jsonOf(payload);
      return isReport(report) ? report : undefined;
    }
  }
  return undefined;
}

/** What somebody trusted has signed is a report of this kit, and whole. */
function isReport(value: unknown): value is Report {
  if (typeof value !== "object" || value === null || !("kit" in value) || value.kit !== "kommunalportal-conformance" || !("level" in value) || ![0, 1, 2, 3].includes(Number(value.level)) || !("results" in value) || !Array.isArray(value.results)) return false;
  return ["kitVersion", "specification", "suite", "subject", "at"].every((name) => typeof Object.getOwnPropertyDescriptor(value, name)?.value === "string");
}

function jsonOf(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? value as Readonly<Record<string, unknown>> : undefined;
  } catch {
    return undefined;
  }
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}
