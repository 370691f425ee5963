import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { EVENT_PREFIX } from "../fit-connect/event-uris.ts";
import { parseJws, verifyPs512 } from "../fit-connect/jws.ts";
import { tagsSchema, type Tags } from "../fit-connect/records.ts";

const claims = z.object({ $schema: z.string().optional(), jti: z.uuid(), iss: z.string(), iat: z.int(), sub: z.string(), txn: z.string(), events: z.record(z.string(), z.unknown()) });
const submitPayload = z.object({ authenticationTags: tagsSchema });
const header = z.strictObject({ typ: z.literal("secevent+jwt"), alg: z.literal("PS512"), kid: z.string() });

interface Expected {
  readonly caseId: string; readonly submissionId: string; readonly issuer: string;
  /** The delivery service's key of this id; undefined where it publishes none. */
  readonly keyOf: (kid: string) => Promise<KeyObject | undefined>;
}
export interface SubmitEvent { readonly schema: string; readonly tags: Tags }

/**
 * What the log proves of a submission (delivery.md 1.10.1, first check): create, then submit, both signed by the delivery service, no event twice.
 * undefined: it proves nothing.
 */
export async function submitEventOf(sets: readonly string[], { caseId, submissionId, issuer, keyOf }: Expected): Promise<SubmitEvent | undefined> {
  const seen = new Set<string>();
  let created = false;
  let found: SubmitEvent | undefined;
  for (const set of sets) {
    const jws = parseJws(set);
    const parsed = claims.safeParse(jws?.payload);
    const head = header.safeParse(jws?.header);
    if (!jws || !parsed.success || !head.success || seen.has(parsed.data.jti) || parsed.data.txn !== `case:${caseId}`) return undefined;
    seen.add(parsed.data.jti);
    const { iss, sub, events, $schema } = parsed.data;
    const [event, ...others] = Object.entries(events);
    if (!event || others.length > 0) return undefined;
    if (sub !== `submission:${submissionId}` || iss !== issuer) continue;
    const key = await keyOf(head.data.kid);
    if (!key || !verifyPs512(jws, key)) return undefined;
    if (event[0] === `${EVENT_PREFIX}create-submission`) created = true;
    if (event[0] !== `${EVENT_PREFIX}submit-submission`) continue;
    const payload = submitPayload.safeParse(event[1]);
    if (!created || found || !payload.success || $schema === undefined) return undefined;
    found = { schema: $schema, tags: payload.data.authenticationTags };
  }
  return found;
}
