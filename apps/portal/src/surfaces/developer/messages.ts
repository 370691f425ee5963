import type { Lang } from "../frame/index.ts";

const de = {
  title: "Entwicklung",
  lead: "Mit der Extension-API verbinden Sie Fachverfahren und eigene Programme mit dem Portal: Anträge abrufen, bestätigen, beantworten. Ein Programm läuft unverändert auf jedem kompatiblen Portal; was es darf, entscheidet jede Kommune selbst.",
  start: "Erste Schritte", startText: "Vom Zugang bis zum ersten Antrag, mit Befehlen zum Kopieren.",
  sandbox: "Sandbox", sandboxText: "Teststadt, Programm und Zugangsdaten in einer Minute, mit eigenem Anfragenprotokoll.",
  reference: "Schnittstelle", referenceText: "Alle Aufrufe mit Feldern, Beispielen und Fehlern.",
  rights: "Rechte", rightsText: "Was eine Kommune einem Programm erlauben kann, in klaren Worten.",
  places: "Seiten im Portal", placesText: "Reiter im Vorgang, Schritt und Prüfung im Formular, Kachel: Ihre Seiten, abgeschlossen vom Portal und doch am richtigen Ort.",
  notices: "Nachrichten über Ihr Programm", noticesText: "Sie kommen an jede Ihrer Adressen, gleich welche Arten sie abonniert hat, auf dieselbe Weise signiert, und stehen nicht im Ereignisstrom. `data` nennt `tenant` und `extension`.",
  events: "Ereignisse und Webhooks", eventsText: "Wovon ein Programm erfährt und wie es Nachrichten prüft.",
  errors: "Fehlercodes", errorsText: "Jeder Code mit Ursache und Abhilfe.",
  document: "OpenAPI-Dokument", documentText: "OpenAPI 3.1 für Ihre Werkzeuge.",
  operation: "Aufruf", scope: "Recht", noScope: "jedes gültige Token", since: "Seit", stable: "stabil", beta: "in Erprobung", writesNote: "Dieser Aufruf schreibt: Die Kopfzeile »Idempotency-Key« ist Pflicht. Dieselbe Anfrage mit demselben Schlüssel hat eine Wirkung und bekommt dieselbe Antwort.",
  parameters: "Parameter", body: "Inhalt der Anfrage", answer: "Antwort", example: "Beispiel", possibleErrors: "Mögliche Fehler", name: "Name", where: "Ort", type: "Art", required: "Pflicht", meaning: "Bedeutung", yes: "ja", no: "nein",
  path: "Pfad", query: "Filter", header: "Kopfzeile", status: "Status", code: "Code", means: "Was es bedeutet", help: "Was hilft", eventType: "Ereignis", right: "Recht", noBody: "Kein Inhalt.", file: "Die Datei als Strom.",
  formats: "Allgemeines", formatsText: "Zeiten sind UTC nach ISO 8601, Tage `JJJJ-MM-TT` nach deutscher Zeit, Geld ganze Cent. Unbekannte Felder in Anfragen werden abgelehnt; in Antworten können Felder hinzukommen. Fehler kommen als `application/problem+json` (RFC 9457) mit einem Code. Das Kontingent steht in »RateLimit« und »RateLimit-Policy«.",
  schema: "Aufbau",
  gallery: "Formulare", galleryText: "Jede Art von Feld in jedem Zustand: leer, ausgefüllt, mit Fehler, mit langen Texten, freiwillig, mehrfach, nur zum Lesen.",
  changes: "Änderungen", changesText: "Was sich an der Schnittstelle geändert hat und worauf Sie sich verlassen können.",
  promise: "Zusage", promiseText: "Ein als stabil bezeichneter Aufruf bleibt in `/api/v1`, wie er ist. Hinzukommen können Aufrufe, freiwillige Angaben in Anfragen, Felder, Werte und Ereignisarten in Antworten sowie Fehlercodes. Was in Erprobung ist, kann sich ändern; das steht dann hier.",
  endText: "Endet ein Aufruf, tragen seine Antworten mindestens ein Jahr vorher die Kopfzeilen `Deprecation` (RFC 9745) und `Sunset` (RFC 8594) mit der Adresse des Nachfolgers.",
  search: "Suche", searchLabel: "In den Seiten für Entwicklung suchen", nothingFound: "Dazu steht hier nichts. Versuchen Sie weniger oder andere Wörter.", oneFound: "Treffer", someFound: "Treffer",
  state: "Stand", stateText: "Was gerade funktioniert.", stateAt: "Gefragt am", statePart: "Teil", stateAnswers: "antwortet", stateOnTime: "Nachrichten gehen pünktlich hinaus.", stateLate: "Nachrichten sind verspätet, die älteste seit", stateOpen: "offen", stateNone: "hat dieses Portal nicht",
  stateDisturbances: "Störungen und geplante Pausen", stateNoDisturbance: "Zurzeit ist nichts bekannt.",
};
export type WordKey = keyof typeof de;

const en: Readonly<Record<WordKey, string>> = {
  title: "Developers",
  lead: "The Extension-API connects back-office systems and programs of your own with the portal: fetch, acknowledge and answer applications. A program runs unchanged on every compatible portal; what it may do is decided by each municipality.",
  start: "Getting started", startText: "From the credentials to the first application, with commands to copy.",
  sandbox: "Sandbox", sandboxText: "Test town, program and credentials within a minute, with a log of your own requests.",
  reference: "Reference", referenceText: "Every operation with fields, examples and problems.",
  rights: "Permissions", rightsText: "What a municipality can permit a program, in plain words.",
  places: "Pages in the portal", placesText: "Tab in the case, step and check in a form, tile: your pages, isolated from the portal and yet in the right place.",
  notices: "Messages about your program", noticesText: "They come to each of your addresses, whatever types it has subscribed to, signed in the same way, and are not in the event feed. `data` names `tenant` and `extension`.",
  events: "Events and webhooks", eventsText: "What a program is told and how it verifies messages.",
  errors: "Error codes", errorsText: "Each code with cause and remedy.",
  document: "OpenAPI document", documentText: "OpenAPI 3.1 for your tools.",
  operation: "Operation", scope: "Scope", noScope: "every valid token", since: "Since", stable: "stable", beta: "beta", writesNote: "This operation writes: the header “Idempotency-Key” is required. The same request with the same key has one effect and gets the same answer.",
  parameters: "Parameters", body: "Request body", answer: "Answer", example: "Example", possibleErrors: "Possible problems", name: "Name", where: "In", type: "Type", required: "Required", meaning: "Meaning", yes: "yes", no: "no",
  path: "path", query: "query", header: "header", status: "Status", code: "Code", means: "What it means", help: "What helps", eventType: "Event", right: "Scope", noBody: "No content.", file: "The file as a stream.",
  formats: "Conventions", formatsText: "Times are UTC in ISO 8601, days `YYYY-MM-DD` in German time, money whole cents. Unknown fields in requests are refused; answers may gain fields. Problems come as `application/problem+json` (RFC 9457) with a code. The quota is in “RateLimit” and “RateLimit-Policy”.",
  schema: "Shape",
  gallery: "Forms", galleryText: "Every type of field in every state: empty, filled in, with an error, with long texts, optional, repeated, read-only.",
  changes: "Changes", changesText: "What changed in the interface, and what you can rely on.",
  promise: "Promise", promiseText: "An operation that is called stable stays as it is in `/api/v1`. What may be added: operations, optional values in requests, fields, values and event types in answers, and error codes. What is beta may change; then it stands here.",
  endText: "When an operation ends, its answers carry the headers `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) with the address of its successor for at least a year before.",
  search: "Search", searchLabel: "Search the pages for developers", nothingFound: "There is nothing about this here. Try fewer or other words.", oneFound: "hit", someFound: "hits",
  state: "Status", stateText: "What works right now.", stateAt: "Asked on", statePart: "Part", stateAnswers: "answers", stateOnTime: "Messages go out in time.", stateLate: "Messages are late, the oldest since", stateOpen: "open", stateNone: "this portal has none",
  stateDisturbances: "Disturbances and planned pauses", stateNoDisturbance: "Nothing is known at present.",
};

export function say(lang: Lang, key: WordKey): string {
  return lang === "de" ? de[key] : en[key];
}
