import type { Answer, Routes, StaffVisit, Upload } from "../../frame/index.ts";
import { type AdminPages, editorDesk } from "../admin-pages.ts";
import { acceptUpdate, beginAdaptation, updatePage } from "./adaptation-pages.ts";
import { createForm, createPage } from "./create-page.ts";
import { copyDesk, type CopyDesk, type CopyPage } from "./designer-pages.ts";
import { feePage, saveFee } from "./fee-page.ts";
import { figuresPage } from "./figures-page.ts";
import { historyPage, restore } from "./history-page.ts";
import { importForm, importPage } from "./import-page.ts";
import { jsonPage, saveJson } from "./json-page.ts";
import { listPage } from "./list-page.ts";
import { addQuestion, addStepTo, redo, reorder, undo } from "./outline-actions.ts";
import { endLinks, makeLink, postPreview, previewStep, previewWorkPage, sharedPreview } from "./preview-pages.ts";
import { deletePerson, peoplePage, personPage, savePersonOf, saveTogether } from "./people-page.ts";
import { decide, giveToReview, publish, publishPage, withdraw } from "./publish-page.ts";
import { deleteQuestion, questionPage, saveQuestion } from "./question-page.ts";
import { takeDecisions } from "./schema-decisions.ts";
import { deleteRule, rulePage, rulesPage, saveRule } from "./rules-page.ts";
import { saveServiceFacts, serviceFactsPage } from "./service-facts-page.ts";
import { deleteStep, saveStep, stepPage } from "./step-page.ts";
import { addTest, deleteTest, recordAgain, testsPage } from "./tests-page.ts";
import { saveTexts, textsPage } from "./texts-page.ts";
import { workbench } from "./workbench.ts";

/** The form designer, below `/mitarbeit/:slug/redaktion/formulare`. */
export function designerSurface(r: Routes, portal: AdminPages): void {
  const list = "/mitarbeit/:slug/redaktion/formulare";
  const copy = `${list}/:form`;
  const atCopy = (show: CopyPage) => async (visit: StaffVisit): Promise<Answer> => {
    const desk = await deskOf(portal, visit);
    return desk ? show(portal, desk) : { missing: true };
  };
  const get = (path: string, show: CopyPage): void => { r.staffPage(copy + path, atCopy(show)); };
  const post = (path: string, act: CopyPage): void => { r.staffAction(copy + path, atCopy(act)); };
  const upload = (path: string, act: (portal: AdminPages, desk: CopyDesk, upload: Upload) => Promise<Answer>): void => {
    r.staffUpload(copy + path, async (visit, files) => { const desk = await deskOf(portal, visit); return desk ? act(portal, desk, files) : { missing: true }; });
  };

  r.staffPage(list, async (visit) => { const desk = editorDesk(portal, visit); return desk ? listPage(portal, desk) : { missing: true }; });
  r.staffPage(`${list}/neu`, async (visit) => { const desk = editorDesk(portal, visit); return desk ? createPage(portal, desk) : { missing: true }; });
  r.staffAction(`${list}/neu`, async (visit) => { const desk = editorDesk(portal, visit); return desk ? createForm(portal, desk) : { missing: true }; });
  r.staffPage(`${list}/import`, async (visit) => { const desk = editorDesk(portal, visit); return desk ? importPage(portal, desk) : { missing: true }; });
  r.staffUpload(`${list}/import`, async (visit, files) => { const desk = editorDesk(portal, visit); return desk ? importForm(portal, desk, files) : { missing: true }; });

  r.staffAction(`${list}/anpassung`, async (visit) => { const desk = editorDesk(portal, visit); return desk ? beginAdaptation(portal, desk) : { missing: true }; });

  get("", workbench);
  get("/aktualisierung", (pages, desk) => updatePage(pages, desk));
  post("/aktualisierung", acceptUpdate);
  post("/frage", addQuestion);
  get("/frage/:path", questionPage);
  post("/frage/:path", saveQuestion);
  post("/frage/:path/loeschung", deleteQuestion);
  post("/schritt", addStepTo);
  get("/schritt/:step", stepPage);
  post("/schritt/:step", saveStep);
  post("/schritt/:step/loeschung", deleteStep);
  post("/ordnung", reorder);
  post("/rueckgaengig", undo);
  post("/wiederholung", redo);
  get("/vorschau", (pages, desk) => previewWorkPage(pages, desk));
  get("/ansicht/:step", previewStep);
  upload("/ansicht/:step", postPreview);
  post("/links", makeLink);
  post("/links/ende", endLinks);
  get("/texte", textsPage);
  post("/texte", saveTexts);
  get("/regeln", rulesPage);
  get("/regeln/:rule", rulePage);
  post("/regeln/:rule", saveRule);
  post("/regeln/:rule/loeschung", deleteRule);
  post("/schemaregeln", takeDecisions);
  get("/personen", peoplePage);
  post("/personen/gemeinsam", saveTogether);
  get("/personen/:person", personPage);
  post("/personen/:person", savePersonOf);
  post("/personen/:person/loeschung", deletePerson);
  get("/gebuehr", feePage);
  post("/gebuehr", saveFee);
  get("/dienst", serviceFactsPage);
  post("/dienst", saveServiceFacts);
  get("/tests", testsPage);
  post("/tests", addTest);
  post("/tests/:test/loeschung", deleteTest);
  post("/tests/:test/neu", recordAgain);
  get("/veroeffentlichung", (pages, desk) => publishPage(pages, desk));
  post("/veroeffentlichung", publish);
  post("/pruefung", giveToReview);
  post("/freigabe", decide);
  post("/zurueckziehung", withdraw);
  get("/zahlen", figuresPage);
  get("/verlauf", historyPage);
  post("/verlauf", restore);
  get("/json", jsonPage);
  post("/json", saveJson);
  sharedPreview(r, portal);
}

async function deskOf(portal: AdminPages, visit: StaffVisit): Promise<CopyDesk | undefined> {
  const desk = editorDesk(portal, visit);
  return desk && copyDesk(portal, desk);
}
