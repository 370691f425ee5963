import { defined } from "./defined.ts";
import { STANDARD_CODELISTS } from "./standard-codelists.ts";
import type { MitUnbekanntem } from "./unknown.ts";
import { keepsContent, keptAttributes, writeKept } from "./write-unknown.ts";
import { escapeText } from "./xml-writer.ts";
import type { Attributes, XmlWriter } from "./xml-writer.ts";

/** Writes the children of one part of the model, together with what was kept for them. */
export class PartWriter {
  readonly #out: XmlWriter;
  readonly #part: MitUnbekanntem;

  constructor(out: XmlWriter, part: MitUnbekanntem) {
    this.#out = out;
    this.#part = part;
  }

  /** Text elements, in the order given; what is absent is not written, unless something was kept in it. */
  texts(values: Readonly<Record<string, string | undefined>>): void {
    for (const [name, value] of Object.entries(values)) {
      if (keepsContent(this.#part, name)) this.holder(name, {}, () => { if (value !== undefined) this.#out.raw(escapeText(value)); });
      else if (value !== undefined || Object.keys(keptAttributes(this.#part, name)).length > 0) this.#out.text(`xdf3:${name}`, value ?? "", keptAttributes(this.#part, name));
    }
  }

  /** A coded element: list and version of the standard, the code without namespace. */
  code(name: string, code: string | undefined): void {
    const [listURI, listVersionID] = STANDARD_CODELISTS.get(name) ?? [];
    if (code !== undefined && code !== "") this.holder(name, defined({ listURI, listVersionID }), () => this.#out.text("code", code));
  }

  /** An element without an object of its own in the model. */
  holder(name: string, attributes: Attributes, content: () => void): void {
    this.#out.element(`xdf3:${name}`, { ...attributes, ...keptAttributes(this.#part, name) }, () => {
      content();
      writeKept(this.#out, this.#part, name);
    });
  }

  /** Whatever was kept in the part itself; to be called last. */
  kept(): void {
    writeKept(this.#out, this.#part);
  }
}

/** An element that the model has an object for. */
export function writePart(out: XmlWriter, name: string, part: MitUnbekanntem, content: (writer: PartWriter) => void): void {
  out.element(`xdf3:${name}`, keptAttributes(part), () => {
    const writer = new PartWriter(out, part);
    content(writer);
    writer.kept();
  });
}

/** An element with text and attributes that the model has an object for. */
export function writeTextPart(out: XmlWriter, name: string, text: string, attributes: Attributes, part: MitUnbekanntem): void {
  const all = { ...attributes, ...keptAttributes(part) };
  if (!keepsContent(part)) return out.text(`xdf3:${name}`, text, all);
  out.element(`xdf3:${name}`, all, () => {
    out.raw(escapeText(text));
    writeKept(out, part);
  });
}
