import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

export interface PaymentClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The two ways in that this provider offers: HTTP Basic (as epay21) and OAuth 2.0 client credentials (as pmPayment). */
export interface ClientAuthentication {
  admits(authorization: string | undefined): boolean;
  /** A bearer token for 1800 seconds, or undefined for wrong credentials. */
  issueToken(clientId: string, clientSecret: string): { readonly token: string; readonly expiresIn: number } | undefined;
}

const LIFETIME_SECONDS = 1800;

export function createClientAuthentication(client: PaymentClientCredentials, clock: () => Date): ClientAuthentication {
  const basic = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64")}`;
  const tokens = new Map<string, number>();
  return {
    admits(authorization) {
      if (authorization === undefined) return false;
      if (same(authorization, basic)) return true;
      const until = tokens.get(/^Bearer (\S{1,200})$/i.exec(authorization)?.[1] ?? "");
      return until !== undefined && clock().getTime() < until;
    },
    issueToken(clientId, clientSecret) {
      if (!same(`${clientId}:${clientSecret}`, `${client.clientId}:${client.clientSecret}`)) return undefined;
      const now = clock().getTime();
      for (const [token, until] of tokens) if (until <= now) tokens.delete(token);
      const token = randomBytes(32).toString("base64url");
      tokens.set(token, now + LIFETIME_SECONDS * 1000);
      return { token, expiresIn: LIFETIME_SECONDS };
    },
  };
}

function same(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
