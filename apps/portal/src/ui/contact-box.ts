import { html, type Html } from "@kommunalportal/html";
import { descriptionList, type Description } from "./description-list.ts";
import { phoneHref } from "./format.ts";
import { t, type Lang } from "./text.ts";

export interface Contact {
  readonly name: string;
  readonly phone?: string;
  readonly email?: string;
  /** Lines of the address. */
  readonly address?: readonly string[];
  /** »Montag« … »8 bis 12 Uhr«; no text means closed. */
  readonly hours?: readonly { readonly days: string; readonly times?: string }[];
  readonly href?: string;
}

export function phoneLink(phone: string): Html {
  return html`<a class="kern-link portal-phone" href="${phoneHref(phone)}">${phone}</a>`;
}

/** An address that is too long for its line ends after the @, not within a word. */
function breakable(email: string): Html {
  const at = email.indexOf("@") + 1;
  return html`${email.slice(0, at)}<wbr>${email.slice(at)}`;
}

/** The competent office with telephone and hours. */
export function contactBox(lang: Lang, contact: Contact, level: 2 | 3 = 2): Html {
  const name = contact.href === undefined ? contact.name : html`<a class="kern-link" href="${contact.href}">${contact.name}</a>`;
  return html`<section class="portal-contact">${level === 2 ? html`<h2 class="portal-contact__title">${name}</h2>` : html`<h3 class="portal-contact__title">${name}</h3>`}${descriptionList(contactLines(lang, contact), { column: true })}</section>`;
}

function contactLines(lang: Lang, contact: Contact): readonly Description[] {
  const lines: Description[] = [];
  if (contact.phone !== undefined) lines.push({ term: t(lang, "contact.phone"), value: phoneLink(contact.phone) });
  if (contact.email !== undefined) lines.push({ term: t(lang, "contact.email"), value: html`<a class="kern-link" href="mailto:${contact.email}">${breakable(contact.email)}</a>` });
  if (contact.address !== undefined) lines.push({ term: t(lang, "contact.address"), value: html`<address>${contact.address.map((line) => html`<span class="portal-line">${line}</span>`)}</address>` });
  if (contact.hours !== undefined) lines.push({ term: t(lang, "contact.hours"), value: html`<ul class="portal-hours">${contact.hours.map(({ days, times }) => html`<li><span>${days}</span><span>${times ?? t(lang, "contact.closed")}</span></li>`)}</ul>` });
  return lines;
}
