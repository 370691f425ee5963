import { AddressRefused } from "#platform/http";
import type { ChannelResult, UnreachableReason } from "../channel.ts";

const tls = /^(CERT_|ERR_TLS|ERR_SSL|EPROTO|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** An exchange that brought no answer at all. Whatever failed before anything was sent cannot have arrived. */
export function faultOf(error: unknown): ChannelResult {
  const [reason, mayHaveArrived] = verdict(error);
  return { kind: "unreachable", reason, mayHaveArrived };
}

function verdict(error: unknown): readonly [UnreachableReason, boolean] {
  if (error instanceof AddressRefused) return ["address-refused", false];
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ECONNREFUSED" || code === "EHOSTUNREACH" || code === "ENETUNREACH") return ["connection-refused", false];
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return ["unknown-host", false];
  if (tls.test(code)) return ["tls", false];
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError" || code === "ETIMEDOUT" || code === "ABORT_ERR")) return ["timeout", true];
  if (error instanceof Error && /larger than expected/.test(error.message)) return ["answer-too-large", true];
  return ["connection-lost", true];
}
