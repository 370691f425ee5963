import { z } from "zod";
import { compoundTypes } from "./compounds/compound-types.ts";
import { repeatSchema } from "./compounds/compound-schema.ts";
import { logicSchema, optional, short, textSchema } from "./definition-schema.ts";
import type { FormDefinition, Node } from "./definition.ts";
import { fieldTypes } from "./fields/field-types.ts";
import { limits } from "./limits.ts";
import { type DefinitionProblem, FormDefinitionError } from "./problems.ts";

const groupSchema = z.strictObject({
  kind: z.literal("group"),
  id: short,
  title: textSchema,
  hint: optional(textSchema),
  when: optional(logicSchema),
  required: optional(z.boolean()),
  repeat: optional(repeatSchema),
  oneOf: optional(z.boolean()),
  as: optional(z.strictObject({ type: z.enum(["address", "person", "organisation", "contact", "bank", "period"]), parts: z.record(short, short) })),
  get nodes(): z.ZodType<readonly Node[]> {
    return z.array(nodeSchema).max(limits.nodes);
  },
});

/** The shape of every kind of node, by `group`, `field <type>`, `compound <type>`. */
export const nodeSchemas: ReadonlyMap<string, z.ZodType<Node>> = new Map<string, z.ZodType<Node>>([
  ["group", groupSchema],
  ...Object.entries(fieldTypes).map(([type, { schema }]) => [`field ${type}`, schema] as const),
  ...Object.entries(compoundTypes).map(([type, { schema }]) => [`compound ${type}`, schema] as const),
]);

const namedIn = z.looseObject({ kind: optional(z.unknown()), type: optional(z.unknown()) });

/** Chosen by `kind` and `type` rather than tried one after the other, so that a fault is reported where it is. */
export const nodeSchema: z.ZodType<Node> = z.unknown().transform((value, context): Node => {
  const { kind, type } = namedIn.safeParse(value).data ?? {};
  const schema = nodeSchemas.get(kind === "group" ? "group" : `${String(kind)} ${String(type)}`);
  if (schema === undefined) {
    context.issues.push({ code: "custom", input: value, path: [kind === "field" || kind === "compound" ? "type" : "kind"], message: "this kind of node is not known" });
    return z.NEVER;
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) context.issues.push({ code: "custom", input: value, path: [...path], message });
  return z.NEVER;
});

const paths = z.array(short).max(limits.extensionFields);
const extensionSchema = z.strictObject({ client: z.string().regex(/^[a-z][a-z0-9-]{2,62}$/), page: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), sends: paths, fills: paths });

export const formSchema: z.ZodType<FormDefinition> = z.strictObject({
  id: short,
  version: short,
  title: textSchema,
  steps: z.array(z.strictObject({ id: short, title: textSchema, intro: optional(textSchema), when: optional(logicSchema), extension: optional(extensionSchema), person: optional(short), nodes: z.array(nodeSchema).max(limits.nodes) })).max(200),
  rules: optional(z.array(z.strictObject({ id: short, step: short, at: short, holds: logicSchema, message: textSchema })).max(limits.nodes)),
  parts: optional(z.array(z.strictObject({ id: short, office: short, title: textSchema, when: optional(logicSchema), paths: z.array(short).max(limits.nodes), entriesWhen: optional(z.record(short, logicSchema)) })).max(50)),
  people: optional(z.array(z.strictObject({ id: short, title: textSchema, when: optional(logicSchema), shown: optional(z.boolean()) })).max(10)),
  source: optional(short),
});

/** True when the JSON is neither too deep nor too large to be looked at. Does not recurse. */
function isBounded(json: unknown): boolean {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: json, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    seen += 1;
    if (seen > limits.jsonValues || next.depth > limits.jsonDepth) return false;
    if (typeof next.value !== "object" || next.value === null) continue;
    for (const value of Object.values(next.value)) open.push({ value, depth: next.depth + 1 });
  }
  return true;
}

/** Problems of a failed check as definition problems, with paths such as `steps.0.nodes.2.label`. */
export function problemsOf(error: z.ZodError, base = ""): readonly DefinitionProblem[] {
  return error.issues.map((issue) => ({ path: [...(base === "" ? [] : [base]), ...issue.path].map(String).join(".") || "form", problem: issue.message }));
}

/**
 * Reads a form definition from JSON of unknown origin. Throws {@link FormDefinitionError} with all problems of shape;
 * what a form means (ids, paths, patterns) is checked by `compileForm`.
 */
export function parseDefinition(json: unknown): FormDefinition {
  if (!isBounded(json)) throw new FormDefinitionError([{ path: "form", problem: "the definition is too large or too deeply nested" }]);
  const result = formSchema.safeParse(json);
  if (!result.success) throw new FormDefinitionError(problemsOf(result.error));
  return result.data;
}
