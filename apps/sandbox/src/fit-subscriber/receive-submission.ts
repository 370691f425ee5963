import { createHash } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DeliveryService, FetchedSubmission } from "./delivery-service.ts";
import { submitEventOf, type SubmitEvent } from "./check-log.ts";
import { CallFailed } from "./api-call.ts";
import { decryptStream, decryptText, NotDecryptable, type DecryptionKey } from "./decrypt-stream.ts";
import { metadataSchema, namesAll, uploadsOf, type Metadata, type MetadataAttachment } from "./metadata.ts";
import { problem, type Problem } from "./problem.ts";

export interface Received {
  readonly submission: FetchedSubmission;
  readonly submitted: SubmitEvent;
  readonly metadata: Metadata;
  readonly data: Buffer;
  /** What the data say as JSON; undefined where they are XML. */
  readonly json: unknown;
  readonly attachments: readonly { readonly about: MetadataAttachment; readonly path: string; readonly size: number; readonly sha512: string }[];
}
export type Reception = { readonly ok: true; readonly received: Received } | { readonly ok: false; readonly problems: readonly Problem[] };

interface Parts {
  readonly service: DeliveryService;
  readonly keys: readonly DecryptionKey[];
  /** Of the service's events. */
  readonly issuer: string;
  /** Attachments are opened into this folder. */
  readonly folder: string;
  /** `schemaUri` that is taken; anything else is `unsupported-schema`. */
  readonly takesSchema: (schemaUri: string) => boolean;
}

class Refused extends Error {
  readonly problem: Problem;
  constructor(...about: Parameters<typeof problem>) { super(about[0]); this.problem = problem(...about); }
}

/** Fetches, checks in the order of delivery.md 1.10.1 and decrypts. Problems are reasons to reject; CallFailed means to try again later. */
export async function receiveSubmission({ service, keys, issuer, folder, takesSchema }: Parts, submissionId: string): Promise<Reception> {
  const submission = await service.submission(submissionId);
  const submitted = await submitEventOf(await service.eventLog(submission.caseId), { caseId: submission.caseId, submissionId, issuer, keyOf: (kid) => service.serviceKey(kid) });
  if (!submitted) return { ok: false, problems: [problem("invalid-event-log", "submission")] };
  try {
    const { metadata, data, json } = await openContent(submission, submitted, keys, takesSchema);
    if (metadata.contentStructure.attachments.length > 0) await mkdir(folder, { recursive: true, mode: 0o700 });
    const attachments: Received["attachments"][number][] = [];
    for (const about of metadata.contentStructure.attachments) attachments.push(await openAttachment(service, submission, submitted, about, keys, folder));
    return { ok: true, received: { submission, submitted, metadata, data, json, attachments } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ok: false, problems: [error.problem] };
  }
}

async function openContent(submission: FetchedSubmission, { tags }: SubmitEvent, keys: readonly DecryptionKey[], takesSchema: (uri: string) => boolean): Promise<Pick<Received, "metadata" | "data" | "json">> {
  const announced = Object.keys(tags.attachments).sort().join();
  if (submission.attachments.toSorted().join() !== announced) throw new Refused("attachments-mismatch", "submission");
  if (submission.encryptedMetadata.split(".")[4] !== tags.metadata) throw new Refused("incorrect-authentication-tag", "metadata");
  const metadata = await readMetadata(submission.encryptedMetadata, keys);
  if (!namesAll(metadata, submission.attachments)) throw new Refused("attachments-mismatch", "submission");
  const { hash, submissionSchema } = metadata.contentStructure.data;
  if (!takesSchema(submissionSchema.schemaUri)) throw new Refused("unsupported-schema", "data");
  if (submission.encryptedData === undefined) throw new Refused("missing-data", "data");
  if (submission.encryptedData.split(".")[4] !== tags.data) throw new Refused("incorrect-authentication-tag", "data");
  const data = await plainOf(submission.encryptedData, keys, "data");
  if (createHash("sha512").update(data).digest("hex") !== hash.content) throw new Refused("hash-mismatch", "data");
  const json = submissionSchema.mimeType === "application/json" ? jsonOf(data) : undefined;
  if (submissionSchema.mimeType === "application/json" && json === undefined) throw new Refused("syntax-violation", "data");
  return { metadata, data, json };
}

async function readMetadata(jwe: string, keys: readonly DecryptionKey[]): Promise<Metadata> {
  const json = jsonOf(await plainOf(jwe, keys, "metadata"));
  if (json === undefined) throw new Refused("syntax-violation", "metadata");
  if (typeof json !== "object" || json === null || !("$schema" in json)) throw new Refused("missing-schema", "metadata");
  const parsed = metadataSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const onlySchema = parsed.error.issues.every(({ path }) => path[0] === "$schema");
  throw new Refused(onlySchema ? "unsupported-schema" : "schema-violation", "metadata", parsed.error.issues.slice(0, 3).map(({ path }) => path.join(".")).join(", "));
}

/** Fragments are opened one after the other into one file, which gets its name only when all tags and the hash fit. */
async function openAttachment(service: DeliveryService, { submissionId }: FetchedSubmission, { tags }: SubmitEvent, about: MetadataAttachment, keys: readonly DecryptionKey[], folder: string): Promise<Received["attachments"][number]> {
  const instance = `attachment:${about.attachmentId}` as const;
  const path = join(folder, about.attachmentId);
  const sealed = await open(`${path}.sealed`, "w", 0o600);
  const hash = createHash("sha512");
  let size = 0;
  try {
    for (const id of uploadsOf(about)) {
      const body = await service.attachment(submissionId, id).catch((error: unknown) => { throw error instanceof CallFailed && error.status === 404 ? new Refused("missing-attachment", instance) : error; });
      const { tag } = await decryptStream(body, keys, async (plain) => {
        hash.update(plain);
        size += plain.length;
        await sealed.write(plain);
      }).catch((error: unknown) => { throw error instanceof NotDecryptable ? new Refused("encryption-issue", instance) : error; });
      if (tag !== tags.attachments[id]) throw new Refused("incorrect-authentication-tag", instance);
    }
    const sha512 = hash.digest("hex");
    if (sha512 !== about.hash.content) throw new Refused("hash-mismatch", instance);
    await sealed.datasync();
    await rename(`${path}.sealed`, path);
    return { about, path, size, sha512 };
  } catch (error) {
    await rm(`${path}.sealed`, { force: true });
    throw error;
  } finally {
    await sealed.close();
  }
}

async function plainOf(jwe: string, keys: readonly DecryptionKey[], instance: "metadata" | "data"): Promise<Buffer> {
  try {
    return (await decryptText(jwe, keys)).plain;
  } catch (error) {
    throw error instanceof NotDecryptable ? new Refused("encryption-issue", instance) : error;
  }
}

function jsonOf(bytes: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return value;
  } catch {
    return undefined;
  }
}
