export { announce, eventHandlers } from "./events.ts";
export type { DomainEvent, Subscription } from "./events.ts";
