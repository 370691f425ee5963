/** Collects XML as text: escaped, indented, one namespace prefix per call. Written by hand because the output has one fixed shape. */
export class XmlWriter {
  readonly #parts: string[] = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  readonly #open: string[] = [];

  /** Opens an element, runs `content`, closes it. */
  element(name: string, attributes: Attributes, content: () => void): void {
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

  /** XML that is already escaped and stays as it is, because blanks inside it may matter. */
  raw(xml: string): void {
    this.#line(`${xml}\n`);
  }

  #line(text: string): void {
    this.#parts.push("  ".repeat(this.#open.length), text);
  }

  toString(): string {
    return this.#parts.join("");
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
