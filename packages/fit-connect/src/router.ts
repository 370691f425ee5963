import { z } from "zod";
import { kept } from "./api/kept.ts";
import { VerificationError } from "./errors/verification-error.ts";
import { shaped } from "./http/api-client.ts";
import { connectionOf, type ConnectionSettings } from "./http/connection.ts";
import { exchange } from "./http/exchange.ts";
import { withRetries } from "./http/with-retries.ts";
import { verificationKey, type VerificationKey } from "./keys/signing-key.ts";
import { areaSchema, routeSchema, type Area, type Route } from "./routing/route.ts";
import { verifyDestinationParameters } from "./routing/verify-destination-parameters.ts";
import { verifyRoute } from "./routing/verify-route.ts";

export interface RouteQuery {
  /** 14 digits, no URN. */
  readonly leikaKey: string;
  /** Exactly one of the three. */
  readonly place: { readonly ars: string } | { readonly ags: string } | { readonly areaId: string };
}

/** A destination that was named and not proved: nothing of it is to be used. */
export interface RefusedRoute {
  readonly destinationId: string;
  readonly error: VerificationError;
}

export interface ProvedRoutes {
  readonly routes: readonly Route[];
  /** What the routing service named beside them: to be told to whoever watches, for something is wrong there. */
  readonly refused: readonly RefusedRoute[];
}

export interface RouterSettings extends Omit<ConnectionSettings, "clientId" | "clientSecret"> {
  /** How long after it was signed the statement about a destination counts. Default: for ever, since no greatest age is documented (`RouteTrust.maxAgeMs`). */
  readonly maxRouteAgeMs?: number;
}

export interface Router {
  /**
   * Every destination that takes this service for this place, each with its signature checked. One that is not right takes nothing from the others: whoever could forge it could
   * have left it out as well. @throws VerificationError of the first that is not right, where none is
   */
  routes(query: RouteQuery): Promise<ProvedRoutes>;
  /** Places by name or postcode, `*` as wildcard; 1 to 10 terms. */
  areas(terms: readonly string[], page?: { readonly offset: number; readonly limit: number }): Promise<readonly Area[]>;
  /** Version of the service, e.g. `2.0.0`. */
  version(): Promise<string>;
}

const patterns = { ars: /^(\d{2}|\d{3}|\d{5}|\d{9}|\d{12})$/, ags: /^(\d{2}|\d{3}|\d{5}|\d{8})$/, areaId: /^\d{1,20}$/ } as const;
const PAGE = 100;
const routesSchema = z.looseObject({ routes: z.array(routeSchema).max(500), totalCount: z.int().min(0).optional() });
const areasSchema = z.looseObject({ areas: z.array(areaSchema).max(500) });
const keySetSchema = z.looseObject({ keys: z.array(z.unknown()).max(200) });

/** The Routing API 2.0.0 (delivery.md 1.4): public, without token; client id and secret are not sent. */
export function createRouter({ maxRouteAgeMs, ...settings }: RouterSettings): Router {
  const connection = connectionOf({ ...settings, clientId: "", clientSecret: "" });
  const { environment, limits } = connection;
  const read = async <T>(url: string, schema: z.ZodType<T>): Promise<T> => {
    const answer = await withRetries(connection, () => exchange(connection, { method: "GET", url, expect: [200], maxBytes: 10 * limits.answerBytes }));
    return shaped(answer.body, schema);
  };
  const keyAt = (base: string): ((kid: string) => Promise<VerificationKey | undefined>) => {
    const keys = kept(() => read(`${base}/.well-known/jwks.json`, keySetSchema), { now: connection.now, milliseconds: 600_000 });
    let refreshed = -Infinity;
    const find = async (kid: string): Promise<unknown> => (await keys("")).keys.find((key) => typeof key === "object" && key !== null && "kid" in key && key.kid === kid);
    return async (kid) => {
      let jwk = await find(kid);
      // It may have taken a new key since: ask again, but not for every signature of a stranger.
      if (jwk === undefined && connection.now() - refreshed >= 60_000) {
        refreshed = connection.now();
        keys.forget("");
        jwk = await find(kid);
      }
      return jwk === undefined ? undefined : verificationKey(jwk);
    };
  };
  const [portalKey, serviceKey] = [keyAt(environment.portalUrl), keyAt(environment.submissionUrl)];
  const trust = {
    portalKey, now: connection.now, clockSkewMs: connection.clockSkewMs, maxAgeMs: maxRouteAgeMs, issuers: environment.routeIssuers ?? [environment.portalUrl],
    submissionHosts: environment.submissionHosts ?? [new URL(environment.submissionUrl).host],
  };

  return {
    async routes({ leikaKey, place }) {
      if (!/^99\d{12}$/.test(leikaKey)) throw new RangeError("a LeiKa key has 14 digits and begins with 99");
      const wanted = Object.entries(place);
      const [name, value = ""] = wanted[0] ?? [];
      if (wanted.length !== 1 || (name !== "ars" && name !== "ags" && name !== "areaId") || !patterns[name].test(value)) throw new RangeError("exactly one place: ars, ags or areaId");
      const named: Route[] = [];
      for (;;) {
        const page = await read(`${environment.routingUrl}/v1/routes?leikaKey=${leikaKey}&${name}=${value}&offset=${named.length}&limit=${PAGE}`, routesSchema);
        named.push(...page.routes);
        if (page.routes.length === 0 || named.length >= (page.totalCount ?? 0) || named.length >= limits.listed) break;
      }
      const [routes, refused]: [Route[], RefusedRoute[]] = [[], []];
      for (const route of named) {
        try {
          await verifyRoute(route, { leikaKey, ...(name === "areaId" ? {} : { [name]: value }) }, trust);
          await verifyDestinationParameters(route, serviceKey);
          routes.push(route);
        } catch (error) {
          // Keys that cannot be fetched say nothing about any of them.
          if (!(error instanceof VerificationError)) throw error;
          refused.push({ destinationId: route.destinationId, error });
        }
      }
      const [first] = refused;
      if (first && routes.length === 0) throw first.error;
      return { routes, refused };
    },
    async areas(terms, { offset, limit } = { offset: 0, limit: PAGE }) {
      if (terms.length < 1 || terms.length > 10 || terms.some((term) => !/[^*]{2}/.test(term) || term.length > 100)) throw new RangeError("1 to 10 terms of at least two characters");
      if (!Number.isInteger(offset) || offset < 0 || !Number.isInteger(limit) || limit < 1 || limit > 500) throw new RangeError("offset from 0, limit from 1 to 500");
      const query = new URLSearchParams([...terms.map((term) => ["areaSearchexpression", term]), ["offset", String(offset)], ["limit", String(limit)]]);
      return (await read(`${environment.routingUrl}/v1/areas?${query.toString()}`, areasSchema)).areas;
    },
    async version() {
      const { version: { major, minor, patch } } = await read(`${environment.routingUrl}/v1/info`, z.looseObject({ version: z.looseObject({ major: z.int(), minor: z.int(), patch: z.int() }) }));
      return `${major}.${minor}.${patch}`;
    },
  };
}
