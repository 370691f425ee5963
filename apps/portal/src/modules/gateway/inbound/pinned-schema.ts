import { z } from "zod";
import { sql, type Database, type Tx } from "#platform/database";
import { labelKey, type Labels } from "./data-rows.ts";
import { compileXsd } from "./pinned-xsd.ts";

export interface PinnedSchema { readonly mimeType: "application/json" | "application/xml"; readonly check: (bytes: Uint8Array) => boolean; readonly labels: Labels }
const noLabels: Labels = new Map();

/** A JSON Schema as an object, an XML Schema as its text. @throws Error for what cannot be checked here */
export function compileSchema(definition: unknown): PinnedSchema {
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  if (typeof definition === "string") {
    const { check, labels } = compileXsd(definition);
    return { mimeType: "application/xml", check: (bytes) => check(text(bytes)), labels };
  }
  const shape = z.fromJSONSchema(definition as Parameters<typeof z.fromJSONSchema>[0]);
  return { mimeType: "application/json", check: (bytes) => shape.safeParse(JSON.parse(text(bytes))).success, labels: titlesOf(definition) };
}

const mostTitles = 5_000;

/** `title` of every property, by its names; definitions that are referred to once are followed to a depth that ends circles. */
function titlesOf(definition: unknown): Labels {
  const titles = new Map<string, string>();
  const record = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {});
  const root = record(definition);
  const visit = (given: unknown, path: readonly string[]): void => {
    if (path.length > 12 || titles.size > mostTitles) return;
    let node = record(given);
    const ref = node["$ref"];
    if (typeof ref === "string" && ref.startsWith("#/")) node = { ...ref.slice(2).split("/").reduce<Readonly<Record<string, unknown>>>((at, name) => record(at[name]), root), ...node };
    if (typeof node["title"] === "string" && path.length > 0) titles.set(labelKey(path), node["title"].slice(0, 200));
    for (const [name, child] of Object.entries(record(node["properties"]))) visit(child, [...path, name]);
    if (node["items"] !== undefined) visit(node["items"], path);
    for (const part of Array.isArray(node["allOf"]) ? node["allOf"] : []) visit(part, path);
  };
  visit(root, []);
  return titles;
}

/** The pinned schemas, compiled when first needed. */
export async function createSchemas(db: Database) {
  let definitions = new Map<string, unknown>();
  const compiled = new Map<string, PinnedSchema>();
  async function refresh(): Promise<void> {
    const rows = await db.published((tx) => tx.rows<{ uri: string; definition: unknown }>(sql`select uri, definition from gateway.schema`));
    definitions = new Map(rows.map(({ uri, definition }) => [uri, definition]));
    compiled.clear();
  }
  await refresh();
  function of(uri: string): PinnedSchema | undefined {
    const known = compiled.get(uri);
    if (known || !definitions.has(uri)) return known;
    const made = compileSchema(definitions.get(uri));
    compiled.set(uri, made);
    return made;
  }
  return {
    refresh, of,
    labels: (uri: string): Labels => of(uri)?.labels ?? noLabels,
    uris: (): readonly string[] => [...definitions.keys()],
  };
}
export type Schemas = Awaited<ReturnType<typeof createSchemas>>;

/** Takes a schema away; what comes in it is read as it comes. Needs an operator's transaction. */
export async function unpinSchema(tx: Tx, uri: string): Promise<boolean> {
  return (await tx.run(sql`delete from gateway.schema where uri = ${uri}`)) > 0;
}

/** Pins a schema; needs an operator's transaction. False: it cannot be used here, and nothing was stored. */
export async function pinSchema(tx: Tx, given: { readonly uri: string; readonly definition: unknown; readonly at: Date }): Promise<boolean> {
  try { compileSchema(given.definition); } catch { return false; }
  await tx.run(sql`insert into gateway.schema (uri, definition, changed_at) values (${given.uri}, ${JSON.stringify(given.definition)}, ${given.at})
    on conflict (uri) do update set definition = excluded.definition, changed_at = excluded.changed_at where gateway.schema.definition is distinct from excluded.definition`);
  return true;
}
