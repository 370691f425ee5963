import type { PublishedService } from "#modules/forms";
import type { ServiceForms } from "./deps.ts";

/** The version that a draft or application names. Versions are never deleted, so its absence is a fault. */
export async function publishedForm(services: ServiceForms, slug: string, version: string): Promise<PublishedService> {
  const service = await services.service(slug, version);
  if (!service) throw new Error(`version ${version} of the service ${slug} is missing`);
  return service;
}
