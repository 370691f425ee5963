import { createHash, type Hash } from "node:crypto";
import { parseJson } from "../encoding/json.ts";
import { sha512 } from "../encoding/sha512.ts";
import { ApiProblem } from "../errors/api-problem.ts";
import { OfferError, TransportError } from "../errors/fit-connect-error.ts";
import type { AuthenticationTags } from "../events/event-payload.ts";
import type { ApiClient } from "../http/api-client.ts";
import { authenticationTag, encryptJwe } from "../jwe/encrypt-jwe.ts";
import { encryptJweStream, type EncryptedStream } from "../jwe/encrypt-jwe-stream.ts";
import type { RecipientKey } from "../keys/recipient-key.ts";
import { buildMetadata } from "../metadata/build-metadata.ts";
import type { AttachmentMetadata } from "../metadata/metadata-2.ts";
import type { ParcelPath } from "../api/submission-api.ts";
import type { AttachmentSource } from "./attachment-source.ts";
import type { ParcelContent } from "./parcel-content.ts";
import type { PlannedAttachment, UploadPlan } from "./plan-uploads.ts";

export interface ParcelToSend {
  readonly path: ParcelPath;
  /** Given by the service when it was announced. */
  readonly id: string;
  readonly content: ParcelContent;
  readonly plan: UploadPlan;
  readonly recipient: RecipientKey;
  readonly signal?: AbortSignal;
  /**
   * An earlier try of the last step was answered by nothing, and this one by "not any more": did the first one arrive after all? Asked with the
   * tags of what was sent; answers with the tags of what arrived.
   */
  readonly arrived: (tags: AuthenticationTags) => Promise<AuthenticationTags | undefined>;
}

/** @throws OfferError data-too-large, data-invalid */
export function checkData({ data }: ParcelContent, maxBytes: number): void {
  const size = Buffer.byteLength(data.bytes);
  if (size > maxBytes) throw new OfferError("data-too-large", `${size} of ${maxBytes} bytes: send them as attachment of purpose data`);
  if (data.mimeType === "application/json" && parseJson(data.bytes) === undefined) throw new OfferError("data-invalid", "no JSON");
}

/** Uploads every attachment, then metadata and data: with that the service has it. Returns the tags by which everybody can prove what was sent. */
export async function sendParcel(client: ApiClient, parcel: ParcelToSend): Promise<AuthenticationTags> {
  const { connection: { environment, apiVersion } } = client;
  const url = `${environment.submissionUrl}/${apiVersion}/${parcel.path}/${parcel.id}`;
  const tags: Record<string, string> = {};
  const described: AttachmentMetadata[] = [];
  for (const planned of parcel.plan.attachments) described.push(await upload(client, url, planned, parcel, tags));

  const { data, attachments: _attachments, ...extras } = parcel.content;
  const dataBytes = typeof data.bytes === "string" ? Buffer.from(data.bytes, "utf8") : data.bytes;
  const dataHash = sha512(dataBytes);
  const metadata = buildMetadata({
    ...extras, attachments: described,
    data: { hash: { type: "sha512", content: dataHash }, submissionSchema: { schemaUri: data.schemaUri, mimeType: data.mimeType }, ...(data.signature === undefined ? {} : { signature: data.signature }) },
  });
  const [encryptedMetadata, encryptedData] = [encryptJwe(metadata, parcel.recipient, "application/json"), encryptJwe(dataBytes, parcel.recipient, data.mimeType)];
  const all: AuthenticationTags = { metadata: authenticationTag(encryptedMetadata) ?? "", data: authenticationTag(encryptedData), attachments: tags };
  // Compact JWE has no character that JSON would write in another way.
  const body = `{"encryptedMetadata":"${encryptedMetadata}","encryptedData":"${encryptedData}"}`;
  try {
    await client.send({ method: "PUT", url, headers: { "content-type": "application/json" }, body, expect: [200, 202, 204], ...signalOf(parcel) });
  } catch (error) {
    const mayHaveArrived = (error instanceof ApiProblem && [404, 409, 422].includes(error.status)) || (error instanceof TransportError && error.retryable);
    const arrived = mayHaveArrived ? await parcel.arrived(all).catch(() => undefined) : undefined;
    if (arrived === undefined) throw error;
    return arrived;
  }
  return all;
}

async function upload(client: ApiClient, url: string, { attachment, attachmentId, uploads, fragments }: PlannedAttachment, parcel: ParcelToSend, tags: Record<string, string>): Promise<AttachmentMetadata> {
  let whole = createHash("sha512");
  for (const { id, start, end } of uploads) {
    // Made anew for every try: one that failed leaves no trace in the hash, and no two share a content key.
    const tries: { readonly hash: Hash; readonly stream: EncryptedStream }[] = [];
    const open = (): EncryptedStream => {
      const hash = whole.copy();
      const stream = encryptJweStream(bytesOf(attachment.source, start, end), end - start, parcel.recipient, attachment.mimeType, hash);
      tries.push({ hash, stream });
      return stream;
    };
    await client.send({ method: "PUT", url: `${url}/attachments/${id}`, headers: { "content-type": "application/jose" }, body: { open }, expect: [200, 201, 204], ...signalOf(parcel) });
    const sent = tries.at(-1);
    if (sent === undefined) throw new RangeError("nothing was sent");
    tags[id] = sent.stream.summary().tag;
    whole = sent.hash;
  }
  const { purpose, mimeType, filename, description, signature } = attachment;
  return {
    attachmentId, purpose, mimeType, hash: { type: "sha512", content: whole.digest("hex") },
    ...(fragments === undefined ? {} : { fragments: [...fragments] }),
    ...(filename === undefined ? {} : { filename }), ...(description === undefined ? {} : { description }), ...(signature === undefined ? {} : { signature }),
  };
}

/** An empty attachment has nothing to open: many sources cannot give a range without bytes. */
async function* bytesOf(source: AttachmentSource, start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
  if (start < end) yield* source.open(start, end);
}

const signalOf = ({ signal }: ParcelToSend): { readonly signal?: AbortSignal } => (signal === undefined ? {} : { signal });
