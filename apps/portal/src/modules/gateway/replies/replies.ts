import { randomUUID } from "node:crypto";
import { addJob, type JobHandler } from "#platform/jobs";
import type { DomainEvent, Subscription } from "#platform/events";
import type { Tx } from "#platform/database";
import { isId } from "#platform/ids";
import { arrivalOfApplication } from "../inbound/arrival-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { followReplies } from "./follow-replies.ts";
import { forgetWays } from "./forget-ways.ts";
import { dueReplies, hastenFollowed, queueReply, repliesOf } from "./reply-store.ts";
import { sendReplies } from "./send-replies.ts";

const replyJob = "gateway.reply";
const wake = (tx: Tx, given: { readonly tenant: string; readonly submission: string }, runAt?: Date): Promise<void> => addJob(tx, replyJob, { tenant: given.tenant, submission: given.submission }, { key: `${replyJob}:${given.submission}`, queue: `${replyJob}:${given.submission}`, ...(runAt ? { runAt } : {}) });

export interface UndeliveredReply { readonly event: string; readonly state: "queued" | "sent" | "given-up"; readonly reason: string; readonly at: Date }

/** What offices say in applications that came from elsewhere travels back by the case they came in. */
export function createReplies(deps: InboundDeps) {
  async function follow(event: DomainEvent): Promise<void> {
    const { application } = event;
    if (!isId(application) || !isId(event.id)) throw new Error("the event names no application");
    await deps.db.asOperator("an application that came from elsewhere", async (tx) => {
      const arrival = await arrivalOfApplication(tx, application);
      if (!arrival) return;
      const fresh = await queueReply(tx, { id: event.id, tenant_id: arrival.tenant_id, submission_id: arrival.submission_id, application_id: application, attachment_id: randomUUID(), at: deps.clock.now() });
      if (fresh) await wake(tx, { tenant: arrival.tenant_id, submission: arrival.submission_id });
    });
  }
  const told = ["application.status-changed", "application.message", "application.question", "application.documents-requested", "application.decision", "application.handed-over", "application.fee-cancelled"];
  return {
    send: (given: { readonly tenant: string; readonly submission: string }) => sendReplies(deps, given, wake),
    lookAfter: (given: { readonly tenant: string; readonly submission: string }) => followReplies(deps, given),
    follow,
    /** In a case of a destination something happened: what is followed there is due at once, not only at its next turn. */
    hasten: async (tx: Tx, { tenant, ...at }: { readonly tenant: string; readonly destination: string; readonly cases: readonly string[] }): Promise<void> => {
      for (const submission of await hastenFollowed(tx, at, deps.clock.now())) await wake(tx, { tenant, submission });
    },
    /** What went back, and what could not. */
    of: (tx: Tx, application: string) => repliesOf(tx, application),
    /** For the office: what the other side does not know, or not where the person wanted to hear it. The case may have been opened at another town's destination; there is no content in it. */
    undelivered: async (application: string): Promise<readonly UndeliveredReply[]> => (await deps.db.asOperator("what the other side has not heard", (tx) => repliesOf(tx, application)))
      .filter(({ state, fault, attempts }) => fault !== null && fault !== "nothing-to-say" && (state !== "queued" || attempts > 2)).map(({ id, state, fault, created_at }) => ({ event: id, state, reason: fault ?? "", at: created_at })),
    subscriptions: told.map((to): Subscription => ({ name: `gateway.${to.split(".")[1]}`, to, handle: follow })),
    jobs: {
      [replyJob]: async ({ tenant, submission }) => {
        if (!isId(tenant) || !isId(submission)) throw new Error("the job names no submission");
        await sendReplies(deps, { tenant, submission }, wake);
        await followReplies(deps, { tenant, submission });
      },
      "gateway:replies": async () => {
        await deps.db.asOperator("replies that are due", async (tx) => { for (const { tenant_id, submission_id } of await dueReplies(tx, deps.clock.now())) await wake(tx, { tenant: tenant_id, submission: submission_id }); });
      },
      "gateway:forget-ways": async () => { await forgetWays(deps); },
    } satisfies Record<string, JobHandler>,
    crontab: ["41 4 * * * gateway:forget-ways", "* * * * * gateway:replies"],
  };
}

export type Replies = ReturnType<typeof createReplies>;
