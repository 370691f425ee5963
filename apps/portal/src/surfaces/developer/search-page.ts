import { html, type Html } from "@kommunalportal/html";
import { searchBox } from "#ui/search-box";
import type { Answer, Lang, Visit } from "../frame/index.ts";
import { developerPage, inlineCode, type DeveloperPortal } from "./developer-pages.ts";
import { say } from "./messages.ts";
import { searchEntries, searchHits, type SearchEntry } from "./search-entries.ts";

export const searchPath = "/entwicklung/suche";
const longestExcerpt = 200;

export function developerSearch(visit: Visit, value = ""): Html {
  return html`<div class="portal-part">${searchBox(visit.lang, { action: visit.href(searchPath), id: "suche-entwicklung", label: say(visit.lang, "searchLabel"), value, large: true })}</div>`;
}

const known = new Map<Lang, readonly SearchEntry[]>();

/** GET `/entwicklung/suche?q=…`: the pages for developers, without scripts. Its address may be kept and sent on. */
export function searchPage(portal: DeveloperPortal, visit: Visit): Answer {
  const { lang } = visit;
  const query = (visit.query.get("q") ?? "").slice(0, 200).trim();
  const entries = known.get(lang) ?? searchEntries(lang, portal.addresses.apex);
  known.set(lang, entries);
  const hits = searchHits(entries, query);
  const found = query === "" ? html`` : html`<p role="status">${hits.length === 0 ? say(lang, "nothingFound") : `${hits.length} ${say(lang, hits.length === 1 ? "oneFound" : "someFound")}`}</p>
<ol class="kern-list">${hits.map(({ title, path, kind, text, name }) => html`<li><a class="kern-link" href="${visit.href(path)}">${title}</a> (${kind}${name !== undefined && html`, <code>${name}</code>`})<br>${inlineCode(text.length > longestExcerpt ? `${text.slice(0, longestExcerpt).replaceAll("`", "")} …` : text)}</li>`)}</ol>`;
  return developerPage(portal, visit, { title: query === "" ? say(lang, "search") : `${say(lang, "search")}: ${query}`, body: html`${developerSearch(visit, query)}${found}` });
}
