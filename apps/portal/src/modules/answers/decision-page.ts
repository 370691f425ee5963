import { html, type Html } from "@kommunalportal/html";
import type { DecisionContent } from "./decision-content.ts";
import { formatCents, formatDay } from "./german-text.ts";
import { remedyText } from "./legal-remedy.ts";
import { paymentTexts } from "./payment-texts.ts";

/**
 * The decision as a part of an HTML page, whatever file lies beside it. Its headings begin with h2, so that it fits under the h1 of the
 * page around it. Nothing in the content is markup.
 */
export function decisionPage(content: DecisionContent): Html {
  return html`<article class="portal-decision" lang="de"><p>${[content.issuer.name, content.issuer.office].filter((part) => part !== "").join(", ")}<br>${content.issuer.address.map((line, index) => html`${index > 0 && ", "}${line}`)}</p>
<p>Vorgangsnummer: ${content.reference}<br>Datum: ${formatDay(content.date)}</p><h2>${content.subject}</h2><p>${content.salutation}</p>${texts(content.paragraphs)}${
  content.amounts.length > 0 && html`<dl class="kern-description-list">${content.amounts.map(({ label, cents }) => html`<div class="kern-description-list-item"><dt class="kern-description-list-item__key">${label}</dt><dd class="kern-description-list-item__value">${formatCents(cents)}</dd></div>`)}</dl>`}${
  content.conditions.length > 0 && html`<h3>Nebenbestimmungen</h3><ol>${content.conditions.map((one) => html`<li>${broken(one)}</li>`)}</ol>`}${
  content.reasons.length > 0 && html`<h3>Begründung</h3>${texts(content.reasons)}`}${
  content.payment !== undefined && html`<h3>So bezahlen Sie</h3>${texts(paymentTexts(content.payment))}`}${
  content.remedy !== undefined && html`<h3>Rechtsbehelfsbelehrung</h3><p>${remedyText(content.remedy)}</p>`}${
  content.elsewhere?.lawKnown === false && html`<h3>Hinweis zu den Fristen</h3>${texts(elsewhereNotes)}`}${
  content.automaticBy !== undefined && html`<h3>Hinweis</h3><p>${automaticNote(content.automaticBy)}</p>`}
<p>Mit freundlichen Grüßen</p><p>${content.signatory.name}<br>${content.signatory.role}</p>${content.english !== undefined && html`<aside class="portal-decision__english" lang="en" aria-label="Reading aid in English"><h3>In English</h3><p><strong>This is a reading aid. Only the German text above is binding.</strong></p>${texts(content.english)}${content.automaticBy !== undefined && html`<p>This decision was made automatically. Legal basis: <span lang="de">${content.automaticBy}</span>. You can ask for a person to check it.</p>`}</aside>`}</article>`;
}

/** For decisions whose days the portal must not count. To count from the day on which it lies here is the careful side under every law: nothing is notified before. */
export const elsewhereNotes: readonly string[] = [
  "Dieser Bescheid kommt von einer Behörde, deren Landesrecht im Portal nicht hinterlegt ist. Das Portal rechnet deshalb keine Fristen aus. Es gilt, was die Behörde Ihnen im Bescheid oder auf Nachfrage mitteilt.",
  "Wenn Sie sich gegen den Bescheid wehren möchten, rechnen Sie vorsichtshalber von dem Tag an, an dem er hier bereitliegt.",
];

export function automaticNote(legalBasis: string): string {
  return `Diese Entscheidung wurde automatisch getroffen. Rechtsgrundlage: ${legalBasis}. Sie können verlangen, dass ein Mensch sie prüft.`;
}

function texts(given: readonly string[]): readonly Html[] {
  return given.map((text) => html`<p>${broken(text)}</p>`);
}

function broken(text: string): readonly Html[] {
  return text.split(/\r?\n/).map((line, index) => html`${index > 0 && html`<br>`}${line}`);
}
