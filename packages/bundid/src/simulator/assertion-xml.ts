import { randomBytes } from "node:crypto";
import { bearer, ns, transientNameId, uriNameFormat } from "../names.ts";
import { trustLevelWord } from "../trust-level.ts";
import { xmlAttributes, xmlText } from "../xml-text.ts";
import type { IssuedAttribute, IssueOptions, ResponsePlan } from "./response-plan.ts";

/** The assertion in BundID's shape, unsigned. */
export function assertionXml(options: IssueOptions, plan: ResponsePlan, id: string): string {
  const now = options.now.toISOString();
  const root = xmlAttributes({ "xmlns:saml2": ns.assertion, "xmlns:xsd": ns.xsd, ID: id, IssueInstant: now, Version: "2.0" });
  const nameId = xmlAttributes({ Format: transientNameId, NameQualifier: options.idpEntityId, SPNameQualifier: options.audience });
  const confirmation = xmlAttributes({
    Address: "192.0.2.10",
    InResponseTo: plan.confirmationInResponseTo,
    NotOnOrAfter: plan.confirmationNotOnOrAfter.toISOString(),
    Recipient: plan.recipient,
  });
  const times = xmlAttributes({ NotBefore: plan.notBefore.toISOString(), NotOnOrAfter: plan.notOnOrAfter.toISOString() });
  const conditions = `<saml2:Conditions${times}><saml2:AudienceRestriction><saml2:Audience>${xmlText(plan.audience)}</saml2:Audience></saml2:AudienceRestriction></saml2:Conditions>`;
  return (
    `<saml2:Assertion${root}><saml2:Issuer>${xmlText(plan.assertionIssuer)}</saml2:Issuer>` +
    `<saml2:Subject><saml2:NameID${nameId}>_${randomBytes(16).toString("hex")}</saml2:NameID>` +
    `<saml2:SubjectConfirmation Method="${bearer}"><saml2:SubjectConfirmationData${confirmation}/></saml2:SubjectConfirmation></saml2:Subject>` +
    (plan.conditions ? conditions : "") +
    `<saml2:AuthnStatement${xmlAttributes({ AuthnInstant: now, SessionIndex: `_${randomBytes(16).toString("hex")}` })}>` +
    `<saml2:SubjectLocality Address="192.0.2.10"/><saml2:AuthnContext><saml2:AuthnContextClassRef>${xmlText(plan.classRef)}</saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement>` +
    (options.attributes.length === 0 ? "" : `<saml2:AttributeStatement>${options.attributes.map((one) => attributeXml(one, plan.commentInValue)).join("")}</saml2:AttributeStatement>`) +
    `</saml2:Assertion>`
  );
}

function attributeXml({ urn, friendlyName, value, trustLevel }: IssuedAttribute, comment: boolean): string {
  const head = xmlAttributes({ "xmlns:akdb": ns.akdb, FriendlyName: friendlyName, Name: urn, NameFormat: uriNameFormat, "akdb:TrustLevel": trustLevelWord(trustLevel) });
  const half = Math.ceil(value.length / 2);
  const content = comment ? `${xmlText(value.slice(0, half))}<!---->${xmlText(value.slice(half))}` : xmlText(value);
  return `<saml2:Attribute${head}><saml2:AttributeValue xmlns:xsi="${ns.xsi}" xsi:type="xsd:string">${content}</saml2:AttributeValue></saml2:Attribute>`;
}
