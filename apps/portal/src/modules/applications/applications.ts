import type { Tx } from "#platform/database";
import type { PublishedService } from "#modules/forms";
import type { Answers } from "@kommunalportal/form-engine";
import { adoptDraft } from "./adopt-draft.ts";
import { answerArchiveOffer, archiveOffers, countArchiveOffers } from "./archive-offers.ts";
import { addFile } from "./add-file.ts";
import { addReplyFile } from "./add-reply-file.ts";
import type { KeySource } from "./application.ts";
import { beginPart } from "./begin-part.ts";
import { finishPart, partStates } from "./finish-part.ts";
import { byReference, heads, ofAccount, ofDrafts, parts, view } from "./application-store.ts";
import { citizenCase } from "./citizen-case.ts";
import { completePaid } from "./complete-paid.ts";
import { deleteAccountSide } from "./delete-account-side.ts";
import { deleteDraft } from "./delete-draft.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { eventFacts, type NewEvent, record, timeline } from "./event-log.ts";
import { type EventOfMany, recordMany } from "./record-many.ts";
import { exportForAccount } from "./export-for-account.ts";
import { uploadedBytes } from "./files-in-answers.ts";
import { fillIn } from "./fill-in.ts";
import { fillStep } from "./fill-step.ts";
import { applicantNames, type FindApplications, findApplications, idsByName } from "./find-applications.ts";
import { createJobs, crontab } from "./jobs.ts";
import { handOver, type HandOverApplication } from "./hand-over.ts";
import { allConfirmed, invite, participants, uninvite } from "./invite.ts";
import { draftVersions, moveDraft } from "./move-draft.ts";
import { leaveReturn, returnOffered } from "./leave-return.ts";
import { lookup } from "./lookup.ts";
import { drafts, openDraft } from "./open-draft.ts";
import { openDraftFile, openFile } from "./open-file.ts";
import { participation, participationsOf } from "./participation.ts";
import { partDocument } from "./part-document.ts";
import { content, filesOf, partContent } from "./read-content.ts";
import { findAhead } from "./read-ahead.ts";
import { removeFile } from "./remove-file.ts";
import { reopenUnpaid } from "./reopen-unpaid.ts";
import { returnToDraft } from "./return-to-draft.ts";
import { saveStep } from "./save-step.ts";
import { setStatus, type StatusChange } from "./set-status.ts";
import { startDraft } from "./start-draft.ts";
import { sentFrom } from "./sent-from.ts";
import { submissionOf } from "./submission-of.ts";
import { submit } from "./submit.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { takeIn, type TakeIn } from "./take-in.ts";
import { confirmPart, takePart } from "./take-part.ts";
import { addSentFiles, addTakenFiles, fileForTakeIn, fileLock, openTaken, receiveTaken } from "./taken-files.ts";
import { uploadShare } from "./upload-field.ts";
import { withdraw } from "./withdraw.ts";

export function createApplications(deps: ApplicationsDeps) {
  /** What the composition root knows, no caller has to bring. */
  const bound = <A extends readonly unknown[], R>(useCase: (deps: ApplicationsDeps, ...rest: A) => R) => (...rest: A): R => useCase(deps, ...rest);
  return {
    /** What may be read together with a person's session. */
    findAhead,
    // Drafts: each opens one transaction in the owner's scope.
    startDraft: bound(startDraft),
    openDraft: bound(openDraft),
    drafts: bound(drafts),
    saveStep: bound(saveStep),
    fillIn: bound(fillIn),
    fillStep: bound(fillStep),
    addFile: bound(addFile),
    uploadBudget: (answers: Answers, service: PublishedService) => ({ used: uploadedBytes(answers), most: uploadShare(deps.settings, service) }),
    removeFile: bound(removeFile),
    openDraftFile: bound(openDraftFile),
    deleteDraft: bound(deleteDraft),
    adoptDraft: bound(adoptDraft),
    leaveReturn: bound(leaveReturn),
    returnOffered: bound(returnOffered),
    returnToDraft: bound(returnToDraft),
    invite: bound(invite),
    uninvite: bound(uninvite),
    participants: bound(participants),
    takePart: bound(takePart),
    confirmPart: bound(confirmPart),
    allConfirmed,
    moveDraft: bound(moveDraft),
    draftVersions: bound(draftVersions),
    beginPart: bound(beginPart),
    finishPart: bound(finishPart),
    partStates: bound(partStates),
    partDocument: bound(partDocument),
    participation: bound(participation),
    participationsOf: bound(participationsOf),
    submit: bound(submit),
    submissionOf: bound(submissionOf),
    sentFrom: bound(sentFrom),
    reopenUnpaid: bound(reopenUnpaid),

    // A citizen's own applications, signed in or with a look-up code.
    lookup: bound(lookup),
    citizenCase: bound(citizenCase),
    withdraw: bound(withdraw),
    addReplyFile: bound(addReplyFile),
    exportForAccount: bound(exportForAccount),
    deleteAccountSide: bound(deleteAccountSide),

    // For other rooms, in their transaction and under its policies.
    view, heads, parts, byReference, ofAccount,
    ofDrafts: (tx: Tx, given: Parameters<typeof ofDrafts>[2]) => ofDrafts(tx, deps.pepper, given),
    content: (tx: Tx, id: string, source: KeySource) => content(tx, deps, id, source),
    filesOf: (tx: Tx, id: string, source: Parameters<typeof filesOf>[3]) => filesOf(tx, deps, id, source),
    partContent: (tx: Tx, id: string, part: string) => partContent(tx, deps, id, part),
    eventFacts,
    timeline: (tx: Tx, id: string, source: KeySource, reader: "office" | "citizen") => timeline(tx, deps, id, source, reader),
    openFile: (tx: Tx, given: { readonly application: string; readonly file: string }, source: KeySource) => openFile(tx, deps, given, source),
    record: (tx: Tx, id: string, event: NewEvent, source?: KeySource) => record(tx, deps, id, event, source),
    recordMany: (tx: Tx, many: readonly EventOfMany[]) => recordMany(tx, deps, many),
    setStatus: (tx: Tx, id: string, change: StatusChange, source?: KeySource) => setStatus(tx, deps, id, change, source),
    handOver: (tx: Tx, given: HandOverApplication) => handOver(tx, deps, given),
    /** What was handed in elsewhere: first a place for each file, then all of it in the caller's transaction. */
    fileForTakeIn,
    takeIn: (tx: Tx, given: TakeIn) => takeIn(tx, deps, given),
    fileLock,
    receiveTaken: bound(receiveTaken),
    openTaken: bound(openTaken),
    deleteTaken: (storeKey: string) => deps.files.delete(storeKey),
    addSentFiles: (tx: Tx, given: Parameters<typeof addSentFiles>[2]) => addSentFiles(tx, deps, given),
    addTakenFiles: (tx: Tx, given: Parameters<typeof addTakenFiles>[2]) => addTakenFiles(tx, deps, given),
    completePaid: (tx: Tx, id: string) => completePaid(tx, deps, id),
    find: (tx: Tx, wanted: FindApplications) => findApplications(tx, deps, wanted),
    idsByName: (tx: Tx, tenant: string, text: string, limit: number) => idsByName(tx, deps, tenant, text, limit),
    archiveOffers: (tx: Tx, wanted: Parameters<typeof archiveOffers>[2]) => archiveOffers(tx, deps, wanted),
    countArchiveOffers,
    answerArchiveOffer: (tx: Tx, given: Parameters<typeof answerArchiveOffer>[2]) => answerArchiveOffer(tx, deps, given),
    names: (tx: Tx, tenant: string, ids: readonly string[]) => applicantNames(tx, deps, tenant, ids),

    jobs: createJobs(deps),
    crontab,
    subscriptions: createSubscriptions(deps),
  };
}

export type Applications = ReturnType<typeof createApplications>;
