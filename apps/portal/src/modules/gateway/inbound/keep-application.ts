import { arrivalRow, forgetArrivingFiles, updateArrival, type ArrivalRow } from "./arrival-store.ts";
import type { InboundDeps } from "./inbound-deps.ts";
import { type Arrived, prepareTakeIn } from "./receive-submission.ts";

/** Content, files, event and state in one transaction; whoever tells the sender does it after its commit. */
export async function keepApplication(deps: InboundDeps, arrival: ArrivalRow, arrived: Arrived, arrivedAt: Date): Promise<void> {
  const { tenant_id: tenant, submission_id: submission } = arrival;
  const prepared = await prepareTakeIn(deps, arrival, arrived, arrivedAt);
  await deps.db.inTenant(tenant, async (tx) => {
    const locked = await arrivalRow(tx, submission, true);
    // Another worker was faster: its files count, ours go with the sweep.
    if (locked?.state !== "listed") return;
    const { application } = await deps.applications.takeIn(tx, prepared.takeIn);
    await updateArrival(tx, submission, { state: "taken-in", kind: "application", application, sealed: prepared.sealed, arrivedAt, nextAt: deps.clock.now() });
    await forgetArrivingFiles(tx, prepared.storeKeys);
    await deps.audit.record(tx, { tenant, actor: { kind: "system", what: "gateway" }, action: "gateway.open", subject: { kind: "application", id: application } });
  });
}
