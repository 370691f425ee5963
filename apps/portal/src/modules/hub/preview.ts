import { wholePart } from "#modules/applications";
import type { Tx } from "#platform/database";
import type { HubDeps } from "./deps.ts";
import type { Destination, Route } from "./destination.ts";
import { destinations } from "./destination-store.ts";
import { routesFor } from "./find-routes.ts";
import { judgeRoute, type RouteQuery, type RouteVerdict } from "./judge-route.ts";

export type WayOut =
  /** Always there; works without any Fachverfahren. */
  | { readonly kind: "casework"; readonly office: string }
  | { readonly kind: "destination"; readonly destination: Destination; readonly route: Route };

/** A rule that could concern the service, and what speaks for or against it. */
export interface ConsideredRoute { readonly route: Route; readonly destination: Destination; readonly verdict: RouteVerdict }

export interface Preview {
  readonly ways: readonly WayOut[];
  /** Why nothing goes to a Fachverfahren although somebody might expect it. */
  readonly note: "casework-only" | "no-route" | undefined;
  /** Every rule that was looked at, with the answer: why it goes there, and why not elsewhere. */
  readonly considered: readonly ConsideredRoute[];
}

/** Where an application would go: the same question that routing asks, so the answer cannot differ. */
export async function preview(deps: Pick<HubDeps, "tenants">, tx: Tx, query: RouteQuery): Promise<Preview> {
  const casework: WayOut = { kind: "casework", office: query.office };
  // The town's own switch stands above the rules: with »casework« nothing leaves the portal.
  if (deps.tenants.switches(query.tenant).get(query.service)?.delivery !== "fachverfahren") return { ways: [casework], note: "casework-only", considered: [] };
  const rules = await routesFor(tx, query.tenant, query.service);
  const known = rules.length === 0 ? new Map<string, Destination>() : new Map((await destinations(tx, query.tenant)).map((one) => [one.id, one]));
  const considered = rules.flatMap((route): ConsideredRoute[] => {
    const destination = known.get(route.destination);
    return destination ? [{ route, destination, verdict: judgeRoute(route, query) }] : [];
  });
  const ways = new Map<string, WayOut>();
  for (const { route, destination, verdict } of considered) if (verdict === "fits" && !ways.has(destination.id)) ways.set(destination.id, { kind: "destination", destination, route });
  return { ways: [casework, ...ways.values()], note: ways.size === 0 ? "no-route" : undefined, considered };
}

export interface PartPreview extends Preview {
  readonly part: string;
  /** As the form calls it; undefined for a form without parts. */
  readonly title: string | undefined;
  readonly office: string;
  /** The part is made only where its condition holds. */
  readonly conditional: boolean;
}

/** »Wohin ginge das?« for every part of a service's current form. Undefined: there is no such service. */
export async function previewService(deps: Pick<HubDeps, "tenants" | "forms">, tx: Tx, given: { readonly tenant: string; readonly service: string; readonly at: Date }): Promise<PartPreview[] | undefined> {
  const published = await deps.forms.service(given.service);
  if (!published) return undefined;
  const offices = deps.tenants.switches(given.tenant).get(given.service)?.offices ?? {};
  const competent = published.package.service.recipients[0] ?? "";
  const parts = published.form.parts.map(({ definition }) => ({ part: definition.id, title: definition.title.de, role: definition.office, conditional: definition.when !== undefined }));
  // Where no part applies, everything goes to the competent office.
  const asked = parts.every(({ conditional }) => conditional) ? [...parts, { part: wholePart, title: undefined, role: competent, conditional: parts.length > 0 }] : parts;
  const found: PartPreview[] = [];
  for (const { part, title, role, conditional } of asked) {
    const office = offices[role] ?? role;
    found.push({ part, title, office, conditional, ...(await preview(deps, tx, { ...given, office, part })) });
  }
  return found;
}
