import { isId } from "#platform/ids";
import type { Answer, Routes, StaffVisit } from "../frame/index.ts";
import { counterCheck, counterReceipt, counterReceiptFile, submitAtCounter } from "./counter-check.ts";
import { counterPage, deleteAtCounter, resumeAtCounter, startAtCounter } from "./counter-start.ts";
import { counterStep, postCounterStep } from "./counter-step.ts";
import { type TownDesk, townDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

type InTown = (handler: (portal: StaffPortal, desk: TownDesk) => Promise<Answer>) => (visit: StaffVisit) => Promise<Answer>;

/** An application taken at the counter or from paper, through the same form as online. */
export function counterRoutes(r: Routes, portal: StaffPortal, inTown: InTown): void {
  const at = "/mitarbeit/:slug/schalter";
  const draft = `${at}/entwurf/:draft`;
  const known = (handler: (portal: StaffPortal, desk: TownDesk) => Promise<Answer>) => inTown((house, desk) => (isId(desk.visit.params["draft"]) ? handler(house, desk) : Promise.resolve({ missing: true })));
  r.staffPage(at, inTown(counterPage));
  r.staffAction(at, inTown(startAtCounter));
  r.staffPage(draft, known(resumeAtCounter));
  r.staffAction(`${draft}/loeschung`, known(deleteAtCounter));
  r.staffPage(`${draft}/pruefen`, known(counterCheck));
  r.staffAction(`${draft}/absenden`, known(submitAtCounter));
  r.staffPage(`${draft}/:step`, known(counterStep));
  r.staffUpload(`${draft}/:step`, (visit, upload) => {
    const desk = townDesk(portal, visit);
    return desk && isId(visit.params["draft"]) ? postCounterStep(portal, desk, upload) : Promise.resolve({ missing: true });
  });
  r.staffPage(`${at}/eingang/:application`, inTown(counterReceipt));
  r.staffPage(`${at}/eingang/:application/bestaetigung.pdf`, inTown(counterReceiptFile));
}
