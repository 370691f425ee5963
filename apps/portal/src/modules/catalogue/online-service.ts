import { z } from "zod";
import type { Lang } from "./service.ts";

const text = z.string().trim().min(1).max(2000);
const bilingual = z.strictObject({ de: text, en: text.optional() });
const bilingualList = z.strictObject({ de: z.array(text).min(1).max(20), en: z.array(text).min(1).max(20).optional() });

/** Trust level needed to submit, as its STORK number: none, Basisregistrierung, substantiell, hoch. */
export const trustLevels = [0, 1, 3, 4] as const;

/** What a person wants to know before the start of an online service. */
export const onlineServiceFacts = z.strictObject({
  minutes: z.int().min(1).max(240).optional(),
  trustLevel: z.literal(trustLevels).optional(),
  /** Counter, telephone, paper. */
  otherWays: bilingualList.optional(),
  /** Art. 13 DSGVO: purpose, legal basis, recipients, how long the data is kept. */
  privacy: z.strictObject({ purpose: bilingual, legalBasis: bilingual, recipients: bilingualList, retention: bilingual }).optional(),
});

export type OnlineServiceFacts = z.infer<typeof onlineServiceFacts>;

/** A way to do a service online, offered in an area. Exactly one of `slug` (a form of this portal) and `url` (run elsewhere). */
export interface OnlineService {
  readonly id: string;
  /** undefined: kept by the operator. */
  readonly tenant: string | undefined;
  readonly leikaKey: string;
  readonly arsPrefix: string;
  readonly slug: string | undefined;
  readonly url: string | undefined;
  readonly facts: OnlineServiceFacts;
}

/** Art. 13 DSGVO in one language, ready to show. The controller and its data protection officer are the town's. */
export interface PrivacyNotice {
  readonly purpose: string;
  readonly legalBasis: string;
  readonly recipients: readonly string[];
  readonly retention: string;
}

export function privacyNoticeOf(online: Pick<OnlineService, "facts">, lang: Lang): PrivacyNotice | undefined {
  const privacy = online.facts.privacy;
  return privacy && {
    purpose: privacy.purpose[lang] ?? privacy.purpose.de, legalBasis: privacy.legalBasis[lang] ?? privacy.legalBasis.de,
    recipients: privacy.recipients[lang] ?? privacy.recipients.de, retention: privacy.retention[lang] ?? privacy.retention.de,
  };
}

/**
 * All that are offered at a place, the most specific first, each address once. Unlike offices, online services of the Land or the
 * Bund stay valid beside a local one (PVOG inherits them; FIM/XZuFi resolution, step 3).
 */
export function offeredAt(all: readonly OnlineService[], prefixes: readonly string[]): readonly OnlineService[] {
  const seen = new Set<string>();
  return all.filter(({ arsPrefix }) => prefixes.includes(arsPrefix))
    .toSorted((a, b) => b.arsPrefix.length - a.arsPrefix.length)
    .filter(({ slug, url }) => { const address = slug ?? url ?? ""; if (seen.has(address)) return false; seen.add(address); return true; });
}
