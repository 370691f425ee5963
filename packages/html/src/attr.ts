import { escapeHtml } from "./escape.ts";
import { isUrlAttribute, safeUrl } from "./url.ts";

export type AttrValue = string | number | boolean | null | undefined;

/** An attribute made by {@link attr}; the only thing that may stand between the name of a tag and its end. */
export class Attr {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

const none = new Attr("");
const checkedNames = new Set<string>();

/** Names that would run code or carry markup are refused wherever their value comes from. */
export function refuseUnsafeName(name: string): void {
  if (checkedNames.has(name)) return;
  if (!/^[a-z][a-z0-9:-]*$/.test(name)) throw new TypeError(`»${name}« is not an attribute name`);
  if (name.startsWith("on") || name === "style" || name === "srcdoc") {
    throw new TypeError(`The attribute ${name} takes no values from data: use a class or a script of its own`);
  }
  if (checkedNames.size < 1_000) checkedNames.add(name);
}

/**
 * One attribute inside a tag: `<input ${attr("checked", isOn)}>`. `null`, `undefined` and `false` leave it out; `true` writes the
 * bare name, for `aria-*` and `data-*` the value "true" (for an explicit "false" pass the string).
 */
export function attr(name: string, value: AttrValue): Attr {
  refuseUnsafeName(name);
  if (value === null || value === undefined || value === false) return none;
  if (value === true) return new Attr(name.startsWith("aria-") || name.startsWith("data-") ? `${name}="true"` : name);
  if (typeof value !== "string" && typeof value !== "number") throw new TypeError(`The attribute ${name} cannot hold a ${typeof value}`);
  const text = String(value);
  return new Attr(`${name}="${escapeHtml(isUrlAttribute(name) ? safeUrl(text) : text)}"`);
}
