import type { Route } from "./destination.ts";

export interface RouteQuery {
  readonly tenant: string;
  readonly service: string;
  readonly office: string;
  readonly part: string;
  /** Of submission, or of arrival in the town after a hand-over: a rule that came later never reroutes what lies there. */
  readonly at: Date;
}

/** `fits`, or the first thing that speaks against it. */
export type RouteVerdict = "fits" | "other-service" | "other-office" | "other-part" | "not-yet" | "over";

/** Whether a rule takes what is asked for. The one place that says so: routing and preview cannot differ. */
export function judgeRoute(route: Route, query: RouteQuery): RouteVerdict {
  if (route.service !== undefined && route.service !== query.service) return "other-service";
  if (route.office !== undefined && route.office !== query.office) return "other-office";
  if (route.part !== undefined && route.part !== query.part) return "other-part";
  if (route.validFrom > query.at) return "not-yet";
  if (route.validUntil !== undefined && route.validUntil <= query.at) return "over";
  return "fits";
}
