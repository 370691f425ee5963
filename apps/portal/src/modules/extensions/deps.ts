import type { JWK } from "jose";
import type { Answers } from "#modules/answers";
import type { Applications } from "#modules/applications";
import type { Appointments } from "#modules/appointments";
import type { Audit } from "#modules/audit";
import type { Catalogue, Office } from "#modules/catalogue";
import type { Forms, Workshop } from "#modules/forms";
import type { Handover } from "#modules/handover";
import type { Hub } from "#modules/hub";
import type { Payments } from "#modules/payments";
import type { Safe } from "#modules/safe";
import type { Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import type { Outbound } from "#platform/http";
import type { Log } from "#platform/log";
import type { PageRules } from "./places/extension-page.ts";
import { retrySeconds } from "./retry-times.ts";
import type { FiguresPort } from "./town-figures.ts";

export interface ExtensionsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Pick<Log, "warn">;
  readonly tenants: Pick<Tenants, "byId" | "bySlug" | "byNumber" | "search" | "switches" | "tenantKey" | "refresh">;
  readonly audit: Pick<Audit, "record" | "ofExtension">;
  readonly forms: Pick<Forms, "service" | "current" | "xfall">;
  readonly applications: Pick<Applications, "fillStep" | "view" | "heads" | "parts" | "content" | "partContent" | "openFile" | "timeline" | "record" | "startDraft" | "submit" | "deleteDraft" | "addFile" | "fileForTakeIn" | "fileLock" | "receiveTaken" | "openTaken" | "deleteTaken">;
  readonly answers: Pick<Answers, "inCase" | "status" | "tell" | "ask" | "prepare" | "decide" | "discard" | "decisions" | "isLastOffice" | "mayTakeFiles" | "requests" | "reasonsForPost" | "evidence" | "decisionFile">;
  readonly payments: Pick<Payments, "ofApplication" | "claimDecisionFee" | "cancel" | "requestRefund" | "receiptsOf" | "refundsOf">;
  readonly appointments: Pick<Appointments, "offer" | "slots" | "withdraw" | "of" | "book" | "move" | "cancel">;
  readonly safe: Pick<Safe, "sharedInCase" | "openShared" | "mayDeposit" | "depositDecision">;
  readonly workshop: Pick<Workshop, "propose" | "proposals">;
  readonly hub: Pick<Hub, "ofApplication">;
  readonly catalogue: Pick<Catalogue, "services" | "search" | "serviceInTown">;
  readonly figures: FiguresPort;
  readonly handover: Pick<Handover, "personOfToken" | "endConsentsOf">;
  /** Origin of a town's portal, to send people back to. */
  readonly townOrigin: (tenant: string) => string;
  readonly offices: { of(tenant: string): readonly Office[] };
  readonly outbound: Outbound;
  readonly settings: ExtensionSettings;
}

export interface ExtensionSettings {
  /** `host:port` of receivers that the operator knows; only these may lie in a private network or speak http. Empty in production. */
  readonly trustedHosts: readonly string[];
  /** What addresses of pages have to keep to. */
  readonly pages: PageRules;
  readonly tokenSeconds: number;
  /** Public keys (Ed25519) whose conformity results are believed; none: none is. */
  readonly conformityKeys?: readonly JWK[];
  /** For one whole call of a webhook. */
  readonly webhookTimeoutMs: number;
  /** Seconds until a message that was not taken is sent again, one for each attempt. */
  readonly retrySeconds: readonly number[];
  /** After so long one run of the job lets others have their turn. */
  readonly turnMs: number;
  readonly webhooksPerClient: number;
  /** Files that a program has sent and not used: so many and so large in one town, and how long they are kept. */
  readonly uploads: { readonly largestBytes: number; readonly files: number; readonly bytes: number; readonly hours: number };
  /** Days after which answers to writes, delivered messages and their attempts are forgotten. */
  readonly keepDays: number;
}

export const defaultExtensionSettings: ExtensionSettings = { trustedHosts: [], pages: { portalHost: "localhost", httpAllowed: false }, tokenSeconds: 900, webhookTimeoutMs: 10_000, retrySeconds, turnMs: 15_000, webhooksPerClient: 10, uploads: { largestBytes: 50 * 1024 * 1024, files: 100, bytes: 500 * 1024 * 1024, hours: 24 }, keepDays: 30 };
