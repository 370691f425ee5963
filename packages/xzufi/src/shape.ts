import type { Problems } from "./problem.ts";
import type { XmlElement } from "./xml-element.ts";
import type { Attributes, XmlWriter } from "./xml-writer.ts";

/** How one kind of element is read and written. `undefined`: it was unusable, and that was reported. */
export interface Codec<V> {
  read(element: XmlElement, problems: Problems): V | undefined;
  write(out: XmlWriter, name: string, value: V): void;
}

/** How one property of an object is found in its element and put back. */
export interface Field<V> {
  /** False when a required part is missing: then the object is unusable. */
  read(name: string, element: XmlElement, problems: Problems): { readonly value: V } | undefined;
  /** Attributes and own text are written by the element itself. */
  readonly place: "child" | "attribute" | "text";
  /** Names of child elements that this field takes, beside its own. */
  readonly also?: readonly string[];
  write(out: XmlWriter, name: string, value: V): void;
}

type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

/** One field for each property: a property without one does not compile. The order is the order in which it is written. */
export type Fields<T> = { readonly [K in keyof T]-?: K extends OptionalKeys<T> ? Field<Exclude<T[K], undefined> | undefined> : Field<T[K]> };

const PREFIX = "xzufi:";
/** Codes are written without a namespace (seen in real consumers). */
const UNQUALIFIED: ReadonlySet<string> = new Set(["code", "name"]);

export function qualified(name: string): string {
  return PREFIX + name;
}

/** An object as an element. `fixed` attributes are written and not read (`xsi:type`). */
export function shape<T extends object>(fields: Fields<T>, options: { readonly fixed?: Attributes; readonly unqualified?: boolean; readonly ignored?: readonly string[] } = {}): Codec<T> {
  const entries = Object.entries(fields) as [keyof T & string, Field<unknown>][];
  const known = new Set([...entries.flatMap(([name, field]) => (field.place === "child" ? [name, ...(field.also ?? [])] : [])), ...(options.ignored ?? [])]);
  const attributes = new Set(entries.flatMap(([name, field]) => (field.place === "attribute" ? [name] : [])));
  return {
    read(element, problems) {
      const result: Record<string, unknown> = {};
      let usable = true;
      for (const [name, field] of entries) {
        const found = field.read(name, element, problems);
        if (found === undefined) usable = false;
        else if (found.value !== undefined) result[name] = found.value;
      }
      reportUnknown(element, known, attributes, problems);
      return usable ? (result as T) : undefined;
    },
    write(out, name, value) {
      const given = value as Record<string, unknown>;
      const written: Record<string, string | undefined> = { ...options.fixed };
      for (const [key, field] of entries) if (field.place === "attribute" && given[key] !== undefined) written[key] = given[key] as string;
      const own = entries.find(([, field]) => field.place === "text");
      if (own) return out.text(qualified(name), given[own[0]] as string, written);
      out.element(qualified(name), written, () => {
        for (const [key, field] of entries) if (field.place === "child" && given[key] !== undefined) field.write(out, options.unqualified === true && UNQUALIFIED.has(key) ? `-${key}` : key, given[key]);
      });
    },
  };
}

function reportUnknown(element: XmlElement, known: ReadonlySet<string>, attributes: ReadonlySet<string>, problems: Problems): void {
  for (const child of element.children) {
    const foreign = child.namespace !== element.namespace && child.namespace !== "";
    if (foreign || !known.has(child.name)) problems.warn("not-understood", child, `Das Element »${child.name.slice(0, 100)}« wird nicht verstanden und nicht gelesen.`);
  }
  for (const name of element.attributes.keys()) {
    if (!attributes.has(name)) problems.warn("not-understood", element, `Die Angabe »${name.slice(0, 100)}« an »${element.name.slice(0, 100)}« wird nicht verstanden und nicht gelesen.`);
  }
}

/** Children of that name in the element's own namespace, or in none. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name && (child.namespace === element.namespace || child.namespace === ""));
}

/** At most one; a second one is reported and left out. */
export function one<V>(codec: Codec<V>): Field<V | undefined> {
  return {
    place: "child",
    read(name, element, problems) {
      const [first, second] = childrenOf(element, name);
      if (second !== undefined) problems.warn("duplicate", second, `»${name}« steht mehrfach; gelesen wird das erste.`);
      return { value: first && codec.read(first, problems) };
    },
    write: (out, name, value) => { if (value !== undefined) codec.write(out, name, value); },
  };
}

/** Exactly one: without it, or with two, the file is wrong. */
export function required<V>(codec: Codec<V>): Field<V> {
  return exactlyOne(codec, (problems, code, at, message) => { problems.error(code, at, message); });
}

/** As {@link required}, but without it only the element around it is left out. */
export function needed<V>(codec: Codec<V>): Field<V> {
  return exactlyOne(codec, (problems, code, at, message) => { problems.warn(code, at, `${message} »${at.name}« wird nicht gelesen.`); });
}

function exactlyOne<V>(codec: Codec<V>, report: (problems: Problems, code: "duplicate" | "missing", at: XmlElement, message: string) => void): Field<V> {
  return {
    place: "child",
    read(name, element, problems) {
      const [first, second] = childrenOf(element, name);
      if (second !== undefined) report(problems, "duplicate", second, `»${name}« darf hier nur einmal stehen.`);
      const value = first && codec.read(first, problems);
      if (value !== undefined) return { value };
      report(problems, "missing", element, `In »${element.name}« fehlt »${name}« oder ist leer.`);
      return undefined;
    },
    write: codec.write,
  };
}

/** Any number; what cannot be used is left out. */
export function many<V>(codec: Codec<V>): Field<readonly V[]> {
  return {
    place: "child",
    read: (name, element, problems) => ({ value: childrenOf(element, name).flatMap((child) => codec.read(child, problems) ?? []) }),
    write: (out, name, value) => { for (const each of value) codec.write(out, name, each); },
  };
}

export function attribute(): Field<string | undefined> {
  return { place: "attribute", read: (name, element) => ({ value: element.attributes.get(name)?.trim() || undefined }), write: () => {} };
}

/** The element's own text; an element without any is unusable, and nothing is said: real data is full of empty ones. */
export function ownText(): Field<string> {
  return { place: "text", read: (_name, element) => { const value = element.text.trim(); return value === "" ? undefined : { value }; }, write: () => {} };
}
