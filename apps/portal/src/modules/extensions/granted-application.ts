import type { ApplicationHead, PartHead } from "#modules/applications";
import type { Tx } from "#platform/database";
import { authorise, warmTownKey, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { covers } from "./permission.ts";
import { Refused } from "./refusal.ts";
import type { Scope } from "./scopes.ts";

/** A submitted application that a program may know of, with the parts that are meant for it. */
export interface GrantedApplication {
  readonly head: ApplicationHead;
  /** All parts, by office. */
  readonly parts: readonly PartHead[];
  /** Those within the permission. */
  readonly granted: readonly PartHead[];
}

/** Not there, of another town, not yet submitted or not within the permission: all refused alike. */
export async function grantedApplication(tx: Tx, deps: Pick<ExtensionsDeps, "applications">, access: Access, id: string): Promise<GrantedApplication> {
  const head = await deps.applications.view(tx, id);
  if (!head || head.tenant !== access.tenant || head.submittedAt === undefined) throw new Refused({ why: "not-found" });
  const parts = await deps.applications.parts(tx, id);
  if (!covers(access, { service: head.service, offices: parts.map(({ office }) => office) })) throw new Refused({ why: "not-found" });
  return { head, parts, granted: parts.filter(({ office }) => access.offices?.includes(office) ?? true) };
}

export type InCase<T> = (tx: Tx, access: Access, application: GrantedApplication) => Promise<T>;

/**
 * A transaction of the town with the applicant's account in its scope, for answers. The access is checked before anything is looked up
 * and again inside, so that a revocation in between counts.
 */
export async function inGrantedCase<T>(deps: ExtensionsDeps, bearer: Bearer, scope: Scope, application: string, work: InCase<T>): Promise<T> {
  await warmTownKey(deps, bearer);
  await deps.db.inTenant(bearer.tenant, async (tx) => grantedApplication(tx, deps, await authorise(tx, bearer, scope, deps.clock.now()), application));
  const done = await deps.answers.inCase(bearer.tenant, application, async (tx) => {
    const access = await authorise(tx, bearer, scope, deps.clock.now());
    return { value: await work(tx, access, await grantedApplication(tx, deps, access, application)) };
  });
  if (!done) throw new Refused({ why: "not-found" });
  return done.value;
}

/** The office in whose name a program speaks: the one it names, or the only one it may speak for. */
export function speakingOffice(application: GrantedApplication, named: string | undefined): string {
  const offices = [...new Set(application.granted.map(({ office }) => office))];
  if (named === undefined && offices.length === 1) return offices[0]!;
  if (named !== undefined && offices.includes(named)) return named;
  throw new Refused({ why: "office-needed", offices });
}
