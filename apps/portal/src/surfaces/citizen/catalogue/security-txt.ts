import type { Addresses, Answer, Visit } from "../../frame/index.ts";
import type { CataloguePages } from "./pages.ts";

/** Whom to tell of a weakness of this portal: set by who runs it. */
export interface SecurityContact {
  /** `mailto:`, `https:` or `tel:`. */
  readonly contact: string;
  readonly policy?: string;
}

/** RFC 9116 wants less than a year (2.5.5). Computed anew with each answer: it says how long a copy may be believed. */
const validDays = 180;

/** GET `/.well-known/security.txt` (RFC 9116), on every host. Without a contact there is none: an address nobody reads is worse. */
export function securityTxt({ security, clock, addresses }: Pick<CataloguePages, "security" | "clock"> & { readonly addresses: Pick<Addresses, "apex" | "originOf"> }, { tenant }: Pick<Visit, "tenant">): Answer {
  if (security === undefined) return { missing: true };
  const expires = new Date(clock.now().getTime() + validDays * 86_400_000).toISOString().replace(/\.\d+Z$/, "Z");
  const origin = tenant ? addresses.originOf(tenant) : addresses.apex;
  const lines = [`Contact: ${security.contact}`, `Expires: ${expires}`, "Preferred-Languages: de, en", `Canonical: ${origin}/.well-known/security.txt`, ...(security.policy === undefined ? [] : [`Policy: ${security.policy}`]), ""];
  return { body: lines.join("\n"), type: "text/plain; charset=utf-8", headers: { "cache-control": "public, max-age=3600" } };
}
