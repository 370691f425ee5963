import { reachedLevel, type CheckResult, type Level } from "./check.ts";
import { specificationVersion } from "./specification.ts";

/** What one run has found. Holds no secrets and nothing of a person: it may be published. */
export interface Report {
  readonly kit: "kommunalportal-conformance";
  readonly kitVersion: string;
  readonly specification: string;
  readonly suite: "portal" | "extension";
  /** Base address of the portal, or id and version of the extension. */
  readonly subject: string;
  readonly at: string;
  readonly level: 0 | Level;
  readonly results: readonly CheckResult[];
}

export const kitVersion = "0.1.0";
export const levelNames: Readonly<Record<0 | Level, string>> = { 0: "nicht erreicht", 1: "Grundlage", 2: "Austausch", 3: "Vollständig" };

export function reportOf(given: { readonly suite: Report["suite"]; readonly subject: string; readonly at: Date; readonly results: readonly CheckResult[] }): Report {
  return { kit: "kommunalportal-conformance", kitVersion, specification: specificationVersion, suite: given.suite, subject: given.subject, at: given.at.toISOString(), level: reachedLevel(given.results), results: given.results };
}
