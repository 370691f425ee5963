import { certificateBase64 } from "./certificate/certificate-pem.ts";
import { isEntityId, isSafeAddress } from "./local-address.ts";
import { binding, ns, transientNameId } from "./names.ts";
import { xmlText } from "./xml-text.ts";

export interface ServiceProviderMetadataOptions {
  entityId: string;
  acsUrl: string;
  /** Two certificates for two keys (BSI TR-03116-4); during a key change the new one is announced beside the old one. */
  signingCerts: readonly string[];
  encryptionCerts: readonly string[];
  organization: { name: string; displayName: string; url: string };
  technicalContact: { givenName: string; surname: string; email: string };
}

/**
 * Metadata for the self-service portal of BundID (Schnittstellenbeschreibung 7.2): no `ID`, no `validUntil`, therefore no signature; entityID https
 * without port. Its host name enters bPK2 and must never change once people have signed in.
 * @throws TypeError when a rule of BundID would be broken
 */
export function serviceProviderMetadata(options: ServiceProviderMetadataOptions): string {
  if (!isEntityId(options.entityId)) throw new TypeError("entityId is an https URL without port (7.2)");
  if (!isSafeAddress(options.acsUrl)) throw new TypeError("acsUrl is an https URL");
  if (options.signingCerts.length === 0 || options.encryptionCerts.length === 0) throw new TypeError("a certificate for signing and one for encryption are needed");
  const key = (use: string) => (certificate: string): string =>
    `<md:KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificateBase64(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
  const { organization, technicalContact: contact } = options;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<md:EntityDescriptor xmlns:md="${ns.metadata}" xmlns:ds="${ns.signature}" entityID="${xmlText(options.entityId)}">` +
    `<md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true" protocolSupportEnumeration="${ns.protocol}">` +
    options.signingCerts.map(key("signing")).join("") +
    options.encryptionCerts.map(key("encryption")).join("") +
    `<md:NameIDFormat>${transientNameId}</md:NameIDFormat>` +
    `<md:AssertionConsumerService Binding="${binding.post}" Location="${xmlText(options.acsUrl)}" index="0" isDefault="true"/></md:SPSSODescriptor>` +
    `<md:Organization><md:OrganizationName xml:lang="de">${xmlText(organization.name)}</md:OrganizationName>` +
    `<md:OrganizationDisplayName xml:lang="de">${xmlText(organization.displayName)}</md:OrganizationDisplayName>` +
    `<md:OrganizationURL xml:lang="de">${xmlText(organization.url)}</md:OrganizationURL></md:Organization>` +
    `<md:ContactPerson contactType="technical"><md:GivenName>${xmlText(contact.givenName)}</md:GivenName><md:SurName>${xmlText(contact.surname)}</md:SurName>` +
    `<md:EmailAddress>mailto:${xmlText(contact.email)}</md:EmailAddress></md:ContactPerson></md:EntityDescriptor>\n`
  );
}
