import type { Tenant } from "#modules/tenants";
import type { Office } from "./office.ts";
import type { OnlineService } from "./online-service.ts";
import { createSearchIndex, searchServices, stem, stopWords, wordsOf, type MatchReason, type SearchContent, type SearchIndex } from "./search/index.ts";
import type { Lang, Service, Worded } from "./service.ts";
import { withLang } from "./service.ts";
import type { LifeSituation } from "./thesaurus.ts";

export { createSpelling, stem, tellingWords } from "./search/index.ts";

export interface SearchHit {
  readonly service: Service;
  readonly title: Worded;
  readonly teaser: Worded | undefined;
  readonly reason: MatchReason;
  /** How it can be done online in this town; undefined on the Leitportal and where it cannot. */
  readonly online: OnlineService | undefined;
}

/** Never empty-handed: when `hits` is empty, `instead` names what most people look for. */
export interface SearchResult {
  readonly query: string;
  readonly hits: readonly SearchHit[];
  /** The question with typing errors mended. */
  readonly corrected: string | undefined;
  readonly offices: readonly Office[];
  readonly situations: readonly LifeSituation[];
  readonly instead: readonly Service[];
}

interface SearchOptions {
  readonly tenant?: Tenant | undefined;
  readonly lang: Lang;
  readonly limit?: number;
  readonly onlineOf: (tenant: Tenant, leikaKey: string) => readonly OnlineService[];
  readonly offices: readonly Office[];
  readonly situations: readonly LifeSituation[];
  readonly teaser: (leikaKey: string, lang: Lang) => Worded | undefined;
}

/** What people look for most in town halls; shown when a question leads nowhere. Keys of the LeiKa. */
export const oftenSought: readonly string[] = [
  "99008001012000", "99115005104000", "99027002012000", "99110009104000", "99108001001000", "99085001012000", "99036008007000", "99108018137000",
];

/** One index in memory for all towns; the town adds what it offers. Refreshed as a whole, some 300 ms for the whole LeiKa. */
export function createCatalogueSearch() {
  let index: SearchIndex = createSearchIndex({ services: [], textOf: () => undefined, words: [], vocabulary: { synonyms: [], compoundParts: [], linkingElements: [] } });

  return {
    rebuild(content: SearchContent): void { index = createSearchIndex(content); },
    search(query: string, { tenant, lang, limit = 20, onlineOf, offices, situations, teaser }: SearchOptions): SearchResult {
      const onlineHere = (service: Service): OnlineService | undefined => (tenant ? onlineOf(tenant, service.leikaKey)[0] : undefined);
      const { matches, corrected } = searchServices(index, query, (service) => placeFactor(service, tenant) * (onlineHere(service) ? 1.1 : 1), Math.min(limit, 100));
      const stems = new Set(wordsOf(corrected ?? query).filter((word) => !stopWords.has(word)).map(stem));
      const about = (text: string): boolean => wordsOf(text).some((word) => stems.has(stem(word)) || index.split(word).some((part) => part.length > 3 && stems.has(stem(part))));
      return {
        query, corrected,
        hits: matches.map(({ service, reason }) => ({ service, title: withLang(service.title, lang), teaser: teaser(service.leikaKey, lang), reason, online: onlineHere(service) })),
        offices: offices.filter((office) => about(`${office.name.de} ${office.name.en ?? ""}`)).slice(0, 3),
        situations: situations.filter(({ title }) => about(`${title.de} ${title.en ?? ""}`)).slice(0, 3),
        instead: matches.length > 0 ? [] : oftenSought.flatMap((key) => { const doc = index.docOf.get(key); return doc === undefined ? [] : [index.services[doc]!]; }),
      };
    },
  };
}

/** A town's own tasks stand a little before those of others, at equal fit. */
function placeFactor({ level }: Service, tenant: Tenant | undefined): number {
  if (!tenant || level === undefined) return 1;
  if (tenant.kind === "district") return level === "GEM" ? 0.95 : 1.05;
  return level === "GEM" ? 1.05 : 1;
}
