import type { ApplicationHead, DraftHead } from "#modules/applications";
import { outstanding } from "#modules/payments";
import { addDays, legalDate } from "#platform/clock";
import { formatDate, formatMoney } from "#ui/format";
import type { AccountVisit } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { atTown, titleOf } from "./case-words.ts";
import { filled, wordsIn } from "./messages.ts";
import { asOwn } from "./with-account.ts";

export interface Task { readonly text: string; readonly href: string; readonly badge?: string; readonly urgent: boolean }

const soonDays = 7;
/** From the day on which the notice of it is sent, and so also for whoever gave no address: `noticeDays` (7) whole days are left, and the last one ends with the deletion. */
const draftDays = 8;

/** What waits for the person, most pressing first: money and answers, decisions, messages, drafts that will go. */
export async function tasksOf(portal: AccountPages, visit: AccountVisit, heads: readonly ApplicationHead[], drafts: readonly DraftHead[]): Promise<readonly Task[]> {
  const { lang, session } = visit;
  const { account, level } = session;
  const words = wordsIn(lang);
  const soon = addDays(legalDate(portal.clock.now()), soonDays);
  const owed = await asOwn(portal, visit, (tx) => portal.payments.openOfAccount(tx, account));
  /** Two links of the same words would lead to different cases: with a second case of the service its number tells them apart. */
  const named = async (head: ApplicationHead): Promise<string> => {
    const title = await titleOf(portal, lang, head);
    return head.reference !== undefined && heads.filter(({ service }) => service === head.service).length > 1 ? `${title} (${head.reference})` : title;
  };
  const tasks: Task[] = [];
  for (const head of heads) {
    if (head.status === "payment" && head.fee) {
      const due = owed.find(({ application }) => application === head.id);
      tasks.push({ text: filled(words.todoPay, { amount: formatMoney(head.fee.cents, lang), title: await named(head) }), href: due === undefined ? visit.href(`/vorgaenge/${head.id}`) : atTown(portal, visit, due.tenant, `/bezahlen/${due.id}`), badge: words["status.payment"], urgent: true });
    } else if (head.status === "waiting") {
      const open = (await asOwn(portal, visit, (tx) => portal.answers.requests(tx, head.id))).filter((one) => one.open);
      const due = open.flatMap(({ dueOn }) => dueOn ?? []).toSorted((a, b) => a.localeCompare(b))[0];
      const title = await named(head);
      tasks.push({ text: due === undefined ? filled(words.todoAnswerSoon, { title }) : filled(words.todoAnswer, { title, date: formatDate(due, lang) }), href: visit.href(`/vorgaenge/${head.id}`), badge: words["status.waiting"], urgent: true });
    }
  }
  // By transfer or at the counter, or set by a decision: the application has arrived, the money has not.
  for (const one of owed) {
    const head = heads.find(({ id }) => id === one.application);
    if (head === undefined || head.status === "payment" || head.trustLevel > level) continue;
    tasks.push({ text: filled(words.todoPayOpen, { amount: formatMoney(outstanding(one), lang), title: await named(head) }), href: atTown(portal, visit, one.tenant, `/bezahlen/${one.id}`), urgent: true });
  }
  const unread = await asOwn(portal, visit, async (tx) => {
    const decisions = [];
    for (const one of await portal.mailbox.unreadDecisions(tx, { account, level })) {
      // Above the level of this sign-in it is a message like any other.
      if (one.locked || one.application === undefined) continue;
      const decision = (await portal.answers.decisions(tx, one.application)).find(({ id }) => id === one.decision);
      const head = await portal.applications.view(tx, one.application);
      if (head) decisions.push({ id: one.id, head, until: decision?.retrievableUntil });
    }
    return { decisions, messages: await portal.mailbox.unreadCount(tx, account) };
  });
  for (const { id, head, until } of unread.decisions) {
    const title = await named(head);
    tasks.push({ text: until === undefined ? filled(words.todoDecisionPlain, { title }) : filled(words.todoDecision, { title, date: formatDate(until, lang) }), href: visit.href(`/postfach/${id}`), urgent: until !== undefined && until <= soon });
  }
  const others = unread.messages - unread.decisions.length;
  if (others > 0) tasks.push({ text: others === 1 ? words.todoMailboxOne : filled(words.todoMailbox, { count: others }), href: visit.href("/postfach"), urgent: false });
  for (const draft of drafts) {
    if (legalDate(draft.expiresAt) > addDays(legalDate(portal.clock.now()), draftDays)) continue;
    tasks.push({ text: filled(words.todoDraft, { title: await titleOf(portal, lang, draft), date: formatDate(draft.expiresAt, lang) }), href: atTown(portal, visit, draft.tenant, `/antrag/${draft.id}/weiter`), urgent: true });
  }
  return tasks;
}
