import type { PortalClient } from "./portal-client.ts";
import { PortalProblem } from "./problem.ts";

/** What a portal adds to the address of a page, or says when it asks a page: from which town, in which language, and a launch code. */
export interface Opened {
  /** Code for {@link exchangeLaunch}; none for tiles and services of one's own. */
  readonly start: string | null;
  /** The town, by the issuer of its OpenID provider (OpenID Connect Core 1.0, section 4). Whoever sends it may lie: ask {@link createTowns}. */
  readonly issuer: string | undefined;
  /** Short name of the town, for words only. */
  readonly place: string | undefined;
  readonly language: "de" | "en";
}

/** Reads it from the address of a request, or from the body with which a portal asks (`form-check`). */
export function openedFrom(given: string | URL | Readonly<Record<string, unknown>>): Opened {
  const fields = typeof given === "string" || given instanceof URL ? Object.fromEntries(new URL(given).searchParams) : given;
  const text = (name: string): string | undefined => { const value = fields[name]; return typeof value === "string" && value.length <= 500 ? value : undefined; };
  return { start: text("start") ?? null, issuer: text("iss"), place: text("ort"), language: text("sprache") === "en" ? "en" : "de" };
}

export interface Towns {
  /**
   * The portal of the town that somebody comes from; undefined for one that this program does not work for: then nothing is exchanged, and no code goes anywhere.
   * @throws {PortalProblem} when a portal cannot say now who it is
   */
  from(opened: Pick<Opened, "issuer">): Promise<PortalClient | undefined>;
}

/** The towns that a program works for: one client each. What an address claims is believed only as far as one of them says the same of itself. */
export function createTowns(clients: readonly PortalClient[]): Towns {
  const issuers = new Map<PortalClient, string>();

  return {
    async from({ issuer }) {
      // Older portals name none; with one town there is nothing to tell apart.
      if (issuer === undefined) return clients.length === 1 ? clients[0] : undefined;
      const known = [...issuers].find(([, one]) => one === issuer);
      if (known) return known[0];
      const asked = await Promise.allSettled(clients.filter((client) => !issuers.has(client)).map(async (client) => { issuers.set(client, `${(await client.call("getTenant", {})).portal}/openid`); }));
      const found = [...issuers].find(([, one]) => one === issuer);
      if (found) return found[0];
      // A town that has taken back its permission is none of ours; one that does not answer might be.
      const away = asked.find((one) => one.status === "rejected" && !(one.reason instanceof PortalProblem && one.reason.status < 500));
      if (away?.status === "rejected") throw away.reason;
      return undefined;
    },
  };
}
