import { html } from "@kommunalportal/html";
import type { QuestionCount } from "#modules/forms";
import { addDays, legalDate } from "#platform/clock";
import { formatDate, formatNumber } from "#ui/format";
import { table } from "#ui/table";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { type CopyDesk, rightsOf, workPage } from "./designer-pages.ts";
import { placeName } from "./workbench.ts";

/** Days that are looked back. */
const lookBack = 90;

/** GET `/zahlen?version=`: step by step and question by question where people stop, come back or get an error. */
export async function figuresPage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { copy, below, visit } = desk;
  const rights = rightsOf(portal, desk);
  const releases = (await portal.workshop.releases(copy.slug)).filter(({ adapts, tenant }) => (copy.adapts === undefined ? adapts === undefined : adapts !== undefined && tenant === desk.tenant.id));
  const versions = [...new Set(releases.map(({ version }) => version))];
  const version = versions.find((one) => one === visit.query.get("version")) ?? versions[0];
  const since = addDays(legalDate(portal.clock.now()), -lookBack);
  if (version === undefined) return workPage(portal, desk, { title: "Zahlen", area: "zahlen", body: html`<p>Zahlen gibt es, sobald das Formular veröffentlicht ist und jemand es ausfüllt.</p>` });
  await portal.questionCounts.flush();
  const everywhere = rights.mayAll && copy.adapts === undefined;
  const counts = await portal.questionCounts.read({ slug: copy.slug, version, since, tenants: everywhere ? "all" : [desk.tenant.id] });
  const published = await portal.forms.service(copy.slug, version);
  const definition = published?.form.definition ?? copy.content.form;
  const of = (step: string, kind: QuestionCount["kind"], path = ""): number => counts.find((one) => one.step === step && one.kind === kind && one.path === path)?.count ?? 0;
  const number = (count: number): string => formatNumber(count, "de");
  const steps = definition.steps.map(({ id, title }) => {
    const [seen, done] = [of(id, "seen"), of(id, "done")];
    const stopped = Math.max(0, seen - done);
    return [title.de, number(seen), number(done), `${number(stopped)}${seen > 0 ? ` (${Math.round((stopped / seen) * 100)} %)` : ""}`, number(of(id, "back"))];
  });
  const drafts = await portal.applications.draftVersions({ service: copy.slug, tenants: everywhere ? "all" : [desk.tenant.id] });
  const running = [...drafts].toSorted(([a], [b]) => b.localeCompare(a, "de", { numeric: true })).map(([at, count]) => [at, number(count)]);
  const errors = counts.filter(({ kind }) => kind === "error").toSorted((a, b) => b.count - a.count).slice(0, 50);
  return workPage(portal, desk, {
    title: "Zahlen", area: "zahlen",
    body: html`<p>Version ${version} seit dem ${formatDate(since, "de")}, ${everywhere ? "in allen Orten" : `in ${desk.tenant.name}`}. Gezählt wird, was an jeder Frage geschieht, nicht wer es ist. Wer eine Seite zweimal öffnet, ohne zu antworten, zählt zweimal.</p>
${versions.length > 1 && html`<nav class="portal-work__switch" aria-label="Versionen">${versions.slice(0, 20).map((one) => html`<a class="kern-link" href="${below("zahlen")}?version=${one}">${one}</a>`)}</nav>`}
<h2>Begonnene Entwürfe</h2><p>Wer zu einem Entwurf zurückkommt, geht mit der geltenden Version weiter, wenn dabei nichts verloren geht; sonst endet er auf seiner.</p>${running.length === 0 ? html`<p>Keine.</p>` : table("de", { caption: "Begonnene Entwürfe", captionHidden: true, columns: [{ title: "Version" }, { title: "Entwürfe", numeric: true }], rows: running })}
<h2>Schritt für Schritt</h2>${table("de", { caption: "Schritt für Schritt", captionHidden: true, columns: [{ title: "Schritt" }, { title: "Geöffnet", numeric: true }, { title: "Beantwortet", numeric: true }, { title: "Hier aufgehört", numeric: true }, { title: "Zurückgekehrt", numeric: true }], rows: steps })}
<h2>Fragen mit Fehlern</h2>${errors.length === 0 ? html`<p>Keine.</p>` : table("de", { caption: "Fragen mit Fehlern", captionHidden: true, columns: [{ title: "Frage" }, { title: "Fehlermeldungen", numeric: true }], rows: errors.map(({ path, count }) => [placeName(definition, path), number(count)]) })}`,
  });
}
