import type { ApplicationHead } from "#modules/applications";
import type { Payment } from "#modules/payments";
import { sql, type Tx } from "#platform/database";
import { asClient, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { presentPayment } from "./case-money.ts";
import { Refused, type Outcome } from "./refusal.ts";

/** What became of an application that a program handed in. */
export interface OwnSubmission {
  readonly application: string;
  /** `payment`: sealed, the person has to pay first. `ended`: not there any more; unpaid after its term, or taken back into the form. */
  readonly state: "payment" | "submitted" | "ended";
  readonly reference: string | undefined;
  /** Where the person goes on: to pay, to their case, without account to the status page. */
  readonly url: string;
  readonly payments: readonly Payment[];
}

export async function rememberSubmission(tx: Tx, given: { readonly tenant: string; readonly client: string; readonly application: string; readonly at: Date }): Promise<void> {
  await tx.run(sql`insert into extensions.submission (tenant_id, client_id, application_id, at) values (${given.tenant}, ${given.client}, ${given.application}, ${given.at}) on conflict do nothing`);
}

/** Refused for what another program handed in, as for what never was. */
export async function submissionIn(tx: Tx, deps: ExtensionsDeps, access: Access, application: string): Promise<OwnSubmission> {
  const own = await tx.maybe<{ at: Date }>(sql`select at from extensions.submission where tenant_id = ${access.tenant} and client_id = ${access.client} and application_id = ${application}`);
  if (!own) throw new Refused({ why: "not-found" });
  const head = await deps.applications.view(tx, application);
  const portal = deps.townOrigin(access.tenant);
  if (!head) return { application, state: "ended", reference: undefined, url: `${portal}/vorgaenge`, payments: [] };
  const payments = await deps.payments.ofApplication(tx, application);
  const state = head.submittedAt === undefined ? "payment" : "submitted";
  return { application, state, reference: head.reference, payments, url: `${portal}${pathOf(head, payments)}` };
}

function pathOf(head: ApplicationHead, payments: readonly Payment[]): string {
  const open = payments.find(({ state }) => state === "open");
  if (head.submittedAt === undefined && open) return `/bezahlen/${open.id}`;
  return head.account === undefined ? "/status" : `/vorgaenge/${head.id}`;
}

/** For the program that handed it in: also while the person still has to pay and nobody else sees it. */
export function ownSubmission(deps: ExtensionsDeps, bearer: Bearer, application: string): Promise<Outcome<OwnSubmission>> {
  return asClient(deps, bearer, "vorgaenge.stellen", (tx, access) => submissionIn(tx, deps, access, application));
}

export function presentSubmission({ application, state, reference, url, payments }: OwnSubmission): object {
  return { id: application, state, ...(reference === undefined ? {} : { reference }), url, payments: payments.map(presentPayment) };
}
