import type { Routes } from "../../frame/index.ts";
import { efaPage, type EfaPages } from "./efa-page.ts";

export type { EfaPages } from "./efa-page.ts";

/** The way to online services run elsewhere; public and the same for everybody. */
export function efaSurface(r: Routes, portal: EfaPages): void {
  r.public("/efa/:leika", (visit) => efaPage(portal, visit));
}
