import { FitConnectError } from "@kommunalportal/fit-connect";
import { XtaException, XtaUnreachable } from "@kommunalportal/xta";
import { arrivalRow } from "../inbound/arrival-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { answersByFitConnect } from "./answers-by-fit-connect.ts";
import { answersByXta } from "./answers-by-xta.ts";
import { followedReplies, replyAnswered, replyFollowedNoMore, replyLookedAt, type ReplyRow } from "./reply-store.ts";

/** `taken`: the other side has it · `refused`, with why: it never will · `waiting`: it has not said so yet. Undefined: it cannot be told just now. */
export type Answered = { readonly kind: "taken" | "waiting" } | { readonly kind: "refused"; readonly why: string } | undefined;

/** The delivery service of FIT-Connect rejects by itself what nobody has answered for so long; an XTA server leaves it lying. Days. */
const takenWithinDays = 14;
/** Whoever has not been heard of after this never will be. */
const followedDays = 21;

/**
 * What became of the replies of one case that lie with an intermediary: handed over is not yet heard. What the other side refuses, or does not take in two weeks, the office has to know, for
 * the person has not read it.
 */
export async function followReplies(deps: InboundDeps, { tenant, submission }: { readonly tenant: string; readonly submission: string }): Promise<void> {
  const now = deps.clock.now();
  const { rows, arrival } = await deps.db.inTenant(tenant, async (tx) => ({ rows: await followedReplies(tx, submission, now), arrival: await arrivalRow(tx, submission) }));
  if (!arrival || rows.length === 0) return;
  let answers: (row: ReplyRow) => Answered = () => undefined;
  try {
    answers = await (arrival.parcel === null ? answersByFitConnect(deps, tenant, arrival) : answersByXta(deps, tenant, arrival, rows));
  } catch (error) {
    if (!(error instanceof FitConnectError || error instanceof XtaException || error instanceof XtaUnreachable)) throw error;
    deps.log.warn({ submission, fault: error.name }, "what became of a reply could not be read; it is looked at again");
  }
  await deps.db.inTenant(tenant, async (tx) => {
    for (const row of rows) {
      const [answer, days] = [answers(row), row.sent_at === null ? 0 : (now.getTime() - row.sent_at.getTime()) / 86_400_000];
      if (answer?.kind === "taken") await replyAnswered(tx, row.id, now, undefined);
      else if (answer?.kind === "refused") await replyAnswered(tx, row.id, now, answer.why);
      else if (answer?.kind === "waiting" && arrival.parcel !== null && days > takenWithinDays) await replyAnswered(tx, row.id, now, "reply-not-taken");
      else if (days > followedDays) await replyFollowedNoMore(tx, row.id);
      else await replyLookedAt(tx, row, new Date(now.getTime() + Math.min(6 * 3_600_000, 60_000 * 2 ** Math.min(row.looks, 10))));
    }
  });
}
