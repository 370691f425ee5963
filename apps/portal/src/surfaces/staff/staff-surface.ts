import { isId } from "#platform/ids";
import type { Answer, Routes, StaffVisit } from "../frame/index.ts";
import { absencePage, postAbsence, postAbsenceEnd } from "./absence-page.ts";
import { archiveList, archivePage, postArchive } from "./archive-page.ts";
import { caseAction } from "./case-actions.ts";
import { actNames } from "./case-acts.ts";
import { casePageOf } from "./case-page.ts";
import { counterRoutes } from "./counter-routes.ts";
import { decisionEditor, postDecision, shownDecision } from "./decision-editor.ts";
import { openTab } from "./extension-tab.ts";
import { handOver, handOverForm } from "./hand-over-page.ts";
import { listDownload, manyAction } from "./inbox-actions.ts";
import { inboxPage } from "./inbox-page.ts";
import { nextCase } from "./next-case.ts";
import { kasseRoutes } from "./kasse-routes.ts";
import { signInRoutes } from "./sign-in.ts";
import { type TownDesk, townDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { startPage } from "./start-page.ts";

/** Everything below `/mitarbeit`, at the Leitportal's host only. */
export function staffSurface(r: Routes, portal: StaffPortal): void {
  const inTown = (handler: (portal: StaffPortal, desk: TownDesk) => Promise<Answer>) => async (visit: StaffVisit): Promise<Answer> => {
    const desk = townDesk(portal, visit);
    return desk ? handler(portal, desk) : { missing: true };
  };
  const at = "/mitarbeit/:slug";
  const one = `${at}/vorgang/:case`;
  signInRoutes(r, portal);
  r.staffPage("/mitarbeit", (visit) => startPage(portal, visit));

  // What people type who cut an address off behind the town.
  r.staffPage(at, inTown((_house, desk) => Promise.resolve({ redirect: desk.at("eingang") })));
  r.staffPage(`${at}/eingang`, inTown(inboxPage));
  r.staffAction(`${at}/sammelaktion`, inTown(manyAction));
  r.staffPage(`${at}/liste.csv`, inTown((house, desk) => listDownload(house, desk, "csv")));
  r.staffPage(`${at}/liste.xlsx`, inTown((house, desk) => listDownload(house, desk, "xlsx")));

  r.staffPage(one, inTown((house, desk) => (isId(desk.visit.params["case"]) ? casePageOf(house, desk, desk.visit.params["case"]) : missing())));
  r.staffPage(`${one}/naechster`, inTown(nextCase));
  for (const name of actNames) r.staffAction(`${one}/${name}`, inTown((house, desk) => caseAction(house, desk, name)));
  r.staffPage(`${one}/erweiterung/:client/:page`, inTown((house, desk) => (isId(desk.visit.params["case"]) ? openTab(house, desk, desk.visit.params["case"]) : missing())));
  r.staffPage(`${one}/ortsabgabe`, inTown((house, desk) => handOverForm(house, desk)));
  r.staffAction(`${one}/ortsabgabe`, inTown(handOver));
  r.staffPage(`${one}/paket.zip`, inTown(caseZip));
  r.staffPage(`${one}/datei/:file`, inTown((house, desk) => file(house, desk, { file: desk.visit.params["file"] ?? "" })));
  r.staffPage(`${one}/freigabe/:share`, inTown((house, desk) => file(house, desk, { released: desk.visit.params["share"] ?? "" })));
  r.staffPage(`${one}/bescheid`, inTown((house, desk) => (isId(desk.visit.params["case"]) ? decisionEditor(house, desk) : missing())));
  r.staffUpload(`${one}/bescheid`, (visit, upload) => {
    const desk = townDesk(portal, visit);
    return desk && isId(visit.params["case"]) ? postDecision(portal, desk, upload) : missing();
  });
  r.staffPage(`${one}/bescheid/:decision`, inTown((house, desk) => (isId(desk.visit.params["case"]) ? shownDecision(house, desk) : missing())));
  r.staffPage(`${one}/bescheid/:decision/brief.pdf`, inTown((house, desk) => file(house, desk, { decision: desk.visit.params["decision"] ?? "", which: "letter" })));
  r.staffPage(`${one}/bescheid/:decision/anlage.pdf`, inTown((house, desk) => file(house, desk, { decision: desk.visit.params["decision"] ?? "", which: "enclosure" })));

  r.staffPage(`${at}/vertretung`, inTown(absencePage));
  r.staffAction(`${at}/vertretung`, inTown(postAbsence));
  r.staffAction(`${at}/vertretung/:absence/ende`, inTown(postAbsenceEnd));
  r.staffPage(`${at}/archiv`, inTown((house, desk) => archivePage(house, desk)));
  r.staffAction(`${at}/archiv`, inTown(postArchive));
  r.staffPage(`${at}/archiv.csv`, inTown(archiveList));
  counterRoutes(r, portal, inTown);
  kasseRoutes(r, portal);
}

function missing(): Promise<Answer> {
  return Promise.resolve({ missing: true });
}

async function caseZip(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const id = desk.visit.params["case"];
  const zip = isId(id) ? await portal.casework.zip(desk.reach, id) : undefined;
  return zip ? { body: zip.content, type: "application/zip", download: zip.name } : { missing: true };
}

async function file(portal: StaffPortal, desk: TownDesk, which: { readonly file: string } | { readonly released: string } | { readonly decision: string; readonly which: "letter" | "enclosure" }): Promise<Answer> {
  const id = desk.visit.params["case"];
  if (!isId(id) || !isId("file" in which ? which.file : "released" in which ? which.released : which.decision)) return { missing: true };
  const opened = await portal.casework.file(desk.reach, { case: id, ...which });
  if (!opened.ok) return { missing: true };
  const { name, type } = opened.about;
  // Only what a browser shows without running it is shown; the rest is saved.
  return { body: opened.content, type, ...(type === "application/pdf" || type === "image/jpeg" || type === "image/png" ? { inline: name } : { download: name }) };
}
