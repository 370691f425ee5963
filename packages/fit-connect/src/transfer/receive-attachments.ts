import type { ParcelPath, SubmissionApi } from "../api/submission-api.ts";
import { idKey } from "../api/same-id.ts";
import { ApiProblem } from "../errors/api-problem.ts";
import { VerificationError } from "../errors/verification-error.ts";
import type { AuthenticationTags, Problem } from "../events/event-payload.ts";
import { receptionProblem, type ReceptionProblemId } from "../events/reception-problem.ts";
import type { ZipRule } from "../jwe/jwe-header.ts";
import { receiveContent } from "../jwe/receive-content.ts";
import type { ProvedContent } from "../jwe/sealed-sink.ts";
import type { DecryptionKey } from "../keys/decryption-key.ts";
import type { Limits } from "../limits.ts";
import type { AttachmentMetadata } from "../metadata/metadata-2.ts";
import type { ReceivedAttachment, SinkFor } from "./reception.ts";

export interface AttachmentSetting<T> {
  readonly api: SubmissionApi;
  readonly path: ParcelPath;
  readonly parcelId: string;
  readonly tags: AuthenticationTags;
  readonly keys: readonly DecryptionKey[];
  readonly limits: Limits;
  readonly zip: ZipRule;
  readonly sinkFor: SinkFor<T>;
  readonly signal?: AbortSignal;
}

/** Attachments that were all proved, and are still sealed. */
export interface SealedAttachments<T> {
  readonly problems: readonly Problem[];
  readonly causes: readonly VerificationError[];
  /** Gives out all of them. Only without problems. */
  release(): Promise<readonly ReceivedAttachment<T>[]>;
  discard(): Promise<void>;
}

/** Fetches, decrypts and proves one attachment after the other. What is not the sender's fault is thrown, after everything was discarded. */
export async function receiveAttachments<T>(attachments: readonly AttachmentMetadata[], setting: AttachmentSetting<T>): Promise<SealedAttachments<T>> {
  const proved: { readonly metadata: AttachmentMetadata; readonly content: ProvedContent<T> }[] = [];
  const [problems, causes]: [Problem[], VerificationError[]] = [[], []];
  const uploads: Uploads = new Map(Object.entries(setting.tags.attachments).map(([id, tag]) => [idKey(id), { id, tag }]));
  const together = within(setting.limits.encryptedTotalBytes);
  const discard = async (): Promise<void> => { for (const { content } of proved.splice(0)) await content.discard(); };
  try {
    for (const metadata of attachments) {
      try {
        proved.push({ metadata, content: await receiveOne(metadata, setting, uploads, together) });
      } catch (error) {
        const problem = problemOf(error);
        if (problem === undefined) throw error;
        problems.push(receptionProblem(problem, `attachment:${metadata.attachmentId}`, detailOf(error)));
        if (error instanceof VerificationError) causes.push(error);
      }
    }
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    problems, causes, discard,
    async release() {
      const released: ReceivedAttachment<T>[] = [];
      try {
        for (let next = proved.shift(); next !== undefined; next = proved.shift()) released.push({ metadata: next.metadata, content: await next.content.release(), bytes: next.content.bytes });
      } catch (error) {
        await discard();
        throw error;
      }
      return released;
    },
  };
}

/** What was uploaded, in the service's spelling of its id: the metadata are the sender's. */
type Uploads = ReadonlyMap<string, { readonly id: string; readonly tag: string }>;

async function receiveOne<T>(metadata: AttachmentMetadata, { api, path, parcelId, keys, limits, zip, sinkFor, signal }: AttachmentSetting<T>, uploads: Uploads, together: ReturnType<typeof within>): Promise<ProvedContent<T>> {
  const parts = (metadata.fragments ?? [metadata.attachmentId]).map((named) => {
    const upload = uploads.get(idKey(named));
    if (upload === undefined) throw new VerificationError("set-tags", "no authentication tag");
    return { expectedTag: upload.tag, open: async () => together(await api.attachment(path, parcelId, upload.id, signal)) };
  });
  return receiveContent(parts, await sinkFor(metadata), { keys, expectedSha512: metadata.hash.content, maxEncryptedBytes: limits.encryptedAttachmentBytes, zip });
}

/** Of everything that comes through it, no more than this together. */
function within(most: number): (pieces: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array, void, undefined> {
  let left = most;
  return async function* limited(pieces) {
    for await (const piece of pieces) {
      left -= piece.byteLength;
      if (left < 0) throw new VerificationError("jwe-too-large", `more than ${most} bytes together`);
      yield piece;
    }
  };
}

/** The problem a failure means for the sender; undefined for what is no fault of the sender's. */
export function problemOf(error: unknown): ReceptionProblemId | undefined {
  if (error instanceof ApiProblem) return error.status === 404 ? "missing-attachment" : undefined;
  if (!(error instanceof VerificationError)) return undefined;
  if (error.code === "set-tags") return "incorrect-authentication-tag";
  if (error.code === "jwe-too-large") return "technical-error";
  return error.code === "hash-mismatch" ? "hash-mismatch" : "encryption-issue";
}

/** Words of its own for what the ids have none for: it could well be decrypted, and is not. */
export function detailOf(error: unknown): string | undefined {
  return error instanceof VerificationError && error.code === "jwe-too-large" ? "Der Inhalt ist größer, als hier angenommen wird." : undefined;
}
