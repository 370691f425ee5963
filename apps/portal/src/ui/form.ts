import { attr, html, type Content, type Html } from "@kommunalportal/html";
import { csrfField, hiddenFields } from "./button.ts";
import { t, type Lang } from "./text.ts";

export interface FormOptions {
  readonly action: string;
  /** For buttons outside it. */
  readonly id?: string;
  readonly csrf: string;
  readonly body: Content;
  /** With uploads. */
  readonly multipart?: boolean;
  readonly hidden?: Readonly<Record<string, string>>;
  /** Name and value of the button that Enter in a text field stands for; default none. */
  readonly defaultButton?: { readonly name: string; readonly value: string };
  /** Answers the conditions of this step read and that stand on other steps: path → answer. */
  readonly known?: Readonly<Record<string, unknown>>;
}

/**
 * A form that changes something. Enter in a text field presses the first button of a form (HTML 4.10.22.2); on pages with »Entfernen«
 * that would be the wrong one, so an unseen copy of the default stands first.
 */
export function form(lang: Lang, options: FormOptions): Html {
  return html`<form method="post" action="${options.action}" class="portal-form" ${attr("id", options.id)} novalidate data-once data-sending="${t(lang, "form.sending")}" ${attr("enctype", options.multipart === true ? "multipart/form-data" : undefined)} ${attr("data-known", options.known === undefined ? undefined : JSON.stringify(options.known))}><button type="submit" class="kern-sr-only" tabindex="-1" aria-hidden="true" ${attr("name", options.defaultButton?.name)} ${attr("value", options.defaultButton?.value)}>${t(lang, "form.next")}</button>${csrfField(options.csrf)}${hiddenFields(options.hidden ?? {})}${options.body}</form>`;
}
