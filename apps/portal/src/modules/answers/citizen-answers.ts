import type { AddedReplyFile, AddReplyFile, CitizenAccess, KeySource, WithdrawOutcome } from "#modules/applications";
import type { Actor } from "#modules/audit";
import type { Tx } from "#platform/database";
import { textProblem } from "./answer-outcome.ts";
import { endRequests, markAnswered, openRequests } from "./answer-store.ts";
import type { AnswersDeps } from "./ports.ts";

export type ReplyOutcome =
  | { readonly ok: true; readonly event: string }
  | { readonly ok: false; readonly why: "not-found" | "not-open" | "text-missing" | "text-too-long" };

/** The scope of a citizen: the account in all towns, or with a code the one application. */
function asCitizen<T>(deps: AnswersDeps, access: CitizenAccess, application: string, work: (tx: Tx, source: KeySource, actor: Actor) => Promise<T>): Promise<T | undefined> {
  if (access.kind === "account") return deps.db.asAccount(access.account, (tx) => work(tx, { kind: "account" }, { kind: "citizen", account: access.account }));
  if (access.application !== application) return Promise.resolve(undefined);
  return deps.db.inTenant(access.tenant, (tx) => work(tx, { kind: "lookup", key: access.key }, { kind: "visitor" }));
}

/**
 * The citizen answers a question, or writes on their own. With the answer to the last open request the application goes back to the office.
 * An unknown request is no error: the words count.
 */
export async function reply(deps: AnswersDeps, given: { readonly application: string; readonly access: CitizenAccess; readonly request?: string; readonly text: string }): Promise<ReplyOutcome> {
  const problem = textProblem(given.text.trim(), true);
  if (problem) return { ok: false, why: problem };
  return await asCitizen(deps, given.access, given.application, async (tx, source, actor): Promise<ReplyOutcome> => {
    const { access, ...rest } = given;
    return replyIn(tx, deps, { ...rest, source, actor, ...(access.kind === "account" ? { account: access.account } : {}) });
  }) ?? { ok: false, why: "not-found" };
}

export interface ReplyIn {
  readonly application: string; readonly source: KeySource; readonly actor: Actor; readonly request?: string; readonly text: string;
  /** Whose application it must be, where somebody is signed in. */
  readonly account?: string;
}

/** The same in the caller's transaction, for a way that has to be written down together with the reply. */
export async function replyIn(tx: Tx, deps: Pick<AnswersDeps, "applications" | "clock">, given: ReplyIn): Promise<ReplyOutcome> {
  const text = given.text.trim();
  const problem = textProblem(text, true);
  if (problem) return { ok: false, why: problem };
  const { source, actor } = given;
  const head = await deps.applications.view(tx, given.application);
  if (!head || (given.account !== undefined && head.account !== given.account)) return { ok: false, why: "not-found" };
  if (head.status === "payment" || head.status === "withdrawn" || head.status === "closed") return { ok: false, why: "not-open" };
  const answered = given.request !== undefined && (await markAnswered(tx, head.id, given.request, deps.clock.now()));
  const event = await deps.applications.record(tx, head.id, { type: "reply", actor, text, data: answered && given.request !== undefined ? { request: given.request } : {} }, source);
  if (head.status === "waiting" && answered && (await openRequests(tx, head.id)) === 0) await deps.applications.setStatus(tx, head.id, { status: "in-progress", actor }, source);
  return { ok: true, event: event.id };
}

/** A further document for the same application; no new one is made. Say with {@link documentsComplete} that these are all. */
export function addDocument(deps: AnswersDeps, given: AddReplyFile): Promise<AddedReplyFile> {
  return deps.applications.addReplyFile(given);
}

/** »Das sind alle Unterlagen«: the request is answered, with or without words. */
export async function documentsComplete(deps: AnswersDeps, given: { readonly application: string; readonly access: CitizenAccess; readonly request: string; readonly text?: string }): Promise<ReplyOutcome> {
  const text = given.text?.trim() ?? "";
  return reply(deps, { application: given.application, access: given.access, request: given.request, text: text === "" ? "Die Unterlagen sind vollständig." : text });
}

/** The citizen takes the application back; whatever was asked is no longer asked. */
export async function withdraw(deps: AnswersDeps, given: { readonly application: string; readonly access: CitizenAccess; readonly text?: string }): Promise<WithdrawOutcome> {
  const outcome = await deps.applications.withdraw(given);
  if (outcome.ok) await asCitizen(deps, given.access, given.application, (tx) => endRequests(tx, given.application, deps.clock.now()));
  return outcome;
}
