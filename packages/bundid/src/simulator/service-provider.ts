import { certificatePem } from "../certificate/certificate-pem.ts";
import { binding, ns } from "../names.ts";
import { attribute, childElements, onlyChild, parseXml } from "../xml-tree.ts";

/** What an identity provider keeps of a service provider's metadata. */
export interface ServiceProvider {
  entityId: string;
  acsUrl: string;
  signingCerts: readonly string[];
  encryptionCert: string;
}

/**
 * Reads service provider metadata as BundID demands them (Schnittstellenbeschreibung 7.2).
 * @throws TypeError with the rule that is broken; BundidRejection when it is no XML
 */
export function readServiceProviderMetadata(xml: string): ServiceProvider {
  using document = parseXml(xml);
  const { root } = document;
  const entityId = attribute(root, "entityID") ?? "";
  const demand = (holds: boolean, rule: string): void => {
    if (!holds) throw new TypeError(`service provider metadata: ${rule}`);
  };
  demand(root.name === "EntityDescriptor" && root.namespaceUri === ns.metadata, "the root is md:EntityDescriptor");
  demand(attribute(root, "validUntil") === undefined, "no validUntil (7.2)");
  demand(attribute(root, "ID") === undefined, "no ID (7.2)");
  demand(URL.canParse(entityId) && new URL(entityId).protocol === "https:" && new URL(entityId).port === "", "entityID is an https URL without port (7.2)");
  const descriptor = onlyChild(root, ns.metadata, "SPSSODescriptor");
  const services = descriptor === undefined ? [] : childElements(descriptor, ns.metadata, "AssertionConsumerService");
  const acsUrl = services.find((service) => attribute(service, "Binding") === binding.post);
  const certificates = (use: string): string[] =>
    (descriptor === undefined ? [] : childElements(descriptor, ns.metadata, "KeyDescriptor"))
      .filter((key) => (attribute(key, "use") ?? use) === use)
      .flatMap((key) => childElements(key, ns.signature, "KeyInfo"))
      .flatMap((info) => childElements(info, ns.signature, "X509Data"))
      .flatMap((data) => childElements(data, ns.signature, "X509Certificate"))
      .map((certificate) => certificatePem(certificate.content));
  const [encryptionCert] = certificates("encryption");
  demand(certificates("signing").length > 0, "a certificate for signing");
  demand(attribute(acsUrl, "Location") !== undefined, "an AssertionConsumerService for HTTP-POST");
  if (encryptionCert === undefined) throw new TypeError("service provider metadata: a certificate for encryption");
  return { entityId, acsUrl: attribute(acsUrl, "Location") ?? "", signingCerts: certificates("signing"), encryptionCert };
}
