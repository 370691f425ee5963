import type { PublishedService } from "#modules/forms";
import { partsFor, type Answers } from "@kommunalportal/form-engine";
import { say } from "#ui/text";
import type { TownVisit } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { wordsIn } from "./messages.ts";
import { townOffice } from "./service-facts-of.ts";

/** Which office gets which part of these answers (data minimisation made visible, Art. 5 (1) c DSGVO). */
export interface Receiver { readonly office: string; readonly what: string }

export async function receiversOf(portal: Pick<ApplicationPages, "tenants" | "officeOf">, visit: Pick<TownVisit, "tenant" | "lang">, service: PublishedService, answers: Answers, day: string): Promise<readonly Receiver[]> {
  const { lang } = visit;
  const parts = partsFor(service.form, answers, day).map(({ office, title }) => ({ role: office, what: say(title, lang) }));
  const all = parts.length > 0 ? parts : [{ role: service.package.service.recipients[0] ?? "", what: wordsIn(lang).receiverWhole }];
  return Promise.all(all.map(async ({ role, what }): Promise<Receiver> => {
    const office = await townOffice(portal, visit.tenant.id, service.slug, role, lang);
    // A town that has entered no offices: the role as the service calls it to people.
    return { office: office?.name ?? spoken(service, role, lang), what };
  }));
}

function spoken(service: PublishedService, role: string, lang: "de" | "en"): string {
  const { recipients, privacy } = service.package.service;
  const text = privacy.recipients[recipients.indexOf(role)];
  return text === undefined ? role : say(text, lang).split(/[:,]/, 1)[0] ?? role;
}
