import { html, type Content, type Html } from "@kommunalportal/html";
import { phoneLink } from "./contact-box.ts";
import { t, type Lang } from "./text.ts";

export interface FaultOptions {
  readonly title: string;
  /** What happened and what now, in plain words; never a code of the machine. */
  readonly text: Content;
  /** What became of what the person entered; absent where nothing was entered. */
  readonly answers?: "kept" | "lost";
  /** The number the log knows the fault by. */
  readonly reference?: string;
  readonly phone?: string;
  readonly actions?: Content;
}

/** Not found, not allowed, a fault, a pause: says what happened to the answers and whom to call (GOV.UK »Problem pages«). */
export function faultPage(lang: Lang, options: FaultOptions): Html {
  return html`<div class="portal-fault"><h1>${options.title}</h1>${typeof options.text === "string" ? html`<p class="portal-lead">${options.text}</p>` : options.text}${options.answers !== undefined && html`<p><strong>${t(lang, options.answers === "kept" ? "fault.answersKept" : "fault.answersLost")}</strong></p>`}${options.phone !== undefined && html`<p>${t(lang, "fault.call")}</p><p class="portal-fault__phone">${phoneLink(options.phone)}</p>`}${options.actions}${options.reference !== undefined && html`<p class="portal-muted">${t(lang, "fault.reference")}: <code>${options.reference}</code></p>`}</div>`;
}
