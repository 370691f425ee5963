import { html, type Html } from "@kommunalportal/html";
import { embedHostOf, partVersion } from "#modules/tenants";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { areaControl } from "./controls.ts";
import { errorLines, linesOf, seenField } from "./form-state.ts";
import { savePart } from "./save-part.ts";

const mostHosts = 20;

/** In which websites the town's forms may stand, and what those put into their pages (docs/embedding.md). */
export async function embeddingPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const profile = await portal.editing.profile(desk.tenant.id);
  return show(portal, desk, (profile.embedHosts ?? []).join("\n"), partVersion(profile, "embedding"));
}

export async function saveEmbedding(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { visit, at } = desk;
  const [typed, seen] = [linesOf(visit, "seiten"), visit.field(seenField)];
  const read = hostsOf(typed);
  if ("problem" in read) return show(portal, desk, typed, seen, read.problem);
  return savePart(portal, desk, {
    part: "embedding", seen, values: read.hosts.length === 0 ? {} : { embedHosts: [...read.hosts] }, next: `${at("einbettung")}?getan=einbettung`, form: at("einbettung"), typed: [{ label: "Zugelassene Websites", value: typed }],
  });
}

function hostsOf(typed: string): { readonly hosts: readonly string[] } | { readonly problem: string } {
  const lines = typed.split("\n").map((line) => line.trim()).filter(Boolean);
  const wrong = lines.find((line) => embedHostOf(line) === undefined);
  if (wrong !== undefined) return { problem: `»${wrong.slice(0, 100)}« ist keine Adresse einer Website. Geben Sie sie mit https:// ein, zum Beispiel https://www.stadt.example. Platzhalter wie * sind nicht erlaubt.` };
  const hosts = [...new Set(lines.flatMap((line) => embedHostOf(line) ?? []))];
  return hosts.length > mostHosts ? { problem: `Es sind höchstens ${mostHosts} Websites möglich.` } : { hosts };
}

async function show(portal: AdminPages, desk: Desk, typed: string, seen: string, problem?: string): Promise<Answer> {
  const { visit, at, tenant } = desk;
  const hint = `Eine je Zeile, höchstens ${mostHosts}, zum Beispiel https://www.stadt.example. Leer lassen: nirgends.`;
  const body = html`<p>Ein Formular kann auch in der Website der Kommune oder eines Vereins stehen. Die Menschen bleiben dort auf der gewohnten Seite; anmelden und bezahlen öffnet ein eigenes Fenster. Nur Websites, die Sie hier eintragen, dürfen Formulare zeigen.</p>
${form("de", { action: at("einbettung"), csrf: visit.staff.csrf, hidden: { [seenField]: seen }, body: html`${areaControl({ name: "seiten", label: "Zugelassene Websites", hint, value: typed, error: problem, rows: 5, optional: true })}${buttonGroup(button({ text: "Websites speichern" }))}` })}
${await snippets(portal, desk, portal.addresses.originOf(tenant))}`;
  return editorPage(portal, desk, { title: "Einbettung", body, errors: errorLines({ seiten: problem }) });
}

/** For each service of the town the lines to copy. */
async function snippets(portal: AdminPages, { tenant }: Desk, origin: string): Promise<Html> {
  const on = [...portal.tenants.switches(tenant.id)].filter(([, { enabled }]) => enabled).map(([slug]) => slug);
  const services = (await Promise.all(on.map((slug) => portal.forms.current(slug, tenant.id)))).flatMap((one) => one ?? []).toSorted((a, b) => a.package.service.title.de.localeCompare(b.package.service.title.de, "de"));
  return html`<h2>Was in die Website kommt</h2><p>Kopieren Sie die Zeilen des Dienstes dorthin, wo das Formular stehen soll, und setzen Sie Impressum und Datenschutzhinweise der Website ein. Ohne diese beiden Adressen, ohne JavaScript und auf nicht zugelassenen Websites steht dort ein Link zum Formular.</p>
${services.map(({ slug, package: { service } }) => html`<details class="portal-part"><summary>${service.title.de}</summary><pre class="portal-snippet" tabindex="0" role="region" aria-label="Zeilen für »${service.title.de}«"><code>${snippet(origin, slug, service.title.de)}</code></pre></details>`)}`;
}

function snippet(origin: string, slug: string, title: string): string {
  const quoted = title.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return `<script src="${origin}/einbetten.js" data-dienst="${slug}" data-titel="${quoted}"
  data-impressum="https://www.stadt.example/impressum"
  data-datenschutz="https://www.stadt.example/datenschutz"></script>
<noscript><a href="${origin}/antrag/${slug}">${quoted}</a></noscript>`;
}
