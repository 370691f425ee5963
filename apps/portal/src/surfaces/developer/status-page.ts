import { html } from "@kommunalportal/html";
import { formatDateTime } from "#ui/format";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, Visit } from "../frame/index.ts";
import { developerPage, type DeveloperPortal } from "./developer-pages.ts";
import { say } from "./messages.ts";

/** GET `/entwicklung/stand`: what works now, asked at this moment and kept nowhere. That the database answers is part of the question. */
export async function statusPage(portal: DeveloperPortal, visit: Visit): Promise<Answer> {
  const { lang } = visit;
  const { late, since } = await portal.extensions.deliveryHealth();
  const current = portal.disturbances.current({ tenant: undefined });
  const webhooks = since === undefined ? say(lang, "stateOnTime") : `${say(lang, "stateLate")} ${formatDateTime(since, lang)}: ${late}.`;
  const answer = developerPage(portal, visit, {
    title: say(lang, "state"),
    body: html`<p class="portal-lead">${say(lang, "stateText")} ${say(lang, "stateAt")} ${formatDateTime(portal.clock.now(), lang)}.</p>
${table(lang, { caption: say(lang, "state"), captionHidden: true, columns: [{ title: say(lang, "statePart") }, { title: say(lang, "status") }], rows: [[say(lang, "reference"), say(lang, "stateAnswers")], [say(lang, "events"), webhooks], [say(lang, "sandbox"), say(lang, portal.developers?.enabled === true ? "stateOpen" : "stateNone")]] })}
${section({ title: say(lang, "stateDisturbances"), body: current.length === 0 ? html`<p>${say(lang, "stateNoDisturbance")}</p>` : html`<ul class="kern-list">${current.map(({ text, startsAt }) => html`<li>${formatDateTime(startsAt, lang)}: ${text[lang]}</li>`)}</ul>` })}`,
  });
  return answer;
}
