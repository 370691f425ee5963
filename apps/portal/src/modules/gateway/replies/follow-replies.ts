import { type EventLog, FitConnectError, problemText } from "@kommunalportal/fit-connect";
import { arrivalRow } from "../inbound/arrival-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { openDestination } from "../inbound/party.ts";
import { followedReplies, replyAnswered, replyFollowedNoMore, replyLookedAt } from "./reply-store.ts";

/** The delivery service rejects by itself what nobody has answered for 14 days; whoever has not been heard of after this never will be. */
const followedDays = 21;

/**
 * What became of the replies of one case that lie at the delivery service, by its log: handed over is not yet heard. What the other side refuses, or does not take in two weeks, the office
 * has to know, for the person has not read it.
 */
export async function followReplies(deps: InboundDeps, { tenant, submission }: { readonly tenant: string; readonly submission: string }): Promise<void> {
  const fit = deps.fitConnect;
  const now = deps.clock.now();
  const { rows, arrival } = await deps.db.inTenant(tenant, async (tx) => ({ rows: await followedReplies(tx, submission, now), arrival: await arrivalRow(tx, submission) }));
  if (!fit || !arrival || rows.length === 0) return;
  let log: EventLog | undefined;
  try {
    log = await (await openDestination(deps, fit, tenant, arrival.destination_id))?.subscriber.events(arrival.case_id, arrival.destination_id);
  } catch (error) {
    if (!(error instanceof FitConnectError)) throw error;
    deps.log.warn({ submission, fault: error.code }, "what became of a reply could not be read; it is looked at again");
  }
  await deps.db.inTenant(tenant, async (tx) => {
    for (const { id, reply_id: reply, sent_at: sent, looks } of rows) {
      const answer = log && reply !== null ? answerIn(log, reply) : undefined;
      if (answer) await replyAnswered(tx, id, now, answer === "accepted" ? undefined : answer);
      else if (sent !== null && now.getTime() - sent.getTime() > followedDays * 86_400_000) await replyFollowedNoMore(tx, id);
      else await replyLookedAt(tx, id, new Date(now.getTime() + Math.min(6 * 3_600_000, 60_000 * 2 ** Math.min(looks, 10))));
    }
  });
}

/** `accepted`, or why not; undefined: nobody has answered yet. */
function answerIn(log: EventLog, reply: string): string | undefined {
  const history = log.parcel("reply", reply);
  const decisive = history?.events.find(({ verb }) => verb === "accept" || verb === "reject");
  if (!decisive) return undefined;
  if (decisive.verb === "accept") return "accepted";
  if (decisive.issuerKind === "service") return "reply-not-taken";
  return `reply-refused: ${(history?.problems ?? []).slice(0, 5).map((problem) => problemText(problem, "de")).join(" ")}`;
}
