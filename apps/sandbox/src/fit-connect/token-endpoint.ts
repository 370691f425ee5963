import type { FastifyInstance } from "fastify";
import { prepareApi, type ApiParts } from "./api-frame.ts";
import { authenticateClient } from "./clients.ts";

/** The token endpoint (RFC 6749, delivery.md 1.3); `/auth` too, since it is uncertain whether the Java SDK appends `/token` (6). */
export function addTokenEndpoint(api: FastifyInstance, parts: ApiParts): void {
  prepareApi(api, parts);
  api.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: 16_384 }, (_request, body, done) => {
    const form = new URLSearchParams(body.toString());
    // RFC 6749 3.2: parameters must not be given more than once.
    done(null, [...form.keys()].length === new Set(form.keys()).size ? Object.fromEntries(form) : {});
  });
  for (const path of ["/auth/token", "/auth"]) {
    api.post(path, async (request, reply) => {
      const { store, tokens, behaviour } = await parts.service();
      const answer = authenticateClient(store, request.body, request.headers.authorization);
      reply.headers({ "cache-control": "no-store", "pragma": "no-cache" });
      if (!answer.ok) return reply.code(answer.status).send({ error: answer.error, error_description: answer.description });
      const lifetime = behaviour.current.tokenLifetimeSeconds;
      return { access_token: await tokens.issue(answer.clientId, answer.scopes, lifetime), token_type: "Bearer", expires_in: lifetime, scope: answer.scopes.join(" ") };
    });
  }
}
