import type { Answers } from "#modules/answers";
import type { Applications } from "#modules/applications";
import type { Audit } from "#modules/audit";
import type { Forms } from "#modules/forms";
import type { Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import type { ClientCertificate, Outbound, OutboundSocket, OutboundStream } from "#platform/http";
import type { Mailer } from "#platform/mail";
import type { Log } from "#platform/log";
import type { Channels } from "./channel.ts";
import { standardRetryPlan, type RetryPlan } from "./retry-plan.ts";

export interface HubSettings {
  readonly retry: RetryPlan;
  /** How long a worker is believed to live that has not written down an outcome; longer than any exchange may take. */
  readonly leaseSeconds: number;
  readonly timeoutMs: number;
  /** After so long one run of the job lets others have their turn. */
  readonly turnMs: number;
  /** Unencrypted addresses, for the demonstration only. */
  readonly allowHttp: boolean;
  /** Root certificates of the Verwaltungs-PKI (PEM), for keys of FIT-Connect's destinations. */
  readonly fitConnectRoots: readonly string[];
  /** Where FIT-Connect reports news about cases of a destination; undefined: it is only asked. */
  readonly callbackUrl: ((destination: string) => string) | undefined;
  /** Where an office system that is told by webhook answers; undefined: nowhere. */
  readonly answerUrl: ((destination: string) => string) | undefined;
  /** A queue whose oldest entry has waited longer is an alarm. */
  readonly alarmAfterMinutes: number;
  /** What an intermediary took and the office system has not answered for so long is an alarm. */
  readonly answerAfterHours: number;
  /** Days after the end of a case during which its office may still say something by FIT-Connect; then the key for it is deleted. */
  readonly answerableDays: number;
}

export const defaultHubSettings: HubSettings = { retry: standardRetryPlan, leaseSeconds: 90, timeoutMs: 20_000, turnMs: 15_000, allowHttp: false, fitConnectRoots: [], callbackUrl: undefined, answerUrl: undefined, alarmAfterMinutes: 15, answerAfterHours: 48, answerableDays: 90 };

export interface HubDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly tenants: Pick<Tenants, "all" | "byId" | "tenantKey" | "switches">;
  readonly applications: Pick<Applications, "view" | "heads" | "parts" | "partContent" | "openFile" | "record" | "recordMany" | "timeline">;
  readonly forms: Pick<Forms, "service" | "xfall">;
  readonly audit: Pick<Audit, "record">;
  readonly answers: Pick<Answers, "inCase" | "status" | "ask" | "prepare" | "decide" | "discard" | "isLastOffice" | "requests" | "consent">;
  readonly outbound: Outbound;
  /** For bodies of any size; with a certificate for servers that want to see one. */
  readonly outboundStream: (certificate?: ClientCertificate) => OutboundStream;
  /** For protocols that are not HTTP. */
  readonly outboundSocket: OutboundSocket;
  readonly settings: HubSettings;
  /** Whether a program of the Extension-API may read and acknowledge applications of a town now; absent: none may. */
  readonly mayFetch?: (given: { readonly tenant: string; readonly client: string }) => Promise<boolean>;
  /** For mails with a link; `origin` is where staff work. Absent: none are sent. */
  readonly notices?: { readonly mailer: Pick<Mailer, "send">; readonly origin: string };
  /** The mailbox of BundID in which answers to an application shall arrive, as its person chose; absent: nobody's. Opens its own transaction: a town does not see it. */
  readonly mailboxOf?: (given: { readonly application: string; readonly account: string }) => Promise<string | undefined>;
  /** 0 ≤ x < 1, for jitter. */
  readonly random?: () => number;
}

/** What the use cases work with. */
export interface HubParts extends HubDeps {
  readonly channels: Channels;
  readonly random: () => number;
}
