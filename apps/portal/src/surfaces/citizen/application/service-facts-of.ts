import type { Component } from "#modules/disturbances";
import type { PublishedService } from "#modules/forms";
import type { ServiceSwitch } from "#modules/tenants";
import { applicantRoleNames, type ServicePackage, type Text } from "@kommunalportal/form-engine";
import type { Contact } from "#ui/contact-box";
import { say } from "#ui/text";
import type { Lang, TownVisit } from "../../frame/index.ts";
import type { ApplicationPages } from "./application-pages.ts";
import { filled, wordsIn } from "./messages.ts";

type Description = ServicePackage["service"];

/** The service as a town runs it; undefined where it has not switched it on. */
export function switchOf(portal: Pick<ApplicationPages, "tenants">, tenant: string, service: string): ServiceSwitch | undefined {
  const found = portal.tenants.switches(tenant).get(service);
  return found?.enabled === true ? found : undefined;
}

/** Parts of the house that an application of this service passes: their disturbances are shown on its pages. */
export function componentsOf({ package: { service }, form }: PublishedService, town: ServiceSwitch | undefined): readonly Component[] {
  const uploads = [...form.nodes.values()].some((node) => node.kind === "field" && node.definition.type === "upload");
  return [
    ...(service.signIn === "never" ? [] : ["bundid" as const]),
    ...(service.fee === undefined ? [] : ["payment" as const]),
    ...(uploads ? ["uploads" as const] : []),
    ...(town?.delivery === "fachverfahren" ? ["fachverfahren" as const] : []),
  ];
}

/** The town's office behind a role of the form. */
export function townOffice(portal: Pick<ApplicationPages, "tenants" | "officeOf">, tenant: string, service: string, role: string, lang: Lang): Promise<Contact | undefined> {
  const town = portal.tenants.switches(tenant).get(service);
  return portal.officeOf(tenant, town?.offices[role] ?? role, lang);
}

/** The competent office: who is called on every page of the application. */
export function competentOffice(portal: Pick<ApplicationPages, "tenants" | "officeOf">, visit: Pick<TownVisit, "tenant" | "lang">, { slug, package: { service } }: PublishedService): Promise<Contact | undefined> {
  return townOffice(portal, visit.tenant.id, slug, service.recipients[0] ?? "", visit.lang);
}

export function signInWords(service: Description, lang: Lang): string {
  const words = wordsIn(lang);
  if (service.signIn === "never") return words.signInNever;
  if (service.signIn === "optional") return words.signInOptional;
  switch (service.trustLevel) {
    case "none":
    case "basis": return words.signInBasis;
    case "substantiell": return words.signInSubstantial;
    case "hoch": return words.signInHigh;
  }
}

/** »Nachweis der Versicherung (bei großen Hunden)«, »Heimtierausweis (freiwillig)«: what is needed says nothing more, as questions do. */
export function documentLines(service: Description, lang: Lang): readonly string[] {
  return service.documents.map(({ text, required, condition }) => {
    const more = [...(required ? [] : [wordsIn(lang).voluntary]), ...(condition === undefined ? [] : [say(condition, lang)])];
    return more.length === 0 ? say(text, lang) : `${say(text, lang)} (${more.join(", ")})`;
  });
}

/** For whom one may apply; empty where the form asks nothing about it. */
export function applicantsOf({ form }: PublishedService): readonly Text[] {
  for (const node of form.nodes.values()) {
    const compound = node.kind === "group" ? node.definition.compound : undefined;
    if (compound?.type === "applicant") return Object.entries(applicantRoleNames).filter(([role]) => compound.roles === undefined || compound.roles.some((one) => one === role)).map(([, name]) => name);
  }
  return [];
}

export function otherWays(office: Contact | undefined, lang: Lang): string {
  const words = wordsIn(lang);
  return office?.phone === undefined ? words.otherWays : filled(words.otherWaysAt, { phone: office.phone, office: office.name });
}

/** »Hund anmelden« in the language. */
export const titleOf = ({ package: { service } }: PublishedService, lang: Lang): string => say(service.title, lang);
