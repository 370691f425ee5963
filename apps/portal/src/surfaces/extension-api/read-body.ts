import type { FastifyRequest } from "fastify";
import type { WriteRequest } from "#modules/extensions";
import { readMultipart, type FormFields } from "#platform/http";
import { ApiProblem } from "./api-problem.ts";
import type { Operation, SentFile, SentPdf } from "./operation.ts";

/** What a request brought, read but not believed. */
export interface Sent { readonly body: unknown; readonly pdf: SentPdf | undefined; readonly file: SentFile | undefined; readonly write: WriteRequest | undefined }
type Reader = <T>(run: (sent: Sent) => Promise<T>) => Promise<T>;

const largestPdf = 20 * 1024 * 1024;

export function readJson(operation: Operation, request: FastifyRequest): Reader {
  return (run) => {
    const text = typeof request.body === "string" ? request.body : "";
    if (operation.body && !(request.headers["content-type"] ?? "").toLowerCase().startsWith("application/json")) throw new ApiProblem("media-type-unsupported");
    const body = operation.body ? parsed(text) : undefined;
    return run({ body, pdf: undefined, file: undefined, write: operation.writes ? { key: keyOf(request), fingerprint: [request.method, pathOf(request), text] } : undefined });
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
      results.push(await run({ body: parsed(text), pdf: { content: part.stream, sha256 }, file: undefined, write: { key, fingerprint: [request.method, pathOf(request), text, sha256] } }));
    });
    const [result] = results;
    if (result === undefined) throw new ApiProblem("body-invalid", { errors: [{ pointer: "/pdf", message: "the file is missing" }] });
    return result;
  };
}

/** The file as it arrives; name and hash make it part of the request, so a repetition is recognised before a byte of it is read. */
export function readFile(request: FastifyRequest, mostBytes: number): Reader {
  return async (run) => {
    if ((request.headers["content-type"] ?? "").toLowerCase() !== "application/octet-stream") throw new ApiProblem("media-type-unsupported");
    const key = keyOf(request);
    const [name, sha256] = [fileNameOf(request.headers["content-disposition"]), digestOf(request.headers["repr-digest"])];
    if (name === undefined || sha256 === undefined) throw new ApiProblem("file-headers", { errors: [...(name === undefined ? [{ pointer: "Content-Disposition", message: "attachment with a filename or filename* of 1 to 255 characters" }] : []), ...(sha256 === undefined ? [{ pointer: "Repr-Digest", message: "sha-256=:…: over the bytes of the body" }] : [])] });
    if (Number(request.headers["content-length"] ?? 0) > mostBytes) throw new ApiProblem("upload-too-large", { mostBytes }, { connection: "close" });
    try {
      return await run({ body: undefined, pdf: undefined, file: { content: request.raw, name, sha256 }, write: { key, fingerprint: [request.method, pathOf(request), name, sha256] } });
    } catch (error) {
      if (request.raw.destroyed && !request.raw.complete && !(error instanceof ApiProblem)) throw new ApiProblem("file-cut-off");
      throw error;
    }
  };
}

/** RFC 6266: `filename*` in UTF-8 counts before `filename`. No path and nothing that cannot be seen. */
function fileNameOf(header: string | undefined): string | undefined {
  const extended = /;\s*filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(header ?? "")?.[1];
  const plain = /;\s*filename\s*=\s*(?:"([^"]*)"|([^;\s"]+))/i.exec(header ?? "");
  let name = plain?.[1] ?? plain?.[2];
  if (extended !== undefined) try { name = decodeURIComponent(extended); } catch { return undefined; }
  const clean = name?.split(/[\\/]/).at(-1)?.replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
  return clean !== undefined && clean !== "" && clean.length <= 255 && clean.isWellFormed() ? clean : undefined;
}

/** RFC 9530, in hexadecimal. */
function digestOf(header: string | string[] | undefined): string | undefined {
  const given = typeof header === "string" ? /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(header)?.[1] : undefined;
  return given === undefined ? undefined : Buffer.from(given, "base64").toString("hex");
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
  let value: unknown;
  try { value = JSON.parse(text) as unknown; } catch { throw new ApiProblem("json-invalid"); }
  // Only an escape can bring such a character.
  const strange = /\\u(?:0000|d[89a-f])/i.test(text) ? strangeText(value, "") : undefined;
  if (strange !== undefined) throw new ApiProblem("body-invalid", { errors: [{ pointer: strange, message: "a text holds U+0000 or half of a surrogate pair (RFC 7493, 2.1)" }] });
  return value;
}

/** Where a text stands that no text store takes: half of a character, or the character 0. */
function strangeText(value: unknown, pointer: string): string | undefined {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\u0000") ? undefined : pointer;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = strangeText(name, pointer) ?? strangeText(inner, `${pointer}/${name.toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1")}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
