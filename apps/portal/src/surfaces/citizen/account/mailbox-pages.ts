import { html, raw, type Html } from "@kommunalportal/html";
import type { Message, MessageRefusal } from "#modules/mailbox";
import { isId } from "#platform/ids";
import { backLink } from "#ui/back-link";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { emptyState } from "#ui/empty-state";
import { fileList } from "#ui/file-list";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import { langAttr } from "#ui/in-its-language";
import { mailboxList } from "#ui/mailbox-list";
import { notice } from "#ui/notice";
import { pagination } from "#ui/pagination";
import { paragraphs } from "#ui/paragraphs";
import { section } from "#ui/section";
import { tabs } from "#ui/tabs";
import { t } from "#ui/text";
import { languageForm, type AccountVisit, type Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { decisionPayment } from "./case-money.ts";
import { mayWrite, writingFormId } from "./case-requests.ts";
import { townName } from "./case-words.ts";
import { fileRefusal } from "./file-refusal.ts";
import { levelGate } from "./level-gate.ts";
import { messageItem } from "./message-item.ts";
import { wordsIn } from "./messages.ts";
import { textControl } from "./text-control.ts";
import { asOwn, ownPage } from "./with-account.ts";

const views = { ungelesen: "unread", gesendet: "sent" } as const;

/** GET `/postfach`: unread first; what needs a higher level says only that it is there. */
export async function mailboxPage(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const { lang, session } = visit;
  const { account, level } = session;
  const words = wordsIn(lang);
  const view = visit.query.get("ansicht") ?? "";
  const show = view in views ? views[view as keyof typeof views] : "received";
  const asked = Number(visit.query.get("seite") ?? "1");
  const { list, unread, address } = await asOwn(portal, visit, async (tx) => ({
    list: await portal.mailbox.list(tx, { account, level, show, page: Number.isSafeInteger(asked) ? asked : 1 }), unread: await portal.mailbox.unreadCount(tx, account), address: await portal.accounts.noticeMail(tx, account),
  }));
  const at = (name: string, page = 1): string => visit.href(`/postfach${name === "" && page === 1 ? "" : `?${new URLSearchParams({ ...(name === "" ? {} : { ansicht: name }), ...(page === 1 ? {} : { seite: String(page) }) }).toString()}`}`);
  const empty = show === "unread" ? words.emptyUnread : words.emptySent;
  const main = html`${visit.query.get("erledigt") === "geloescht" && notice(lang, { kind: "success", title: words.removed, live: true })}<h1>${words.mailbox}</h1>${address === undefined && notice(lang, { kind: "info", title: words.notice, body: html`<p class="kern-body"><a class="kern-link" href="${visit.href("/konto#benachrichtigung")}">${words.noticeSet}</a></p>` })}
${tabs(words.mailboxViews, [{ text: words.tabAll, href: at(""), current: show === "received" }, { text: words.tabUnread, href: at("ungelesen"), current: show === "unread", ...(unread > 0 ? { count: unread } : {}) }, { text: words.tabSent, href: at("gesendet"), current: show === "sent" }])}
${list.items.length === 0 && show !== "received" ? emptyState({ icon: "mail", text: empty }) : mailboxList(lang, list.items.map((one) => messageItem(portal, visit, one)))}${pagination(lang, { page: list.page, pages: list.pages, href: (page) => at(view in views ? view : "", page) })}`;
  return { page: await ownPage(portal, visit, "mailbox", { title: words.mailbox, main }) };
}

/** GET `/postfach/:id`: shows the message, and with that it is read. */
export async function messagePage(portal: AccountPages, visit: AccountVisit, problem?: string): Promise<Answer> {
  const { lang, session } = visit;
  const { account, level } = session;
  const words = wordsIn(lang);
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return { missing: true };
  const opened = await asOwn(portal, visit, (tx) => portal.mailbox.open(tx, { account, level, message: id }));
  if (!opened.ok) return refused(portal, visit, opened, id);
  const { message } = opened;
  const more = await asOwn(portal, visit, async (tx) => ({
    kept: await portal.safe.kept(tx, account, message.files.map((file) => file.id)),
    head: message.application === undefined ? undefined : await portal.applications.view(tx, message.application),
    payments: message.kind === "decision" && message.application !== undefined ? await portal.payments.ofApplication(tx, message.application) : [],
    asked: message.application !== undefined && (await portal.answers.requests(tx, message.application)).some((one) => one.open),
  }));
  // At the end of its retention term a case goes; the message stays the person's own.
  const gone = message.application !== undefined && more.head === undefined;
  const writable = more.head !== undefined && mayWrite(more.head.status);
  // What was typed goes along into the case, where the same message can be written.
  const language = mayReply(message, writable, more.asked) ? { languageForm: languageForm(visit, writingFormId("frei"), `/vorgaenge/${message.application}/antwort`) } : {};
  const its = langAttr(message.language, lang);
  const main = html`${backLink(lang, visit.href("/postfach"), words.back)}${problem !== undefined ? notice(lang, { kind: "warning", title: problem, live: true }) : visit.query.get("erledigt") === "abgelegt" && notice(lang, { kind: "success", title: words.kept, live: true })}<h1 ${its}>${message.subject}</h1>${descriptionList([
    { term: message.direction === "sent" ? words.to : t(lang, "mailbox.from"), value: townName(portal, message.tenant) },
    { term: message.direction === "sent" ? words.sentAt : t(lang, "mailbox.received"), value: html`<time datetime="${message.receivedAt.toISOString()}">${formatDateTime(message.receivedAt, lang)}</time>` },
    ...(more.head?.reference === undefined ? [] : [{ term: words.reference, value: more.head.reference }]),
  ])}<div class="portal-letter" ${its}>${message.html === undefined ? paragraphs(message.text) : raw(message.html)}</div>${decisionPayment(portal, visit, message.decision, more.payments)}
${message.files.length > 0 && section({ title: t(lang, "mailbox.attachments"), body: attachments(visit, message, more.kept) })}${gone && html`<p class="portal-muted">${words.caseGone}</p>`}${actions(visit, message, { gone, writable, asked: more.asked })}`;
  return { page: await ownPage(portal, visit, "mailbox", { title: message.subject, main, printable: true, ...language, breadcrumb: [{ text: words.mailbox, href: visit.href("/postfach") }, { text: message.subject, lang: message.language }] }), status: problem === undefined ? 200 : 409 };
}

async function refused(portal: AccountPages, visit: AccountVisit, outcome: MessageRefusal, id: string): Promise<Answer> {
  const words = wordsIn(visit.lang);
  switch (outcome.why) {
    case "not-found": return { missing: true };
    case "ended": return closedPage(portal, visit, words.endedTitle, html`<p class="portal-lead">${words.endedText}</p>`, 410);
    case "level-too-low": return closedPage(portal, visit, words.lockedMessage, levelGate({ ...visit, path: `/postfach/${id}` }, outcome.needed, "levelMessage"), 403);
  }
}

async function closedPage(portal: AccountPages, visit: AccountVisit, title: string, body: Html, status: number): Promise<Answer> {
  const main = html`${backLink(visit.lang, visit.href("/postfach"), wordsIn(visit.lang).back)}<h1>${title}</h1>${body}`;
  return { page: await ownPage(portal, visit, "mailbox", { title, main }), status };
}

function attachments(visit: AccountVisit, message: Message, kept: ReadonlySet<string>): Html {
  const words = wordsIn(visit.lang);
  return fileList(visit.lang, message.files.map((file) => {
    const at = `/postfach/${message.id}/datei/${file.id}`;
    return {
      name: file.name, type: file.type, size: file.size, href: visit.href(at),
      ...(kept.has(file.id) ? { remark: words.inSafe } : { action: formButton({ text: words.keep, kind: "tertiary", small: true, hidden: file.name, action: visit.href(`${at}/ablage`), csrf: visit.session.csrf }) }),
    };
  }));
}

/** Answered in the case, where it stands as a question. */
function isOpenQuestion(message: Message, asked: boolean): boolean {
  return asked && (message.kind === "question" || message.kind === "request");
}

/** Whether the page has a form for words. */
function mayReply(message: Message, writable: boolean, asked: boolean): boolean {
  return message.application !== undefined && writable && !isOpenQuestion(message, asked) && message.direction === "received" && message.kind !== "confirmation" && message.kind !== "decision";
}

function actions(visit: AccountVisit, message: Message, { gone, writable, asked }: { readonly gone: boolean; readonly writable: boolean; readonly asked: boolean }): Html {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const toCase = message.application === undefined || gone ? false : linkButton({ text: words.toCase, kind: "secondary", href: visit.href(`/vorgaenge/${message.application}`) });
  const reply = mayReply(message, writable, asked)
    ? section({ title: words.answerThis, body: form(lang, { id: writingFormId("frei"), action: visit.href(`/vorgaenge/${message.application}/antwort`), csrf: session.csrf, hidden: { zu: "frei" }, body: html`${textControl(lang, { name: "text-frei", label: words.message })}${buttonGroup(button({ text: words.sendMessage }))}` }) })
    : false;
  const remove = message.deletable && formButton({ text: words.remove, kind: "tertiary", action: visit.href(`/postfach/${message.id}/papierkorb`), csrf: session.csrf });
  return html`${isOpenQuestion(message, asked) && html`<p>${words.answerInCase}</p>`}${message.kind === "decision" && html`<p class="portal-muted">${words.removeNot}</p>`}${reply}<div class="portal-buttons">${toCase}${remove}</div>`;
}

/** GET `/postfach/:id/datei/:file`. */
export async function messageFile(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const taken = await take(portal, visit);
  if (!("content" in taken)) return taken;
  return { body: taken.content, type: taken.file.type, download: taken.file.name };
}

/** POST `/postfach/:id/datei/:file/ablage`: a copy of one's own, which outlives the office's. */
export async function keepMessageFile(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const taken = await take(portal, visit);
  if (!("content" in taken)) return taken;
  const { file, content, minimumLevel, decision } = taken;
  const outcome = await portal.safe.keep({ account: visit.session.account, name: file.name, content, origin: { kind: decision === undefined ? "message" : "decision", id: file.id }, minimumLevel });
  if (outcome.ok || outcome.why === "already-kept") return { redirect: visit.href(`/postfach/${visit.params["id"] ?? ""}?erledigt=abgelegt`) };
  return messagePage(portal, visit, fileRefusal(visit.lang, outcome.why, file.name, portal.safe.largestBytes));
}

async function take(portal: AccountPages, visit: AccountVisit): Promise<Extract<Awaited<ReturnType<AccountPages["mailbox"]["retrieve"]>>, { ok: true }> | Answer> {
  const { id = "", file = "" } = visit.params;
  if (!isId(id) || !isId(file)) return { missing: true };
  const outcome = await asOwn(portal, visit, (tx) => portal.mailbox.retrieve(tx, { account: visit.session.account, level: visit.session.level, message: id, file }));
  if (outcome.ok) return outcome;
  if (outcome.why === "gone") return messagePage(portal, visit, wordsIn(visit.lang).gone);
  return refused(portal, visit, outcome, id);
}

/** POST `/postfach/:id/papierkorb`: what was read and proves nothing. */
export async function removeMessage(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return { missing: true };
  const outcome = await asOwn(portal, visit, (tx) => portal.mailbox.remove(tx, { account: visit.session.account, message: id }));
  if (outcome.ok) return { redirect: visit.href("/postfach?erledigt=geloescht") };
  return outcome.why === "not-found" ? { missing: true } : messagePage(portal, visit, wordsIn(visit.lang).removeNot);
}
