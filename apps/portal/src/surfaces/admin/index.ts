export { adminSurface } from "./admin-surface.ts";
export type { SchemaPages as AdminPages } from "./schemas/index.ts";
