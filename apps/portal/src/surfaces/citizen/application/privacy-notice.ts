import { html, type Html } from "@kommunalportal/html";
import type { PublishedService } from "#modules/forms";
import type { ServiceSwitch } from "#modules/tenants";
import { descriptionList } from "#ui/description-list";
import { inItsLanguage } from "#ui/in-its-language";
import { section } from "#ui/section";
import { say } from "#ui/text";
import type { TownVisit } from "../../frame/index.ts";
import { reasonsOf, type CompiledForm, type Reason, type Text } from "@kommunalportal/form-engine";
import { wordsIn } from "./messages.ts";

/** Art. 13 DSGVO, before the first question: purpose, legal basis, recipients, term, rights; an automatic decision is named (Art. 13 (2) f). */
export function privacyNotice(visit: TownVisit, { package: { service }, form }: PublishedService, town: ServiceSwitch): Html {
  const { lang, tenant } = visit;
  const words = wordsIn(lang);
  const { contact } = tenant.profile;
  const controller = [tenant.officialName.split(",", 1)[0] ?? tenant.name, ...(contact === undefined ? [] : [contact.street, `${contact.postalCode} ${contact.locality}`, contact.phone])].join(", ");
  const asked = byReason(form);
  const automation = service.automation !== undefined && town.automation?.enabled === true ? [{ term: words.automation, value: html`<p>${say(service.automation.description, lang)}</p><p>${inItsLanguage({ value: town.automation.legalBasis, lang: "de" }, lang)}</p>` }] : [];
  return section({
    title: words.privacy, id: "datenschutz",
    body: html`<p>${words.privacyIntro}</p>${descriptionList([
      { term: words.controller, value: controller },
      { term: words.purpose, value: say(service.privacy.purpose, lang) },
      { term: words.legalBasis, value: say(service.privacy.legalBasis, lang) },
      { term: words.recipients, value: html`<ul>${service.privacy.recipients.map((one) => html`<li>${say(one, lang)}</li>`)}</ul>` },
      ...(asked.length === 0 ? [] : [{ term: words.askedWhy, value: html`<details class="portal-why"><summary>${words.askedShow}</summary><div class="portal-why__body"><ul>${asked.map(({ labels, why }) => html`<li><strong>${labels.map((label) => say(label, lang)).join(", ")}</strong>: ${say(why.text, lang)}${why.legalBasis !== undefined && html` (${inItsLanguage({ value: why.legalBasis, lang: "de" }, lang)})`}</li>`)}</ul></div></details>` }]),
      { term: words.term, value: say(service.privacy.term, lang) },
      { term: words.duty, value: words.dutyText },
      ...automation,
      { term: words.rights, value: words.rightsText },
    ], { column: true })}<p><a class="kern-link" href="${visit.href("/datenschutz")}">${words.privacyMore}</a></p>`,
  });
}

interface Asked { readonly why: Reason; readonly labels: readonly Text[] }

/** What the form asks with the reason of each, questions with the same reason together (Art. 13 (1) c, Art. 5 (1) c DSGVO). */
function byReason(form: CompiledForm): readonly Asked[] {
  const groups = Map.groupBy(reasonsOf(form), ({ why }) => `${why.text.de}|${why.legalBasis ?? ""}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ why: first.why, labels: [...new Map(group.map(({ label }) => [label.de, label])).values()] }] : [];
  });
}
