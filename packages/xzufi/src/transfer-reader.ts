import { SaxesParser } from "saxes";
import type { SaxesTagNS } from "saxes";
import { identifikator, text } from "./basic-types.ts";
import { EDITIONS, NAMESPACES } from "./editions.ts";
import type { ReadLimits } from "./limits.ts";
import { Problems } from "./problem.ts";
import { attribute, one, required, shape } from "./shape.ts";
import { LOESCHKLASSEN } from "./transfer.ts";
import type { Loesche, Nachrichtenkopf, Objekt, Transferkopf, XzufiVersion } from "./transfer.ts";
import type { XmlElement } from "./xml-element.ts";

export interface Receiver {
  readonly objekt: (objekt: Objekt) => void;
  readonly loesche: (loesche: Loesche) => void;
}

const XSI = "http://www.w3.org/2001/XMLSchema-instance";
const ENVELOPE: ReadonlySet<string> = new Set(["nachrichtenkopf", "transaktionID", "transaktionPosition", "schreibe", "loesche"]);
const ROOT_ATTRIBUTES: ReadonlySet<string> = new Set(["produktbezeichnung", "produkthersteller", "produktversion", "xzufiVersion"]);
const kopf = shape<Nachrichtenkopf>({ nachrichtUUID: one(text), erstelltDatumZeit: one(text) }, { ignored: ["empfaenger", "sender"] });
const loeschung = shape<{ klasse?: string; id: Loesche["id"] }>({ klasse: attribute(), id: required(identifikator) });

/**
 * Reads a message piece by piece: as a tree it holds one child of the root at a time. Nothing throws because of a file;
 * after the first fault that leaves nothing to trust (not well-formed, a limit, a DOCTYPE) the rest is not looked at.
 */
export class TransferReader {
  readonly problems: Problems;
  readonly #limits: ReadLimits;
  readonly #receiver: Receiver;
  readonly #namespaces: Readonly<Record<string, XzufiVersion>>;
  readonly #parser = new SaxesParser({ xmlns: true });
  readonly #open: XmlElement[] = [];
  #root: XmlElement | undefined;
  #version: XzufiVersion | undefined;
  #read = 0;
  #elements = 0;
  #objects = 0;
  #stopped = false;
  readonly #envelope = new Map<string, XmlElement>();

  constructor(receiver: Receiver, limits: ReadLimits, namespaces: Readonly<Record<string, XzufiVersion>> = {}) {
    this.#receiver = receiver;
    this.#limits = limits;
    this.#namespaces = { ...NAMESPACES, ...namespaces };
    this.problems = new Problems(limits.maxProblems);
    const parser = this.#parser;
    parser.on("error", (error) => this.#stop("not-well-formed", `Die Datei ist kein wohlgeformtes XML: ${error.message.replace(/^\d+:\d+: /, "")}`));
    parser.on("xmldecl", ({ encoding }) => { if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) this.#stop("not-utf8", "Die Datei ist nicht als UTF-8 gespeichert."); });
    parser.on("doctype", () => this.#stop("doctype", "Die Datei enthält eine DOCTYPE-Angabe. Aus Sicherheitsgründen wird sie nicht gelesen."));
    parser.on("opentag", (tag) => this.#openTag(tag));
    parser.on("text", (part) => this.#addText(part));
    parser.on("cdata", (part) => this.#addText(part));
    parser.on("closetag", () => this.#closeTag());
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** `bytes`: how much of the file it is, where that is not the length of the text. */
  write(chunk: string, bytes = chunk.length): void {
    if (this.#stopped) return;
    this.#read += bytes;
    if (this.#read > this.#limits.maxBytes) return this.#stop("too-large", `Die Datei ist größer als ${Math.floor(this.#limits.maxBytes / 1024)} KB.`, { line: 0, path: "" });
    // Small pieces, so that a hostile file stops at its first fault instead of being parsed to its end.
    for (let at = 0; at < chunk.length && !this.#stopped; at += CHUNK) this.#parser.write(chunk.slice(at, at + CHUNK));
  }

  stopBecause(code: "not-utf8", message: string): void {
    this.#stop(code, message);
  }

  /** What stands around the objects; undefined when the file is not one that can be read. */
  close(): Transferkopf | undefined {
    if (!this.#stopped) this.#parser.close();
    const root = this.#root;
    if (this.#stopped || root === undefined || this.#version === undefined) return undefined;
    const head = this.#envelope.get("nachrichtenkopf");
    if (head === undefined) this.problems.error("missing", root, "Der Nachricht fehlt der »nachrichtenkopf«.");
    if (this.#objects === 0) this.problems.error("missing", root, "Die Nachricht enthält weder »schreibe« noch »loesche«.");
    const textOf = (name: string): string | undefined => { const found = this.#envelope.get(name); return found && text.read(found, this.problems); };
    const attributes = root.attributes;
    const stated = attributes.get("xzufiVersion");
    if (stated !== undefined && stated !== this.#version && stated !== this.#version.replace(/\.0$/, "")) this.problems.warn("invalid", root, `xzufiVersion ist »${stated.slice(0, 40)}«, der Namensraum der von ${this.#version}; gelesen wird nach dem Namensraum.`);
    return {
      version: this.#version, wurzel: root.name, nachrichtenkopf: head === undefined ? {} : (kopf.read(head, this.problems) ?? {}),
      ...given({ produktbezeichnung: attributes.get("produktbezeichnung"), produkthersteller: attributes.get("produkthersteller"), produktversion: attributes.get("produktversion"), transaktionID: textOf("transaktionID"), transaktionPosition: textOf("transaktionPosition") }),
    };
  }

  #stop(code: "not-well-formed" | "not-utf8" | "doctype" | "too-large" | "too-deep" | "too-many-elements" | "too-many-objects" | "too-long" | "wrong-namespace", message: string, at: { readonly line: number; readonly path: string } = { line: this.#parser.line, path: this.#open.at(-1)?.path ?? "" }): void {
    if (!this.#stopped) this.problems.error(code, at, message);
    this.#stopped = true;
  }

  #openTag(tag: SaxesTagNS): void {
    if (this.#stopped) return;
    if (this.#open.length >= this.#limits.maxDepth) return this.#stop("too-deep", `Die Elemente sind tiefer als ${this.#limits.maxDepth} Ebenen verschachtelt.`);
    this.#elements += 1;
    if (this.#elements > this.#limits.maxElements) return this.#stop("too-many-elements", `Ein Objekt hat mehr als ${this.#limits.maxElements} Elemente.`);
    const attributes = new Map<string, string>();
    let xsiType: string | undefined;
    for (const each of Object.values(tag.attributes)) {
      if (each.value.length > this.#limits.maxText) return this.#stop("too-long", `Der Wert von ${each.local.slice(0, 100)} ist länger als ${this.#limits.maxText} Zeichen.`);
      if (each.prefix === "") attributes.set(each.local, each.value);
      else if (each.uri === XSI && each.local === "type") xsiType = each.value.replace(/^.*:/, "").trim();
    }
    // A default namespace is a declaration, not an attribute of the element.
    attributes.delete("xmlns");
    const parent = this.#open.at(-1);
    const element: XmlElement = { name: tag.local, namespace: tag.uri, line: this.#parser.line, path: parent === undefined ? tag.local : `${parent.path}/${tag.local}`, attributes, xsiType, text: "", children: [] };
    if (parent === undefined) this.#begin(element);
    else if (parent !== this.#root) parent.children.push(element);
    this.#open.push(element);
  }

  #begin(root: XmlElement): void {
    this.#root = root;
    this.#version = this.#namespaces[root.namespace];
    if (this.#version === undefined) {
      const known = Object.entries(this.#namespaces).map(([namespace, version]) => `${version} (${namespace})`).join(", ");
      return this.#stop("wrong-namespace", `Der Namensraum »${root.namespace.slice(0, 100)}« gehört nicht zu einer Fassung von XZuFi, die gelesen wird: ${known}.`, root);
    }
    for (const name of root.attributes.keys()) if (!ROOT_ATTRIBUTES.has(name)) this.problems.warn("not-understood", root, `Die Angabe »${name.slice(0, 100)}« an der Nachricht wird nicht verstanden und nicht gelesen.`);
  }

  #addText(part: string): void {
    const current = this.#open.at(-1);
    if (this.#stopped || current === undefined || current === this.#root) return;
    if (current.text.length + part.length > this.#limits.maxText) {
      if (/\S/.test(part)) this.#stop("too-long", `Der Text ist länger als ${this.#limits.maxText} Zeichen.`);
      return;
    }
    current.text += part;
  }

  #closeTag(): void {
    if (this.#stopped) return;
    const element = this.#open.pop();
    if (this.#open.length !== 1 || element === undefined) return;
    this.#elements = 1;
    this.#topLevel(element);
  }

  #topLevel(element: XmlElement): void {
    if (element.namespace !== this.#root?.namespace || !ENVELOPE.has(element.name)) return this.problems.warn("not-understood", element, `Das Element »${element.name.slice(0, 100)}« wird nicht verstanden und nicht gelesen.`);
    if (element.name === "schreibe" || element.name === "loesche") {
      this.#objects += 1;
      if (this.#objects > this.#limits.maxObjects) return this.#stop("too-many-objects", `Die Datei hat mehr als ${this.#limits.maxObjects} Objekte.`, element);
      if (element.name === "schreibe") this.#schreibe(element);
      else this.#loesche(element);
    } else if (this.#envelope.has(element.name)) this.problems.error("duplicate", element, `»${element.name}« darf nur einmal stehen.`);
    else this.#envelope.set(element.name, element);
  }

  #schreibe(element: XmlElement): void {
    const [child, second] = element.children;
    if (child === undefined || second !== undefined) return this.problems.error("invalid", second ?? element, "Ein »schreibe« enthält genau ein Objekt.");
    const codecs = EDITIONS[this.#version ?? "2.2.0"];
    const art = (Object.keys(codecs) as Objekt["art"][]).find((each) => each === child.name && child.namespace === element.namespace);
    if (art === undefined) return this.problems.warn("not-understood", child, `Objekte der Art »${child.name.slice(0, 100)}« werden nicht gelesen.`);
    const inhalt = codecs[art].read(child, this.problems);
    if (inhalt !== undefined) this.#receiver.objekt({ art, zeile: child.line, inhalt } as Objekt);
  }

  #loesche(element: XmlElement): void {
    const read = loeschung.read(element, this.problems);
    if (read === undefined) return;
    const klasse = read.klasse;
    if (klasse === undefined) return this.problems.error("missing", element, "An »loesche« fehlt die Angabe »klasse«.");
    if (!LOESCHKLASSEN.some((known) => known === klasse)) this.problems.warn("not-understood", element, `Die Klasse »${klasse.slice(0, 100)}« ist nicht bekannt.`);
    this.#receiver.loesche({ klasse, id: read.id, zeile: element.line });
  }
}

const CHUNK = 65_536;

function given<T extends Record<string, string | undefined>>(values: T): { readonly [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string };
}
