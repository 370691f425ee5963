export { adminSurface } from "./admin-surface.ts";
import type { PackagePages } from "./packages/packages-page.ts";
import type { SchemaPages } from "./schemas/index.ts";
export type AdminPages = SchemaPages & PackagePages;
