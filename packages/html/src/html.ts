import { Attr } from "./attr.ts";
import { escapeHtml } from "./escape.ts";
import { findPlaces, type Place } from "./places.ts";
import { safeUrl } from "./url.ts";

/** Markup that is safe to send: made only by {@link html}, {@link raw} and the functions of this package. */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

/** What may stand in a template. `false`, `null` and `undefined` write nothing; there is no `true`, functions or objects. */
export type Content = Html | Attr | string | number | false | null | undefined | readonly Content[];

const places = new WeakMap<TemplateStringsArray, readonly Place[]>();

/**
 * A template that escapes every value for the place where it stands. Nested {@link Html} and arrays pass in text; inside a tag
 * only {@link attr}; quoted attribute values take strings and numbers, and in attributes that a browser follows only safe URLs.
 * Throws a TypeError for anything else: a template that could be unsafe never renders.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  let found = places.get(strings);
  if (found === undefined) {
    found = findPlaces(strings);
    places.set(strings, found);
  }
  let out = strings[0] ?? "";
  for (let index = 0; index < values.length; index += 1) {
    out += write(values[index], found[index] ?? "text") + (strings[index + 1] ?? "");
  }
  return new Html(out);
}

/** Takes markup as it is. Only for markup that this program made itself, never for anything a person or another system wrote. */
export function raw(trusted: string): Html {
  return new Html(trusted);
}

function write(value: unknown, place: Place): string {
  if (typeof value === "string") return writeString(value, place);
  if (value === null || value === undefined || value === false) return "";
  if (typeof value === "number") return writeString(String(value), place);
  if (value instanceof Html) {
    if (place === "text") return value.toString();
    throw new TypeError("Markup cannot stand inside a tag or in the value of an attribute");
  }
  if (value instanceof Attr) {
    if (place === "tag") return value.toString();
    throw new TypeError("An attribute can stand only inside a tag");
  }
  if (Array.isArray(value)) {
    let out = "";
    for (const item of value) {
      const part = write(item, place);
      out += place === "tag" && out !== "" && part !== "" ? ` ${part}` : part;
    }
    return out;
  }
  throw new TypeError(`A template cannot show a value of type ${typeof value}`);
}

function writeString(text: string, place: Place): string {
  if (place === "text" || place === "attribute" || place === "url-rest") return escapeHtml(text);
  if (place === "url") return escapeHtml(safeUrl(text));
  if (text === "") return "";
  throw new TypeError("A plain string cannot stand inside a tag: use attr(name, value)");
}
