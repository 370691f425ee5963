import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ParseOption, XmlBufferInputProvider, XmlDocument, xmlRegisterInputProvider, XsdValidator } from "libxml2-wasm";

/** The schemas and sample messages lie beside the project and are never part of it: without them the tests that need them are skipped and say so. */
const folder = join(import.meta.dirname, "../../../../../shared/data/xta");
const schemas = join(folder, "xta-2.1.1");
export const skipWithoutData: false | string = existsSync(folder) ? false : "shared/data/xta is not on this machine";

const ROOT = "reference:///xta/";
const wrapper = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="http://www.w3.org/2003/05/soap-envelope" schemaLocation="${ROOT}.xsd"/>
<xs:import namespace="http://www.osci.eu/ws/2008/05/transport" schemaLocation="${ROOT}OSCI2_02.xsd"/>
<xs:import namespace="http://xoev.de/transport/xta/211" schemaLocation="${ROOT}both.xsd"/>
</xs:schema>`;
const both = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://xoev.de/transport/xta/211" elementFormDefault="qualified">
<xs:include schemaLocation="${ROOT}XTA-Webservice-Globale-Elemente.xsd"/><xs:include schemaLocation="${ROOT}XTA-Webservice-Exceptions.xsd"/>
</xs:schema>`;

let validator: XsdValidator | undefined;

function open(): XsdValidator {
  const provider = new XmlBufferInputProvider({});
  const add = (name: string, text: string): void => { provider.addBuffer(ROOT + name, new TextEncoder().encode(text.replace(/<!DOCTYPE[^[>]*(?:\[[^\]]*\])?\s*>/, ""))); };
  for (const name of readdirSync(schemas).filter((file) => file.endsWith(".xsd"))) add(name, readFileSync(join(schemas, name), "utf8"));
  // The published schema names the SOAP schema ".xsd".
  add(".xsd", readFileSync(join(schemas, "soap-envelope-1.2.xsd"), "utf8"));
  add("both.xsd", both);
  if (!xmlRegisterInputProvider(provider)) throw new Error("the schemas cannot be offered to the parser");
  using source = XmlDocument.fromString(wrapper, { url: `${ROOT}wrapper.xsd`, option: ParseOption.XML_PARSE_NONET });
  return XsdValidator.fromDoc(source);
}

/** @throws with libxml2's words when the envelope does not fit the schemas of XTA 2.1.1 */
export function validateEnvelope(xml: Uint8Array): void {
  validator ??= open();
  using document = XmlDocument.fromString(new TextDecoder().decode(xml), { option: ParseOption.XML_PARSE_NONET });
  validator.validate(document);
}

export function samples(): readonly { readonly name: string; readonly xml: Uint8Array }[] {
  const at = join(folder, "selfmade-samples");
  return readdirSync(at).filter((file) => file.endsWith(".xml")).map((name) => ({ name, xml: readFileSync(join(at, name)) }));
}
