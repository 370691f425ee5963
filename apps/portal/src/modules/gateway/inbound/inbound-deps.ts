import type { FitConnectEnvironment } from "@kommunalportal/fit-connect";
import type { Answers as AnswersRoom } from "#modules/answers";
import type { Applications } from "#modules/applications";
import type { Audit } from "#modules/audit";
import type { Catalogue } from "#modules/catalogue";
import type { OutsideMailbox } from "#modules/mailbox";
import type { Forms } from "#modules/forms";
import type { Tenants } from "#modules/tenants";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import type { FileStore } from "#platform/files";
import type { ClientCertificate, OutboundStream } from "#platform/http";
import type { Scanner } from "#platform/scan";
import type { Links } from "../links/links.ts";
import type { Schemas } from "./pinned-schema.ts";

/** The installation's own access to FIT-Connect as a subscriber: one client for all towns, each with destinations and keys of its own. */
export interface FitConnectSettings {
  readonly environment: FitConnectEnvironment;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Origin of the Leitportal, where callbacks arrive. */
  readonly callbackOrigin: string;
}

export interface InboundDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: { warn(context: object, message: string): void };
  readonly audit: Pick<Audit, "record">;
  readonly tenants: Pick<Tenants, "byId" | "tenantKey" | "switches" | "storeSwitch">;
  readonly catalogue: Pick<Catalogue, "officeByRole" | "officeFor" | "officesOf" | "service">;
  readonly forms: Pick<Forms, "publish" | "service">;
  readonly applications: Pick<Applications, "fileForTakeIn" | "takeIn" | "addTakenFiles" | "view" | "heads" | "timeline" | "openFile" | "record">;
  readonly answers: Pick<AnswersRoom, "replyIn" | "requests" | "decisions" | "decisionContent" | "decisionFile">;
  readonly files: FileStore;
  readonly scanner: Scanner;
  /** Uploads that nobody could check may be used; true in the demo only. */
  readonly allowUnchecked: boolean;
  /** Days after the end of a case during which its office may still say something to the other side. */
  readonly answerableDays: number;
  readonly fetch: OutboundStream;
  /** With a certificate, for XTA servers. */
  readonly outboundStream: (certificate: ClientCertificate) => OutboundStream;
  /** Undefined: this installation has no access to FIT-Connect; nothing is fetched and nothing is sent. */
  readonly fitConnect: FitConnectSettings | undefined;
  /** Mailboxes of BundID; undefined: this installation has no access to them. */
  readonly zbp?: OutsideMailbox;
  /** Where a town's pages are. */
  readonly townOrigin: (tenant: string) => string;
  readonly links: Pick<Links, "services" | "service">;
  readonly schemas: Schemas;
  readonly connectionOf: (tenant: string, service: string) => Promise<{ readonly office?: string | undefined } | undefined>;
}
