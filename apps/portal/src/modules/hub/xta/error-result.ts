import { XtaException, XtaFormatError, XtaSoapFault, XtaUnreachable } from "@kommunalportal/xta";
import type { ChannelResult, UnreachableReason } from "../channel.ts";
import { faultOf } from "../webhook/fault-of.ts";

type Failed = Extract<ChannelResult, { kind: "unreachable" | "refused-permanently" }>;

/** What an error of the library means for the hub. Errors that are ours come back undefined. */
export function failureOf(error: unknown, mayHaveArrived: boolean): Failed | undefined {
  const unreachable = (reason: UnreachableReason, status?: number): Failed => ({ kind: "unreachable", reason, mayHaveArrived, ...(status === undefined ? {} : { status }) });
  if (error instanceof XtaException) {
    if (error.code === 9023) return { kind: "refused-permanently", reason: "message-too-large" };
    if (error.code === 9013) return { kind: "refused-permanently", reason: "service-not-offered" };
    switch (error.advice) {
      case "retry": return unreachable("server-error");
      case "mend-access": return unreachable("not-authorised");
      case "mend-message": case "mend-question": return { kind: "refused-permanently", reason: "message-refused" };
      case "check-report": return unreachable("not-understood");
    }
  }
  if (error instanceof XtaUnreachable) {
    if (error.reason === "timeout") return unreachable("timeout");
    if (error.reason === "bad-answer") return unreachable("not-understood");
    if (error.reason === "http") return unreachable(ofStatus(error.status ?? 0), error.status);
    const fault = faultOf(error.cause);
    return unreachable(fault.kind === "unreachable" ? fault.reason : "connection-lost");
  }
  if (error instanceof XtaSoapFault || error instanceof XtaFormatError) return unreachable("not-understood");
  return undefined;
}

function ofStatus(status: number): UnreachableReason {
  if (status >= 300 && status < 400) return "redirected";
  if (status === 401 || status === 403) return "not-authorised";
  if (status === 404 || status === 405) return "no-such-address";
  if (status === 429 || status === 503) return "busy";
  return status === 502 || status === 504 ? "gateway" : status >= 500 ? "server-error" : "not-understood";
}
