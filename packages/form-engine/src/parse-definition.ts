import { z } from "zod";
import type { FormDefinition, Logic, Node } from "./definition.ts";
import { limits } from "./limits.ts";
import { type DefinitionProblem, FormDefinitionError } from "./problems.ts";

const short = z.string().max(300);
const long = z.string().max(20_000);
const optional = <T extends z.ZodType>(schema: T) => z.exactOptional(schema);

export const textSchema = z.strictObject({ de: long, en: optional(long), easy: optional(long) });

/** Any JSON: that it is JSON Logic over known fields is checked when the form is compiled. */
export const logicSchema: z.ZodType<Logic> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string().max(4000), z.array(logicSchema), z.record(z.string().max(40), logicSchema)]));

const prefill = z.enum(["givenName", "surname", "birthName", "birthdate", "placeOfBirth", "nationality", "personalTitle", "street", "houseNumber", "postalCode", "locality", "country", "mail", "telephone"]);
const range = { min: z.number(), max: z.number() };

const fieldBase = {
  kind: z.literal("field"),
  id: short,
  label: textSchema,
  hint: optional(textSchema),
  required: optional(z.boolean()),
  when: optional(logicSchema),
  why: optional(z.strictObject({ text: textSchema, legalBasis: optional(long) })),
  prefill: optional(prefill),
  autocomplete: optional(short),
  outputLabel: optional(textSchema),
  repeat: optional(z.strictObject(range)),
  fixed: optional(z.enum(["hidden", "locked"])),
  value: optional(z.union([z.string().max(20_000), z.number(), z.boolean()])),
};

const option = z.strictObject({ value: short, label: textSchema, hint: optional(textSchema) });

const fieldSchema = z.discriminatedUnion("type", [
  z.strictObject({
    ...fieldBase, type: z.enum(["text", "longtext"]), minLength: optional(z.int()), maxLength: optional(z.int()), pattern: optional(z.string().max(limits.patternLength)), patternMessage: optional(textSchema),
    characters: optional(z.enum(["latin", "upper"])), width: optional(z.enum(["short", "medium", "full"])), inputmode: optional(z.enum(["text", "numeric"])),
  }),
  z.strictObject({ ...fieldBase, type: z.enum(["integer", "number", "amount"]), min: optional(z.number()), max: optional(z.number()), unit: optional(textSchema) }),
  z.strictObject({ ...fieldBase, type: z.enum(["date", "partial-date"]), min: optional(short), max: optional(short) }),
  z.strictObject({ ...fieldBase, type: z.enum(["time", "datetime"]) }),
  z.strictObject({ ...fieldBase, type: z.enum(["choice", "choices"]), options: z.array(option).max(limits.options), minSelected: optional(z.int()), maxSelected: optional(z.int()) }),
  z.strictObject({ ...fieldBase, type: z.enum(["yesno", "declaration", "email", "phone", "iban"]) }),
  z.strictObject({ ...fieldBase, type: z.literal("upload"), accept: optional(z.array(short).max(50)), maxSize: optional(z.int()), maxFiles: optional(z.int()) }),
  z.strictObject({ ...fieldBase, type: z.literal("place") }),
  z.strictObject({ ...fieldBase, type: z.literal("info"), text: textSchema }),
]);

const groupSchema = z.strictObject({
  kind: z.literal("group"),
  id: short,
  title: textSchema,
  hint: optional(textSchema),
  when: optional(logicSchema),
  required: optional(z.boolean()),
  repeat: optional(z.strictObject({ ...range, addLabel: textSchema, itemTitle: textSchema })),
  oneOf: optional(z.boolean()),
  get nodes(): z.ZodType<readonly Node[]> {
    return z.array(nodeSchema).max(limits.nodes);
  },
});

// Chosen by `kind` rather than tried one after the other, so that a fault is reported where it is.
const nodeSchema: z.ZodType<Node> = z.discriminatedUnion("kind", [fieldSchema, groupSchema]);

const formSchema: z.ZodType<FormDefinition> = z.strictObject({
  id: short,
  version: short,
  title: textSchema,
  steps: z.array(z.strictObject({ id: short, title: textSchema, intro: optional(textSchema), when: optional(logicSchema), nodes: z.array(nodeSchema).max(limits.nodes) })).max(200),
  rules: optional(z.array(z.strictObject({ id: short, step: short, at: short, holds: logicSchema, message: textSchema })).max(limits.nodes)),
  parts: optional(z.array(z.strictObject({ id: short, office: short, title: textSchema, when: optional(logicSchema), paths: z.array(short).max(limits.nodes), entriesWhen: optional(z.record(short, logicSchema)) })).max(50)),
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
