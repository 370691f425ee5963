import { setTimeout as delay } from "node:timers/promises";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Right } from "./access-tokens.ts";
import { STANDARD_BEHAVIOUR, type Behaviour } from "./behaviour.ts";
import { ApiProblem } from "./problem.ts";
import type { RequestCounter } from "./request-counter.ts";
import type { Service } from "./service.ts";

export interface ApiParts {
  /** Made on first use; deadlines have been kept when it resolves. */
  readonly service: () => Promise<Service>;
  readonly behaviour: { current: Behaviour };
  readonly counter: RequestCounter;
}

type Refuse = (request: FastifyRequest, reply: FastifyReply, error: FastifyError | ApiProblem) => FastifyReply;

/** What all interfaces share: problems as `application/problem+json`, the disturbances, the User-Agent rule. */
export function prepareApi(api: FastifyInstance, { behaviour }: ApiParts, refuse: Refuse = (request, reply, error) => sendProblem(request, reply, problemOf(error))): void {
  api.removeAllContentTypeParsers();
  const cut = new WeakSet<FastifyRequest>();
  api.setErrorHandler(async (error: FastifyError | ApiProblem, request, reply) => refuse(request, reply, error));
  api.addHook("onRequest", async (request, reply) => {
    const { mode, delayMs } = takeMode(behaviour, request);
    switch (mode) {
      case "normal": break;
      case "slow": await delay(delayMs); break;
      case "acceptButDropConnection": cut.add(request); break;
      case "down": reply.header("retry-after", String(behaviour.current.retryAfterSeconds)); throw new ApiProblem("unavailable");
      case "error": throw new ApiProblem("internal-error");
      case "unprocessable": throw new ApiProblem("schema-violation", "disturbed by the control");
      case "unauthorized": throw new ApiProblem("unauthorized", "the access token has expired");
      case "garbage": return reply.code(200).type("application/json").serializer(String).send("\u0000{\"submissionId\": <<<");
      case "redirect": return reply.code(307).header("location", "http://elsewhere.sandbox.localhost/").send();
    }
    if (behaviour.current.requireUserAgent && !request.headers["user-agent"]) throw new ApiProblem("user-agent-missing");
  });
  api.addHook("onSend", async (request, _reply, payload: unknown) => {
    if (cut.has(request)) request.raw.socket.destroy();
    return payload;
  });
}

/** Who calls, where he may: 401 without a valid token, 403 without the right, 429 above the limit. */
export async function authorise(parts: ApiParts, request: FastifyRequest, reply: FastifyReply, ...rights: readonly Right[]): Promise<{ readonly service: Service; readonly clientId: string }> {
  const service = await parts.service();
  const caller = await service.tokens.verify(request.headers.authorization);
  if (!caller || !service.store.clients.has(caller.clientId)) {
    reply.header("www-authenticate", 'Bearer realm="FIT-Connect"');
    throw new ApiProblem("unauthorized");
  }
  if (!rights.some((right) => caller.rights.has(right))) throw new ApiProblem("forbidden", `needs one of: ${rights.join(", ")}`);
  parts.counter.count(reply, caller.clientId, parts.behaviour.current.requestsPerMinute);
  return { service, clientId: caller.clientId };
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: ApiProblem): FastifyReply {
  // An upload that is refused is not read to its end.
  if (!request.raw.complete) reply.header("connection", "close");
  return reply.code(problem.status).type("application/problem+json").serializer(JSON.stringify).send(problem.body(request.url.split("?", 1)[0] ?? "/"));
}

export function problemOf(error: FastifyError | ApiProblem): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const status = "statusCode" in error ? error.statusCode ?? 500 : 500;
  if (status === 413) return new ApiProblem("payload-too-large");
  if (status === 415) return new ApiProblem("unsupported-media-type");
  if (status < 500) return new ApiProblem("bad-request");
  if (error.code === "ERR_STREAM_PREMATURE_CLOSE" || error.code === "ECONNRESET") return new ApiProblem("bad-request", "the request ended early");
  process.stderr.write(`fit-connect fault: ${error.stack ?? error.message}\n`);
  return new ApiProblem("internal-error");
}

/** The mode for this request; counts down when it applies to a limited number. */
function takeMode(behaviour: { current: Behaviour }, request: FastifyRequest): Pick<Behaviour, "mode" | "delayMs"> {
  const { mode, times, delayMs, match } = behaviour.current;
  if (mode === "normal" || (match !== null && !`${request.method} ${request.url}`.includes(match))) return { mode: "normal", delayMs };
  if (times !== null) {
    behaviour.current = times > 1 ? { ...behaviour.current, times: times - 1 } : { ...behaviour.current, mode: STANDARD_BEHAVIOUR.mode, times: null };
  }
  return { mode, delayMs };
}
