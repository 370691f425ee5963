import { z } from "zod";
import { leikaKey } from "../api/public-service.ts";
import { VerificationError } from "../errors/verification-error.ts";
import { parseJws, proveJws } from "../jws/jws.ts";
import type { VerificationKey } from "../keys/signing-key.ts";
import { ROUTE_SIGNATURE_CHARACTERS, type Route } from "./route.ts";

export interface RouteTrust {
  /** Key of the self-service portal. Undefined: there is none with this id. */
  readonly portalKey: (kid: string) => Promise<VerificationKey | undefined>;
  /** `iss` of the portal; compared without a slash at the end. */
  readonly issuers: readonly string[];
  /** Hosts of this environment's delivery service. */
  readonly submissionHosts: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly clockSkewMs: number;
  /**
   * How long after it was signed a statement counts, in milliseconds. Default: for ever. The documentation names no greatest age and no `exp` (delivery.md 1.4), and its own
   * example was signed when the destination was entered, years before it is read: a limit of ours would shut out rightful destinations.
   */
  readonly maxAgeMs?: number | undefined;
}

export interface RouteWish {
  /** 14 digits. */
  readonly leikaKey: string;
  /** ARS (2, 3, 5, 9 or 12 digits). */
  readonly ars?: string;
  /** AGS (2, 3, 5 or 8 digits). With neither of both, as where an area's id was asked for, the place stays unproved. */
  readonly ags?: string;
}

const claimsSchema = z.looseObject({
  submissionHost: z.string().max(300),
  iss: z.string().max(500),
  destinationId: z.uuid(),
  iat: z.int().min(0).max(4_102_444_800),
  /** Not foreseen, but where it stands it counts (RFC 7519, 4.1.4). */
  exp: z.number().min(0).optional(),
  jti: z.string().max(200).optional(),
  services: z.array(z.looseObject({ gebietIDs: z.array(z.string().max(300)).max(50_000), leistungIDs: z.array(z.string().max(300)).max(50_000) })).max(50_000),
});
const GEBIET = /^urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs:(\d{0,12})$/i;

/**
 * Is this destination really the one that the self-service portal knows for this service and place? To be asked before anything is sent to it
 * (delivery.md 1.4). A Gebiet covers every place whose ARS begins with it (prefix rule, inferred); none at all with the key of the nation.
 * @throws VerificationError jws-…, route-…
 */
export async function verifyRoute(route: Pick<Route, "destinationId" | "destinationSignature">, wish: RouteWish, trust: RouteTrust): Promise<void> {
  const jws = parseJws(route.destinationSignature, "jwt", ROUTE_SIGNATURE_CHARACTERS);
  const key = await trust.portalKey(jws.kid);
  if (key === undefined) throw new VerificationError("jws-signature", "the portal has no such key");
  await proveJws(jws, key);
  const parsed = claimsSchema.safeParse(jws.claims);
  if (!parsed.success) throw new VerificationError("route-claims", String(parsed.error.issues[0]?.path[0] ?? ""));
  const claims = parsed.data;
  const bare = (url: string): string => url.replace(/\/$/, "");
  if (!trust.issuers.some((issuer) => bare(issuer) === bare(claims.iss))) throw new VerificationError("route-issuer", "not signed by this environment's portal");
  if (claims.iat * 1000 > trust.now() + trust.clockSkewMs) throw new VerificationError("route-time", "signed in the future");
  if (claims.exp !== undefined && claims.exp * 1000 <= trust.now() - trust.clockSkewMs) throw new VerificationError("route-time", "expired");
  if (trust.maxAgeMs !== undefined && claims.iat * 1000 < trust.now() - trust.clockSkewMs - trust.maxAgeMs) throw new VerificationError("route-time", "signed too long ago");
  if (claims.destinationId !== route.destinationId) throw new VerificationError("route-destination", "signed for another destination");
  if (!trust.submissionHosts.includes(claims.submissionHost)) throw new VerificationError("route-host", "a destination of another environment");
  const ofService = claims.services.filter(({ leistungIDs }) => leistungIDs.some((id) => leikaKey(id) === wish.leikaKey));
  if (ofService.length === 0) throw new VerificationError("route-service", "not responsible for this service");
  const { ars, ags } = wish;
  const covers = ars !== undefined ? (area: string) => ars.startsWith(area) : ags !== undefined ? (area: string) => coversAgs(area, ags) : undefined;
  if (covers && !ofService.some(({ gebietIDs }) => gebietIDs.some((id) => { const area = areaOf(id); return area !== undefined && covers(area); }))) throw new VerificationError("route-area", "not responsible for this place");
}

/** The digits of a Gebiet that say something. */
function areaOf(id: string): string | undefined {
  const gebiet = GEBIET.exec(id)?.[1];
  if (gebiet?.length !== 12) return gebiet;
  // 12 zeros, or a county written with 12 digits, are padded: the zeros at the end of a level say nothing.
  const digits = gebiet.replace(/0+$/, "");
  const level = [0, 2, 3, 5, 9, 12].find((length) => length >= digits.length) ?? 12;
  return gebiet.slice(0, level);
}

/** ARS and AGS agree down to the county; then the ARS names the association (4 digits), which the AGS does not know: there the county has to do. */
function coversAgs(area: string, ags: string): boolean {
  if (area.length <= 5) return ags.startsWith(area);
  return ags.length === 8 && ags.startsWith(area.slice(0, 5)) && (area.length < 12 || ags.endsWith(area.slice(9)));
}
