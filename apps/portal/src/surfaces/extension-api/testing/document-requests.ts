import { exampleFile } from "../openapi.ts";
import { operationsOf, recordOf, isRecord, type Document, type DocumentOperation } from "../contract/document.ts";

/** What stands for `{…}` in the paths: things that one program may see. */
export interface KnownIds { readonly application: string; readonly file: string; readonly webhook: string; readonly service: string; readonly version: string; readonly delivery: string; readonly payment: string; readonly decision: string; readonly form: string; readonly key: string; readonly submission: string; readonly document: string; readonly slot: string; readonly appointment: string }

export interface DocumentRequest { readonly operation: DocumentOperation; readonly id: string; readonly method: "GET" | "POST" | "DELETE"; readonly example: unknown; /** A body that is no JSON, with the headers that go with it. */ readonly file: { readonly bytes: string; readonly headers: Readonly<Record<string, string>> } | undefined; /** What is required behind the question mark, with its examples. */ readonly query: string; readonly scope: string | undefined; readonly success: number }

/** Every operation of a document as somebody reads it who has nothing but the document. */
export function requestsOf(document: Document): DocumentRequest[] {
  return operationsOf(document).map((operation) => {
    const { facts, method } = operation;
    if (method !== "GET" && method !== "POST" && method !== "DELETE") throw new Error(`${method} is new here`);
    const success = Object.keys(recordOf(facts["responses"])).find((status) => status.startsWith("2"));
    const [security] = Array.isArray(facts["security"]) ? facts["security"].filter(isRecord) : [];
    const scopes = security?.["oauth"];
    const scope: unknown = Array.isArray(scopes) ? scopes[0] : undefined;
    const { parameters } = facts;
    const required = (Array.isArray(parameters) ? parameters.filter(isRecord) : []).filter((one) => one["in"] === "query" && one["required"] === true);
    const binary = recordOf(recordOf(facts["requestBody"])["content"])["application/octet-stream"] !== undefined;
    const headers = (Array.isArray(parameters) ? parameters.filter(isRecord) : []).filter((one) => one["in"] === "header" && one["example"] !== undefined).map((one) => [String(one["name"]).toLowerCase(), String(one["example"])] as const);
    return {
      file: binary ? { bytes: exampleFile, headers: { "content-type": "application/octet-stream", ...Object.fromEntries(headers) } } : undefined,
      operation, method, query: required.map((one) => `${String(one["name"])}=${encodeURIComponent(String(one["example"]))}`).join("&"), id: String(facts["operationId"]), example: recordOf(recordOf(recordOf(facts["requestBody"])["content"])["application/json"])["example"],
      scope: typeof scope === "string" ? scope : undefined, success: Number(success),
    };
  });
}

/** The body of the example, as the test world sends it. */
export function bodyOf({ example, file }: DocumentRequest, ids?: KnownIds): { readonly body?: unknown; readonly payload?: string; readonly headers?: Readonly<Record<string, string>> } {
  return file ? { payload: file.bytes, headers: file.headers } : example === undefined ? {} : { body: ids ? withKnown(example, ids) : example };
}

/** What an example names by id is something that is there. */
function withKnown(example: unknown, ids: KnownIds): unknown {
  const given = recordOf(example);
  return { ...given, ...(given["slot"] === undefined ? {} : { slot: ids.slot }), ...(given["decision"] === undefined ? {} : { decision: ids.decision }) };
}

/** Path and query of a request as the document gives it. */
export function addressWith(request: DocumentRequest, ids: KnownIds): string {
  return `${pathWith(request.operation.path, ids)}${request.query === "" ? "" : `?${request.query}`}`;
}

/** The path with ids in it; throws for a parameter that nobody thought of, so that none is forgotten. */
export function pathWith(path: string, ids: KnownIds): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = name === "id" ? (path.startsWith("/webhooks/") ? ids.webhook : ids.application) : recordOf(ids)[name];
    if (typeof value !== "string") throw new Error(`nothing is known for {${name}} in ${path}`);
    return value;
  });
}
