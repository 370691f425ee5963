import type { Destination } from "../api/destination.ts";
import { sameService } from "../api/public-service.ts";
import { idKey } from "../api/same-id.ts";
import type { Problem } from "../events/event-payload.ts";
import { receptionProblem } from "../events/reception-problem.ts";
import type { ReadMetadata } from "../metadata/read-metadata.ts";

/** Every id under which something must have been uploaded, in the order of the metadata. */
export function uploadIds({ structure: { attachments } }: ReadMetadata): readonly string[] {
  return attachments.flatMap(({ attachmentId, fragments }) => fragments ?? [attachmentId]);
}

/**
 * Do the metadata name the attachments that came? The id of an attachment in fragments may be announced beside them or not (uncertain, delivery.md 1.9.4).
 */
export function checkAttachmentIds(metadata: ReadMetadata, submitted: readonly string[], instance: "submission" | "reply"): readonly Problem[] {
  const needed = uploadIds(metadata).map(idKey);
  const allowed = new Set([...needed, ...metadata.structure.attachments.map(({ attachmentId }) => idKey(attachmentId))]);
  const there = new Set(submitted.map(idKey));
  const whole = new Set(needed).size === needed.length && needed.every((id) => there.has(id)) && [...there].every((id) => allowed.has(id));
  return whole ? [] : [receptionProblem("attachments-mismatch", instance)];
}

/** Do the metadata fit the submission and what the destination offers? */
export function checkAgainstDestination(metadata: ReadMetadata, service: string | undefined, destination: Destination): readonly Problem[] {
  const problems: Problem[] = [];
  const offered = destination.publicServices.filter(({ identifier }) => service !== undefined && sameService(identifier, service));
  if (metadata.publicServiceIdentifier !== undefined && (service === undefined || !sameService(metadata.publicServiceIdentifier, service))) problems.push(receptionProblem("service-mismatch", "metadata"));
  if (offered.length === 0) problems.push(receptionProblem("unsupported-service", "submission"));
  if (destination.metadataVersions.length > 0 && !destination.metadataVersions.includes(metadata.version)) problems.push(receptionProblem("unsupported-schema", "metadata"));
  const { data } = metadata.structure;
  if (data !== undefined && offered.length > 0 && !offered.some(({ submissionSchemas }) => submissionSchemas.some(({ schemaUri, mimeType }) => schemaUri === data.submissionSchema.schemaUri && mimeType === data.submissionSchema.mimeType))) problems.push(receptionProblem("unsupported-schema", "data"));
  const [channel] = Object.keys(metadata.replyChannel ?? {});
  if (channel !== undefined && destination.replyChannels !== undefined && !(channel in destination.replyChannels)) problems.push(receptionProblem("unsupported-reply-channel", "metadata"));
  return problems;
}
