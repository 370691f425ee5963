import { ParseOption, XmlDocument, XmlValidateError, XsdValidator } from "libxml2-wasm";
import { readXml, standardLimits, type XmlElement } from "@kommunalportal/xta";
import { labelKey, type Labels } from "./data-rows.ts";

const xs = "http://www.w3.org/2001/XMLSchema";
export const largestXsd = 2_000_000;
const mostTitles = 5_000;
const deepest = 12;

/** Nothing is fetched: a schema stands for itself, without `xs:import` of addresses. */
const options = { option: ParseOption.XML_PARSE_NONET };

/**
 * An XML Schema as it was pinned. Documents are checked only after `readData` has bounded them and refused DOCTYPEs. The objects of libxml2 live outside the garbage
 * collector, so none is kept: compiling takes milliseconds.
 * @throws Error for what is no XML Schema that stands for itself
 */
export function compileXsd(text: string): { readonly check: (xml: string) => boolean; readonly labels: Labels } {
  if (text.length > largestXsd || /<!DOCTYPE/i.test(text)) throw new Error("no XML Schema that is taken here");
  withValidator(text, () => undefined);
  return { check: (xml) => withValidator(text, (validator) => isValid(validator, xml)), labels: namesOf(text) };
}

function withValidator<T>(text: string, work: (validator: XsdValidator) => T): T {
  using source = XmlDocument.fromString(text, options);
  const validator = XsdValidator.fromDoc(source);
  try { return work(validator); } finally { validator.dispose(); }
}

function isValid(validator: XsdValidator, xml: string): boolean {
  using document = XmlDocument.fromString(xml, options);
  try {
    validator.validate(document);
    return true;
  } catch (error) {
    if (error instanceof XmlValidateError) return false;
    throw error;
  }
}

/** `xs:documentation` of each element, by the names below the root; types that are referred to are followed to a depth that ends circles. */
function namesOf(text: string): Labels {
  const root = readXml(Buffer.from(text), { ...standardLimits, maxEnvelopeBytes: largestXsd * 4, maxDepth: 100, maxElements: 200_000 });
  const titles = new Map<string, string>();
  const types = new Map(children(root, "complexType").flatMap((type) => { const name = attribute(type, "name"); return name === undefined ? [] : [[name, type] as const]; }));
  const visit = (element: XmlElement, path: readonly string[]): void => {
    if (path.length > deepest || titles.size > mostTitles) return;
    const words = children(element, "annotation").flatMap((one) => children(one, "documentation"))[0]?.children.filter((child) => typeof child === "string").join("").trim();
    if (words !== undefined && words !== "" && path.length > 0) titles.set(labelKey(path), words.slice(0, 200));
    const type = children(element, "complexType")[0] ?? types.get(attribute(element, "type")?.split(":").at(-1) ?? "");
    for (const child of type === undefined ? [] : elementsIn(type)) { const name = attribute(child, "name"); if (name !== undefined) visit(child, [...path, name]); }
  };
  for (const top of children(root, "element")) visit(top, []);
  return titles;
}

function elementsIn(type: XmlElement): XmlElement[] {
  return type.children.flatMap((child) => (typeof child === "string" || child.namespace !== xs ? [] : child.name === "element" ? [child] : ["sequence", "choice", "all", "complexContent", "extension"].includes(child.name) ? elementsIn(child) : []));
}

const children = (element: XmlElement, name: string): XmlElement[] => element.children.filter((child): child is XmlElement => typeof child !== "string" && child.namespace === xs && child.name === name);
const attribute = (element: XmlElement, name: string): string | undefined => element.attributes.find((one) => one.name === name && one.namespace === "")?.value;
