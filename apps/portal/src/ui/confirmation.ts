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
  /** Other words where somebody reads them who is not the person: a clerk at the counter. */
  readonly words?: { readonly reference: string; readonly code: string; readonly keep: string; readonly download: string };
}

/** After the commit and never before: reference, what happens next, the copy. Can be opened again. */
export function confirmation(lang: Lang, options: ConfirmationOptions): Html {
  const words = options.words ?? { reference: t(lang, "confirm.reference"), code: t(lang, "confirm.code"), keep: t(lang, "confirm.keep"), download: t(lang, "confirm.download") };
  return html`${confirmPanel({
    title: options.title ?? t(lang, "confirm.title"),
    reference: { label: words.reference, value: options.reference },
    ...(options.code === undefined ? {} : { code: { label: words.code, value: options.code }, text: words.keep }),
  })}<h2>${t(lang, "confirm.next")}</h2><ol>${options.next.map((step) => html`<li>${step}</li>`)}</ol>
<div class="portal-buttons">${options.downloadHref !== undefined && linkButton({ text: words.download, href: options.downloadHref, kind: "secondary", icon: "download" })}${options.statusHref !== undefined && linkButton({ text: options.statusText ?? t(lang, "account.cases"), href: options.statusHref, kind: "tertiary" })}</div>${options.more}`;
}
