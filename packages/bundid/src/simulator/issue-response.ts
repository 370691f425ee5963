import { generateKeyPairSync, randomBytes } from "node:crypto";
import { ns, status } from "../names.ts";
import { signXml } from "../sign-xml.ts";
import { xmlAttributes } from "../xml-text.ts";
import { assertionXml } from "./assertion-xml.ts";
import { encryptAssertion } from "./encrypt-assertion.ts";
import { type ResponseFlaw, responseFlaws } from "./response-flaws.ts";
import { faultlessPlan, type IssueOptions, type ResponsePlan } from "./response-plan.ts";

export interface IssuedResponse {
  /** Value of the form field `SAMLResponse`. */
  samlResponse: string;
  assertionId: string;
}

/**
 * Plays BundID: a response in BundID's shape (Schnittstellenbeschreibung 10.2.0.0, chapter 10.2), assertion signed with RSASSA-PSS and encrypted with
 * AES-256-GCM and RSA-OAEP. With a flaw it has exactly that flaw. For simulators and tests; it needs a private key the service provider has pinned.
 */
export function issueResponse(options: IssueOptions, flaw?: ResponseFlaw): IssuedResponse {
  const sound = faultlessPlan(options);
  const change: Partial<ResponsePlan> = flaw === undefined ? {} : responseFlaws[flaw](sound);
  const plan: ResponsePlan = { ...sound, ...change };
  const assertionId = options.assertionId ?? newSamlId();
  const plain = assertionXml(options, plan, assertionId);
  const signed = plan.signer === "none" ? plain : sign(plain, assertionId, options, plan, ["xsd"]);
  const assertions: string[] = [];
  for (const assertion of plan.arrange(plan.tamper(signed))) {
    assertions.push(plan.encrypted ? encryptAssertion(assertion, options.encryptionCert, plan) : assertion);
  }
  const response = responseXml(plan, options.now, `<saml2p:StatusCode Value="${status.success}"/>`, assertions.join(""));
  const outer = plan.signResponse && plan.signer !== "none" ? sign(response.xml, response.id, options, plan, []) : response.xml;
  return { samlResponse: encode(plan.doctype ? `<!DOCTYPE saml2p:Response [<!ENTITY e SYSTEM "file:///etc/hostname">]>${outer}` : outer), assertionId };
}

/** How BundID says no (Schnittstellenbeschreibung 9.7; the sub code of a cancelled login is the one simulators use). */
export type ErrorAnswer = { kind: "cancelled" } | { kind: "level-unavailable" } | { kind: "attributes-missing"; urn: string };

export function issueError(options: Pick<IssueOptions, "idpEntityId" | "acsUrl" | "inResponseTo" | "now">, answer: ErrorAnswer): string {
  const sub = { cancelled: status.authnFailed, "level-unavailable": status.noAuthnContext, "attributes-missing": status.requestDenied }[answer.kind];
  const message = { cancelled: "Authentication was canceled by the user.", "level-unavailable": "An error has occurred.", "attributes-missing": "security-msg" }[answer.kind];
  const detail =
    answer.kind === "attributes-missing"
      ? `<saml2p:StatusDetail><akdb:StatusDetail xmlns:akdb="${ns.akdb}">{"version":"1.0","errors":[{"code":"IDP_REQUIRED_ATTRIBUTES_MISSING",` +
        `"message":"Attribute ${answer.urn} is required but not available in Nutzerkonto."}]}</akdb:StatusDetail></saml2p:StatusDetail>`
      : "";
  const code = `<saml2p:StatusCode Value="${status.requester}"><saml2p:StatusCode Value="${sub}"/></saml2p:StatusCode><saml2p:StatusMessage>${message}</saml2p:StatusMessage>${detail}`;
  const plan = { destination: options.acsUrl, inResponseTo: options.inResponseTo, responseIssuer: options.idpEntityId };
  return encode(responseXml(plan, options.now, code, "").xml);
}

export function newSamlId(): string {
  return `_${randomBytes(16).toString("hex")}`;
}

function responseXml(plan: Pick<ResponsePlan, "destination" | "inResponseTo" | "responseIssuer">, now: Date, code: string, assertions: string): { xml: string; id: string } {
  const id = newSamlId();
  const root = xmlAttributes({
    "xmlns:saml2p": ns.protocol,
    "xmlns:saml2": ns.assertion,
    Destination: plan.destination,
    ID: id,
    InResponseTo: plan.inResponseTo,
    IssueInstant: now.toISOString(),
    Version: "2.0",
  });
  return { id, xml: `<saml2p:Response${root}><saml2:Issuer>${plan.responseIssuer}</saml2:Issuer><saml2p:Status>${code}</saml2p:Status>${assertions}</saml2p:Response>` };
}

function sign(xml: string, id: string, options: IssueOptions, plan: ResponsePlan, inclusivePrefixes: readonly string[]): string {
  const signingKey = plan.signer === "own" ? options.signingKey : generateKeyPairSync("rsa", { modulusLength: 3072 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  // The certificate always says it was us: a receiver that believes KeyInfo or only looks at it would be fooled.
  return signXml(xml, { id, signingKey, signingCert: options.signingCert, signatureAlgorithm: plan.signatureAlgorithm, digestAlgorithm: plan.digestAlgorithm, inclusivePrefixes });
}

function encode(xml: string): string {
  return Buffer.from(xml, "utf8").toString("base64");
}
