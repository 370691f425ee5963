import { transportStatus } from "@kommunalportal/xta";
import type { ArrivalRow } from "../inbound/arrival-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { clientOf } from "../inbound/xta/open-mailbox.ts";
import type { Answered } from "./follow-replies.ts";
import type { ReplyRow } from "./reply-store.ts";

/** By the transport reports of the server: green once the reader has confirmed, red where it will never arrive. @throws XtaException, XtaUnreachable */
export async function answersByXta(deps: InboundDeps, tenant: string, arrival: Pick<ArrivalRow, "destination_id">, rows: readonly ReplyRow[]): Promise<(row: ReplyRow) => Answered> {
  const opened = await clientOf(deps, { tenant, destination: arrival.destination_id });
  const answers = new Map<string, Answered>();
  for (const { id, parcel } of rows) if (opened && parcel !== null) answers.set(id, answerOf(transportStatus(await opened.client.getTransportReport(parcel))));
  return ({ id }) => answers.get(id);
}

function answerOf(light: ReturnType<typeof transportStatus>): Answered {
  if (light === "red") return { kind: "refused", why: "reply-undeliverable" };
  return { kind: light === "green" ? "taken" : "waiting" };
}
