import type { Said } from "./operation.ts";

export interface Change { readonly version: string; readonly day: string; readonly points: readonly Said[] }

/** What changed for programs, newest first. The promise itself stands on the page that shows this. */
export const changes: readonly Change[] = [
  { version: "1.1", day: "2026-11-26", points: [
    { de: "Neu in Erprobung: Kommunen und Leistungskatalog (`findRegions`, `listCatalogueServices`, `findCatalogueServices`, `getCatalogueService`) und Formulare (`getForm`).", en: "New in beta: municipalities and the catalogue of services (`findRegions`, `listCatalogueServices`, `findCatalogueServices`, `getCatalogueService`) and forms (`getForm`)." },
    { de: "Neu in Erprobung: Gebühren verlangen, Eingänge ansehen, Erstattungen anfragen (`requestPayment`, `listReceipts`, `listRefunds`, `requestRefund`; Recht `zahlungen.verlangen`).", en: "New in beta: ask for fees, see what was received, ask for refunds (`requestPayment`, `listReceipts`, `listRefunds`, `requestRefund`; scope `zahlungen.verlangen`)." },
    { de: "Neu in Erprobung: Angaben als XML (`getAnswersXml`), Zustellungen der Datendrehscheibe (`listHubDeliveries`), Bescheid mit Nachweisen und Brief (`getDecision`, `getDecisionLetter`), Weg ins Postfach (`getMailboxWay`).", en: "New in beta: answers as XML (`getAnswersXml`), deliveries of the hub (`listHubDeliveries`), a decision with its evidence and letter (`getDecision`, `getDecisionLetter`), the way to the mailbox (`getMailboxWay`)." },
    { de: "Neu in Erprobung: eigene Online-Dienste vorlegen (`submitForm`, `listForms`, `getProposedForm`; Recht `formulare.vorschlagen`) und Kennzahlen (`listFigures`; Recht `kennzahlen.lesen`).", en: "New in beta: put online services of your own before a municipality (`submitForm`, `listForms`, `getProposedForm`; scope `formulare.vorschlagen`) and figures (`listFigures`; scope `kennzahlen.lesen`)." },
  ] },
  { version: "1.0", day: "2026-11-26", points: [
    { de: "Erste Fassung: Kommune und Leistungen, Anträge, Antworten, Ereignisse, Webhooks.", en: "First version: municipality and services, applications, answers, events, webhooks." },
    { de: "Auch `deleteWebhook` nimmt einen Idempotency-Key: Jeder schreibende Aufruf lässt sich gefahrlos wiederholen.", en: "`deleteWebhook` takes an Idempotency-Key too: every write can be repeated safely." },
    { de: "Ein Programm kann sich mit einem eigenen Schlüssel anmelden (`private_key_jwt`, RFC 7523) statt mit einem Geheimnis. `/.well-known/oauth-authorization-server` nennt die Wege (RFC 8414).", en: "A program may sign in with a key of its own (`private_key_jwt`, RFC 7523) instead of a secret. `/.well-known/oauth-authorization-server` names the ways (RFC 8414)." },
    { de: "Kompatibilitätsprofil für Programme heutiger Portale unter `/submission/api/v2`: Abruf nach Formularnummer und Stand, Rückschreiben, Anmeldung mit Mandantennummer und Schlüssel (Recht `anmeldung.einfach`).", en: "Compatibility profile for programs of today’s portals at `/submission/api/v2`: pull by form number and status, write-back, sign-in with tenant number and key (scope `anmeldung.einfach`)." },
    { de: "Neu in Erprobung: `settings` im Manifest wird der Kommune als Formular gezeigt, `getSettings` liefert die Werte. Kommunen halten Programme an und entfernen sie; Ihr Programm erfährt es.", en: "New in beta: `settings` in the manifest is shown to the municipality as a form, `getSettings` gives the values. Municipalities pause and remove programs; your program is told." },
    { de: "Neu in Erprobung: Erweiterungen mit eigenen Seiten übernehmen angemeldete Personen; das Portal jeder Kommune ist ihr OpenID-Anbieter (Recht `personen.uebernehmen`, `handover` im Manifest). `submitApplication` nimmt das Token der Übergabe und nennt mit `url`, wohin die Person zurückkehrt.", en: "New in beta: extensions with pages of their own take over people who are signed in; the portal of each municipality is their OpenID provider (scope `personen.uebernehmen`, `handover` in the manifest). `submitApplication` takes the token of the hand-over and names with `url` where the person returns to." },
    { de: "Neu in Erprobung: `listOwnRequests`, die letzten Anfragen des eigenen Programms.", en: "New in beta: `listOwnRequests`, the last requests of the program itself." },
  ] },
];
