import { attr, html, type Html } from "@kommunalportal/html";
import type { Extensions } from "#modules/extensions";
import { button, buttonGroup } from "#ui/button";
import { controlId } from "#ui/fields/control-id";
import { errorText } from "#ui/fields/field-frame";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { actorOf, type OperatorPages } from "./operator-pages.ts";

type Conformity = Awaited<ReturnType<Extensions["installs"]["conformity"]>>;

/** Signed results of the conformance kit, and the way to bring a further one. */
export function conformityPart(visit: StaffVisit, client: string, results: Conformity, wrong?: string): Html {
  const control = controlId("ergebnis");
  return section({
    title: "Konformität", id: "konformitaet",
    body: html`<p>Der Hersteller prüft seine Erweiterung mit <code>conformance-kit</code> und unterschreibt das Ergebnis. Geglaubt wird nur Schlüsseln, die in <code>CONFORMITY_KEYS</code> stehen.</p>${
      results.length === 0 ? html`<p class="kern-body portal-muted">Es liegt kein Ergebnis vor.</p>` : table("de", { caption: "Ergebnisse", captionHidden: true, columns: [{ title: "Fassung" }, { title: "Stufe" }, { title: "Prüfungen" }, { title: "Geprüft am" }], rows: results.map((one) => [one.version, String(one.level), `${one.passed} von ${one.checks} bestanden`, formatDateTime(one.examinedAt, "de")]) })}
${form("de", { action: `/betrieb/erweiterungen/${client}/konformitaet`, csrf: visit.staff.csrf, body: html`<div class="kern-form-input portal-field${wrong === undefined ? "" : " kern-form-input--error"}"><label class="kern-label" for="${control}">Unterschriebenes Ergebnis</label><p class="kern-hint" id="${control}:hint">Der Inhalt der Datei, die das Prüfprogramm unterschrieben hat.</p>${wrong !== undefined && errorText(`${control}:error`, wrong, "de")}<textarea class="kern-form-input__input portal-input--full" rows="4" id="${control}" name="ergebnis" spellcheck="false" aria-describedby="${wrong === undefined ? `${control}:hint` : `${control}:hint ${control}:error`}" ${attr("aria-invalid", wrong !== undefined)}></textarea></div>${buttonGroup(button({ text: "Ergebnis übernehmen", kind: "secondary" }))}` })}`,
  });
}

const refused = {
  "not-signed": "Die Unterschrift stammt von keinem Schlüssel, dem dieses Portal glaubt, oder der Inhalt ist unvollständig.", "other-subject": "Das Ergebnis gehört zu einer anderen Erweiterung.",
  "not-a-report": "Das ist kein Ergebnis der Prüfung von Erweiterungen.", "unknown-client": "Diese Erweiterung gibt es hier nicht.",
} as const;

/** POST `…/konformitaet`: what is wrong, or where to look now. */
export async function takeResult(portal: OperatorPages, visit: StaffVisit, again: (message: string) => Promise<Answer>): Promise<Answer> {
  const client = visit.params["client"] ?? "";
  const taken = await portal.extensions.installs.takeConformity({ client, signed: visit.field("ergebnis"), actor: actorOf(visit) });
  if (taken.ok) return { redirect: `/betrieb/erweiterungen/${client}#konformitaet` };
  return taken.why === "unknown-client" ? { missing: true } : again(refused[taken.why]);
}
