import { html, type Content, type Html } from "@kommunalportal/html";
import { badge, type BadgeKind } from "./badge.ts";
import { t, type Lang } from "./text.ts";

export interface CaseAction { readonly title: string; readonly body: Content; readonly open?: boolean }
export interface CasePageOptions {
  readonly title: string;
  readonly reference: string;
  readonly status: { readonly text: string; readonly kind?: BadgeKind };
  /** The next case of the list that one came from. */
  readonly next?: { readonly text: string; readonly href: string };
  /** The facts under the title: applicant, office, deadline, assigned to. */
  readonly facts: Content;
  readonly main: Content;
  /** Forms that open below their name: take, note, question, decision. */
  readonly actions: readonly CaseAction[];
  /** Further sections of the side column, each with its own h2. */
  readonly side?: readonly Content[];
}

/** A case for the staff: content left, what one can do right. */
export function casePage(lang: Lang, options: CasePageOptions): Html {
  return html`<div class="portal-case__head"><h1>${options.title}</h1><span class="portal-muted">${options.reference}</span>${badge(options.status.text, options.status.kind)}${options.next !== undefined && html`<a class="kern-link portal-case__next" href="${options.next.href}" data-next>${options.next.text}</a>`}</div>${options.facts}${options.actions.length > 0 && html`<p class="portal-jump"><a class="kern-link" href="#aktionen">${t(lang, "staff.toActions")}</a></p>`}
<div class="portal-case"><div>${options.main}</div><div class="portal-case__side">${options.actions.length > 0 && html`<section class="portal-case__actions" id="aktionen"><h2>${t(lang, "staff.actions")}</h2>${options.actions.map((action) => action.open === true ? html`<details open><summary>${action.title}</summary>${action.body}</details>` : html`<details><summary>${action.title}</summary>${action.body}</details>`)}</section>`}${(options.side ?? []).map((part) => html`<section>${part}</section>`)}</div></div>`;
}
