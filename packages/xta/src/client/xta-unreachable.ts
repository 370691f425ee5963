/**
 * No usable answer came. Nobody knows whether the server acted: a message is sent again under the same MessageID, and 9024
 * then says that it had arrived.
 */
export class XtaUnreachable extends Error {
  /** timeout, network (also a certificate that is not trusted), http (a status that is none of SOAP's), bad-answer (not what XTA says) */
  readonly reason: "timeout" | "network" | "http" | "bad-answer";
  readonly status: number | undefined;
  constructor(reason: XtaUnreachable["reason"], cause?: unknown, status?: number) {
    super(`the XTA server is not usable: ${reason}${status === undefined ? "" : ` ${status}`}`, { cause });
    this.name = "XtaUnreachable";
    this.reason = reason;
    this.status = status;
  }
}
