import type { XmlElement } from "libxml2-wasm";
import { attributeNameOf } from "../attributes.ts";
import { BundidRefusal, reject } from "../bundid-rejection.ts";
import { ns, status } from "../names.ts";
import { attribute, onlyChild, text } from "../xml-tree.ts";

/**
 * Anything but Success ends here as a {@link BundidRefusal} (SAML 2.0 Core 3.2.2.2; BundID Schnittstellenbeschreibung 9.7).
 * Which sub code a cancelled login carries is not documented; AuthnFailed is what the simulators known in public send.
 */
export function checkStatus(response: XmlElement): void {
  const statusElement = onlyChild(response, ns.protocol, "Status");
  const code = onlyChild(statusElement, ns.protocol, "StatusCode");
  const value = attribute(code, "Value") ?? reject("status-malformed");
  const detail = attribute(onlyChild(code, ns.protocol, "StatusCode"), "Value");
  if (value === status.success) {
    if (detail !== undefined) reject("status-malformed");
    return;
  }
  if (detail === status.authnFailed) throw new BundidRefusal("cancelled");
  if (detail === status.noAuthnContext) throw new BundidRefusal("level-unavailable");
  const missing = missingAttributes(text(onlyChild(onlyChild(statusElement, ns.protocol, "StatusDetail"), ns.akdb, "StatusDetail")));
  if (detail === status.requestDenied && missing !== undefined) throw new BundidRefusal("attributes-missing", missing);
  throw new BundidRefusal("login-failed");
}

/** `{"version":"1.0","errors":[{"code":"IDP_REQUIRED_ATTRIBUTES_MISSING","message":"Attribute urn:oid:… is required but …"}]}` */
function missingAttributes(json: string | undefined): string[] | undefined {
  if (json === undefined || json.length > 20_000) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return undefined;
  }
  const errors = property(parsed, "errors");
  if (!Array.isArray(errors)) return undefined;
  const messages = errors.filter((error: unknown) => property(error, "code") === "IDP_REQUIRED_ATTRIBUTES_MISSING").map((error: unknown) => property(error, "message"));
  if (messages.length === 0) return undefined;
  const names = messages.flatMap((message) => (typeof message === "string" ? (message.match(/urn:oid:\s?\d+(?:\.\d+)+/g) ?? []) : []));
  return [...new Set(names.map(attributeNameOf))];
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name) ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}
