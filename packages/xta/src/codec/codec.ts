import type { Reading } from "../reading.ts";
import { xmlElement, type XmlAttribute, type XmlElement, type XmlNode } from "../xml/xml-element.ts";
import { Cursor } from "./cursor.ts";
import type { SimpleType } from "./simple-type.ts";

export interface Content {
  readonly attributes: XmlAttribute[];
  readonly children: XmlNode[];
}

/** A type of the schema, once for both directions. */
export interface Codec<T> {
  read(element: XmlElement, reading: Reading, path: string): T;
  write(value: T): Content;
}

/** A codec under a name. */
export interface NamedCodec<T> {
  readonly namespace: string;
  readonly name: string;
  readonly codec: Codec<T>;
}

/** One field of a record: an attribute, the text, or child elements. */
export interface Item<T> {
  take(cursor: Cursor): T;
  put(value: T, content: Content): void;
}
export interface OptionalItem<T> extends Item<T | undefined> {
  readonly optional: true;
}

export type ValueOf<C> = C extends Codec<infer T> ? T : C extends Item<infer T> ? T : never;
export type Fields = Readonly<Record<string, Item<unknown>>>;
export type RecordOf<F extends Fields> =
  & { readonly [K in keyof F as F[K] extends { readonly optional: true } ? never : K]: ValueOf<F[K]> }
  & { readonly [K in keyof F as F[K] extends { readonly optional: true } ? K : never]?: Exclude<ValueOf<F[K]>, undefined> };

export function named<T>(namespace: string, name: string, codec: Codec<T>): NamedCodec<T> {
  return { namespace, name, codec };
}

/** Names codecs of one namespace. */
export function inNamespace(namespace: string): <T>(name: string, codec: Codec<T>) => NamedCodec<T> {
  return (name, codec) => ({ namespace, name, codec });
}

export function readNamed<T>({ name, codec }: NamedCodec<T>, element: XmlElement, reading: Reading, path = ""): T {
  return codec.read(element, reading, path === "" ? name : `${path}/${name}`);
}

export function writeNamed<T>({ namespace, name, codec }: NamedCodec<T>, value: T): XmlElement {
  const { attributes, children } = codec.write(value);
  return xmlElement(namespace, name, children, attributes);
}

/** The fields in the order of the schema's sequence; attributes and text may stand anywhere among them. */
export function record<F extends Fields>(fields: F, openAttributes = false): Codec<RecordOf<F>> {
  return {
    read(element, reading, path) {
      const cursor = new Cursor(element, reading, path);
      const entries = Object.entries(fields).map(([key, item]) => [key, item.take(cursor)] as const);
      cursor.finish(openAttributes);
      const value: unknown = Object.fromEntries(entries.filter(([, taken]) => taken !== undefined));
      return value as RecordOf<F>;
    },
    write(value) {
      const content: Content = { attributes: [], children: [] };
      const values = new Map<string, unknown>(Object.entries(value));
      for (const [key, item] of Object.entries(fields)) item.put(values.get(key), content);
      return content;
    },
  };
}

/** An element that holds only text. */
export function simple<T>(type: SimpleType<T>, openAttributes = false): Codec<T> {
  return {
    read(element, reading, path) {
      const cursor = new Cursor(element, reading, path);
      const value = cursor.parse(type, cursor.text(), "");
      cursor.finish(openAttributes);
      return value;
    },
    write: (value) => ({ attributes: [], children: [type.format(value)] }),
  };
}

/** An element that holds nothing. */
export const empty: Codec<true> = {
  read(element, reading, path) {
    new Cursor(element, reading, path).finish(true);
    return true;
  },
  write: () => ({ attributes: [], children: [] }),
};

/** Whatever stands there: parts of other standards that XTA only carries. */
export const raw: Codec<XmlElement> = {
  read: (element) => element,
  write: ({ attributes, children }) => ({ attributes: [...attributes], children: [...children] }),
};
