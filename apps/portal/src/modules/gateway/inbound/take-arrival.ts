import { arrivalRow } from "./arrival-store.ts";
import type { InboundDeps } from "./inbound-deps.ts";
import { takeSubmission } from "./take-submission.ts";
import { takeMessage } from "./xta/take-message.ts";

/** Fetches, keeps and answers one arrival by the way it came. */
export async function takeArrival(deps: InboundDeps, given: { readonly tenant: string; readonly submission: string }): Promise<void> {
  const arrival = await deps.db.inTenant(given.tenant, (tx) => arrivalRow(tx, given.submission));
  if (arrival && arrival.parcel !== null) await takeMessage(deps, { ...given, destination: arrival.destination_id, parcel: arrival.parcel });
  else await takeSubmission(deps, given);
}
