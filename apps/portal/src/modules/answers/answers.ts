import type { AddReplyFile, ApplicationHead, CitizenAccess } from "#modules/applications";
import { getSealed } from "#platform/files";
import type { Tx } from "#platform/database";
import type { Subscription } from "#platform/events";
import type { JobHandler } from "#platform/jobs";
import { endRequests, requestsOf } from "./answer-store.ts";
import { type AskCitizen, askCitizen } from "./ask-citizen.ts";
import { addDocument, documentsComplete, reply, type ReplyIn, replyIn, withdraw } from "./citizen-answers.ts";
import { consentOf, setConsent } from "./consent.ts";
import { decide } from "./decide.ts";
import type { Decision } from "./decision.ts";
import type { DecisionContent } from "./decision-content.ts";
import { workingDayIn } from "./days.ts";
import { contexts, decisionKey, openDecision } from "./decision-seal.ts";
import { decisionOf, decisionRowsOf, evidenceOf, findDecision } from "./decision-store.ts";
import { reasonsForPost } from "./electronic-way.ts";
import { accountDeleted, endTerms } from "./end-terms.ts";
import { forgetAnswers } from "./forget-answers.ts";
import { inCase } from "./in-case.ts";
import { isLastOffice } from "./last-office.ts";
import { recordMissingNotice, recordOutsideProvision, recordNotice, recordRetrieval } from "./mailbox-evidence.ts";
import type { AnswersDeps, Level } from "./ports.ts";
import { decisionContent, discardDecision, type PrepareDecision, prepareDecision, type PreparedDecision } from "./prepare-decision.ts";
import { recordPosting } from "./record-posting.ts";
import { deliverWords, mayTakeFiles, type WriteStatus, writeStatus } from "./write-status.ts";
import type { Readable } from "node:stream";

/** One set of rules for casework, hub and Extension-API. */
export function createAnswers(deps: AnswersDeps) {
  return {
    /** A transaction of the town with the applicant's account in its scope; every answer of an office needs one. */
    inCase: <T>(tenant: string, application: string, work: (tx: Tx, head: ApplicationHead) => Promise<T>) => inCase(deps, tenant, application, work),
    status: (tx: Tx, given: WriteStatus) => writeStatus(tx, deps, given),
    ask: (tx: Tx, given: AskCitizen) => askCitizen(tx, deps, given),
    mayTakeFiles,
    requests: (tx: Tx, application: string) => requestsOf(tx, application),
    /** What an office asked is not waited for any more: of one office, or of all. */
    endRequests: (tx: Tx, application: string, office?: string) => endRequests(tx, application, deps.clock.now(), office),
    /** Words of an office that stand in the log already, in the person's mailbox, where there is one. */
    tell: (tx: Tx, given: Parameters<typeof deliverWords>[2]) => deliverWords(tx, deps, given),

    /** First outside a transaction, then `decide` in one; `discard` when it does not come to that. */
    prepare: (given: PrepareDecision) => prepareDecision(deps, given),
    decide: (tx: Tx, prepared: PreparedDecision, options: { readonly final: boolean }) => decide(tx, deps, prepared, options),
    discard: (prepared: PreparedDecision) => discardDecision(deps, prepared),
    preview: (head: ApplicationHead, given: Pick<PrepareDecision, "office" | "draft" | "signatory">) => decisionContent(deps, head, given),
    reasonsForPost: (tx: Tx, head: ApplicationHead, minimumLevel: Level = head.trustLevel) => reasonsForPost(tx, deps, head, minimumLevel),
    recordPosting: (tx: Tx, given: Parameters<typeof recordPosting>[2]) => recordPosting(tx, deps, given),
    /** Decisions of an application, oldest first, without their words. */
    decisions: async (tx: Tx, application: string): Promise<Decision[]> => (await decisionRowsOf(tx, application)).map(decisionOf),
    isLastOffice,
    /** The day itself, or the next on which somebody is there in the town's Land. */
    workingDay: (tenant: string, day: string): string => workingDayIn(deps, tenant, day),
    evidence: (tx: Tx, decision: string) => evidenceOf(tx, decision),
    /** The words of a decision, for its office. */
    async decisionContent(tx: Tx, id: string): Promise<{ readonly decision: Decision; readonly content: DecisionContent } | undefined> {
      const row = await findDecision(tx, id);
      return row && { decision: decisionOf(row), content: openDecision(await deps.towns.tenantKey(row.tenant_id), row) };
    },
    /** Letter or enclosure as a stream, for its office: to be printed. */
    async decisionFile(tx: Tx, id: string, which: "letter" | "enclosure"): Promise<Readable | undefined> {
      const row = await findDecision(tx, id);
      const storeKey = which === "letter" ? row?.store_key : row?.enclosure_store_key;
      if (!row || storeKey === null || storeKey === undefined) return undefined;
      const key = decisionKey(await deps.towns.tenantKey(row.tenant_id), row);
      return getSealed(deps.files, storeKey, { dek: key, context: which === "letter" ? contexts.file(id) : contexts.enclosure(id) });
    },

    // The citizen's side; each opens its own transaction.
    reply: (given: Parameters<typeof reply>[1]) => reply(deps, given),
    replyIn: (tx: Tx, given: ReplyIn) => replyIn(tx, deps, given),
    addDocument: (given: AddReplyFile) => addDocument(deps, given),
    documentsComplete: (given: Parameters<typeof documentsComplete>[1]) => documentsComplete(deps, given),
    withdraw: (given: { readonly application: string; readonly access: CitizenAccess; readonly text?: string }) => withdraw(deps, given),
    consent: (tx: Tx, application: string) => consentOf(tx, application),
    setConsent: (given: { readonly application: string; readonly account: string; readonly agreed: boolean }) => deps.db.asAccount(given.account, (tx) => setConsent(tx, deps, given)),

    subscriptions: [
      { name: "answers.noticed", to: "message.noticed", handle: (event) => recordNotice(deps, event) },
      { name: "answers.not-noticed", to: "message.not-noticed", handle: (event) => recordMissingNotice(deps, event) },
      { name: "answers.outside", to: "message.outside-accepted", handle: (event) => recordOutsideProvision(deps, event) },
      { name: "answers.opened", to: "message.opened", handle: (event) => recordRetrieval(deps, event) },
      { name: "answers.retrieved", to: "message.retrieved", handle: (event) => recordRetrieval(deps, event) },
      { name: "answers.account-deleted", to: "account.deleted", handle: async (event) => { if (typeof event["account"] === "string") await accountDeleted(deps, event["account"]); } },
    ] satisfies Subscription[],
    jobs: { "answers.terms": () => endTerms(deps), "answers.forget": async () => { await forgetAnswers(deps); } } satisfies Record<string, JobHandler>,
    // After midnight of German legal time in winter and summer, and late enough for retrievals of the last minute to be recorded.
    crontab: ["25 0,1,3 * * * answers.terms", "37 4 * * * answers.forget"],
  };
}

export type Answers = ReturnType<typeof createAnswers>;
