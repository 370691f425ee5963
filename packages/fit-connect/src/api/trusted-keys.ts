import { checkCertificates } from "../certificate/check-certificates.ts";
import { ApiProblem } from "../errors/api-problem.ts";
import { VerificationError } from "../errors/verification-error.ts";
import type { EventTrust } from "../events/verify-event.ts";
import type { Connection } from "../http/connection.ts";
import { checkPublicJwk } from "../keys/jwk.ts";
import { recipientKey, type RecipientKey } from "../keys/recipient-key.ts";
import { verificationKey, type VerificationKey } from "../keys/signing-key.ts";
import { kept } from "./kept.ts";
import type { SubmissionApi } from "./submission-api.ts";

/** Keys of the other side, fetched, checked, and kept for a while. */
export interface TrustedKeys {
  /** The key a destination wants content encrypted for. */
  encryptionKey(destinationId: string, kid: string): Promise<RecipientKey>;
  readonly eventTrust: EventTrust;
}

/** A key seldom changes, but a revoked one should not live on for hours. */
const KEEP_MS = 600_000;

/** A party of a case that is no destination: a sender that answers replies (uncertain, delivery.md 1.10). */
export interface Participant {
  /** `iss` of its events. */
  readonly issuer: string;
  readonly keys: readonly VerificationKey[];
}

export function createTrustedKeys(connection: Connection, api: SubmissionApi, participants: readonly Participant[]): TrustedKeys {
  const { environment, now } = connection;
  const raw = kept((name: string) => { const [destinationId = "", kid = ""] = name.split(" ", 2); return api.key(destinationId, kid); }, { now, milliseconds: KEEP_MS });
  const serviceKeys = kept(() => api.serviceKeys(), { now, milliseconds: KEEP_MS });
  const serviceKeyIn = async (kid: string): Promise<VerificationKey | undefined> => {
    const jwk = (await serviceKeys("")).find((key) => typeof key === "object" && key !== null && "kid" in key && key.kid === kid);
    return jwk === undefined ? undefined : verificationKey(jwk);
  };
  let refreshed = -Infinity;

  return {
    async encryptionKey(destinationId, kid) {
      const jwk = checkPublicJwk(await raw(`${destinationId} ${kid}`), "encryption");
      if (jwk.kid !== kid) throw new VerificationError("key-id", "another key than was asked for");
      await checkCertificates(jwk, "encryption", environment.certificates, now());
      return recipientKey(jwk);
    },
    eventTrust: {
      serviceIssuers: environment.serviceIssuers ?? [environment.submissionUrl],
      now, clockSkewMs: connection.clockSkewMs, maxCharacters: connection.limits.eventCharacters,
      async serviceKey(kid) {
        const key = await serviceKeyIn(kid);
        // The service may have taken a new key since: ask again, but not for every token of a stranger.
        if (key !== undefined || now() - refreshed < 60_000) return key;
        refreshed = now();
        serviceKeys.forget("");
        return serviceKeyIn(kid);
      },
      async participantKey(issuer, kid) {
        const other = participants.find((participant) => participant.issuer === issuer);
        if (other !== undefined) return other.keys.find((key) => key.kid === kid);
        if (!/^[0-9a-f-]{36}$/i.test(issuer)) return undefined;
        const jwk = await raw(`${issuer} ${kid}`).catch((error: unknown) => {
          if (error instanceof ApiProblem && error.status === 404) return undefined;
          throw error;
        });
        if (jwk === undefined) return undefined;
        const checked = checkPublicJwk(jwk, "signature");
        await checkCertificates(checked, "signature", environment.certificates, now());
        return verificationKey(checked);
      },
    },
  };
}
