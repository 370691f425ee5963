import { ownForm, personForm } from "@kommunalportal/form-engine";
import type { PublishedService } from "#modules/forms";
import type { ServiceForms } from "./deps.ts";
import { publishedForm } from "./published-form.ts";

const known = new WeakMap<PublishedService, Map<string, PublishedService>>();

/** The service with the form as one of several people fills it in: whoever begins, or `person`. Offices read the service as it was published. */
export function serviceFor(service: PublishedService, person: string | undefined): PublishedService {
  if (service.form.people.length === 0) return service;
  const views = known.get(service) ?? new Map<string, PublishedService>();
  known.set(service, views);
  const found = views.get(person ?? "") ?? { ...service, form: person === undefined ? ownForm(service.form) : personForm(service.form, person) };
  views.set(person ?? "", found);
  return found;
}

/** The form of a draft, for its owner. */
export async function draftForm(services: ServiceForms, row: { readonly service: string; readonly form_version: string; readonly person: string | null }): Promise<PublishedService> {
  return serviceFor(await publishedForm(services, row.service, row.form_version), row.person ?? undefined);
}
