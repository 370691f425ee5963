import { html, type Html } from "@kommunalportal/html";
import { linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { notice } from "#ui/notice";
import type { Answer } from "../../frame/index.ts";
import { type AdminPages, editorPage } from "../admin-pages.ts";
import { areaControl } from "../controls.ts";
import type { CopyDesk, Typed } from "./designer-pages.ts";

/** Two editors changed the same part: how it stands now, as the person saw it, and what the person typed. Nothing was overwritten. */
export function conflictPage(portal: AdminPages, desk: CopyDesk, { by, now, before, typed }: { readonly by: string; readonly now: unknown; readonly before: unknown; readonly typed: Typed }): Answer {
  const [mine, theirs] = [leavesOf(before), leavesOf(now)];
  const keys = [...new Set([...mine.keys(), ...theirs.keys()])].filter((key) => mine.get(key) !== theirs.get(key));
  const shown = (leaves: ReadonlyMap<string, string>): Html => (keys.length === 0 ? html`<p class="portal-muted">–</p>` : descriptionList(keys.map((key) => ({ term: key, value: leaves.get(key) ?? "–" }))));
  return editorPage(portal, desk, {
    title: "Inzwischen hat jemand anderes gespeichert", status: 409, parents: [{ text: "Formulare", href: desk.at("formulare") }, { text: desk.copy.content.service.title.de, href: desk.below() }],
    body: html`${notice("de", { kind: "warning", title: "Ihre Änderung ist nicht gespeichert", body: `${by === "" ? "Eine andere Person" : by} hat denselben Teil geändert, seit Sie die Seite geöffnet haben. Damit nichts verloren geht, wurde nichts überschrieben.` })}
${now === undefined ? html`<p>Den Teil, den Sie ändern wollten, gibt es nicht mehr.</p>` : html`<h2>So steht es jetzt</h2>${shown(theirs)}`}${before !== undefined && html`<h2>So haben Sie es gesehen</h2>${shown(mine)}`}
${typed.length > 0 && html`<h2>Ihre Eingaben</h2><p>Zum Kopieren in den neuen Stand.</p><div class="portal-form">${typed.filter(({ value }) => value !== "").map(({ label, value }, index) => areaControl({ name: `eingabe-${index + 1}`, label, value, rows: Math.min(12, value.split("\n").length + 1), readonly: true }))}</div>`}
<p>${linkButton({ text: "Neuen Stand öffnen", href: desk.visit.request.method === "POST" ? desk.below() : desk.visit.path })}</p>`,
  });
}

/** What stands where, one line each: `label.de` → »Name«. */
function leavesOf(value: unknown, path = ""): ReadonlyMap<string, string> {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== "object") return new Map([[path === "" ? "Wert" : path, typeof value === "string" ? value : JSON.stringify(value)]]);
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...leavesOf(inner, path === "" ? key : `${path}.${key}`)]));
}
