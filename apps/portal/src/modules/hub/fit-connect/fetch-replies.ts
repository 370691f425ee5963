import { ApiProblem, AuthorizationError, type DataCheck, receptionProblem, type Reception, type SealedSink, type Sender, TransportError } from "@kommunalportal/fit-connect";
import { sql } from "#platform/database";
import type { Intermediary, OpenedDestination } from "../channel.ts";
import type { HubDeps } from "../deps.ts";
import { inTurn } from "../in-turn.ts";
import { parseOfficeAnswer } from "../office-answer.ts";
import type { OfficeAnswer, OfficeReply } from "../office-reply.ts";
import { reasonText } from "../reasons.ts";
import { answerSchema, portalSchema, settingsOf } from "./fit-connect-settings.ts";
import { submissionMemory } from "./look-at-submission.ts";
import { replyKeys } from "../reply-key.ts";

/** All files of one reply together: what a mailbox takes. */
const largestReply = 20 * 1024 * 1024;

/**
 * Replies that wait for this client, of all its destinations: what belongs to another destination is left to that one. Each is proved, opened, given to `take`,
 * and only then answered in the log, with the same id at every try. One that cannot be fetched or taken holds up no other.
 */
export async function fetchReplies(deps: Pick<HubDeps, "db" | "clock" | "tenants" | "log">, sender: Sender, destination: OpenedDestination, take: Parameters<Intermediary["replies"]>[1]): Promise<number> {
  const { destinationId: fixed, answers } = settingsOf(destination);
  return inTurn(sender.replies(), async ({ replyId, caseId }) => {
    const destinationId = fixed ?? (await announcedTo(deps, destination, caseId));
    // A case that this destination knows nothing of.
    if (destinationId === undefined) return false;
    const keep = boundedSinks(largestReply);
    const read = readData();
    let reception: Reception<Uint8Array> | undefined;
    const receive = async (): Promise<Reception<Uint8Array>> => reception ??= await sender.receiveReply({ replyId, destinationId }, { keys: await replyKeys(deps, destination), sinkFor: keep.sink, checkData: read.check });
    const verdict = await take({ id: replyId, to: { bracket: caseId } }, async () => opened(await receive(), keep.tooLarge(), read.answer()));
    if (verdict.kind === "foreign" || verdict.kind === "later") return false;
    if (!answers) return true;
    const { parcel } = await receive();
    const jti = verdict.answer;
    if (verdict.kind === "taken" && "authenticationTags" in parcel) await sender.acceptReply(parcel, { jti });
    else if (reception?.kind === "broken") await sender.rejectReply(parcel, reception.problems, { jti });
    // The answer is no answer by the rules: what it lacks stands in the detail, for the office that sent it.
    else await sender.rejectReply(parcel, [receptionProblem("schema-violation", "data", verdict.kind === "refused" ? verdict.reasons.map((reason) => reasonText(reason)).join(" ") : undefined)], { jti });
    return true;
  }, isAway);
}

/** Then it does not answer for the others either. */
const isAway = (error: unknown): boolean => error instanceof TransportError || error instanceof AuthorizationError || (error instanceof ApiProblem && (error.status === 429 || error.status === 503));

/** Files in memory, all of a reply together up to a limit. What is past it is read to its end and not kept: the reply can then be proved, and refused with the reason. */
function boundedSinks(most: number): { readonly sink: () => SealedSink<Uint8Array>; readonly tooLarge: () => boolean } {
  let size = 0;
  return {
    tooLarge: () => size > most,
    sink() {
      let chunks: Uint8Array[] = [];
      return {
        write(chunk) {
          size += chunk.byteLength;
          if (size <= most) chunks.push(chunk);
          else chunks = [];
        },
        release: () => Buffer.concat(chunks),
        discard() { chunks = []; },
      };
    },
  };
}

/** Whose case it is, where each application has a Zustellpunkt of its own: only that one's word counts in it. */
async function announcedTo({ db }: Pick<HubDeps, "db">, { id, tenant }: OpenedDestination, caseId: string): Promise<string | undefined> {
  const row = await db.inTenant(tenant, (tx) => tx.maybe<{ memory: Readonly<Record<string, unknown>> }>(sql`select memory from hub.dispatch where destination_id = ${id} and bracket = ${caseId} order by announced_at limit 1`));
  return row && submissionMemory.parse(row.memory).to?.destinationId;
}

function opened(reception: Reception<Uint8Array>, tooLarge: boolean, answer: OfficeAnswer | undefined): OfficeReply {
  if (reception.kind === "broken") return { kind: "broken", reasons: reception.problems.map(({ type }) => type.split("/").at(-1) ?? "") };
  if (tooLarge) return { kind: "broken", reasons: ["answer-too-large"] };
  if (answer === undefined) return { kind: "broken", reasons: ["schema-violation"] };
  return { kind: "intact", answer, files: reception.attachments.map(({ metadata, content }) => ({ name: (metadata.filename ?? "Anlage").slice(0, 200), type: metadata.mimeType, bytes: Buffer.from(content) })) };
}

/** Both are read as answers: an office system may say in its reply the schema of the application that it answers. */
const understood: readonly string[] = [answerSchema, portalSchema];

/**
 * What can be read as an answer is one, whatever schema it names; the rest is told apart for the office that sent it: written wrongly, or in a language that is
 * not spoken here (delivery.md 1.10, problem types of a reply). Read once, as the library asks whether the data fit.
 */
function readData(): { readonly check: DataCheck; readonly answer: () => OfficeAnswer | undefined } {
  let answer: OfficeAnswer | undefined;
  return {
    answer: () => answer,
    check({ mimeType, bytes }, { submissionSchema }) {
      // Its syntax is checked already where it is JSON.
      answer = mimeType === "application/json" ? parseOfficeAnswer(JSON.parse(Buffer.from(bytes).toString("utf8"))) : undefined;
      if (answer !== undefined) return "fits";
      return mimeType === "application/json" && understood.includes(submissionSchema.schemaUri) ? "schema-violation" : "unsupported-schema";
    },
  };
}
