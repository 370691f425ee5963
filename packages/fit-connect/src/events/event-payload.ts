import { z } from "zod";
import { idKey } from "../api/same-id.ts";

/** A tag of 128 bits is 22 base64url characters. */
const tag = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** The fifth segments of every JWE of a submission or reply. */
export const authenticationTagsSchema = z.object({
  metadata: tag,
  /** v1 submissions may have no data. */
  data: tag.optional(),
  attachments: z.record(z.uuid(), tag).default({}),
});
export type AuthenticationTags = z.infer<typeof authenticationTagsSchema>;

/** One reason of a rejection. `type` and `instance` are taken over exactly, `title` should be, `detail` is free (delivery.md 1.10.1). */
export const problemSchema = z.object({
  type: z.string().min(1).max(500),
  title: z.string().max(1000).default(""),
  detail: z.string().max(10_000).default(""),
  instance: z.string().max(200).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** What events carry, as far as this library acts on it. Unknown members stay unread. */
export const payloadSchema = z.object({
  authenticationTags: authenticationTagsSchema.optional(),
  problems: z.array(problemSchema).max(500).optional(),
  /** Of `notify-…`: how the callback went, in the service's words. */
  notifyType: z.string().max(200).optional(),
});
export type EventPayload = z.infer<typeof payloadSchema>;

/** The same tags for the same parts? */
export function sameTags(a: AuthenticationTags, b: AuthenticationTags): boolean {
  const [ours, theirs] = [a, b].map(({ attachments }) => Object.entries(attachments).map(([id, value]) => `${idKey(id)} ${value}`).toSorted().join());
  return a.metadata === b.metadata && a.data === b.data && ours === theirs;
}
