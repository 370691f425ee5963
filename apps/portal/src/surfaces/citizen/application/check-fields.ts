import { attr, html, type Html } from "@kommunalportal/html";
import type { PaymentWay } from "#modules/applications";
import { errorText } from "#ui/fields/field-frame";
import { check } from "#ui/fields/choice-field";
import type { Lang } from "../../frame/index.ts";
import { wayWords } from "./fee-now.ts";
import { wordsIn } from "./messages.ts";

export const noticeControl = "feld-hinweis";
export const deliveryControl = "feld-benachrichtigung";

/** Ways of payment that service and town allow. */
export function choices(lang: Lang, ways: readonly PaymentWay[], chosen: string): Html {
  const words = wordsIn(lang);
  return html`<div class="portal-field-group"><fieldset class="kern-fieldset portal-field" role="radiogroup"><legend class="kern-label">${words.payWay}</legend><div class="kern-fieldset__body">${ways.map((way) => {
    const { label, hint } = wayWords(way, words);
    return check({ type: "radio", id: `feld-zahlweg-${way}`, name: "zahlweg", value: way, label, hint, checked: way === chosen });
  })}</div></fieldset></div>`;
}

/** Never ticked beforehand: consent is an act (Art. 4 no. 11 DSGVO). */
export function consentField(lang: Lang, given: boolean): Html {
  const words = wordsIn(lang);
  return html`<div class="portal-field portal-declaration">${check({ type: "checkbox", id: "feld-bekanntgabe", name: "bekanntgabe", value: "ja", label: words.consent, hint: words.consentHint, checked: given })}</div>`;
}

/** Where an account without a notice address is told that a decision is there: needed with the consent only, so never marked as required. */
export function deliveryField(lang: Lang, value: string, error?: string): Html {
  const words = wordsIn(lang);
  return mailField({ control: deliveryControl, name: "benachrichtigung", label: html`${words.deliveryLabel}`, hint: words.deliveryHint, value, error, lang });
}

/** Where somebody without account wants to be told that there is news. */
export function noticeField(lang: Lang, typed: string, error?: string): Html {
  const words = wordsIn(lang);
  return mailField({ control: noticeControl, name: "hinweis", label: html`${words.noticeLabel} <span class="portal-optional">(${words.voluntary})</span>`, hint: words.noticeHint, value: typed, error, lang });
}

function mailField({ control, name, label, hint, value, error, lang }: { readonly control: string; readonly name: string; readonly label: Html; readonly hint: string; readonly value: string; readonly error: string | undefined; readonly lang: Lang }): Html {
  const wrong = error !== undefined;
  return html`<div class="kern-form-input portal-field${wrong ? " kern-form-input--error" : ""}"><label class="kern-label" for="${control}">${label}</label><p class="kern-hint" id="${control}:hint">${hint}</p>${wrong && errorText(`${control}:error`, error, lang)}<input class="kern-form-input__input portal-input--full${wrong ? " kern-form-input__input--error" : ""}" type="email" id="${control}" name="${name}" value="${value}" autocomplete="email" spellcheck="false" aria-describedby="${wrong ? `${control}:hint ${control}:error` : `${control}:hint`}" ${attr("aria-invalid", wrong)}></div>`;
}

/** An address as far as that can be told without writing to it; undefined for anything else. Empty stays empty. */
export function noticeAddress(typed: string): string | undefined {
  if (typed === "") return "";
  return typed.length <= 254 && /^[^\s@<>"(),;:\\[\]]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.[\p{L}\p{N}-]{2,63}$/u.test(typed) && !typed.includes("..") ? typed : undefined;
}
