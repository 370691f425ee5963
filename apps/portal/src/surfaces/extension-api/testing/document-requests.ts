import { operationsOf, recordOf, isRecord, type Document, type DocumentOperation } from "../contract/document.ts";

/** What stands for `{…}` in the paths: things that one program may see. */
export interface KnownIds { readonly application: string; readonly file: string; readonly webhook: string; readonly service: string; readonly version: string; readonly delivery: string }

export interface DocumentRequest { readonly operation: DocumentOperation; readonly id: string; readonly method: "GET" | "POST" | "DELETE"; readonly example: unknown; readonly scope: string | undefined; readonly success: number }

/** Every operation of a document as somebody reads it who has nothing but the document. */
export function requestsOf(document: Document): DocumentRequest[] {
  return operationsOf(document).map((operation) => {
    const { facts, method } = operation;
    if (method !== "GET" && method !== "POST" && method !== "DELETE") throw new Error(`${method} is new here`);
    const success = Object.keys(recordOf(facts["responses"])).find((status) => status.startsWith("2"));
    const [security] = Array.isArray(facts["security"]) ? facts["security"].filter(isRecord) : [];
    const scopes = security?.["oauth"];
    const scope: unknown = Array.isArray(scopes) ? scopes[0] : undefined;
    return {
      operation, method, id: String(facts["operationId"]), example: recordOf(recordOf(recordOf(facts["requestBody"])["content"])["application/json"])["example"],
      scope: typeof scope === "string" ? scope : undefined, success: Number(success),
    };
  });
}

/** The path with ids in it; throws for a parameter that nobody thought of, so that none is forgotten. */
export function pathWith(path: string, ids: KnownIds): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const value = name === "id" ? (path.startsWith("/webhooks/") ? ids.webhook : ids.application) : recordOf(ids)[name];
    if (typeof value !== "string") throw new Error(`nothing is known for {${name}} in ${path}`);
    return value;
  });
}
