import { html, raw } from "@kommunalportal/html";
import Provider, { type Configuration } from "oidc-provider";
import type { Credentials } from "../frame/credentials.ts";
import { page } from "../frame/page.ts";
import { createMemoryAdapter } from "./memory-adapter.ts";
import { claimsOf, staffPersonOf } from "./staff-persons.ts";

export const SITE = "Sandbox-Mitarbeiteranmeldung";
/** Where the portal gets the answer and where it lands after logging out. */
export const CALLBACK_PATH = "/mitarbeit/anmeldung/rueckkehr";
export const AFTER_LOGOUT_PATHS = ["/", "/mitarbeit", "/mitarbeit/"] as const;
const SCOPES = ["openid", "profile", "email", "groups"];

interface Parts { readonly issuer: string; readonly portalOrigin: string; readonly credentials: Credentials["staff"] }

/** The certified OpenID provider `oidc-provider`, set up as an administration's identity provider: code flow with PKCE only. */
export function createStaffProvider({ issuer, portalOrigin, credentials }: Parts): Provider {
  const configuration: Configuration = {
    adapter: createMemoryAdapter(),
    clients: [{
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      client_name: "Kommunalportal",
      redirect_uris: [`${portalOrigin}${CALLBACK_PATH}`],
      post_logout_redirect_uris: AFTER_LOGOUT_PATHS.map((path) => `${portalOrigin}${path}`),
      grant_types: ["authorization_code"],
      response_types: ["code"],
    }],
    jwks: { keys: [credentials.signingKey] },
    cookies: { keys: [credentials.cookieKey] },
    scopes: SCOPES,
    claims: {
      openid: ["sub"], profile: ["name", "given_name", "family_name"], email: ["email", "email_verified"], groups: ["groups"],
    },
    // The claims stand in the ID token as well, as most identity providers of administrations are set up.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ["code"],
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 3600, Session: 36_000, Grant: 36_000 },
    findAccount: (_ctx, sub) => {
      const person = staffPersonOf(sub);
      return person && { accountId: sub, claims: () => claimsOf(person) };
    },
    // The portal belongs to the same house: nobody is asked for consent.
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope(SCOPES.join(" "));
      await grant.save();
      return grant;
    },
    interactions: { url: (_ctx, interaction) => `/anmeldung/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = page({ title: "Abmelden", site: SITE, body: html`<p>Möchten Sie sich auch bei der Mitarbeiteranmeldung abmelden?</p>${raw(form)}
<ul class="choices"><li><button class="main" type="submit" form="op.logoutForm" name="logout" value="yes">Ja, abmelden</button></li>
<li><button type="submit" form="op.logoutForm">Nein, angemeldet bleiben</button></li></ul>` });
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = page({ title: "Sie sind abgemeldet", site: SITE, body: html`<p><a href="${portalOrigin}/">Zum Portal</a></p>` });
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = "html";
      ctx.body = page({ title: "Die Anmeldung ist nicht möglich", site: SITE, body: html`<p>Bitte beginnen Sie die Anmeldung im Portal von vorn.</p>
<p>Kennung: <code>${out.error}</code></p>` });
    },
  };
  const provider = new Provider(issuer, configuration);
  allowAnyPortOf(provider, new URL(portalOrigin).hostname);
  return provider;
}

/**
 * As for every loopback address (RFC 8252, 7.3) the port of the portal may differ: `portal.localhost` always means this
 * machine (RFC 6761, 6.3), and a second portal beside the first must not need a second registration.
 */
function allowAnyPortOf(provider: Provider, hostname: string): void {
  const fits = (value: string, paths: readonly string[]): boolean => {
    const url = URL.parse(value);
    return url !== null && paths.some((path) => value === `http://${hostname}${url.port && `:${url.port}`}${path}`);
  };
  provider.Client.prototype.redirectUriAllowed = (value: string) => fits(value, [CALLBACK_PATH]);
  provider.Client.prototype.postLogoutRedirectUriAllowed = (value: string) => fits(value, AFTER_LOGOUT_PATHS);
}
