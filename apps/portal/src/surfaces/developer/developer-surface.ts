import type { Answer, Routes, Visit } from "../frame/index.ts";
import type { DeveloperPortal } from "./developer-pages.ts";
import { changesPage } from "./changes-page.ts";
import { fieldTypePage, galleryPage } from "./form-gallery-pages.ts";
import { errorPage, errorsPage, eventsPage, firstStepsPage, rightsPage, startPage } from "./guide-pages.ts";
import { placesPage } from "./places-page.ts";
import { operationPage, referencePage } from "./reference-pages.ts";
import { searchPage } from "./search-page.ts";
import { statusPage } from "./status-page.ts";

/** /entwicklung: what is served as OpenAPI, to read without scripts, with guides and a page for each error code. Public, at the Leitportal. */
export function developerSurface(r: Routes, portal: DeveloperPortal): void {
  const serve = (path: string, page: (portal: DeveloperPortal, visit: Visit) => Answer): void => {
    r.public(path, (visit) => Promise.resolve(visit.site.kind === "state" ? page(portal, visit) : { missing: true }));
  };
  serve("/entwicklung", startPage);
  serve("/entwicklung/erste-schritte", firstStepsPage);
  serve("/entwicklung/schnittstelle", referencePage);
  serve("/entwicklung/schnittstelle/:operation", operationPage);
  serve("/entwicklung/rechte", rightsPage);
  serve("/entwicklung/ereignisse", eventsPage);
  serve("/entwicklung/seiten", placesPage);
  serve("/entwicklung/aenderungen", changesPage);
  serve("/entwicklung/suche", searchPage);
  r.page("/entwicklung/stand", { needs: "none" }, (visit) => (visit.site.kind === "state" ? statusPage(portal, visit) : Promise.resolve({ missing: true })));
  serve("/entwicklung/formulare", galleryPage);
  serve("/entwicklung/formulare/:type", fieldTypePage);
  serve("/entwicklung/fehler", errorsPage);
  serve("/entwicklung/fehler/:code", errorPage);
}
