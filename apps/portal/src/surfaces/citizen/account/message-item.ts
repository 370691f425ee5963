import type { MessageHead } from "#modules/mailbox";
import type { MailboxItem } from "#ui/mailbox-list";
import type { AccountVisit } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { townName } from "./case-words.ts";
import { stepUp } from "./level-gate.ts";
import { wordsIn } from "./messages.ts";

/** A message in a list. Above the level of the sign-in neither sender nor subject (§ 8 Servicekonto.NRW-VO), but the way up. */
export function messageItem(portal: AccountPages, visit: AccountVisit, message: MessageHead): MailboxItem {
  const words = wordsIn(visit.lang);
  const common = { receivedAt: message.receivedAt, unread: message.unread };
  if (message.locked) return { ...common, href: stepUp(visit, message.needed, `/postfach/${message.id}`), subject: words.lockedMessage, from: words.lockedFrom, needsLevel: words[`level.${message.needed}`] };
  const town = townName(portal, message.tenant);
  return {
    ...common, href: visit.href(`/postfach/${message.id}`), subject: message.subject, lang: message.language, attachments: message.attachments, unread: message.unread && message.endedAt === undefined,
    from: message.direction === "sent" ? `${words.sent} · ${words.to} ${town}` : message.endedAt === undefined ? town : `${town} · ${words.ended}`,
  };
}
