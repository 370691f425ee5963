import type { Destination } from "../api/destination.ts";
import { idKey } from "../api/same-id.ts";
import type { FetchedReply, FetchedSubmission, SubmissionApi } from "../api/submission-api.ts";
import { parseJson } from "../encoding/json.ts";
import { sha512 } from "../encoding/sha512.ts";
import { VerificationError } from "../errors/verification-error.ts";
import type { EventLog, ParcelHistory } from "../events/event-log.ts";
import type { AuthenticationTags, Problem } from "../events/event-payload.ts";
import { receptionProblem, type ProblemInstance } from "../events/reception-problem.ts";
import type { Connection } from "../http/connection.ts";
import { decryptJwe } from "../jwe/decrypt-jwe.ts";
import { authenticationTag } from "../jwe/encrypt-jwe.ts";
import type { DecryptionKey } from "../keys/decryption-key.ts";
import { readMetadata, type ReadMetadata } from "../metadata/read-metadata.ts";
import { checkAgainstDestination, checkAttachmentIds } from "./check-metadata.ts";
import type { ParcelIdentity } from "./parcel-identity.ts";
import { detailOf, problemOf, receiveAttachments } from "./receive-attachments.ts";
import type { BrokenParcel, DataCheck, ReceivedData, Reception, SinkFor } from "./reception.ts";

export interface ReceiveOptions<T> {
  readonly keys: readonly DecryptionKey[];
  readonly sinkFor: SinkFor<T>;
  readonly checkData?: DataCheck;
  readonly signal?: AbortSignal;
}

export interface ReceiveSetting<T> extends ReceiveOptions<T> {
  readonly api: SubmissionApi;
  readonly connection: Connection;
  /** The verified log of the case. */
  readonly log: (caseId: string, destinationId: string) => Promise<EventLog>;
  /** What the destination offers, by what is remembered of it or asked anew; undefined for replies. */
  readonly offer?: (destinationId: string, anew: boolean) => Promise<Destination>;
}

/** A submission names its destination; of a reply the caller knows with whom its case is. */
export type Wanted = { readonly kind: "submission"; readonly id: string } | { readonly kind: "reply"; readonly id: string; readonly destinationId: string };

/** Ends the checks: from here on nothing more can be said. */
class Stop extends Error {
  readonly problems: readonly Problem[];
  readonly causes: readonly VerificationError[];
  constructor(problems: readonly Problem[], causes: readonly VerificationError[] = []) { super("stop"); this.problems = problems; this.causes = causes; }
}

/**
 * Every check of delivery.md 1.10.1, in its order: event log, attachment ids, authentication tags, metadata, consistency, data, attachments. Only when all
 * have passed is anything released. What is not the sender's fault (no connection, a full disk, a key store that is away) is thrown; then nothing was
 * released either, and the same call may be made again.
 */
export async function receiveParcel<T>(wanted: Wanted, setting: ReceiveSetting<T>): Promise<Reception<T>> {
  const { kind, id } = wanted;
  const fetched = await fetchParcel(wanted, setting.api);
  let parcel: ParcelIdentity = { kind, id, caseId: fetched.caseId, destinationId: fetched.destinationId, schema: undefined };
  try {
    const { history, tags } = await checkLog(kind, fetched, setting);
    parcel = { ...parcel, schema: history.schema };
    checkTags(kind, fetched, tags);
    const metadata = await openMetadata(fetched.encryptedMetadata, setting);
    stopAt([
      ...checkAttachmentIds(metadata, fetched.attachments, kind),
      ...await checkOffered(metadata, fetched, setting),
    ]);
    const data = await openData(fetched.encryptedData, metadata, setting);
    const attachments = await receiveAttachments(metadata.structure.attachments, {
      ...setting, path: kind === "submission" ? "submissions" : "replies", parcelId: id, tags, limits: setting.connection.limits, zip: zipRule(setting),
    });
    if (attachments.problems.length > 0) {
      await attachments.discard();
      throw new Stop(attachments.problems, attachments.causes);
    }
    return { kind: "intact", parcel: { ...parcel, authenticationTags: tags }, state: history.state, metadata, data, attachments: await attachments.release(), publicService: fetched.publicService, region: fetched.region };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { kind: "broken", parcel, problems: error.problems, causes: error.causes } satisfies BrokenParcel;
  }
}

interface Fetched extends Omit<FetchedReply, "replyId">, Partial<Pick<FetchedSubmission, "publicService" | "region">> { readonly id: string; readonly destinationId: string }

async function fetchParcel(wanted: Wanted, api: SubmissionApi): Promise<Fetched> {
  const fetched: Fetched = wanted.kind === "submission"
    ? await api.submission(wanted.id).then(({ submissionId, ...rest }) => ({ id: submissionId, ...rest }))
    : await api.reply(wanted.id).then(({ replyId, ...rest }) => ({ id: replyId, destinationId: wanted.destinationId, ...rest }));
  if (fetched.id !== wanted.id) throw new VerificationError("set-subject", "another submission or reply than was asked for");
  return fetched;
}

const stopAt = (problems: readonly Problem[]): void => { if (problems.length > 0) throw new Stop(problems); };
const zipRule = ({ connection }: ReceiveSetting<unknown>): "inflate" | "refuse" => (connection.apiVersion === "v1" ? "inflate" : "refuse");

async function checkLog(kind: "submission" | "reply", { id, caseId, destinationId }: Fetched, setting: ReceiveSetting<unknown>): Promise<{ readonly history: ParcelHistory; readonly tags: AuthenticationTags }> {
  let history: ParcelHistory | undefined;
  try {
    history = (await setting.log(caseId, destinationId)).parcel(kind, id);
  } catch (error) {
    // How much of a log is read here is no fault of the sender's.
    if (error instanceof VerificationError && error.code !== "log-too-long") throw new Stop([receptionProblem("invalid-event-log", kind)], [error]);
    throw error;
  }
  if (history === undefined || history.state === "incomplete") throw new Stop([receptionProblem("invalid-event-log", kind)]);
  if (history.state === "rejected" || history.state === "deleted") throw new VerificationError("set-order", `is ${history.state}`);
  if (history.authenticationTags === undefined) throw new Stop([receptionProblem("missing-authentication-tags", kind)]);
  return { history, tags: history.authenticationTags };
}

function checkTags(kind: "submission" | "reply", fetched: Fetched, tags: AuthenticationTags): void {
  const [there, tagged] = [new Set(fetched.attachments.map(idKey)), Object.keys(tags.attachments).map(idKey)];
  if (there.size !== tagged.length || there.size !== fetched.attachments.length || !tagged.every((id) => there.has(id))) throw new Stop([receptionProblem("attachments-mismatch", kind)]);
  const wrong: Problem[] = [];
  if (authenticationTag(fetched.encryptedMetadata) !== tags.metadata) wrong.push(receptionProblem("incorrect-authentication-tag", "metadata"));
  if (fetched.encryptedData !== undefined && authenticationTag(fetched.encryptedData) !== tags.data) wrong.push(receptionProblem("incorrect-authentication-tag", "data"));
  if (fetched.encryptedData === undefined && tags.data !== undefined) wrong.push(receptionProblem("missing-data", "data"));
  stopAt(wrong);
}

/** By what is remembered nothing is refused that the destination takes by now: a rejection cannot be taken back. */
async function checkOffered(metadata: ReadMetadata, { destinationId, publicService }: Fetched, { offer }: ReceiveSetting<unknown>): Promise<readonly Problem[]> {
  if (offer === undefined) return [];
  const check = async (anew: boolean): Promise<readonly Problem[]> => checkAgainstDestination(metadata, publicService?.identifier, await offer(destinationId, anew));
  return (await check(false)).length === 0 ? [] : check(true);
}

async function open(jwe: string, maxBytes: number, instance: ProblemInstance, setting: ReceiveSetting<unknown>): Promise<Buffer> {
  try {
    return (await decryptJwe(jwe, setting.keys, { maxBytes, zip: zipRule(setting) })).plaintext;
  } catch (error) {
    const problem = error instanceof VerificationError ? problemOf(error) : undefined;
    if (problem === undefined || !(error instanceof VerificationError)) throw error;
    throw new Stop([receptionProblem(problem, instance, detailOf(error))], [error]);
  }
}

async function openMetadata(jwe: string, setting: ReceiveSetting<unknown>): Promise<ReadMetadata> {
  const { connection: { limits, apiVersion } } = setting;
  const reading = readMetadata(await open(jwe, limits.metadataBytes, "metadata", setting), { acceptV1: apiVersion === "v1" });
  if (reading.kind === "read") return reading.metadata;
  throw new Stop([receptionProblem(reading.reason, "metadata", reading.reason === "schema-violation" ? reading.paths.join(", ") : undefined)]);
}

async function openData(jwe: string | undefined, metadata: ReadMetadata, setting: ReceiveSetting<unknown>): Promise<ReceivedData | undefined> {
  const structure = metadata.structure.data;
  if (jwe === undefined || structure === undefined) {
    if (jwe === undefined && structure === undefined && setting.connection.apiVersion === "v1") return undefined;
    throw new Stop([receptionProblem("missing-data", "data")]);
  }
  const bytes = await open(jwe, setting.connection.limits.dataBytes, "data", setting);
  if (sha512(bytes) !== structure.hash.content) throw new Stop([receptionProblem("hash-mismatch", "data")]);
  const data: ReceivedData = { bytes, ...structure.submissionSchema };
  if (data.mimeType === "application/json" && parseJson(bytes) === undefined) throw new Stop([receptionProblem("syntax-violation", "data")]);
  const verdict = await setting.checkData?.(data, structure) ?? "fits";
  if (verdict !== "fits") throw new Stop([receptionProblem(verdict, "data")]);
  return data;
}
