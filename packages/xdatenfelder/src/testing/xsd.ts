import { ParseOption, XmlDocument, XmlValidateError, XsdValidator } from "libxml2-wasm";

/** A check of XML against one XML Schema with libxml2: what is wrong, in its words; empty when the document is valid. */
export interface XsdCheck {
  readonly problemsOf: (xml: string) => readonly string[];
  readonly dispose: () => void;
}

export function xsdCheck(xsd: string): XsdCheck {
  const document = XmlDocument.fromString(xsd, { option: ParseOption.XML_PARSE_NONET });
  const validator = XsdValidator.fromDoc(document);
  return {
    problemsOf: (xml) => {
      const parsed = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET });
      try {
        validator.validate(parsed);
        return [];
      } catch (error) {
        if (!(error instanceof XmlValidateError)) throw error;
        return error.details.map(({ message }) => message.trim());
      } finally {
        parsed.dispose();
      }
    },
    dispose: () => {
      validator.dispose();
      document.dispose();
    },
  };
}
