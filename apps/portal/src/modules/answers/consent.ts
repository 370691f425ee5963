import type { SubmissionConsents } from "#modules/applications";
import { sql, type Tx } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import type { AnswersDeps } from "./ports.ts";

export interface Consent { readonly given: boolean; readonly at: Date }

/** The newest word on electronic provision for an application; undefined where the person was never asked or never answered. */
export async function consentOf(tx: Tx, application: string): Promise<Consent | undefined> {
  return tx.maybe<Consent>(sql`select given, at from answers.consent where application_id = ${application} order by at desc, id desc limit 1`);
}

/**
 * Gives or withdraws the consent that decisions on this application come electronically (§ 41 (2a) VwVfG NRW: the participant must agree;
 * Art. 7 (3) DSGVO: withdrawing is as easy as giving). Only the account itself, in its own scope; the same word twice is one line.
 */
export async function setConsent(tx: Tx, deps: Pick<AnswersDeps, "applications" | "clock" | "audit">, given: { readonly application: string; readonly account: string; readonly agreed: boolean }): Promise<{ readonly ok: true } | { readonly ok: false; readonly why: "not-found" }> {
  const head = await deps.applications.view(tx, given.application);
  if (!head || head.account !== given.account) return { ok: false, why: "not-found" };
  const before = await consentOf(tx, given.application);
  if ((before?.given ?? false) === given.agreed && before !== undefined) return { ok: true };
  // Never in the same instant as the word before: the newest one must be known.
  const at = new Date(Math.max(deps.clock.now().getTime(), (before?.at.getTime() ?? 0) + 1));
  await store(tx, deps, { ...given, tenant: head.tenant }, at);
  // An office elsewhere was told how it stood when the application was sent.
  await announce(tx, { type: "application.consent-changed", id: newId(at.getTime()), tenant: head.tenant, application: given.application });
  return { ok: true };
}

/** The consent that is given as an application is sent, in the transaction of the sending; there is no word before it. */
export function consentsAtSubmission(deps: Pick<AnswersDeps, "clock" | "audit">): SubmissionConsents {
  return { electronicDecisions: (tx, given) => store(tx, deps, { ...given, agreed: true }, deps.clock.now()) };
}

async function store(tx: Tx, { audit }: Pick<AnswersDeps, "audit">, { application, tenant, account, agreed }: { readonly application: string; readonly tenant: string; readonly account: string; readonly agreed: boolean }, at: Date): Promise<void> {
  await tx.run(sql`insert into answers.consent (id, tenant_id, application_id, account_id, given, at) values (${newId(at.getTime())}, ${tenant}, ${application}, ${account}, ${agreed}, ${at})`);
  await audit.record(tx, { tenant, account, actor: { kind: "citizen", account }, action: agreed ? "consent.give" : "consent.withdraw", subject: { kind: "application", id: application } });
}
