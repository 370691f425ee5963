import { html } from "@kommunalportal/html";
import { eventTexts, eventTypes, noticeTexts, noticeTypes, scopes, scopeTexts } from "#modules/extensions";
import { isProblemCode, problemCodes, problems } from "#surfaces/extension-api";
import { cardGrid } from "#ui/card";
import { descriptionList } from "#ui/description-list";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, Visit } from "../frame/index.ts";
import { codeBlock, developerPage, inlineCode, type DeveloperPortal } from "./developer-pages.ts";
import { guide } from "./guide-texts.ts";
import { say } from "./messages.ts";
import { developerSearch } from "./search-page.ts";

export function startPage(portal: DeveloperPortal, visit: Visit): Answer {
  const { lang } = visit;
  const to = (path: string): string => visit.href(`/entwicklung/${path}`);
  const body = html`<p class="portal-lead">${say(lang, "lead")}</p>${developerSearch(visit)}${cardGrid([
    { title: say(lang, "start"), text: say(lang, "startText"), href: to("erste-schritte") },
    ...(portal.developers?.enabled === true ? [{ title: say(lang, "sandbox"), text: say(lang, "sandboxText"), href: to("sandbox") }] : []),
    { title: say(lang, "reference"), text: say(lang, "referenceText"), href: to("schnittstelle") },
    { title: say(lang, "events"), text: say(lang, "eventsText"), href: to("ereignisse") },
    { title: say(lang, "places"), text: say(lang, "placesText"), href: to("seiten") },
    { title: say(lang, "rights"), text: say(lang, "rightsText"), href: to("rechte") },
    { title: say(lang, "errors"), text: say(lang, "errorsText"), href: to("fehler") },
    { title: say(lang, "changes"), text: say(lang, "changesText"), href: to("aenderungen") },
    { title: say(lang, "state"), text: say(lang, "stateText"), href: to("stand") },
    { title: say(lang, "gallery"), text: say(lang, "galleryText"), href: to("formulare") },
    { title: say(lang, "document"), text: say(lang, "documentText"), href: `/api/v1/openapi.json?lang=${lang}` },
  ], 2)}`;
  return developerPage(portal, visit, { title: say(lang, "title"), body, start: true });
}

/** Commands that are run in a test exactly as they stand here. */
export function firstStepsPage(portal: DeveloperPortal, visit: Visit): Answer {
  const { lang } = visit;
  const steps = guide({ lang, apex: portal.addresses.apex });
  const body = html`<p class="portal-lead">${inlineCode(steps.lead)}</p>${[...(portal.developers?.enabled === true ? [steps.tool] : []), ...steps.steps].map((step) => section({ title: step.title, body: html`${step.text.map((text) => html`<p>${inlineCode(text)}</p>`)}${step.code !== undefined && codeBlock(step.title, step.code)}` }))}`;
  return developerPage(portal, visit, { title: say(lang, "start"), body });
}

export function rightsPage(portal: DeveloperPortal, visit: Visit): Answer {
  const { lang } = visit;
  const body = html`<p class="portal-lead">${say(lang, "rightsText")}</p>${scopes.map((scope) => section({ id: scope, title: scopeTexts[scope][lang].title, body: html`<p><code>${scope}</code></p><p>${scopeTexts[scope][lang].means}</p>` }))}`;
  return developerPage(portal, visit, { title: say(lang, "rights"), body });
}

export function eventsPage(portal: DeveloperPortal, visit: Visit): Answer {
  const { lang } = visit;
  const { webhooks } = guide({ lang, apex: portal.addresses.apex });
  const body = html`<p class="portal-lead">${say(lang, "eventsText")}</p>
${section({ title: say(lang, "events"), body: table(lang, { caption: say(lang, "events"), captionHidden: true, columns: [{ title: say(lang, "eventType") }, { title: say(lang, "meaning") }], rows: eventTypes.map((type) => [html`<code>${type}</code>`, inlineCode(eventTexts[type][lang])]) }) })}
${section({ title: say(lang, "notices"), body: html`<p>${inlineCode(say(lang, "noticesText"))}</p>${table(lang, { caption: say(lang, "notices"), captionHidden: true, columns: [{ title: say(lang, "eventType") }, { title: say(lang, "meaning") }], rows: noticeTypes.map((type) => [html`<code>${type}</code>`, inlineCode(noticeTexts[type][lang])]) })}` })}
${webhooks.map((part) => section({ title: part.title, body: html`${part.text.map((text) => html`<p>${inlineCode(text)}</p>`)}${part.code !== undefined && codeBlock(part.title, part.code)}` }))}`;
  return developerPage(portal, visit, { title: say(lang, "events"), body });
}

export function errorsPage(portal: DeveloperPortal, visit: Visit): Answer {
  const { lang } = visit;
  const body = html`<p class="portal-lead">${say(lang, "errorsText")}</p>${table(lang, {
    caption: say(lang, "errors"), captionHidden: true, columns: [{ title: say(lang, "code") }, { title: say(lang, "status"), numeric: true }, { title: say(lang, "means") }],
    rows: problemCodes.map((code) => [html`<a class="kern-link" href="${visit.href(`/entwicklung/fehler/${code}`)}"><code>${code}</code></a>`, String(problems[code].status), problems[code][lang].title]),
  })}`;
  return developerPage(portal, visit, { title: say(lang, "errors"), body });
}

/** Where the `type` of a problem leads. */
export function errorPage(portal: DeveloperPortal, visit: Visit): Answer {
  const code = visit.params["code"] ?? "";
  if (!isProblemCode(code)) return { missing: true };
  const { lang } = visit;
  const said = problems[code][lang];
  const body = html`${descriptionList([{ term: say(lang, "code"), value: html`<code>${code}</code>` }, { term: say(lang, "status"), value: String(problems[code].status) }])}
${section({ title: say(lang, "means"), body: html`<p>${inlineCode(said.means)}</p>` })}${section({ title: say(lang, "help"), body: html`<p>${inlineCode(said.help)}</p>` })}`;
  return developerPage(portal, visit, { title: said.title, body, under: [{ text: say(lang, "errors"), href: visit.href("/entwicklung/fehler") }] });
}
