import type { Answer, Routes, TownVisit, Visit } from "../../frame/index.ts";
import { aToZ } from "./a-to-z.ts";
import { barrierForm } from "./barrier-form.ts";
import { easyLanguagePage, legalPage, signLanguagePage, sourcesPage } from "./legal-pages.ts";
import { officePage, officesPage } from "./offices-page.ts";
import type { CataloguePages } from "./pages.ts";
import { allPlaces, placeSuggestions } from "./place-choice.ts";
import { searchPage, suggestions } from "./search-page.ts";
import { securityTxt } from "./security-txt.ts";
import { servicePage } from "./service-page.ts";
import { situationPage, situationsPage } from "./situations-page.ts";
import { robots, sitemapIndex, sitemapPart } from "./sitemap.ts";
import { stateStart } from "./state-start.ts";
import { townStart } from "./town-start.ts";

export type { CataloguePages } from "./pages.ts";

/** Everything that helps to find a service, at the Leitportal and in each town. All of it is public and the same for everybody. */
export function citizenCatalogue(r: Routes, portal: CataloguePages): void {
  const page = (path: string, show: (portal: CataloguePages, visit: Visit) => Answer | Promise<Answer>): void => { r.public(path, async (visit) => show(portal, visit)); };
  const townOnly = (show: (portal: CataloguePages, visit: TownVisit) => Answer) => (of: CataloguePages, visit: Visit): Answer => (visit.tenant ? show(of, { ...visit, tenant: visit.tenant }) : { redirect: visit.href("/orte") });

  page("/", (of, visit) => (visit.tenant ? townStart(of, { ...visit, tenant: visit.tenant }) : stateStart(of, visit)));
  page("/suche", searchPage);
  page("/suche/vorschlaege", suggestions);
  page("/leistungen", aToZ);
  page("/leistung/:service", servicePage);
  page("/lebenslagen", situationsPage);
  page("/lebenslagen/:slug", situationPage);
  page("/orte", allPlaces);
  page("/orte/vorschlaege", placeSuggestions);
  page("/aemter", townOnly(officesPage));
  page("/amt/:role", officePage);
  page("/impressum", (of, visit) => legalPage(of, visit, "imprint", "imprint"));
  page("/datenschutz", (of, visit) => legalPage(of, visit, "privacy", "privacyTitle"));
  page("/barrierefreiheit", (of, visit) => legalPage(of, visit, "accessibility", "accessibility"));
  page("/leichte-sprache", easyLanguagePage);
  page("/gebaerdensprache", signLanguagePage);
  page("/quellen", sourcesPage);
  page("/sitemap.xml", sitemapIndex);
  page("/sitemap/:part", sitemapPart);
  page("/robots.txt", robots);
  page("/.well-known/security.txt", securityTxt);
  barrierForm(r, portal);
}
