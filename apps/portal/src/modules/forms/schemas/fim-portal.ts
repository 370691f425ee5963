import type { Outbound } from "#platform/http";
import { largestSchema } from "./schema-store.ts";

/** Where schemas are fetched from: the FIM-Portal of the federation, or a copy of it. The address is a setting of the operator. */
export interface FimPortal { readonly origin: string; readonly outbound: Outbound }

export type FetchedSchema =
  | { readonly ok: true; readonly xml: Uint8Array }
  | { readonly ok: false; readonly why: "no-address" | "elsewhere" | "not-there" | "too-many-requests" | "unreachable" };

/**
 * The schema behind an address as an editor copies it: a page of the FIM-Portal, its API, or only `S05000001299` with or without its version.
 * Only the portal of the setting is asked, whatever stands in the address. Without a version the latest.
 * Source: FIM-Portal OpenAPI 0.24, `GET /api/v1/schemas/{fim_id}/{fim_version}/xdf`; 429 is its limit per address.
 */
export async function fetchSchema({ origin, outbound }: FimPortal, address: string): Promise<FetchedSchema> {
  const text = address.trim();
  if (/^https?:/i.test(text) && hostOf(text) !== new URL(origin).host) return { ok: false, why: "elsewhere" };
  const found = /(?<![A-Z0-9])(S\d{11})(?!\d)(?:[/\sV]+v?(\d{1,5}\.\d{1,5}(?:\.\d{1,5})?))?/i.exec(text);
  if (text.length > 500 || found === null) return { ok: false, why: "no-address" };
  const [, id = "", version = "latest"] = found;
  try {
    const answer = await outbound(`${origin.replace(/\/$/, "")}/api/v1/schemas/${id.toUpperCase()}/${version}/xdf`, { headers: { accept: "application/xml" }, maxBytes: largestSchema, timeoutMs: 30_000 });
    if (answer.status === 404) return { ok: false, why: "not-there" };
    if (answer.status === 429) return { ok: false, why: "too-many-requests" };
    return answer.ok ? { ok: true, xml: new Uint8Array(await answer.arrayBuffer()) } : { ok: false, why: "unreachable" };
  } catch {
    // Refused by the guard, no connection, too slow, too large: to the editor it is the same, she takes the file instead.
    return { ok: false, why: "unreachable" };
  }
}

function hostOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).host : undefined;
}
