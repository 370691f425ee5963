import type { FastifyInstance, FastifyReply } from "fastify";
import { prepareApi, problemOf, sendProblem, type ApiParts } from "./api-frame.ts";
import { authenticateClient, type TokenAnswer } from "./clients.ts";
import { ApiProblem } from "./problem.ts";

const UNSTORED = { "cache-control": "no-store", "pragma": "no-cache" };

/** The token endpoint (RFC 6749, delivery.md 1.3); `/auth` too, since it is uncertain whether the Java SDK appends `/token` (6). */
export function addTokenEndpoint(api: FastifyInstance, parts: ApiParts): void {
  // RFC 6749 5.2 has words of its own for refusals; what befalls every interface (a service that is down, no User-Agent) stays a problem.
  prepareApi(api, parts, (request, reply, error) => (error instanceof ApiProblem || (error.statusCode ?? 500) >= 500 ? sendProblem(request, reply, problemOf(error))
    : refuse(reply, { status: 400, error: "invalid_request", description: "the body is a form: grant_type, client_id and client_secret" })));
  api.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: 16_384 }, (_request, body, done) => {
    const form = new URLSearchParams(body.toString());
    // RFC 6749 3.2: parameters must not be given more than once.
    done(null, [...form.keys()].length === new Set(form.keys()).size ? Object.fromEntries(form) : {});
  });
  for (const path of ["/auth/token", "/auth"]) {
    api.post(path, async (request, reply) => {
      const { store, tokens, behaviour } = await parts.service();
      const answer = authenticateClient(store, request.body, request.headers.authorization);
      if (!answer.ok) return refuse(reply, answer, request.headers.authorization);
      reply.headers(UNSTORED);
      const lifetime = behaviour.current.tokenLifetimeSeconds;
      return { access_token: await tokens.issue(answer.clientId, answer.scopes, lifetime), token_type: "Bearer", expires_in: lifetime, scope: answer.scopes.join(" ") };
    });
  }
}

/** Whoever tried the Authorization header is told of it there, too (RFC 6749 5.2). */
function refuse(reply: FastifyReply, { status, error, description }: Omit<TokenAnswer & { ok: false }, "ok">, authorization?: string): FastifyReply {
  reply.headers(UNSTORED);
  if (status === 401 && authorization !== undefined) reply.header("www-authenticate", `${/^[A-Za-z]+/.exec(authorization)?.[0] ?? "Basic"} realm="FIT-Connect"`);
  return reply.code(status).type("application/json; charset=utf-8").send({ error, error_description: description });
}
