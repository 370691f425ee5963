import type { Readable } from "node:stream";
import type { z } from "zod";
import type { Bearer, Extensions, Outcome, Scope, WriteRequest } from "#modules/extensions";
import type { Clock } from "#platform/clock";
import type { Addresses, Lang } from "../frame/index.ts";
import type { Component } from "./component.ts";
import { ApiProblem, type FieldProblem } from "./api-problem.ts";
import type { ProblemCode } from "./problems.ts";

export interface ExtensionApiParts {
  readonly extensions: Extensions;
  readonly addresses: Addresses;
  readonly clock: Clock;
  /** Requests of one program in one town: so many at once, refilled within a minute. Default 300. Each process counts for itself. */
  readonly requestsPerMinute?: number;
}

/** Both languages of a sentence in the reference. */
export interface Said { readonly de: string; readonly en: string }

export type Reply =
  | { readonly kind: "json"; readonly status: number; readonly body: unknown; readonly replayed?: boolean }
  | { readonly kind: "empty"; readonly status: 204; readonly replayed?: boolean }
  | { readonly kind: "file"; readonly content: Readable; readonly name: string; readonly type: string; /** Undefined: known only when the last byte has gone. */ readonly size: number | undefined; readonly sha256: string };

/** A PDF that came beside the JSON of a request. */
export interface SentPdf { readonly content: Readable; readonly sha256: string }

/** A file that is the body of a request. */
export interface SentFile { readonly content: Readable; readonly name: string; /** As the sender reckoned it, 64 hexadecimal digits. */ readonly sha256: string }

/** A request with everything about it that was not believed yet. */
export interface RawRequest {
  readonly params: unknown;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly pdf: SentPdf | undefined;
  readonly file: SentFile | undefined;
  readonly bearer: Bearer;
  readonly lang: Lang;
  /** Only where the operation writes. */
  readonly write: WriteRequest | undefined;
}

export interface Checked<P, Q, B> { readonly params: P; readonly query: Q; readonly body: B; readonly pdf: SentPdf | undefined; readonly file: SentFile | undefined; readonly bearer: Bearer; readonly lang: Lang; readonly write: WriteRequest }

export const tags = ["tenant", "catalogue", "applications", "uploads", "answers", "documents", "appointments", "payments", "forms", "events", "webhooks", "places"] as const;
export type Tag = (typeof tags)[number];

/** Days as `YYYY-MM-DD`: since when it should not be used any more, and when it ends; `instead` is the id of what takes its place. */
export interface Deprecation { readonly since: string; readonly ends: string; readonly instead: string }

export interface OperationFacts {
  /** Name for generated clients. */
  readonly id: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Below /api/v1, in the notation of OpenAPI. */
  readonly path: string;
  readonly tag: Tag;
  readonly summary: Said;
  readonly description: Said;
  /** Undefined: every valid token. `"public"`: none needed. */
  readonly scope: Scope | "public" | undefined;
  /** Version of the interface in which it came. */
  readonly since: "1.0" | "1.1";
  readonly stability: "stable" | "beta";
  /** Needs an Idempotency-Key. */
  readonly writes: boolean;
  readonly deprecated?: Deprecation;
  /** Values of query parameters in the document's examples, which tests send; all that are required. */
  readonly exampleQuery?: Readonly<Record<string, string>>;
  /** Takes multipart/form-data with `request`, `sha256` and `pdf` besides JSON. */
  readonly takesPdf?: boolean;
  /** The body is a file, streamed; beside it stand its name and its checksum as headers. */
  readonly takesFile?: boolean;
  /** Status and content of success; a string is the media type of a file. */
  readonly success: { readonly status: number; readonly content: Component | "application/octet-stream" | "application/pdf" | "application/xml" | undefined };
  readonly problems: readonly ProblemCode[];
}

export interface Operation extends OperationFacts {
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: Component | undefined;
  run(raw: RawRequest, parts: ExtensionApiParts): Promise<Outcome<Reply>>;
}

interface Spec<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> extends OperationFacts {
  readonly params: P;
  readonly query: Q;
  readonly body?: Component<B>;
  readonly handle: (request: Checked<z.output<P>, z.output<Q>, z.output<B>>, parts: ExtensionApiParts) => Promise<Outcome<Reply>>;
}

/** One operation: what the document says of it and what runs are the same thing, so they cannot differ. */
export function operation<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType = z.ZodUndefined>(spec: Spec<P, Q, B>): Operation {
  const { handle, body, ...facts } = spec;
  return {
    ...facts, body,
    async run(raw, parts) {
      const params = spec.params.safeParse(raw.params);
      // An id that cannot be one belongs to nothing.
      if (!params.success) throw new ApiProblem("not-found");
      const query = spec.query.safeParse(queryObject(raw.query));
      if (!query.success) throw new ApiProblem("query-invalid", { errors: fieldProblems(query.error, "") });
      const checked = body?.schema.safeParse(raw.body);
      if (checked && !checked.success) throw new ApiProblem("body-invalid", { errors: fieldProblems(checked.error, "/") });
      if (spec.writes && !raw.write) throw new Error(`${spec.id} writes and got no key`);
      return handle({ params: params.data, query: query.data, body: checked?.data as z.output<B>, pdf: raw.pdf, file: raw.file, bearer: raw.bearer, lang: raw.lang, write: raw.write ?? { key: "", fingerprint: [] } }, parts);
    },
  };
}

/** A name that is given twice is refused by the schema, because no filter is a list of repeated names. */
function queryObject(query: URLSearchParams): Record<string, string | string[]> {
  const given = new Map<string, string | string[]>();
  for (const name of query.keys()) {
    const values = query.getAll(name);
    given.set(name, values.length === 1 ? values[0]! : values);
  }
  return Object.fromEntries(given);
}

const mostProblems = 20;

function fieldProblems(error: z.ZodError, prefix: "" | "/"): FieldProblem[] {
  return error.issues.slice(0, mostProblems).map((issue) => ({
    pointer: prefix === "/" ? issue.path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("") : issue.path.map(String).join("."),
    message: issue.message.slice(0, 300),
  }));
}

/** What a handler gives for a write. */
export function written(outcome: Outcome<{ readonly status: number; readonly body: unknown; readonly replayed: boolean }>): Outcome<Reply> {
  if (!outcome.ok) return outcome;
  const { status, replayed } = outcome.value;
  return { ok: true, value: status === 204 ? { kind: "empty", status, replayed } : { kind: "json", ...outcome.value } };
}

export function json<T>(outcome: Outcome<T>, present: (value: T) => unknown): Outcome<Reply> {
  return outcome.ok ? { ok: true, value: { kind: "json", status: 200, body: present(outcome.value) } } : outcome;
}

