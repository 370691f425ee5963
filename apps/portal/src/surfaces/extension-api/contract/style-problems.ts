import { isRecord, operationsOf, recordOf, resolved, type Document, type DocumentOperation } from "./document.ts";

const camel = /^[a-z][A-Za-z0-9]*$/;
const verbs = /^(get|list|add|delete|change|send|provide|acknowledge|rotate|replay|submit|request|start|revoke|publish|open|find|complete|put|exchange)[A-Z]/;

/** Where an OpenAPI document leaves the style of the house: one sentence each. */
export function styleProblems(document: Document): string[] {
  const operations = operationsOf(document);
  const ids = operations.map(({ facts }) => String(facts["operationId"]));
  return [
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id}: the operationId is used twice`),
    ...operations.flatMap((operation) => operationProblems(document, operation).map((problem) => `${operation.method} ${operation.path}: ${problem}`)),
    ...Object.entries(recordOf(recordOf(document["components"])["schemas"])).flatMap(([name, schema]) => schemaProblems(name, schema)),
  ];
}

function operationProblems(document: Document, { method, path, facts }: DocumentOperation): string[] {
  const found: string[] = [];
  const demand = (holds: boolean, problem: string): void => { if (!holds) found.push(problem); };
  const parameters = Array.isArray(facts["parameters"]) ? facts["parameters"].filter(isRecord) : [];
  const named = (where: string): string[] => parameters.filter((one) => one["in"] === where).map((one) => String(one["name"]));
  const responses = recordOf(facts["responses"]);
  demand(verbs.test(String(facts["operationId"])), "an operationId is a verb and a noun in camel case");
  demand(/^(\/([a-z]+(-[a-z]+)*(\.(pdf|xml))?|\{[a-z]+\}))+$/.test(path), "a path is made of nouns in lower case and parameters");
  for (const text of ["summary", "description"]) demand(typeof facts[text] === "string" && facts[text].length > 5, `the ${text} is missing`);
  demand(/^\d+\.\d+$/.test(String(facts["x-since"])), "x-since is missing");
  demand(facts["x-stability"] === "stable" || facts["x-stability"] === "beta", "x-stability is missing");
  demand(Array.isArray(facts["tags"]) && facts["tags"].length === 1, "an operation has one tag");
  demand(Array.isArray(facts["security"]), "what an operation needs is said, even if it is nothing");
  demand([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).join() === named("path").join(), "every path parameter is declared, in order");
  demand(named("query").every((name) => camel.test(name)), "query parameters are in camel case");
  demand((method === "GET") !== named("header").includes("Idempotency-Key"), "every write, and only a write, takes an Idempotency-Key");
  demand(method !== "GET" || facts["requestBody"] === undefined, "a GET has no body");
  const open = Array.isArray(facts["security"]) && facts["security"].length === 0;
  for (const status of [...(open ? [] : ["401"]), "429", "500", "503"]) demand(status in responses, `${status} is not documented`);
  for (const [status, answer] of Object.entries(responses)) {
    const types = Object.keys(recordOf(recordOf(answer)["content"]));
    if (Number(status) >= 400) demand(types.join() === "application/problem+json", `${status} is not application/problem+json`);
    else for (const [type, media] of Object.entries(recordOf(recordOf(answer)["content"]))) if (type === "application/json") found.push(...answerProblems(document, recordOf(media), named("query")));
  }
  const contents = recordOf(recordOf(facts["requestBody"])["content"]);
  const body = recordOf(contents["application/json"]);
  if (contents["application/octet-stream"] !== undefined) demand(["Content-Disposition", "Repr-Digest"].every((name) => named("header").includes(name)), "a file comes with its name and its checksum");
  else if (facts["requestBody"] !== undefined) {
    demand(body["example"] !== undefined, "the request has no example");
    demand(resolved(document, body["schema"])["additionalProperties"] === false, "a request refuses unknown fields");
  }
  return found;
}

/** A list is an object with `items`, never a bare array, so that it can gain pages; one with pages takes a cursor and a limit. */
function answerProblems(document: Document, media: Readonly<Record<string, unknown>>, query: readonly string[]): string[] {
  const schema = resolved(document, media["schema"]);
  const properties = recordOf(schema["properties"]);
  const found: string[] = [];
  if (media["example"] === undefined) found.push("the answer has no example");
  if (schema["type"] === "array") found.push("a list is an object with items");
  if (properties["next"] !== undefined && !(query.includes("cursor") && query.includes("limit") && properties["items"] !== undefined && properties["more"] !== undefined)) found.push("pages have items, next and more, and take cursor and limit");
  return found;
}

function schemaProblems(where: string, schema: unknown): string[] {
  const facts = recordOf(schema);
  const found: string[] = [];
  for (const [name, property] of Object.entries(recordOf(facts["properties"]))) {
    const at = `${where}.${name}`;
    const { format, type, enum: values } = recordOf(property);
    if (!camel.test(name)) found.push(`${at}: a field is in camel case`);
    if (/(At|Until)$/.test(name) && format !== "date-time" && recordOf(property)["pattern"] === undefined) found.push(`${at}: a time has the format date-time`);
    if (type === "number" && !(Array.isArray(values) && values.every(Number.isInteger))) found.push(`${at}: numbers are whole, money is cents`);
    if (Array.isArray(values) && !values.every((value) => typeof value !== "string" || /^[a-z]+([.-][a-z]+)*$/.test(value))) found.push(`${at}: named values are in lower case with hyphens`);
    found.push(...schemaProblems(at, property));
  }
  if (isRecord(facts["items"])) found.push(...schemaProblems(`${where}[]`, facts["items"]));
  return found;
}
