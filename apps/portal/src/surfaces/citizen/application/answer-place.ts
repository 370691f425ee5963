import { html, type Html } from "@kommunalportal/html";
import { check } from "#ui/fields/choice-field";
import type { Lang } from "../../frame/index.ts";
import { wordsIn } from "./messages.ts";

/** Whether somebody who signs in with a mailbox outside is asked where the answers shall arrive, and what the account says so far. */
export type AnswerPlace = { readonly asked: false } | { readonly asked: true; readonly chosen: "hier" | "zbp"; readonly monitored: boolean };

/** Where the answers to this application shall arrive; the account's own choice is selected, and this one counts for this application only. */
export function answerPlaceField(lang: Lang, place: AnswerPlace, sent: string | undefined): Html | false {
  if (!place.asked) return false;
  const words = wordsIn(lang);
  const chosen = sent === "hier" || sent === "zbp" ? sent : place.chosen;
  const option = (value: "hier" | "zbp", label: string, hint: string): Html => check({ type: "radio", id: `feld-antwort-${value}`, name: "antwort", value, label, hint, checked: value === chosen });
  return html`<div class="portal-field-group"><fieldset class="kern-fieldset portal-field" role="radiogroup"><legend class="kern-label">${words.placeLegend}</legend><div class="kern-fieldset__body">${option("hier", words.placeHere, words.placeHereHint)}${option("zbp", words.placeZbp, words.placeZbpHint)}</div></fieldset>${place.monitored && html`<p class="kern-hint">${words.placeMonitor}</p>`}</div>`;
}
