import type { AnswerRefusal, DecideOutcome, DecisionDraft, MissingPart, PdfRefusal, PostingOutcome, PostReason } from "#modules/answers";
import type { Level } from "#modules/accounts";
import type { Tx } from "#platform/database";
import type { Readable } from "node:stream";
import type { Case, CaseRefusal } from "./case.ts";
import type { Reach } from "./case-policy.ts";
import { updateCase } from "./case-store.ts";
import { changeCase, othersWork } from "./change-case.ts";
import { isFinished } from "./assign-case.ts";
import { reachableCase, staffActor } from "./open-case.ts";
import { insertPermit, revokePermits } from "./permit.ts";
import { permitForCase } from "./permit-for-case.ts";
import type { CaseworkDeps } from "./ports.ts";

interface Given { readonly case: string; readonly version?: number }
export type AnswerOutcome = { readonly ok: true; readonly one: Case } | { readonly ok: false; readonly why: "finished" } | AnswerRefusal | CaseRefusal;

/** Words for the citizen, the status stays; or a new status with words. */
export function writeToCitizen(deps: CaseworkDeps, reach: Reach, given: Given & { readonly text: string; readonly to?: "in-progress" }): Promise<AnswerOutcome> {
  return changeCase(deps, reach, given, async (tx, hand): Promise<AnswerOutcome> => {
    const done = await deps.answers.status(tx, { head: hand.head, actor: staffActor(reach, hand.one.office), office: hand.one.office, text: given.text, ...(given.to === undefined ? {} : { to: given.to }) });
    if (!done.ok) return done;
    const state = given.to === "in-progress" ? { state: hand.one.assignee === undefined ? "open" as const : "taken" as const, dueOn: null } : {};
    return { ok: true, one: await updateCase(tx, hand.one, state, { change: given.to === undefined ? "message" : "status", at: deps.clock.now(), by: reach.staff }) };
  });
}

/** A question, or with `documents` a request for them. The case waits; its deadline is the citizen's. */
export function askInCase(deps: CaseworkDeps, reach: Reach, given: Given & { readonly text: string; readonly documents?: readonly string[]; readonly dueOn?: string }): Promise<AnswerOutcome> {
  return changeCase(deps, reach, given, async (tx, hand): Promise<AnswerOutcome> => {
    if (isFinished(hand.one)) return { ok: false, why: "finished" };
    const done = await deps.answers.ask(tx, {
      head: hand.head, actor: staffActor(reach, hand.one.office), office: hand.one.office, text: given.text,
      ...(given.documents === undefined ? {} : { documents: given.documents }), ...(given.dueOn === undefined ? {} : { dueOn: given.dueOn }),
    });
    if (!done.ok) return done;
    const one = await updateCase(tx, hand.one, { state: "waiting", ...ownUnlessTaken(reach, hand.one), ...(done.dueOn === undefined ? {} : { dueOn: done.dueOn }) }, { change: given.documents ? "documents-requested" : "question", at: deps.clock.now(), by: reach.staff });
    return { ok: true, one };
  });
}

/** Whoever asks or decides works on the case: what nobody has taken is theirs from now on, so that the answer comes to them. */
function ownUnlessTaken(reach: Reach, one: Case): { readonly assignee?: string } {
  return one.assignee === undefined ? { assignee: reach.staff } : {};
}

export interface DecideCase extends Given {
  readonly draft: DecisionDraft;
  readonly way: "mailbox" | "post";
  readonly addressee?: readonly string[];
  readonly minimumLevel?: Level;
  readonly pdf?: Readable;
  /** A decision that was not notified and is repeated. */
  readonly replaces?: string;
  /** Encloses the permit that was applied for; only with a grant. */
  readonly permit?: boolean;
}

export type DecideCaseOutcome =
  | { readonly ok: true; readonly one: Case; readonly decision: string }
  | { readonly ok: false; readonly why: "finished" | "no-permit" | "fee-differs" | "fee-cancelled" | PdfRefusal }
  | { readonly ok: false; readonly why: "incomplete"; readonly missing: readonly MissingPart[] }
  | { readonly ok: false; readonly why: "post-needed"; readonly reasons: readonly PostReason[] }
  | Extract<DecideOutcome, { ok: false }>
  | CaseRefusal;

/** Decides a case. The letter is made before the transaction, so a slow renderer holds no lock; whatever stops it then takes the letter away again. */
export async function decideCase(deps: CaseworkDeps, reach: Reach, given: DecideCase): Promise<DecideCaseOutcome> {
  const refuse = (outcome: DecideCaseOutcome): DecideCaseOutcome => { given.pdf?.resume(); return outcome; };
  const seen = await reachableCase(deps, reach, given.case);
  if (!seen) return refuse({ ok: false, why: "not-found" });
  if (given.version !== undefined && given.version !== seen.version) return refuse({ ok: false, why: "changed-meanwhile", now: seen });
  if (seen.involvement === "information") return refuse({ ok: false, why: "only-for-information" });
  const ends = given.draft.kind !== "information" && given.draft.kind !== "fee";
  if (given.replaces === undefined && ends && isFinished(seen)) return refuse({ ok: false, why: "finished" });
  const permit = given.permit === true && given.draft.kind === "grant" ? await permitForCase(deps, seen) : undefined;
  if (given.permit === true && !permit) return refuse({ ok: false, why: "no-permit" });
  const outcome = await deps.answers.prepare({
    tenant: reach.tenant, application: seen.application, office: seen.office, actor: staffActor(reach, seen.office), draft: given.draft, way: given.way,
    signatory: { name: reach.name, role: deps.offices.describe(reach.tenant, seen.office)?.name ?? "" },
    ...(given.addressee === undefined ? {} : { addressee: given.addressee }), ...(given.minimumLevel === undefined ? {} : { minimumLevel: given.minimumLevel }),
    ...(given.pdf === undefined ? {} : { pdf: given.pdf }), ...(permit === undefined ? {} : { enclosure: { name: `${permit.facts.title}-${permit.facts.number}.pdf`, bytes: permit.pdf } }), ...(given.replaces === undefined ? {} : { replaces: given.replaces }),
  });
  if (!outcome.ok) return outcome;
  const { prepared } = outcome;
  try {
    const decided = await changeCase(deps, reach, given, async (tx, hand): Promise<DecideCaseOutcome> => {
      if (given.replaces === undefined && ends && isFinished(hand.one)) return { ok: false, why: "finished" };
      if (await namesCancelledFee(tx, deps, hand.one.application, prepared.content.payment?.reference)) return { ok: false, why: "fee-cancelled" };
      // What decides only a part of it shows the person that work has begun.
      if (!ends && hand.head.status === "submitted") await deps.applications.setStatus(tx, hand.one.application, { status: "in-progress", actor: staffActor(reach, hand.one.office), data: { office: hand.one.office } });
      const done = await deps.answers.decide(tx, prepared, { final: !othersWork(hand.others) });
      if (!done.ok) return done;
      // A decision that is repeated brings a new permit; the old one is nobody's.
      if (given.replaces !== undefined) await revokePermits(tx, reach.tenant, hand.one.application, deps.clock.now());
      if (permit) await insertPermit(tx, reach.tenant, hand.one.application, permit, deps.clock.now());
      const one = await updateCase(tx, hand.one, { ...ownUnlessTaken(reach, hand.one), ...(ends ? { state: "decided" as const, dueOn: null, resubmitOn: null } : hand.one.state === "open" ? { state: "taken" as const } : {}), task: given.way === "post" ? "post-letter" : null }, { change: "decided", at: deps.clock.now(), by: reach.staff });
      return { ok: true, one, decision: done.decision.id };
    });
    if (!decided.ok) await deps.answers.discard(prepared);
    return decided;
  } catch (error) {
    await deps.answers.discard(prepared);
    throw error;
  }
}

/** A decision that is repeated names the Kassenzeichen of the first one: nobody is to pay by it what the office has taken back. */
async function namesCancelledFee(tx: Tx, deps: CaseworkDeps, application: string, reference: string | undefined): Promise<boolean> {
  return reference !== undefined && (await deps.payments.ofApplication(tx, application)).some((one) => one.reference === reference && one.endedWhy === "cancelled");
}

export type PostCaseOutcome = { readonly ok: true; readonly one: Case } | Extract<PostingOutcome, { ok: false }> | CaseRefusal;

/** The letter went to the post on `day`. */
export function recordCasePosting(deps: CaseworkDeps, reach: Reach, given: Given & { readonly decision: string; readonly day: string }): Promise<PostCaseOutcome> {
  return changeCase(deps, reach, given, async (tx, hand): Promise<PostCaseOutcome> => {
    if (!(await deps.answers.decisions(tx, hand.one.application)).some(({ id, office }) => id === given.decision && office === hand.one.office)) return { ok: false, why: "not-found" };
    const done = await deps.answers.recordPosting(tx, { decision: given.decision, tenant: reach.tenant, day: given.day, actor: staffActor(reach, hand.one.office) });
    if (!done.ok) return done;
    return { ok: true, one: await updateCase(tx, hand.one, { task: null }, { change: "posted", at: deps.clock.now(), by: reach.staff }) };
  });
}
