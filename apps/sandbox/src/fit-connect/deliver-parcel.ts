import type { Readable } from "node:stream";
import { z } from "zod";
import { parsed } from "./announce.ts";
import { callbacksAbout } from "./callbacks.ts";
import { inspectJwe, JweInspector, type JweRules } from "./jwe-inspector.ts";
import { ApiProblem } from "./problem.ts";
import type { Parcel, Tags } from "./records.ts";
import { serviceEvent } from "./service-event.ts";
import { now, type Service } from "./service.ts";

const contentSchema = z.strictObject({ encryptedMetadata: z.string(), encryptedData: z.string().optional() });

/** `PUT …/attachments/{id}`: streamed to the disk and looked at on its way; may be repeated while the parcel is incomplete (delivery.md 1.5.4). */
export async function uploadAttachment(host: Service, parcelId: string, attachmentId: string, body: Readable): Promise<void> {
  const { store, behaviour: { current: { limits } } } = host;
  const before = incomplete(host, parcelId);
  if (!before.announced.includes(attachmentId)) throw new ApiProblem("attachment-not-found");
  const others = ({ uploaded }: Parcel): number => uploaded.reduce((sum, { id, length }) => sum + (id === attachmentId ? 0 : length), 0);
  const most = Math.min(limits.attachmentBytes, limits.totalBytes - others(before));
  const inspector = new JweInspector({ ...rulesFor(host, before), ctyMandatory: false });
  const { length, tag } = await host.content.receiveAttachment(parcelId, attachmentId, body, most, inspector);
  await store.inTurn(before.caseId, async () => {
    const parcel = incomplete(host, parcelId);
    // Others may have come at the same time.
    if (others(parcel) + length > limits.totalBytes) throw new ApiProblem("payload-too-large", `more than ${limits.totalBytes} bytes together`);
    await store.commit({ parcel: { ...parcel, uploaded: [...parcel.uploaded.filter(({ id }) => id !== attachmentId), { id: attachmentId, length, tag }] } });
  });
}

/** `PUT /submissions/{id}` and `/replies/{id}`: hands over; afterwards nothing of it can be changed. */
export async function finishParcel(host: Service, parcelId: string, body: unknown): Promise<Parcel> {
  const { store } = host;
  const { caseId } = incomplete(host, parcelId);
  const content = parsed(contentSchema, body);
  return store.inTurn(caseId, async () => {
    const parcel = incomplete(host, parcelId);
    if (content.encryptedData === undefined && parcel.api === "v2") throw new ApiProblem("data-missing");
    const rules = rulesFor(host, parcel);
    const metadata = inspectJwe(content.encryptedMetadata, rules);
    const data = content.encryptedData === undefined ? undefined : inspectJwe(content.encryptedData, rules);
    const missing = parcel.announced.filter((id) => !parcel.uploaded.some((upload) => upload.id === id));
    if (missing.length > 0) throw new ApiProblem("attachments-incomplete", missing.join(", "));
    const tags: Tags = { metadata: metadata.tag, ...(data && { data: data.tag }), attachments: Object.fromEntries(parcel.uploaded.map(({ id, tag }) => [id, tag])) };
    const submitted: Parcel = { ...parcel, state: "submitted", submittedAt: now(host), tags };
    // The disk and the signature wait for nothing of each other.
    const [event] = await Promise.all([serviceEvent(host, submitted, "submit", { authenticationTags: tags }), host.content.write(parcelId, content)]);
    const bracket = store.cases.get(caseId);
    if (!bracket) throw new Error("a parcel without a case");
    await store.commit({
      parcel: submitted, events: [event],
      callbacks: callbacksAbout(host, { about: "parcel", bracket, parcel: submitted }),
    });
    return submitted;
  });
}

function incomplete({ store }: Service, parcelId: string): Parcel {
  const parcel = store.parcels.get(parcelId);
  if (!parcel) throw new ApiProblem("submission-not-found");
  if (parcel.state !== "incomplete") throw new ApiProblem(`${parcel.kind}-state-invalid`, `it is ${parcel.state}`);
  return parcel;
}

/**
 * Section 7.5 decides: the `kid` is the destination's current `encryptionKid` at the moment of each upload. Who is overtaken by a key rotation
 * encrypts again; what arrived before stays, for the destination keeps its old private key until all of it is processed (1.6).
 */
function rulesFor({ store }: Service, { destinationId, from, api }: Parcel): JweRules {
  return { kid: from === "sender" ? store.destinations.get(destinationId)?.encryptionKid : undefined, ctyMandatory: api === "v2", zipAllowed: api === "v1" };
}
