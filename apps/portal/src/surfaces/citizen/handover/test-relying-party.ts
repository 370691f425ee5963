import { createServer } from "node:http";
import { after } from "node:test";
import { localFetch } from "@kommunalportal/extension-sdk/node";
import * as oidc from "openid-client";

/** The side of an extension: the certified client library, and a place to come back to. */
export async function relyingParty() {
  const server = createServer((_request, response) => { response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><html lang=\"de\"><head><title>Dienst</title></head><body><main><h1>Zurück beim Dienst</h1></main></body></html>"); });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => { server.closeAllConnections(); server.close(); });
  const address = server.address();
  const origin = `http://dienst.localhost:${typeof address === "object" && address ? address.port : 0}`;
  const redirectUri = `${origin}/rueckkehr`;

  async function begin(issuer: string, client: string, auth: oidc.ClientAuth, more: Readonly<Record<string, string>> = {}) {
    const configuration = await oidc.discovery(new URL(issuer), client, { id_token_signed_response_alg: "ES256" }, auth, {
      execute: [oidc.allowInsecureRequests], [oidc.customFetch]: (url, init) => localFetch(url, init as RequestInit),
    });
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const url = oidc.buildAuthorizationUrl(configuration, { redirect_uri: redirectUri, scope: "openid given_name family_name", state, nonce, code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256", ...more });
    return { configuration, url, finish: (back: string) => oidc.authorizationCodeGrant(configuration, new URL(back), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }) };
  }
  return { origin, redirectUri, begin };
}
