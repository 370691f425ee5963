import { html, type Content, type Html } from "@kommunalportal/html";
import { formatDateTime } from "./format.ts";
import { langAttr } from "./in-its-language.ts";
import { t, type Lang } from "./text.ts";

export interface TimelineEntry {
  readonly at: Date;
  readonly title: string;
  readonly text?: Content;
  /** Language of the text, where it is known. */
  readonly textLang?: Lang | undefined;
  /** How long this state lasted, in words. */
  readonly duration?: string;
  /** It says where the case stands; an arrival or a word beside it does not. */
  readonly state?: boolean;
  readonly kind?: "normal" | "success" | "danger" | "waiting";
}

/** What happened, newest first as given; the first entry that says where the case stands is the current state. */
export function timeline(lang: Lang, entries: readonly TimelineEntry[]): Html {
  const now = entries.findIndex(({ state }) => state === true);
  return html`<ol class="portal-timeline">${entries.map((entry, index) => html`<li class="portal-timeline__entry portal-timeline__entry--${entry.kind ?? "normal"}${index === now ? " portal-timeline__entry--now" : ""}"><p class="portal-timeline__time"><time datetime="${entry.at.toISOString()}">${formatDateTime(entry.at, lang)}</time>${index === now && html` <span class="portal-timeline__now">${t(lang, "timeline.now")}</span>`}</p><p class="portal-timeline__title">${entry.title}</p>${entry.text !== undefined && html`<div class="portal-timeline__text" ${langAttr(entry.textLang, lang)}>${entry.text}</div>`}${entry.duration !== undefined && html`<p class="portal-timeline__duration">${t(lang, "timeline.lasted", { duration: entry.duration })}</p>`}</li>`)}</ol>`;
}
