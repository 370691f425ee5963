import { html, type Html } from "@kommunalportal/html";
import type { ServiceLink } from "#modules/extensions";
import { linkButton } from "#ui/button";
import { section } from "#ui/section";
import type { TownVisit } from "../../frame/index.ts";
import { say } from "./messages.ts";

/** Online services of extensions for this service, each with whoever runs it and where: the person leaves the town's pages knowingly. */
export function otherServices(visit: TownVisit, links: readonly ServiceLink[]): Html | false {
  return links.length > 0 && section({
    title: say(visit.lang, "otherServices"),
    body: html`<p>${say(visit.lang, "otherServicesText", { name: visit.tenant.name })}</p><ul class="portal-list">${links.map(({ title, publisher, host, url }) => {
      const name = visit.lang === "en" ? title.en ?? title.de : title.de;
      return html`<li><p>${say(visit.lang, "otherServiceBy", { publisher, host })}</p>${linkButton({ text: name, href: url, kind: "secondary", icon: "open-in-new" })}</li>`;
    })}</ul>`,
  });
}
