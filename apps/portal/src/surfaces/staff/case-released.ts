import { html, type Content } from "@kommunalportal/html";
import { levelNames } from "#modules/casework";
import { legalDate } from "#platform/clock";
import { formatDate, formatDateTime, formatFileSize, formatMediaTypes } from "#ui/format";
import { table } from "#ui/table";
import type { CaseContext } from "./case-forms.ts";

/** What the person lets the office see of their document safe: what, by whom, until when. The file is opened only while they do, and each look is theirs to read. */
export function releasedDocuments({ view, here }: CaseContext): Content {
  const { released } = view;
  if (released.length === 0) return false;
  const rows = released.map(({ id, about, at, level, lastDay, endedAt }) => [
    about === undefined ? html`<span class="portal-muted">Dokument, das nicht mehr freigegeben ist</span>` : html`<a class="kern-link" href="${here}/freigabe/${id}">${about.name}</a><br>${formatMediaTypes([about.type], "de")}, ${formatFileSize(about.size, "de")}`,
    html`${view.applicantName ?? "die Person"}<br>${formatDateTime(at, "de")}, Vertrauensniveau ${levelNames[level]}`,
    about !== undefined ? html`bis einschließlich ${formatDate(lastDay, "de")},<br>wenn die Person sie nicht früher beendet` : endedAt === undefined || legalDate(endedAt) > lastDay ? `abgelaufen mit dem ${formatDate(lastDay, "de")}` : `beendet am ${formatDateTime(endedAt, "de")}`,
  ]);
  return html`<h2>Aus dem Dokumentensafe freigegeben</h2><p class="kern-body portal-muted">Nur für diesen Vorgang. Die Person sieht, welches Amt ein Dokument wann geöffnet hat. Was zur Akte gehört, nehmen Sie vor dem Ende der Freigabe dorthin.</p>${
    table("de", { caption: "Freigegebene Dokumente", captionHidden: true, columns: [{ title: "Dokument" }, { title: "Freigegeben von" }, { title: "Bis" }], rows })}`;
}
