import { isRecord, recordOf, resolved, stringsOf, type Document } from "./document.ts";

type Schema = Readonly<Record<string, unknown>>;
interface Comparison { readonly before: Document; readonly now: Document; readonly direction: "request" | "answer" }

/** Deeper than any schema of the interface; ends what refers to itself. */
const deepest = 12;

/** What was accepted and is no longer. */
export function narrowed(before: Document, earlier: unknown, now: Document, later: unknown, where: string): string[] {
  return compare({ before, now, direction: "request" }, earlier, later, where, 0);
}

/** What comes now and did not come before, where a reader could not expect it. */
export function widened(before: Document, earlier: unknown, now: Document, later: unknown, where: string): string[] {
  return compare({ before, now, direction: "answer" }, earlier, later, where, 0);
}

function compare(on: Comparison, earlier: unknown, later: unknown, where: string, depth: number): string[] {
  if (depth > deepest) return [];
  const [a, b] = [resolved(on.before, earlier), resolved(on.now, later)];
  return [...typeChanges(on, a, b, where), ...valueChanges(on, a, b, where), ...boundChanges(on, a, b, where), ...propertyChanges(on, a, b, where, depth), ...innerChanges(on, a, b, where, depth)];
}

/** One, a list, or said by `anyOf`. */
function typesOf(schema: Schema): string[] {
  if (typeof schema["type"] === "string") return [schema["type"]];
  return Array.isArray(schema["anyOf"]) ? schema["anyOf"].filter(isRecord).flatMap(typesOf) : stringsOf(schema["type"]);
}

function typeChanges({ direction }: Comparison, a: Schema, b: Schema, where: string): string[] {
  const [earlier, later] = [typesOf(a), typesOf(b)];
  if (earlier.length === 0 && later.length === 0) return [];
  const [inner, outer] = direction === "request" ? [earlier, later] : [later, earlier];
  // No type at all admits every type.
  if (outer.length === 0) return [];
  const holds = inner.length > 0 && inner.every((type) => outer.includes(type) || (type === "integer" && outer.includes("number")));
  return holds ? [] : [`${where} was ${earlier.join("|") || "anything"} and is ${later.join("|") || "anything"}`];
}

const valuesOf = (schema: Schema): unknown[] | undefined => ("const" in schema ? [schema["const"]] : Array.isArray(schema["enum"]) ? schema["enum"] : undefined);

function valueChanges({ direction }: Comparison, a: Schema, b: Schema, where: string): string[] {
  const [earlier, later] = [valuesOf(a), valuesOf(b)];
  if (direction === "answer") return earlier && !later ? [`${where} had named values and has none`] : [];
  if (!later) return [];
  if (!earlier) return [`${where} takes only named values now`];
  return earlier.filter((value) => !later.includes(value)).map((value) => `${where} does not take ${JSON.stringify(value)} any more`);
}

const upper = ["maxLength", "maxItems", "maximum", "maxProperties", "exclusiveMaximum"] as const;
const lower = ["minLength", "minItems", "minimum", "minProperties", "exclusiveMinimum"] as const;

function boundChanges({ direction }: Comparison, a: Schema, b: Schema, where: string): string[] {
  const limit = (schema: Schema, name: string, none: number): number => (typeof schema[name] === "number" ? schema[name] : none);
  const tighter = (name: string, sign: 1 | -1): boolean => {
    const [earlier, later] = [limit(a, name, sign * Infinity), limit(b, name, sign * Infinity)];
    return direction === "request" ? sign * later < sign * earlier : sign * later > sign * earlier;
  };
  const found = [...upper.filter((name) => tighter(name, 1)), ...lower.filter((name) => tighter(name, -1))].map((name) => `${where} has another ${name}`);
  for (const name of ["pattern", "format", "contentMediaType"]) {
    const looser = direction === "request" ? b[name] === undefined : a[name] === undefined;
    if (a[name] !== b[name] && !looser) found.push(`${where} has another ${name}`);
  }
  return found;
}

function propertyChanges(on: Comparison, a: Schema, b: Schema, where: string, depth: number): string[] {
  const [earlier, later] = [recordOf(a["properties"]), recordOf(b["properties"])];
  const [neededBefore, neededNow] = [stringsOf(a["required"]), stringsOf(b["required"])];
  const found: string[] = [];
  for (const [name, property] of Object.entries(earlier)) {
    const at = `${where}.${name}`;
    if (later[name] !== undefined) found.push(...compare(on, property, later[name], at, depth + 1));
    else if (on.direction === "answer" || b["additionalProperties"] === false) found.push(`${at} is gone`);
  }
  if (on.direction === "request") found.push(...neededNow.filter((name) => !neededBefore.includes(name)).map((name) => `${where}.${name} became required`));
  else found.push(...neededBefore.filter((name) => later[name] !== undefined && !neededNow.includes(name)).map((name) => `${where}.${name} may be absent now`));
  if (on.direction === "request" && a["additionalProperties"] !== false && b["additionalProperties"] === false) found.push(`${where} refuses unknown fields now`);
  return found;
}

function innerChanges(on: Comparison, a: Schema, b: Schema, where: string, depth: number): string[] {
  const found: string[] = [];
  if (isRecord(a["items"]) && isRecord(b["items"])) found.push(...compare(on, a["items"], b["items"], `${where}[]`, depth + 1));
  if (isRecord(a["additionalProperties"]) && isRecord(b["additionalProperties"])) found.push(...compare(on, a["additionalProperties"], b["additionalProperties"], `${where}{}`, depth + 1));
  // Types alone are compared as such, however they are written. Whether one union fits into another is not guessed: every change of one has to be looked at by a person.
  for (const union of ["anyOf", "oneOf", "allOf"]) if (!(union === "anyOf" && onlyTypes(a) && onlyTypes(b)) && JSON.stringify(a[union]) !== JSON.stringify(b[union])) found.push(`${where} has another ${union}`);
  return found;
}

/** Says nothing but which types there are. */
function onlyTypes(schema: Schema): boolean {
  return Array.isArray(schema["anyOf"]) ? schema["anyOf"].every((one: unknown) => isRecord(one) && Object.keys(one).join() === "type") : Array.isArray(schema["type"]);
}
