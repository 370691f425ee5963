/** Collects XML as text: escaped, indented. Written by hand because the output has one fixed shape. */
export class XmlWriter {
  readonly #parts: string[] = [];
  readonly #open: string[] = [];
  #next: Attributes = {};

  /** Attributes for the one element that `write` writes first. */
  withNext(attributes: Attributes, write: () => void): void {
    this.#next = attributes;
    write();
    this.#next = {};
  }

  /** A line as it is: the declaration, the tags of the root. What follows stands deeper by `by`. */
  line(xml: string, by: 0 | 1 | -1 = 0): void {
    if (by === -1) this.#open.pop();
    this.#line(`${xml}\n`);
    if (by === 1) this.#open.push("");
  }

  /** What was collected since the last time. */
  take(): string {
    return this.#parts.splice(0).join("");
  }

  /** Opens an element, runs `content`, closes it. */
  element(name: string, given: Attributes, content: () => void): void {
    const attributes = { ...this.#next, ...given };
    this.#next = {};
    this.#line(`<${name}${attributeText(attributes)}>\n`);
    const before = this.#parts.length;
    this.#open.push(name);
    content();
    this.#open.pop();
    if (this.#parts.length === before) {
      this.#parts[before - 1] = `<${name}${attributeText(attributes)}/>\n`;
      return;
    }
    this.#line(`</${name}>\n`);
  }

  /** An element with text only; `undefined` writes nothing. */
  text(name: string, value: string | undefined, attributes: Attributes = {}): void {
    if (value === undefined) return;
    this.#line(value === "" ? `<${name}${attributeText(attributes)}/>\n` : `<${name}${attributeText(attributes)}>${escapeText(value)}</${name}>\n`);
  }

  #line(text: string): void {
    this.#parts.push("  ".repeat(this.#open.length), text);
  }
}

export type Attributes = Readonly<Record<string, string | undefined>>;

export function attributeText(attributes: Attributes): string {
  return Object.entries(attributes).map(([name, value]) => (value === undefined ? "" : ` ${name}="${escapeAttribute(value)}"`)).join("");
}

/** What XML 1.0 forbids altogether (control characters, half surrogate pairs) is left out: no escape can carry it. */
export function escapeText(value: string): string {
  return allowed(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
}

function escapeAttribute(value: string): string {
  return escapeText(value).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}

function allowed(value: string): string {
  return [...value].filter((character) => isXmlCharacter(character.codePointAt(0) ?? 0)).join("");
}

/** XML 1.0, production 2 (Char). */
function isXmlCharacter(code: number): boolean {
  return code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}
