import { ApiProblem, AuthorizationError, FitConnectError, OfferError, TransportError, VerificationError } from "@kommunalportal/fit-connect";
import type { ChannelResult, RefusalReason, UnreachableReason } from "../channel.ts";
import { faultOf } from "../webhook/fault-of.ts";

export type Failed = Extract<ChannelResult, { kind: "unreachable" | "refused-permanently" }>;

const offers: Readonly<Partial<Record<OfferError["code"], RefusalReason>>> = {
  "service-not-offered": "service-not-offered", "region-not-offered": "region-not-offered", "schema-not-offered": "schema-not-offered", "metadata-version-not-offered": "schema-not-offered",
  "too-many-attachments": "message-too-large", "attachment-too-large": "message-too-large", "attachments-too-large": "message-too-large", "data-too-large": "message-too-large",
};

/**
 * What an error of the library means for the hub. Whether a try may have arrived is decided by the caller: after the announcement it may,
 * and the next try goes on with the same submission. Errors that are ours come back undefined.
 */
export function failureOf(error: unknown, mayHaveArrived: boolean): Failed | undefined {
  const unreachable = (reason: UnreachableReason, status?: number): Failed => ({ kind: "unreachable", reason, mayHaveArrived, ...(status === undefined ? {} : { status }) });
  if (error instanceof OfferError) return error.code === "destination-not-active" ? unreachable("destination-inactive") : { kind: "refused-permanently", reason: offers[error.code] ?? "message-refused" };
  if (error instanceof AuthorizationError) return unreachable("not-authorised");
  if (error instanceof VerificationError) return unreachable("untrusted");
  if (error instanceof ApiProblem) return problemResult(error, unreachable);
  if (error instanceof TransportError) return transportResult(error, unreachable);
  return error instanceof FitConnectError ? unreachable("not-understood") : undefined;
}

function problemResult({ status, code }: ApiProblem, unreachable: (reason: UnreachableReason, status?: number) => Failed): Failed {
  if (code === "destination-state-invalid") return unreachable("destination-inactive", status);
  if (status === 401 || status === 403) return unreachable("not-authorised", status);
  if (status === 404 || status === 405 || status === 410) return unreachable("no-such-address", status);
  if (status === 408 || status === 425 || status === 429 || status === 503) return unreachable("busy", status);
  if (status === 502 || status === 504) return unreachable("gateway", status);
  if (status >= 500) return unreachable("server-error", status);
  if (status === 413) return { kind: "refused-permanently", reason: "message-too-large", status };
  return { kind: "refused-permanently", reason: "message-refused", status };
}

function transportResult(error: TransportError, unreachable: (reason: UnreachableReason, status?: number) => Failed): Failed | undefined {
  switch (error.code) {
    case "timeout": case "aborted": return unreachable("timeout", error.status);
    case "redirect": return unreachable("redirected", error.status);
    case "answer-too-large": return unreachable("answer-too-large", error.status);
    case "not-json": case "unexpected-shape": return unreachable("not-understood", error.status);
    // The bytes of a file came out otherwise than they were announced: our fault.
    case "source-changed": return undefined;
    case "network": {
      const fault = faultOf(error.cause);
      return unreachable(fault.kind === "unreachable" ? fault.reason : "connection-lost");
    }
  }
}
