import { z } from "zod";

/**
 * The standard of the dialogue after an application (`replyChannel.fitConnect.processStandards`): JSON both ways. FIT-Connect leaves the words
 * of a dialogue to such standards; this one is open and small, and is used where the other side names it.
 */
export const dialogueStandard = "https://schema.kommunalportal.example/antwort/1.0.0/antwort.schema.json";

const text = z.string().max(20_000);

/** From the authority. `id` comes back in the answer. */
export const authorityWords = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("status"), status: z.string().max(40), text: text.optional() }),
  z.looseObject({ kind: z.literal("question"), id: z.uuid(), text, dueOn: z.iso.date().optional(), documents: z.array(z.string().max(200)).max(20).optional() }),
  z.looseObject({ kind: z.literal("decision"), result: z.enum(["granted", "partly-granted", "refused"]), text }),
]);
export type AuthorityWords = z.infer<typeof authorityWords>;

/** From the person, by way of the other service: an answer to a question (`id`), or words of their own. `about: consent`: only what the metadata say about electronic decisions, in words. */
export const personWords = z.looseObject({ kind: z.literal("answer"), id: z.uuid().optional(), text: text.min(1), about: z.literal("consent").optional().catch(undefined) });

/** The same from a portal of this kind in its own schema. */
export const consentChanged = z.looseObject({ type: z.literal("application.consent-changed") });
