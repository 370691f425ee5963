import { html, type Html } from "@kommunalportal/html";
import type { ApplicationHead, DraftHead } from "#modules/applications";
import type { MessageHead } from "#modules/mailbox";
import { clearCookie } from "#platform/http";
import { backLink } from "#ui/back-link";
import { button, buttonGroup, linkButton } from "#ui/button";
import { errorSummary, type ErrorLine } from "#ui/error-summary";
import { check } from "#ui/fields/choice-field";
import { errorText } from "#ui/fields/field-frame";
import { form } from "#ui/form";
import { formatDate } from "#ui/format";
import { mailboxList } from "#ui/mailbox-list";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { languageForm, onlyLanguage, type AccountVisit, type Answer, type Visit } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { ended, titleOf, townName } from "./case-words.ts";
import { messageItem } from "./message-item.ts";
import { wordsIn } from "./messages.ts";
import { asOwn, ownPage } from "./with-account.ts";

interface AtStake { readonly unread: readonly MessageHead[]; readonly drafts: readonly DraftHead[]; readonly running: readonly ApplicationHead[] }

async function atStake(portal: AccountPages, visit: AccountVisit): Promise<AtStake> {
  const { account, level } = visit.session;
  const { unread, heads } = await asOwn(portal, visit, async (tx) => ({ unread: await portal.mailbox.unreadDecisions(tx, { account, level }), heads: await portal.applications.ofAccount(tx, account, { limit: 500 }) }));
  return { unread, drafts: await portal.applications.drafts({ owner: account }), running: heads.filter(({ status }) => !ended.has(status)) };
}

/** GET `/konto/loeschung`: what would be lost, unread decisions first. */
export async function deleteAccountPage(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const { lang } = visit;
  const words = wordsIn(lang);
  const { unread, drafts, running } = await atStake(portal, visit);
  const main = html`${backLink(lang, visit.href("/konto"), words.backAccount)}<h1>${words.deleteHead}</h1>
${unread.length > 0 && html`${notice(lang, { kind: "warning", title: words.deleteUnread, body: words.deleteUnreadText })}${mailboxList(lang, unread.map((one) => messageItem(portal, visit, one)))}`}
${drafts.length > 0 && section({ title: words.deleteDrafts, body: await named(portal, visit, drafts.map((draft) => ({ ...draft, detail: formatDate(draft.editedAt, lang) }))) })}
${running.length > 0 && section({ title: words.deleteRunning, body: html`<p>${words.deleteRunningText}</p>${await named(portal, visit, running.map((head) => ({ ...head, detail: head.reference ?? words.noReference })))}` })}
<p>${words.deleteGone}</p><p>${words.deleteKept}</p>${buttonGroup([
    linkButton({ text: words.deleteExport, href: visit.href("/konto/export"), icon: "download", kind: "secondary" }), linkButton({ text: words.deleteNext, href: visit.href("/konto/loeschung/bestaetigung") }),
    linkButton({ text: words.cancel, href: visit.href("/konto"), kind: "tertiary" }),
  ])}`;
  return { page: await ownPage(portal, visit, "account", { title: words.deleteHead, main }) };
}

async function named(portal: AccountPages, visit: AccountVisit, items: readonly { readonly service: string; readonly formVersion: string; readonly tenant: string; readonly detail: string }[]): Promise<Html> {
  const lines = await Promise.all(items.map(async (one) => html`<li>${await titleOf(portal, visit.lang, one)}, ${townName(portal, one.tenant)} (${one.detail})</li>`));
  return html`<ul class="portal-list">${lines}</ul>`;
}

/** GET `/konto/loeschung/bestaetigung`: the second step. */
export async function confirmDeletionPage(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  return confirm(portal, visit, (await atStake(portal, visit)).unread.length > 0, []);
}

const formId = "loeschung-formular";
const ids = { yes: "feld-verstanden", unread: "feld-ungelesen" } as const;

async function confirm(portal: AccountPages, visit: AccountVisit, unread: boolean, missing: readonly (keyof typeof ids)[]): Promise<Answer> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const message = { yes: words.errConfirm, unread: words.errConfirmUnread };
  const errors: readonly ErrorLine[] = missing.map((one) => ({ fieldId: ids[one], message: message[one] }));
  const box = (one: keyof typeof ids, label: string): Html => html`<div class="portal-field">${missing.includes(one) && errorText(`${ids[one]}:error`, message[one], lang)}${check({ type: "checkbox", id: ids[one], name: one === "yes" ? "verstanden" : "ungelesen", value: "ja", label, checked: visit.field(one === "yes" ? "verstanden" : "ungelesen") === "ja", wrong: missing.includes(one) })}</div>`;
  const main = html`${errorSummary(lang, errors)}${backLink(lang, visit.href("/konto/loeschung"), words.backAccount)}<h1>${words.deleteConfirmTitle}</h1><p class="portal-lead">${words.deleteGone}</p>${form(lang, {
    id: formId, action: visit.href("/konto/loeschung"), csrf: session.csrf,
    body: html`${box("yes", words.deleteConfirm)}${unread && box("unread", words.deleteConfirmUnread)}${buttonGroup([button({ text: words.deleteDo, icon: "delete" }), linkButton({ text: words.cancel, href: visit.href("/konto"), kind: "secondary" })])}`,
  })}`;
  return { page: await ownPage(portal, visit, "account", { title: words.deleteConfirmTitle, main, hasErrors: errors.length > 0, languageForm: languageForm(visit, formId, "/konto/loeschung") }), status: errors.length > 0 ? 422 : 200 };
}

/** POST `/konto/loeschung`: the account and its sign-ins go at once; the rooms hear it and let go of the rest. */
export async function deleteAccount(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const unread = (await atStake(portal, visit)).unread.length > 0;
  if (onlyLanguage(visit)) return confirm(portal, visit, unread, []);
  const missing = [...(visit.field("verstanden") === "ja" ? [] : ["yes" as const]), ...(unread && visit.field("ungelesen") !== "ja" ? ["unread" as const] : [])];
  if (missing.length > 0) return confirm(portal, visit, unread, missing);
  await asOwn(portal, visit, (tx) => portal.accounts.deleteAccount(tx, visit.session.account));
  clearCookie(visit.reply, "sitzung");
  void visit.reply.header("clear-site-data", '"cache", "storage"');
  return { redirect: visit.href("/konto/geloescht") };
}

/** GET `/konto/geloescht`: for somebody who is nobody any more. */
export function deletedPage(portal: AccountPages, visit: Visit): Answer {
  const words = wordsIn(visit.lang);
  const main = html`<h1>${words.deleted}</h1><p class="portal-lead">${words.deletedText}</p><p>${linkButton({ text: words.home, href: visit.href("/") })}</p>`;
  return { page: portal.layout({ ...visit, session: undefined }, { title: words.deleted, main, components: [] }) };
}
