export { createEvidence } from "./evidence.ts";
export type { Evidence } from "./evidence.ts";
export { fetchLevel } from "./deps.ts";
export type { AtField, EvidenceDeps } from "./deps.ts";
export { personOf, type FetchOutcome } from "./fetch-evidence.ts";
export { createHttpRegister } from "./http-register.ts";
export type { Preview } from "./preview-store.ts";
export type { EvidenceKind, EvidencePerson, EvidenceRegister } from "./register.ts";
export type { Step as EvidenceStep } from "./step-store.ts";
