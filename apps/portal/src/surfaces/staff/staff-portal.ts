import type { Accounts } from "#modules/accounts";
import type { Answers } from "#modules/answers";
import type { Applications } from "#modules/applications";
import type { Casework } from "#modules/casework";
import type { Extensions } from "#modules/extensions";
import type { Disturbances } from "#modules/disturbances";
import type { Forms } from "#modules/forms";
import type { Gateway } from "#modules/gateway";
import type { Payments } from "#modules/payments";
import type { Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import type { Renderer } from "#platform/documents";
import type { Log } from "#platform/log";
import type { Addresses, TownAssets } from "../frame/index.ts";

/** What the staff's pages need of the house. */
export interface StaffPortal {
  readonly clock: Clock;
  readonly log: Pick<Log, "warn">;
  readonly db: Database;
  readonly tenants: Pick<Tenants, "all" | "byId" | "bySlug" | "switches">;
  readonly accounts: Pick<Accounts, "beginStaffSignIn" | "finishStaffSignIn" | "staffSignOut">;
  readonly casework: Casework;
  readonly answers: Pick<Answers, "preview">;
  readonly applications: Pick<Applications, "startDraft" | "openDraft" | "saveStep" | "addFile" | "submit" | "submissionOf" | "deleteDraft" | "drafts" | "view" | "content" | "names" | "heads">;
  readonly payments: Pick<Payments, "ofApplication" | "awaitingKasse" | "byKassenzeichen" | "markReceived" | "listRefundTasks" | "refundsOfApplication" | "countRefundTasks" | "closeRefundTask" | "retention" | "setRetention">;
  readonly forms: Pick<Forms, "service" | "slugs">;
  readonly offices: {
    describe(tenant: string, office: string): { readonly name: string; readonly phone?: string } | undefined;
    /** Roles of a town's offices with their names, for passing a case on. */
    list(tenant: string): readonly { readonly role: string; readonly name: string }[];
  };
  /** Tabs of programs in a case. Left out: none. */
  readonly extensions?: { readonly places: Pick<Extensions["places"], "caseTabs" | "launchTab"> };
  /** Answers to services run elsewhere. Left out: there is no gateway. */
  readonly gateway?: { readonly replies: Pick<Gateway["replies"], "undelivered"> };
  readonly documents: Pick<Renderer, "render">;
  readonly disturbances: Pick<Disturbances, "current">;
  readonly townAssets: TownAssets;
  /** Where the town's own pages are, for papers that leave the house. */
  readonly addresses: Pick<Addresses, "originOf">;
  /** Origin of the Leitportal. */
  readonly apexOrigin: string;
  /** Uploads at the counter are not checked for malware: the demonstration without a scanner. */
  readonly uploadsUnchecked: boolean;
}
