import { Readable } from "node:stream";
import { receptionProblem } from "@kommunalportal/fit-connect";
import type { Actor } from "#modules/audit";
import { legalDate } from "#platform/clock";
import { sql } from "#platform/database";
import { isId } from "#platform/ids";
import { zipStream } from "#platform/sheets";
import { arrivalRow, updateArrival, type ArrivalRow } from "./arrival-store.ts";
import type { InboundDeps } from "./inbound-deps.ts";
import { openDestination } from "./party.ts";
import { answerMessage, isByXta, unopenedMessage } from "./xta/pass-on.ts";

/**
 * What may not or cannot be opened here, for the town to open itself: of XTA, the message as it lies in the mailbox; of FIT-Connect, the submission with its JWE strings, its signed events, and each attachment as it lies
 * at the delivery service, in one archive that is written while it is read. undefined: there is nothing unopened of this id.
 */
export async function unopenedPackage(deps: InboundDeps, given: { readonly tenant: string; readonly submission: string; readonly actor: Actor }): Promise<Readable | undefined> {
  const waiting = await unopenedRow(deps, given);
  const passedOn = (): Promise<void> => deps.db.inTenant(given.tenant, (tx) => deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: "gateway.pass-on", subject: { kind: "submission", id: given.submission } }));
  if (waiting && isByXta(waiting)) {
    const message = await unopenedMessage(deps, waiting);
    if (message) await passedOn();
    return message;
  }
  const found = waiting && await withDestination(deps, waiting);
  if (!found) return undefined;
  const { arrival, destination } = found;
  const sealed = await destination.subscriber.sealed(arrival.submission_id);
  const log = await destination.subscriber.events(arrival.case_id, arrival.destination_id);
  await passedOn();
  const modified = arrival.listed_at;
  const json = (value: unknown) => () => Readable.from([Buffer.from(JSON.stringify(value, null, 2))]);
  return zipStream([
    { name: "einreichung.json", modified, open: json(sealed) },
    { name: "ereignisse.json", modified, open: json(log.events.map(({ token }) => token)) },
    ...sealed.attachments.map((id) => ({ name: `anlage-${id}.jwe`, modified, open: async () => Readable.from(await destination.subscriber.sealedAttachment(arrival.submission_id, id)) })),
  ]);
}

/** The town has opened it itself and says what came of it; that goes to the sender as its answer. False: nothing unopened of this id. */
export async function answerUnopened(deps: InboundDeps, given: { readonly tenant: string; readonly submission: string; readonly verb: "accept" | "reject"; readonly actor: Actor }): Promise<boolean> {
  const waiting = await unopenedRow(deps, given);
  if (waiting && isByXta(waiting)) return answerMessage(deps, waiting, given);
  const found = waiting && await withDestination(deps, waiting);
  if (!found) return false;
  const { arrival, destination: { subscriber } } = found;
  const parcel = (await subscriber.events(arrival.case_id, arrival.destination_id)).parcel("submission", arrival.submission_id);
  if (parcel?.authenticationTags === undefined) return false;
  const identity = { kind: "submission", id: arrival.submission_id, caseId: arrival.case_id, destinationId: arrival.destination_id, schema: parcel.schema } as const;
  const problems = [receptionProblem("technical-error", "submission", "Die Behörde konnte die Einreichung nicht verarbeiten.")];
  if (given.verb === "accept") await subscriber.accept({ ...identity, authenticationTags: parcel.authenticationTags }, { jti: arrival.jti });
  else await subscriber.reject(identity, problems, { jti: arrival.jti });
  await deps.db.inTenant(given.tenant, async (tx) => {
    await updateArrival(tx, arrival.submission_id, { state: given.verb === "accept" ? "accepted" : "rejected", answeredAt: deps.clock.now(), nextAt: null, ...(given.verb === "reject" ? { problems } : {}) });
    await deps.audit.record(tx, { tenant: given.tenant, actor: given.actor, action: `gateway.${given.verb}-unopened`, subject: { kind: "submission", id: arrival.submission_id } });
  });
  return true;
}

async function unopenedRow(deps: InboundDeps, given: { readonly tenant: string; readonly submission: string }): Promise<ArrivalRow | undefined> {
  const arrival = isId(given.submission) ? await deps.db.inTenant(given.tenant, (tx) => arrivalRow(tx, given.submission)) : undefined;
  return arrival?.state === "unopened" && arrival.tenant_id === given.tenant ? arrival : undefined;
}

async function withDestination(deps: InboundDeps, arrival: ArrivalRow) {
  const destination = deps.fitConnect && await openDestination(deps, deps.fitConnect, arrival.tenant_id, arrival.destination_id);
  return destination && { arrival, destination };
}

/** A town has given its order: what waits unopened is opened after all, by FIT-Connect where a key for it is here. */
export async function openWaiting(deps: InboundDeps): Promise<number> {
  const today = legalDate(deps.clock.now());
  return deps.db.asOperator("what waits for a town's order", (tx) => tx.run(sql`update gateway.arrival a set state = 'listed', next_at = ${deps.clock.now()} where a.state = 'unopened'
    and exists (select from gateway.mandate m where m.tenant_id = a.tenant_id and m.ended_at is null and m.valid_from <= ${today}::date)
    and ((a.parcel is not null and coalesce(a.unopened_why, 'order') = 'order') or a.parcel is null and exists (select from gateway.key k where k.destination_id = a.destination_id and k.use = 'encryption' and k.state <> 'retired' and k.private_jwk is not null))`));
}
