import { html } from "@kommunalportal/html";
import { linkButton } from "#ui/button";
import { notice } from "#ui/notice";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { areaControl } from "./controls.ts";

/** Somebody else was quicker: nothing was stored, and nothing of what was typed is lost. */
export function changedMeanwhile(portal: AdminPages, desk: Desk, options: { readonly href: string; readonly typed: readonly { readonly label: string; readonly value: string }[] }): Answer {
  const typed = options.typed.filter(({ value }) => value !== "");
  return editorPage(portal, desk, {
    title: "Inzwischen hat jemand anderes gespeichert", status: 409,
    body: html`${notice("de", { kind: "warning", title: "Ihre Änderung ist nicht gespeichert", body: "Seit Sie die Seite geöffnet haben, hat eine andere Person denselben Teil geändert. Damit nichts verloren geht, wurde nichts überschrieben." })}
<p>Öffnen Sie den neuen Stand und tragen Sie Ihre Änderung dort noch einmal ein.${typed.length > 0 && " Was Sie eingegeben hatten, steht hier zum Kopieren."}</p>
<p>${linkButton({ text: "Neuen Stand öffnen", href: options.href })}</p>
${typed.length > 0 && html`<h2>Ihre Eingaben</h2><div class="portal-form">${typed.map(({ label, value }, index) => areaControl({ name: `eingabe-${index + 1}`, label, value, rows: Math.min(12, value.split("\n").length + 1), readonly: true }))}</div>`}`,
  });
}
