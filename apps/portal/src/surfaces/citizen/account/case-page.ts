import { html, type Html } from "@kommunalportal/html";
import { languageOfWords } from "#modules/applications";
import { badge } from "#ui/badge";
import { linkButton } from "#ui/button";
import { contactBox } from "#ui/contact-box";
import { descriptionList } from "#ui/description-list";
import { errorSummary } from "#ui/error-summary";
import { formatDateTime } from "#ui/format";
import { mailboxList } from "#ui/mailbox-list";
import { notice } from "#ui/notice";
import { section, twoColumns } from "#ui/section";
import { timeline } from "#ui/timeline";
import { paragraphs } from "#ui/paragraphs";
import { languageForm, type AccountVisit, type Answer } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { contactsOf, whoseEvent } from "./case-offices.ts";
import { caseAppointments } from "./case-appointments.ts";
import { caseDecisions } from "./case-decisions.ts";
import { caseFiles, caseReaders, caseReceipts } from "./case-evidence.ts";
import { caseConsent, casePayments } from "./case-money.ts";
import { caseFurther, caseRequests, mayWrite, type Problem, writingForm } from "./case-requests.ts";
import { badgeKind, durationWords, eventTitle } from "./case-words.ts";
import { messageItem } from "./message-item.ts";
import { wordsIn, type Words } from "./messages.ts";
import { ownCase, type OwnCase } from "./own-case.ts";
import { ownPage } from "./with-account.ts";

/** GET `/vorgaenge/:id`, and the answer to a form on it that was not right. */
export async function casePage(portal: AccountPages, visit: AccountVisit, problem?: Problem): Promise<Answer> {
  const found = await ownCase(portal, visit);
  if (!found.ok) return found.answer;
  const { own } = found;
  const { lang } = visit;
  const words = wordsIn(lang);
  const { head } = own.case;
  const open = mayWrite(head.status);
  const wrong = problem !== undefined && problem.lines.length > 0;
  const writing = writingForm(own, problem);
  const main = html`${problem !== undefined && errorSummary(lang, problem.lines)}${done(visit, words)}
<h1>${own.title}</h1><p>${badge(words[`status.${head.status}`], badgeKind[head.status])}</p><p class="portal-lead">${hasToAct(own) && head.status === "in-progress" ? words["statusText.due"] : words[`statusText.${head.status}`]}</p>
${caseRequests(visit, own, problem)}${caseAppointments(portal, visit, own)}${caseDecisions(visit, own)}${casePayments(portal, visit, own)}
${section({ title: words.history, body: history(visit, own) })}
${section({ title: words.messages, body: own.messages.length === 0 ? html`<p>${words.noMessages}</p>` : mailboxList(lang, own.messages.map((one) => messageItem(portal, visit, one))) })}
${caseFiles(visit, own)}${open && caseFurther(visit, own, problem)}${caseConsent(visit, own)}${caseReceipts(visit, own)}${caseReaders(visit, own)}
${["submitted", "in-progress", "waiting"].includes(head.status) && html`<p>${linkButton({ text: words.withdraw, kind: "tertiary", href: visit.href(`/vorgaenge/${head.id}/ruecknahme`) })}</p>`}`;
  const page = await ownPage(portal, visit, "cases", {
    title: `${own.title}${head.reference === undefined ? "" : `: ${head.reference}`}`, main: twoColumns(main, aside(visit, own)), wide: true, printable: true, hasErrors: wrong, ...(open ? { languageForm: languageForm(visit, writing.id, writing.path) } : {}),
    breadcrumb: [{ text: words.cases, href: visit.href("/vorgaenge") }, { text: own.title }], service: head.service, ...(own.office === undefined ? {} : { help: own.office }),
  });
  return { page, status: wrong ? 422 : 200 };
}

/** Something is to be paid, or a decision to be read, while the office goes on. */
function hasToAct({ payments, decisions }: OwnCase): boolean {
  return payments.some(({ state }) => state === "open") || decisions.some(({ state, retrievedAt }) => state === "provided" && retrievedAt === undefined);
}

const doneTexts: Readonly<Record<string, (words: Words) => { readonly title: string; readonly body?: string }>> = {
  antwort: (words) => ({ title: words.doneAnswer }),
  unterlagen: (words) => ({ title: words.doneUpload }),
  pruefung: (words) => ({ title: words.doneUpload, body: words.doneUploadHeld }),
  einwilligung: (words) => ({ title: words.doneConsent }),
  ruecknahme: (words) => ({ title: words.withdrawn }),
  terminabsage: (words) => ({ title: words.appointmentCancelled, body: words.appointmentCancelledText }),
};

function done(visit: AccountVisit, words: Words): Html | false {
  const text = visit.request.method === "GET" ? doneTexts[visit.query.get("erledigt") ?? ""]?.(words) : undefined;
  return text !== undefined && notice(visit.lang, { kind: "success", live: true, ...text });
}

function aside(visit: AccountVisit, own: OwnCase): Html {
  const { lang } = visit;
  const words = wordsIn(lang);
  const { head } = own.case;
  const facts = descriptionList([
    { term: words.reference, value: head.reference ?? words.noReference },
    ...(head.submittedAt === undefined ? [] : [{ term: words.submittedOn, value: formatDateTime(head.submittedAt, lang) }]),
    { term: words.responsible, value: html`${contactsOf(own).map(({ name }) => html`${name}<br>`)}${own.town}` },
  ], { column: true });
  return html`${facts}${contactsOf(own).map((one) => contactBox(lang, one))}`;
}

/** Newest first. A status says how long it lasted; words of the office stand where they were said. */
function history(visit: AccountVisit, own: OwnCase): Html {
  const { lang } = visit;
  const words = wordsIn(lang);
  const { events, durations } = own.case;
  return timeline(lang, events.toReversed().map((event) => {
    const span = typeof event.data["status"] === "string" ? durations.find(({ from, status }) => from.getTime() === event.at.getTime() && status === event.data["status"]) : undefined;
    const kind = event.type === "decision" || event.data["status"] === "decided" ? "success" : event.data["status"] === "waiting" ? "waiting" : event.data["status"] === "refused" ? "danger" : "normal";
    const whose = whoseEvent(event, own);
    // The sentence kept with an arrival repeats title and time, in the language of the application.
    const text = event.type === "delivery-accepted" && typeof event.data["name"] === "string" ? `»${event.data["name"]}«` : event.text;
    return { at: event.at, title: `${eventTitle(event, words)}${whose === undefined ? "" : ` (${whose})`}`, kind, state: typeof event.data["status"] === "string", ...(text === undefined ? {} : { text: paragraphs(text), textLang: languageOfWords(event, own.case.head) }), ...(span === undefined ? {} : { duration: durationWords(span.milliseconds, lang) }) };
  }));
}
