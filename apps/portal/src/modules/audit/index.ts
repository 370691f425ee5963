export { actorId } from "./actor.ts";
export type { Actor } from "./actor.ts";
export { createAudit } from "./audit.ts";
export type { Audit, AuditEntry, Reading } from "./audit.ts";
