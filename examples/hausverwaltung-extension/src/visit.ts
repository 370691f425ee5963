import { randomBytes } from "node:crypto";

/** Whoever was handed over: what the portal confirmed and the person agreed to. */
export interface Landlord {
  readonly givenName: string; readonly surname: string; readonly email: string | undefined;
  readonly address: { readonly street: string; readonly houseNumber: string; readonly postalCode: string; readonly city: string };
  /** Good for one hour, for this person, for submitting. */
  readonly handover: string;
  readonly idToken: string;
}

export interface Visit {
  /** Of the forms of this visit. */
  readonly csrf: string;
  /** One submission of this visit has one effect, however often it is sent. */
  key: string;
  signIn?: { readonly verifier: string; readonly state: string; readonly nonce: string };
  landlord?: Landlord;
  sent?: { readonly reference: string; readonly url: string };
}

const hourMs = 3_600_000;
const most = 10_000;
const cookie = /(?:^|;\s*)besuch=([\w-]{43})(?:;|$)/;

/** Visits live in memory, for an hour: this program keeps nothing of anybody. */
export function createVisits(secure: boolean) {
  const visits = new Map<string, { readonly visit: Visit; readonly until: number }>();
  const name = (token: string): string => `besuch=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600${secure ? "; Secure" : ""}`;
  return {
    of(request: Request): Visit | undefined {
      const token = cookie.exec(request.headers.get("cookie") ?? "")?.[1];
      const found = token === undefined ? undefined : visits.get(token);
      return found && found.until > Date.now() ? found.visit : undefined;
    },
    /** A fresh one with a fresh cookie: what was known before a sign-in is not what counts after it. */
    begin(): { readonly visit: Visit; readonly cookie: string } {
      const token = randomBytes(32).toString("base64url");
      const visit: Visit = { csrf: randomBytes(24).toString("base64url"), key: randomBytes(16).toString("hex") };
      visits.set(token, { visit, until: Date.now() + hourMs });
      for (const [old, { until }] of visits) if (until <= Date.now() || visits.size > most) visits.delete(old); else break;
      return { visit, cookie: name(token) };
    },
    end(request: Request): void {
      const token = cookie.exec(request.headers.get("cookie") ?? "")?.[1];
      if (token !== undefined) visits.delete(token);
    },
  };
}
