import type { XmlElement } from "libxml2-wasm";
import { type BundidMethod, bundidMethods } from "../build-authn-request.ts";
import { attributeNameOf } from "../attributes.ts";
import { isSafeAddress } from "../local-address.ts";
import { ns } from "../names.ts";
import { attribute, childElements, onlyChild, text } from "../xml-tree.ts";
import { refuse } from "./request-problem.ts";

export interface RequestedAttribute {
  /** Short name, or the URN of an attribute the table does not know. */
  name: string;
  urn: string;
  required: boolean;
}

export interface RequestExtension {
  attributes: readonly RequestedAttribute[];
  /** undefined: all ways in. */
  methods: readonly BundidMethod[] | undefined;
  displayName: string;
  onlineServiceId: string;
  lang: "de" | "en" | "ru" | "uk";
  backUrl: string | undefined;
}

const languages = ["de", "en", "ru", "uk"] as const;

/** The AKDB extension, Version 2 (Schnittstellenbeschreibung chapter 9), with the refusals of 9.6. */
export function readExtension(request: XmlElement): RequestExtension {
  const extensions = onlyChild(request, ns.protocol, "Extensions");
  const extension = onlyChild(extensions, ns.akdb, "AuthenticationRequest") ?? refuse("akdb-extension-missing");
  if (attribute(extension, "Version") !== "2") refuse("akdb-extension-v1-deprecated");
  const attributes = readAttributes(extension);
  const methods = readMethods(extension);
  const ui = onlyChild(onlyChild(extension, ns.akdb, "DisplayInformation"), ns.classicUi, "Version");
  const field = (name: string): string | undefined => text(onlyChild(ui, ns.classicUi, name))?.trim();
  const displayName = field("OrganizationDisplayName");
  if (displayName === undefined || displayName === "") return refuse("organization-display-name-missing");
  if (/[<>]/.test(field("Purpose") ?? "")) refuse("purpose-does-not-support-restricted-html");
  const onlineServiceId = field("OnlineServiceId");
  if (onlineServiceId === undefined || onlineServiceId === "") return refuse("sandbox-online-service-id-missing");
  const lang = languages.find((known) => known === (field("Lang") ?? "de")) ?? refuse("sandbox-language");
  const backUrl = field("BackURL");
  if (backUrl !== undefined && !isSafeAddress(backUrl)) refuse("sandbox-back-address");
  return { attributes, methods, displayName, onlineServiceId, lang, backUrl };
}

function readAttributes(extension: XmlElement): RequestedAttribute[] {
  const list = onlyChild(extension, ns.akdb, "RequestedAttributes");
  const elements = list === undefined ? [] : childElements(list, ns.akdb, "RequestedAttribute");
  if (elements.length === 0) refuse("requested-attributes-empty");
  return elements.map((element) => {
    const urn = attribute(element, "Name") ?? "";
    if (urn.trim() === "") refuse("requested-attributes-missing-name");
    // Stricter than the original on purpose: a stray blank is found here and not by the person who misses a value.
    if (!/^urn:oid:\d+(\.\d+)+$/.test(urn)) refuse("sandbox-attribute-name");
    return { urn, name: attributeNameOf(urn), required: attribute(element, "RequiredAttribute") === "true" };
  });
}

/** A method named without `Enabled`, or with `true`, is offered; a list that offers none is an error (9.1). */
function readMethods(extension: XmlElement): BundidMethod[] | undefined {
  const list = onlyChild(extension, ns.akdb, "AuthnMethods");
  if (list === undefined) return undefined;
  const methods = childElements(list, ns.akdb).flatMap((element): BundidMethod[] => {
    const method = bundidMethods.find((known) => known === element.name) ?? refuse("sandbox-method-unknown");
    return (text(onlyChild(element, ns.akdb, "Enabled")) ?? "true").trim() === "true" ? [method] : [];
  });
  return methods.length === 0 ? refuse("empty-authentication-methods") : methods;
}
