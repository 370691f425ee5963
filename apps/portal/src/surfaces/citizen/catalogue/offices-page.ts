import { html, type Content } from "@kommunalportal/html";
import { inLang, servicePath, withLang, type Office } from "#modules/catalogue";
import { badge } from "#ui/badge";
import { contactBox, phoneLink } from "#ui/contact-box";
import { emptyState } from "#ui/empty-state";
import { descriptionList } from "#ui/description-list";
import { inItsLanguage } from "#ui/in-its-language";
import { cardGrid } from "#ui/card";
import { section, twoColumns } from "#ui/section";
import type { Answer, TownVisit, Visit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { officeContact } from "./office-contact.ts";
import { crumbs, type CataloguePages } from "./pages.ts";

/** All offices of a town. */
export function officesPage(portal: CataloguePages, visit: TownVisit): Answer {
  const { lang, tenant } = visit;
  const offices = portal.catalogue.officesOf(tenant.id);
  const title = say(lang, "offices");
  const main = html`<h1>${title}</h1>${offices.length === 0
    ? emptyState({ text: say(lang, "noOffices", { name: tenant.name }) })
    : html`<p class="portal-lead">${say(lang, "officesLead")}</p>${cardGrid(offices.map((office) => ({ title: inItsLanguage(withLang(office.name, lang), lang), href: visit.href(`/amt/${office.role}`), ...(office.description ? { text: inItsLanguage(withLang(office.description, lang), lang) } : {}), ...(office.phone ? { footer: office.phone } : {}) })), 2)}`}`;
  return { page: portal.layout(visit, { title, main, wide: true, public: true, components: [], breadcrumb: crumbs(visit, [title]), ...(tenant.isDemo ? {} : { robots: "noindex" as const }) }) };
}

/** One office: how to reach it, how to get in, what it does. */
export async function officePage(portal: CataloguePages, visit: Visit): Promise<Answer> {
  const { lang, tenant } = visit;
  const office = tenant && portal.catalogue.officeByRole(tenant.id, visit.params["role"] ?? "");
  if (!tenant || !office) return { missing: true };
  const services = await portal.catalogue.servicesOf(tenant.id, office.role);
  const title = inLang(office.name, lang);
  const main = html`<h1>${inItsLanguage(withLang(office.name, lang), lang)}</h1>${office.description !== undefined && html`<p class="portal-lead">${inItsLanguage(withLang(office.description, lang), lang)}</p>`}
${services.length > 0 && section({ title: say(lang, "officeServices"), body: html`<ul class="portal-list">${services.map((service) => html`<li><a class="kern-link" href="${visit.href(servicePath(service))}">${inItsLanguage(withLang(service.title, lang), lang)}</a>${portal.catalogue.onlineServiceOf(tenant, service.leikaKey) && html` ${badge(say(lang, "online"), "success")}`}</li>`)}</ul>` })}
${office.accessibility !== undefined && section({ title: say(lang, "access"), body: access(visit, office.accessibility) })}
${office.contactPersons.length > 0 && section({ title: say(lang, "people"), body: html`<ul>${office.contactPersons.map((person) => html`<li>${person.name}${person.room !== undefined && `, ${person.room}`}, ${phoneLink(person.phone)}</li>`)}</ul>` })}`;
  const contact = officeContact(office, lang);
  const aside = html`${contactBox(lang, contact)}${office.hoursNote !== undefined && html`<p class="portal-muted">${inItsLanguage(withLang(office.hoursNote, lang), lang)}</p>`}${office.url !== undefined && html`<p><a class="kern-link" href="${office.url}">${say(lang, "website")}</a></p>`}`;
  return { page: portal.layout(visit, { title, main: twoColumns(main, aside), wide: true, public: true, components: [], printable: true, help: contact, breadcrumb: crumbs(visit, [say(lang, "offices"), "/aemter"], [title]), ...(tenant.isDemo ? {} : { robots: "noindex" as const }) }) };
}

function access({ lang }: Visit, given: NonNullable<Office["accessibility"]>): Content {
  const facts = (["stepFree", "lift", "accessibleToilet", "accessibleParking", "hearingLoop"] as const).map((name) => ({ term: say(lang, name), value: say(lang, given[name] ? "yes" : "no") }));
  return html`${given.note !== undefined && html`<p>${inItsLanguage(withLang(given.note, lang), lang)}</p>`}${descriptionList(facts)}`;
}
