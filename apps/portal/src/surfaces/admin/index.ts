export { adminSurface } from "./admin-surface.ts";
export type { AdminPages } from "./admin-pages.ts";
