import { html, type Html } from "@kommunalportal/html";
import type { PublishedService } from "#modules/forms";
import type { ServiceSwitch } from "#modules/tenants";
import { descriptionList } from "#ui/description-list";
import { section } from "#ui/section";
import { say } from "#ui/text";
import type { TownVisit } from "../../frame/index.ts";
import { wordsIn } from "./messages.ts";

/** Art. 13 DSGVO, before the first question: purpose, legal basis, recipients, term, rights; an automatic decision is named (Art. 13 (2) f). */
export function privacyNotice(visit: TownVisit, { package: { service } }: PublishedService, town: ServiceSwitch): Html {
  const { lang, tenant } = visit;
  const words = wordsIn(lang);
  const { contact } = tenant.profile;
  const controller = [tenant.officialName.split(",", 1)[0] ?? tenant.name, ...(contact === undefined ? [] : [contact.street, `${contact.postalCode} ${contact.locality}`, contact.phone])].join(", ");
  const automation = service.automation !== undefined && town.automation?.enabled === true ? [{ term: words.automation, value: html`<p>${say(service.automation.description, lang)}</p><p>${town.automation.legalBasis}</p>` }] : [];
  return section({
    title: words.privacy, id: "datenschutz",
    body: html`<p>${words.privacyIntro}</p>${descriptionList([
      { term: words.controller, value: controller },
      { term: words.purpose, value: say(service.privacy.purpose, lang) },
      { term: words.legalBasis, value: say(service.privacy.legalBasis, lang) },
      { term: words.recipients, value: html`<ul>${service.privacy.recipients.map((one) => html`<li>${say(one, lang)}</li>`)}</ul>` },
      { term: words.term, value: say(service.privacy.term, lang) },
      { term: words.duty, value: words.dutyText },
      ...automation,
      { term: words.rights, value: words.rightsText },
    ], { column: true })}<p><a class="kern-link" href="${visit.href("/datenschutz")}">${words.privacyMore}</a></p>`,
  });
}
