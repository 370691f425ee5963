import { decodeJwt } from "jose";
import type { FastifyReply, FastifyRequest } from "fastify";
import { assertionAlgorithms, scopes, type TokenRequest } from "#modules/extensions";
import { createRateLimit, formFields, type App, type FormFields } from "#platform/http";
import type { ExtensionApiParts } from "./operation.ts";

type TokenError = "invalid_request" | "invalid_client" | "invalid_scope" | "invalid_target" | "unsupported_grant_type" | "temporarily_unavailable";

const told: Readonly<Record<TokenError, string>> = {
  invalid_request: "The request is missing a parameter, repeats one, or is not a form.",
  invalid_client: "The client is unknown or its secret or signed assertion is wrong, ended or was shown before.",
  invalid_scope: "A scope is unknown or was not granted by the municipality.",
  invalid_target: "The municipality is missing, unknown, or has not granted anything to this client. Name it as tenant=<name> or resource=<address of its portal>.",
  unsupported_grant_type: "Only grant_type=client_credentials is supported.",
  temporarily_unavailable: "Too many attempts. Wait a minute.",
};

/** An error of this endpoint, in the words of RFC 6749, 5.2. */
class TokenRefused extends Error {
  readonly code: TokenError;
  readonly status: number;
  constructor(code: TokenError, status = 400) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/** `POST /oauth/token`: client credentials (RFC 6749, 4.4), the municipality by `tenant` or as resource indicator (RFC 8707). */
export function tokenEndpoint(app: App, parts: ExtensionApiParts): void {
  app.get("/.well-known/oauth-authorization-server", (request, reply) => {
    if (parts.addresses.siteOf(request.host)?.kind !== "state") return reply.status(404).send();
    return reply.header("cache-control", "public, max-age=300").type("application/json").send(serverMetadata(parts.addresses.apex));
  });
  const perAddress = createRateLimit({ burst: 30, perMinute: 30 });
  app.route({
    method: "POST", url: "/oauth/token", bodyLimit: 16_384,
    async handler(request, reply) {
      const { extensions, addresses, clock } = parts;
      void reply.headers({ "cache-control": "no-store", pragma: "no-cache" });
      try {
        if (addresses.siteOf(request.host)?.kind !== "state") throw new TokenRefused("invalid_request", 421);
        if (!perAddress.take(request.ip, clock.now().getTime())) throw new TokenRefused("temporarily_unavailable", 429);
        const fields = formOf(request);
        const { client, proof } = credentialsOf(request, fields, addresses.apex);
        const grant = single(fields, "grant_type");
        if (grant === undefined) throw new TokenRefused("invalid_request");
        if (grant !== "client_credentials") throw new TokenRefused("unsupported_grant_type");
        const issued = await extensions.issueToken({ client, proof, tenant: tenantOf(fields, parts), scope: single(fields, "scope") });
        if (!issued.ok) throw new TokenRefused(issued.error, issued.error === "invalid_client" ? 401 : 400);
        await reply.type("application/json").send({ access_token: issued.token, token_type: "Bearer", expires_in: issued.expiresIn, scope: issued.scopes.join(" "), tenant: issued.tenant });
      } catch (error) {
        if (!(error instanceof TokenRefused)) throw error;
        await refuse(request, reply, error, addresses.apex);
      }
      return reply;
    },
  });
}

/** What a client library asks for first (RFC 8414, 2). */
function serverMetadata(apex: string): object {
  return {
    issuer: apex, token_endpoint: `${apex}/oauth/token`, grant_types_supported: ["client_credentials"], response_types_supported: [], scopes_supported: scopes, service_documentation: `${apex}/entwicklung`,
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt"], token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
  };
}

async function refuse(request: FastifyRequest, reply: FastifyReply, error: TokenRefused, apex: string): Promise<void> {
  // RFC 6749, 5.2: whoever used the header is told how.
  if (error.status === 401 && request.headers.authorization !== undefined) void reply.header("www-authenticate", 'Basic realm="kommunalportal"');
  if (error.status === 429) void reply.header("retry-after", "60");
  await reply.status(error.status).type("application/json").send({ error: error.code, error_description: told[error.code], error_uri: `${apex}/entwicklung/erste-schritte` });
}

function formOf(request: FastifyRequest): FormFields {
  const type = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded" || typeof request.body !== "string") throw new TokenRefused("invalid_request");
  return formFields(request.body);
}

/** RFC 6749, 3.2: parameters must not come twice, and one without a value counts as absent. */
function single(fields: FormFields, name: string): string | undefined {
  const values = fields.get(name);
  if (values === undefined || values[0] === "") return undefined;
  if (values.length > 1) throw new TokenRefused("invalid_request");
  return values[0];
}

type Credentials = Pick<TokenRequest, "client" | "proof">;
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** One way of proof and no second (RFC 6749, 2.3): Basic, secret in the body, or a signed assertion (RFC 7521, 4.2). */
function credentialsOf(request: FastifyRequest, fields: FormFields, apex: string): Credentials {
  const header = request.headers.authorization;
  const [client, secret, assertion] = [single(fields, "client_id"), single(fields, "client_secret"), single(fields, "client_assertion")];
  if ([header, secret, assertion].filter((one) => one !== undefined).length > 1) throw new TokenRefused("invalid_request");
  if (assertion !== undefined) return assertionOf(fields, client, assertion, apex);
  if (header === undefined) {
    if (client === undefined || secret === undefined) throw new TokenRefused("invalid_client", 401);
    return { client: limited(client), proof: { kind: "secret", secret } };
  }
  const pair = /^Basic ([A-Za-z0-9+/]{1,1000}={0,2})$/i.exec(header)?.[1];
  const text = pair === undefined ? "" : Buffer.from(pair, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1) throw new TokenRefused("invalid_client", 401);
  const given = limited(decoded(text.slice(0, colon)));
  if (client !== undefined && client !== given) throw new TokenRefused("invalid_request");
  return { client: given, proof: { kind: "secret", secret: decoded(text.slice(colon + 1)) } };
}

/** `client_id` may be left out; then the assertion's subject says who asks, and the signature whether it is true. */
function assertionOf(fields: FormFields, client: string | undefined, assertion: string, apex: string): Credentials {
  if (single(fields, "client_assertion_type") !== assertionType) throw new TokenRefused("invalid_request");
  const subject = subjectOf(assertion);
  if (subject === undefined || (client !== undefined && client !== subject)) throw new TokenRefused("invalid_client", 401);
  return { client: limited(subject), proof: { kind: "assertion", assertion, audiences: [apex, `${apex}/oauth/token`] } };
}

function subjectOf(assertion: string): string | undefined {
  try { return decodeJwt(assertion).sub; } catch { return undefined; }
}

function limited(client: string): string {
  if (!/^[a-z][a-z0-9-]{2,62}$/.test(client)) throw new TokenRefused("invalid_client", 401);
  return client;
}

/** Both halves are form-encoded before they are joined (RFC 6749, 2.3.1). */
function decoded(text: string): string {
  try { return decodeURIComponent(text.replaceAll("+", " ")); } catch { throw new TokenRefused("invalid_client", 401); }
}

function tenantOf(fields: FormFields, { addresses }: ExtensionApiParts): string | undefined {
  const [tenant, resource] = [single(fields, "tenant"), single(fields, "resource")];
  if (resource === undefined) return tenant;
  const url = URL.parse(resource);
  const site = url && addresses.siteOf(url.host);
  if (!site || site.kind !== "town" || addresses.originOf(site.tenant) !== url.origin || (tenant !== undefined && tenant !== site.tenant.slug)) throw new TokenRefused("invalid_target");
  return site.tenant.slug;
}
