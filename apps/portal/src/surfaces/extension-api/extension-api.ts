import { createHash } from "node:crypto";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { manifestSchema, readBearer, type Access, type Bearer } from "#modules/extensions";
import { isUnavailable } from "#platform/database";
import { createRateLimit, FormTooLarge, FormUnreadable, textBytes, type App } from "#platform/http";
import type { Lang } from "../frame/index.ts";
import { ApiProblem, problemBody, problemOf } from "./api-problem.ts";
import { compatibilityProfile } from "./compatibility-profile.ts";
import { deprecationHeaders } from "./deprecation-headers.ts";
import { createAskedLog, type AskedLog } from "./asked-log.ts";
import { openApiDocument } from "./openapi.ts";
import type { ExtensionApiParts, Operation, Reply } from "./operation.ts";
import { operations } from "./operations.ts";
import { createQuota } from "./quota.ts";
import { readFile, readJson, readWithPdf } from "./read-body.ts";
import { tokenEndpoint } from "./token-endpoint.ts";

const jsonBytes = 262_144;

/** The Extension-API below /api/v1 and its token endpoint, at the Leitportal's host only. No cookie is read and none is set. */
export function extensionApi(app: App, parts: ExtensionApiParts): void {
  tokenEndpoint(app, parts);
  void app.register((api, _options, done) => {
    api.addContentTypeParser("application/json", { parseAs: "string", bodyLimit: jsonBytes }, (_request, body, parsed) => { parsed(null, body); });
    // Passed on as it arrives; nothing of it is read before somebody expects it.
    api.addContentTypeParser("application/octet-stream", (_request, _payload, read) => { read(null); });
    api.setErrorHandler(async (error: FastifyError, request, reply) => {
      const refused = apiProblemOf(error);
      if (refused instanceof ApiProblem) asked.refused(request, refused.code);
      await sendProblem(request, reply, parts, refused);
      return reply;
    });
    const asked = createAskedLog(parts);
    const guard = createGuard(parts, asked);
    api.addHook("onResponse", (request, reply, next) => { asked.answered(request, reply); next(); });
    api.addHook("onClose", () => parts.extensions.requestLog.flush());
    for (const operation of operations) api.route({ method: operation.method, url: `/api/v1${operation.path.replace(/\{(\w+)\}/g, ":$1")}`, handler: (request, reply) => serve(operation, request, reply) });
    api.get("/api/v1/openapi.json", async (request, reply) => {
      atApex(request, parts);
      const lang = new URLSearchParams(request.url.split("?", 2)[1] ?? "").get("lang") === "de" ? "de" : "en";
      return sendJson(request, reply, 200, openApiDocument({ lang, apex: parts.addresses.apex }), "public, max-age=300");
    });
    // For editors and for checks outside; the same file lies in docs/extension-api.
    api.get("/api/v1/manifest.schema.json", async (request, reply) => {
      atApex(request, parts);
      return sendJson(request, reply, 200, manifestSchema(), "public, max-age=300");
    });
    compatibilityProfile(api, parts);
    done();

    async function serve(operation: Operation, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      atApex(request, parts);
      const { bearer } = await guard(operation, request, reply);
      void reply.headers(deprecationHeaders(operation, parts.addresses.apex));
      const read = operation.takesFile === true ? readFile(request, parts.extensions.largestUpload) : operation.takesPdf === true && isMultipart(request) ? readWithPdf(request) : readJson(operation, request);
      const outcome = await read((sent) => operation.run({ params: request.params, query: new URLSearchParams(request.url.split("?", 2)[1] ?? ""), bearer, lang: langOf(request), ...sent }, parts));
      if (!outcome.ok) throw problemOf(outcome.refusal);
      return sendReply(request, reply, outcome.value);
    }
  });
}

function isMultipart(request: FastifyRequest): boolean {
  return (request.headers["content-type"] ?? "").toLowerCase().startsWith("multipart/form-data");
}

function atApex(request: FastifyRequest, { addresses }: ExtensionApiParts): void {
  if (addresses.siteOf(request.host)?.kind !== "state") throw new ApiProblem("wrong-host");
}

/** Token, quota and scope before anything of the request is looked at; the use case checks token and scope again in its own transaction. */
function createGuard(parts: ExtensionApiParts, asked: AskedLog) {
  const quota = createQuota(parts.requestsPerMinute ?? 300);
  const wrongTokens = createRateLimit({ burst: 60, perMinute: 60 });
  return async (operation: Operation, request: FastifyRequest, reply: FastifyReply): Promise<{ readonly bearer: Bearer; readonly access: Access }> => {
    const now = parts.clock.now().getTime();
    const given = /^Bearer +([A-Za-z0-9._~+/-]{1,500}=*)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (given === undefined) throw new ApiProblem("token-missing", {}, { "www-authenticate": 'Bearer realm="kommunalportal"' });
    const bearer = readBearer(given);
    const access = bearer ? await parts.extensions.access(bearer) : undefined;
    if (!bearer || !access?.ok) {
      if (!wrongTokens.take(request.ip, now)) throw new ApiProblem("too-many", {}, { "retry-after": "60" });
      throw problemOf({ why: "token-invalid" });
    }
    const { client, tenant, scopes } = access.value;
    asked.by(request, { tenant, client, operation: operation.id });
    const state = quota.take(`${tenant} ${client}`, now);
    void reply.headers({ "ratelimit-policy": `"default";q=${quota.perMinute};w=60`, ratelimit: `"default";r=${state.left};t=${state.resetSeconds}` });
    if (!state.allowed) throw new ApiProblem("too-many", {}, { "retry-after": String(Math.ceil(60 / quota.perMinute)) });
    if (operation.scope !== undefined && operation.scope !== "public" && !scopes.has(operation.scope)) throw problemOf({ why: "scope-missing", scope: operation.scope });
    return { bearer, access: access.value };
  };
}

function sendReply(request: FastifyRequest, reply: FastifyReply, answer: Reply): Promise<FastifyReply> | FastifyReply {
  switch (answer.kind) {
    case "empty": return replayed(reply, answer).status(answer.status).header("cache-control", "no-store").send();
    case "json": return sendJson(request, replayed(reply, answer), answer.status, answer.body, "private, no-store");
    case "file": {
      const tag = `"${answer.sha256}"`;
      if (knows(request, tag)) {
        answer.content.destroy();
        return reply.status(304).headers({ "cache-control": "private, no-store", etag: tag }).send();
      }
      return sendFile(reply, answer, tag);
    }
  }
}

function replayed(reply: FastifyReply, answer: { readonly replayed?: boolean }): FastifyReply {
  return answer.replayed === true ? reply.header("idempotency-replayed", "true") : reply;
}

function sendFile(reply: FastifyReply, answer: Extract<Reply, { kind: "file" }>, tag: string): FastifyReply {
  return reply.headers({
    "cache-control": "private, no-store", etag: tag, ...(answer.size === undefined ? {} : { "content-length": answer.size }), "content-security-policy": "default-src 'none'; sandbox",
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(answer.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    "repr-digest": `sha-256=:${Buffer.from(answer.sha256, "hex").toString("base64")}:`,
  }).type(answer.type).send(answer.content);
}

/** What the asker has already is not sent again (RFC 9110, 13.1.2). */
function knows(request: FastifyRequest, tag: string): boolean {
  const known = request.headers["if-none-match"];
  return known !== undefined && known.split(",").some((one) => one.trim().replace(/^W\//, "") === tag || one.trim() === "*");
}

/** JSON with a strong ETag over its bytes. */
function sendJson(request: FastifyRequest, reply: FastifyReply, status: number, body: unknown, caching: string): FastifyReply {
  // Hash, length and body are all of the bytes: they are made once.
  const bytes = textBytes(JSON.stringify(body));
  void reply.header("cache-control", caching);
  if (status === 200) {
    const tag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`;
    void reply.header("etag", tag);
    if (knows(request, tag)) return reply.status(304).send();
  }
  return reply.status(status).type("application/json; charset=utf-8").send(bytes);
}

function langOf(request: FastifyRequest): Lang {
  return /^\s*de\b/i.test(request.headers["accept-language"] ?? "de") ? "de" : "en";
}

function apiProblemOf(error: FastifyError | ApiProblem): ApiProblem | Error {
  if (error instanceof ApiProblem) return error;
  if (error instanceof FormTooLarge || error.statusCode === 413) return new ApiProblem("body-too-large");
  if (error instanceof FormUnreadable) return new ApiProblem("multipart-invalid");
  if (error.statusCode === 415) return new ApiProblem("media-type-unsupported");
  if (error.statusCode === 400) return new ApiProblem("json-invalid");
  if (isUnavailable(error)) return new ApiProblem("unavailable", {}, { "retry-after": "120" });
  return error;
}

async function sendProblem(request: FastifyRequest, reply: FastifyReply, parts: ExtensionApiParts, error: ApiProblem | Error): Promise<void> {
  // What is no refusal is a fault: it goes on to the frame, which writes it to the log and answers with its number.
  if (!(error instanceof ApiProblem)) throw error;
  const { status, body } = problemBody(error, { apex: parts.addresses.apex, lang: langOf(request), instance: request.id });
  await reply.status(status).headers({ "cache-control": "no-store", ...error.headers }).type("application/problem+json").send(JSON.stringify(body));
}
