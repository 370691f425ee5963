export { attributeNameOf, attributeUrn, type BundidAttributeName, bundidAttributes, friendlyNameOf, isBundidAttributeName, normaliseUrn } from "./attributes.ts";
export { BundidRefusal, BundidRejection, type RefusalCode, type RejectionCode } from "./bundid-rejection.ts";
export { type AuthnRequestOptions, buildAuthnRequest, type BundidMethod, bundidMethods } from "./build-authn-request.ts";
export { certificateBase64, certificatePem } from "./certificate/certificate-pem.ts";
export { generateKeyPairWithCertificate, type KeyPairWithCertificate } from "./certificate/generate-key-pair-with-certificate.ts";
export { createCertificateAuthority, issueCertificate, type LeafCertificate } from "./certificate/issue-certificate.ts";
export { readResponse } from "./read-response.ts";
export type { BundidAttribute, BundidLogin } from "./response/bundid-login.ts";
export type { ResponseExpectations } from "./response/expectations.ts";
export { serviceProviderMetadata, type ServiceProviderMetadataOptions } from "./service-provider-metadata.ts";
export { splitStreet } from "./split-street.ts";
export { type BundidLevel, effectiveLevel, type TrustLevel } from "./trust-level.ts";

// The other side, for simulators and tests.
export { type ErrorAnswer, issueError, issueResponse, type IssuedResponse } from "./simulator/issue-response.ts";
export { identityProviderMetadata } from "./simulator/identity-provider-metadata.ts";
export { type AuthnRequest, readPostRequest, readRedirectRequest, type RequestExpectations } from "./simulator/read-authn-request.ts";
export type { RequestedAttribute, RequestExtension } from "./simulator/read-extension.ts";
export { RequestProblem, type RequestProblemCode, requestProblemCodes } from "./simulator/request-problem.ts";
export { isResponseFlaw, type ResponseFlaw, responseFlaws } from "./simulator/response-flaws.ts";
export type { IssuedAttribute, IssueOptions } from "./simulator/response-plan.ts";
export { readServiceProviderMetadata, type ServiceProvider } from "./simulator/service-provider.ts";
