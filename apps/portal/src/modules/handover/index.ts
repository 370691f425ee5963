export { attributeTexts, claimsOf, handoverAttributes, isHandoverAttribute, shownClaim, sourcesOf } from "./attributes.ts";
export type { Claims, HandoverAttribute } from "./attributes.ts";
export type { Consent } from "./consents.ts";
export type { HandoverDeps, HandoverProgram } from "./deps.ts";
export { createHandover } from "./handover.ts";
export type { Handover } from "./handover.ts";
export type { HandedOver } from "./person-of-token.ts";
export { wrappedHandoverKeys } from "./signing-keys.ts";
