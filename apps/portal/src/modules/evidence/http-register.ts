import { z } from "zod";
import type { Outbound } from "#platform/http";
import type { EvidenceKind, EvidenceQuestion, EvidenceRegister, RegisterAnswer } from "./register.ts";

export interface HttpRegisterSettings {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
}

/** The document with its facts, as JSON in Base64. */
const largestAnswer = 8 * 1_048_576;
const largestPdf = 5 * 1_048_576;
const line = z.string().trim().min(1).max(500);

const kindsSchema = z.object({
  kinds: z.array(z.object({ kind: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/), title: z.object({ de: line, en: z.exactOptional(line) }), holder: line, legalBasis: line })).max(500),
});
const evidenceSchema = z.object({
  reference: z.string().regex(/^[\w./:-]{1,100}$/), issuedOn: z.iso.date(),
  facts: z.array(z.object({ label: line, value: z.string().max(2_000) })).max(50),
  document: z.object({ mediaType: z.literal("application/pdf"), base64: z.base64() }),
});

/**
 * Adapter for a register that is reached by HTTP with a bearer token: `GET <url>/kinds` and `POST <url>/evidence`, described in the README of this
 * room. It is our own small exchange; what stands behind the address (a town's own gateway, a connector) is the operator's affair.
 */
export function createHttpRegister({ url, token }: HttpRegisterSettings, outbound: Outbound): EvidenceRegister {
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  return {
    async kinds(): Promise<readonly EvidenceKind[] | undefined> {
      try {
        const answer = await outbound(`${url}/kinds`, { headers, timeoutMs: 4_000, maxBytes: 1_048_576 });
        return answer.ok ? kindsSchema.parse(await answer.json()).kinds : undefined;
      } catch {
        // Away, too slow, or not what was agreed: to the page all the same, the way is not offered.
        return undefined;
      }
    },
    async fetch(question: EvidenceQuestion): Promise<RegisterAnswer> {
      try {
        const answer = await outbound(`${url}/evidence`, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(question), timeoutMs: 15_000, maxBytes: largestAnswer });
        if (answer.status === 404) return { ok: false, why: "no-evidence" };
        if (answer.status === 409) return { ok: false, why: "not-clear" };
        if (answer.status === 403) return { ok: false, why: "refused" };
        if (!answer.ok) return { ok: false, why: "unreachable" };
        const { reference, issuedOn, facts, document } = evidenceSchema.parse(await answer.json());
        const pdf = Buffer.from(document.base64, "base64");
        return pdf.length === 0 || pdf.length > largestPdf ? { ok: false, why: "unreachable" } : { ok: true, evidence: { reference, issuedOn, facts, pdf } };
      } catch {
        return { ok: false, why: "unreachable" };
      }
    },
  };
}
