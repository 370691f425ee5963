export { loadSeeds } from "./load-seeds.ts";
export type { Seeds } from "./load-seeds.ts";
export { easyLanguageAsText, sectionsAsText } from "./plain-text.ts";
export type { FeeSeed, LocalAddition, LocalSeed, OfficeId, OfficeSeed, OnlineServiceSeed, OnlineServiceSlug, ResponsibilitySeed } from "./schema/local.ts";
export type { LifeSituation, ServiceSeed, ServiceText, ServiceTextBlock, SourceSeed, Thesaurus, ThesaurusEntry } from "./schema/service.ts";
export type { Bilingual, BilingualList, OpeningSpan, PostalAddress, Section, Sections } from "./schema/text.ts";
export type { AccessibilityStatement, DisruptionSeed, EasyLanguage, RealTownSeed, TownSeed } from "./schema/town.ts";
