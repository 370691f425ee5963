import { X509Certificate } from "node:crypto";
import { encryptContainer } from "@kommunalportal/xta";
import { z } from "zod";
import type { ClientCertificate } from "#platform/http";
import { addressProblems } from "../address-problems.ts";
import type { DestinationProblem, OpenedDestination } from "../channel.ts";
import { certificateProblems } from "./connection.ts";

const identifier = z.object({ type: z.string().trim().min(1).max(100).default("XTA_ID"), value: z.string().trim().min(1).max(200).regex(/^[^\r\n\t]+$/) });
const uri = z.string().trim().min(1).max(500).refine((text) => URL.canParse(text));

export const xtaSettings = z.object({
  /** The other two ports of the WSDL; `address` is the port for sending. */
  managementUrl: z.string().max(2_000), msgBoxUrl: z.string().max(2_000),
  /** Our account: author, and the mailbox in which replies lie. */
  author: identifier,
  /** The office's mailbox. */
  reader: identifier,
  /** Mailboxes of the same type from which the office answers, besides that one. */
  answersFrom: z.array(identifier.shape.value).max(10).optional(),
  /** PEM, RSA: message and attachments are encrypted for its key, so that no intermediary can read them. Absent: only the transport is encrypted. */
  readerCertificate: z.string().max(20_000).optional(),
  /** Metadata are enclosed in what is encrypted (`withMetaData` of the library), both ways: an answer that does not enclose its own is refused. Only for office systems that know it. */
  enclosesMetaData: z.boolean().default(false),
  /** The office system writes into the person's mailbox of BundID itself: with the application goes which it is (property `mailboxUuid`), where the person wants answers there. Not encrypted, as all metadata. */
  namesMailbox: z.boolean().default(false),
  /** Code of the message type and where it comes from. */
  messageType: z.object({ listUri: uri, listVersionId: z.string().min(1).max(50), code: z.string().trim().min(1).max(100), payloadSchema: uri }),
  /** Namespace of the office system's answers in XML. */
  answerSchema: uri,
  /** The office system confirms every application by an answer of its own; without one the confirmed reception counts. */
  waitsForAnswer: z.boolean().default(false),
  signatory: z.object({ name: z.string().min(1).max(200), role: z.string().max(200) }).optional(),
});
export type XtaSettings = z.infer<typeof xtaSettings>;

/** Kept sealed. PEM. */
const xtaSecrets = z.object({ certificate: z.string().min(1).max(50_000), key: z.string().min(1).max(20_000), authorities: z.string().max(200_000).default("") });

export function settingsOf({ settings }: Pick<OpenedDestination, "settings">): XtaSettings {
  return xtaSettings.parse(settings);
}

export function certificateOf({ secrets }: Pick<OpenedDestination, "secrets">): ClientCertificate {
  const { certificate, key, authorities } = xtaSecrets.parse(JSON.parse(secrets[0] ?? "null"));
  return { certificate, key, ...(authorities.trim() === "" ? {} : { authorities }) };
}

/** The client certificate's own last moment (RFC 5280 4.1.2.5). */
export function certificateUntil({ secrets }: Pick<OpenedDestination, "secrets">): Date {
  return new Date(new X509Certificate(certificateOf({ secrets }).certificate).validTo);
}

const codes: Readonly<Record<string, DestinationProblem["code"]>> = {
  managementUrl: "address-invalid", msgBoxUrl: "address-invalid", author: "identifier-invalid", reader: "identifier-invalid", answersFrom: "identifier-invalid", readerCertificate: "reader-certificate-invalid", messageType: "schema-invalid", answerSchema: "schema-invalid", signatory: "signatory-invalid",
};

export function settingProblems({ address, settings, secrets }: Pick<OpenedDestination, "address" | "settings" | "secrets">): DestinationProblem[] {
  const parsed = xtaSettings.safeParse(settings);
  const bad = parsed.success ? [] : [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))].map((path) => ({ path, code: codes[path] ?? "schema-invalid" }));
  const others = parsed.success ? (["managementUrl", "msgBoxUrl"] as const).flatMap((path) => addressProblems(parsed.data[path], false).map(({ code }) => ({ path, code }))) : [];
  return [...addressProblems(address, false), ...bad, ...others, ...(parsed.success ? readerProblems(parsed.data.readerCertificate) : []), ...problemsOfSecrets(secrets)];
}

function readerProblems(certificate: string | undefined): DestinationProblem[] {
  if (certificate === undefined) return [];
  try {
    encryptContainer({ kind: "plain", message: { contentType: "text/plain", bytes: new Uint8Array() } }, certificate);
    return [];
  } catch {
    return [{ path: "readerCertificate", code: "reader-certificate-invalid" }];
  }
}

function problemsOfSecrets(secrets: readonly string[]): DestinationProblem[] {
  const parsed = xtaSecrets.safeParse(parsedJson(secrets[0]));
  return parsed.success ? certificateProblems(parsed.data) : [{ path: "certificate", code: "secret-missing" }];
}

function parsedJson(text: string | undefined): unknown {
  try { return JSON.parse(text ?? "null"); } catch { return undefined; }
}
