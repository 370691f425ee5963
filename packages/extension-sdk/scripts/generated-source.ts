type Record_ = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Record_ => typeof value === "object" && value !== null && !Array.isArray(value);
const recordOf = (value: unknown): Record_ => (isRecord(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nameOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** TypeScript for an OpenAPI document of the Extension-API: a type for every schema, and what each operation takes and gives. */
export function generatedSource(document: unknown): string {
  const { components, paths } = recordOf(document);
  const types = Object.entries(recordOf(recordOf(components)["schemas"])).map(([name, schema]) => `export type ${name} = ${typeOf(schema)};`);
  const operations = Object.entries(recordOf(paths)).flatMap(([path, item]) => Object.entries(recordOf(item)).map(([method, facts]) => operationOf(path, method, recordOf(facts))));
  return [
    "// Made from docs/extension-api/openapi.json by scripts/generate.ts. Do not edit.", "", "import type { OutgoingFile } from \"../outgoing-file.ts\";", "", "type Nothing = Readonly<Record<never, never>>;", ...types, "",
    "/** What each operation takes and gives. */", "export interface Operations {", ...operations.map(({ type }) => `  ${type}`), "}", "",
    "/** How each operation is called. */", "export const operations = {", ...operations.map(({ facts }) => `  ${facts}`), "} as const;", "",
  ].join("\n");
}

function operationOf(path: string, method: string, facts: Record_): { readonly type: string; readonly facts: string } {
  const id = String(facts["operationId"]);
  const parameters = listOf(facts["parameters"]).filter(isRecord).filter((one) => one["in"] !== "header");
  const [success] = Object.entries(recordOf(facts["responses"])).filter(([status]) => status.startsWith("2"));
  const content = recordOf(recordOf(success?.[1])["content"]);
  const json = recordOf(content["application/json"])["schema"];
  const kind = json !== undefined ? "json" : Object.keys(content).length > 0 ? "file" : "none";
  const body = recordOf(recordOf(recordOf(facts["requestBody"])["content"])["application/json"])["schema"];
  const file = recordOf(recordOf(facts["requestBody"])["content"])["application/octet-stream"] !== undefined;
  const inputs = [...parameters.map((one) => `readonly ${nameOf(String(one["name"]))}${one["required"] === true ? "" : "?"}: ${one["in"] === "query" ? "string" : typeOf(one["schema"])}`), ...(body === undefined ? [] : [`readonly body: ${typeOf(body)}`]), ...(file ? ["readonly upload: OutgoingFile"] : [])];
  const query = parameters.filter((one) => one["in"] === "query").map((one) => JSON.stringify(one["name"]));
  return {
    type: `readonly ${id}: { readonly input: { ${inputs.join("; ")} }; readonly answer: ${json === undefined ? (kind === "file" ? "PortalFile" : "undefined") : typeOf(json)} };`.replaceAll("{  }", "Nothing").replaceAll("PortalFile", "Response"),
    facts: `${id}: { method: ${JSON.stringify(method.toUpperCase())}, path: ${JSON.stringify(path)}, query: [${query.join(", ")}], writes: ${String(method !== "get")}, answer: ${JSON.stringify(kind)} },`,
  };
}

function typeOf(schema: unknown): string {
  const { $ref, enum: values, const: value, type, anyOf, items, properties, required, additionalProperties } = recordOf(schema);
  if (typeof $ref === "string") return $ref.slice($ref.lastIndexOf("/") + 1);
  if (Array.isArray(values)) return values.map((one) => JSON.stringify(one)).join(" | ");
  if (value !== undefined) return JSON.stringify(value);
  if (Array.isArray(anyOf)) return anyOf.map(typeOf).join(" | ");
  if (type === "array") { const inner = typeOf(items); return `readonly ${inner.includes(" ") && !inner.startsWith("{") ? `(${inner})` : inner}[]`; }
  if (type === "integer" || type === "number") return "number";
  if (type === "object" && isRecord(properties)) {
    const needed = listOf(required);
    const fields = Object.entries(properties).map(([name, property]) => `readonly ${nameOf(name)}${needed.includes(name) ? "" : "?"}: ${typeOf(property)}`);
    return `{ ${fields.join("; ")} }`;
  }
  if (type === "object") return `Readonly<Record<string, ${isRecord(additionalProperties) ? typeOf(additionalProperties) : "unknown"}>>`;
  return typeof type === "string" ? type : "unknown";
}
