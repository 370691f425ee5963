import type { Lang } from "#modules/catalogue";
import type { Tenant } from "#modules/tenants";
import { siteTextsDe } from "./site-texts-de.ts";
import { siteTextsEn } from "./site-texts-en.ts";

export type SiteTextName = "imprint" | "privacy" | "accessibility" | "easyLanguage";

/**
 * Legal and easy texts of a site: a town's own, else those of this installation, which hold everywhere and name no town's office.
 * Easy language is German in every interface language; so are texts a town has in German only.
 */
export function siteText(name: SiteTextName, tenant: Tenant | undefined, lang: Lang): { readonly text: string; readonly lang: Lang } {
  const own = name === "easyLanguage" ? (tenant?.profile.easyLanguage === undefined ? undefined : { de: tenant.profile.easyLanguage }) : tenant?.profile[name];
  const wanted = name === "easyLanguage" ? "de" : lang;
  if (own) {
    const inWanted = wanted === "de" ? own.de : "en" in own ? own.en : undefined;
    return inWanted === undefined ? { text: own.de, lang: "de" } : { text: inWanted, lang: wanted };
  }
  return { text: (wanted === "de" ? siteTextsDe : siteTextsEn)[name], lang: wanted };
}
