import { html, type Content } from "@kommunalportal/html";
import { linkButton } from "#ui/button";
import { langAttr } from "#ui/in-its-language";
import { notice } from "#ui/notice";
import type { Answer, Visit } from "../../frame/index.ts";
import { say, type WordKey } from "./messages.ts";
import { crumbs, siteName, type CataloguePages } from "./pages.ts";
import { siteText, type SiteTextName } from "./site-texts.ts";
import { easyText, writtenText } from "./written-text.ts";

/** Impressum (§ 5 DDG), Datenschutz (Art. 13 DSGVO), Erklärung zur Barrierefreiheit (§ 4 BITVNRW): the town's words, else the installation's. */
export function legalPage(portal: CataloguePages, visit: Visit, name: Exclude<SiteTextName, "easyLanguage">, titleKey: WordKey): Answer {
  const title = say(visit.lang, titleKey);
  const { text, lang } = siteText(name, visit.tenant, visit.lang);
  const more = name === "accessibility" && linkButton({ text: say(visit.lang, "feedbackLink"), href: visit.href("/barrierefreiheit/rueckmeldung?seite=/barrierefreiheit") });
  return plainPage(portal, visit, title, html`${realTownNote(visit)}<div ${langAttr(lang, visit.lang)}>${writtenText(text)}</div>${more}`);
}

/** What is here, how to find one's way, what the accessibility statement says: in easy language (§ 4 BITV 2.0 by § 3 BITVNRW). */
export function easyLanguagePage(portal: CataloguePages, visit: Visit): Answer {
  const { text } = siteText("easyLanguage", visit.tenant, visit.lang);
  return plainPage(portal, visit, say(visit.lang, "easy"), html`<div ${langAttr("de", visit.lang)}>${easyText(text)}</div>`);
}

/** The place for the film in German Sign Language; it opens at its own address, nothing foreign is embedded. */
export function signLanguagePage(portal: CataloguePages, visit: Visit): Answer {
  const { lang, tenant } = visit;
  const film = tenant?.profile.signLanguageFilm;
  const body = film === undefined
    ? notice(lang, { kind: "info", title: say(lang, "signMissing"), body: html`<p class="kern-body">${say(lang, "signMissingText", { name: siteName(visit) })}</p>${linkButton({ text: say(lang, "easy"), href: visit.href("/leichte-sprache"), kind: "secondary", icon: "easy-language" })}` })
    : html`<p class="portal-lead">${say(lang, "signCardText")}</p>${linkButton({ text: say(lang, "signWatch"), href: film, icon: "sign-language" })}`;
  return plainPage(portal, visit, say(lang, "sign"), body);
}

/** Every source with its licence. */
export function sourcesPage(portal: CataloguePages, visit: Visit): Answer {
  const { lang } = visit;
  const entries = portal.catalogue.sources();
  return plainPage(portal, visit, say(lang, "sources"), html`<p class="portal-lead">${say(lang, "sourcesLead")}</p><div ${langAttr("de", lang)}>${entries.map((one) => html`<h2>${one.title}</h2><p>${one.publisher}</p><p>${say(lang, "source")}: <a class="kern-link" href="${one.url}" rel="noopener">${one.linkText}</a><br>${say(lang, "licence")}: <a class="kern-link" href="${one.licenceUrl}" rel="noopener">${one.licence}</a></p><p class="portal-muted">${one.note}</p>`)}</div>`);
}

function plainPage(portal: CataloguePages, visit: Visit, title: string, body: Content): Answer {
  return { page: portal.layout(visit, { title, main: html`<h1>${title}</h1>${body}`, public: true, printable: true, components: [], breadcrumb: crumbs(visit, [title]), ...(visit.tenant && !visit.tenant.isDemo ? { robots: "noindex" as const } : {}) }) };
}

function realTownNote({ lang, tenant }: Visit): Content {
  return tenant !== undefined && !tenant.isDemo && notice(lang, { kind: "info", title: say(lang, "realTown"), body: say(lang, "realTownText", { name: tenant.name }) });
}
