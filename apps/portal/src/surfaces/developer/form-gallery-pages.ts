import { html } from "@kommunalportal/html";
import { fieldGallery, galleryIndex, galleryTitle } from "#ui/gallery/field-gallery";
import { galleryTypes } from "#ui/gallery/states";
import type { Answer, Visit } from "../frame/index.ts";
import { developerPage, type DeveloperPortal } from "./developer-pages.ts";
import { say } from "./messages.ts";

const home = "/entwicklung/formulare";

/** GET `/entwicklung/formulare`: every type of field there is. */
export function galleryPage(portal: DeveloperPortal, visit: Visit): Answer {
  const title = say(visit.lang, "gallery");
  return developerPage(portal, visit, { title, body: html`<p>${say(visit.lang, "galleryText")}</p>${galleryIndex(visit.lang, (type) => visit.href(`${home}/${type}`))}` });
}

/** GET `/entwicklung/formulare/:type`: one type in all its states. Nothing that is entered here is kept. */
export function fieldTypePage(portal: DeveloperPortal, visit: Visit): Answer {
  const type = galleryTypes.find((one) => one === visit.params["type"]);
  if (type === undefined) return { missing: true };
  const { name, use } = galleryTitle(type, visit.lang);
  return developerPage(portal, visit, {
    title: name, under: [{ text: say(visit.lang, "gallery"), href: visit.href(home) }],
    body: html`<p class="portal-lead">${use} <code>${type}</code></p>${fieldGallery(visit.lang, type)}`,
  });
}
