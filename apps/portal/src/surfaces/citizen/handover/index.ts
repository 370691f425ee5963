export { handoverNeeds, handoverSurface } from "./handover-surface.ts";
export type { HandoverPages } from "./handover-pages.ts";
