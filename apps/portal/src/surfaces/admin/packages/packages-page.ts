import { html, type Html } from "@kommunalportal/html";
import { largestPackage, type ReadPackage, type ServicePackages } from "#modules/forms";
import { badge } from "#ui/badge";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import { formatFileSize } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer, Routes, Upload } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorDesk, editorPage } from "../admin-pages.ts";
import { fileControl } from "../controls.ts";
import { errorLines, noErrors, type Errors } from "../form-state.ts";

/** What the pages of service packages need beside the editor's. */
export interface PackagePages extends AdminPages {
  readonly servicePackages: Pick<ServicePackages, "export" | "fingerprint" | "publishers" | "read" | "withdrawn">;
}

/** Services as files: out of this town, and into it as a working copy. */
export function packageRoutes(r: Routes, portal: PackagePages): void {
  const at = "/mitarbeit/:slug/redaktion/pakete";
  r.staffPage(at, async (visit) => { const desk = editorDesk(portal, visit); return desk ? show(portal, desk, noErrors) : { missing: true }; });
  r.staffPage(`${at}/:file`, async (visit) => { const desk = editorDesk(portal, visit); return desk ? download(portal, desk) : { missing: true }; });
  r.staffUpload(at, async (visit, upload) => { const desk = editorDesk(portal, visit); return desk ? importPackage(portal, desk, upload) : { missing: true }; });
}

/** GET `…/pakete/<dienst>.json`: the version the town offers, with how it runs it. */
async function download(portal: PackagePages, { visit, tenant }: Desk): Promise<Answer> {
  const slug = /^([a-z0-9-]{1,80})\.json$/.exec(visit.params["file"] ?? "")?.[1];
  const offered = slug === undefined ? undefined : await portal.forms.current(slug, tenant.id);
  if (slug === undefined || offered === undefined) return { missing: true };
  const settings = await portal.editing.switchOf(tenant.id, slug);
  const operation = settings && { delivery: settings.delivery, notificationArea: settings.notificationArea, retentionMonths: settings.retentionMonths, paymentWays: settings.paymentWays };
  const file = await portal.servicePackages.export({ slug, version: offered.version, ...(operation ? { operation } : {}) });
  return file === undefined ? { missing: true } : { body: `${JSON.stringify(file, null, 1)}\n`, type: "application/json; charset=utf-8", download: `${slug}-${offered.version}.json` };
}

/** POST: what does not fit is listed; what fits becomes a working copy, which goes the way of every form. With »Nur prüfen« nothing is kept. */
async function importPackage(portal: PackagePages, desk: Desk, upload: Upload): Promise<Answer> {
  const { tenant, visit, at } = desk;
  let bytes: Buffer | undefined;
  let cut = false;
  const fields = await upload.read({ maxFileBytes: largestPackage, maxFiles: 1 }, async (part) => {
    const chunks: Buffer[] = [];
    for await (const chunk of part.stream) chunks.push(chunk as Buffer);
    cut = part.truncated();
    bytes = Buffer.concat(chunks);
  });
  if (bytes === undefined || bytes.length === 0) return show(portal, desk, { paket: "Wählen Sie die Datei des Pakets." });
  if (cut) return show(portal, desk, { paket: `Die Datei ist zu groß. Erlaubt sind ${formatFileSize(largestPackage, "de")}.` });
  const read = await portal.servicePackages.read(bytes, { offices: new Set(portal.catalogue.officesOf(tenant.id).map(({ role }) => role)), bank: tenant.profile.bank !== undefined });
  if (read.content === undefined || fields.get("tun")?.[0] === "pruefen") return show(portal, desk, read.content === undefined ? { paket: "Das Paket passt nicht hierher. Woran es liegt, steht unter dem Formular." } : noErrors, read);
  const { service, tests } = read.content;
  const outcome = await portal.workshop.create({
    tenant: tenant.id, by: { id: visit.staff.staff, name: visit.staff.name }, what: `Aus einem Paket von ${read.issued?.by ?? "unbekannt"} eingelesen`,
    content: { service: service.service, form: service.definition, tests }, mayAll: false,
  });
  if (outcome.ok) return { redirect: at(`formulare/${outcome.copy.id}`) };
  return show(portal, desk, { paket: outcome.why === "name-taken" ? `Einen Dienst mit dem Namen »${service.service.slug}« gibt es in dieser Installation schon. Ihn für alle zu erneuern, ist Sache des Betriebs (import-package).` : `Daraus wird keine Arbeitskopie: ${outcome.problems.slice(0, 3).map(({ path, problem }) => `${path}: ${problem}`).join("; ")}` }, read);
}

async function show(portal: PackagePages, desk: Desk, errors: Errors, read?: ReadPackage): Promise<Answer> {
  const { visit, tenant, at } = desk;
  const offered = await Promise.all((await portal.forms.slugs()).map((slug) => portal.forms.current(slug, tenant.id)));
  const services = offered.flatMap((one) => one ?? []).toSorted((a, b) => a.package.service.title.de.localeCompare(b.package.service.title.de, "de"));
  const publishers = [...(await portal.servicePackages.publishers())];
  const withdrawn = [...(await portal.servicePackages.withdrawn())];
  const rows = services.map(({ slug, version, package: { service } }) => [service.title.de, version, html`<a class="kern-link" href="${at(`pakete/${slug}.json`)}" download aria-label="Als Datei: ${service.title.de}">Als Datei</a>`]);
  const body = html`<p>Ein Dienst als Datei: Formular, Texte, Regeln, Gebühren, Schreiben, Tests und wie das Amt ihn betreibt. Die Datei ist unterschrieben; eine andere Installation prüft sie und sagt, was dort nicht passt.</p>
<h2>Einlesen</h2>${form("de", {
    action: at("pakete"), csrf: visit.staff.csrf, multipart: true, defaultButton: { name: "tun", value: "pruefen" },
    body: html`${fileControl({ name: "paket", label: "Datei des Pakets", hint: `JSON, höchstens ${formatFileSize(largestPackage, "de")}. Es entsteht eine Arbeitskopie; veröffentlicht wird nichts.`, accept: ".json,application/json", error: errors["paket"] })}
${buttonGroup(html`${button({ text: "Nur prüfen", kind: "secondary", name: "tun", value: "pruefen" })}${button({ text: "Prüfen und einlesen", name: "tun", value: "einlesen" })}`)}`,
  })}
${read !== undefined && findings(read)}
<h2>Ausgeben</h2>${table("de", { caption: "Dienste als Datei", captionHidden: true, columns: [{ title: "Dienst" }, { title: "Version" }, { title: "Datei" }], rows })}
<h2>Wem geglaubt wird</h2><p>Fingerabdruck dieser Installation, zum Vergleichen auf einem anderen Weg: <code class="portal-fingerprint">${await portal.servicePackages.fingerprint()}</code></p>
${table("de", { caption: "Herausgeber, deren Unterschrift hier gilt", columns: [{ title: "Herausgeber" }, { title: "Fingerabdruck" }], rows: publishers.map(([fingerprint, name]) => [name, html`<code class="portal-fingerprint">${fingerprint}</code>`]) })}
${withdrawn.length > 0 && table("de", { caption: "Denen nicht mehr geglaubt wird", columns: [{ title: "Herausgeber" }, { title: "Fingerabdruck" }], rows: withdrawn.map(([fingerprint, name]) => [name, html`<code class="portal-fingerprint">${fingerprint}</code>`]) })}
<p>Neue Herausgeber trägt der Betrieb ein (trust-publisher); er entzieht auch das Vertrauen (withdraw-publisher).</p>`;
  return editorPage(portal, desk, { title: "Dienste als Datei", body, errors: errorLines(errors) });
}

function findings(read: ReadPackage): Html {
  const from = read.issued === undefined ? false : html`<p>Ausgegeben von ${read.issued.by}, ${read.issued.at.slice(0, 10)}. Fingerabdruck: <code class="portal-fingerprint">${read.fingerprint ?? ""}</code></p>`;
  const title = read.content === undefined ? "Das Paket passt nicht hierher" : "Das Paket passt hierher";
  return html`${notice("de", { kind: read.content === undefined ? "danger" : "success", title, body: html`${from}<p>${read.content === undefined ? "Es wurde nichts eingelesen." : "Mit »Prüfen und einlesen« wird eine Arbeitskopie daraus."}</p>` })}
${read.findings.length > 0 && table("de", { caption: "Was nicht passt", columns: [{ title: "Art" }, { title: "Was" }, { title: "Wo" }], rowHeader: 1, rows: read.findings.map(({ severity, text, path }) => [severity === "error" ? badge("Fehler", "danger") : badge("Hinweis", "info"), text, path ?? ""]) })}`;
}
