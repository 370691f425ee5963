import type { CitizenSession } from "#modules/accounts";
import type { Tx } from "#platform/database";
import { isId } from "#platform/ids";
import type { CitizenAccess, CitizenCase, FoundCase, KeySource } from "#modules/applications";
import { applicantOf } from "./applicant-of.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { visitorBeside } from "../../frame/index.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { networkOf } from "./network-of.ts";

export type OwnSubmission =
  | { readonly kind: "payment"; readonly application: string; readonly cents: number }
  | { readonly kind: "submitted"; readonly application: string; readonly reference: string; readonly code: string | undefined; readonly access: CitizenAccess; readonly case: CitizenCase };

/** What the person of this browser has sent: proved by the account, or by the visitor's cookie from which the code is made again. */
export async function ownSubmission(portal: ApplicationPages, visit: TownSessionVisit): Promise<OwnSubmission | undefined> {
  const application = visit.params["id"] ?? "";
  if (!isId(application)) return undefined;
  const { session, tenant } = visit;
  if (session.account !== undefined) {
    const own = await ofAccount(portal, application, tenant.id, session.account, visit.ahead?.case);
    if (own) return own;
  }
  // Sent from a frame, or before the sign-in: the browser that sent it still holds the cookie.
  return ofVisitor(portal, visit, application, session.account === undefined ? session : visitorBeside(portal.accounts, visit));
}

async function ofVisitor(portal: ApplicationPages, visit: TownSessionVisit, application: string, visitor: CitizenSession | undefined): Promise<OwnSubmission | undefined> {
  const outcome = visitor && await portal.applications.submissionOf({ application, tenant: visit.tenant.id, applicant: applicantOf(visitor) });
  if (!outcome) return undefined;
  if (outcome.kind === "payment") return { kind: "payment", application, cents: outcome.cents };
  const { reference, lookupCode: code } = outcome;
  const access = await withCode(portal, visit, reference, code);
  const found = access && await portal.applications.citizenCase({ application, access });
  return found && { kind: "submitted", application, reference, code, access, case: found };
}

async function ofAccount(portal: ApplicationPages, application: string, tenant: string, account: string, found: FoundCase | undefined): Promise<OwnSubmission | undefined> {
  const access = { kind: "account", account } as const;
  const own = await portal.applications.citizenCase({ application, access, found });
  if (!own || own.head.tenant !== tenant) return undefined;
  const { reference, fee } = own.head;
  return reference === undefined ? { kind: "payment", application, cents: fee?.cents ?? 0 } : { kind: "submitted", application, reference, code: undefined, access, case: own };
}

async function withCode(portal: ApplicationPages, visit: TownSessionVisit, reference: string, code: string | undefined): Promise<CitizenAccess | undefined> {
  if (code === undefined) return undefined;
  const looked = await portal.applications.lookup({ reference, code, network: networkOf(visit.request.ip) });
  return looked.ok ? looked.access : undefined;
}

/** Reads in the scope of that person. */
export function asOwner<T>(portal: Pick<ApplicationPages, "db">, access: CitizenAccess, work: (tx: Tx, source: KeySource) => Promise<T>): Promise<T> {
  return access.kind === "account"
    ? portal.db.asAccount(access.account, (tx) => work(tx, { kind: "account" }))
    : portal.db.inTenant(access.tenant, (tx) => work(tx, { kind: "lookup", key: access.key }));
}

/** The summary for reading (PDF/UA-1), once the worker has made it. */
export async function summaryFile(portal: ApplicationPages, access: CitizenAccess, application: string): Promise<string | undefined> {
  const content = await asOwner(portal, access, (tx, source) => portal.applications.content(tx, application, source));
  return content?.files.find(({ kind, label }) => kind === "rendition" && label === "ua-1")?.id;
}
