import type { NewOnlineService } from "#modules/catalogue";
import type { ServicePackage } from "@kommunalportal/form-engine";
import type { LocalSeed } from "../../seeds/index.ts";
import { archiveOffice, naturalisationOffice } from "./package-services.ts";

/** STORK numbers of the levels that packages name. */
const levels = { none: 0, basis: 1, substantiell: 3, hoch: 4 } as const;

/** An online service of a town as its package describes it; the other ways to the office are the office's own. */
export function onlineFromPackage({ service }: ServicePackage, local: LocalSeed, ars: string): NewOnlineService {
  const { privacy } = service;
  const role = service.recipients[0] ?? "";
  const office = local.offices.find(({ id }) => id === role) ?? [archiveOffice, naturalisationOffice].find((one) => one.role === role)?.details;
  if (office === undefined) throw new Error(`${local.town} runs ${service.slug} and has no office ${role}`);
  const { address, phone } = office;
  if (address === undefined || phone === undefined) throw new Error(`the office ${role} of ${local.town} has no address or telephone`);
  const place = `${address.street} ${address.houseNumber}, ${address.postalCode} ${address.locality}`;
  return {
    leikaKey: service.leika, arsPrefix: ars.endsWith("0000000") ? ars.slice(0, 5) : ars, slug: service.slug,
    facts: {
      minutes: service.minutes, trustLevel: levels[service.trustLevel],
      otherWays: {
        de: [`persönlich: ${office.name.de}, ${place}`, `telefonisch beraten lassen: ${phone}`, "auf Papier: Formular im Amt oder per Post"],
        en: [`in person: ${office.name.en ?? office.name.de}, ${place}`, `advice by telephone: ${phone}`, "on paper: form at the office or by post"],
      },
      privacy: {
        purpose: privacy.purpose, legalBasis: privacy.legalBasis, retention: privacy.term,
        recipients: { de: privacy.recipients.map(({ de }) => de), en: privacy.recipients.map(({ de, en }) => en ?? de) },
      },
    },
  };
}
