import { localFetch } from "@kommunalportal/extension-sdk/node";
import * as oidc from "openid-client";
import type { Landlord, Visit } from "./visit.ts";

export interface SignInSettings { readonly issuer: () => Promise<string>; readonly clientId: string; readonly clientSecret: string; readonly origin: string }

/** The way to the portal and back, by the certified client library. */
export function createSignIn(settings: SignInSettings) {
  let known: Promise<oidc.Configuration> | undefined;

  async function configuration(): Promise<oidc.Configuration> {
    known ??= settings.issuer().then((issuer) => oidc.discovery(new URL(issuer), settings.clientId, { id_token_signed_response_alg: "ES256" }, oidc.ClientSecretBasic(settings.clientSecret), {
      // Without TLS only beside a demonstration portal on this machine.
      // The signature is checked too, although TLS would do.
      execute: [oidc.enableNonRepudiationChecks, ...(issuer.startsWith("http:") ? [oidc.allowInsecureRequests] : [])], [oidc.customFetch]: (url, init) => localFetch(url, init as RequestInit),
    }));
    known.catch(() => { known = undefined; });
    return known;
  }

  return {
    async leave(visit: Visit): Promise<string> {
      const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
      visit.signIn = { verifier, state, nonce };
      return oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: `${settings.origin}/rueckkehr`, scope: "openid given_name family_name address email", state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
      }).href;
    },
    /** Undefined: the person cancelled. Whatever does not fit throws. */
    async arrive(visit: Visit, query: URLSearchParams): Promise<Landlord | undefined> {
      const begun = visit.signIn;
      delete visit.signIn;
      if (!begun) throw new Error("nobody left for the portal");
      if (query.get("error") === "access_denied" && query.get("state") === begun.state) return undefined;
      const config = await configuration();
      const tokens = await oidc.authorizationCodeGrant(config, new URL(`${settings.origin}/rueckkehr?${query.toString()}`), { pkceCodeVerifier: begun.verifier, expectedState: begun.state, expectedNonce: begun.nonce });
      const claims = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? "");
      const address = (claims.address ?? {}) as { readonly street_address?: string; readonly postal_code?: string; readonly locality?: string };
      const [, street = "", houseNumber = ""] = /^(.*?)\s*(\d+\s*[a-z]?)?$/i.exec(address.street_address ?? "") ?? [];
      return {
        givenName: claims.given_name ?? "", surname: claims.family_name ?? "", email: claims.email, address: { street, houseNumber, postalCode: address.postal_code ?? "", city: address.locality ?? "" },
        handover: tokens.access_token, idToken: tokens.id_token ?? "",
      };
    },
    async signOut(idToken: string): Promise<string> {
      return oidc.buildEndSessionUrl(await configuration(), { id_token_hint: idToken, post_logout_redirect_uri: `${settings.origin}/abgemeldet` }).href;
    },
  };
}
