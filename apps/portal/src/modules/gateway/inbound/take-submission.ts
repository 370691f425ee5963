import { ApiProblem, VerificationError, type ParcelHistory } from "@kommunalportal/fit-connect";
import { legalDate } from "#platform/clock";
import { applicationOfCase, arrivalRow, noteArrivingFile, updateArrival, type ArrivalRow } from "./arrival-store.ts";
import { checkData } from "./check-data.ts";
import { mandateOn } from "./destination-store.ts";
import { fileSink, type KeptFile } from "./file-sink.ts";
import type { FitConnectSettings, InboundDeps } from "./inbound-deps.ts";
import { keepApplication } from "./keep-application.ts";
import { laterAgain } from "./later-again.ts";
import { type OpenDestination, openDestination } from "./party.ts";
import { arrivedBySubmission } from "./receive-submission.ts";
import { takeAnswer } from "./take-answer.ts";

/**
 * One step after the other for one submission: fetch, prove, keep, and only after the commit accept. Every step may be repeated after a crash; the row's state
 * says what is done. What fails for no fault of the sender's is tried again later, never rejected.
 */
export async function takeSubmission(deps: InboundDeps, given: { readonly tenant: string; readonly submission: string }): Promise<void> {
  const fit = deps.fitConnect;
  const arrival = await deps.db.inTenant(given.tenant, (tx) => arrivalRow(tx, given.submission));
  if (!fit || !arrival || arrival.next_at === null) return;

  try {
    await step(deps, fit, arrival);
  } catch (error) {
    if (await settledElsewhere(deps, arrival, error)) return;
    await laterAgain(deps, given, error);
  }
}

async function step(deps: InboundDeps, fit: FitConnectSettings, arrival: ArrivalRow): Promise<void> {
  const destination = await openDestination(deps, fit, arrival.tenant_id, arrival.destination_id);
  if (!destination) throw new Error("the destination has no key to sign with");
  if (arrival.state === "listed") await receive(deps, arrival, destination);
  const now = await deps.db.inTenant(arrival.tenant_id, (tx) => arrivalRow(tx, arrival.submission_id));
  if (now?.state === "taken-in" || now?.state === "refusing") await answer(deps, now, destination);
}

async function receive(deps: InboundDeps, arrival: ArrivalRow, { subscriber, keys }: OpenDestination): Promise<void> {
  const { tenant_id: tenant, submission_id: submission } = arrival;
  const mandate = await deps.db.inTenant(tenant, (tx) => mandateOn(tx, tenant, legalDate(deps.clock.now())));
  if (!mandate || keys.length === 0) {
    // Not ours to open: it waits at the delivery service, sealed, until the town takes it (`unopened.ts`).
    await deps.db.inTenant(tenant, (tx) => updateArrival(tx, submission, { state: "unopened", nextAt: null, unopenedWhy: mandate ? "key" : "order" }));
    return;
  }
  const reception = await subscriber.receive<KeptFile>(submission, {
    keys, checkData: (data) => checkData(deps, data),
    async sinkFor() {
      const lock = deps.applications.fileForTakeIn();
      await deps.db.inTenant(tenant, (tx) => noteArrivingFile(tx, { storeKey: lock.storeKey, tenant, submission, at: deps.clock.now() }));
      return fileSink(deps.files, lock);
    },
  });
  if (reception.kind === "broken") {
    // A key that is not here is our own gap: the sender did nothing wrong.
    if (reception.causes.some(({ code }) => code === "jwe-key-unknown")) throw reception.causes.find(({ code }) => code === "jwe-key-unknown")!;
    await deps.db.inTenant(tenant, (tx) => updateArrival(tx, submission, { state: "refusing", problems: reception.problems, nextAt: deps.clock.now() }));
    return;
  }
  const log = await subscriber.events(arrival.case_id, arrival.destination_id);
  const submitted = log.parcel("submission", submission)?.events.find(({ verb }) => verb === "submit");
  const arrivedAt = new Date(Math.min(submitted?.issuedAt ?? Infinity, deps.clock.now().getTime()));
  const before = await deps.db.inTenant(tenant, (tx) => applicationOfCase(tx, tenant, arrival.case_id));
  if (before && before.submission_id !== submission) { await takeAnswer(deps, arrival, before, arrivedBySubmission(reception, submission), arrivedAt); return; }
  await keepApplication(deps, arrival, arrivedBySubmission(reception, submission), arrivedAt);
}

/** Accept or reject, with an id that stays the same over all tries. */
async function answer(deps: InboundDeps, arrival: ArrivalRow, { subscriber }: OpenDestination): Promise<void> {
  const { submission_id: id, case_id: caseId, destination_id: destinationId, jti } = arrival;
  const accepts = arrival.state === "taken-in";
  let parcel: ParcelHistory | undefined;
  try {
    parcel = (await subscriber.events(caseId, destinationId)).parcel("submission", id);
  } catch (error) {
    // A log that proves nothing is itself a reason to reject; to accept, it has to be right.
    if (accepts || !(error instanceof VerificationError)) throw error;
  }
  const identity = { kind: "submission", id, caseId, destinationId, schema: parcel?.schema } as const;
  const settled = parcel?.state === "accepted" || parcel?.state === "rejected" || parcel?.state === "deleted";
  if (settled) { await note(deps, arrival, accepts || parcel?.state === "accepted" ? "accepted" : "rejected"); return; }
  if (accepts) {
    if (parcel?.authenticationTags === undefined) throw new Error("the log of a submission that was proved has no tags");
    await subscriber.accept({ ...identity, authenticationTags: parcel.authenticationTags }, { jti });
  } else {
    await subscriber.reject(identity, arrival.problems ?? [], { jti });
  }
  await note(deps, arrival, accepts ? "accepted" : "rejected");
}

function note(deps: InboundDeps, arrival: ArrivalRow, state: "accepted" | "rejected"): Promise<void> {
  const now = deps.clock.now();
  return deps.db.inTenant(arrival.tenant_id, (tx) => updateArrival(tx, arrival.submission_id, { state, answeredAt: now, nextAt: null }));
}

/** Gone at the delivery service before it was opened (rejected by its own term, or taken by another program of the town): nothing is left to do. */
async function settledElsewhere(deps: InboundDeps, arrival: ArrivalRow, error: unknown): Promise<boolean> {
  if (!(error instanceof ApiProblem) || error.status !== 404 || arrival.state !== "listed") return false;
  await deps.db.inTenant(arrival.tenant_id, (tx) => updateArrival(tx, arrival.submission_id, { state: "rejected", problems: [{ type: "about:blank", title: "no longer at the delivery service", detail: "" }], answeredAt: deps.clock.now(), nextAt: null }));
  return true;
}
