import type { Clock } from "#platform/clock";
import type { Database, Tx } from "#platform/database";
import type { Tenants } from "#modules/tenants";
import {
  putLifeSituations, putLocalFacts, putLocalText, putOffices, putOnlineServices, putResponsibilities, putServices, putSources, putTexts, putWords, slugOf,
  type Lang, type LifeSituation, type NewService, type Owner, type ServiceText, type Word,
} from "#modules/catalogue";
import type { LocalAddition, LocalSeed, OnlineServiceSeed, Seeds, ServiceSeed } from "../../seeds/index.ts";
import type { ServicePackage } from "@kommunalportal/form-engine";
import { healthCertificate, healthCertificateText, healthOffice, healthWords } from "./kreis-services.ts";
import { onlineFromPackage } from "./online-from-package.ts";
import { archiveOffice, naturalisationOffice, packageResponsibilities, packageServices, packageServiceTexts, packageServiceWords } from "./package-services.ts";

/** STORK numbers of the levels the seeds name. */
const levels = { none: 0, basic: 1, substantial: 3, high: 4 } as const;

/** Fills the catalogue from the seeds, in one transaction; doing it again changes nothing. The tenants must be there already. */
export async function seedCatalogue({ db, clock, tenants }: { readonly db: Database; readonly clock: Clock; readonly tenants: Pick<Tenants, "bySlug"> }, seeds: Seeds, packages: readonly ServicePackage[] = []): Promise<void> {
  const now = clock.now();
  await db.asOperator("seed the catalogue", async (tx) => {
    await putServices(tx, [...seeds.services.map(serviceOf), healthCertificate, ...packageServices], now);
    await putTexts(tx, [...seeds.texts.flatMap(({ leikaKey, de, en }) => inLanguages(leikaKey, de, en)), ...inLanguages(healthCertificate.leikaKey, healthCertificateText.de, healthCertificateText.en), ...packageServiceTexts.flatMap(({ leikaKey, de, en }) => inLanguages(leikaKey, de, en))], now);
    await putWords(tx, wordsOf(seeds), seeds.thesaurus);
    await putLifeSituations(tx, situationsOf(seeds));
    await putSources(tx, seeds.sources);
    for (const local of seeds.local) {
      const tenant = tenants.bySlug(local.town);
      if (!tenant) throw new Error(`the town ${local.town} of the seeds is no tenant`);
      await seedTown(tx, tenant, local, packages, now);
      if (tenant.slug === "musterstadt") await putOffices(tx, tenant, [...officesOf(local), archiveOffice], now);
      if (tenant.kind === "district") {
        await putOffices(tx, tenant, [...officesOf(local), healthOffice, naturalisationOffice], now);
        await putResponsibilities(tx, tenant, [{ leikaKey: healthCertificate.leikaKey, arsPrefix: tenant.districtPrefix, office: healthOffice.role, rolle: "01" }]);
      }
      await putResponsibilities(tx, tenant, packageResponsibilities(local.town, tenant.kind === "district" ? tenant.districtPrefix : tenant.ars));
    }
  });
}

async function seedTown(tx: Tx, owner: Owner, local: LocalSeed, packages: readonly ServicePackage[], now: Date): Promise<void> {
  await putOffices(tx, owner, officesOf(local), now);
  await putResponsibilities(tx, owner, local.responsibilities.map(({ leikaKey, arsPrefix, officeId, role }) => ({ leikaKey, arsPrefix, office: officeId, rolle: role })));
  await putOnlineServices(tx, owner, local.onlineServices.flatMap((online) => online.leikaKeys.map((leikaKey) => ({ leikaKey, arsPrefix: online.arsPrefix, slug: online.slug, facts: factsOf(online) }))), now);
  const shipped = packages.filter(({ service }) => local.packages.includes(service.slug));
  await putOnlineServices(tx, owner, shipped.map((one) => onlineFromPackage(one, local, owner.ars)), now);
  for (const addition of local.additions) {
    await putLocalFacts(tx, owner, addition.leikaKey, { fees: addition.fees }, now);
    for (const lang of ["de", "en"] as const) {
      const text = localText(addition, lang);
      if (Object.keys(text).length > 0) await putLocalText(tx, owner, addition.leikaKey, lang, text, now);
    }
  }
}

function serviceOf(seed: ServiceSeed, position: number): NewService {
  return { leikaKey: seed.leikaKey, slug: seed.slug, title: seed.title, officialName: seed.officialName, level: seed.level, types: seed.type, ozg: seed.ozg, pvLage: seed.pvLage, legalBasis: seed.legalBasis, position };
}

function inLanguages(leikaKey: string, de: ServiceText, en: ServiceText | undefined): readonly { leikaKey: string; lang: Lang; text: ServiceText }[] {
  return [{ leikaKey, lang: "de", text: de }, ...(en === undefined ? [] : [{ leikaKey, lang: "en" as const, text: en }])];
}

/** Words of ours lead where the seeds know no better: the seeds name the nearest municipal service. */
function wordsOf({ thesaurus }: Seeds): readonly Word[] {
  const ours = [...healthWords, ...packageServiceWords];
  const own = new Set(ours.map(({ term }) => term));
  return [...thesaurus.entries.filter(({ term }) => !own.has(term)).map(({ term, kind, services }) => ({ term, kind, leikaKeys: services })), ...ours];
}

function situationsOf({ lifeSituations }: Seeds): readonly LifeSituation[] {
  const taken = new Set<string>();
  return (["citizen", "business"] as const).flatMap((audience) => lifeSituations[audience].map(({ code, title, description, services }) => {
    const plain = slugOf(title.de);
    const slug = taken.has(plain) ? `${plain}-${audience === "business" ? "unternehmen" : "privat"}` : plain;
    taken.add(slug);
    return { code, audience, slug, title, description, leikaKeys: services };
  }));
}

function officesOf(local: LocalSeed) {
  return local.offices.map(({ id, ...details }) => ({ role: id, details: { ...details, hours: details.hours, contactPersons: details.contactPersons } }));
}

function factsOf(online: OnlineServiceSeed) {
  return { minutes: online.minutes, trustLevel: levels[online.trustLevel], otherWays: online.otherWays, privacy: online.privacy };
}

function localText(addition: LocalAddition, lang: Lang): ServiceText {
  const feeNote = addition.feeText[lang];
  const duration = addition.duration?.[lang];
  const note = addition.note?.[lang];
  return { ...(feeNote === undefined ? {} : { feeNote }), ...(duration === undefined ? {} : { duration }), ...(note === undefined ? {} : { note }) };
}
