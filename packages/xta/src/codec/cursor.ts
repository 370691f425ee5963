import { ns } from "../names.ts";
import type { Reading } from "../reading.ts";
import { childElements, isNamed, ownText, type XmlElement } from "../xml/xml-element.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import type { SimpleType } from "./simple-type.ts";

/** Walks once through an element in the order of its schema; what is left over at the end is an error. */
export class Cursor {
  readonly reading: Reading;
  readonly path: string;
  readonly #element: XmlElement;
  readonly #children: readonly XmlElement[];
  readonly #attributes: Map<string, string>;
  #at = 0;
  #textTaken = false;

  constructor(element: XmlElement, reading: Reading, path: string) {
    this.#element = element;
    this.reading = reading;
    this.path = path;
    this.#children = childElements(element);
    this.#attributes = new Map(element.attributes.filter(({ namespace }) => namespace === "").map(({ name, value }) => [name, value]));
  }

  /** The next child if it has this name. */
  next(namespace: string, name: string): XmlElement | undefined {
    const child = this.#children[this.#at];
    if (child === undefined || !isNamed(child, namespace, name)) return undefined;
    this.#at += 1;
    return child;
  }

  attribute(name: string): string | undefined {
    const value = this.#attributes.get(name);
    this.#attributes.delete(name);
    return value;
  }

  text(): string {
    this.#textTaken = true;
    return ownText(this.#element);
  }

  /** @throws XtaFormatError with the path, never with the value */
  parse<T>(type: SimpleType<T>, text: string, place: string): T {
    const value = type.parse(text);
    if (value === undefined) throw new XtaFormatError("value", place === "" ? this.path : `${this.path}/${place}`, "the value does not fit its type");
    return value;
  }

  missing(what: string): XtaFormatError {
    return new XtaFormatError("missing", `${this.path}/${what}`, "something required is missing");
  }

  /** @param openAttributes the schema allows attributes of other namespaces (`xs:anyAttribute namespace="##other"`) */
  finish(openAttributes: boolean): void {
    const unexpected = (what: string): XtaFormatError => new XtaFormatError("unexpected", `${this.path}/${what}`, "something stands where it may not");
    const child = this.#children[this.#at];
    if (child) throw unexpected(child.name);
    for (const name of this.#attributes.keys()) throw unexpected(`@${name}`);
    for (const { namespace, name } of this.#element.attributes) {
      const schemaHint = namespace === ns.xsi && (name === "schemaLocation" || name === "noNamespaceSchemaLocation");
      if (namespace !== "" && !schemaHint && (!openAttributes || namespace === ns.xsi)) throw unexpected(`@${name}`);
    }
    if (!this.#textTaken && /[^\t\n\r ]/.test(ownText(this.#element))) throw unexpected("text()");
  }
}
