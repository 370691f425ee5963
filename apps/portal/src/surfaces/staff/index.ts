export { staffSurface } from "./staff-surface.ts";
export type { StaffPortal } from "./staff-portal.ts";
