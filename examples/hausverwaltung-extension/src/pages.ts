import { escapeHtml as text } from "@kommunalportal/extension-sdk";
import { mostPeople, type Entries, type FieldName, type Mistake } from "./confirmation.ts";
import type { Landlord } from "./visit.ts";

export const style = `
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
header, main, footer { max-width: 40rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
header { border-bottom: 4px solid #1d5c3f; font-weight: 700; }
footer { border-top: 1px solid; font-size: 1rem; }
label, legend { display: block; font-weight: 600; margin-top: 1rem; }
fieldset { border: 0; padding: 0; margin: 1rem 0 0; min-width: 0; }
fieldset label { font-weight: 400; margin-top: .5rem; }
.choice { display: flex; gap: .5rem; align-items: center; margin: .5rem 0; } .choice label { margin: 0; } .choice input { flex: none; }
input[type=text] { box-sizing: border-box; width: 100%; min-height: 2.75rem; font: inherit; padding: .25rem .5rem; border: 2px solid; border-radius: 4px; }
input[type=radio], input[type=checkbox] { width: 1.5rem; height: 1.5rem; vertical-align: middle; }
:focus-visible { outline: 4px solid #b45309; outline-offset: 2px; }
.button, button { display: inline-block; box-sizing: border-box; min-height: 2.75rem; padding: .5rem 1rem; margin: 1rem 1rem 0 0; font: inherit; font-weight: 600; border: 2px solid #1d5c3f; border-radius: 4px; background: #1d5c3f; color: #fff; text-decoration: none; cursor: pointer; }
.error, .summary { border-left: 6px solid #b91c1c; padding-left: .75rem; }
.hint { margin: 0; font-size: 1rem; }
dl { margin: 0; } dt { font-weight: 600; } dd { margin: 0 0 .5rem; }
`;

export interface Site { readonly town: string; readonly portal: string }

function page(site: Site, title: string, main: string): string {
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(title)} – Beispiel-Hausverwaltung</title><link rel="stylesheet" href="/stil.css"></head>
<body><header>Beispiel-Hausverwaltung</header><main><h1>${text(title)}</h1>${main}</main><footer><p>Ein Dienst der Beispiel-Hausverwaltung GmbH, nicht der Stadt. <a href="${text(site.portal)}">Zum Portal von ${text(site.town)}</a></p></footer></body></html>`;
}

export function startPage(site: Site): string {
  return page(site, "Einzug bestätigen", `<p>Sie vermieten oder verwalten eine Wohnung in ${text(site.town)}? Dann bestätigen Sie hier den Einzug (§ 19 BMG). Das dauert etwa drei Minuten.</p>
<p>Wer Sie sind, bestätigt das Portal der Stadt: Sie melden sich dort mit der BundID an und sehen, was uns übergeben wird, bevor Sie zustimmen.</p><p><a class="button" href="/anmelden">Mit der BundID anmelden</a></p>
<h2>Datenschutz</h2><p>Wir behalten Ihre Angaben bis zum Absenden, höchstens eine Stunde, nur im Arbeitsspeicher. Danach hat sie die Meldebehörde, wir nicht.</p>`);
}

export function messagePage(site: Site, title: string, words: string, link: { readonly href: string; readonly text: string } = { href: "/anmelden", text: "Noch einmal anmelden" }): string {
  return page(site, title, `<p>${text(words)}</p><p><a class="button" href="${text(link.href)}">${text(link.text)}</a></p>`);
}

const labels: Readonly<Record<FieldName, string>> = { owns: "Gehört Ihnen die Wohnung?", owner: "Name der Eigentümerin oder des Eigentümers", street: "Straße", houseNumber: "Hausnummer", postalCode: "Postleitzahl", city: "Ort", day: "Tag des Einzugs", people: "Wer ist eingezogen?", declared: "Bestätigung" };
const firstControl: Partial<Record<FieldName, string>> = { owns: "owns-yes", people: "person0", declared: "declared" };

export function formPage(site: Site, given: { readonly landlord: Landlord; readonly csrf: string; readonly entries: Entries; readonly mistakes: readonly Mistake[] }): string {
  const { landlord, entries, mistakes } = given;
  const said = (field: FieldName): string => mistakes.filter((one) => one.field === field).map((one) => `<p class="error" id="${field}-fehler">Fehler: ${text(one.text)}</p>`).join("");
  const wrong = (field: FieldName, hint = false): string => (mistakes.some((one) => one.field === field) ? ` aria-invalid="true" aria-describedby="${hint ? `${field}-hinweis ` : ""}${field}-fehler"` : hint ? ` aria-describedby="${field}-hinweis"` : "");
  const line = (field: FieldName & keyof Entries, hint?: string): string => `<label for="${field}">${labels[field]}</label>${hint === undefined ? "" : `<p class="hint" id="${field}-hinweis">${hint}</p>`}${said(field)}<input type="text" id="${field}" name="${field}" value="${text(String(entries[field]))}" maxlength="200"${wrong(field, hint !== undefined)}>`;
  const radio = (value: string, label: string): string => `<p class="choice"><input type="radio" id="owns-${value}" name="owns" value="${value}"${entries.owns === value ? " checked" : ""}> <label for="owns-${value}">${label}</label></p>`;
  const { street, houseNumber, postalCode, city } = landlord.address;
  const summary = mistakes.length === 0 ? "" : `<div class="summary" role="alert"><h2>Bitte prüfen Sie Ihre Angaben</h2><ul>${mistakes.map(({ field, text: words }) => `<li><a href="#${firstControl[field] ?? field}">${text(words)}</a></li>`).join("")}</ul></div>`;
  return page(site, mistakes.length === 0 ? "Ihre Bestätigung" : "Fehler: Ihre Bestätigung", `${summary}<h2>Wer die Wohnung gibt</h2><p class="hint">Vom Portal bestätigt.</p>
<dl><dt>Name</dt><dd>${text(`${landlord.givenName} ${landlord.surname}`)}</dd><dt>Anschrift</dt><dd>${text(`${street} ${houseNumber}, ${postalCode} ${city}`)}</dd>${landlord.email === undefined ? "" : `<dt>E-Mail</dt><dd>${text(landlord.email)}</dd>`}</dl>
<form method="post" action="/bestaetigung" novalidate><input type="hidden" name="_csrf" value="${given.csrf}">
<fieldset><legend>${labels.owns}</legend>${said("owns")}${radio("yes", "Ja")}${radio("no", "Nein")}</fieldset>${line("owner", "Nur wenn sie Ihnen nicht gehört.")}
<h2>Die Wohnung</h2>${line("street")}${line("houseNumber")}${line("postalCode")}${line("city")}${line("day", "Zum Beispiel 15.11.2026")}
<fieldset><legend>${labels.people}</legend>${said("people")}<p class="hint">Auch Kinder. Lassen Sie leer, was Sie nicht brauchen.</p>${Array.from({ length: mostPeople }, (_, i) => `<label for="person${i}">Vor- und Familienname, Person ${i + 1}</label><input type="text" id="person${i}" name="person${i}" value="${text(entries.people[i] ?? "")}" maxlength="200">`).join("")}</fieldset>
<fieldset><legend>${labels.declared}</legend>${said("declared")}<p class="choice"><input type="checkbox" id="declared" name="declared" value="yes"${entries.declared ? " checked" : ""}> <label for="declared">Die Personen sind wirklich eingezogen. Die Bestätigung ist verbindlich.</label></p></fieldset>
<button type="submit">Verbindlich bestätigen</button></form><p><a href="/abmelden">Abbrechen und abmelden</a></p>`);
}

export function donePage(site: Site, sent: { readonly reference: string; readonly url: string }): string {
  return page(site, "Ihre Bestätigung ist eingegangen", `<p>Die Vorgangsnummer ist <strong>${text(sent.reference)}</strong>. Im Portal sehen Sie, wie es weitergeht, und finden den Beleg.</p><p><a class="button" href="${text(sent.url)}">Zu meinem Vorgang im Portal</a></p><p><a href="/abmelden">Abmelden</a></p>`);
}
