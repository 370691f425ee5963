import { type CompiledForm, ownForm, personForm, readForm } from "@kommunalportal/form-engine";
import type { PublishedService } from "#modules/forms";
import type { ServiceForms } from "./deps.ts";
import { publishedForm } from "./published-form.ts";

const known = new WeakMap<PublishedService, Map<string, PublishedService>>();

/** The service with the form as one of several people fills it in: whoever begins, or `person`. Offices read the service as it was published. */
export function serviceFor(service: PublishedService, person: string | undefined): PublishedService {
  return view(service, `fill in ${person ?? ""}`, (form) => (person === undefined ? ownForm(form) : personForm(form, person)));
}

/** The service as whoever began reads what was sent: with the answers of others that the form shows them. */
export function serviceToRead(service: PublishedService): PublishedService {
  return view(service, "read", readForm);
}

function view(service: PublishedService, name: string, made: (form: CompiledForm) => CompiledForm): PublishedService {
  if (service.form.people.length === 0) return service;
  const views = known.get(service) ?? new Map<string, PublishedService>();
  known.set(service, views);
  const found = views.get(name) ?? { ...service, form: made(service.form) };
  views.set(name, found);
  return found;
}

/** The form of a draft, for its owner. */
export async function draftForm(services: ServiceForms, row: { readonly service: string; readonly form_version: string; readonly person: string | null }): Promise<PublishedService> {
  return serviceFor(await publishedForm(services, row.service, row.form_version), row.person ?? undefined);
}
