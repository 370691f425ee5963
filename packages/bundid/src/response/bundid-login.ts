import type { XmlElement } from "libxml2-wasm";
import { attributeNameOf } from "../attributes.ts";
import { reject } from "../bundid-rejection.ts";
import { ns } from "../names.ts";
import { type BundidLevel, effectiveLevel, levelOfClass, type TrustLevel, trustLevelOf } from "../trust-level.ts";
import { attribute, attributeNs, childElements, onlyChild, text } from "../xml-tree.ts";
import { classRef } from "./assertion-checks.ts";

export interface BundidAttribute {
  /** NFC, trimmed; never empty (BundID sends no attribute rather than an empty one; an empty one counts as not sent). */
  value: string;
  /** The level at which BundID stores it. */
  trustLevel: TrustLevel;
  /** The level at which it may be used after this login. */
  effective: TrustLevel;
}

/** A person signed in. Personal data: not for logs, not for third parties (BSI TR-03172-3, A3.10.04). */
export interface BundidLogin {
  /** For the caller's replay cache: remember until `notOnOrAfter` plus the clock skew, refuse when known. */
  assertionId: string;
  notOnOrAfter: Date;
  issuedAt: Date;
  /** When the person proved who they are. Belongs into the session together with `level`. */
  authnInstant: Date;
  sessionIndex?: string;
  level: BundidLevel;
  /** The person's key for the host of our entityID; missing with a temporary login. Up to 255 characters with FINK. */
  bpk2?: string;
  /** Address of the mailbox, not a key of the person. */
  postkorbHandle?: string;
  /** By short name (`givenName`, …; see `bundidAttributes`), by URN for names the table does not know. */
  attributes: Readonly<Record<string, BundidAttribute>>;
}

/** Reads the login from the signed assertion, after all checks. */
export function bundidLogin(assertion: XmlElement): BundidLogin {
  const level = levelOfClass(classRef(assertion)) ?? reject("level-unknown");
  const statement = onlyChild(assertion, ns.assertion, "AuthnStatement");
  const sessionIndex = attribute(statement, "SessionIndex");
  const attributes = readAttributes(assertion, level);
  return {
    assertionId: attribute(assertion, "ID") ?? reject("signature-reference"),
    notOnOrAfter: instant(onlyChild(assertion, ns.assertion, "Conditions"), "NotOnOrAfter"),
    issuedAt: instant(assertion, "IssueInstant"),
    authnInstant: instant(statement, "AuthnInstant"),
    ...(sessionIndex === undefined ? {} : { sessionIndex }),
    level,
    ...(attributes["bPK2"] === undefined ? {} : { bpk2: attributes["bPK2"].value }),
    ...(attributes["legacyPostkorbHandle"] === undefined ? {} : { postkorbHandle: attributes["legacyPostkorbHandle"].value }),
    attributes,
  };
}

function instant(element: XmlElement | undefined, name: string): Date {
  return new Date(attribute(element, name) ?? reject("schema"));
}

function readAttributes(assertion: XmlElement, level: BundidLevel): Record<string, BundidAttribute> {
  const found = new Map<string, BundidAttribute>();
  for (const statement of childElements(assertion, ns.assertion, "AttributeStatement")) {
    for (const element of childElements(statement, ns.assertion, "Attribute")) {
      const values = childElements(element, ns.assertion, "AttributeValue").map((value) => text(value)?.normalize("NFC").trim() ?? "").filter((value) => value !== "");
      const [value, ...more] = values;
      const name = attributeNameOf(attribute(element, "Name") ?? "");
      // BundID's attributes are single. Twice the same name would leave it to chance which one counts.
      if (more.length > 0 || found.has(name)) reject("attribute-repeated");
      const trustLevel = trustLevelOf(attributeNs(element, ns.akdb, "TrustLevel"));
      if (value !== undefined) found.set(name, { value, trustLevel, effective: effectiveLevel(trustLevel, level) });
    }
  }
  return Object.fromEntries(found);
}
