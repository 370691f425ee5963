import type { Launch } from "./generated/operations.ts";
import type { PortalClient } from "./portal-client.ts";
import { PortalProblem } from "./problem.ts";

/**
 * What a page of this program was opened for, from `start` in its address. Undefined where the code does not count: without one, used, ended,
 * revoked, or for another kind of place. Then the page says that it is opened in the portal.
 * @throws {PortalProblem} when the portal cannot answer now
 */
export async function exchangeLaunch(portal: PortalClient, given: { readonly start: string | null; readonly place: Launch["place"] }): Promise<Launch | undefined> {
  if (given.start === null || !/^kpl_[A-Za-z0-9_-]{43}$/.test(given.start)) return undefined;
  try {
    return await portal.call("exchangeLaunch", { body: { start: given.start, place: given.place } });
  } catch (error) {
    if (error instanceof PortalProblem && (error.code === "not-found" || error.code === "scope-missing")) return undefined;
    throw error;
  }
}
