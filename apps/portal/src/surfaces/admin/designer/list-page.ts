import { html, type Html } from "@kommunalportal/html";
import { formatDateTime } from "#ui/format";
import { buttonGroup, formButton, linkButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import { table } from "#ui/table";
import type { Answer } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "../admin-pages.ts";
import { rightsOf, stateBadge } from "./designer-pages.ts";
import { doneWords } from "./words.ts";

/** GET `/formulare`: what the town works on, and what is published and can be a pattern for something new. */
export async function listPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { tenant, at, visit } = desk;
  const copies = await portal.workshop.list(tenant.id);
  const done = doneWords(visit.query.get("getan"));
  const body = html`<p class="portal-lead">Hier entstehen Online-Dienste: Fragen, Texte, Regeln, Gebühr. Veröffentlicht wird, was eine zweite Person freigegeben hat.</p>
${buttonGroup([linkButton({ text: "Formular anlegen", href: at("formulare/neu"), icon: "add" }), linkButton({ text: "Aus XDatenfeldern importieren", href: at("formulare/import"), kind: "secondary", icon: "drive-folder-upload" })])}
<h2>In Arbeit</h2>${copies.length === 0 ? emptyState({ icon: "draft", text: "Noch kein Formular in Arbeit." }) : table("de", {
    caption: "Formulare in Arbeit", captionHidden: true, columns: [{ title: "Formular" }, { title: "Stand" }, { title: "Version" }, { title: "Zuletzt geändert" }],
    rows: copies.map((one) => [html`<a class="kern-link" href="${at(`formulare/${one.id}`)}">${one.title}</a>${one.adapts !== undefined && html` <span class="portal-muted">Anpassung</span>`}`, stateBadge(one.state), one.version, `${formatDateTime(one.changedAt, "de")}${one.changedBy === "" ? "" : `, ${one.changedBy}`}`]),
  })}
${await published(portal, desk, new Set(copies.filter(({ adapts }) => adapts === undefined).map(({ slug }) => slug)), new Set(copies.filter(({ adapts }) => adapts !== undefined).map(({ slug }) => slug)))}`;
  return editorPage(portal, desk, { title: "Formulare", body, ...(done === undefined || visit.request.method !== "GET" ? {} : { done }) });
}

async function published(portal: AdminPages, desk: Desk, own: ReadonlySet<string>, adapted: ReadonlySet<string>): Promise<Html> {
  const services = (await Promise.all((await portal.forms.slugs()).map((slug) => portal.forms.current(slug, desk.tenant.id)))).flatMap((one) => one ?? []).toSorted((a, b) => a.package.service.title.de.localeCompare(b.package.service.title.de, "de"));
  const { mayAll } = rightsOf(portal, desk);
  return html`<h2>Veröffentlicht</h2>${table("de", {
    caption: "Veröffentlichte Formulare", captionHidden: true, columns: [{ title: "Formular" }, { title: "Version" }, { title: "Was Sie tun können" }],
    rows: services.map(({ slug, version, package: { service } }) => [
      service.title.de, version,
      html`<a class="kern-link" href="${desk.at(`formulare/neu?vorlage=${slug}`)}" aria-label="Als Vorlage nehmen: ${service.title.de}">Als Vorlage nehmen</a>${mayAll && !own.has(slug) && html` · <a class="kern-link" href="${desk.at(`formulare/neu?vorlage=${slug}&weiter=1`)}" aria-label="Nächste Version: ${service.title.de}">Nächste Version</a>`}${!own.has(slug) && !adapted.has(slug) && formButton({ text: "Für uns anpassen", hidden: service.title.de, kind: "tertiary", small: true, action: desk.at("formulare/anpassung"), csrf: desk.visit.staff.csrf, fields: { dienst: slug } })}`,
    ]),
  })}`;
}
