import { html } from "@kommunalportal/html";
import { changes } from "#surfaces/extension-api";
import { formatDate } from "#ui/format";
import { section } from "#ui/section";
import type { Answer, Visit } from "../frame/index.ts";
import { developerPage, inlineCode, type DeveloperPortal } from "./developer-pages.ts";
import { say } from "./messages.ts";

/** What a program may rely on, and what changed. */
export function changesPage(portal: DeveloperPortal, visit: Visit): Answer {
  const { lang } = visit;
  const body = html`<p class="portal-lead">${say(lang, "changesText")}</p>
${section({ title: say(lang, "promise"), body: html`<p>${inlineCode(say(lang, "promiseText"))}</p><p>${inlineCode(say(lang, "endText"))}</p>` })}
${changes.map(({ version, day, points }) => section({ title: `${version} (${formatDate(new Date(`${day}T12:00:00Z`), lang)})`, body: html`<ul class="kern-list">${points.map((point) => html`<li>${inlineCode(point[lang])}</li>`)}</ul>` }))}`;
  return developerPage(portal, visit, { title: say(lang, "changes"), body });
}
