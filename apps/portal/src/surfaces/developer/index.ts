export { sandboxApi } from "./sandbox-api.ts";
export { sandboxSurface } from "./sandbox-surface.ts";
export type { SandboxPortal } from "./sandbox-surface.ts";
export { developerSurface } from "./developer-surface.ts";
export type { DeveloperPortal } from "./developer-pages.ts";
export { permissionSurface } from "./permission-pages.ts";
export type { PermissionPortal } from "./permission-pages.ts";
