export { announce, announceAll, announceChange, eventHandlers } from "./events.ts";
export type { DomainEvent, Subscription } from "./events.ts";
