import { html } from "@kommunalportal/html";
import { buttonGroup, linkButton } from "#ui/button";
import type { Tx } from "#platform/database";
import type { AccountVisit, Answer, LayoutOptions, SessionVisit } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { wordsIn } from "./messages.ts";

/** Runs a handler for people with an account; somebody who signed in once without one is told kindly why there is nothing here. */
export function withAccount<Rest extends readonly unknown[]>(portal: AccountPages, handler: (portal: AccountPages, visit: AccountVisit, ...rest: Rest) => Promise<Answer>): (visit: SessionVisit, ...rest: Rest) => Promise<Answer> {
  return (visit, ...rest) => {
    const { account } = visit.session;
    return account === undefined ? Promise.resolve(noAccount(portal, visit)) : handler(portal, { ...visit, session: { ...visit.session, account } }, ...rest);
  };
}

function noAccount(portal: AccountPages, visit: SessionVisit): Answer {
  const words = wordsIn(visit.lang);
  const main = html`<h1>${words.noAccountTitle}</h1><p class="portal-lead">${words.noAccountText}</p><p>${words.noAccountStatus}</p><p>${words.noAccountUse}</p>${buttonGroup([
    linkButton({ text: words.statusLink, href: visit.href("/status") }),
    linkButton({ text: words.signInAccount, href: visit.href(`/anmelden?ziel=${encodeURIComponent(visit.path)}&konto=1`), kind: "secondary" }),
  ])}`;
  return { page: portal.layout(visit, { title: words.noAccountTitle, main, components: [] }), status: 403 };
}

/** In the account's own scope. */
export function asOwn<T>(portal: Pick<AccountPages, "db">, visit: AccountVisit, work: (tx: Tx) => Promise<T>): Promise<T> {
  return portal.db.asAccount(visit.session.account, work);
}

type Room = "cases" | "mailbox" | "safe" | "account";
const paths: Readonly<Record<Room, string>> = { cases: "/vorgaenge", mailbox: "/postfach", safe: "/dokumente", account: "/konto" };

/** A page of the own area: the same four rooms on each, with what is unread. */
export async function ownPage(portal: AccountPages, visit: AccountVisit, room: Room, options: Omit<LayoutOptions, "nav">): Promise<string> {
  const words = wordsIn(visit.lang);
  const unread = await asOwn(portal, visit, (tx) => portal.mailbox.unreadCount(tx, visit.session.account));
  const nav = (Object.keys(paths) as Room[]).map((one) => ({ text: words[one], href: visit.href(paths[one]), current: one === room, ...(one === "mailbox" && unread > 0 ? { count: unread } : {}) }));
  return portal.layout(visit, { components: [], ...options, nav });
}
