import { html, type Html } from "@kommunalportal/html";
import { emptyState } from "./empty-state.ts";
import { formatDateTime } from "./format.ts";
import { langAttr } from "./in-its-language.ts";
import { t, type Lang } from "./text.ts";

export interface MailboxItem {
  readonly href: string;
  readonly subject: string;
  /** Language of the subject, where it is known. */
  readonly lang?: Lang | undefined;
  readonly from: string;
  readonly receivedAt: Date;
  readonly unread: boolean;
  readonly attachments?: number;
  /** The trust level that is missing to open it, in words. */
  readonly needsLevel?: string;
}

/** The mailbox, newest first as given; unread is said in words, not by the dot alone. */
export function mailboxList(lang: Lang, items: readonly MailboxItem[]): Html {
  if (items.length === 0) return emptyState({ icon: "mail", text: t(lang, "mailbox.empty") });
  return html`<ul class="portal-messages">${items.map((item) => mailboxItem(lang, item))}</ul>`;
}

function mailboxItem(lang: Lang, item: MailboxItem): Html {
  const attachments = item.attachments ?? 0;
  return html`<li class="portal-messages__item${item.unread ? " portal-messages__item--unread" : ""}"><span class="portal-messages__dot" aria-hidden="true"></span><div><p class="portal-messages__title"><span class="kern-sr-only">${t(lang, item.unread ? "mailbox.unread" : "mailbox.read")}: </span><a class="kern-link" href="${item.href}" ${langAttr(item.lang, lang)}>${item.subject}</a></p><p class="portal-messages__meta">${item.from} · <time datetime="${item.receivedAt.toISOString()}">${formatDateTime(item.receivedAt, lang)}</time>${attachments > 0 && html` · ${t(lang, "mailbox.attachments")}: ${attachments}`}</p>${item.needsLevel !== undefined && html`<p class="portal-messages__meta">${t(lang, "mailbox.level", { level: item.needsLevel })}</p>`}</div></li>`;
}
