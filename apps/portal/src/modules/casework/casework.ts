import type { JobHandler } from "#platform/jobs";
import type { Tx } from "#platform/database";
import { legalDate } from "#platform/clock";
import { sendAlert } from "./alert-staff.ts";
import { comingAbsences, endAbsence, enterAbsence, ownAndDeputised } from "./absence.ts";
import { answerForArchive, archiveOfferings, countOfferings, offeringTable } from "./archive.ts";
import { askInCase, decideCase, recordCasePosting, writeToCitizen } from "./answer-case.ts";
import { assignCase, handBackCase, passCaseOn, takeCase } from "./assign-case.ts";
import type { Reach } from "./case-policy.ts";
import { recount } from "./case-store.ts";
import { caseZip } from "./case-zip.ts";
import { cancelFeeInCase } from "./cancel-fee.ts";
import { cancelCaseAppointment, moveCaseAppointment } from "./change-appointment.ts";
import { closeCase } from "./close-case.ts";
import { closingOf } from "./closing.ts";
import { createSubscriptions } from "./follow-application.ts";
import { handOverCase, townsFor } from "./hand-over.ts";
import { handedOver } from "./handed-over.ts";
import { involveOffice } from "./involve-office.ts";
import { grantAutomatically } from "./grant-automatically.ts";
import { inbox, inboxCounts, type InboxCounts } from "./inbox.ts";
import { addNote, resubmitCase } from "./keep-in-view.ts";
import { listTable } from "./list-export.ts";
import { actOnMany } from "./many-cases.ts";
import { openCase, reachableCase, reachableReferences } from "./open-case.ts";
import { revokePermits, verifyPermit } from "./permit.ts";
import type { CaseworkDeps } from "./ports.ts";
import { readCaseFile } from "./case-file.ts";
import { readDecision } from "./read-decision.ts";
import { savedView, saveView } from "./saved-view.ts";
import { settleTask } from "./settle-task.ts";
import { sweep } from "./sweep.ts";

export function createCasework(deps: CaseworkDeps) {
  const bound = <A extends readonly unknown[], R>(useCase: (deps: CaseworkDeps, ...rest: A) => R) => (...rest: A): R => useCase(deps, ...rest);
  return {
    inbox: bound(inbox),
    /** The figures of a town for the start page. */
    counts: (reach: Reach): Promise<InboxCounts> => deps.db.inTenant(reach.tenant, async (tx) => {
      const today = legalDate(deps.clock.now());
      return inboxCounts(tx, reach, await ownAndDeputised(tx, reach, today), today);
    }),
    open: bound(openCase),
    /** Without content and without an entry in the audit: for pages that only act. */
    find: bound(reachableCase),
    references: bound(reachableReferences),
    file: bound(readCaseFile),
    decision: bound(readDecision),
    take: bound(takeCase),
    assign: bound(assignCase),
    handBack: bound(handBackCase),
    passOn: bound(passCaseOn),
    involve: bound(involveOffice),
    handOver: bound(handOverCase),
    townsFor: bound(townsFor),
    handedOver: bound(handedOver),
    write: bound(writeToCitizen),
    ask: bound(askInCase),
    decide: bound(decideCase),
    recordPosting: bound(recordCasePosting),
    cancelAppointment: bound(cancelCaseAppointment),
    moveAppointment: bound(moveCaseAppointment),
    cancelFee: bound(cancelFeeInCase),
    resubmit: bound(resubmitCase),
    settle: bound(settleTask),
    note: bound(addNote),
    close: bound(closeCase),
    closing: bound(closingOf),
    many: bound(actOnMany),
    listTable: bound(listTable),
    zip: bound(caseZip),
    archiveOfferings: bound(archiveOfferings),
    countOfferings: bound(countOfferings),
    answerForArchive: bound(answerForArchive),
    offeringTable: bound(offeringTable),
    enterAbsence: bound(enterAbsence),
    endAbsence: bound(endAbsence),
    absences: (reach: Reach) => deps.db.inTenant(reach.tenant, (tx) => comingAbsences(tx, reach.tenant, legalDate(deps.clock.now()))),
    savedView: bound(savedView),
    saveView: bound(saveView),
    staff: (reach: Pick<Reach, "tenant">) => deps.accounts.staffOf(reach.tenant),
    /** Public: anybody may ask whether a permit is valid. */
    verifyPermit: bound(verifyPermit),
    revokePermits: (tx: Tx, tenant: string, application: string) => revokePermits(tx, tenant, application, deps.clock.now()),
    grantAutomatically: bound(grantAutomatically),
    recount,
    subscriptions: createSubscriptions(deps),
    jobs: { "casework.alert": sendAlert(deps), "casework.sweep": () => sweep(deps) } satisfies Record<string, JobHandler>,
    crontab: ["40 2 * * * casework.sweep"],
  };
}

export type Casework = ReturnType<typeof createCasework>;
