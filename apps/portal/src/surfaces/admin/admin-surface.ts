import type { Answer, Routes, StaffVisit } from "../frame/index.ts";
import { type AdminPages, type Desk, editorDesk } from "./admin-pages.ts";
import { removeArms, uploadArms } from "./arms.ts";
import { barriersPage, markAnswered } from "./barriers-page.ts";
import { catalogueRoutes } from "./catalogue/index.ts";
import { checkTransfer } from "./catalogue/transfer-page.ts";
import { contactPage, saveContact } from "./contact-page.ts";
import { efaListPage, registerCsv, saveFramework, takeTable, tryTable } from "./efa-pages.ts";
import { answerUnopened, endMandate, exchangeKey, giveMandate, keyFile, openDestination, readingCertificate, readingKeyStep, readingTransport, receptionPage, releaseKey, saveMailbox, stopMailbox, unopenedZip, certificateRequest, dropCertificate, requestCertificate, takeCertificate } from "./efa-reception-page.ts";
import { efaServicePage, saveEfaService } from "./efa-service-page.ts";
import { designerSurface } from "./designer/designer-surface.ts";
import { embeddingPage, saveEmbedding } from "./embedding-page.ts";
import { filmPage, saveFilm } from "./film-page.ts";
import { lookPage, saveLook, tryLook } from "./look-page.ts";
import { overviewPage } from "./overview-page.ts";
import { addRoute, changeRoute, endRoute, newRoutePage, routePage, testDestination } from "./route-pages.ts";
import { routesPage } from "./routes-page.ts";
import { saveService, servicePage } from "./service-page.ts";
import { packageRoutes, type PackagePages } from "./packages/packages-page.ts";
import { processingRoutes } from "./processing/processing-page.ts";
import { schemaRoutes, type SchemaPages } from "./schemas/index.ts";
import { servicesPage } from "./services-page.ts";
import { checkStreets, deleteStreets, streetsCsv, streetsPage, takeStreets } from "./streets-page.ts";
import { editAgain, previewText, saveText, textPage } from "./text-page.ts";
import { textsPage } from "./texts-page.ts";

type Show = (portal: AdminPages, desk: Desk) => Promise<Answer>;

/** What a town's own editor does below `/mitarbeit/:slug/redaktion`, at the Leitportal's host. */
export function adminSurface(r: Routes, portal: SchemaPages & PackagePages): void {
  const at = "/mitarbeit/:slug/redaktion";
  const atDesk = (show: Show) => async (visit: StaffVisit): Promise<Answer> => {
    const desk = editorDesk(portal, visit);
    return desk ? show(portal, desk) : { missing: true };
  };
  const get = (path: string, show: Show): void => { r.staffPage(at + path, atDesk(show)); };
  const post = (path: string, act: Show): void => { r.staffAction(at + path, atDesk(act)); };

  get("", overviewPage);
  get("/aussehen", lookPage);
  post("/aussehen", saveLook);
  post("/aussehen/probe", tryLook);
  r.staffUpload(`${at}/aussehen/wappen`, async (visit, upload) => {
    const desk = editorDesk(portal, visit);
    return desk ? uploadArms(portal, desk, upload) : { missing: true };
  });
  post("/aussehen/wappen/entfernung", removeArms);
  get("/kontakt", contactPage);
  post("/kontakt", saveContact);
  get("/einbettung", embeddingPage);
  post("/einbettung", saveEmbedding);
  get("/texte", textsPage);
  get("/texte/gebaerdensprache", filmPage);
  post("/texte/gebaerdensprache", saveFilm);
  get("/texte/:text", textPage);
  post("/texte/:text", saveText);
  post("/texte/:text/vorschau", previewText);
  post("/texte/:text/bearbeitung", editAgain);
  catalogueRoutes(get, post);
  r.staffUpload(`${at}/uebernahme`, async (visit, upload) => {
    const desk = editorDesk(portal, visit);
    return desk ? checkTransfer(portal, desk, upload) : { missing: true };
  });
  get("/leistungen", servicesPage);
  get("/leistungen/:service", servicePage);
  post("/leistungen/:service", saveService);
  get("/wege", routesPage);
  get("/wege/neu", newRoutePage);
  post("/wege", addRoute);
  get("/wege/:weg", routePage);
  post("/wege/:weg", changeRoute);
  post("/wege/:weg/ende", endRoute);
  post("/ziele/:ziel/probezustellung", testDestination);
  get("/efa", efaListPage);
  post("/efa/rahmenvereinbarung", saveFramework);
  get("/efa/register.csv", registerCsv);
  r.staffUpload(`${at}/efa/tabelle`, async (visit, upload) => {
    const desk = editorDesk(portal, visit);
    return desk ? tryTable(portal, desk, upload) : { missing: true };
  });
  post("/efa/tabelle/uebernahme", takeTable);
  get("/efa/empfang", receptionPage);
  post("/efa/empfang/auftrag", giveMandate);
  post("/efa/empfang/auftrag/ende", endMandate);
  post("/efa/empfang/zustellpunkt", openDestination);
  post("/efa/empfang/schluessel", exchangeKey);
  post("/efa/empfang/schluessel/datei", keyFile);
  post("/efa/empfang/schluessel/abgabe", releaseKey);
  post("/efa/empfang/zertifikat/antrag", requestCertificate);
  post("/efa/empfang/zertifikat", takeCertificate);
  post("/efa/empfang/zertifikat/verwerfen", dropCertificate);
  get("/efa/empfang/zertifikat/:antrag", certificateRequest);
  post("/efa/empfang/postfach", saveMailbox);
  post("/efa/empfang/postfach/ende", stopMailbox);
  post("/efa/empfang/lesen", readingKeyStep);
  post("/efa/empfang/lesen/verfahren", readingTransport);
  get("/efa/empfang/lesen/:postfach/:schluessel", readingCertificate);
  get("/efa/empfang/ungeoeffnet/:einreichung", unopenedZip);
  post("/efa/empfang/ungeoeffnet/:einreichung", answerUnopened);
  get("/efa/:dienst", efaServicePage);
  post("/efa/:dienst", saveEfaService);
  get("/strassen", streetsPage);
  r.staffUpload(`${at}/strassen`, async (visit, upload) => {
    const desk = editorDesk(portal, visit);
    return desk ? checkStreets(portal, desk, upload) : { missing: true };
  });
  get("/strassen/liste.csv", streetsCsv);
  post("/strassen/uebernahme", takeStreets);
  post("/strassen/:liste/loeschung", deleteStreets);
  get("/barrieren", barriersPage);
  post("/barrieren/:report/antwort", markAnswered);
  schemaRoutes(r, portal);
  designerSurface(r, portal);
  packageRoutes(r, portal);
  processingRoutes(r, portal);
}
