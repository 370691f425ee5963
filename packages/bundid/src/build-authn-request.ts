import { attributeUrn } from "./attributes.ts";
import { certificatePem } from "./certificate/certificate-pem.ts";
import { isEntityId, isSafeAddress } from "./local-address.ts";
import { algorithm, binding, ns, transientNameId } from "./names.ts";
import { signXml } from "./sign-xml.ts";
import { type BundidLevel, levelClass } from "./trust-level.ts";
import { xmlAttributes, xmlText } from "./xml-text.ts";

/** Ways to sign in that a request can name. Temporary login and Smart-eID cannot be named. */
export const bundidMethods = ["Authega", "Benutzername", "Diia", "eID", "eIDAS", "Elster", "FINK"] as const;
export type BundidMethod = (typeof bundidMethods)[number];

export interface AuthnRequestOptions {
  entityId: string;
  acsUrl: string;
  /** Where the request is posted to: `…/idp/profile/SAML2/POST/SSO`. */
  idpSsoUrl: string;
  /** Unguessable, an XML name (`_` and hexadecimal digits); remembered for `expectedInResponseTo`. */
  id: string;
  issueInstant: Date;
  /** The lowest level the service is content with. */
  level: BundidLevel;
  /** Short names (`givenName`) or URNs. `required` ends the login when the attribute is missing, so it is seldom right (9.2). */
  attributes: readonly { name: string; required?: boolean }[];
  /** Shown before the data is handed over. BundID may cut it behind 50 characters. */
  displayName: string;
  /** The BMI-ID of the online service, `BMI-…`; a demonstration may use letters of its own. */
  onlineServiceId: string;
  lang: "de" | "en" | "ru" | "uk";
  /** Where "back" leads; https. Comes from our own routes, never from the person's input. */
  backUrl?: string;
  /** Only these ways in; all when left out. */
  methods?: readonly BundidMethod[];
  signingKey: string;
  signingCert: string;
}

/**
 * A signed request for HTTP-POST, Version 2 (BundID Schnittstellenbeschreibung 10.2.0.0, chapters 5, 8, 9): RSA-SHA256, enveloped, exclusive
 * canonicalisation, children in the order of the official samples. `samlRequest` is the value of the form field.
 * @throws TypeError for options BundID would answer with an error page
 */
export function buildAuthnRequest(options: AuthnRequestOptions): { samlRequest: string } {
  checkOptions(options);
  const root = xmlAttributes({
    "xmlns:samlp": ns.protocol,
    "xmlns:saml": ns.assertion,
    ID: options.id,
    Version: "2.0",
    IssueInstant: options.issueInstant.toISOString(),
    Destination: options.idpSsoUrl,
    ProtocolBinding: binding.post,
    ForceAuthn: "true",
    IsPassive: "false",
    AssertionConsumerServiceURL: options.acsUrl,
  });
  const xml =
    `<samlp:AuthnRequest${root}><saml:Issuer>${xmlText(options.entityId)}</saml:Issuer>` +
    `<samlp:Extensions>${extension(options)}</samlp:Extensions>` +
    `<samlp:NameIDPolicy AllowCreate="true" Format="${transientNameId}"/>` +
    `<samlp:RequestedAuthnContext Comparison="minimum"><saml:AuthnContextClassRef>${levelClass(options.level)}</saml:AuthnContextClassRef>` +
    `</samlp:RequestedAuthnContext></samlp:AuthnRequest>`;
  const signed = signXml(xml, {
    id: options.id,
    signingKey: options.signingKey,
    signingCert: certificatePem(options.signingCert),
    signatureAlgorithm: algorithm.rsaPkcs1Sha256,
  });
  return { samlRequest: Buffer.from(signed, "utf8").toString("base64") };
}

function extension(options: AuthnRequestOptions): string {
  const methods = options.methods?.map((method) => `<akdb:${method}><akdb:Enabled>true</akdb:Enabled></akdb:${method}>`).join("");
  const attributes = options.attributes.map(
    ({ name, required }) => `<akdb:RequestedAttribute${xmlAttributes({ Name: attributeUrn(name), RequiredAttribute: required === true ? "true" : undefined })}/>`,
  );
  const ui = (name: string, value: string | undefined): string => (value === undefined ? "" : `<classic-ui:${name}>${xmlText(value)}</classic-ui:${name}>`);
  return (
    `<akdb:AuthenticationRequest xmlns:akdb="${ns.akdb}" Version="2" EnableStatusDetail="true">` +
    (methods === undefined ? "" : `<akdb:AuthnMethods>${methods}</akdb:AuthnMethods>`) +
    `<akdb:RequestedAttributes>${attributes.join("")}</akdb:RequestedAttributes>` +
    `<akdb:DisplayInformation><classic-ui:Version xmlns:classic-ui="${ns.classicUi}">` +
    ui("OrganizationDisplayName", options.displayName) +
    ui("Lang", options.lang) +
    ui("BackURL", options.backUrl) +
    ui("OnlineServiceId", options.onlineServiceId) +
    `</classic-ui:Version></akdb:DisplayInformation></akdb:AuthenticationRequest>`
  );
}

function checkOptions(options: AuthnRequestOptions): void {
  const demand = (holds: boolean, rule: string): void => {
    if (!holds) throw new TypeError(`BundID request: ${rule}`);
  };
  demand(isEntityId(options.entityId), "entityId is an https URL without port (7.2)");
  demand(isSafeAddress(options.acsUrl), "acsUrl is an https URL");
  demand(isSafeAddress(options.idpSsoUrl), "idpSsoUrl is an https URL");
  demand(/^[A-Za-z_][\w.-]{15,127}$/.test(options.id), "id is an XML name of 16 to 128 characters");
  demand(options.attributes.length > 0, "at least one attribute is requested (9.2.2)");
  demand(new Set(options.attributes.map(({ name }) => attributeUrn(name))).size === options.attributes.length, "no attribute is requested twice");
  demand(options.displayName.trim() !== "" && options.displayName.length <= 255, "displayName has 1 to 255 characters (9.5)");
  demand(/^[A-Z]+(?:-[A-Za-z0-9]+)+$/.test(options.onlineServiceId) && options.onlineServiceId.length <= 60, "onlineServiceId is a BMI-ID (9.4)");
  demand(options.backUrl === undefined || isSafeAddress(options.backUrl), "backUrl is an https URL (9.5)");
  demand(options.methods === undefined || options.methods.length > 0, "the list of methods is not empty (9.1)");
}
