import type { MessageMetaData } from "@kommunalportal/xta";
import { listNew } from "#modules/hub";
import { arrivalRow, listArrival } from "../arrival-store.ts";
import type { InboundDeps } from "../inbound-deps.ts";
import { wakeTake } from "../poll.ts";
import { newJti } from "../receive-submission.ts";
import { allMailboxes, arrivalId, caseAnswered, type SealedMailbox } from "./mailbox-store.ts";
import { openMailbox } from "./open-mailbox.ts";

/**
 * Looks into every town's mailbox once. What is new there is written down, each once, together with the job that fetches it. A server that does not answer holds up
 * no other; what was not seen is new the next time.
 */
export async function pollMailboxes(deps: InboundDeps): Promise<number> {
  let fresh = 0;
  for (const mailbox of await deps.db.asOperator("mailboxes of all towns", (tx) => allMailboxes(tx))) {
    try {
      for (const metaData of await listNew(await openMailbox(deps, mailbox))) if (await note(deps, mailbox, metaData)) fresh += 1;
    } catch (error) {
      deps.log.warn({ mailbox: mailbox.id, fault: error instanceof Error ? error.name : "unknown" }, "a mailbox could not be looked into");
    }
  }
  return fresh;
}

async function note(deps: InboundDeps, mailbox: SealedMailbox, { msgIdentification: { messageId, inReplyTo = [] } }: MessageMetaData): Promise<boolean> {
  const submission = arrivalId(mailbox.id, messageId);
  const given = { tenant: mailbox.tenant, submission };
  return deps.db.inTenant(mailbox.tenant, async (tx) => {
    const caseId = (inReplyTo.length > 0 ? await caseAnswered(tx, mailbox.id, inReplyTo) : undefined) ?? submission;
    if (!(await listArrival(tx, { submission, caseId, destination: mailbox.id, tenant: mailbox.tenant, jti: newJti(), at: deps.clock.now(), parcel: messageId }))) {
      // Kept here and still new there: its confirmation was lost on the way and is done again.
      const known = await arrivalRow(tx, submission);
      if (known?.state === "accepted" || known?.state === "rejected") await wakeTake(tx, given);
      return false;
    }
    await wakeTake(tx, given);
    return true;
  });
}
