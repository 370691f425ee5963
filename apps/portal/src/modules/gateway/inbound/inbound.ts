import { isId } from "#platform/ids";
import type { JobHandler } from "#platform/jobs";
import type { Actor } from "#modules/audit";
import { gatewayAttention } from "./attention.ts";
import { recentArrivals } from "./arrival-store.ts";
import { destinationsOf, mandatesOf } from "./destination-store.ts";
import type { InboundDeps } from "./inbound-deps.ts";
import { endMandate, giveMandate } from "./mandate.ts";
import { pinSchema } from "./pinned-schema.ts";
import { poll, pollJob, sweepInbound, takeJob } from "./poll.ts";
import { takeCallback, type GatewayCallback, type HastenReplies } from "./take-callback.ts";
import { answerUnopened, unopenedPackage } from "./unopened.ts";
import { takeArrival } from "./take-arrival.ts";
import { connectMailbox, type ConnectMailbox, endMailbox } from "./xta/connect-mailbox.ts";
import { mailboxesOf } from "./xta/mailbox-store.ts";
import { certificateOfKey, readingKeyRows } from "./xta/reading-keys.ts";
import { pollMailboxes } from "./xta/poll-mailboxes.ts";

/** What comes from services run elsewhere. */
export function createInbound(deps: InboundDeps, hastenReplies: HastenReplies) {
  return {
    /** Whether this installation has access to FIT-Connect at all. */
    connected: deps.fitConnect !== undefined,
    poll: async () => (await poll(deps)) + (await pollMailboxes(deps)),
    /** A mailbox of a town at an XTA server, read from here; and no longer. */
    connectMailbox: (given: ConnectMailbox) => connectMailbox(deps, given),
    endMailbox: (given: Parameters<typeof endMailbox>[1]) => endMailbox(deps, given),
    take: (given: { readonly tenant: string; readonly submission: string }) => takeArrival(deps, given),
    sweep: () => sweepInbound(deps),
    callback: (given: GatewayCallback) => takeCallback(deps, hastenReplies, given),
    giveMandate: (given: { readonly tenant: string; readonly contract: string; readonly validFrom: string; readonly actor: Actor }) => giveMandate(deps, given),
    endMandate: (given: { readonly tenant: string; readonly actor: Actor }) => endMandate(deps, given),
    /** For the town to open itself, and what came of it. */
    unopenedPackage: (given: Parameters<typeof unopenedPackage>[1]) => unopenedPackage(deps, given),
    answerUnopened: (given: Parameters<typeof answerUnopened>[1]) => answerUnopened(deps, given),
    /** All of a town's reception that its page shows. */
    overview: (tenant: string) => deps.db.inTenant(tenant, async (tx) => ({ destinations: await destinationsOf(tx, tenant), mailboxes: await mailboxesOf(tx, tenant), mandates: await mandatesOf(tx, tenant), readingKeys: (await readingKeyRows(tx, tenant)).map((row) => ({ kid: row.kid, mailbox: row.destination_id, state: row.state, since: row.state_since, certificate: certificateOfKey(row).toString(), fingerprint: certificateOfKey(row).fingerprint256, until: row.certificate_until ?? undefined, here: row.here })), arrivals: await recentArrivals(tx, tenant, 50) })),
    /** What needs somebody, over all towns; for the operator. */
    attention: () => gatewayAttention(deps),
    pinSchema: (uri: string, definition: unknown) => deps.db.asOperator("pin a schema", (tx) => pinSchema(tx, { uri, definition, at: deps.clock.now() })),
    jobs: {
      [pollJob]: async () => { await poll(deps); },
      "gateway:poll": async () => { await Promise.all([poll(deps), pollMailboxes(deps)]); },
      [takeJob]: async ({ tenant, submission }) => {
        if (!isId(tenant) || !isId(submission)) throw new Error("the job names no submission");
        await takeArrival(deps, { tenant, submission });
      },
      "gateway:sweep": async () => { await sweepInbound(deps); },
    } satisfies Record<string, JobHandler>,
    crontab: ["* * * * * gateway:poll", "* * * * * gateway:sweep"],
  };
}

export type Inbound = ReturnType<typeof createInbound>;
