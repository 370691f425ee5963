import { named, raw, record, type ValueOf } from "../codec/codec.ts";
import { attribute, foreign, list, optionalAttribute, required, text } from "../codec/items.ts";
import { idref, nonEmptyString, normalizedString, oneOf } from "../codec/simple-type.ts";
import { ns } from "../names.ts";

export const partyIdentifier = record({
  value: text(normalizedString),
  /** How to read the value, such as `XTA_ID` or `xoev`. */
  type: attribute("type", nonEmptyString),
  /** For people. */
  name: optionalAttribute("name", nonEmptyString),
  /** The role in the procedure, such as `Meldebehörde`. */
  category: optionalAttribute("category", nonEmptyString),
});

const securityToken = record({
  usage: attribute("usage", oneOf("AUTHENTICATION", "ENCRYPTION", "SIGNATURE")),
  payloadRef: optionalAttribute("payloadRef", idref),
  token: foreign(ns.wsse, ["BinarySecurityToken", "SecurityTokenReference", "UsernameToken"], raw),
});

/** Who wrote, sends, reads: an identifier and, if wanted, certificates. */
export const party = record({
  identifier: required(named(ns.oscimeta, "Identifier", partyIdentifier)),
  securityTokens: list(named(ns.oscimeta, "SecurityToken", securityToken)),
});

export type PartyIdentifier = ValueOf<typeof partyIdentifier>;
export type Party = ValueOf<typeof party>;
