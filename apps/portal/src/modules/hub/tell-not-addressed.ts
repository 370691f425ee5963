import type { Tx } from "#platform/database";
import type { RefusalReason, UnreachableReason } from "./channel.ts";
import type { ClaimedDelivery } from "./claim-delivery.ts";
import type { HubDeps } from "./deps.ts";
import { notAddressedText } from "./reasons.ts";

const reasons: ReadonlySet<string> = new Set<RefusalReason | UnreachableReason>(["no-receiver", "place-missing", "place-unknown", "several-receivers"]);

/** The authority of the place cannot be reached: applicant and office read it in the log, once for each delivery, however often it is tried. */
export async function tellNotAddressed(deps: Pick<HubDeps, "applications">, tx: Tx, delivery: ClaimedDelivery, reason: string): Promise<void> {
  if (!reasons.has(reason) || delivery.message !== "application.submitted") return;
  const head = await deps.applications.view(tx, delivery.application);
  if (!head) return;
  const log = await deps.applications.timeline(tx, head.id, { kind: "tenant" }, "office");
  if (log.some(({ type, data }) => type === "delivery-not-addressed" && data["delivery"] === delivery.id)) return;
  await deps.applications.record(tx, head.id, {
    type: "delivery-not-addressed", unannounced: true, actor: { kind: "system", what: "hub" }, forCitizen: true, text: notAddressedText[head.language],
    data: { delivery: delivery.id, destination: delivery.destination, name: delivery.destinationName, part: delivery.part, reason },
  });
}
