import { html, type Content, type Html } from "@kommunalportal/html";
import { icon } from "./icon.ts";
import { t, type Lang } from "./text.ts";

export type NoticeKind = "info" | "success" | "warning" | "danger";

export interface Notice {
  readonly kind: NoticeKind;
  readonly title: string;
  readonly body?: Content;
  /** A change the person just made: read out at once. Standing notices are not. */
  readonly live?: boolean;
}

/** An alert box. The kind is also said in words, since colour alone must not carry it. */
export function notice(lang: Lang, { kind, title, body, live }: Notice): Html {
  const content = html`<div class="kern-alert__header">${icon(kind)}<p class="kern-title"><span class="kern-sr-only">${t(lang, `notice.${kind}`)}: </span>${title}</p></div>${body !== undefined && body !== null && body !== false && html`<div class="kern-alert__body">${typeof body === "string" ? html`<p class="kern-body">${body}</p>` : body}</div>`}`;
  return live === true
    ? html`<div class="kern-alert kern-alert--${kind}" role="${kind === "danger" ? "alert" : "status"}">${content}</div>`
    : html`<div class="kern-alert kern-alert--${kind}">${content}</div>`;
}

/** Disturbances and pauses above the page, as a landmark of their own. */
export function noticeBanner(lang: Lang, notices: readonly Notice[]): Html | false {
  return notices.length > 0 && html`<section class="portal-notices portal-wrap" aria-label="${t(lang, "page.notices")}">${notices.map((one) => notice(lang, one))}</section>`;
}
