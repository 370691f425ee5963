import type { CodelistLookup } from "./codelist.ts";
import { choicesOf } from "./form/options.ts";
import { usablePattern } from "./form/pattern.ts";
import type { ToFormResult } from "./form/to-form.ts";
import type { Datenfeld, Stammdatenschema } from "./model.ts";
import { xfallKey } from "./xfall-json.ts";
import { xfallShape } from "./xfall-shape.ts";
import type { XfallSlot } from "./xfall-shape.ts";
import { xfallNamespace } from "./xfall-xml.ts";
import { xsdPattern } from "./xfall-xsd-pattern.ts";
import { XmlWriter } from "./xml-writer.ts";

/**
 * XML Schema of XFall data, the counterpart of {@link xfallJsonSchema}: the same places, the same values. Elements are named
 * `<ID>V<version>` in the namespace of the schema, stand in the schema's order, and an Auswahlgruppe is a choice. Follows the reference XSLT
 * 1.01 with two exceptions: numbers are `xs:decimal`, whose limits are exact, and a file is the text that stands for it.
 */
export function xfallXsd(schema: Stammdatenschema, lookup: CodelistLookup, made?: ToFormResult): string {
  const out = new XmlWriter();
  const targetNamespace = xfallNamespace(schema);
  out.element("xs:schema", { "xmlns:xs": "http://www.w3.org/2001/XMLSchema", xmlns: targetNamespace, targetNamespace, elementFormDefault: "qualified" }, () => {
    out.element("xs:element", { name: xfallKey(schema.identifikation) }, () => {
      document(out, schema.name);
      complex(out, xfallShape(schema, made), false, lookup);
    });
  });
  return out.toString();
}

function complex(out: XmlWriter, children: readonly XfallSlot[], choice: boolean, lookup: CodelistLookup): void {
  out.element("xs:complexType", {}, () => {
    out.element(choice ? "xs:choice" : "xs:sequence", {}, () => {
      for (const child of children) element(out, child, choice, lookup);
    });
  });
}

/** `chosen`: the child of a choice stands there; only one that may have no entry at all may still be empty. */
function element(out: XmlWriter, slot: XfallSlot, chosen: boolean, lookup: CodelistLookup): void {
  const { name, max, position } = slot;
  const min = chosen && max === 1 ? 1 : slot.min;
  const maxOccurs = max === "*" ? "unbounded" : max === 1 ? undefined : String(max);
  out.element("xs:element", { name, minOccurs: min === 1 ? undefined : String(min), maxOccurs }, () => {
    document(out, position.element.bezeichnungAusgabe ?? position.element.bezeichnungEingabe);
    if (position.element.art === "datenfeld") simple(out, position.element, lookup);
    else complex(out, slot.children, slot.choice, lookup);
  });
}

function document(out: XmlWriter, text: string): void {
  out.element("xs:annotation", {}, () => out.text("xs:documentation", text));
}

function simple(out: XmlWriter, feld: Datenfeld, lookup: CodelistLookup): void {
  const { base, facets } = typeOf(feld, lookup);
  out.element("xs:simpleType", {}, () => {
    out.element("xs:restriction", { base }, () => {
      for (const [name, value] of facets) out.element(`xs:${name}`, { value }, () => {});
    });
  });
}

interface SimpleType { readonly base: string; readonly facets: readonly (readonly [name: string, value: string])[] }

function typeOf(feld: Datenfeld, lookup: CodelistLookup): SimpleType {
  if (feld.feldart === "select") {
    const choices = choicesOf(feld, lookup);
    return { base: "xs:string", facets: "missing" in choices ? [] : choices.entries.map(({ code }) => ["enumeration", code]) };
  }
  const { minLength, maxLength, minValue, maxValue } = feld.praezisierung;
  switch (feld.datentyp) {
    case "text":
    case "text_latin": {
      const pattern = usablePattern(feld);
      return { base: "xs:string", facets: [...facet("minLength", minLength, WHOLE), ...facet("maxLength", maxLength, WHOLE), ...facet("pattern", pattern === undefined ? undefined : xsdPattern(pattern), /(?:)/)] };
    }
    case "date":
      return { base: "xs:date", facets: [] };
    case "time":
      return { base: "xs:time", facets: [] };
    case "datetime":
      return { base: "xs:dateTime", facets: [] };
    case "bool":
      return { base: "xs:boolean", facets: [["pattern", "true|false"]] };
    case "num":
      return { base: "xs:decimal", facets: range(minValue, maxValue, DECIMAL) };
    case "num_currency":
      return { base: "xs:decimal", facets: [["fractionDigits", "2"], ...range(minValue, maxValue, DECIMAL)] };
    case "num_int":
      return { base: "xs:integer", facets: range(minValue, maxValue, /^-?\d{1,18}$/) };
    case "file":
    case "obj":
      return { base: "xs:string", facets: [] };
  }
}

const WHOLE = /^\d{1,9}$/;
const DECIMAL = /^-?\d{1,18}(?:[.,]\d{1,18})?$/;

function range(min: string | undefined, max: string | undefined, form: RegExp): SimpleType["facets"] {
  return [...facet("minInclusive", min, form), ...facet("maxInclusive", max, form)];
}

function facet(name: string, text: string | undefined, form: RegExp): SimpleType["facets"] {
  return text !== undefined && form.test(text) ? [[name, text.replace(",", name === "pattern" ? "," : ".")]] : [];
}
