import type { Problems } from "./problem.ts";
import type { XmlElement } from "./xml-tree.ts";

export const XDF3_NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0";

/**
 * The children of one element, asked for by name: the order in the file does not matter. What the standard does not know
 * is passed over with a warning; what occurs twice although only once is allowed is an error.
 */
export class Children {
  readonly element: XmlElement;
  readonly #problems: Problems;
  readonly #byName = new Map<string, XmlElement[]>();

  constructor(element: XmlElement, known: ReadonlySet<string>, problems: Problems) {
    this.element = element;
    this.#problems = problems;
    for (const child of element.children) {
      const foreign = child.namespace !== XDF3_NAMESPACE && !(child.name === "code" && child.namespace === "");
      if (foreign || !known.has(child.name)) {
        problems.warn("unknown-element", child.line, child.path, `Das Element »${child.name}« gehört hier nicht zum Standard XDatenfelder 3.0.0 und wurde übergangen (Zeile ${child.line}).`);
        continue;
      }
      const list = this.#byName.get(child.name);
      if (list === undefined) this.#byName.set(child.name, [child]);
      else list.push(child);
    }
  }

  all(name: string): readonly XmlElement[] {
    return this.#byName.get(name) ?? [];
  }

  one(name: string): XmlElement | undefined {
    const found = this.all(name);
    const second = found[1];
    if (second !== undefined) this.#problems.error("duplicate", second.line, second.path, `Das Element »${name}« darf hier nur einmal stehen.`);
    return found[0];
  }

  required(name: string): XmlElement | undefined {
    const found = this.one(name);
    if (found === undefined) this.missing(name);
    return found;
  }

  /** Trimmed text; an empty element counts as absent, as XDatenfelder 2 converters leave many behind. */
  text(name: string): string | undefined {
    return trimmed(this.one(name));
  }

  requiredText(name: string): string {
    const text = this.text(name);
    if (text === undefined) this.missing(name);
    return text ?? "";
  }

  /** Content of a coded element: the text of its child `code`, which has no namespace. */
  code(name: string): string | undefined {
    const holder = this.one(name);
    if (holder === undefined) return undefined;
    return new Children(holder, CODE_ONLY, this.#problems).text("code");
  }

  /** A code that must be one of `codes`; otherwise an error and the first of them, so that reading can go on. */
  codeOf<const C extends string>(name: string, codes: readonly [C, ...C[]]): C {
    const code = this.code(name);
    if (code === undefined) this.missing(name);
    const known = codes.find((candidate) => candidate === code);
    if (code !== undefined && known === undefined) {
      const at = this.one(name) ?? this.element;
      this.#problems.error("unknown-code", at.line, at.path, `»${code}« ist kein gültiger Code für ${name}. Erlaubt sind: ${codes.join(", ")}.`);
    }
    return known ?? codes[0];
  }

  missing(name: string): void {
    this.#problems.error("missing", this.element.line, this.element.path, `Das Element »${name}« fehlt oder ist leer.`);
  }

  invalid(child: XmlElement, message: string): void {
    this.#problems.error("invalid", child.line, child.path, message);
  }
}

const CODE_ONLY: ReadonlySet<string> = new Set(["code"]);

function trimmed(element: XmlElement | undefined): string | undefined {
  const text = element?.text.trim();
  return text === undefined || text === "" ? undefined : text;
}
