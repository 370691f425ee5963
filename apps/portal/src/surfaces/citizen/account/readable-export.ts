import { attr, html, type Content, type Html } from "@kommunalportal/html";
import { type Answers, summary } from "@kommunalportal/form-engine";
import { whenInWords } from "#modules/appointments";
import { type AccountPiece, languageOfWords, serviceFor, serviceToRead } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { legalDate } from "#platform/clock";
import { answerSections } from "#ui/check-page";
import { descriptionList } from "#ui/description-list";
import { formatDate, formatDateTime } from "#ui/format";
import { paragraphs } from "#ui/paragraphs";
import { say } from "#ui/text";
import type { AccountVisit } from "../../frame/index.ts";
import type { AccountPages } from "./account-pages.ts";
import { decisionStanding } from "./case-decisions.ts";
import { looksInWords } from "./case-evidence.ts";
import { paymentInWords } from "./case-money.ts";
import { eventTitle, townName } from "./case-words.ts";
import { filled, wordsIn } from "./messages.ts";
import { programsOf, readerNames } from "./own-case.ts";
import { asOwn } from "./with-account.ts";

/**
 * Everything of the account as one page to be read without the portal, as text in a stream: the JSON beside it is for programs. Says what the JSON says: nothing above the
 * level of this sign-in, of a decision only the days that count. The messages have a file of their own.
 */
export async function* readableExport(portal: AccountPages, visit: AccountVisit): AsyncGenerator<string> {
  const { lang, session } = visit;
  const words = wordsIn(lang);
  yield `<!doctype html>\n<html lang="${lang}">${String(head(words.exportRead))}<body><main>`;
  yield String(html`<h1>${words.exportRead}</h1><p>${filled(words.exportReadOn, { date: formatDateTime(portal.clock.now(), lang) })} ${words.exportReadLetters}</p>${session.level < 4 && html`<p>${words.exportLevel}</p>`}${await aboutAccount(portal, visit)}`);
  let part: string | undefined;
  for await (const piece of portal.applications.exportForAccount({ owner: session.account, account: session.account, level: session.level })) {
    const title = "head" in piece ? words.cases : "participation" in piece ? words.exportTookPart : words.drafts;
    if (title !== part) yield String(html`<h2>${title}</h2>`);
    part = title;
    yield String(await pieceInWords(portal, visit, piece));
  }
  yield "</main></body></html>\n";
}

/** It lies on the person's own disk, where there is no style of the portal's. */
function head(title: string): Html {
  return html`<head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><style>
body { font: 1rem/1.5 sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; hyphens: auto }
h2 { margin-top: 3rem; border-bottom: 1px solid } h3 { margin-top: 2rem } h4 { margin: 1.5rem 0 .25rem } dl { margin: 0 } dt { font-weight: bold } dd { margin: 0 0 .5rem } li p { margin: 0 }
</style></head>`;
}

async function aboutAccount(portal: AccountPages, visit: AccountVisit): Promise<Html> {
  const { lang, session: { account, displayName, level, startedAt } } = visit;
  const words = wordsIn(lang);
  const { mail, documents, fetched } = await asOwn(portal, visit, async (tx) => ({ mail: await portal.accounts.noticeMail(tx, account), documents: await portal.safe.list(tx, account), fetched: await portal.evidence.retrievals(tx, account) }));
  return html`<h2>${words.account}</h2>${descriptionList([
    ...(displayName === undefined ? [] : [{ term: words.name, value: displayName }]), { term: words.level, value: words[`level.${level}`] }, { term: words.since, value: formatDateTime(startedAt, lang) }, { term: words.noticeTitle, value: mail ?? words.exportNone },
  ])}${documents.length > 0 && html`<h3>${words.safe}</h3><ul>${documents.map(({ name, keptAt }) => html`<li>${name} (${formatDate(keptAt, lang)})</li>`)}</ul>`}${fetched.length > 0 && html`<h3>${words.fetchedTitle}</h3><p>${words.fetchedText}</p><ul>${fetched.map((one) => html`<li>${formatDateTime(one.consentAt, lang)}: ${one.about === undefined ? one.kind : `${one.about.title[lang] ?? one.about.title.de}, ${one.about.holder}, ${one.about.legalBasis}`} (${words[`fetched.${one.outcome}`]})</li>`)}</ul>`}`;
}

async function pieceInWords(portal: AccountPages, visit: AccountVisit, piece: AccountPiece): Promise<Html> {
  const { lang } = visit;
  const words = wordsIn(lang);
  if ("head" in piece) return applicationInWords(portal, visit, piece);
  if ("participation" in piece) {
    const { participation: one, person, own } = piece;
    return html`${await titled(portal, visit, one)}${descriptionList([{ term: words.reference, value: one.reference ?? words.noReference }, { term: words.now, value: words[`status.${one.status}`] }])}${own !== undefined && await answersInWords(portal, visit, one, { ...own, form: (service) => serviceFor(service, person) })}`;
  }
  return html`${await titled(portal, visit, piece)}<p>${filled(words.exportEdited, { date: formatDateTime(piece.editedAt, lang), until: formatDate(piece.expiresAt, lang) })}</p>${await answersInWords(portal, visit, piece, { answers: piece.answers, day: legalDate(portal.clock.now()), form: (service) => serviceFor(service, piece.part?.person) })}`;
}

type Of = { readonly service: string; readonly formVersion: string; readonly tenant: string };

async function titled(portal: AccountPages, { lang }: AccountVisit, one: Of): Promise<Html> {
  const service = await portal.forms.service(one.service, one.formVersion);
  return html`<h3>${service ? say(service.package.service.title, lang) : one.service}, ${townName(portal, one.tenant)}</h3>`;
}

/** With the form as this person has it before them, and as it was on that day. */
async function answersInWords(portal: AccountPages, { lang }: AccountVisit, one: Of, given: { readonly answers: Answers; readonly day: string; readonly form: (service: PublishedService) => PublishedService }): Promise<Content> {
  const service = await portal.forms.service(one.service, one.formVersion);
  return service !== undefined && answerSections(lang, summary(given.form(service).form, given.answers, lang, given.day), { level: 4 });
}

async function applicationInWords(portal: AccountPages, visit: AccountVisit, { head, content, events }: Extract<AccountPiece, { head: unknown }>): Promise<Html> {
  const { lang, session: { account, level } } = visit;
  const words = wordsIn(lang);
  const { decisions, payments, looks } = await asOwn(portal, visit, async (tx) => ({ decisions: await portal.answers.decisions(tx, head.id), payments: await portal.payments.ofApplication(tx, head.id), looks: await portal.audit.readersOf(tx, head.id) }));
  const appointments = await portal.appointments.own({ account, level, application: head.id });
  const roles = [...new Set(decisions.flatMap(({ office }) => office ?? []))];
  const offices = new Map(await Promise.all(roles.map(async (role) => [role, await portal.officeOf(head.tenant, role, lang)] as const)));
  const list = (title: string, lines: readonly Content[]): Html | false => lines.length > 0 && html`<h4>${title}</h4><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return html`${await titled(portal, visit, head)}${descriptionList([
    { term: words.reference, value: head.reference ?? words.noReference }, ...(head.submittedAt === undefined ? [] : [{ term: words.submittedOn, value: formatDateTime(head.submittedAt, lang) }]), { term: words.now, value: words[`status.${head.status}`] },
  ])}${await answersInWords(portal, visit, head, { ...content, form: serviceToRead })}${list(words.history, events.map((event) => html`${formatDateTime(event.at, lang)}: ${eventTitle(event, words)}${event.text !== undefined && html`<div ${attr("lang", languageOfWords(event, head))}>${paragraphs(event.text)}</div>`}`))}${
    list(words.decisions, decisions.map((one) => html`${words[`decision.${one.kind}`]}${one.authority !== undefined ? `, ${one.authority}` : offices.get(one.office) !== undefined && `, ${offices.get(one.office)?.name}`}: ${decisionStanding(one, lang)}`))}${
    list(words.payment, payments.map((one) => `${paymentInWords(one, lang)}, ${words.payReference}: ${one.reference}`))}${list(words.appointments, appointments.map((one) => `${whenInWords(lang, one)}, ${one.place}`))}${
    list(words.readers, looksInWords(visit, { readers: looks, programs: await programsOf(portal, lang, looks), readerNames: await readerNames(portal, lang, looks) }).map(({ who, what, at }) => `${formatDateTime(at, lang)}: ${who}, ${what}`))}`;
}
