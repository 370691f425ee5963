import { Transform, type Readable } from "node:stream";
import type { Behaviour } from "./behaviour.ts";
import { ApiProblem } from "./problem.ts";
import type { Parcel } from "./records.ts";
import { now, type Service } from "./service.ts";

/**
 * `GET /submissions/{id}` and `/replies/{id}` (delivery.md 1.5.5), as JSON: as often as wanted until the content is deleted; before it is submitted nobody sees it. The content, which was
 * checked when it came, goes out as it lies on the disk.
 */
export async function fetchParcel(host: Service, parcel: Parcel, version: Parcel["api"]): Promise<Buffer> {
  const { kind, id, caseId, destinationId, publicService, region, announced, fetchedAt } = available(parcel);
  if (fetchedAt === undefined) await noteFetched(host, parcel);
  const about = {
    [`${kind}Id`]: id, caseId, destinationId,
    ...(publicService && { [version === "v1" ? "serviceType" : "publicService"]: publicService }), ...(region !== undefined && { region }),
    attachments: announced,
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(about).slice(0, -1)},`), host.content.read(id).subarray(1)]);
}

/** The JWE of an attachment as a stream, disturbed where the control says so. */
export function fetchAttachment({ content, behaviour }: Service, parcel: Parcel, attachmentId: string): Readable {
  const { id, uploaded } = available(parcel);
  const disturbance = behaviour.current.attachments;
  const wanted = uploaded.find((upload) => upload.id === attachmentId);
  if (!wanted || disturbance === "missing") throw new ApiProblem("attachment-not-found");
  const given = disturbance === "swapped" ? uploaded.find((upload) => upload.id !== attachmentId) ?? wanted : wanted;
  const stream = content.attachment(id, given.id, given.tag);
  return disturbance === "bit-flipped" || disturbance === "cut" ? stream.pipe(disturbed(disturbance, given.length)) : stream;
}

/** Nobody is reminded of it any more. Were this lost in a crash, a mail too many would be all. */
function noteFetched({ store, clock }: Service, { id, caseId }: Parcel): Promise<void> {
  return store.inTurn(caseId, async () => {
    const parcel = store.parcels.get(id);
    if (parcel) store.note({ parcel: { ...parcel, fetchedAt: now({ clock }) } });
  });
}

function available(parcel: Parcel): Parcel {
  if (parcel.state === "incomplete" || parcel.state === "deleted") throw new ApiProblem(`${parcel.kind}-not-found`);
  return parcel;
}

/** One character in the middle of the ciphertext becomes another, or the last tenth is missing. */
function disturbed(how: Extract<Behaviour["attachments"], "bit-flipped" | "cut">, length: number): Transform {
  const at = how === "cut" ? Math.floor(length * 0.9) : Math.floor((length + 800) / 2);
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const from = seen;
      seen += chunk.length;
      if (how === "cut") return done(null, chunk.subarray(0, Math.max(0, at - from)));
      if (at >= from && at < seen) chunk[at - from] = chunk[at - from] === 65 ? 66 : 65;
      return done(null, chunk);
    },
  });
}
