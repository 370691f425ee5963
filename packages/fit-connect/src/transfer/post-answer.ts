import type { SubmissionApi } from "../api/submission-api.ts";
import { ApiProblem } from "../errors/api-problem.ts";
import { FitConnectError } from "../errors/fit-connect-error.ts";
import { signEvent, type EventToSign } from "../events/sign-event.ts";
import type { ApiClient } from "../http/api-client.ts";
import type { SigningKey } from "../keys/signing-key.ts";
import type { ParcelIdentity } from "./parcel-identity.ts";

export interface AnswerOptions {
  /** Keep it over your own retries: the same id is the same answer. Default: a new one. */
  readonly jti?: string;
}

/**
 * Signs an answer and posts it into the log. The same `jti` again is the same answer: a try whose reply was lost and that is refused the second time
 * has had its effect, which the log shows.
 */
export async function postAnswer(client: ApiClient, api: SubmissionApi, signer: { readonly issuer: string; readonly key: SigningKey }, parcel: ParcelIdentity, event: EventToSign["event"], jti: string): Promise<void> {
  const { environment: { submissionUrl }, apiVersion, now } = client.connection;
  const token = await signEvent({ caseId: parcel.caseId, parcel: { kind: parcel.kind, id: parcel.id }, event, issuer: signer.issuer, now: now(), jti, ...(parcel.schema === undefined ? {} : { schema: parcel.schema }) }, signer.key);
  try {
    await client.send({ method: "POST", url: `${submissionUrl}/${apiVersion}/cases/${parcel.caseId}/events`, headers: { "content-type": "application/jose" }, body: token, expect: [200, 201, 202, 204] });
  } catch (error) {
    const mayHaveArrived = error instanceof ApiProblem ? [400, 409, 422].includes(error.status) || error.retryable : error instanceof FitConnectError && error.retryable;
    if (!mayHaveArrived) throw error;
    const log: readonly string[] = await api.events(parcel.caseId).catch(() => []);
    if (!log.includes(token)) throw error;
  }
}
