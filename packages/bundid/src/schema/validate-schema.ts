import { type XmlDocument, XmlBufferInputProvider, XmlValidateError, xmlRegisterInputProvider, XmlDocument as Documents, XsdValidator } from "libxml2-wasm";
import { reject } from "../bundid-rejection.ts";
import { assertionSchema } from "./assertion-schema.ts";
import { encryptionSchema } from "./encryption-schema.ts";
import { requestSchema } from "./request-schema.ts";
import { responseSchema } from "./response-schema.ts";
import { signatureSchema } from "./signature-schema.ts";

const schemas = { request: requestSchema, response: responseSchema, assertion: assertionSchema } as const;
export type SchemaName = keyof typeof schemas;

/** Compiled once per process and kept: compiling costs milliseconds, validating microseconds. */
const validators = new Map<SchemaName, XsdValidator>();
let imports: XmlBufferInputProvider | undefined;

function validatorFor(name: SchemaName): XsdValidator {
  const known = validators.get(name);
  if (known !== undefined) return known;
  if (imports === undefined) {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    imports = new XmlBufferInputProvider({
      "bundid-schema:///signature.xsd": bytes(signatureSchema),
      "bundid-schema:///encryption.xsd": bytes(encryptionSchema),
      "bundid-schema:///assertion.xsd": bytes(assertionSchema),
    });
    if (!xmlRegisterInputProvider(imports)) throw new Error("libxml2 takes no further input provider");
  }
  using source = Documents.fromString(schemas[name], { url: `bundid-schema:///${name}-root.xsd` });
  const validator = XsdValidator.fromDoc(source);
  validators.set(name, validator);
  return validator;
}

/** Local schemas only (SAML-Sec, BSI TR-03160-2 4.3.2): a document that does not fit the accepted profile goes no further. */
export function validateSchema(document: XmlDocument, name: SchemaName): void {
  const validator = validatorFor(name);
  try {
    validator.validate(document);
  } catch (cause) {
    if (cause instanceof XmlValidateError) reject("schema", cause);
    throw cause;
  }
}
