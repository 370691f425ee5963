import { attr, html, type Content, type Html } from "@kommunalportal/html";
import { inLang, servicePath, type Service } from "#modules/catalogue";
import { type Gateway, type ResolvedLink, states } from "#modules/gateway";
import type { Tenant } from "#modules/tenants";
import { addDays } from "#platform/clock";
import { linkButton } from "#ui/button";
import { languageButton, type LanguageForm } from "#ui/page-options";
import { contactBox } from "#ui/contact-box";
import { formatDate } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { languageForm, type Answer, type Lang, type TownAssets, type Visit } from "../../frame/index.ts";
import { officeContact } from "../catalogue/office-contact.ts";
import { crumbs, type CataloguePages } from "../catalogue/pages.ts";
import { sayEfa } from "./messages.ts";
import { placeAsked, type PlaceAsked } from "./place-asked.ts";

export interface EfaPages extends CataloguePages {
  readonly gateway: Pick<Gateway, "links">;
  readonly townAssets: Pick<TownAssets, "armsOf">;
}

/** The portal's own state, by its ARS prefix. */
const homeState = "05";
const formId = "ort-formular";
const half = "eingabe";
const federalPortal = "https://verwaltung.bund.de";

/**
 * GET `/efa/<LeiKa>?ars=…`: the right online service for a service and a place, who gets the application, and the way there. Neutral design, the
 * competent body with its arms before one goes on (minimum requirements for EfA services). Whatever is missing, the page leads on.
 */
export async function efaPage(portal: EfaPages, visit: Visit): Promise<Answer> {
  const service = portal.catalogue.service(visit.params["leika"] ?? "");
  if (!service) return unknownService(portal, visit);
  // The form leads by GET: pressed for the other language it carries what was typed so far. Links from elsewhere may say a language of their own.
  if (visit.query.get(languageButton) === half) return whichPlace(portal, visit, service, { kind: "none" });
  const asked = placeAsked(portal.tenants, visit, homeState);
  if (asked.kind !== "one") return whichPlace(portal, visit, service, asked);
  const link = await portal.gateway.links.resolve(asked.place, service.leikaKey, visit.lang);
  return link ? linkPage(portal, visit, service, link) : { missing: true };
}

/** Links from elsewhere may name what nobody knows here: the page says so and leads on. */
function unknownService(portal: EfaPages, visit: Visit): Answer {
  const { lang } = visit;
  const title = sayEfa(lang, "unknownService");
  const main = html`<h1>${title}</h1><p class="portal-lead">${sayEfa(lang, "unknownServiceText", { leika: (visit.params["leika"] ?? "").slice(0, 40) })}</p><div class="portal-buttons">${linkButton({ text: sayEfa(lang, "otherService"), href: visit.href("/leistungen") })}${linkButton({ text: sayEfa(lang, "federal"), href: federalPortal, kind: "secondary" })}</div>`;
  return { page: portal.layout(visit, { title, main, public: true, components: [], robots: "noindex", breadcrumb: crumbs(visit, [title]) }), status: 404 };
}

/** »Online-Dienst des Landes Nordrhein-Westfalen«. */
export function whoseService(state: keyof typeof states, lang: Lang): string {
  return state === "00" ? sayEfa(lang, "ofFederation") : sayEfa(lang, "ofState", { state: states[state] });
}

function linkPage(portal: EfaPages, visit: Visit, service: Service, link: ResolvedLink): Answer {
  const { lang } = visit;
  const { efa, way, place } = link;
  const words = { service: inLang(service.title, lang), place: place.name, name: efa ? inLang(efa.title, lang) : "", authority: authorityName(link), operator: efa?.operator ?? "" };
  const title = way.kind === "efa" ? sayEfa(lang, "title", words) : way.kind === "own" ? words.service : way.kind === "not-here" ? sayEfa(lang, "notHere", words) : sayEfa(lang, "offline", words);
  const main = html`<h1>${title}</h1>${efa && way.kind !== "own" && html`<p class="portal-lead">${whoseService(efa.state, lang)}</p>`}${wayPart(portal, visit, link, words)}
${section({ title: sayEfa(lang, "authority"), body: authorityPart(portal, visit, link) })}
${section({ title: sayEfa(lang, way.kind === "efa" || way.kind === "own" ? "furtherWays" : "otherWays"), body: html`<ul class="portal-list"><li><a class="kern-link" href="${townHref(portal, visit, place, servicePath(service))}">${sayEfa(lang, "toPage", words)}</a></li><li><a class="kern-link" href="${visit.href("/leistungen")}">${sayEfa(lang, "otherService")}</a></li></ul>` })}`;
  return page(portal, visit, { title, main, service });
}

function wayPart(portal: EfaPages, visit: Visit, { way, efa, contract, own, place }: ResolvedLink, words: Readonly<Record<string, string>>): Html {
  const { lang } = visit;
  const facts = efa && html`${efa.minutes !== undefined && html`<p>${sayEfa(lang, "minutes", { count: efa.minutes })}</p>`}<p>${sayEfa(lang, "signIn")}: ${efa.signIn ? inLang(efa.signIn, lang) : sayEfa(lang, "signInThere")}</p>
<p class="portal-muted">${efa.privacy !== undefined && html`<a class="kern-link" href="${efa.privacy}">${sayEfa(lang, "privacy")}</a> `}${efa.info !== undefined && html`<a class="kern-link" href="${efa.info}">${sayEfa(lang, "more")}</a>`}</p>`;
  switch (way.kind) {
    case "efa": return html`<p>${sayEfa(lang, "lead", words)}</p><div class="portal-buttons">${linkButton({ text: sayEfa(lang, "toService", words), href: way.url, icon: "arrow-forward" })}</div><p>${sayEfa(lang, "leaves", words)}</p>${facts}
<p class="portal-muted">${contract?.kind === "not-needed" ? sayEfa(lang, "notNeeded") : sayEfa(lang, "inForce", words)}${contract?.inForce === true && contract.until !== undefined && ` ${sayEfa(lang, "untilDay", { day: formatDate(addDays(contract.until, -1), lang) })}`}</p>`;
    case "own": return html`<p>${sayEfa(lang, "ownText", words)}</p><div class="portal-buttons">${linkButton({ text: sayEfa(lang, "start"), href: own?.url ?? townHref(portal, visit, place, `/antrag/${own?.slug ?? ""}`), icon: "arrow-forward" })}</div>`;
    case "not-here": {
      const on = contract?.inForce === false && contract.on !== undefined ? formatDate(contract.on, lang) : "";
      const why = way.why === "not-open" || way.why === "incomplete" ? "closed" : contract?.kind === "begins-later" && on !== "" ? "beginsLater" : contract?.kind === "ordered" ? "ordered" : contract?.kind === "ended" ? "ended" : "notHereText";
      return html`${notice(lang, { kind: "info", title: sayEfa(lang, "contract"), body: sayEfa(lang, why, { ...words, day: on }) })}`;
    }
    case "offline": return html``;
  }
}

function authorityName({ authority, place }: ResolvedLink): string {
  return (authority.at ?? place).name;
}

/** The competent office with its town's arms, as a person sees it before handing anything in. */
function authorityPart(portal: EfaPages, visit: Visit, link: ResolvedLink): Html {
  const { lang } = visit;
  const { authority } = link;
  const at = authority.at ?? link.place;
  const arms = portal.townAssets.armsOf(at.id);
  const crest = arms && html`<p><img src="${arms.url}" alt="${sayEfa(lang, "arms", { name: at.name })}" width="48" height="60" ${attr("loading", "lazy")}></p>`;
  if (authority.known) return html`${crest}<p>${at.officialName.split(",")[0]}</p>${contactBox(lang, officeContact(authority.office, lang, townHref(portal, visit, at, `/amt/${authority.office.role}`)), 3)}`;
  return html`${crest}<p>${authority.at ? authority.at.name : ""}</p><p>${sayEfa(lang, "authorityUnknown")}</p>`;
}

function whichPlace(portal: EfaPages, visit: Visit, service: Service, asked: Exclude<PlaceAsked, { kind: "one" }>): Answer {
  const { lang } = visit;
  const title = sayEfa(lang, "title", { service: inLang(service.title, lang) });
  const hint: Content = asked.kind === "several" ? html`<h2>${sayEfa(lang, "severalPlaces")}</h2><ul class="portal-list">${asked.places.slice(0, 50).map((place) => html`<li><a class="kern-link" href="${visit.href(`/efa/${service.leikaKey}?ars=${place.ars}`)}">${place.name}</a></li>`)}</ul>`
    : asked.kind === "unknown" ? notice(lang, { kind: "warning", title: sayEfa(lang, "unknownPlace"), body: html`<p class="kern-body">${sayEfa(lang, "unknownPlaceText", { words: asked.words })}</p><p class="kern-body"><a class="kern-link" href="${visit.href(servicePath(service))}">${sayEfa(lang, "noPlaceNeeded", { service: inLang(service.title, lang) })}</a></p>` })
      : asked.kind === "elsewhere" ? notice(lang, { kind: "info", title: sayEfa(lang, "elsewhere"), body: html`<p class="kern-body">${sayEfa(lang, "elsewhereText", { ars: asked.ars, state: stateName(asked.ars) })}</p>${linkButton({ text: sayEfa(lang, "federal"), href: federalPortal, kind: "secondary" })}` })
        : false;
  const form = html`<form class="portal-form" id="${formId}" action="${visit.href(`/efa/${service.leikaKey}`)}" method="get"><div class="kern-form-input portal-field"><label class="kern-label" for="ort">${sayEfa(lang, "where")}</label><input class="kern-form-input__input portal-input--medium" type="text" id="ort" name="ort" maxlength="100" autocomplete="postal-code" value="${(visit.query.get("ort") ?? "").slice(0, 100)}"></div><button type="submit" class="kern-btn kern-btn--primary"><span class="kern-label">${lang === "de" ? "Weiter" : "Continue"}</span></button></form>`;
  return page(portal, visit, { title, service, main: html`<h1>${title}</h1><p class="portal-lead">${sayEfa(lang, "whereText")}</p>${hint}<div class="portal-facts">${form}</div>`, languageForm: { ...languageForm(visit, formId, `/efa/${service.leikaKey}`), value: half } });
}

function stateName(ars: string): string {
  const code = ars.slice(0, 2);
  return Object.hasOwn(states, code) ? states[code as keyof typeof states] : "–";
}

function page(portal: EfaPages, visit: Visit, { title, main, service, languageForm: language }: { readonly title: string; readonly main: Html; readonly service: Service; readonly languageForm?: LanguageForm }): Answer {
  return { page: portal.layout(visit, { title, main, public: true, components: [], robots: "noindex", ...(language === undefined ? {} : { languageForm: language }), breadcrumb: crumbs(visit, [inLang(service.title, visit.lang), servicePath(service)], [title]) }) };
}

function townHref(portal: EfaPages, visit: Visit, town: Tenant, path: string): string {
  return visit.tenant?.id === town.id ? visit.href(path) : portal.addresses.originOf(town) + visit.href(path);
}
