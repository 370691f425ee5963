import { html, type Content, type Html } from "@kommunalportal/html";
import { descriptionList } from "./description-list.ts";
import { fileList, type FileItem } from "./file-list.ts";
import { formatDateTime } from "./format.ts";
import { t, type Lang } from "./text.ts";

export interface MailboxMessage {
  readonly subject: string;
  readonly from: string;
  readonly receivedAt: Date;
  readonly reference?: string;
  /** The text; a decision stands here as HTML besides its PDF. */
  readonly body: Content;
  readonly files: readonly FileItem[];
  /** Answer, upload, keep in the safe. */
  readonly actions?: Content;
}

/** One message as a letter with its h1. */
export function mailboxMessage(lang: Lang, message: MailboxMessage): Html {
  return html`<h1>${message.subject}</h1>${descriptionList([
    { term: t(lang, "mailbox.from"), value: message.from },
    { term: t(lang, "mailbox.received"), value: html`<time datetime="${message.receivedAt.toISOString()}">${formatDateTime(message.receivedAt, lang)}</time>` },
    ...(message.reference === undefined ? [] : [{ term: t(lang, "confirm.reference"), value: message.reference }]),
  ])}<div class="portal-letter">${message.body}</div>${message.files.length > 0 && html`<h2>${t(lang, "mailbox.attachments")}</h2>${fileList(lang, message.files)}`}${message.actions}`;
}
