import { ns } from "../names.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import { isElement, isNamed, xmlElement, type XmlElement } from "./xml-element.ts";

/** `xop:Include` for a part (XOP 1.0, 2.1; the Content-ID without its angle brackets, percent-encoded as RFC 2392 wants). */
export function includeElement(contentId: string): XmlElement {
  return xmlElement(ns.xop, "Include", [], [{ namespace: "", name: "href", value: `cid:${encodeURIComponent(contentId).replace("%40", "@")}` }]);
}

/**
 * The Content-ID that an element includes as its only content, or undefined when it includes none. Anything but `cid:` is
 * refused: nothing is ever fetched. @throws XtaFormatError for an Include among other content or with content of its own
 */
export function includeHref(element: XmlElement, path: string): string | undefined {
  const include = element.children.filter(isElement).find((child) => isNamed(child, ns.xop, "Include"));
  if (!include) return undefined;
  const refuse = (detail: string): XtaFormatError => new XtaFormatError("xop", path, detail);
  if (element.children.length !== 1) throw refuse("an Include must be the only content of its element");
  if (include.children.length > 0 || include.attributes.length !== 1) throw refuse("an Include has an href and nothing else");
  const href = include.attributes.find(({ namespace, name }) => namespace === "" && name === "href")?.value ?? "";
  const encoded = /^cid:([!-~]{1,400})$/i.exec(href)?.[1];
  if (encoded === undefined) throw refuse("an Include names a part of this message by cid:");
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new XtaFormatError("xop", path, "the cid is not encoded rightly", cause);
  }
}

/** Every Include in the tree, wherever it stands. */
export function countIncludes(element: XmlElement): number {
  return element.children.filter(isElement).reduce((count, child) => count + countIncludes(child), isNamed(element, ns.xop, "Include") ? 1 : 0);
}
