import { html, type Content, type Html } from "@kommunalportal/html";
import { linkButton } from "./button.ts";
import { t, type Lang } from "./text.ts";

export interface ServiceFacts {
  /** »Ohne Anmeldung« or »BundID, Vertrauensniveau substantiell«. */
  readonly signIn?: Content;
  readonly documents?: readonly Content[];
  readonly fee?: Content;
  readonly duration?: Content;
  /** Counter, telephone, paper. */
  readonly otherWays?: Content;
  readonly privacyHref?: string;
  readonly startHref?: string;
  readonly startText?: string;
  readonly resumeHref?: string;
  /** Instead of the button, when the service cannot be started now. */
  readonly blocked?: Content;
}

/** Everything a person wants to know before the start (DIN SPEC 66336, GOV.UK »Start pages«, Art. 13 DSGVO). */
export function serviceFacts(lang: Lang, facts: ServiceFacts): Html {
  const documents = facts.documents !== undefined && (facts.documents.length === 0 ? t(lang, "facts.noDocuments") : html`<ul>${facts.documents.map((one) => html`<li>${one}</li>`)}</ul>`);
  const pairs: readonly (readonly [string, Content])[] = [
    [t(lang, "facts.signIn"), facts.signIn], [t(lang, "facts.fee"), facts.fee], [t(lang, "facts.duration"), facts.duration],
    [t(lang, "facts.documents"), documents], [t(lang, "facts.otherWays"), facts.otherWays],
  ];
  return html`<section class="portal-facts" aria-labelledby="vor-dem-start"><h2 id="vor-dem-start">${t(lang, "facts.title")}</h2><dl>${pairs.map(([term, value]) => value !== undefined && value !== false && html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${facts.blocked}${facts.blocked === undefined && facts.startHref !== undefined && html`<div class="portal-buttons">${linkButton({ text: facts.startText ?? t(lang, "facts.start"), href: facts.startHref, icon: "arrow-forward" })}${facts.resumeHref !== undefined && linkButton({ text: t(lang, "facts.resume"), href: facts.resumeHref, kind: "secondary" })}</div>`}
${facts.privacyHref !== undefined && html`<p class="portal-facts__privacy"><a class="kern-link" href="${facts.privacyHref}">${t(lang, "facts.privacy")}</a></p>`}</section>`;
}
