export { createSafe } from "./safe.ts";
export type { Safe } from "./safe.ts";
export { defaultSafeSettings } from "./deps.ts";
export type { SafeDeps, SafeSettings } from "./deps.ts";
export { acceptedTypes } from "./document.ts";
export type { Consent, DocumentRefusal, DocumentState, KeepOutcome, KeepRefusal, Origin, OriginKind, SafeDocument, Usage } from "./document.ts";
export type { KeepDocument } from "./keep-document.ts";
export type { OpenedDocument } from "./open-document.ts";
export type { AttachOutcome, ConsentToUse } from "./use-document.ts";
