import { checkCertificates } from "../certificate/check-certificates.ts";
import { ApiProblem } from "../errors/api-problem.ts";
import { VerificationError } from "../errors/verification-error.ts";
import type { EventTrust } from "../events/verify-event.ts";
import type { Connection } from "../http/connection.ts";
import { checkPublicJwk, type EncryptionJwk, type SignatureJwk } from "../keys/jwk.ts";
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

/**
 * A key as it was fetched, proved once: whoever encrypts or verifies a hundred times a minute would otherwise read the same certificates a hundred times. It goes with the fetched object,
 * and with the first of its certificates that ends. Where the policy asks about revocation, nothing is remembered.
 */
function proving<J, K>({ environment: { certificates }, now }: Connection, prove: { readonly read: (raw: unknown) => J; readonly check: (jwk: J) => Promise<number>; readonly make: (jwk: J) => K }): (raw: unknown) => Promise<K> {
  const proved = new WeakMap<object, { readonly from: number; readonly until: number; readonly key: K }>();
  const forgetful = certificates.kind === "strict" && certificates.revocation !== undefined;
  return async (raw) => {
    const known = typeof raw === "object" && raw !== null ? proved.get(raw) : undefined;
    const from = now();
    if (known !== undefined && known.from <= from && from < known.until) return known.key;
    const jwk = prove.read(raw);
    const until = await prove.check(jwk);
    const key = prove.make(jwk);
    if (!forgetful && typeof raw === "object" && raw !== null) proved.set(raw, { from, until, key });
    return key;
  };
}

export function createTrustedKeys(connection: Connection, api: SubmissionApi, participants: readonly Participant[]): TrustedKeys {
  const { environment, now } = connection;
  const raw = kept((name: string) => { const [destinationId = "", kid = ""] = name.split(" ", 2); return api.key(destinationId, kid); }, { now, milliseconds: KEEP_MS });
  const serviceKeys = kept(() => api.serviceKeys(), { now, milliseconds: KEEP_MS });
  const serviceKeyIn = async (kid: string): Promise<VerificationKey | undefined> => {
    const jwk = (await serviceKeys("")).find((key) => typeof key === "object" && key !== null && "kid" in key && key.kid === kid);
    return jwk === undefined ? undefined : serviceKey(jwk);
  };
  // The service's own keys carry no certificates: what proves them is the address they were read from.
  const serviceKey = proving<unknown, VerificationKey>(connection, { read: (jwk) => jwk, check: async () => Infinity, make: verificationKey });
  const encryption = proving<EncryptionJwk, RecipientKey>(connection, { read: (jwk) => checkPublicJwk(jwk, "encryption"), check: (jwk) => checkCertificates(jwk, "encryption", environment.certificates, now()), make: recipientKey });
  const signature = proving<SignatureJwk, VerificationKey>(connection, { read: (jwk) => checkPublicJwk(jwk, "signature"), check: (jwk) => checkCertificates(jwk, "signature", environment.certificates, now()), make: verificationKey });
  let refreshed = -Infinity;

  return {
    async encryptionKey(destinationId, kid) {
      const key = await encryption(await raw(`${destinationId} ${kid}`));
      if (key.kid !== kid) throw new VerificationError("key-id", "another key than was asked for");
      return key;
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
        return jwk === undefined ? undefined : signature(jwk);
      },
    },
  };
}
