import { randomUUID } from "node:crypto";
import { OfferError } from "../errors/fit-connect-error.ts";
import { encryptedSize, type Limits } from "../limits.ts";
import type { AttachmentToSend, FragmentRule } from "./parcel-content.ts";

/** One upload: a whole attachment or a fragment, as a range of the source. */
export interface PlannedUpload { readonly id: string; readonly start: number; readonly end: number }

export interface PlannedAttachment {
  readonly attachment: AttachmentToSend;
  readonly attachmentId: string;
  readonly uploads: readonly PlannedUpload[];
  /** The ids in order, where it was cut. */
  readonly fragments: readonly string[] | undefined;
}

export interface UploadPlan {
  readonly attachments: readonly PlannedAttachment[];
  /** Every id, fragments included, as the announcement wants them. */
  readonly announced: readonly string[];
  /** Every id that was made here, in the order of making: whoever plans the same again with these gets the same. */
  readonly made: readonly string[];
}

/**
 * @param kept ids that were made for these attachments before
 * @throws OfferError too-many-attachments, attachment-too-large, attachments-too-large
 */
export function planUploads(attachments: readonly AttachmentToSend[], rule: FragmentRule, limits: Limits, kept?: readonly string[]): UploadPlan {
  const made: string[] = [];
  const newId = (): string => {
    const id = kept === undefined ? randomUUID() : kept[made.length];
    if (id === undefined) throw new OfferError("submission-gone", "other attachments than were announced");
    made.push(id);
    return id;
  };
  const planned = attachments.map((attachment): PlannedAttachment => {
    const { size } = attachment.source;
    if (!Number.isSafeInteger(size) || size < 0) throw new RangeError("the size of an attachment is a whole number of bytes");
    const attachmentId = attachment.id ?? newId();
    if (size <= rule.above) return { attachment, attachmentId, uploads: [{ id: attachmentId, start: 0, end: size }], fragments: undefined };
    const count = Math.ceil(size / rule.size);
    const uploads = Array.from({ length: count }, (_, index) => ({ id: newId(), start: index * rule.size, end: Math.min(size, (index + 1) * rule.size) }));
    return { attachment, attachmentId, uploads, fragments: uploads.map(({ id }) => id) };
  });
  const uploads = planned.flatMap((attachment) => attachment.uploads);
  const announced = [...uploads.map(({ id }) => id), ...(rule.announceWhole ? planned.filter(({ fragments }) => fragments).map(({ attachmentId }) => attachmentId) : [])];
  const encrypted = uploads.map(({ start, end }) => encryptedSize(end - start));
  if (announced.length > limits.attachments) throw new OfferError("too-many-attachments", `${announced.length} with fragments, ${limits.attachments} are allowed`);
  if (encrypted.some((bytes) => bytes > limits.encryptedAttachmentBytes)) throw new OfferError("attachment-too-large", `encrypted more than ${limits.encryptedAttachmentBytes} bytes`);
  if (encrypted.reduce((sum, bytes) => sum + bytes, 0) > limits.encryptedTotalBytes) throw new OfferError("attachments-too-large", `encrypted more than ${limits.encryptedTotalBytes} bytes together`);
  if (kept !== undefined && kept.length !== made.length) throw new OfferError("submission-gone", "other attachments than were announced");
  return { attachments: planned, announced, made };
}
