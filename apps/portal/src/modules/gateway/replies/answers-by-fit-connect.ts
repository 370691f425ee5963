import { type EventLog, problemText } from "@kommunalportal/fit-connect";
import type { ArrivalRow } from "../inbound/arrival-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { openDestination } from "../inbound/party.ts";
import type { Answered } from "./follow-replies.ts";
import type { ReplyRow } from "./reply-store.ts";

/** By the log of the case. @throws FitConnectError */
export async function answersByFitConnect(deps: InboundDeps, tenant: string, arrival: Pick<ArrivalRow, "case_id" | "destination_id">): Promise<(row: ReplyRow) => Answered> {
  const destination = deps.fitConnect && (await openDestination(deps, deps.fitConnect, tenant, arrival.destination_id));
  const log = await destination?.subscriber.events(arrival.case_id, arrival.destination_id);
  return ({ reply_id: reply }) => (log && reply !== null ? answerIn(log, reply) : undefined);
}

function answerIn(log: EventLog, reply: string): Answered {
  const history = log.parcel("reply", reply);
  const decisive = history?.events.find(({ verb }) => verb === "accept" || verb === "reject");
  if (!decisive) return { kind: "waiting" };
  if (decisive.verb === "accept") return { kind: "taken" };
  if (decisive.issuerKind === "service") return { kind: "refused", why: "reply-not-taken" };
  return { kind: "refused", why: `reply-refused: ${(history?.problems ?? []).slice(0, 5).map((problem) => problemText(problem, "de")).join(" ")}` };
}
