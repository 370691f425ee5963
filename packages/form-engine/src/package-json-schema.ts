import { z } from "zod";
import { logicSchema, textSchema } from "./definition-schema.ts";
import { formTestsSchema } from "./editor/form-test-case.ts";
import { formSchema, nodeSchema, nodeSchemas } from "./parse-definition.ts";
import { serviceSchema } from "./service-package.ts";

export interface PackageJsonSchemas { readonly service: object; readonly form: object; readonly tests: object; readonly $defs: Readonly<Record<string, object>> }

/** The parts of a service package as JSON Schema (draft 2020-12), made of the schemas that read them. Every kind of node is a definition of its own. */
export function packageJsonSchemas(): PackageJsonSchemas {
  const kinds = [...nodeSchemas.keys()];
  const registry = z.registry<{ id: string }>();
  const named: readonly (readonly [string, z.ZodType])[] = [["service", serviceSchema], ["form", formSchema], ["tests", formTestsSchema], ["logic", logicSchema], ["text", textSchema], ["node", nodeSchema], ...[...nodeSchemas].map(([kind, schema]) => [nameOf(kind), schema] as const)];
  for (const [id, schema] of named) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: "input", unrepresentable: "any", uri: (id) => `#/$defs/${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      if ((zodSchema as unknown) !== nodeSchema) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema];
      jsonSchema.oneOf = kinds.map((kind) => ({ $ref: `#/$defs/${nameOf(kind)}` }));
    },
  });
  const { __shared: shared, ...all } = schemas as Record<string, object>;
  const { $defs: sharedDefinitions = {} } = (shared ?? {}) as { readonly $defs?: Record<string, object> };
  const $defs = JSON.parse(JSON.stringify({ ...all, ...sharedDefinitions }).replaceAll("#/$defs/__shared#/$defs/", "#/$defs/")) as Record<string, Record<string, unknown>>;
  for (const definition of Object.values($defs)) for (const key of ["$id", "$schema", "id"]) if (typeof definition[key] === "string") delete definition[key];
  return { service: { $ref: "#/$defs/service" }, form: { $ref: "#/$defs/form" }, tests: { $ref: "#/$defs/tests" }, $defs };
}

/** `field partial-date` → `field-partial-date` */
function nameOf(kind: string): string {
  return kind.replaceAll(" ", "-");
}
