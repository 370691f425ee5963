import type { Tx } from "#platform/database";
import type { HubDeps } from "./deps.ts";
import type { Destination, Route } from "./destination.ts";
import { destination } from "./destination-store.ts";
import { findRoutes, type RouteQuery } from "./find-routes.ts";

export type WayOut =
  /** Always there; works without any Fachverfahren. */
  | { readonly kind: "casework"; readonly office: string }
  | { readonly kind: "destination"; readonly destination: Destination; readonly route: Route };

export interface Preview {
  readonly ways: readonly WayOut[];
  /** Why nothing goes to a Fachverfahren although somebody might expect it. */
  readonly note: "casework-only" | "no-route" | undefined;
}

/** Where an application would go: the same question that routing asks, so the answer cannot differ. */
export async function preview(deps: Pick<HubDeps, "tenants">, tx: Tx, query: RouteQuery): Promise<Preview> {
  const casework: WayOut = { kind: "casework", office: query.office };
  // The town's own switch stands above the rules: with »casework« nothing leaves the portal.
  if (deps.tenants.switches(query.tenant).get(query.service)?.delivery !== "fachverfahren") return { ways: [casework], note: "casework-only" };
  const ways: WayOut[] = [];
  for (const route of await findRoutes(tx, query)) {
    if (ways.some((way) => way.kind === "destination" && way.destination.id === route.destination)) continue;
    const found = await destination(tx, route.destination);
    if (found) ways.push({ kind: "destination", destination: found, route });
  }
  return { ways: [casework, ...ways], note: ways.length === 0 ? "no-route" : undefined };
}
