export { accountSurface } from "./account-surface.ts";
export type { AccountPages } from "./account-pages.ts";
