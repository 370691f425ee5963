import { html } from "@kommunalportal/html";
import { servicePath, withLang, type Lang, type Service } from "#modules/catalogue";
import { badge } from "#ui/badge";
import { inItsLanguage } from "#ui/in-its-language";
import type { Answer, Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { crumbs, type CataloguePages } from "./pages.ts";
import { titleOf } from "./service-cards.ts";

const alphabet = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
/** Up to here all letters stand on one page; with the whole LeiKa each letter has its own. */
const mostOnOnePage = 300;

/** All services by first letter: Ä under A, digits and signs under the first letter that follows. */
export function aToZ(portal: CataloguePages, visit: Visit): Answer {
  const { lang } = visit;
  const byLetter = lettersOf(portal, lang);
  const asked = visit.query.get("buchstabe")?.toUpperCase();
  const total = [...byLetter.values()].reduce((sum, { length }) => sum + length, 0);
  const letter = asked !== undefined && alphabet.includes(asked) ? asked : total > mostOnOnePage ? alphabet.find((one) => byLetter.has(one)) : undefined;
  const shown = letter === undefined ? alphabet.filter((one) => byLetter.has(one)) : [letter];
  const title = letter === undefined || asked === undefined ? say(lang, "services") : say(lang, "letter", { letter });
  const href = (one: string): string => (total > mostOnOnePage ? visit.href(`/leistungen?buchstabe=${one}`) : `#buchstabe-${one}`);
  const main = html`<h1>${title}</h1><nav aria-label="${say(lang, "letters")}"><ul class="portal-letters">${alphabet.map((one) => html`<li>${byLetter.has(one)
    ? html`<a href="${href(one)}" aria-label="${say(lang, "letter", { letter: one })}">${one}</a>`
    : html`<span aria-hidden="true">${one}</span>`}</li>`)}</ul></nav>
${shown.map((one) => html`<section class="portal-section"><h2 id="buchstabe-${one}">${one}</h2><ul class="portal-list">${(byLetter.get(one) ?? []).map((service) => html`<li><a class="kern-link" href="${visit.href(servicePath(service))}">${inItsLanguage(withLang(service.title, lang), lang)}</a>${visit.tenant && portal.catalogue.onlineServiceOf(visit.tenant, service.leikaKey) && html` ${badge(say(lang, "online"), "success")}`}</li>`)}</ul></section>`)}
${letter !== undefined && !byLetter.has(letter) && html`<p>${say(lang, "noLetter", { letter })}</p>`}`;
  return { page: portal.layout(visit, { title, main, public: true, breadcrumb: crumbs(visit, [say(lang, "services")]), ...(visit.tenant && !visit.tenant.isDemo ? { robots: "noindex" as const } : {}) }) };
}

/** The same for all towns: kept as long as the catalogue stays as it is. */
const kept = new WeakMap<readonly Service[], Map<Lang, ReadonlyMap<string, readonly Service[]>>>();

function lettersOf({ catalogue }: CataloguePages, lang: Lang): ReadonlyMap<string, readonly Service[]> {
  const services = catalogue.services();
  const byLang = kept.get(services) ?? new Map<Lang, ReadonlyMap<string, readonly Service[]>>();
  kept.set(services, byLang);
  let letters = byLang.get(lang);
  if (!letters) {
    const collator = new Intl.Collator(lang);
    letters = Map.groupBy(services.toSorted((a, b) => collator.compare(titleOf(a, lang), titleOf(b, lang))), (service) => firstLetter(titleOf(service, lang)));
    byLang.set(lang, letters);
  }
  return letters;
}

function firstLetter(title: string): string {
  return /[A-Z]/.exec(title.normalize("NFD").toUpperCase())?.[0] ?? "Z";
}
