/** Namespaces and identifiers, as the standards spell them (SAML 2.0 Core, XML Signature, XML Encryption 1.1, AKDB 2018/09). */

export const ns = {
  protocol: "urn:oasis:names:tc:SAML:2.0:protocol",
  assertion: "urn:oasis:names:tc:SAML:2.0:assertion",
  metadata: "urn:oasis:names:tc:SAML:2.0:metadata",
  signature: "http://www.w3.org/2000/09/xmldsig#",
  encryption: "http://www.w3.org/2001/04/xmlenc#",
  encryption11: "http://www.w3.org/2009/xmlenc11#",
  excC14n: "http://www.w3.org/2001/10/xml-exc-c14n#",
  akdb: "https://www.akdb.de/request/2018/09",
  classicUi: "https://www.akdb.de/request/2018/09/classic-ui/v1",
  xsd: "http://www.w3.org/2001/XMLSchema",
  xsi: "http://www.w3.org/2001/XMLSchema-instance",
} as const;

export const algorithm = {
  rsaPssSha256: "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
  ecdsaSha256: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
  rsaPkcs1Sha256: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  rsaSha1: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
  sha1: "http://www.w3.org/2000/09/xmldsig#sha1",
  sha256: "http://www.w3.org/2001/04/xmlenc#sha256",
  sha512: "http://www.w3.org/2001/04/xmlenc#sha512",
  excC14n: "http://www.w3.org/2001/10/xml-exc-c14n#",
  enveloped: "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
  aes128Gcm: "http://www.w3.org/2009/xmlenc11#aes128-gcm",
  aes256Gcm: "http://www.w3.org/2009/xmlenc11#aes256-gcm",
  aes256Cbc: "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
  rsaOaepMgf1p: "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
  rsaOaep: "http://www.w3.org/2009/xmlenc11#rsa-oaep",
  rsa15: "http://www.w3.org/2001/04/xmlenc#rsa-1_5",
} as const;

export const status = {
  success: "urn:oasis:names:tc:SAML:2.0:status:Success",
  requester: "urn:oasis:names:tc:SAML:2.0:status:Requester",
  responder: "urn:oasis:names:tc:SAML:2.0:status:Responder",
  authnFailed: "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed",
  noAuthnContext: "urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext",
  requestDenied: "urn:oasis:names:tc:SAML:2.0:status:RequestDenied",
} as const;

export const binding = {
  post: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
  redirect: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
} as const;

export const bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
export const transientNameId = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
export const uriNameFormat = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";
