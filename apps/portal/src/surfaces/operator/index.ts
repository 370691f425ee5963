export type { OperatorPages } from "./operator-pages.ts";
export { operatorSurface } from "./operator-surface.ts";
