import { createHash } from "node:crypto";
import { scopes, scopeTexts } from "#modules/extensions";
import { z } from "zod";
import type { Lang } from "../frame/index.ts";
import { componentNames, components, meanings, type Component } from "./component.ts";
import type { Operation, Tag } from "./operation.ts";
import { operations } from "./operations.ts";
import { webhooks } from "./webhook-messages.ts";
import { problems, type ProblemCode } from "./problems.ts";
import { problem } from "./schemas.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;
export interface Parameter { readonly name: string; readonly in: "path" | "query" | "header"; readonly required: boolean; readonly description?: string; readonly schema: JsonSchema; readonly example?: string }

export const tagTexts: Readonly<Record<Tag, Readonly<Record<Lang, string>>>> = {
  tenant: { de: "Kommune und Leistungen", en: "Municipality and services" }, catalogue: { de: "Leistungskatalog und Kommunen", en: "Catalogue of services and municipalities" }, applications: { de: "Anträge", en: "Applications" }, uploads: { de: "Dateien ablegen", en: "Uploads" }, answers: { de: "Antworten an die Person", en: "Answers to the person" },
  documents: { de: "Dokumentensafe", en: "Document safe" }, appointments: { de: "Termine", en: "Appointments" },
  payments: { de: "Gebühren", en: "Fees" }, forms: { de: "Eigene Online-Dienste", en: "Online services of your own" },
  events: { de: "Ereignisse", en: "Events" }, webhooks: { de: "Webhooks", en: "Webhooks" },
  places: { de: "Seiten im Portal", en: "Pages in the portal" },
};

/** Problems that every operation with a token can answer with. */
export const commonProblems: readonly ProblemCode[] = ["token-missing", "token-invalid", "scope-missing", "wrong-host", "too-many", "unavailable", "fault"];
const writeProblems: readonly ProblemCode[] = ["idempotency-key-missing", "idempotency-key-reused"];
const bodyProblems: readonly ProblemCode[] = ["json-invalid", "media-type-unsupported", "body-too-large"];

export function problemsOf(operation: Operation): ProblemCode[] {
  return [...operation.problems, ...(operation.writes ? writeProblems : []), ...(operation.body ? bodyProblems : []), ...(operation.takesPdf === true ? ["multipart-invalid" as const] : []), ...(operation.takesFile === true ? ["media-type-unsupported" as const, "file-headers" as const, "file-cut-off" as const] : []), ...commonProblems.filter((code) => code !== "scope-missing" || operation.scope !== undefined)];
}

/** The OpenAPI 3.1 document, made of the same schemas that check the requests. */
export function openApiDocument(given: { readonly lang: Lang; readonly apex: string }): object {
  const { lang } = given;
  return {
    openapi: "3.1.0",
    info: {
      title: "Kommunalportal Extension-API", version: "1.1.0", license: { name: "EUPL-1.2", identifier: "EUPL-1.2" },
      description: lang === "de" ? "Anträge abrufen, bestätigen und beantworten: die offene Schnittstelle des Kommunalportals." : "Fetch, acknowledge and answer applications: the open interface of the Kommunalportal.",
    },
    externalDocs: { url: `${given.apex}/entwicklung` },
    servers: [{ url: `${given.apex}/api/v1` }],
    tags: Object.entries(tagTexts).map(([name, text]) => ({ name, description: text[lang] })),
    security: [{ oauth: [] }],
    paths: paths(lang),
    webhooks: webhooks(lang),
    components: {
      schemas: schemas(lang),
      securitySchemes: {
        oauth: { type: "oauth2", flows: { clientCredentials: { tokenUrl: `${given.apex}/oauth/token`, scopes: Object.fromEntries(scopes.map((scope) => [scope, scopeTexts[scope][lang].means])) } } },
      },
    },
  };
}

function paths(lang: Lang): Record<string, Record<string, object>> {
  const found: Record<string, Record<string, object>> = {};
  for (const operation of operations) (found[operation.path] ??= {})[operation.method.toLowerCase()] = operationObject(operation, lang);
  return found;
}

function operationObject(operation: Operation, lang: Lang): object {
  return {
    operationId: operation.id, tags: [operation.tag], summary: operation.summary[lang], description: operation.description[lang], "x-since": operation.since, "x-stability": operation.stability, ...(operation.deprecated ? { deprecated: true, "x-sunset": operation.deprecated.ends, "x-instead": operation.deprecated.instead } : {}),
    security: operation.scope === "public" ? [] : [{ oauth: operation.scope === undefined ? [] : [operation.scope] }],
    parameters: parametersOf(operation, lang),
    ...(operation.body ? { requestBody: { required: true, content: { "application/json": { schema: ref(operation.body), example: operation.body.example }, ...(operation.takesPdf === true ? { "multipart/form-data": pdfBody(operation.body) } : {}) } } } : {}),
    ...(operation.takesFile === true ? { requestBody: { required: true, content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } } } } : {}),
    responses: { [operation.success.status]: success(operation), ...problemResponses(problemsOf(operation), lang) },
  };
}

export function parametersOf(operation: Operation, lang: Lang): Parameter[] {
  const of = (schema: z.ZodObject, where: "path" | "query"): Parameter[] => {
    const { properties = {}, required = [] } = schemaObject(schema, lang);
    return Object.entries(properties).map(([name, property]) => {
      const { description, ...rest } = property;
      return { name, in: where, required: where === "path" || required.includes(name), ...(typeof description === "string" ? { description } : {}), schema: rest, ...(where === "query" && operation.exampleQuery?.[name] !== undefined ? { example: operation.exampleQuery[name] } : {}) };
    });
  };
  const key: Parameter = { name: "Idempotency-Key", in: "header", required: true, schema: { type: "string", minLength: 1, maxLength: 128 }, description: lang === "de" ? "Ihr Schlüssel für diese Anfrage, am besten eine UUID; bei einer Wiederholung derselbe." : "Your key for this request, best a UUID; the same when you repeat it." };
  return [...of(operation.params, "path"), ...of(operation.query, "query"), ...(operation.takesFile === true ? fileHeaders(lang) : []), ...(operation.writes ? [key] : [])];
}

/** The example of a digest is that of the bytes `exampleFile`, so that the example can be sent. */
export const exampleFile = "%PDF-1.7\nNachweis\n%%EOF";

function fileHeaders(lang: Lang): Parameter[] {
  const digest = `sha-256=:${createHash("sha256").update(exampleFile).digest("base64")}:`;
  return [
    { name: "Content-Disposition", in: "header", required: true, schema: { type: "string", maxLength: 1_000 }, example: "attachment; filename*=UTF-8''nachweis.pdf", description: lang === "de" ? "Dateiname (RFC 6266)." : "File name (RFC 6266)." },
    { name: "Repr-Digest", in: "header", required: true, schema: { type: "string", pattern: "sha-256=:[A-Za-z0-9+/]{43}=:" }, example: digest, description: lang === "de" ? "SHA-256 der gesendeten Bytes in Base64 (RFC 9530)." : "SHA-256 of the bytes sent, in base64 (RFC 9530)." },
  ];
}

interface ObjectSchema { readonly properties?: Readonly<Record<string, JsonSchema>>; readonly required?: readonly string[] }

function schemaObject(schema: z.ZodObject, lang: Lang): ObjectSchema {
  const made: unknown = z.toJSONSchema(schema, { io: "input", reused: "inline", override: describe(lang) });
  return made as ObjectSchema;
}

function describe(lang: Lang) {
  return (context: { readonly zodSchema: z.core.$ZodTypes; readonly jsonSchema: { description?: string } }): void => {
    const said = meanings.get(context.zodSchema);
    if (said) context.jsonSchema.description = said[lang];
  };
}

const made = new Map<Lang, Readonly<Record<string, JsonSchema>>>();

/** Every named schema as JSON Schema (draft 2020-12, as OpenAPI 3.1 wants it). */
export function schemas(lang: Lang): Readonly<Record<string, JsonSchema>> {
  let known = made.get(lang);
  if (!known) {
    const { schemas: all } = z.toJSONSchema(componentNames, { io: "input", reused: "inline", uri: (id) => `#/components/schemas/${id}`, override: describe(lang) });
    known = Object.fromEntries(components.map((component) => {
      const { $schema: _schema, $id: _id, ...rest } = all[component.name] as Record<string, unknown>;
      return [component.name, { ...portable(rest), examples: [component.example] }];
    }));
    made.set(lang, known);
  }
  return known;
}

/** Several types at once are said by `anyOf`: most generators of clients know no list of types. */
function portable(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const inner = (value: unknown): unknown => (Array.isArray(value) ? value.map(inner) : typeof value === "object" && value !== null ? portable(value as Readonly<Record<string, unknown>>) : value);
  const { type, ...rest } = schema;
  return { ...(Array.isArray(type) ? { anyOf: type.map((one: unknown) => ({ type: one })) } : type === undefined ? {} : { type: inner(type) }), ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, inner(value)])) };
}

function ref(component: Component): object {
  return { $ref: `#/components/schemas/${component.name}` };
}

function success({ success: { status, content }, writes }: Operation): object {
  const headers = { RateLimit: { schema: { type: "string" } }, "RateLimit-Policy": { schema: { type: "string" } }, ...(writes ? { "Idempotency-Replayed": { schema: { type: "string", const: "true" } } } : {}), ...(status === 200 ? { ETag: { schema: { type: "string" } } } : {}) };
  const description = status === 204 ? "No content" : "OK";
  if (content === undefined) return { description, headers };
  // In the notation of 3.0, which 3.1 admits and generators understand: bytes, not a text.
  if (typeof content === "string") return { description, headers, content: { [content]: { schema: { type: "string", format: "binary" } } } };
  return { description, headers, content: { "application/json": { schema: ref(content), example: content.example } } };
}

function problemResponses(codes: readonly ProblemCode[], lang: Lang): Record<string, object> {
  return Object.fromEntries([...Map.groupBy(codes, (code) => problems[code].status)].map(([status, list]) => [String(status), {
    description: list.map((code) => `\`${code}\`: ${problems[code][lang].title}`).join("; "), "x-codes": list, content: { "application/problem+json": { schema: ref(problem) } },
  }]));
}

function pdfBody(body: Component): object {
  return {
    schema: { type: "object", required: ["request", "sha256", "pdf"], properties: { request: ref(body), sha256: { type: "string", pattern: "^[0-9a-f]{64}$" }, pdf: { type: "string", contentMediaType: "application/pdf" } } },
    encoding: { request: { contentType: "application/json" }, pdf: { contentType: "application/pdf" } },
  };
}
