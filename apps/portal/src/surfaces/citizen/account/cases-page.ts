import { html, type Html } from "@kommunalportal/html";
import type { ApplicationHead, DraftHead, ParticipationHead } from "#modules/applications";
import { isId } from "#platform/ids";
import { badge } from "#ui/badge";
import { linkButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import { formatDate } from "#ui/format";
import { section } from "#ui/section";
import type { AccountVisit, Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { atTown, badgeKind, ended, titleOf, townName } from "./case-words.ts";
import { filled, wordsIn } from "./messages.ts";
import { tasksOf, type Task } from "./tasks.ts";
import { asOwn, ownPage } from "./with-account.ts";

const pageSize = 50;

/** GET `/vorgaenge`: what is to be done first, then running, drafts, ended. */
export async function casesPage(portal: AccountPages, visit: AccountVisit): Promise<Answer> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  const before = beforeOf(visit.query.get("vor"));
  const heads = await asOwn(portal, visit, (tx) => portal.applications.ofAccount(tx, session.account, { limit: pageSize, ...(before ? { before } : {}) }));
  const drafts = before ? [] : await portal.applications.drafts({ owner: session.account });
  const tasks = before ? [] : await tasksOf(portal, visit, heads, drafts);
  const others = before ? [] : await portal.applications.participationsOf(session.account);
  const running = heads.filter(({ status }) => !ended.has(status));
  const over = heads.filter(({ status }) => ended.has(status));
  const last = heads.at(-1);
  const main = html`<h1>${words.cases}</h1><p class="portal-lead">${words.casesIntro}</p>
${before === undefined && section({ title: words.todo, body: taskList(tasks, words.nothingToDo) })}
${heads.length === 0 && drafts.length === 0 && others.length === 0 && emptyState({ icon: "checklist", text: words.casesEmpty, action: linkButton({ text: words.casesFind, href: visit.href("/leistungen") }) })}
${running.length > 0 && section({ title: words.casesRunning, body: await caseList(portal, visit, running) })}
${drafts.length > 0 && section({ title: words.drafts, body: html`<p class="portal-muted">${words.draftsIntro}</p>${await draftList(portal, visit, drafts)}` })}
${others.length > 0 && section({ title: words.casesTookPart, body: await participationList(portal, visit, others) })}
${over.length > 0 && section({ title: words.casesEnded, body: await caseList(portal, visit, over) })}
${heads.length === pageSize && last !== undefined && html`<p>${linkButton({ text: words.olderCases, kind: "secondary", href: visit.href(`/vorgaenge?vor=${last.createdAt.getTime()}.${last.id}`) })}</p>`}`;
  return { page: await ownPage(portal, visit, "cases", { title: words.cases, main, wide: true }) };
}

function beforeOf(given: string | null): { readonly createdAt: Date; readonly id: string } | undefined {
  const [time = "", id = ""] = (given ?? "").split(".", 2);
  return /^\d{10,15}$/.test(time) && isId(id) ? { createdAt: new Date(Number(time)), id } : undefined;
}

function taskList(tasks: readonly Task[], nothing: string): Html {
  if (tasks.length === 0) return html`<p>${nothing}</p>`;
  return html`<ul class="portal-tasks">${tasks.map((task) => html`<li class="portal-tasks__item"><a class="kern-link portal-tasks__title" href="${task.href}">${task.text}</a>${task.badge !== undefined && badge(task.badge, task.urgent ? "warning" : "info")}</li>`)}</ul>`;
}

async function caseList(portal: AccountPages, visit: AccountVisit, heads: readonly ApplicationHead[]): Promise<Html> {
  const { lang } = visit;
  const words = wordsIn(lang);
  const items = await Promise.all(heads.map(async (head) => html`<li class="portal-tasks__item"><span class="portal-tasks__title"><a class="kern-link" href="${visit.href(`/vorgaenge/${head.id}`)}">${await titleOf(portal, lang, head)}</a><span class="portal-line portal-muted">${head.reference ?? words.noReference}</span><span class="portal-line portal-muted">${townName(portal, head.tenant)} · ${filled(words.statusSince, { date: formatDate(head.statusSince, lang) })}</span></span><span class="portal-tasks__status">${badge(words[`status.${head.status}`], badgeKind[head.status])}</span></li>`));
  return html`<ul class="portal-tasks">${items}</ul>`;
}

async function participationList(portal: AccountPages, visit: AccountVisit, all: readonly ParticipationHead[]): Promise<Html> {
  const { lang } = visit;
  const words = wordsIn(lang);
  const items = await Promise.all(all.map(async (one) => html`<li class="portal-tasks__item"><span class="portal-tasks__title"><a class="kern-link" href="${atTown(portal, visit, one.tenant, `/beteiligt/${one.id}`)}">${await titleOf(portal, lang, one)}</a><span class="portal-line portal-muted">${one.reference ?? words.noReference}</span><span class="portal-line portal-muted">${townName(portal, one.tenant)} · ${filled(words.statusSince, { date: formatDate(one.statusSince, lang) })}</span></span><span class="portal-tasks__status">${badge(words[`status.${one.status}`], badgeKind[one.status])}</span></li>`));
  return html`<ul class="portal-tasks">${items}</ul>`;
}

async function draftList(portal: AccountPages, visit: AccountVisit, drafts: readonly DraftHead[]): Promise<Html> {
  const { lang } = visit;
  const words = wordsIn(lang);
  const items = await Promise.all(drafts.map(async (draft) => {
    const title = await titleOf(portal, lang, draft);
    const at = (page: string): string => atTown(portal, visit, draft.tenant, `/antrag/${draft.id}/${page}`);
    return html`<li class="portal-files__item"><span class="portal-files__name"><strong>${title}</strong><span class="portal-line portal-muted">${townName(portal, draft.tenant)} · ${filled(words.draftEdited, { date: formatDate(draft.editedAt, lang) })} · ${filled(words.draftKeptUntil, { date: formatDate(draft.expiresAt, lang) })}</span></span><span class="portal-buttons">${linkButton({ text: words.resume, href: at("weiter"), kind: "secondary", small: true, hidden: title })}${linkButton({ text: words.deleteDraft, href: at("loeschung"), kind: "tertiary", small: true, hidden: title })}</span></li>`;
  }));
  return html`<ul class="portal-files">${items}</ul>`;
}
