import type { UnreachableReason } from "../channel.ts";
import { faultOf } from "../webhook/fault-of.ts";

/** Why an exchange with the server did not come to its end. */
export class SftpProblem extends Error {
  readonly reason: UnreachableReason;
  constructor(reason: UnreachableReason, cause?: unknown) {
    super(`SFTP: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** Status codes (draft-ietf-secsh-filexfer-02, 7): of version 3, and of later ones that servers send all the same. */
export const noSuchFile = 2;
const byStatus: Readonly<Record<number, UnreachableReason>> = { 2: "no-such-address", 3: "folder-refused", 4: "not-stored", 6: "connection-lost", 7: "connection-lost", 8: "not-stored", 10: "no-such-address", 12: "folder-refused", 14: "not-stored", 15: "not-stored" };

export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : undefined;
}

/** What an error of the library or of the network means. */
export function sftpProblem(error: unknown): SftpProblem {
  if (error instanceof SftpProblem) return error;
  const status = statusOf(error);
  if (status !== undefined) return new SftpProblem(byStatus[status] ?? "not-understood", error);
  const level = error instanceof Error && "level" in error ? String(error.level) : "";
  if (level === "client-authentication") return new SftpProblem("not-authorised", error);
  if (level === "client-timeout") return new SftpProblem("timeout", error);
  if (level === "handshake" || level === "protocol") return new SftpProblem("tls", error);
  const fault = faultOf(error);
  return new SftpProblem(fault.kind === "unreachable" ? fault.reason : "connection-lost", error);
}
