import type { Problems } from "./problem.ts";
import { STANDARD_CODELISTS } from "./standard-codelists.ts";
import { rawElement } from "./raw-element.ts";
import type { MitUnbekanntem, Unbekannt } from "./unknown.ts";
import type { XmlElement } from "./xml-tree.ts";

export const XDF3_NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0";
export const XDF2_NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_2";

const NONE: ReadonlySet<string> = new Set();
const CODE: ReadonlySet<string> = new Set(["code"]);
const CODED: ReadonlySet<string> = new Set(["listURI", "listVersionID"]);

/**
 * The children of one element, asked for by name: the order in the file does not matter. What the standard does not know
 * gets a warning and is kept as it stood; what occurs twice although only once is allowed is an error.
 */
export class Children {
  readonly element: XmlElement;
  readonly #problems: Problems;
  readonly #byName = new Map<string, XmlElement[]>();
  readonly #unknown: Unbekannt[];
  readonly #in: string | undefined;

  /** `attributes`: what the element may carry; `owner`: keeps what is unknown for an element without an object of its own. */
  constructor(element: XmlElement, known: ReadonlySet<string>, problems: Problems, attributes: ReadonlySet<string> = NONE, owner?: Children) {
    this.element = element;
    this.#problems = problems;
    this.#unknown = owner === undefined ? [] : owner.#unknown;
    this.#in = owner === undefined ? undefined : element.name;
    for (const child of element.children) {
      const foreign = child.namespace !== element.namespace && !(child.name === "code" && child.namespace === "");
      if (foreign || !known.has(child.name)) {
        this.keep(child, `Das Element »${child.name.slice(0, 100)}« gehört hier nicht zum Standard XDatenfelder; es wird nur aufbewahrt (Zeile ${child.line}).`);
        continue;
      }
      const list = this.#byName.get(child.name);
      if (list === undefined) this.#byName.set(child.name, [child]);
      else list.push(child);
    }
    for (const [name, wert] of element.attributes) if (!attributes.has(name)) this.#keepAttribute(name, "", wert);
    for (const { name, namespace, wert } of element.foreignAttributes) if (namespace !== XSI) this.#keepAttribute(name, namespace, wert);
    const stray = known.size === 0 ? "" : element.text.trim();
    if (stray !== "") {
      problems.warn("unknown-element", element.line, element.path, `Hier darf kein Text stehen; »${stray.slice(0, 40)}« wird nur aufbewahrt (Zeile ${element.line}).`);
      this.#remember(element.line, stray);
    }
  }

  /** Keeps a child as it stood, with a warning that says why. */
  keep(child: XmlElement, message: string): void {
    this.#problems.warn("unknown-element", child.line, child.path, message);
    this.#remember(child.line, rawElement(child));
  }

  /** An attribute that is known but whose value does not fit: kept, so that it is not lost in writing. */
  keepAttribute(name: string, wert: string): void {
    this.#remember(this.element.line, { name, namespace: "", wert });
  }

  #keepAttribute(name: string, namespace: string, wert: string): void {
    const { line, path } = this.element;
    this.#problems.warn("unknown-element", line, path, `Die Angabe »${name.slice(0, 100)}« gehört hier nicht zum Standard XDatenfelder; sie wird nur aufbewahrt (Zeile ${line}).`);
    this.#remember(line, { name, namespace, wert });
  }

  #remember(zeile: number, inhalt: Unbekannt["inhalt"]): void {
    this.#unknown.push({ ...(this.#in === undefined ? {} : { in: this.#in }), zeile, inhalt });
  }

  /** What was kept, for the model; to be asked last. */
  unknown(): MitUnbekanntem {
    return this.#unknown.length === 0 ? {} : { unbekannt: this.#unknown };
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

  /** The children of a child that has no object of its own in the model. */
  within(child: XmlElement, known: ReadonlySet<string>, attributes: ReadonlySet<string> = NONE): Children {
    return new Children(child, known, this.#problems, attributes, this);
  }

  /** Trimmed text; an empty element counts as absent, as XDatenfelder 2 converters leave many behind. */
  text(name: string): string | undefined {
    const found = this.one(name);
    if (found === undefined) return undefined;
    return this.within(found, NONE).ownText();
  }

  /** Trimmed text of the element itself. */
  ownText(): string | undefined {
    const text = this.element.text.trim();
    return text === "" ? undefined : text;
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
    const coded = this.within(holder, CODE, CODED);
    if (holder.namespace === XDF3_NAMESPACE) coded.#compareList();
    return coded.text("code");
  }

  /** Another list or another version of it may give the code another meaning: said, and kept. */
  #compareList(): void {
    const [listURI, listVersionID] = STANDARD_CODELISTS.get(this.element.name) ?? [];
    for (const [name, standard] of [["listURI", listURI], ["listVersionID", listVersionID]] as const) {
      const wert = this.element.attributes.get(name);
      if (wert === undefined || wert === standard) continue;
      this.#problems.warn("unknown-code", this.element.line, this.element.path, `${name} ist »${wert.slice(0, 100)}«; der Standard sieht ${standard ?? "hier keine Liste"} vor. Die Codes werden nach dem Standard gelesen (Zeile ${this.element.line}).`);
      this.#remember(this.element.line, { name, namespace: "", wert });
    }
  }

  /** A code that must be one of `codes`; otherwise an error and the first of them, so that reading can go on. */
  codeOf<const C extends string>(name: string, codes: readonly [C, ...C[]]): C {
    const code = this.code(name);
    if (code === undefined) this.missing(name);
    const known = codes.find((candidate) => candidate === code);
    if (code !== undefined && known === undefined) {
      const at = this.one(name) ?? this.element;
      this.#problems.error("unknown-code", at.line, at.path, `»${code.slice(0, 100)}« ist kein gültiger Code für ${name}. Erlaubt sind: ${codes.join(", ")}.`, name);
    }
    return known ?? codes[0];
  }

  missing(name: string): void {
    this.#problems.error("missing", this.element.line, this.element.path, `Das Element »${name}« fehlt oder ist leer.`, name);
  }

  /** `about`: the name of the element that is wrong, where it is not `child` itself. */
  invalid(child: XmlElement, message: string, about = child.name): void {
    this.#problems.error("invalid", child.line, child.path, message, about);
  }
}

/** `xsi:schemaLocation` and the like say where a schema file lies, not what the message says. */
const XSI = "http://www.w3.org/2001/XMLSchema-instance";
