import { FitConnectError } from "@kommunalportal/fit-connect";
import { postponeArrival } from "./arrival-store.ts";
import type { InboundDeps } from "./inbound-deps.ts";

/** No fault of the sender's: tried again, more seldom each time. */
export async function laterAgain(deps: InboundDeps, given: { readonly tenant: string; readonly submission: string }, error: unknown): Promise<void> {
  const fault = error instanceof FitConnectError ? error.code : error instanceof Error ? error.name : "unknown";
  const attempts = await deps.db.inTenant(given.tenant, (tx) => postponeArrival(tx, given.submission, { fault, now: deps.clock.now() }));
  deps.log.warn({ submission: given.submission, fault, attempts, ...(error instanceof FitConnectError ? {} : { err: error instanceof Error ? error.message : String(error) }) }, "a submission could not be taken in; it is tried again");
}
