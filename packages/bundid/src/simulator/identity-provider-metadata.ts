import { certificateBase64 } from "../certificate/certificate-pem.ts";
import { binding, ns, transientNameId } from "../names.ts";
import { xmlText } from "../xml-text.ts";

/** Metadata in the shape of BundID's Shibboleth identity provider. */
export function identityProviderMetadata(options: { entityId: string; signingCert: string; postUrl: string; redirectUrl: string }): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<md:EntityDescriptor xmlns:md="${ns.metadata}" xmlns:ds="${ns.signature}" entityID="${xmlText(options.entityId)}">` +
    `<md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="${ns.protocol}"><md:KeyDescriptor use="signing"><ds:KeyInfo>` +
    `<ds:X509Data><ds:X509Certificate>${certificateBase64(options.signingCert)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>` +
    `<md:NameIDFormat>${transientNameId}</md:NameIDFormat>` +
    `<md:SingleSignOnService Binding="${binding.post}" Location="${xmlText(options.postUrl)}"/>` +
    `<md:SingleSignOnService Binding="${binding.redirect}" Location="${xmlText(options.redirectUrl)}"/></md:IDPSSODescriptor></md:EntityDescriptor>\n`
  );
}
