import type { Answer } from "../fit-subscriber/subscriber.ts";
import type { Waiting } from "../fit-subscriber/delivery-service.ts";
import { problem, type ProblemId } from "../fit-subscriber/problem.ts";
import type { Received, Reception } from "../fit-subscriber/receive-submission.ts";
import type { MailboxStore, ZbpEntry } from "./mailbox-store.ts";
import { messageSchema, statusSchema, type ZbpMessage } from "./zbp-content.ts";
import { jsonOf, openEnvelope } from "./zbp-envelope.ts";

const PREFIX = "urn:schema-fitko-de:fit-connect:id.bund.de:";

interface Parts {
  readonly store: MailboxStore;
  readonly clock: () => Date;
  /** Mailboxes that exist; undefined: any. */
  readonly mailboxes: () => readonly string[] | null;
  /** Common names of authors with a contract; null: any certificate. */
  readonly authors: () => readonly string[] | null;
}

/** What the bridge does with a submission: checks the author's signatures, the message and its files, puts it into the mailbox, then accepts (delivery.md 5.1). */
export async function bridgeSubmission(parts: Parts, { submissionId }: Waiting, reception: Reception): Promise<Answer> {
  if (!reception.ok) return { verb: "reject", problems: reception.problems };
  if (parts.store.has(submissionId)) return { verb: "accept" };
  const read = readEntry(parts, reception.received);
  if (typeof read === "string") return { verb: "reject", problems: [problem(read.split(" ", 1)[0] === "schema-violation" ? "schema-violation" : "technical-error", "data", read)] };
  await parts.store.keep(read);
  return { verb: "accept" };
}

/** The entry, or why there is none: a problem id and words. */
function readEntry({ clock, mailboxes, authors }: Parts, { submission, data, attachments }: Received): ZbpEntry | `${ProblemId} ${string}` {
  const opened = openEnvelope(jsonOf(data.toString("utf8")), clock());
  if (!opened.ok) return opened.reason === "form" ? "schema-violation not a signed envelope" : `technical-error the author's ${opened.reason} does not hold`;
  if (authors()?.includes(opened.author) === false) return "technical-error the author is not registered";
  const base = { submissionId: submission.submissionId, at: clock().toISOString(), author: opened.author };
  const { identifier } = submission.publicService;
  if (identifier === `${PREFIX}status_v6`) {
    const status = statusSchema.safeParse(opened.content);
    return status.success ? { kind: "status", ...base, status: status.data } : `schema-violation status: ${pathsOf(status.error.issues)}`;
  }
  const message = messageSchema.safeParse(opened.content);
  if (identifier !== `${PREFIX}message_v6` || !message.success) return `schema-violation message: ${message.success ? identifier : pathsOf(message.error.issues)}`;
  if (mailboxes()?.includes(message.data.mailboxUuid) === false) return "technical-error there is no such mailbox";
  if (!sameFiles(message.data, attachments)) return "schema-violation the attachments are not those of the message";
  return { kind: "message", ...base, message: message.data, files: attachments.map(({ about, size }) => ({ filename: about.filename ?? about.attachmentId, size })) };
}

function sameFiles({ attachments: named = [] }: ZbpMessage, files: Received["attachments"]): boolean {
  return named.length === files.length && named.every(({ sha512sum, contentLength, filename }) =>
    files.some(({ sha512, size, about }) => sha512 === sha512sum && size === contentLength && (about.filename ?? filename) === filename));
}

function pathsOf(issues: readonly { readonly path: readonly PropertyKey[] }[]): string { return issues.slice(0, 5).map(({ path }) => path.map(String).join(".")).join(", "); }
