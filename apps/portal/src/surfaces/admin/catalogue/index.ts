import { descriptionPage, saveDescription, saveFacts } from "./description-page.ts";
import { descriptionsPage } from "./descriptions-page.ts";
import { officePage, officesPage, saveOffice } from "./office-pages.ts";
import { discardTransfer, takeTransfer, transferPage } from "./transfer-page.ts";
import type { AdminPages, Desk } from "../admin-pages.ts";
import type { Answer } from "../../frame/index.ts";

type Show = (portal: AdminPages, desk: Desk) => Promise<Answer>;

/** What the town says in the catalogue: the texts of its services, who does them, what they cost, and its offices. */
export function catalogueRoutes(get: (path: string, show: Show) => void, post: (path: string, act: Show) => void): void {
  get("/beschreibungen", descriptionsPage);
  get("/beschreibungen/:leistung", descriptionPage);
  post("/beschreibungen/:leistung/text", saveDescription);
  post("/beschreibungen/:leistung/angaben", saveFacts);
  get("/aemter", officesPage);
  get("/aemter/:amt", officePage);
  post("/aemter/:amt", saveOffice);
  get("/uebernahme", transferPage);
  post("/uebernahme/uebernahme", takeTransfer);
  post("/uebernahme/verwerfen", discardTransfer);
}
