import { tolerate, type Deviation } from "../reading.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { readNamed, writeNamed, type Codec, type Item, type NamedCodec, type OptionalItem } from "./codec.ts";
import type { Cursor } from "./cursor.ts";
import type { SimpleType } from "./simple-type.ts";

export function text<T>(type: SimpleType<T>): Item<T> {
  return {
    take: (cursor) => cursor.parse(type, cursor.text(), "text()"),
    put: (value, { children }) => { children.push(type.format(value)); },
  };
}

export function attribute<T>(name: string, type: SimpleType<T>): Item<T> {
  const optional = optionalAttribute(name, type);
  return {
    take(cursor) {
      const value = optional.take(cursor);
      if (value === undefined) throw cursor.missing(`@${name}`);
      return value;
    },
    put: optional.put,
  };
}

export function optionalAttribute<T>(name: string, type: SimpleType<T>): OptionalItem<T> {
  return {
    optional: true,
    take(cursor) {
      const value = cursor.attribute(name);
      return value === undefined ? undefined : cursor.parse(type, value, `@${name}`);
    },
    put(value, { attributes }) {
      if (value !== undefined) attributes.push({ namespace: "", name, value: type.format(value) });
    },
  };
}

function nextOf<T>(cursor: Cursor, item: NamedCodec<T>): T | undefined {
  const element = cursor.next(item.namespace, item.name);
  return element && readNamed(item, element, cursor.reading, cursor.path);
}

export function optional<T>(item: NamedCodec<T>): OptionalItem<T> {
  return {
    optional: true,
    take: (cursor) => nextOf(cursor, item),
    put(value, { children }) { if (value !== undefined) children.push(writeNamed(item, value)); },
  };
}

/** @param tolerated what lenient mode puts in its place when it is missing, and the name of that deviation */
export function required<T>(item: NamedCodec<T>, tolerated?: { readonly deviation: Deviation; readonly instead: T }): Item<T> {
  return {
    take(cursor) {
      const value = nextOf(cursor, item);
      if (value !== undefined) return value;
      if (!tolerated) throw cursor.missing(item.name);
      tolerate(cursor.reading, tolerated.deviation, cursor.missing(item.name));
      return tolerated.instead;
    },
    put: (value, { children }) => { children.push(writeNamed(item, value)); },
  };
}

/** Any number; an empty list is left out. */
export function list<T>(item: NamedCodec<T>): OptionalItem<readonly T[]> {
  return {
    optional: true,
    take(cursor) {
      const values: T[] = [];
      for (let value = nextOf(cursor, item); value !== undefined; value = nextOf(cursor, item)) values.push(value);
      return values.length === 0 ? undefined : values;
    },
    put(values, { children }) { for (const value of values ?? []) children.push(writeNamed(item, value)); },
  };
}

/** At least one. */
export function nonEmptyList<T>(item: NamedCodec<T>): Item<readonly T[]> {
  const any = list(item);
  return {
    take(cursor) {
      const values = any.take(cursor);
      if (values === undefined) throw cursor.missing(item.name);
      return values;
    },
    put(values, content) {
      if (values.length === 0) throw new TypeError(`at least one ${item.name} is needed`);
      any.put(values, content);
    },
  };
}

/** Exactly one of several elements; `kind` tells which. */
export function choice<A, B, const KA extends string, const KB extends string>(
  first: readonly [KA, NamedCodec<A>], second: readonly [KB, NamedCodec<B>],
): Item<{ readonly kind: KA; readonly value: A } | { readonly kind: KB; readonly value: B }> {
  return {
    take(cursor) {
      const a = nextOf(cursor, first[1]);
      if (a !== undefined) return { kind: first[0], value: a };
      const b = nextOf(cursor, second[1]);
      if (b !== undefined) return { kind: second[0], value: b };
      throw cursor.missing(`${first[1].name} or ${second[1].name}`);
    },
    put(chosen, { children }) {
      if (chosen.kind === first[0]) children.push(writeNamed(first[1], chosen.value as A));
      else children.push(writeNamed(second[1], chosen.value as B));
    },
  };
}

/** One element of another standard, by one of these names. */
export function foreign(namespace: string, names: readonly string[], codec: Codec<XmlElement>): Item<XmlElement> {
  return {
    take(cursor) {
      for (const name of names) {
        const element = nextOf(cursor, { namespace, name, codec });
        if (element) return element;
      }
      throw cursor.missing(names.join(" or "));
    },
    put: (value, { children }) => { children.push(value); },
  };
}
