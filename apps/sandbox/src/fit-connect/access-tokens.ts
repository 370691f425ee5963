import { randomUUID } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { ServiceKey } from "./service-keys.ts";

const PREFIX = "https://schema.fitko.de/fit-connect/oauth/scopes/";
export const SCOPES = {
  sender: [`${PREFIX}send-submissions`],
  subscriber: [`${PREFIX}manage-destinations`, `${PREFIX}subscribe-destinations`],
} as const;
export type Right = "send-submissions" | "manage-destinations" | "subscribe-destinations";

export interface Caller { readonly clientId: string; readonly rights: ReadonlySet<Right> }

export interface AccessTokens {
  issue(clientId: string, scopes: readonly string[], lifetimeSeconds: number): Promise<string>;
  /** The client and its rights, or undefined for anything but a token of ours that is valid now. */
  verify(authorization: string | undefined): Promise<Caller | undefined>;
  /** Every token issued so far is over, as after its 1800 seconds. */
  expireAll(): void;
}

const claimsSchema = z.object({ sub: z.string(), scope: z.string(), generation: z.number(), exp: z.number() });
const MOST_PROVED = 1_000;
interface Proved { readonly caller: Caller; readonly generation: number; readonly from: number; readonly until: number }
const rightSchema = z.enum(["send-submissions", "manage-destinations", "subscribe-destinations"]);

/** JWT, RS256, with the lifetime by the sandbox's clock (delivery.md 1.3). */
export function createAccessTokens(key: ServiceKey, issuer: string, clock: () => Date): AccessTokens {
  let generation = 0;
  // A token is proved once; its end and its generation are looked at each time.
  const proved = new Map<string, Proved>();
  const prove = async (authorization: string): Promise<Proved | undefined> => {
    const seconds = clock().getTime() / 1000;
    const known = proved.get(authorization);
    if (known && known.from <= seconds && seconds < known.until) return known;
    const token = /^Bearer ([A-Za-z0-9_.-]{1,4000})$/i.exec(authorization)?.[1];
    if (token === undefined) return undefined;
    const { payload } = await jwtVerify(token, key.publicKey, { algorithms: ["RS256"], issuer, currentDate: clock() });
    const claims = claimsSchema.parse(payload);
    const rights = new Set(claims.scope.split(" ").flatMap((scope) => rightSchema.safeParse(scope.slice(PREFIX.length)).data ?? []));
    const found: Proved = { caller: { clientId: claims.sub, rights }, generation: claims.generation, from: seconds, until: Math.floor(claims.exp) };
    if (proved.size >= MOST_PROVED) proved.clear();
    proved.set(authorization, found);
    return found;
  };
  return {
    async issue(clientId, scopes, lifetimeSeconds) {
      const now = Math.floor(clock().getTime() / 1000);
      return new SignJWT({ scope: scopes.join(" "), clientId, generation }).setProtectedHeader({ alg: "RS256", typ: "JWT", kid: key.kid })
        .setIssuer(issuer).setSubject(clientId).setIssuedAt(now).setExpirationTime(now + lifetimeSeconds).setJti(randomUUID()).sign(key.privateKey);
    },
    async verify(authorization) {
      try {
        const found = await prove(authorization ?? "");
        return found?.generation === generation ? found.caller : undefined;
      } catch {
        return undefined;
      }
    },
    expireAll() { generation += 1; },
  };
}
