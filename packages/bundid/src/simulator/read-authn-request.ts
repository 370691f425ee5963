import { constants, verify, X509Certificate } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import type { XmlElement } from "libxml2-wasm";
import { BundidRejection } from "../bundid-rejection.ts";
import { certificatePem } from "../certificate/certificate-pem.ts";
import { algorithm, binding, ns } from "../names.ts";
import { decodeBase64, decodeUtf8, limitSize } from "../response/decode-response.ts";
import { validateSchema } from "../schema/validate-schema.ts";
import { type BundidLevel, levelOfClass } from "../trust-level.ts";
import { verifySignature } from "../verify-signature.ts";
import { attribute, childElements, onlyChild, parseXml, text } from "../xml-tree.ts";
import { type RequestExtension, readExtension } from "./read-extension.ts";
import { refuse } from "./request-problem.ts";
import type { ServiceProvider } from "./service-provider.ts";

export interface AuthnRequest extends RequestExtension {
  id: string;
  serviceProvider: ServiceProvider;
  acsUrl: string;
  level: BundidLevel;
}

export interface RequestExpectations {
  /** The address of the endpoint that took the request. */
  destination: string;
  serviceProviders: readonly ServiceProvider[];
  now: Date;
}

/** A request by HTTP-POST: the form field `SAMLRequest`. @throws RequestProblem with the code for the error page */
export function readPostRequest(samlRequest: string, expected: RequestExpectations): AuthnRequest {
  const xml = readable(() => {
    limitSize(samlRequest);
    return decodeUtf8(decodeBase64(samlRequest));
  });
  return readRequest(xml, expected, (serviceProvider, root) => {
    if (childElements(root, ns.signature, "Signature").length === 0) refuse("saml-request-not-signed");
    try {
      return verifySignature(xml, { certificates: serviceProvider.signingCerts.map(certificatePem), allowPkcs1: true });
    } catch (cause) {
      if (cause instanceof BundidRejection) return refuse("sandbox-signature-invalid", cause);
      throw cause;
    }
  });
}

/** A request by HTTP-Redirect: the query as it stood in the address, still encoded (SAML Bindings 3.4.4.1). @throws RequestProblem */
export function readRedirectRequest(query: string, expected: RequestExpectations): AuthnRequest {
  const raw = new Map(query.split("&").map((pair) => [pair.split("=", 1)[0] ?? "", pair] as const));
  const value = (name: string): string | undefined => {
    const pair = raw.get(name);
    return pair === undefined ? undefined : (readable(() => decodeURIComponent(pair.slice(name.length + 1).replaceAll("+", "%20"))));
  };
  const xml = readable(() => {
    const packed = value("SAMLRequest") ?? "";
    limitSize(packed);
    return decodeUtf8(inflateRawSync(decodeBase64(packed), { maxOutputLength: 200_000 }));
  });
  return readRequest(xml, expected, (serviceProvider) => {
    const signature = value("Signature");
    const method = value("SigAlg");
    if (signature === undefined || method === undefined) return refuse("saml-request-not-signed");
    const signed = ["SAMLRequest", "RelayState", "SigAlg"].flatMap((name) => raw.get(name) ?? []).join("&");
    const padding = { [algorithm.rsaPkcs1Sha256]: constants.RSA_PKCS1_PADDING, [algorithm.rsaPssSha256]: constants.RSA_PKCS1_PSS_PADDING }[method];
    const holds = padding !== undefined && serviceProvider.signingCerts.some((certificate) =>
      verify("sha256", Buffer.from(signed, "ascii"), { key: new X509Certificate(certificatePem(certificate)).publicKey, padding }, Buffer.from(signature, "base64")));
    return holds ? xml : refuse("sandbox-signature-invalid");
  });
}

function readRequest(xml: string, expected: RequestExpectations, verified: (serviceProvider: ServiceProvider, root: XmlElement) => string): AuthnRequest {
  using unproved = readable(() => parseXml(xml));
  readable(() => { validateSchema(unproved, "request"); });
  const issuer = text(onlyChild(unproved.root, ns.assertion, "Issuer"))?.trim();
  const serviceProvider = expected.serviceProviders.find(({ entityId }) => entityId === issuer) ?? refuse("sandbox-service-provider-unknown");
  using signed = readable(() => parseXml(verified(serviceProvider, unproved.root)));
  const request = signed.root;
  if (request.name !== "AuthnRequest" || request.namespaceUri !== ns.protocol) refuse("sandbox-request-unreadable");
  if (attribute(request, "Destination") !== expected.destination) refuse("sandbox-destination");
  const acsUrl = attribute(request, "AssertionConsumerServiceURL") ?? serviceProvider.acsUrl;
  if (acsUrl !== serviceProvider.acsUrl || (attribute(request, "ProtocolBinding") ?? binding.post) !== binding.post) refuse("sandbox-answer-address");
  const age = expected.now.getTime() - Date.parse(attribute(request, "IssueInstant") ?? "");
  if (!(age < 600_000 && age > -60_000)) refuse("sandbox-request-too-old");
  return { id: attribute(request, "ID") ?? refuse("sandbox-request-unreadable"), serviceProvider, acsUrl, level: readLevel(request), ...readExtension(request) };
}

/** The lowest class named counts; without any, Basisregistrierung is enough. `exact` is obsolete and refused (5.1). */
function readLevel(request: XmlElement): BundidLevel {
  const context = onlyChild(request, ns.protocol, "RequestedAuthnContext");
  if (context === undefined) return 1;
  if (attribute(context, "Comparison") !== "minimum") refuse("sandbox-level");
  const [classRef, ...more] = childElements(context, ns.assertion, "AuthnContextClassRef");
  if (classRef === undefined || more.length > 0) return refuse("sandbox-level");
  return levelOfClass(classRef.content.trim()) ?? refuse("sandbox-level");
}

/** Anything the reading steps refuse is, for the sender of a request, one thing: unreadable. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof BundidRejection || cause instanceof RangeError || cause instanceof URIError) return refuse("sandbox-request-unreadable", cause);
    if (cause instanceof Error && "code" in cause && String(cause.code).startsWith("Z_")) return refuse("sandbox-request-unreadable", cause);
    throw cause;
  }
}
