import { html, type Html } from "@kommunalportal/html";
import { scopeTexts, type Doing, type Permission } from "#modules/extensions";
import { formatDateTime } from "#ui/format";
import { table } from "#ui/table";

/** Words for what the audit names; what is not here is shown by its name. */
const words: Readonly<Record<string, string>> = {
  "application.list": "Liste der Anträge abgerufen", "application.read": "Antrag gelesen", "file.read": "Anlage heruntergeladen", "application.submit": "Antrag eingereicht", "case.open-tab": "Reiter im Vorgang geöffnet",
  "form.get-fields": "Felder aus einem Formular bekommen, das gerade ausgefüllt wird",
};

/** What a program did and what was permitted when. */
export function doingsSection(doings: readonly Doing[], permissions: readonly Permission[]): Html {
  return html`<h2>Was die Erweiterung gelesen und getan hat</h2>
${doings.length === 0 ? html`<p>Noch nichts.</p>` : table("de", {
    caption: "Die letzten 100 Zugriffe, die neuesten zuerst", captionHidden: true, columns: [{ title: "Zeitpunkt" }, { title: "Was" }, { title: "Vorgangsnummer" }],
    rows: doings.map(({ at, action, reference }) => [formatDateTime(at, "de"), words[action] ?? action, reference ?? "–"]),
  })}
<h2>Erlaubnisse bisher</h2>
${permissions.length === 0 ? html`<p>Noch keine.</p>` : table("de", {
    caption: "Erteilte und beendete Erlaubnisse, die neuesten zuerst", captionHidden: true, columns: [{ title: "Erteilt" }, { title: "Beendet" }, { title: "Rechte" }],
    rows: permissions.map(({ givenAt, revokedAt, scopes }) => [formatDateTime(givenAt, "de"), revokedAt ? formatDateTime(revokedAt, "de") : "gilt", scopes.map((scope) => scopeTexts[scope].de.title).join(", ")]),
  })}`;
}
