import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

export type Json = Readonly<Record<string, unknown>>;

/** One operation as the specification describes it. */
export interface SpecifiedOperation {
  readonly id: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly scope: string | undefined;
  readonly stable: boolean;
  readonly success: number;
  /** Media type of success, and the schema of JSON. */
  readonly answers: string | undefined;
  readonly schema: string | undefined;
  /** Documented statuses. */
  readonly statuses: readonly string[];
  readonly example: unknown;
  /** Schema of the request's JSON, and what an answer looks like. */
  readonly bodySchema: string | undefined;
  readonly answerExample: unknown;
}

const read = (name: string): Json => JSON.parse(readFileSync(new URL(`../spec/${name}`, import.meta.url), "utf8")) as Json;

export const specification = read("openapi.json");
export const manifestSpecification = read("manifest.schema.json");
export const specificationVersion = String(record(specification["info"])["version"]);

export function record(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Json : {};
}

/** Every operation of an OpenAPI document of this interface. */
export function operationsOf(document: Json): readonly SpecifiedOperation[] {
  return Object.entries(record(document["paths"])).flatMap(([path, item]) => (["get", "post", "delete"] as const).flatMap((method) => {
    const facts = record(item)[method];
    return facts === undefined ? [] : [operationOf(path, method.toUpperCase() as SpecifiedOperation["method"], record(facts))];
  }));
}

function operationOf(path: string, method: SpecifiedOperation["method"], facts: Json): SpecifiedOperation {
  const responses = record(facts["responses"]);
  const success = Object.keys(responses).find((status) => status.startsWith("2")) ?? "200";
  const content = record(record(responses[success])["content"]);
  const [answers] = Object.keys(content);
  const body = record(record(record(facts["requestBody"])["content"])["application/json"]);
  const bodyRef = record(body["schema"])["$ref"];
  const schema = answers === undefined ? undefined : record(record(content[answers])["schema"])["$ref"];
  const [security] = Array.isArray(facts["security"]) ? facts["security"] as readonly unknown[] : [];
  const scopes = record(security)["oauth"];
  const [scope] = Array.isArray(scopes) ? scopes as readonly unknown[] : [];
  return {
    id: String(facts["operationId"]), method, path, scope: typeof scope === "string" ? scope : undefined, stable: facts["x-stability"] === "stable", success: Number(success), answers,
    schema: typeof schema === "string" ? schema.split("/").at(-1) : undefined, statuses: Object.keys(responses),
    example: body["example"], bodySchema: typeof bodyRef === "string" ? bodyRef.split("/").at(-1) : undefined, answerExample: answers === undefined ? undefined : record(content[answers])["example"],
  };
}

export const operations = operationsOf(specification);

export function operation(id: string): SpecifiedOperation {
  const found = operations.find((one) => one.id === id);
  if (!found) throw new Error(`the specification has no operation ${id}`);
  return found;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(specification, "specification");

/** What of a value does not fit a schema of the specification (by its name); empty when it does. Further fields are admitted: answers may gain some. */
export function misfits(schema: string, value: unknown): readonly string[] {
  const check = ajv.getSchema(`specification#/components/schemas/${schema}`);
  if (!check) throw new Error(`the specification has no schema ${schema}`);
  if (check(value) === true) return [];
  return (check.errors ?? []).map(({ instancePath, message }) => `${schema}${instancePath}: ${message ?? "wrong"}`);
}

export function manifestMisfits(value: unknown): readonly string[] {
  return misfitsOf(manifestSpecification, value);
}

/** The same for a schema of its own, such as that of a form's answers. */
export function misfitsOf(schema: Json, value: unknown): readonly string[] {
  const { $id: _id, ...plain } = schema;
  const own = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(own);
  const check = own.compile(plain);
  return check(value) === true ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"}: ${message ?? "wrong"}`);
}
