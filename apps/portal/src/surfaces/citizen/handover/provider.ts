import { hkdfSync } from "node:crypto";
import type { Configuration, interactionPolicy as Policy, JWK } from "oidc-provider";
import type Provider from "oidc-provider";
import { handoverAttributes } from "#modules/handover";
import type { Tenant } from "#modules/tenants";
import { createAdapter } from "./adapter.ts";
import { levelWords, openIdPath, type HandoverPages } from "./handover-pages.ts";
import type { ProviderPages } from "./provider-pages.ts";

/** The library is read when the first extension asks for it: it costs 22 MB and 0.2 seconds, and most installations never need it (decision 0040). */
const library = () => import("oidc-provider");

/**
 * The certified OpenID provider of one town: code flow with PKCE and nothing else, a person's key per extension, opaque tokens. Whom it knows and what
 * it keeps is asked from the database each time.
 */
export async function createProvider(portal: HandoverPages, tenant: Tenant, pages: ProviderPages): Promise<Provider> {
  const { default: OpenIdProvider, interactionPolicy, errors } = await library();
  const keys = await portal.handover.signingKeys();
  const provider = new OpenIdProvider(`${portal.addresses.originOf(tenant)}${openIdPath}`, {
    adapter: createAdapter(portal, tenant.id, () => new errors.InvalidGrant("the code was used before")),
    jwks: { keys: [...keys] as JWK[] },
    cookies: {
      names: { session: "openid-sitzung", interaction: "openid-uebergabe", resume: "openid-fortsetzung" },
      keys: [Buffer.from(hkdfSync("sha256", portal.pepper, Buffer.alloc(0), `handover.cookies/${tenant.id}`, 32)).toString("base64url")],
      short: { httpOnly: true, sameSite: "lax", overwrite: true, signed: true, path: "/" }, long: { httpOnly: true, sameSite: "lax", overwrite: true, signed: true, path: openIdPath },
    },
    scopes: ["openid", ...handoverAttributes],
    claims: { openid: ["sub"], acr: null, auth_time: null, ...Object.fromEntries(handoverAttributes.map((name) => [name, [name]])) },
    acrValues: [...levelWords],
    responseTypes: ["code"], subjectTypes: ["pairwise"], pkce: { required: () => true },
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    enabledJWA: { idTokenSigningAlgValues: ["ES256"], clientAuthSigningAlgValues: ["ES256", "ES384", "PS256", "EdDSA"] },
    pairwiseIdentifier: (_ctx, account, client) => portal.handover.subject(account, tenant.id, client.clientId),
    findAccount: (_ctx, account, token) => ({
      accountId: account,
      async claims(use) {
        const grant = token && "grantId" in token ? token.grantId : undefined;
        // The values leave at the userinfo endpoint only, and each time the person sees it in their account.
        if (use !== "userinfo" || grant === undefined || token?.clientId === undefined) return { sub: account };
        return { sub: account, ...await portal.handover.readPerson({ tenant: tenant.id, client: token.clientId, grant }) };
      },
    }),
    // Nobody is handed over on the strength of an earlier time: each request is shown to the person.
    loadExistingGrant: (ctx) => {
      const id = ctx.oidc.result?.consent?.grantId;
      return id === undefined ? Promise.resolve(undefined) : ctx.oidc.provider.Grant.find(id);
    },
    interactions: { url: (_ctx, { uid }) => `${openIdPath}/uebergabe/${uid}`, policy: alwaysAsk(interactionPolicy) },
    expiresWithSession: () => false,
    // As long as the hand-over: that ends with the sign-in at the latest.
    ttl: { AccessToken: (ctx) => Math.max(1, (ctx.oidc.entities.Grant?.exp ?? 0) - Math.floor(Date.now() / 1000)), AuthorizationCode: 60, IdToken: 600, Interaction: 3_600, Session: 3_600, Grant: 3_600 },
    features: {
      devInteractions: { enabled: false }, userinfo: { enabled: true }, revocation: { enabled: true }, claimsParameter: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: pages.logout, postLogoutSuccessSource: pages.loggedOut },
    },
    renderError: pages.error,
  } satisfies Configuration);
  // Only a hash of the secret is kept, so the library cannot compare it by itself.
  provider.Client.prototype.compareClientSecret = function compareClientSecret(secret: string) {
    return portal.extensions.provesSecret({ client: this.clientId, secret });
  };
  provider.proxy = true;
  provider.on("server_error", (_ctx, error) => { portal.log.error({ err: error.message }, "the OpenID provider failed"); });
  provider.use(pages.endPortalSession);
  return provider;
}

function alwaysAsk({ base, Check }: typeof Policy): ReturnType<typeof base> {
  const policy = base();
  policy.get("login")?.checks.add(new Check("each_time", "the person is asked each time", "interaction_required", (ctx) => ctx.oidc.result === undefined));
  return policy;
}
