import { createHash } from "node:crypto";

/**
 * A piece of SQL with its values. Values never enter the text: `sql` turns every `${}` into a parameter, except
 * another {@link Sql}, which is woven in. Static statements get a name, so PostgreSQL plans them once a connection.
 */
export class Sql {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
  #name: string | undefined;
  #text: string | undefined;
  constructor(strings: readonly string[], values: readonly unknown[], name?: string, text?: string) {
    this.strings = strings;
    this.values = values;
    this.#name = name;
    this.#text = text;
  }
  get text(): string {
    return this.#text ??= this.strings.reduce((text, part, i) => (i === 0 ? part : `${text}$${i}${part}`), "");
  }
  /** Name of the prepared statement: the same text has the same name, whoever wrote it. */
  get name(): string {
    return this.#name ??= nameOf(this.text);
  }
}

const staticStatements = new WeakMap<readonly string[], { name: string; text: string }>();

function nameOf(text: string): string {
  return `s${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`;
}

/** Tagged template: sql`select ${1} as one`. */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  if (!values.some((value) => value instanceof Sql)) {
    let known = staticStatements.get(strings);
    if (!known) {
      const text = strings.reduce((all, part, i) => (i === 0 ? part : `${all}$${i}${part}`), "");
      known = { text, name: nameOf(text) };
      staticStatements.set(strings, known);
    }
    return new Sql(strings, values, known.name, known.text);
  }
  const flatStrings: string[] = [strings[0]!];
  const flatValues: unknown[] = [];
  values.forEach((value, i) => {
    const next = strings[i + 1]!;
    if (!(value instanceof Sql)) { flatValues.push(value); flatStrings.push(next); return; }
    flatStrings[flatStrings.length - 1] += value.strings[0]!;
    value.values.forEach((inner, k) => { flatValues.push(inner); flatStrings.push(value.strings[k + 1]!); });
    flatStrings[flatStrings.length - 1] += next;
  });
  return new Sql(flatStrings, flatValues);
}

/** Joins pieces with a separator: join([sql`a = ${1}`, sql`b = ${2}`], sql` and `). Of nothing it makes nothing. */
export function join(pieces: readonly Sql[], separator: Sql): Sql {
  return pieces.reduce((all, piece, i) => (i === 0 ? piece : sql`${all}${separator}${piece}`), new Sql([""], []));
}
