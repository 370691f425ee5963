import { html, raw, type Html } from "@kommunalportal/html";
import { inLang, type Lang, servicePath, withLang, type Service, type ServiceInTown } from "#modules/catalogue";
import { formatDate } from "#ui/format";
import { inItsLanguage, langAttr } from "#ui/in-its-language";
import { notice } from "#ui/notice";
import { onThisPage } from "#ui/on-this-page";
import { section, twoColumns } from "#ui/section";
import { widgetSections } from "#ui/widgets";
import type { Answer, TownVisit, Visit } from "../../frame/index.ts";
import { competenceBox } from "./competence-box.ts";
import { serviceJsonLd } from "./json-ld.ts";
import { say } from "./messages.ts";
import { officeContact } from "./office-contact.ts";
import { otherServices } from "./other-services.ts";
import { absolute, crumbs, type CataloguePages } from "./pages.ts";
import { placeForm, placeLanguage } from "./place-choice.ts";
import { serviceRdfa } from "./service-rdfa.ts";
import { feeLine, serviceFactsBox } from "./service-facts-box.ts";
import { localSections, officialLine, showSection, textSections, type PageSection } from "./service-sections.ts";
import { serviceMissing } from "./service-missing.ts";

/** `/leistung/<key>-<words>`: the key finds the service, other words lead to the right address for good (301). */
export async function servicePage(portal: CataloguePages, visit: Visit): Promise<Answer> {
  const asked = /^(99\d{12})(?:-([a-z0-9-]{0,120}))?$/.exec(visit.params["service"] ?? "");
  const service = asked?.[1] === undefined ? undefined : portal.catalogue.service(asked[1]);
  if (!service) return serviceMissing(portal, visit);
  if (asked?.[2] !== service.slug) return { redirect: visit.href(servicePath(service)), status: 301 };
  const { tenant } = visit;
  if (!tenant) return stateService(portal, visit, service);
  const shown = await portal.catalogue.serviceInTown(tenant, service.leikaKey, visit.lang);
  return shown ? townService(portal, { ...visit, tenant }, shown) : serviceMissing(portal, visit);
}

async function townService(portal: CataloguePages, visit: TownVisit, shown: ServiceInTown): Promise<Answer> {
  const { lang, tenant } = visit;
  const { service, text, competence } = shown;
  const title = inLang(service.title, lang);
  const sections = [...textSections(visit, service, text, ["documents", ...(shown.fees.length > 1 ? [] : ["feeNote" as const])]), ...privacySection(visit, shown)]
    .map((one) => (one.id === "gebuehren" ? { ...one, body: html`<ul>${shown.fees.map((fee) => html`<li>${feeLine(fee, lang)}</li>`)}</ul>${one.body}` } : one));
  const own = localSections(visit, text);
  const elsewhere = shown.online.length === 0 && portal.efa?.offered(tenant, service.leikaKey) ? await portal.efa.resolve(tenant, service.leikaKey, lang) : undefined;
  const { widgets, links } = await portal.extensions?.places.besideService({ tenant: tenant.id, leikaKey: service.leikaKey, language: lang }) ?? { widgets: [], links: [] };
  const main = html`<h1>${inItsLanguage(withLang(service.title, lang), lang)}</h1>${teaser(text.teaser, lang)}
${shown.unchecked && notice(lang, { kind: "warning", title: say(lang, "sample"), body: say(lang, "sampleText", { name: tenant.name }) })}${onlyGerman(visit, shown)}${sections.length === 0 && html`<p>${say(lang, "noText", { name: service.officialName })}</p>`}
${serviceFactsBox(visit, shown, elsewhere)}${otherServices(visit, links)}${sections.map(showSection)}${widgetSections(lang, widgets)}
<p class="portal-muted">${own.length > 0 && !shown.unchecked && html`${say(lang, "origin", { name: tenant.name, sections: own.join(", ") })}<br>`}${say(lang, "changed", { date: formatDate(shown.changedAt, lang) })} · ${officialLine(visit, service)}</p>${rdfa(portal, visit, shown)}`;
  const online = shown.online[0]?.slug;
  return { frames: widgets.map(({ url }) => url), page: portal.layout(visit, {
    title, main: twoColumns(main, html`${competenceBox(portal, visit, shown)}${onThisPage(lang, sections)}`), wide: true, public: true, printable: true,
    ...(text.teaser === undefined ? {} : { description: text.teaser.value.slice(0, 160) }), breadcrumb: crumbs(visit, [say(lang, "services"), "/leistungen"], [title]),
    ...(shown.unchecked ? { robots: "noindex" as const } : {}), jsonLd: serviceJsonLd(portal, visit, shown),
    ...(online === undefined ? { components: [] } : { components: await portal.partsOf(online, tenant.id), service: online }), ...(competence.known ? { help: officeContact(competence.office, lang) } : {}),
  }) };
}

/** At the Leitportal: what is true everywhere, and the question for the place, on which fee, office and online service depend. */
function stateService(portal: CataloguePages, visit: Visit, service: Service): Answer {
  const { lang } = visit;
  const text = portal.catalogue.generalText(service.leikaKey, lang);
  const title = inLang(service.title, lang);
  const sections = textSections(visit, service, text, []);
  const main = html`<h1>${inItsLanguage(withLang(service.title, lang), lang)}</h1>${teaser(text.teaser, lang)}${sections.length === 0 && html`<p>${say(lang, "noText", { name: service.officialName })}</p>`}
<div class="portal-facts">${section({ title: say(lang, "choosePlace"), body: html`<p>${say(lang, "choosePlaceText")}</p>${placeForm(visit, service.leikaKey, visit.query.get("q") ?? "")}` })}</div>
${sections.map(showSection)}<p class="portal-muted">${say(lang, "changed", { date: formatDate(portal.catalogue.changedAt(service), lang) })} · ${officialLine(visit, service)}</p>`;
  return { page: portal.layout(visit, {
    title, main: twoColumns(main, html`${notice(lang, { kind: "info", title: say(lang, "call115"), body: say(lang, "call115Text") })}${onThisPage(lang, sections)}`), wide: true, public: true, printable: true, components: [], languageForm: placeLanguage(visit, servicePath(service)),
    ...(text.teaser === undefined || visit.query.size > 0 ? { robots: "noindex" as const } : { description: text.teaser.value.slice(0, 160) }), breadcrumb: crumbs(visit, [say(lang, "services"), "/leistungen"], [title]),
  }) };
}

function teaser(section: { readonly value: string; readonly lang: Lang } | undefined, lang: Lang): Html | false {
  return section !== undefined && html`<p class="portal-lead" ${langAttr(section.lang, lang)}>${section.value}</p>`;
}

function onlyGerman({ lang }: TownVisit, { text }: ServiceInTown): Html | false {
  return lang !== "de" && Object.values(text).some((section) => section?.lang === "de") && notice(lang, { kind: "info", title: say(lang, "onlyGerman") });
}

/** Art. 13 DSGVO, before anything is filled in. */
function privacySection(visit: TownVisit, { privacy }: ServiceInTown): readonly PageSection[] {
  if (privacy === undefined) return [];
  const { lang, tenant } = visit;
  const body = html`<h3>${say(lang, "purpose")}</h3><p>${privacy.purpose}</p><h3>${say(lang, "privacyBasis")}</h3><p>${privacy.legalBasis}</p><h3>${say(lang, "recipients")}</h3><ul>${privacy.recipients.map((one) => html`<li>${one}</li>`)}</ul><h3>${say(lang, "retention")}</h3><p>${privacy.retention}</p><p>${say(lang, "rights", { name: tenant.name })} <a class="kern-link" href="${visit.href("/datenschutz")}">${say(lang, "rightsMore")}</a></p>`;
  return [{ id: "datenschutz-hinweis", title: say(lang, "privacy"), body }];
}

function rdfa(portal: CataloguePages, visit: TownVisit, shown: ServiceInTown): Html | false {
  const filled = serviceRdfa(portal, visit, shown, absolute(portal, visit, servicePath(shown.service)));
  return filled !== undefined && raw(filled);
}
