import type { Answer, Routes } from "../../frame/index.ts";
import { type Desk, editorDesk } from "../admin-pages.ts";
import { decisionPage, saveDecision } from "./decision-page.ts";
import { qualityPage } from "./quality-page.ts";
import { rulesPage } from "./rules-page.ts";
import { fetchMissingLists, schemaPage } from "./schema-page.ts";
import type { SchemaPages } from "./schema-pages.ts";
import { schemasPage, uploadSchema } from "./schemas-page.ts";

export type { SchemaPages } from "./schema-pages.ts";

/** Schemas of the FIM-Portal: reading them, their quality, and what happens with their rules. */
export function schemaRoutes(r: Routes, portal: SchemaPages): void {
  const at = "/mitarbeit/:slug/redaktion/schemata";
  const get = (path: string, show: (portal: SchemaPages, desk: Desk) => Promise<Answer>): void => {
    r.staffPage(at + path, async (visit) => {
      const desk = editorDesk(portal, visit);
      return desk ? show(portal, desk) : { missing: true };
    });
  };
  get("", schemasPage);
  r.staffUpload(at, async (visit, upload) => {
    const desk = editorDesk(portal, visit);
    return desk ? uploadSchema(portal, desk, upload) : { missing: true };
  });
  get("/:schema/:version", schemaPage);
  r.staffAction(`${at}/:schema/:version/codelisten`, async (visit) => {
    const desk = editorDesk(portal, visit);
    return desk ? fetchMissingLists(portal, desk) : { missing: true };
  });
  r.staffPage(`${at}/:schema/:version/codelisten`, (visit) => Promise.resolve({ redirect: visit.path.replace(/\/codelisten$/, "") }));
  get("/:schema/:version/qualitaet", qualityPage);
  get("/:schema/:version/regeln", rulesPage);
  get("/:schema/:version/regeln/entscheidung", decisionPage);
  r.staffAction(`${at}/:schema/:version/regeln/entscheidung`, async (visit) => {
    const desk = editorDesk(portal, visit);
    return desk ? saveDecision(portal, desk) : { missing: true };
  });
}
