import { arrivalRow, forgetArrivingFiles, isRepeat, namedSchema, updateArrival, type ArrivalRow } from "./arrival-store.ts";
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
    if (arrived.sealedDigest && (await isRepeat(tx, arrival, arrived.sealedDigest))) {
      await updateArrival(tx, submission, { state: "taken-in", kind: "repeat", arrivedAt, nextAt: deps.clock.now() });
      return;
    }
    const { application } = await deps.applications.takeIn(tx, prepared.takeIn);
    // What differs stands, sealed, in the content; here only that something does.
    const differences = prepared.conflicts.reduce((sum, conflict) => sum + conflict.differences.length, 0);
    if (differences > 0) await deps.applications.record(tx, application, { type: "data-conflict", unannounced: true, actor: { kind: "system", what: "gateway" }, forCitizen: false, data: { differences } });
    await updateArrival(tx, submission, { state: "taken-in", kind: "application", application, sealed: prepared.sealed, arrivedAt, nextAt: deps.clock.now(), schema: namedSchema(deps.schemas, arrived.data?.schemaUri) });
    await forgetArrivingFiles(tx, prepared.storeKeys);
    await deps.audit.record(tx, { tenant, actor: { kind: "system", what: "gateway" }, action: "gateway.open", subject: { kind: "application", id: application } });
  });
}
