import { html, type Html } from "@kommunalportal/html";
import type { Client, ManifestProblem, TakenManifest } from "#modules/extensions";
import { badge } from "#ui/badge";
import { button, buttonGroup, linkButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import type { ErrorLine } from "#ui/error-summary";
import { controlId } from "#ui/fields/control-id";
import { form } from "#ui/form";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, StaffVisit, Upload } from "../frame/index.ts";
import { areaControl, fileControl } from "./controls.ts";
import { differences } from "./manifest-difference.ts";
import { actorOf, operatorPage, type OperatorPages } from "./operator-pages.ts";

const home = "/betrieb/erweiterungen";
/** A manifest is some two kilobytes; a form may hold a megabyte. */
const largestManifest = 100_000;
const parents = [{ text: "Erweiterungen", href: home }];

interface Faulty { readonly text: string; readonly errors: readonly ErrorLine[]; readonly message: string; readonly field: "datei" | "manifest" }

/** GET `/betrieb/erweiterungen`: every program that is known here, and the way in for another. */
export async function extensionsPage(portal: OperatorPages, visit: StaffVisit, faulty?: Faulty): Promise<Answer> {
  const [clients, counts] = [await portal.extensions.clients(), new Map((await portal.extensions.overview()).map((one) => [one.client, one]))];
  const [published, others] = [clients.filter(({ publishedAt }) => publishedAt !== undefined), clients.filter(({ publishedAt }) => publishedAt === undefined)];
  const list = published.length === 0 ? emptyState({ text: clients.length === 0 ? "Noch ist keine Erweiterung eingetragen." : "Noch ist keine Erweiterung veröffentlicht." }) : programTable("Erweiterungen", published, counts);
  const body = html`<p>Programme anderer, die über die Extension-API arbeiten. Was eine Erweiterung darf, erlaubt ihr jede Stadt selbst; hier wird sie bekannt, und hier wird sie für alle gesperrt.</p>${list}${others.length > 0 && section({ title: "Nicht veröffentlicht", body: html`<p>In der Sandbox von Entwickelnden selbst angelegt oder aus dem Katalog genommen. Städte sehen sie nicht, außer denen, die sie schon haben.</p>${programTable("Nicht veröffentlichte Erweiterungen", others, counts)}` })}${section({ title: "Erweiterung eintragen", body: uploadForm(visit, faulty) })}`;
  return operatorPage(portal, visit, { title: "Erweiterungen", body, ...(faulty === undefined ? {} : { errors: faulty.errors }) });
}

function programTable(caption: string, clients: readonly Client[], counts: ReadonlyMap<string, { readonly secrets: number; readonly keys: number; readonly towns: number }>): Html {
  return table("de", {
    caption, captionHidden: true,
    columns: [{ title: "Erweiterung" }, { title: "Wer sie betreibt" }, { title: "Version" }, { title: "Zustand" }, { title: "Geheimnisse", numeric: true }, { title: "Schlüssel", numeric: true }, { title: "Städte", numeric: true }],
    rows: clients.map(({ id, manifest, disabledAt }) => [
      html`<a class="kern-link" href="${home}/${id}">${manifest.name.de}</a><br><code>${id}</code>`, manifest.publisher.name, manifest.version, disabledAt === undefined ? badge("zugelassen", "success") : badge("gesperrt", "danger"),
      String(counts.get(id)?.secrets ?? 0), String(counts.get(id)?.keys ?? 0), String(counts.get(id)?.towns ?? 0),
    ]),
  });
}

function uploadForm(visit: StaffVisit, faulty: Faulty | undefined): Html {
  const errorAt = (field: Faulty["field"]) => (faulty?.field === field ? { error: faulty.message } : {});
  return html`<p>Das Manifest sagt, was die Erweiterung ist, welche Rechte sie braucht und warum. <a class="kern-link" href="/entwicklung">Wie es aussieht, steht bei der Extension-API.</a></p>${form("de", {
    action: home, csrf: visit.staff.csrf, multipart: true, body: html`${fileControl({ name: "datei", label: "Datei mit dem Manifest", hint: "JSON, höchstens 100 kB.", accept: ".json,application/json", optional: true, ...errorAt("datei") })}${areaControl({ name: "manifest", label: "Oder das Manifest als Text", rows: 8, optional: true, value: faulty?.text ?? "", ...errorAt("manifest") })}${buttonGroup(button({ text: "Manifest prüfen und eintragen" }))}`,
  })}`;
}

/** POST `/betrieb/erweiterungen`: a manifest as a file or as text. */
export async function takeUpload(portal: OperatorPages, visit: StaffVisit, upload: Upload): Promise<Answer> {
  let file: { readonly bytes: Buffer; readonly tooLarge: boolean } | undefined;
  const fields = await upload.read({ maxFileBytes: largestManifest, maxFiles: 1 }, async (part) => {
    const chunks: Buffer[] = [];
    for await (const chunk of part.stream) chunks.push(chunk as Buffer);
    file = { bytes: Buffer.concat(chunks), tooLarge: part.truncated() };
  });
  const typed = (fields.get("manifest")?.[0] ?? "").trim();
  const field = file === undefined ? "manifest" : "datei";
  const refuse = (message: string, text = typed): Promise<Answer> => extensionsPage(portal, visit, { text, field, message, errors: [{ message, fieldId: controlId(field) }] });
  if (file === undefined && typed === "") return extensionsPage(portal, visit, { text: "", field: "datei", message: "Wählen Sie die Datei mit dem Manifest, oder fügen Sie es als Text ein.", errors: [{ message: "Wählen Sie die Datei mit dem Manifest, oder fügen Sie es als Text ein.", fieldId: controlId("datei") }] });
  if (file?.tooLarge === true || typed.length > largestManifest) return refuse("Das Manifest ist zu groß. Erlaubt sind 100 kB.", "");
  const text = file === undefined ? typed : textOf(file.bytes);
  const manifest = text === undefined ? undefined : jsonOf(text);
  if (text === undefined || manifest === undefined) return refuse("Das ist kein JSON. Prüfen Sie Klammern, Kommas und Anführungszeichen.");
  return answer(portal, visit, text, await portal.extensions.takeManifest({ manifest, actor: actorOf(visit) }));
}

/** POST `/betrieb/erweiterungen/manifest`: the same text once more, by somebody who has seen what it replaces. */
export async function confirmManifest(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const text = visit.field("manifest");
  return answer(portal, visit, text, await portal.extensions.takeManifest({ manifest: jsonOf(text), seen: visit.field("stand"), actor: actorOf(visit) }));
}

async function answer(portal: OperatorPages, visit: StaffVisit, text: string, taken: TakenManifest): Promise<Answer> {
  if (taken.ok) return { redirect: `${home}/${taken.client}?meldung=${{ registered: "erweiterung-eingetragen", replaced: "manifest-ersetzt", unchanged: "manifest-gleich" }[taken.what]}` };
  if (taken.why === "problems") return extensionsPage(portal, visit, { text, field: "manifest", message: "Das Manifest passt nicht. Was zu ändern ist, steht oben.", errors: taken.problems.slice(0, 20).map((problem) => ({ message: problemLine(problem), fieldId: controlId("manifest") })) });
  const { current, manifest, seen } = taken;
  const body = html`<p>Die Erweiterung <strong>${current.manifest.name.de}</strong> (<code>${current.id}</code>) ist schon eingetragen. Das neue Manifest ersetzt das bisherige in allen Städten. Erlaubnisse, die Städte gegeben haben, ändern sich dadurch nicht.</p>
${table("de", { caption: "Was sich ändert", columns: [{ title: "Angabe" }, { title: "Bisher" }, { title: "Neu" }], rows: differences(current.manifest, manifest).map(({ what, before, after }) => [what, before, after]) })}
${form("de", { action: `${home}/manifest`, csrf: visit.staff.csrf, hidden: { manifest: text, stand: seen }, body: buttonGroup([button({ text: "Manifest ersetzen" }), linkButton({ text: "Abbrechen", href: home, kind: "secondary" })]) })}`;
  return operatorPage(portal, visit, { title: "Neues Manifest", body, parents });
}

function problemLine({ path, text }: ManifestProblem): string {
  return path === "" ? `Das Manifest ${text}` : `${path} ${text}`;
}

function textOf(bytes: Buffer): string | undefined {
  try { return new TextDecoder("utf-8", { fatal: true }).decode(bytes); } catch { return undefined; }
}

/** Undefined where it is none. */
function jsonOf(text: string): unknown {
  try { return JSON.parse(text) as unknown; } catch { return undefined; }
}
