import fc from "fast-check";
import type { Answer, Answers, CompiledForm, CompiledGroup, CompiledNode, Field } from "@kommunalportal/form-engine";

/**
 * Answers as a person could give them to a compiled form: every type within its limits, optional things there or not, repeated ones a few
 * times. `eager`: everything that can be stated is stated. Rules over several fields are not looked at; `checkAll` says whether they hold.
 */
export function answersFor(form: CompiledForm, eager: boolean): fc.Arbitrary<Answers> {
  return nodesOf(form.steps.flatMap(({ nodes }) => nodes), eager);
}

function nodesOf(nodes: readonly CompiledNode[], eager: boolean): fc.Arbitrary<Answers> {
  return fc.record(Object.fromEntries(nodes.map((node) => [node.id, nodeOf(node, eager)])));
}

function nodeOf(node: CompiledNode, eager: boolean): fc.Arbitrary<Answer | undefined> {
  const present = node.kind === "group" ? groupOf(node, eager) : fieldOf(node.definition, eager);
  return node.required || eager ? present : fc.option(present, { nil: undefined });
}

function groupOf(group: CompiledGroup, eager: boolean): fc.Arbitrary<Answer> {
  const one = group.definition.oneOf === true
    ? fc.oneof(...group.nodes.map((child) => nodeOf(child, true).map((value): Answers => ({ $choice: child.id, [child.id]: value }))))
    : nodesOf(group.nodes, eager);
  const { repeat } = group.definition;
  return repeat === undefined ? one : fc.array(one, { minLength: Math.max(repeat.min, eager ? 1 : 0), maxLength: Math.min(repeat.max, Math.max(repeat.min, 1) + 1) });
}

function fieldOf(field: Field, eager: boolean): fc.Arbitrary<Answer | undefined> {
  const one = valueOf(field);
  const { repeat } = field;
  return repeat === undefined ? one : fc.array(one.map((value) => value ?? null), { minLength: Math.max(repeat.min, eager || field.required !== false ? 1 : 0), maxLength: Math.min(repeat.max, Math.max(repeat.min, 1) + 1) });
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßABCÄÖÜéğ";
const letter = fc.constantFrom(...LETTERS);
const inner = fc.constantFrom(...LETTERS, " ", "-", ".", "&", "<", "'", '"');
const day = fc.integer({ min: 0, max: 45_000 }).map((offset) => new Date(Date.UTC(1905, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10));
const two = (max: number): fc.Arbitrary<string> => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, "0"));
const time = fc.tuple(two(23), two(59)).map(([hour, minute]) => `${hour}:${minute}`);
const file = fc.record({ id: fc.uuid(), name: fc.constant("nachweis.pdf"), size: fc.integer({ min: 1, max: 1000 }), type: fc.constant("application/pdf"), sha256: fc.constant("0".repeat(64)) });

/** Types that an import never makes have no values here: a form with one fails the run. */
function valueOf(field: Field): fc.Arbitrary<Answer | undefined> {
  switch (field.type) {
    case "text":
    case "longtext":
      return textOf(field.minLength ?? 0, field.maxLength ?? 255, field.pattern);
    case "integer":
    case "amount":
      return fc.integer({ min: Math.max(field.min ?? -1e9, -1e9), max: Math.min(field.max ?? 1e9, 1e9) });
    case "number":
      return fc.integer({ min: Math.ceil((field.min ?? -1e6) * 100), max: Math.floor((field.max ?? 1e6) * 100) }).map((hundredth) => hundredth / 100);
    case "date":
      return day.map((value) => (field.min !== undefined && field.min !== "today" && value < field.min ? field.min : value));
    case "partial-date":
      return fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([value, length]) => value.slice(0, length));
    case "time":
      return time;
    case "datetime":
      return fc.tuple(day, time).map(([date, hour]) => `${date}T${hour}`);
    case "choice":
      return fc.constantFrom(...field.options.map(({ value }) => value));
    case "choices":
      return fc.subarray(field.options.map(({ value }) => value), { minLength: Math.max(field.minSelected ?? 0, 1), maxLength: Math.min(field.maxSelected ?? 5, field.options.length) });
    case "yesno":
      return fc.boolean();
    case "email":
      return fc.constant("erika@post.example");
    case "phone":
      return fc.constant("+49 201 5550000");
    case "upload": {
      const type = field.accept?.[0] ?? "application/pdf";
      return fc.array(file.map((one) => ({ ...one, type })), { minLength: 1, maxLength: Math.min(field.maxFiles ?? 1, 3) });
    }
    case "info":
      return fc.constant(undefined);
    case "iban":
      return fc.constantFrom("DE02120300000000202051", "GB33BUKB20201555555555");
    case "declaration":
    case "place":
    case "area":
    case "appointment":
    case "computed":
      throw new Error(`An import makes no field of type ${field.type}.`);
  }
}

function textOf(min: number, max: number, pattern: string | undefined): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(`^(?:${pattern.replace(/\$$/, "")})$`, "u")).filter(({ length }) => length >= min && length <= max);
  const longest = Math.min(max, Math.max(min, 40));
  return fc.array(inner, { minLength: Math.max(min - 2, 0), maxLength: Math.max(longest - 2, 0) }).chain((middle) => fc.tuple(letter, letter).map(([first, last]) => `${first}${middle.join("")}${last}`.slice(0, Math.max(1, longest))));
}
