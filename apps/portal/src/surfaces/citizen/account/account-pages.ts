import type { Accounts } from "#modules/accounts";
import type { Answers } from "#modules/answers";
import type { Appointments } from "#modules/appointments";
import type { Applications } from "#modules/applications";
import type { Audit } from "#modules/audit";
import type { Extensions } from "#modules/extensions";
import type { Forms } from "#modules/forms";
import type { Handover } from "#modules/handover";
import type { Mailbox } from "#modules/mailbox";
import type { Payments } from "#modules/payments";
import type { Evidence } from "#modules/evidence";
import type { Safe } from "#modules/safe";
import type { Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import type { Contact } from "#ui/contact-box";
import type { Addresses, Lang, Layout } from "../../frame/index.ts";

/** What the pages of somebody with an account need of the house. */
export interface AccountPages {
  readonly db: Pick<Database, "asAccount">;
  readonly clock: Clock;
  readonly layout: Layout;
  readonly addresses: Addresses;
  readonly tenants: Pick<Tenants, "byId" | "bySlug" | "switches">;
  readonly accounts: Pick<Accounts, "noticeMail" | "setNoticeMail" | "deleteAccount">;
  readonly forms: Pick<Forms, "service">;
  readonly applications: Pick<Applications, "ofAccount" | "ofDrafts" | "citizenCase" | "drafts" | "openFile" | "filesOf" | "exportForAccount" | "participationsOf" | "view">;
  readonly answers: Pick<Answers, "requests" | "decisions" | "reply" | "addDocument" | "documentsComplete" | "withdraw" | "consent" | "setConsent">;
  readonly payments: Pick<Payments, "ofApplication" | "openOfAccount" | "refundsOf">;
  readonly mailbox: Pick<Mailbox, "list" | "unreadCount" | "ofApplication" | "unreadDecisions" | "open" | "retrieve" | "remove" | "export" | "addressRefusedAt" | "addressChanged" | "outside">;
  readonly safe: Pick<Safe, "keep" | "list" | "open" | "remove" | "usage" | "kept" | "consents" | "largestBytes" | "share" | "endShare" | "shares" | "releaseDays" | "releases" | "mayDeposit" | "setDepositConsent" | "depositConsents">;
  readonly appointments: Pick<Appointments, "own" | "cancelOwn">;
  /** Tiles of programs. Left out: none. */
  readonly extensions?: { readonly places: Pick<Extensions["places"], "widgets"> };
  readonly audit: Pick<Audit, "readersOf">;
  readonly evidence: Pick<Evidence, "retrievals" | "steps">;
  readonly handover: Pick<Handover, "consents" | "withdraw">;
  /** Name and publisher of an extension, also of one that is locked; undefined where nobody knows it any more. */
  programOf(client: string): Promise<{ readonly name: { readonly de: string; readonly en?: string | undefined }; readonly publisher: string } | undefined>;
  /** An office of a town with telephone and hours, by its role; undefined where the town has entered none. */
  officeOf(tenant: string, role: string, lang: Lang): Promise<Contact | undefined>;
}
