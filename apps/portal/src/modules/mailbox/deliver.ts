import type { Level } from "#modules/accounts";
import type { Language } from "#modules/applications";
import type { Tx } from "#platform/database";
import { announce } from "#platform/events";
import { newId } from "#platform/ids";
import type { MailboxDeps } from "./deps.ts";
import type { ApplicationFileLink, MessageKind, SealedFile } from "./message.ts";
import { insertMessage } from "./message-store.ts";
import { sealAttachment, sealMessage } from "./seal-message.ts";

export interface Delivery {
  readonly account: string;
  readonly tenant: string;
  readonly application?: string;
  readonly kind: MessageKind;
  /** What reading it needs at least: the level of the procedure (§ 8 Servicekonto.NRW-VO). */
  readonly minimumLevel: Level;
  /** Up to 200 characters. */
  readonly subject: string;
  /** Plain words, up to 20,000 characters. */
  readonly text: string;
  /** Of subject and words. Left out: nobody knows. */
  readonly language?: Language;
  /** The same as a part of a page, with headings from h2. Must come from our own templates: it is shown as it is. */
  readonly html?: string;
  readonly files: readonly (SealedFile | ApplicationFileLink)[];
  /** Exactly for `kind: "decision"`. */
  readonly decision?: string;
}

const most = { subject: 200, text: 20_000, html: 500_000, files: 20 } as const;

/**
 * Puts a message into an account's mailbox, in the caller's transaction: delivered if and only if that commits. The transaction needs the
 * account in its scope (`inTenant(tenant, …, { account })`) for the account's key; what it puts in it cannot see.
 * Announces `message.delivered`. Returns the message's id.
 */
export async function deliver(tx: Tx, deps: Pick<MailboxDeps, "clock" | "accounts">, given: Delivery): Promise<string> {
  return (await deliverOnce(tx, deps, given)) ?? newIdNeverTaken();
}

/** The same where it may be there already (`undefined` then): the copy of a submission, which is told at least once. */
export async function deliverOnce(tx: Tx, deps: Pick<MailboxDeps, "clock" | "accounts">, given: Delivery): Promise<string | undefined> {
  if (given.subject.trim() === "" || given.subject.length > most.subject) throw new Error("a subject has 1 to 200 characters");
  if (given.text.length > most.text || (given.html?.length ?? 0) > most.html || given.files.length > most.files) throw new Error("the message is too long");
  if ((given.kind === "decision") !== (given.decision !== undefined)) throw new Error("a decision, and nothing else, names its decision");
  const at = deps.clock.now();
  const id = newId(at.getTime());
  const key = await deps.accounts.accountKey(tx, given.account);
  const attachments = given.files.map((file) => {
    const attachment = newId(at.getTime());
    return { id: attachment, about: sealAttachment(key, attachment, file) };
  });
  const inserted = await insertMessage(tx, {
    id, account: given.account, tenant: given.tenant, direction: "received", kind: given.kind, application: given.application, decision: given.decision, minimumLevel: given.minimumLevel, at,
    sealed: sealMessage(key, id, given), attachments,
    // Who has just submitted knows of the copy.
    notice: given.kind === "confirmation" ? "none" : "due", language: given.language,
  });
  if (!inserted) return undefined;
  await announce(tx, {
    type: "message.delivered", id, message: id, account: given.account, tenant: given.tenant, kind: given.kind,
    ...(given.application === undefined ? {} : { application: given.application }), ...(given.decision === undefined ? {} : { decision: given.decision }),
  });
  return id;
}

function newIdNeverTaken(): never {
  throw new Error("a message with a new id was already there");
}
