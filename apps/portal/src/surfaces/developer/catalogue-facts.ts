import { html, type Html } from "@kommunalportal/html";
import { attributeTexts, isHandoverAttribute } from "#modules/handover";
import { newWishes, scopeTexts, type Client, type Extensions, type Installed } from "#modules/extensions";
import type { Tenants } from "#modules/tenants";
import { badge } from "#ui/badge";
import { descriptionList } from "#ui/description-list";
import { formatDate } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";

export interface CataloguePortal { readonly extensions: Pick<Extensions, "installs">; readonly tenants: Pick<Tenants, "byId"> }

const levels = ["nicht erreicht", "1, Grundlage", "2, Austausch", "3, Vollständig"] as const;
const mostTowns = 12;

/** What a town can know of a program before it decides: who made it, how it was examined, who uses it, what it says of accessibility and privacy. */
export async function catalogueFacts(portal: CataloguePortal, { id, manifest }: Client): Promise<Html> {
  const [results, users] = [await portal.extensions.installs.conformity(id), await portal.extensions.installs.users(id)];
  const current = results.find(({ version }) => version === manifest.version);
  const names = users.map(({ tenant }) => portal.tenants.byId(tenant)?.name ?? "").filter((name) => name !== "").toSorted((a, b) => a.localeCompare(b, "de"));
  const link = (url: string | undefined, none: string) => (url === undefined ? html`<span class="portal-muted">${none}</span>` : html`<a class="kern-link" href="${url}" rel="noopener">${new URL(url).host}</a>`);
  return section({
    title: "Auf einen Blick",
    body: descriptionList([
      { term: "Hersteller", value: html`${manifest.publisher.name}, <a class="kern-link" href="mailto:${manifest.publisher.email}">${manifest.publisher.email}</a>` }, { term: "Fassung", value: manifest.version },
      { term: "Geprüft", value: current ? html`${badge(`Stufe ${levels[current.level]}`, current.level === 0 ? "danger" : "success")} ${String(current.passed)} von ${String(current.checks)} Prüfungen bestanden, am ${formatDate(current.examinedAt, "de")}, Ergebnis mit gültiger Unterschrift`
        : results[0] ? html`${badge("diese Fassung nicht geprüft", "warning")} zuletzt Fassung ${results[0].version}: Stufe ${levels[results[0].level]}` : html`${badge("nicht geprüft")} Es liegt kein unterschriebenes Ergebnis vor.` },
      { term: "Wer sie nutzt", value: names.length === 0 ? "noch niemand" : `${names.slice(0, mostTowns).join(", ")}${names.length > mostTowns ? ` und ${names.length - mostTowns} weitere` : ""}` },
      { term: "In einer Testumgebung", value: users.some(({ isDemo }) => isDemo) ? "ist sie schon erlaubt" : "wurde sie noch nicht benutzt. Probieren Sie sie zuerst in einer Teststadt aus." },
      { term: "Was sie aufbewahrt und wie lange", value: manifest.keeps.de },
      { term: "Barrierefreiheit", value: link(manifest.accessibilityUrl, "Der Hersteller nennt keine Erklärung.") }, { term: "Datenschutz", value: link(manifest.privacyUrl, "Der Hersteller nennt keine Erklärung.") },
    ]),
  });
}

/** A newer version that asks for more than the town has read: it goes on with the old until somebody agrees. */
export function wishesNotice(installed: Installed | undefined, { manifest }: Client): Html | false {
  const { scopes, attributes } = newWishes(installed, manifest);
  if (installed === undefined || (scopes.length === 0 && attributes.length === 0)) return false;
  const wished = [...scopes.map((scope) => `Recht »${scopeTexts[scope].de.title}«`), ...attributes.map((one) => `Angabe »${isHandoverAttribute(one) ? attributeTexts[one].de : one}«`)];
  return notice("de", { kind: "warning", title: `Fassung ${manifest.version} möchte mehr als Fassung ${installed.version}`, body: html`<p class="kern-body">Neu: ${wished.join(", ")}.</p><p class="kern-body">Bis Sie die Erlaubnis unten neu erteilen, gilt unverändert, was Sie zuvor erlaubt haben. Neue Angaben über Personen werden erst danach übergeben.</p>` });
}
