import { html, type Content } from "@kommunalportal/html";
import { servicePath, withLang, type ServiceInTown } from "#modules/catalogue";
import { contactBox } from "#ui/contact-box";
import { inItsLanguage } from "#ui/in-its-language";
import { linkButton } from "#ui/button";
import { notice } from "#ui/notice";
import type { TownVisit } from "../../frame/index.ts";
import { say } from "./messages.ts";
import { officeContact } from "./office-contact.ts";
import type { CataloguePages } from "./pages.ts";

/** Who does it here, with telephone and hours; where nobody is known, how to find out. */
export function competenceBox(portal: CataloguePages, visit: TownVisit, { competence, service }: ServiceInTown): Content {
  const { lang, tenant } = visit;
  const home = (at: typeof tenant, path: string): string => (at.id === tenant.id ? visit.href(path) : portal.addresses.originOf(at) + visit.href(path));
  if (competence.known) {
    const { office, at, further } = competence;
    return html`${contactBox(lang, officeContact(office, lang, home(at, `/amt/${office.role}`)))}${at.id !== tenant.id && html`<p>${say(lang, "competentAt", { name: at.name })}</p>`}
${office.hoursNote !== undefined && html`<p class="portal-muted">${inItsLanguage(withLang(office.hoursNote, lang), lang)}</p>`}${further.length > 0 && html`<p>${say(lang, "furtherOffices")}: ${further.map((other, at2) => html`${at2 > 0 && ", "}<a class="kern-link" href="${visit.href(`/amt/${other.role}`)}">${inItsLanguage(withLang(other.name, lang), lang)}</a>`)}</p>`}`;
  }
  const { body, at } = competence;
  const words = { town: "competentTown", municipality: "competentMunicipality", district: "competentDistrict", state: "competentState", federation: "competentFederation", unknown: "competentUnknown" } as const;
  return notice(lang, { kind: "info", title: say(lang, "competent"), body: html`<p class="kern-body">${say(lang, words[body], { name: at?.name ?? "" })}</p><p class="kern-body">${say(lang, "competentAsk")}</p>${body === "municipality" && linkButton({ text: say(lang, "placesTitle"), href: `${portal.addresses.apex}${visit.href(`/orte?leistung=${service.leikaKey}`)}`, kind: "secondary" })}${at !== undefined && at.id !== tenant.id && linkButton({ text: say(lang, "toDistrict", { name: at.name }), href: home(at, servicePath(service)), kind: "secondary" })}` });
}
