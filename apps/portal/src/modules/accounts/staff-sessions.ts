import * as oidc from "openid-client";
import type { Clock } from "#platform/clock";
import { randomToken } from "#platform/crypto";
import { sql, type Database } from "#platform/database";
import { csrfToken, type Outbound } from "#platform/http";
import { newId } from "#platform/ids";
import { tokenHash } from "./secrets.ts";
import { staffRolesOf } from "./staff-roles.ts";
import type { StaffRole, StaffSession } from "./staff-session.ts";
import { staffTerms } from "./terms.ts";

export interface StaffSettings {
  readonly issuer: string; readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string;
  /** Only for the demonstration: an issuer on the loopback without TLS. */
  readonly allowHttp: boolean;
}

/** Staff sign in with OpenID Connect (code flow, PKCE, nonce); roles come from the provider's groups at each sign-in. */
export function createStaffSessions({ db, clock, outbound, settings, tenantBySlug }: {
  readonly db: Database; readonly clock: Clock; readonly outbound: Outbound; readonly settings: StaffSettings; readonly tenantBySlug: (slug: string) => { readonly id: string } | undefined;
}) {
  let discovered: Promise<oidc.Configuration> | undefined;
  function provider(): Promise<oidc.Configuration> {
    discovered ??= oidc.discovery(new URL(settings.issuer), settings.clientId, settings.clientSecret, undefined, {
      [oidc.customFetch]: (url, init) => outbound(url, { method: init.method, headers: Object.fromEntries(new Headers(init.headers)), ...(init.body instanceof URLSearchParams || typeof init.body === "string" ? { body: String(init.body) } : {}) }),
      ...(settings.allowHttp ? { execute: [oidc.allowInsecureRequests] } : {}),
    });
    discovered.catch(() => { discovered = undefined; });
    return discovered;
  }

  return {
    /** Address of the provider for this person, and the cookie that binds the way back to this browser. */
    async beginStaffSignIn(returnPath: string): Promise<{ readonly redirect: string; readonly cookie: string }> {
      const config = await provider();
      const [state, verifier, nonce] = [randomToken(32), oidc.randomPKCECodeVerifier(), oidc.randomNonce()];
      await db.asOperator("staff sign-in", (tx) => tx.run(sql`insert into accounts.staff_request (state_hash, verifier, nonce, return_path, expires_at)
        values (${tokenHash(state)}, ${verifier}, ${nonce}, ${returnPath}, ${new Date(clock.now().getTime() + 600_000)})`));
      const redirect = oidc.buildAuthorizationUrl(config, {
        redirect_uri: settings.redirectUri, scope: "openid profile email groups", state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
      });
      return { redirect: redirect.href, cookie: state };
    },

    /** The provider's answer. A second use of the same state finds nothing. */
    async finishStaffSignIn(query: URLSearchParams, cookie: string | undefined): Promise<{ readonly kind: "failed" } | { readonly kind: "no-role" } | { readonly kind: "signed-in"; readonly session: string; readonly returnPath: string }> {
      const state = query.get("state");
      if (cookie === undefined || state === null || state !== cookie) return { kind: "failed" };
      const now = clock.now();
      const request = await db.asOperator("staff sign-in", (tx) => tx.maybe<{ verifier: string; nonce: string; return_path: string }>(sql`
        delete from accounts.staff_request where state_hash = ${tokenHash(state)} and expires_at > ${now} returning verifier, nonce, return_path`));
      if (!request) return { kind: "failed" };
      let tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;
      try {
        tokens = await oidc.authorizationCodeGrant(await provider(), new URL(`${settings.redirectUri}?${query.toString()}`), { pkceCodeVerifier: request.verifier, expectedState: state, expectedNonce: request.nonce, idTokenExpected: true });
      } catch (error) {
        if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ClientError) return { kind: "failed" };
        throw error;
      }
      const claims = tokens.claims();
      if (!claims) return { kind: "failed" };
      const roles = staffRolesOf(claims["groups"], tenantBySlug);
      if (roles.length === 0) return { kind: "no-role" };
      const session = randomToken(32);
      await db.asOperator("staff sign-in", async (tx) => {
        const staff = await tx.one<{ id: string }>(sql`insert into accounts.staff (id, issuer, subject, name, email, last_seen_at, roles)
          values (${newId()}, ${settings.issuer}, ${claims.sub}, ${textOf(claims["name"]) || claims.sub}, ${textOf(claims["email"])}, ${now}, ${JSON.stringify(roles)})
          on conflict (issuer, subject) do update set name = excluded.name, email = excluded.email, last_seen_at = excluded.last_seen_at, roles = excluded.roles, left_at = null returning id`);
        const towns = [...new Set(roles.flatMap(({ tenant }) => tenant ?? []))];
        await tx.run(sql`insert into accounts.staff_name (tenant_id, staff_id, name, last_seen_at) select town, ${staff.id}, ${textOf(claims["name"]) || claims.sub}, ${now} from unnest(${towns}::uuid[]) town
          on conflict (tenant_id, staff_id) do update set name = excluded.name, last_seen_at = excluded.last_seen_at`);
        await tx.run(sql`insert into accounts.staff_session (token_hash, id, staff_id, roles, id_token, expires_at, idle_until)
          values (${tokenHash(session)}, ${newId()}, ${staff.id}, ${JSON.stringify(roles)}, ${tokens.id_token ?? null}, ${minutesAfter(now, staffTerms.totalMinutes)}, ${minutesAfter(now, staffTerms.idleMinutes)})`);
      });
      return { kind: "signed-in", session, returnPath: request.return_path };
    },

    async staff(cookie: string): Promise<StaffSession | undefined> {
      if (!/^[\w-]{43}$/.test(cookie)) return undefined;
      const now = clock.now();
      const hash = tokenHash(cookie);
      const row = await db.asOperator("read a staff session", async (tx) => {
        const found = await tx.maybe<{ id: string; staff_id: string; name: string; email: string; roles: StaffRole[]; expires_at: Date; idle_until: Date }>(sql`
          select s.id, s.staff_id, p.name, p.email, s.roles, s.expires_at, s.idle_until from accounts.staff_session s join accounts.staff p on p.id = s.staff_id
          where s.token_hash = ${hash} and s.expires_at > ${now} and s.idle_until > ${now}`);
        const idle = minutesAfter(now, staffTerms.idleMinutes);
        if (found && idle.getTime() - found.idle_until.getTime() > 60_000) await tx.run(sql`update accounts.staff_session set idle_until = ${idle} where token_hash = ${hash}`);
        return found;
      });
      return row && {
        id: row.id, staff: row.staff_id, name: row.name, email: row.email, expiresAt: row.expires_at, idleUntil: row.idle_until, csrf: csrfToken(cookie),
        roles: row.roles.map((role) => ({ tenant: role.tenant, role: role.role, office: role.office })),
      };
    },

    /** Ends the session here; the address at which the provider's own session ends, where it has one. */
    async staffSignOut(session: StaffSession, backTo: string): Promise<string | undefined> {
      const row = await db.asOperator("staff sign-out", (tx) => tx.maybe<{ id_token: string | null }>(sql`delete from accounts.staff_session where id = ${session.id} returning id_token`));
      const config = await provider().catch(() => undefined);
      if (!config?.serverMetadata().end_session_endpoint || !row?.id_token) return undefined;
      return oidc.buildEndSessionUrl(config, { id_token_hint: row.id_token, post_logout_redirect_uri: backTo }).href;
    },

    /** Who works in a town, for assigning and substitutes; and who did, by name alone, with no role and no address. */
    async staffOf(tenant: string): Promise<{ readonly id: string; readonly name: string; readonly email: string; readonly roles: readonly StaffRole[] }[]> {
      const rows = await db.inTenant(tenant, (tx) => tx.rows<{ id: string; name: string; email: string; roles: StaffRole[] }>(sql`
        select n.staff_id as id, coalesce(s.name, n.name) as name, coalesce(s.email, '') as email, coalesce(s.roles, '[]') as roles
        from accounts.staff_name n left join accounts.staff s on s.id = n.staff_id and s.roles @> ${JSON.stringify([{ tenant }])}
        where n.tenant_id = ${tenant} order by 2`));
      return rows.map((row) => ({ ...row, roles: row.roles.filter((role) => role.tenant === tenant) }));
    },
  };
}

const minutesAfter = (now: Date, minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const textOf = (claim: unknown): string => (typeof claim === "string" ? claim.slice(0, 200) : "");
