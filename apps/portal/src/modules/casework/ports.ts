import type { Accounts } from "#modules/accounts";
import type { Answers, OfficesPort } from "#modules/answers";
import type { Appointments } from "#modules/appointments";
import type { Applications } from "#modules/applications";
import type { Audit } from "#modules/audit";
import type { Forms } from "#modules/forms";
import type { Hub } from "#modules/hub";
import type { Payments } from "#modules/payments";
import type { Safe } from "#modules/safe";
import type { Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import type { Renderer } from "#platform/documents";
import type { Mailer } from "#platform/mail";

export interface CaseworkDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly tenants: Pick<Tenants, "byId" | "all" | "switches" | "tenantKey">;
  readonly audit: Pick<Audit, "record" | "readersOf">;
  readonly accounts: Pick<Accounts, "staffOf">;
  readonly forms: Pick<Forms, "service" | "xfall">;
  readonly applications: Pick<Applications, "view" | "heads" | "parts" | "content" | "partContent" | "timeline" | "eventFacts" | "openFile" | "names" | "idsByName" | "record" | "setStatus" | "handOver" | "archiveOffers" | "countArchiveOffers" | "answerArchiveOffer">;
  readonly answers: Pick<Answers, "inCase" | "workingDay" | "status" | "ask" | "requests" | "endRequests" | "tell" | "prepare" | "decide" | "discard" | "preview" | "reasonsForPost" | "recordPosting" | "decisions" | "evidence" | "decisionContent" | "decisionFile" | "consent">;
  /** What the person lets the office see of their document safe in this case. */
  readonly safe: Pick<Safe, "releasedInCase" | "openShared">;
  readonly appointments: Pick<Appointments, "of" | "slots" | "isOver" | "isFree" | "cancel" | "move">;
  readonly hub: Pick<Hub, "handOver">;
  readonly payments: Pick<Payments, "ofApplication" | "cancel">;
  readonly offices: OfficesPort;
  readonly documents: Pick<Renderer, "render">;
  readonly mailer: Mailer;
  /** Origin of the Leitportal, where staff work: `https://portal.example`. */
  readonly apexOrigin: string;
  /** Origin of a town's host, for the address in a permit. */
  readonly townOrigin: (tenant: string) => string;
}
