import type { Accounts } from "#modules/accounts";
import type { Applications } from "#modules/applications";
import type { Appointments } from "#modules/appointments";
import type { Evidence } from "#modules/evidence";
import type { Disturbances } from "#modules/disturbances";
import type { Extensions } from "#modules/extensions";
import type { Forms, QuestionCounts } from "#modules/forms";
import type { Mailbox } from "#modules/mailbox";
import type { Safe } from "#modules/safe";
import type { StreetDirectory } from "#modules/streets";
import type { Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Database, Tx } from "#platform/database";
import type { Contact } from "#ui/contact-box";
import type { Addresses, Lang, Layout } from "../../frame/index.ts";

/** What the pages of an application need of the house: filling in, sending, the acknowledgement, the status, the check of a permit. */
export interface ApplicationPages {
  readonly applications: Pick<Applications,
    | "findAhead" | "startDraft" | "openDraft" | "drafts" | "saveStep" | "fillIn" | "fillStep" | "addFile" | "openDraftFile" | "deleteDraft" | "adoptDraft" | "submit" | "submissionOf" | "sentFrom" | "uploadBudget" | "invite" | "uninvite" | "participants" | "takePart" | "participation" | "confirmPart" | "allConfirmed" | "moveDraft" | "beginPart" | "finishPart" | "partStates" | "partDocument" | "leaveReturn" | "returnOffered" | "returnToDraft"
    | "lookup" | "citizenCase" | "content" | "openFile">;
  /** `reachable`: whether the account has an address for notices; without one no decision is provided electronically. */
  readonly accounts: Pick<Accounts, "visitor" | "reachable" | "setNoticeMail">;
  readonly mailbox: Pick<Mailbox, "addressChanged">;
  readonly forms: Pick<Forms, "current" | "service">;
  readonly tenants: Pick<Tenants, "byId" | "bySlug" | "switches">;
  /** Programs that help with a step. Left out: none. */
  readonly extensions?: { readonly places: Pick<Extensions["places"], "stepOffer" | "leadThere" | "askNow" | "takeResult"> };
  /** Documents that the account keeps, to be used as an upload after consent. */
  readonly safe: Pick<Safe, "list" | "attachToDraft">;
  /** Free times of offices, for forms that ask for an appointment. Left out: people wish a day. */
  readonly appointments?: Pick<Appointments, "forForm" | "stateInForm">;
  /** What knows the streets of towns. Left out: no street is asked about. */
  readonly streets?: StreetDirectory;
  /** Evidence from registers. Left out: none is fetched. */
  readonly evidence?: Evidence;
  readonly disturbances: Pick<Disturbances, "current">;
  readonly db: Pick<Database, "asAccount" | "inTenant" | "readTogether">;
  readonly clock: Clock;
  /** Counts what happens at each question, for the editors of the form. Left out: nothing is counted. */
  readonly questionCounts?: Pick<QuestionCounts, "count">;
  readonly addresses: Addresses;
  readonly layout: Layout;
  /** An office of a town with telephone and hours, by its role; undefined where the town has entered none. */
  officeOf(tenant: string, role: string, lang: Lang): Promise<Contact | undefined>;
  /** Where an application that waits for its fee is paid: a path of the town's host. Undefined when nothing is to be paid any more. */
  payingPath(given: { readonly application: string; readonly tenant: string }): Promise<string | undefined>;
  /** What a permit's code says in a town; undefined for a code that was never given there. */
  verifyPermit(code: string, tenant: string): Promise<VerifiedPermit | undefined>;
  /** An e-mail address for notices without content, for somebody without account. Left out: not offered. */
  readonly visitorNotices?: VisitorNotices;
  /** Mailboxes outside into which a person may have the answers put, too, and BundID's status monitor. Left out: nobody is asked. */
  readonly outside?: Pick<Mailbox["outside"], "kinds" | "offered" | "chosen" | "chooseFor" | "monitor">;
  /** Uploads are taken although no scanner is set up (demo only): the pages say so. */
  readonly uploadsUnchecked: boolean;
}

/** All that anybody may read from a permit: no name, no address. */
export interface VerifiedPermit {
  readonly state: "valid" | "not-yet" | "expired" | "revoked";
  readonly tenant: string;
  readonly plate: string;
  readonly zone: string;
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly until: string;
}

/** Whoever calls has proved to be the sender: with the visitor's cookie or with reference and code. */
export interface VisitorNotices {
  has(given: NoticeSubject): Promise<boolean>;
  leave(given: NoticeSubject & { readonly address: string; readonly lang: Lang }): Promise<void>;
  /** In the transaction of the submission itself. */
  leaveIn(tx: Tx, given: { readonly application: string; readonly address: string }): Promise<void>;
  forget(given: NoticeSubject): Promise<void>;
}

export interface NoticeSubject { readonly application: string; readonly tenant: string }
