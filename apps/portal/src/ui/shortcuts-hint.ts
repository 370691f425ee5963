import { html, type Html } from "@kommunalportal/html";
import { t, type Lang, type MessageKeyOf } from "./text.ts";

const keys: readonly (readonly [string, MessageKeyOf<"staff">])[] = [
  ["/", "staff.shortcut.search"], ["j", "staff.shortcut.next"], ["k", "staff.shortcut.previous"], ["o", "staff.shortcut.open"], ["n", "staff.shortcut.nextCase"], ["?", "staff.shortcut.help"],
];

/** The overview that »?« opens; staff.js does what it says, never while one is typing (WCAG 2.1.4). */
export function shortcutsHint(lang: Lang): Html {
  return html`<aside class="portal-wrap" aria-label="${t(lang, "staff.shortcuts")}"><details class="portal-shortcuts" data-shortcuts><summary>${t(lang, "staff.shortcuts")}</summary><dl>${keys.map(([key, text]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${t(lang, text)}</dd></div>`)}</dl></details></aside>`;
}
