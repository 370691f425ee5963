import { html, type Html } from "@kommunalportal/html";
import { attributeTexts, claimsOf, shownClaim, type HandoverProgram } from "#modules/handover";
import { button, buttonGroup, csrfField } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { check } from "#ui/fields/choice-field";
import { section } from "#ui/section";
import { languageForm, type AccountVisit, type Answer } from "../../frame/index.ts";
import { wordOf, type Asked, type HandoverPages } from "./handover-pages.ts";
import { say } from "./messages.ts";

const formId = "zustimmung-formular";

/** Every value before it leaves, with the manifest's reason, and nothing beside it. `chosen`: the boxes that are ticked already, for somebody who changes the language. */
export function consentPage(portal: Pick<HandoverPages, "layout">, visit: AccountVisit, program: HandoverProgram, asked: Asked, chosen: ReadonlySet<string> = new Set()): Answer {
  const { lang, session } = visit;
  const words = say(lang);
  const claims = claimsOf(session.person, asked.attributes);
  const named = (text: { readonly de: string; readonly en?: string | undefined }): string => (lang === "en" ? text.en ?? text.de : text.de);
  const wanted = program.attributes.filter(({ attribute }) => asked.attributes.includes(attribute));
  const level = { basis: words.levelBasis, substantiell: words.levelSubstantiell, hoch: words.levelHoch }[wordOf(session.level)];
  const shown = (attribute: (typeof wanted)[number]["attribute"]): Html | string => shownClaim(claims, attribute) ?? html`<span class="portal-muted">${words.absent}</span>`;
  const optional = wanted.filter((one) => one.optional === true && claims[one.attribute] !== undefined);
  const body = html`<h1 class="kern-heading-x-large">${words.title}</h1><p class="portal-lead">${words.lead(named(program.name), program.publisher)}</p>
<form method="post" action="${visit.href(visit.path)}" id="${formId}" data-once>${csrfField(session.csrf)}
${section({ title: words.values, body: html`${wanted.length === 0 && html`<p class="kern-body">${words.none}</p>`}${descriptionList([
    ...wanted.filter((one) => !optional.includes(one)).map(({ attribute, reason }) => ({ term: attributeTexts[attribute][lang], value: html`<strong>${shown(attribute)}</strong><br>${words.why}: ${named(reason)}` })),
    { term: words.level, value: html`<strong>${level}</strong>` },
  ])}${wanted.length > 0 && html`<p class="kern-body">${words.also}</p>`}` })}
${optional.length > 0 && html`<fieldset class="kern-fieldset"><legend class="kern-label">${words.optional}</legend><p class="kern-hint">${words.optionalText}</p><div class="kern-fieldset__body">${optional.map(({ attribute, reason }) => check({ type: "checkbox", id: `angabe-${attribute}`, name: "angabe", value: attribute, label: `${attributeTexts[attribute][lang]}: ${shownClaim(claims, attribute) ?? ""}`, hint: `${words.why}: ${named(reason)}`, checked: chosen.has(attribute) }))}</div></fieldset>`}
<p class="kern-body">${words.act}</p>
<h2 class="kern-heading-medium">${words.keeps}</h2><p class="kern-body">${named(program.keeps)}</p>${program.privacyUrl !== undefined && html`<p class="kern-body"><a class="kern-link" href="${program.privacyUrl}" rel="noopener">${words.privacy}</a></p>`}
<p class="kern-body">${words.withdraw}</p>${buttonGroup([button({ text: words.go, name: "entscheidung", value: "ja" }), button({ text: words.cancel, kind: "secondary", name: "entscheidung", value: "nein" })])}</form>`;
  return { page: portal.layout(visit, { title: words.title, main: body, components: ["bundid"], languageForm: languageForm(visit, formId, visit.path) }), formTargets: [...new Set(program.redirectUris.map((uri) => new URL(uri).origin))] };
}
