import { eventTexts, eventTypes, noticeTexts, noticeTypes, scopes, scopeTexts } from "#modules/extensions";
import { changes, operations, problemCodes, problems } from "#surfaces/extension-api";
import { galleryTitle } from "#ui/gallery/field-gallery";
import { galleryTypes } from "#ui/gallery/states";
import type { Lang } from "../frame/index.ts";
import { guide } from "./guide-texts.ts";
import { say } from "./messages.ts";
import { placeParts } from "./places-page.ts";

export interface SearchEntry { readonly title: string; /** Path without language. */ readonly path: string; /** Which kind of page. */ readonly kind: string; readonly text: string; /** What programs call it. */ readonly name?: string }

const at = (path: string): string => `/entwicklung/${path}`;

/** Everything that the developers' pages say, page by page; made of the same lists as the pages. */
export function searchEntries(lang: Lang, apex: string): readonly SearchEntry[] {
  const { tool, steps, webhooks } = guide({ lang, apex });
  const part = (path: string, kind: string) => ({ title, text, code }: typeof tool): SearchEntry => ({ title, path: at(path), kind, text: [...text, code ?? ""].join(" ") });
  return [
    ...[tool, ...steps].map(part("erste-schritte", say(lang, "start"))), ...webhooks.map(part("ereignisse", say(lang, "events"))),
    ...placeParts[lang].map(part("seiten", say(lang, "places"))),
    ...operations.map((one): SearchEntry => ({ title: one.summary[lang], path: at(`schnittstelle/${one.id}`), kind: say(lang, "reference"), name: one.id, text: `${one.method} ${one.path} ${one.description[lang]} ${one.scope ?? ""} ${one.problems.join(" ")}` })),
    ...noticeTypes.map((type): SearchEntry => ({ title: type, path: at("ereignisse"), kind: say(lang, "notices"), text: noticeTexts[type][lang] })),
    ...eventTypes.map((type): SearchEntry => ({ title: type, path: at("ereignisse"), kind: say(lang, "events"), text: eventTexts[type][lang] })),
    ...scopes.map((scope): SearchEntry => ({ title: scopeTexts[scope][lang].title, path: at(`rechte#${scope}`), kind: say(lang, "rights"), name: scope, text: scopeTexts[scope][lang].means })),
    ...problemCodes.map((code): SearchEntry => ({ title: problems[code][lang].title, path: at(`fehler/${code}`), kind: say(lang, "errors"), name: code, text: `${problems[code].status} ${problems[code][lang].means} ${problems[code][lang].help}` })),
    ...changes.map((change): SearchEntry => ({ title: `${say(lang, "changes")} ${change.version}`, path: at("aenderungen"), kind: say(lang, "changes"), text: change.points.map((point) => point[lang]).join(" ") })),
    ...galleryTypes.map((type): SearchEntry => { const { name, use } = galleryTitle(type, lang); return { title: name, path: at(`formulare/${type}`), kind: say(lang, "gallery"), name: type, text: use }; }),
  ];
}

const mostWords = 8;
const mostHits = 30;

/** Case, accents and umlauts aside, as people type. */
function folded(text: string): string {
  return text.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss").normalize("NFD").replace(/\p{M}/gu, "");
}

/** Entries that hold every word of the query, the best first: the very name of something counts most, a word in the title more than in the text, a whole word more than a part. */
export function searchHits(entries: readonly SearchEntry[], query: string): readonly SearchEntry[] {
  const words = folded(query).split(/[\s,;]+/).filter((word) => word !== "").slice(0, mostWords);
  if (words.length === 0) return [];
  const scored = entries.flatMap((entry) => {
    const [name, title, text] = [folded(entry.name ?? ""), folded(entry.title), folded(entry.text)];
    const scores = words.map((word) => Math.max(name === word ? 10 : name.includes(word) ? 4 : 0, scoreIn(title, word) * 3, scoreIn(text, word)));
    return scores.includes(0) ? [] : [{ entry, score: scores.reduce((sum, one) => sum + one, 0) }];
  });
  return scored.toSorted((a, b) => b.score - a.score || a.entry.title.localeCompare(b.entry.title)).slice(0, mostHits).map(({ entry }) => entry);
}

function scoreIn(text: string, word: string): number {
  if (!text.includes(word)) return 0;
  return text.split(/[\s`.,;:()/{}?=]+/).includes(word) || text.split(/[\s`,;()]+/).includes(word) ? 2 : 1;
}
