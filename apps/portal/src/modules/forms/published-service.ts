import type { CompiledForm, FormTest, ServicePackage } from "@kommunalportal/form-engine";

/** One version of an online service as it was published. Never changes, so it may be kept for ever. */
export interface PublishedService {
  readonly slug: string;
  /** major.minor.patch of the form; the description is published with it. */
  readonly version: string;
  readonly package: ServicePackage;
  readonly form: CompiledForm;
  readonly publishedAt: Date;
  /** The tests the form carries. */
  readonly tests?: readonly FormTest[];
}

/** Trust levels as STORK numbers: what BundID says of a session. */
const levels = { none: 0, basis: 1, substantiell: 3, hoch: 4 } as const;

/** The level that is needed to submit. */
export function requiredLevel(service: PublishedService): 0 | 1 | 3 | 4 {
  return levels[service.package.service.trustLevel];
}
