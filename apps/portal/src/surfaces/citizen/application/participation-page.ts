import { html, type Content, type Html } from "@kommunalportal/html";
import type { Participation } from "#modules/applications";
import { serviceFor } from "#modules/applications";
import { legalDate } from "#platform/clock";
import { badge } from "#ui/badge";
import { buttonGroup, linkButton } from "#ui/button";
import { answerSections } from "#ui/check-page";
import { descriptionList } from "#ui/description-list";
import { formatDate, formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { say } from "#ui/text";
import { summary } from "@kommunalportal/form-engine";
import type { AccountVisit, Answer } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { filled, wordsIn } from "./messages.ts";
import { titleOf } from "./service-facts-of.ts";
import { signInHref } from "./sign-in-href.ts";

/** GET `/beteiligt/:id`: what somebody took part in with their account. */
export async function participationPage(portal: ApplicationPages, visit: AccountVisit & TownSessionVisit): Promise<Answer> {
  const { account, level } = visit.session;
  const found = await portal.applications.participation({ id: visit.params["id"] ?? "", account, level });
  if (found === undefined || found.tenant !== visit.tenant.id) return { missing: true };
  const words = wordsIn(visit.lang);
  return showParticipation(portal, visit, found, html`<p>${linkButton({ text: words.cases, href: visit.href("/vorgaenge"), kind: "tertiary" })}</p>`);
}

/**
 * How an application stands, for somebody who took part in it: number, status, who is done, and what they themselves handed in. What the office writes goes
 * to whoever sent, and nobody reads another's answers here.
 */
export function showParticipation(portal: ApplicationPages, visit: TownSessionVisit, given: Participation, after: Content = false): Answer {
  const { lang } = visit;
  const words = wordsIn(lang);
  const { service, own, reference, submittedAt } = given;
  const title = titleOf(service, lang);
  const mine = given.people.find((one) => one.mine)?.at;
  const main = html`<p class="portal-muted">${words.participationOf}</p><h1>${title}</h1>
${reference === undefined ? notice(lang, { kind: "info", title: words.participationWaits, body: words.participationWaitsText }) : html`<p class="portal-lead">${words.participationSent}</p>`}${descriptionList([
    ...(reference === undefined ? [] : [{ term: words.statusReference, value: reference }]),
    { term: words.statusNow, value: html`${badge(words[`status.${given.status}`], given.status === "decided" ? "success" : "info")} <span class="portal-muted">${filled(words.participationSince, { date: formatDate(given.statusSince, lang) })}</span>` },
    { term: words.statusTown, value: portal.tenants.byId(given.tenant)?.name ?? "" },
    ...(submittedAt === undefined ? [] : [{ term: words.statusSubmitted, value: formatDateTime(submittedAt, lang) }]),
  ])}
<h2>${words.participationPeople}</h2>${descriptionList(given.people.map((one) => ({ term: `${personName(visit, given, one.person)}${one.mine ? ` (${words.partYou})` : ""}`, value: doneWords(visit, one) })))}
<h2>${words.participationOfficeTitle}</h2><p>${words.participationOffice}</p>
${given.person === undefined ? false : html`<h2>${words.participationOwn}</h2>${own === undefined ? locked(visit, given) : html`<p class="portal-muted">${filled(words.participationOwnText, { date: formatDate(mine ?? given.statusSince, lang) })}</p>${answerSections(lang, summary(serviceFor(service, given.person).form, own.answers, lang, own.day))}`}`}${after}`;
  return { page: portal.layout(visit, { title: `${words.participationOf}: ${title}`, main, components: [], service: service.slug, printable: true }) };
}

function personName(visit: TownSessionVisit, { service }: Participation, person: string | undefined): string {
  const words = wordsIn(visit.lang);
  if (person === undefined) return service.package.service.together === undefined ? words["together.co-applicant"] : say(service.package.service.together.title, visit.lang);
  const title = service.package.definition.people?.find(({ id }) => id === person)?.title;
  return title === undefined ? person : say(title, visit.lang);
}

function doneWords(visit: TownSessionVisit, { at, person }: Participation["people"][number]): string {
  const words = wordsIn(visit.lang);
  if (at === undefined) return words.participationNotNeeded;
  return filled(person === undefined ? words.participationConfirmed : words.participationHandedIn, { date: formatDate(legalDate(at), visit.lang) });
}

/** Read with no lower sign-in than it was handed in with; handed in before such pages were, only the PDF is left. */
function locked(visit: TownSessionVisit, { level }: Participation): Html {
  const words = wordsIn(visit.lang);
  if (visit.session.level >= level) return html`<p>${words.participationOwnGone}</p>`;
  return html`${notice(visit.lang, { kind: "info", title: words.participationLevel, body: words.participationLevelText })}${buttonGroup(linkButton({ text: words.startSignIn, href: signInHref(visit, visit.path, { level, account: true }), kind: "secondary" }))}`;
}
