import { signWebhook } from "#platform/crypto";
import { AddressRefused } from "#platform/http";
import type { ExtensionsDeps } from "./deps.ts";
import { claimDelivery, type ClaimedDelivery, recordAttempt, wakeLater } from "./delivery-claim.ts";
import { wake } from "./queue-deliveries.ts";

/** How one call ended: the status of the answer, or why there was none. */
export type CallResult = { readonly status: number; readonly retryAfterSeconds: number } | { readonly fault: "address-refused" | "timeout" | "no-connection" | "certificate" | "answer-too-large" };

const largestAnswer = 64 * 1024;

/**
 * Sends what waits for one address, in order per application, until nothing is due or its turn is over. At-least-once: a worker that dies
 * in between leaves a lease that ends, and the same id goes out again.
 */
export async function deliverWebhooks(deps: ExtensionsDeps, given: { readonly tenant: string; readonly webhook: string }): Promise<number> {
  await deps.tenants.tenantKey(given.tenant);
  const endOfTurn = deps.clock.now().getTime() + deps.settings.turnMs;
  for (let sent = 0; ; sent += 1) {
    if (deps.clock.now().getTime() > endOfTurn) {
      await deps.db.inTenant(given.tenant, (tx) => wake(tx, given));
      return sent;
    }
    const claimed = await claimDelivery(deps, given);
    if (!claimed) {
      await deps.db.inTenant(given.tenant, (tx) => wakeLater(tx, deps, given));
      return sent;
    }
    const began = performance.now();
    const result = await call(deps, claimed);
    await recordAttempt(deps, claimed, result, Math.round(performance.now() - began));
  }
}

/** The message says what happened to which application; who wants to know more fetches it with a token. */
export function webhookBody({ event }: Pick<ClaimedDelivery, "event">): string {
  return JSON.stringify({
    type: event.type, timestamp: event.at.toISOString(),
    data: { event: event.id, application: event.application, service: event.service, ...(event.reference === undefined ? {} : { reference: event.reference }), ...event.data },
  });
}

async function call(deps: ExtensionsDeps, claimed: ClaimedDelivery): Promise<CallResult> {
  const body = webhookBody(claimed);
  const signed = signWebhook(claimed.secrets, { id: claimed.id, timestamp: Math.floor(deps.clock.now().getTime() / 1000), body });
  try {
    const answer = await deps.outbound(claimed.url, {
      method: "POST", body, timeoutMs: deps.settings.webhookTimeoutMs, maxBytes: largestAnswer,
      headers: { ...signed, "content-type": "application/json; charset=utf-8", "user-agent": "kommunalportal-webhooks/1" },
    });
    const wished = answer.headers.get("retry-after") ?? "";
    return { status: answer.status, retryAfterSeconds: /^\d{1,6}$/.test(wished) ? Number(wished) : 0 };
  } catch (error) {
    if (error instanceof AddressRefused) return { fault: "address-refused" };
    if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError")) return { fault: "timeout" };
    if (error instanceof Error && /larger than expected/.test(error.message)) return { fault: "answer-too-large" };
    return { fault: isCertificateFault(error) ? "certificate" : "no-connection" };
  }
}

/** What Node says of a chain that it does not believe (X.509 verification of OpenSSL) and of a certificate for another name. */
const certificateFaults: ReadonlySet<string> = new Set([
  "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_REVOKED", "CERT_UNTRUSTED", "CERT_REJECTED", "CERT_SIGNATURE_FAILURE", "CERT_CHAIN_TOO_LONG", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN",
  "INVALID_CA", "INVALID_PURPOSE", "PATH_LENGTH_EXCEEDED", "UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "HOSTNAME_MISMATCH", "ERR_TLS_CERT_ALTNAME_INVALID",
]);

function isCertificateFault(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" && certificateFaults.has(error.code);
}
