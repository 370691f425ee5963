export interface Mail {
  /** One bare address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** "<id@host>"; the same for every try of one message, so a receiver can drop the second copy. */
  readonly messageId: string;
}

/** How a delivery ends. Repeating is the job's. */
export type MailOutcome =
  | { readonly kind: "accepted" }
  /** For good: the address or the message is refused. `code` is the reply code of the server, if there was one. */
  | { readonly kind: "rejected"; readonly reason: "address-invalid" | "refused-by-server"; readonly code?: number }
  /** For now: try again later, or set up the server. */
  | { readonly kind: "unavailable"; readonly reason: "not-configured" | "unreachable" | "timeout" | "sign-in-failed" | "encryption-missing" | "refused-for-now"; readonly code?: number };

/** Whether trying the same again later is of no use: it was taken or refused for good, or no server is set up. */
export function isOver(outcome: MailOutcome): boolean {
  return outcome.kind !== "unavailable" || outcome.reason === "not-configured";
}

export interface Mailer {
  send(mail: Mail): Promise<MailOutcome>;
  close(): void;
}

/** Where no server is set up: nothing is sent, and nobody is told that it was. */
export const noMailer: Mailer = {
  send: () => Promise.resolve({ kind: "unavailable", reason: "not-configured" }),
  close: () => undefined,
};
