import { SaxesParser } from "saxes";
import { decodeXml } from "./decode-xml.ts";
import type { ReadLimits } from "./limits.ts";
import { notWellFormed } from "./not-well-formed.ts";
import type { Problems } from "./problem.ts";
import type { RohesAttribut } from "./unknown.ts";

/** One kept XML element: local name, namespace, attributes, own text, children in file order. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly line: number;
  readonly path: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Attributes with a prefix, without namespace declarations. */
  readonly foreignAttributes: readonly RohesAttribut[];
  /** Characters of the parent's own text that stand before this element. */
  readonly textBefore: number;
  text: string;
  readonly children: XmlElement[];
}

/**
 * Streams a file through saxes and keeps what is not in `skip` (by local name). Reports and returns undefined when the
 * file is too large, too deep, not UTF-8, not well-formed or carries a DOCTYPE.
 */
export function readTree(xml: string | Uint8Array, limits: ReadLimits, problems: Problems, skip: ReadonlySet<string>): XmlElement | undefined {
  const text = decodeXml(xml, limits, problems);
  if (text === undefined) return undefined;
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let skipped = 0;
  let kept = 0;
  let failed = false;
  const fail = (code: "not-well-formed" | "too-deep" | "too-many-elements" | "too-long", message: string): void => {
    if (!failed) problems.error(code, parser.line, open.at(-1)?.path ?? "", message);
    failed = true;
  };
  const addText = (part: string): void => {
    const current = open.at(-1);
    if (skipped > 0 || current === undefined || failed) return;
    // Blanks between thousands of elements of a well indented file are no long text.
    if (current.text.length + part.length > limits.maxText && /\S/.test(part)) fail("too-long", `Der Text ist länger als ${limits.maxText} Zeichen.`);
    else current.text += part;
  };
  parser.on("error", (error) => fail("not-well-formed", notWellFormed(error.message, open.at(-1)?.name)));
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("opentag", (tag) => {
    if (failed) return;
    if (skipped > 0 || skip.has(tag.local)) {
      skipped += 1;
      if (skipped + open.length > limits.maxDepth) fail("too-deep", `Die Elemente sind tiefer als ${limits.maxDepth} Ebenen verschachtelt.`);
      return;
    }
    kept += 1;
    if (open.length >= limits.maxDepth) return fail("too-deep", `Die Elemente sind tiefer als ${limits.maxDepth} Ebenen verschachtelt.`);
    if (kept > limits.maxElements) return fail("too-many-elements", `Die Datei hat mehr als ${limits.maxElements} Elemente.`);
    const attributes = new Map<string, string>();
    const foreignAttributes: RohesAttribut[] = [];
    for (const attribute of Object.values(tag.attributes)) {
      if (attribute.prefix === "") attributes.set(attribute.local, attribute.value);
      else if (attribute.prefix !== "xmlns") foreignAttributes.push({ name: attribute.local, namespace: attribute.uri, wert: attribute.value });
      if (attribute.value.length > limits.maxText) fail("too-long", `Der Wert von ${attribute.local} ist länger als ${limits.maxText} Zeichen.`);
    }
    const parent = open.at(-1);
    const element: XmlElement = { name: tag.local, namespace: tag.uri, line: parser.line, path: parent === undefined ? tag.local : `${parent.path}/${tag.local}`, attributes, foreignAttributes, textBefore: parent?.text.length ?? 0, text: "", children: [] };
    if (parent === undefined) root = element;
    else parent.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => {
    if (skipped > 0) skipped -= 1;
    else if (!failed) open.pop();
  });
  for (let at = 0; at < text.length && !failed; at += CHUNK) parser.write(text.slice(at, at + CHUNK));
  if (!failed) parser.close();
  return failed ? undefined : root;
}

/** Written piece by piece so that a broken or hostile file stops at its first fault instead of being parsed to its end. */
const CHUNK = 65_536;
