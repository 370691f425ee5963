import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ParseOption, XmlBufferInputProvider, XmlDocument, xmlRegisterInputProvider, XsdValidator } from "libxml2-wasm";
import { bundidAttributes } from "./attributes.ts";
import { buildAuthnRequest } from "./build-authn-request.ts";
import { ns } from "./names.ts";
import { validateSchema } from "./schema/validate-schema.ts";
import { serviceProviderMetadata } from "./service-provider-metadata.ts";
import { issueResponse } from "./simulator/issue-response.ts";
import { acsUrl, entityId, issuing, now, ourDecryption, ourSigning, requestId } from "./testing-world.ts";
import { childElements, parseXml } from "./xml-tree.ts";

/** The OASIS, W3C and derived AKDB schemas and BundID-shaped samples; they are not part of the project and lie beside its root. */
const data = join(import.meta.dirname, "../../../../shared/data/bundid");
const skip = existsSync(data) ? false : "shared/data/bundid is not on this machine";
const read = (path: string): string => readFileSync(join(data, path), "utf8");

function validator(folder: string, file: string, others: readonly string[]): XsdValidator {
  const at = (name: string): string => `reference:///${folder}/${name}`;
  const provider = new XmlBufferInputProvider({});
  for (const name of others) provider.addBuffer(at(name), new TextEncoder().encode(read(`schema/${folder === "akdb" ? "" : "oasis-w3c/"}${name}`)));
  // The published schemas name each other by web address; here they lie side by side. Nothing is fetched.
  const mapped = new XmlBufferInputProvider({});
  for (const name of others) for (const base of webAddresses(name)) mapped.addBuffer(base, new TextEncoder().encode(withoutDoctype(read(`schema/oasis-w3c/${name}`))));
  assert.ok(xmlRegisterInputProvider(provider) && xmlRegisterInputProvider(mapped));
  using source = XmlDocument.fromString(read(`schema/${folder === "akdb" ? "" : "oasis-w3c/"}${file}`), { url: at(file), option: ParseOption.XML_PARSE_NONET });
  return XsdValidator.fromDoc(source);
}

function webAddresses(name: string): string[] {
  return {
    "xmldsig-core-schema.xsd": ["http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/xmldsig-core-schema.xsd"],
    "xenc-schema.xsd": ["http://www.w3.org/TR/2002/REC-xmlenc-core-20021210/xenc-schema.xsd"],
    "xml.xsd": ["http://www.w3.org/2001/xml.xsd"],
  }[name] ?? [];
}

function withoutDoctype(schema: string): string {
  return schema.replace(/<!DOCTYPE[^[>]*(?:\[[^\]]*\])?\s*>/, "");
}

const oasis = ["saml-schema-assertion-2.0.xsd", "saml-schema-protocol-2.0.xsd", "saml-schema-metadata-2.0.xsd", "xmldsig-core-schema.xsd", "xenc-schema.xsd", "xml.xsd"];
const request = (): string =>
  Buffer.from(
    buildAuthnRequest({
      entityId, acsUrl, idpSsoUrl: "https://idp.bundid.example/idp/profile/SAML2/POST/SSO", id: requestId, issueInstant: now, level: 3,
      attributes: [{ name: "bPK2", required: true }, { name: "givenName" }], methods: ["Benutzername", "eID", "eIDAS", "Elster", "FINK"],
      displayName: "Stadt Musterstadt", onlineServiceId: "BMI-A0000", lang: "de", backUrl: "https://portal.musterland.example/",
      signingKey: ourSigning.privateKey, signingCert: ourSigning.certificate,
    }).samlRequest,
    "base64",
  ).toString("utf8");

test("our request, our metadata and the simulator's response fit the OASIS schemas", { skip }, () => {
  using protocol = validator("oasis", "saml-schema-protocol-2.0.xsd", oasis);
  using metadata = validator("oasis", "saml-schema-metadata-2.0.xsd", oasis);
  using requestDocument = parseXml(request());
  protocol.validate(requestDocument);
  using metadataDocument = parseXml(
    serviceProviderMetadata({
      entityId, acsUrl, signingCerts: [ourSigning.certificate], encryptionCerts: [ourDecryption.certificate],
      organization: { name: "Land Musterland", displayName: "Portal", url: "https://portal.musterland.example/" },
      technicalContact: { givenName: "IT", surname: "Betrieb", email: "betrieb@musterland.example" },
    }),
  );
  metadata.validate(metadataDocument);
  using response = parseXml(Buffer.from(issueResponse(issuing()).samlResponse, "base64").toString("utf8"));
  protocol.validate(response);
  using faulty = parseXml(request().replace('AllowCreate="true"', 'AllowCreate="maybe"'));
  assert.throws(() => protocol.validate(faulty), "the schema really looks");
});

test("our extension fits the schema derived from BundID's document", { skip }, () => {
  using akdb = validator("akdb", "akdb-request-2018-09.derived.xsd", ["akdb-classic-ui-v1.derived.xsd"]);
  using document = parseXml(request());
  const [extension] = childElements(document.root, ns.protocol, "Extensions").flatMap((element) => childElements(element, ns.akdb));
  assert.ok(extension);
  akdb.validate(extension);
  using faulty = parseXml(extension.toString().replace("<classic-ui:Lang>de<", "<classic-ui:Lang>fr<"));
  assert.throws(() => akdb.validate(faulty), "the schema really looks");
});

test("our compact schemas accept the samples in BundID's shape", { skip }, () => {
  for (const file of ["response-encrypted-assertion.xml", "response-error-cancelled.simulator-codes.xml", "response-error-noauthncontext.simulator-codes.xml", "response-error-required-attributes-missing.xml"]) {
    using document = parseXml(read(`samples/${file}`));
    validateSchema(document, "response");
  }
  using assertion = parseXml(read("samples/assertion-decrypted.xml"));
  validateSchema(assertion, "assertion");
  using authnRequest = parseXml(read("samples/authnrequest-v2.signed.xml"));
  validateSchema(authnRequest, "request");
});

test("our attribute table knows every attribute of BundID's document", { skip }, () => {
  const table: { attributes: { name: string }[] } = JSON.parse(read("bundid-attributes.json"));
  const known: string[] = Object.values(bundidAttributes).map(({ urn }) => urn);
  assert.deepEqual(table.attributes.map(({ name }) => name).filter((name) => !known.includes(name)), []);
  assert.equal(known.length, table.attributes.length);
});
