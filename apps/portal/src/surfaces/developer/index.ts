export { developerSurface } from "./developer-surface.ts";
export type { DeveloperPortal } from "./developer-pages.ts";
export { permissionSurface } from "./permission-pages.ts";
export type { PermissionPortal } from "./permission-pages.ts";
