import { html, type Content, type Html } from "@kommunalportal/html";
import { linkButton } from "./button.ts";
import { confirmPanel } from "./confirm-panel.ts";
import { t, type Lang } from "./text.ts";

export interface ConfirmationOptions {
  readonly title?: string;
  readonly reference: string;
  /** Only for applications without an account. */
  readonly code?: string;
  /** What happens next and when, one sentence each. */
  readonly next: readonly Content[];
  readonly downloadHref?: string;
  readonly statusHref?: string;
  readonly statusText?: string;
  readonly more?: Content;
}

/** After the commit and never before: reference, what happens next, the copy. Can be opened again. */
export function confirmation(lang: Lang, options: ConfirmationOptions): Html {
  return html`${confirmPanel({
    title: options.title ?? t(lang, "confirm.title"),
    reference: { label: t(lang, "confirm.reference"), value: options.reference },
    ...(options.code === undefined ? {} : { code: { label: t(lang, "confirm.code"), value: options.code }, text: t(lang, "confirm.keep") }),
  })}<h2>${t(lang, "confirm.next")}</h2><ol>${options.next.map((step) => html`<li>${step}</li>`)}</ol>
<div class="portal-buttons">${options.downloadHref !== undefined && linkButton({ text: t(lang, "confirm.download"), href: options.downloadHref, kind: "secondary", icon: "download" })}${options.statusHref !== undefined && linkButton({ text: options.statusText ?? t(lang, "account.cases"), href: options.statusHref, kind: "tertiary" })}</div>${options.more}`;
}
