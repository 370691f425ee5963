export { announce, announceChange, eventHandlers } from "./events.ts";
export type { DomainEvent, Subscription } from "./events.ts";
