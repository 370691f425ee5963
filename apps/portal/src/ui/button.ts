import { attr, html, type Attr, type Content, type Html } from "@kommunalportal/html";
import { icon, type IconName } from "./icon.ts";

export type ButtonKind = "primary" | "secondary" | "tertiary";

export interface ButtonOptions {
  readonly text: string;
  readonly kind?: ButtonKind;
  readonly name?: string;
  readonly value?: string;
  readonly icon?: IconName;
  /** Said by screen readers after the text: »Ändern« + »Name des Hundes«. */
  readonly hidden?: string;
  readonly small?: boolean;
  /** Sends the form without the browser's own checks; all our forms are novalidate anyway. */
  readonly formaction?: string;
  /** Id of the form when the button stands outside it. */
  readonly form?: string;
}

/** A submit button. */
export function button(options: ButtonOptions): Html {
  return html`<button type="submit" class="${buttonClass(options)}" ${attr("name", options.name)} ${attr("value", options.value)} ${attr("formaction", options.formaction)} ${attr("form", options.form)} ${buttonName(options)}>${buttonBody(options)}</button>`;
}

/** A link that looks like a button: for going somewhere, never for changing something. */
export function linkButton(options: ButtonOptions & { readonly href: string; readonly download?: boolean; /** The text has to say so. */ readonly newTab?: boolean }): Html {
  return html`<a class="${buttonClass(options)}" href="${options.href}" ${attr("download", options.download)} ${attr("target", options.newTab === true ? "_blank" : undefined)} ${attr("rel", options.newTab === true ? "noopener" : undefined)} ${buttonName(options)}>${buttonBody(options)}</a>`;
}

/** A form that is only one button: the way to change something with one click and without JavaScript. `csrf` is the token of the session. */
export function formButton(options: ButtonOptions & { readonly action: string; readonly csrf: string; readonly fields?: Readonly<Record<string, string>> }): Html {
  return html`<form method="post" action="${options.action}" class="portal-form-button" data-once>${csrfField(options.csrf)}${hiddenFields(options.fields ?? {})}${button(options)}</form>`;
}

/** Buttons side by side, below each other on a phone. */
export function buttonGroup(buttons: Content): Html {
  return html`<div class="portal-buttons">${buttons}</div>`;
}

/** The hidden field every form that changes something carries. */
export function csrfField(token: string): Html {
  return html`<input type="hidden" name="_csrf" value="${token}">`;
}

export function hiddenFields(fields: Readonly<Record<string, string>>): readonly Html[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

function buttonClass({ kind = "primary", small }: ButtonOptions): string {
  return `kern-btn kern-btn--${kind}${small === true ? " kern-btn--x-small" : ""}`;
}

function buttonBody(options: ButtonOptions): Html {
  return html`${options.icon !== undefined && icon(options.icon)}<span class="kern-label">${options.text}</span>`;
}

// KERN takes a button with hidden words for one that shows only an icon, so the longer name is an attribute; it begins with the words shown (WCAG 2.5.3).
function buttonName({ text, hidden }: ButtonOptions): Attr {
  return attr("aria-label", hidden === undefined ? undefined : `${text}: ${hidden}`);
}
