import type { FastifyRequest } from "fastify";
import type { WriteRequest } from "#modules/extensions";
import { readMultipart, type FormFields } from "#platform/http";
import { ApiProblem } from "./api-problem.ts";
import type { Operation, SentPdf } from "./operation.ts";

/** What a request brought, read but not believed. */
export interface Sent { readonly body: unknown; readonly pdf: SentPdf | undefined; readonly write: WriteRequest | undefined }
type Reader = <T>(run: (sent: Sent) => Promise<T>) => Promise<T>;

const largestPdf = 20 * 1024 * 1024;

export function readJson(operation: Operation, request: FastifyRequest): Reader {
  return (run) => {
    const text = typeof request.body === "string" ? request.body : "";
    if (operation.body && !(request.headers["content-type"] ?? "").toLowerCase().startsWith("application/json")) throw new ApiProblem("media-type-unsupported");
    const body = operation.body ? parsed(text) : undefined;
    return run({ body, pdf: undefined, write: operation.writes ? { key: keyOf(request), fingerprint: [request.method, pathOf(request), text] } : undefined });
  };
}

/** `request`, `sha256` and last `pdf`: the file is passed on as it arrives and its hash as the sender reckoned it makes it part of the request. */
export function readWithPdf(request: FastifyRequest): Reader {
  return async (run) => {
    const key = keyOf(request);
    const results: Awaited<ReturnType<typeof run>>[] = [];
    await readMultipart(request.raw, { maxFileBytes: largestPdf, maxFiles: 1 }, async (part, fields) => {
      const [text, sha256] = [one(fields, "request"), one(fields, "sha256").toLowerCase()];
      if (part.field !== "pdf" || !/^[0-9a-f]{64}$/.test(sha256)) throw new ApiProblem("body-invalid", { errors: [{ pointer: part.field === "pdf" ? "/sha256" : "/pdf", message: "send request, sha256 and then pdf" }] });
      results.push(await run({ body: parsed(text), pdf: { content: part.stream, sha256 }, write: { key, fingerprint: [request.method, pathOf(request), text, sha256] } }));
    });
    const [result] = results;
    if (result === undefined) throw new ApiProblem("body-invalid", { errors: [{ pointer: "/pdf", message: "the file is missing" }] });
    return result;
  };
}

function one(fields: FormFields, name: string): string {
  return fields.get(name)?.[0] ?? "";
}

function keyOf(request: FastifyRequest): string {
  const key = request.headers["idempotency-key"];
  if (typeof key !== "string" || !/^[\x21-\x7e]{1,128}$/.test(key)) throw new ApiProblem("idempotency-key-missing");
  return key;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "";
}

/** Deeper than any request of the interface; whoever walks through it needs room for each level. */
const deepest = 40;

/** Brackets that stand open at once, those in texts not counted. One pass, whatever was sent. */
function depthOf(text: string): number {
  let [depth, most, quoted] = [0, 0, false];
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (quoted) {
      if (char === "\\") i += 1;
      else if (char === "\"") quoted = false;
    } else if (char === "\"") quoted = true;
    else if (char === "[" || char === "{") most = Math.max(most, depth += 1);
    else if (char === "]" || char === "}") depth -= 1;
  }
  return most;
}

function parsed(text: string): unknown {
  if (depthOf(text) > deepest) throw new ApiProblem("json-invalid");
  try { return JSON.parse(text) as unknown; } catch { throw new ApiProblem("json-invalid"); }
}
