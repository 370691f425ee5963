import { SignedXml } from "xml-crypto";
import { EcdsaSha256 } from "./ecdsa-sha256.ts";
import { algorithm } from "./names.ts";

export interface SignOptions {
  /** `ID` of the root element: the whole document is signed, and only by its ID (SAML 2.0 Core 5.4.2). */
  id: string;
  signingKey: string;
  /** Put into KeyInfo as information; receivers pin the key. Left out when undefined. */
  signingCert?: string;
  signatureAlgorithm: string;
  digestAlgorithm?: string;
  /** Prefixes that exclusive canonicalisation must keep, because only attribute values use them (`xsi:type="xsd:string"`). */
  inclusivePrefixes?: readonly string[];
}

/** Enveloped signature, exclusive canonicalisation, placed behind the Issuer where SAML wants it (Core 5.4). */
export function signXml(xml: string, options: SignOptions): string {
  const signer = new SignedXml({
    privateKey: options.signingKey,
    ...(options.signingCert === undefined ? {} : { publicCert: options.signingCert }),
    signatureAlgorithm: options.signatureAlgorithm,
    canonicalizationAlgorithm: algorithm.excC14n,
  });
  signer.SignatureAlgorithms[algorithm.ecdsaSha256] = EcdsaSha256;
  signer.addReference({
    xpath: `/*[@ID="${options.id}"]`,
    transforms: [algorithm.enveloped, algorithm.excC14n],
    digestAlgorithm: options.digestAlgorithm ?? algorithm.sha256,
    inclusiveNamespacesPrefixList: [...(options.inclusivePrefixes ?? [])],
  });
  signer.computeSignature(xml, { prefix: "ds", location: { reference: "/*/*[local-name()='Issuer']", action: "after" } });
  return signer.getSignedXml();
}
