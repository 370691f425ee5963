import { html } from "@kommunalportal/html";
import { isEfaSlug } from "#modules/gateway";
import { badge } from "#ui/badge";
import { table } from "#ui/table";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { paymentWays } from "./service-facts.ts";

/** All online services of this installation, and how the town runs them. */
export async function servicesPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { tenant, at } = desk;
  const published = await Promise.all((await portal.forms.slugs()).filter((slug) => !isEfaSlug(slug)).map((slug) => portal.forms.current(slug, tenant.id)));
  const services = published.flatMap((one) => one ?? []).toSorted((a, b) => a.package.service.title.de.localeCompare(b.package.service.title.de, "de"));
  const switches = await portal.editing.switches(tenant.id);
  const rows = services.map(({ slug, package: { service } }) => {
    const settings = switches.get(slug);
    const role = service.recipients[0] ?? "";
    const office = portal.catalogue.officeByRole(tenant.id, settings?.offices[role] ?? role);
    return [
      html`<a class="kern-link" href="${at(`leistungen/${slug}`)}">${service.title.de}</a>`, settings?.enabled === true ? badge("eingeschaltet", "success") : badge("ausgeschaltet"),
      office?.name.de ?? "kein Amt im Verzeichnis", service.fee === undefined ? "gebührenfrei" : settings === undefined ? "–" : paymentWays.filter(({ value }) => settings.paymentWays.includes(value)).map(({ text }) => text).join(", ") || "keiner",
      settings?.automation?.enabled === true ? "ja" : "nein",
    ];
  });
  return editorPage(portal, desk, {
    title: "Online-Dienste",
    body: html`<p>Wählen Sie einen Dienst, um ihn ein- oder auszuschalten und einzustellen.</p>
${table("de", { caption: "Online-Dienste", captionHidden: true, columns: [{ title: "Dienst" }, { title: "Stand" }, { title: "Zuständig" }, { title: "Zahlungswege" }, { title: "Automatische Bewilligung" }], rows })}`,
  });
}
