import type { SendMailOptions, Transporter } from "nodemailer";
import { isMailAddress } from "./mail-address.ts";
import type { Mail, Mailer, MailOutcome } from "./mailer.ts";

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** "tls" from the start (465), "starttls" required (587), "none" only for a server on the same machine or network. */
  readonly security: "tls" | "starttls" | "none";
  readonly user?: string;
  readonly password?: string;
  readonly from: { readonly name: string; readonly address: string };
  /** For connecting, greeting and each answer. */
  readonly timeoutMs: number;
}

/** Sends over SMTP (RFC 5321). Marks every message as automatic, so that no absence note answers it (RFC 3834). */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  if (!isMailAddress(options.from.address)) throw new Error("the sender's address is not an address");
  let transport: Promise<Transporter> | undefined;
  // Loaded with the first mail: the web process sends hardly any, and it would hold 15 MB.
  const connected = (): Promise<Transporter> => transport ??= import("nodemailer").then(({ createTransport }) => createTransport({
    host: options.host,
    port: options.port,
    secure: options.security === "tls",
    requireTLS: options.security === "starttls",
    ignoreTLS: options.security === "none",
    ...(options.user === undefined ? {} : { auth: { user: options.user, pass: options.password ?? "" } }),
    connectionTimeout: options.timeoutMs,
    greetingTimeout: options.timeoutMs,
    socketTimeout: options.timeoutMs,
    dnsTimeout: options.timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  }));
  return {
    send: async (mail) => {
      if (!isMailAddress(mail.to)) return { kind: "rejected", reason: "address-invalid" };
      try {
        await (await connected()).sendMail(messageOf(mail, options.from));
        return { kind: "accepted" };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => { void transport?.then((open) => { open.close(); }); },
  };
}

function messageOf(mail: Mail, from: SmtpOptions["from"]): SendMailOptions {
  if (!/^<[\w.+-]{1,128}@[\w.-]{1,128}>$/.test(mail.messageId)) throw new Error("a message id has the form <id@host>");
  return {
    from: { name: oneLine(from.name), address: from.address },
    to: { name: "", address: mail.to },
    envelope: { from: from.address, to: [mail.to] },
    subject: oneLine(mail.subject),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    messageId: mail.messageId,
    headers: { "Auto-Submitted": "auto-generated" },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** A header is one line: whatever could begin a second one becomes a space. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim().slice(0, 200);
}

/**
 * Reply codes 5xx are for good, 4xx for now (RFC 5321, 4.2.1), but only an answer to the receiver or the text is about this message: a refused
 * sign-in, sender or encryption is a setting of ours and costs no message.
 */
function outcomeOf(error: unknown): MailOutcome {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") throw error;
  const reply = "responseCode" in error && typeof error.responseCode === "number" ? error.responseCode : undefined;
  const code = reply === undefined ? {} : { code: reply };
  const command = "command" in error ? error.command : undefined;
  if (error.code === "EAUTH" || error.code === "ENOAUTH") return { kind: "unavailable", reason: "sign-in-failed", ...code };
  if (error.code === "ETLS") return { kind: "unavailable", reason: "encryption-missing", ...code };
  if (reply !== undefined && reply >= 500 && (command === "RCPT TO" || command === "DATA")) return { kind: "rejected", reason: "refused-by-server", code: reply };
  if (reply !== undefined) return { kind: "unavailable", reason: "refused-for-now", code: reply };
  return { kind: "unavailable", reason: error.code === "ETIMEDOUT" ? "timeout" : "unreachable" };
}
