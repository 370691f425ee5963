import { html, type Html } from "@kommunalportal/html";
import type { EfaCase } from "./efa-cases.ts";

const states: Readonly<Record<string, string>> = {
  undeliverable: "nicht zustellbar", submitted: "gesendet, wartet auf die Behörde", accepted: "bei der Behörde angekommen", rejected: "von der Behörde abgelehnt",
  incomplete: "noch nicht vollständig gesendet", forwarded: "von der Behörde weitergeleitet", deleted: "abgeschlossen, beim Zustelldienst gelöscht",
};
const kinds: Readonly<Record<string, string>> = { question: "Rückfrage", status: "Nachricht", decision: "Entscheidung", refused: "Nicht angenommen" };
/** The words of the authority's system, as people say them; one that is not known stays as it came. */
const statuses: Readonly<Record<string, string>> = {
  submitted: "eingegangen", "in-progress": "in Bearbeitung", waiting: "wartet auf Sie", decided: "entschieden", refused: "nicht angenommen", withdrawn: "zurückgenommen", closed: "abgeschlossen",
};

/** What somebody who has applied here sees of their application. */
export function casePage(one: EfaCase, state: string): Html {
  return html`<p><a href="/">Zum Anfang</a></p><dl><dt>Antrag von</dt><dd>${one.name}</dd><dt>Gesendet über</dt><dd>${one.way === "xta" ? `XTA, ${one.encrypted === true ? "verschlüsselt für die Behörde" : "unverschlüsselt: das DVDV nennt kein Zertifikat"}` : "FIT-Connect"}</dd><dt>Stand</dt><dd>${states[state] ?? state}</dd></dl>
${one.said.map((said) => html`<h2>${kinds[said.kind] ?? said.kind}</h2>${said.status !== undefined && html`<p>Stand der Bearbeitung: ${statuses[said.status] ?? said.status}</p>`}${said.text !== "" && html`<p>${said.text}</p>`}${said.result !== undefined && html`<p>Ergebnis: ${said.result === "granted" ? "bewilligt" : said.result === "refused" ? "abgelehnt" : "teilweise bewilligt"}</p>`}${said.letterBytes !== undefined && html`<p>Bescheid als PDF (${String(said.letterBytes)} Byte)</p>`}
${said.question !== undefined && (one.answered.includes(said.question) ? html`<p>Beantwortet.</p>` : html`<form method="post" action="/vorgang/${one.number}/antwort"><input type="hidden" name="frage" value="${said.question}"><p><label for="text-${said.question}">Ihre Antwort</label><br><textarea id="text-${said.question}" name="text" rows="4" cols="60" required></textarea></p><p><button class="main">Antwort senden</button></p></form>`)}`)}`;
}
