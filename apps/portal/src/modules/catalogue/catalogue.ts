import { parentPrefixes } from "@kommunalportal/regional-keys";
import type { Clock } from "#platform/clock";
import type { Keyring } from "#platform/crypto";
import type { Database } from "#platform/database";
import type { JobHandler } from "#platform/jobs";
import type { Tenant, Tenants } from "#modules/tenants";
import { createBarrierReports } from "./barrier-report.ts";
import { allLifeSituations, allOffices, allOnlineServices, allServices, allSources, allTexts, allWords, checkedKeys, localRows, servicesOfOffice, theVocabulary, type LocalRows } from "./catalogue-store.ts";
import { competenceOf, type Competence } from "./competence.ts";
import { createGapCounter } from "./gaps.ts";
import type { Office } from "./office.ts";
import { offeredAt, privacyNoticeOf, type OnlineService, type PrivacyNotice } from "./online-service.ts";
import { createCatalogueSearch } from "./catalogue-search.ts";
import { createRecent } from "./recent.ts";
import type { Lang, Service, Worded } from "./service.ts";
import { mergeTexts, type TextByLang } from "./service-text.ts";
import { presentService, type ServiceInTown } from "./service-in-town.ts";
import type { LifeSituation, Source, Vocabulary, Word } from "./thesaurus.ts";
import { emptyVocabulary } from "./thesaurus.ts";

export interface CatalogueDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly tenants: Pick<Tenants, "all" | "byId" | "switches" | "tenantKey">;
  /** Months for which a report of a barrier stays after it was answered. Default 12. */
  readonly barrierReportMonths?: number;
}

/** What is the same for everybody and small enough to be held: about 1 KB a service, 2 KB a worded one. */
interface Content {
  readonly services: readonly Service[];
  readonly byKey: ReadonlyMap<string, Service>;
  readonly texts: ReadonlyMap<string, { readonly text: TextByLang; readonly changedAt: Date }>;
  readonly words: readonly Word[];
  readonly vocabulary: Vocabulary;
  readonly situations: readonly LifeSituation[];
  readonly sources: readonly Source[];
  readonly offices: ReadonlyMap<string, readonly Office[]>;
  readonly online: ReadonlyMap<string, readonly OnlineService[]>;
}

const nothing: Content = { services: [], byKey: new Map(), texts: new Map(), words: [], vocabulary: emptyVocabulary, situations: [], sources: [], offices: new Map(), online: new Map() };
/** Tables the search index is made from: making it anew takes some 300 ms with the whole LeiKa. */
const searchedTables: ReadonlySet<string> = new Set(["catalogue.service", "catalogue.text", "catalogue.word", "catalogue.vocabulary"]);
/** Tables whose changes concern one town's pages only: the content in memory stays as it is. */
const localTables: ReadonlySet<string> = new Set(["catalogue.responsibility", "catalogue.local_text", "catalogue.local_facts"]);

/** Services, texts, offices, responsibilities, online services and the search. Reads the database at start; see README for what is asked when. */
export async function createCatalogue({ db, clock, keyring, tenants, barrierReportMonths = 12 }: CatalogueDeps) {
  let content = nothing;
  const search = createCatalogueSearch();
  const recent = createRecent<LocalRows>(20_000);
  const gaps = createGapCounter(db);
  const barrierReports = createBarrierReports({ db, clock, keyring, tenantKey: tenants.tenantKey });

  let indexIsOld = true;
  async function load(): Promise<void> {
    const reindex = indexIsOld;
    indexIsOld = false;
    const read = await db.published(async (tx) => ({
      services: await allServices(tx), texts: await allTexts(tx), words: await allWords(tx), vocabulary: await theVocabulary(tx), situations: await allLifeSituations(tx),
      sources: await allSources(tx), offices: await allOffices(tx), online: await allOnlineServices(tx),
    })).catch((error: unknown) => { indexIsOld ||= reindex; throw error; });
    const rebuilt = { ...read, byKey: new Map(read.services.map((service) => [service.leikaKey, service])), offices: Map.groupBy(read.offices, ({ tenant }) => tenant), online: Map.groupBy(read.online, ({ leikaKey }) => leikaKey) };
    if (reindex) search.rebuild({ services: read.services, textOf: (key) => read.texts.get(key)?.text, words: read.words, vocabulary: read.vocabulary });
    content = rebuilt;
  }
  await load();

  let loading: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;
  /** One load at a time; who asks while one runs waits for the next, which sees the change. */
  function loadAgain(): Promise<void> {
    if (!loading) {
      loading = load().finally(() => { loading = undefined; });
      return loading;
    }
    waiting ??= loading.catch(() => {}).then(() => { waiting = undefined; return loadAgain(); });
    return waiting;
  }

  /** Own forms only where the town has switched them on; services run elsewhere wherever they are offered. */
  function onlineServicesOf(tenant: Tenant, leikaKey: string): readonly OnlineService[] {
    const all = content.online.get(leikaKey);
    if (!all) return [];
    const switched = tenants.switches(tenant.id);
    return offeredAt(all, parentPrefixes(tenant.ars)).filter(({ slug }) => slug === undefined || switched.get(slug)?.enabled === true);
  }
  function teaserOf(leikaKey: string, lang: Lang): Worded | undefined {
    const text = content.texts.get(leikaKey)?.text;
    const de = text?.de?.teaser;
    const own = text?.[lang]?.teaser;
    return own !== undefined ? { value: own, lang } : de === undefined ? undefined : { value: de, lang: "de" };
  }
  const officeByRole = (tenant: string, role: string): Office | undefined => content.offices.get(tenant)?.find((office) => office.role === role);

  async function rowsOf(tenant: Tenant, leikaKey: string): Promise<LocalRows> {
    return recent.get(`${tenant.id} ${leikaKey}`, () => db.published((tx) => localRows(tx, tenant.id, leikaKey, parentPrefixes(tenant.ars))));
  }
  const competence = (tenant: Tenant, service: Service, rows: LocalRows): Competence => competenceOf({ tenant, service, rows: rows.responsibilities, prefixes: parentPrefixes(tenant.ars), officeByRole, tenants });

  return {
    /** Reads anew what changed. Call it with the payload of NOTIFY kp_changed, and without one when a notification may have been missed. */
    async refresh(changed?: string): Promise<void> {
      if (changed !== undefined && !changed.startsWith("catalogue.")) return;
      recent.clear();
      if (changed === undefined || searchedTables.has(changed)) indexIsOld = true;
      if (changed === undefined || !localTables.has(changed)) await loadAgain();
      recent.clear();
    },
    /** Worded services first, in the order of their list, then the rest of the LeiKa. */
    services: (): readonly Service[] => content.services,
    service: (leikaKey: string): Service | undefined => content.byKey.get(leikaKey),
    /** Only those with words of our own: what a start page and a sitemap name. */
    wordedServices: (): readonly Service[] => content.services.filter(({ position }) => position !== undefined),
    textOf: (leikaKey: string): TextByLang => content.texts.get(leikaKey)?.text ?? {},
    /** General text only, for the Leitportal. */
    generalText: (leikaKey: string, lang: Lang) => mergeTexts({}, content.texts.get(leikaKey)?.text ?? {}, lang),
    changedAt: (service: Service): Date => { const text = content.texts.get(service.leikaKey)?.changedAt; return text !== undefined && text > service.changedAt ? text : service.changedAt; },
    teaser: teaserOf,
    lifeSituations: (): readonly LifeSituation[] => content.situations,
    sources: (): readonly Source[] => content.sources,
    officesOf: (tenant: string): readonly Office[] => content.offices.get(tenant) ?? [],
    officeByRole,
    /** Who does a service in a town: the office, or what is known of where to ask. One statement at most, none when asked before. */
    async officeFor(tenant: Tenant, leikaKey: string): Promise<Competence | undefined> {
      const service = content.byKey.get(leikaKey);
      return service && competence(tenant, service, await rowsOf(tenant, leikaKey));
    },
    /** Everything a service page of a town shows; undefined for an unknown key. Counts a catalogue gap when no office is known. */
    async serviceInTown(tenant: Tenant, leikaKey: string, lang: Lang): Promise<ServiceInTown | undefined> {
      const service = content.byKey.get(leikaKey);
      if (!service) return undefined;
      const rows = await rowsOf(tenant, leikaKey);
      const who = competence(tenant, service, rows);
      if (!who.known && who.body !== "municipality") gaps.count(tenant.id, leikaKey, clock.now());
      return presentService({ tenant, service, rows, competence: who, general: content.texts.get(leikaKey), online: onlineServicesOf(tenant, leikaKey), lang });
    },
    servicesOf: async (tenant: string, role: string): Promise<readonly Service[]> => {
      const keys = new Set(await db.published((tx) => servicesOfOffice(tx, tenant, role)));
      return content.services.filter(({ leikaKey }) => keys.has(leikaKey));
    },
    /** General texts a real town has read and stands by; of an invented town all. What search engines may find. */
    checkedServices: async (tenant: Tenant): Promise<readonly Service[]> => {
      const worded = content.services.filter(({ leikaKey }) => content.texts.has(leikaKey));
      if (tenant.isDemo) return worded;
      const checked = new Set(await db.published((tx) => checkedKeys(tx, tenant.id)));
      return worded.filter(({ leikaKey }) => checked.has(leikaKey));
    },
    onlineServicesOf,
    /** The way to do it online here, the most local first; undefined: not offered. */
    onlineServiceOf: (tenant: Tenant, leikaKey: string): OnlineService | undefined => onlineServicesOf(tenant, leikaKey)[0],
    /** The services a form of this portal stands for. */
    onlineServiceBySlug: (tenant: Tenant, slug: string): OnlineService | undefined => [...content.online.values()].flatMap((all) => offeredAt(all, parentPrefixes(tenant.ars))).find((one) => one.slug === slug),
    /** Art. 13 DSGVO for one online service in a town. */
    privacyNotice: (tenant: Tenant, slug: string, lang: Lang): PrivacyNotice | undefined => {
      const online = [...content.online.values()].flatMap((all) => offeredAt(all, parentPrefixes(tenant.ars))).find((one) => one.slug === slug);
      return online && privacyNoticeOf(online, lang);
    },
    search: (query: string, options: { readonly tenant?: Tenant | undefined; readonly lang: Lang; readonly limit?: number }) => search.search(query, {
      ...options, onlineOf: onlineServicesOf, offices: options.tenant ? content.offices.get(options.tenant.id) ?? [] : [], situations: content.situations,
      teaser: teaserOf,
    }),
    flushGaps: (): Promise<number> => gaps.flush(),
    gaps: (tenant: string | undefined, limit = 100) => gaps.list(tenant, limit),
    barrierReports,
    jobs: {
      "catalogue:forget-barrier-reports": async () => { await barrierReports.forget(monthsBefore(clock.now(), barrierReportMonths), monthsBefore(clock.now(), 36)); },
    } satisfies Record<string, JobHandler>,
    crontab: ["37 3 * * * catalogue:forget-barrier-reports"],
  };
}

export type Catalogue = Awaited<ReturnType<typeof createCatalogue>>;

function monthsBefore(now: Date, months: number): Date {
  const at = new Date(now);
  at.setUTCMonth(at.getUTCMonth() - months);
  return at;
}
