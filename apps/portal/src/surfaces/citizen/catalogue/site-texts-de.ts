import type { SiteTextName } from "./site-texts.ts";

/** Texts of the installation, for the Leitportal and for towns that have none of their own yet. */
export const siteTextsDe: Readonly<Record<SiteTextName, string>> = {
  imprint: `## Anbieter

Verantwortlich für dieses Portal ist, wer diese Installation betreibt. Die Angaben nach § 5 Digitale-Dienste-Gesetz (Name, Anschrift, vertretungsberechtigte Person, E-Mail, Telefon) hinterlegt der Betreiber vor der Eröffnung.

## Inhalte der Städte, Gemeinden und Kreise

Für die Seiten einer Stadt, einer Gemeinde oder eines Kreises ist die jeweilige Verwaltung verantwortlich. Texte mit dem Vermerk »Mustertext« sind allgemeine Beschreibungen; die Verwaltung vor Ort hat sie nicht geprüft.

## Programm

Kommunalportal ist freie Software unter der European Union Public Licence 1.2 (EUPL-1.2).`,
  privacy: `## Das Wichtigste zuerst

Sie können alle Informationen lesen, ohne etwas über sich zu sagen. Es gibt keine Auswertung Ihres Verhaltens, keine Werbung und keine Dienste Dritter.

## Welche Daten fallen beim Lesen an?

Der Server verarbeitet Ihre IP-Adresse für die Dauer der Verbindung, damit die Seite zu Ihnen kommt. Im Protokoll stehen Zeitpunkt, Art der Seite und Dauer, nicht Ihre Adresse und nicht Ihre Eingaben. Rechtsgrundlage ist Artikel 6 Absatz 1 Buchstabe e DSGVO mit § 3 DSG NRW.

## Welche Cookies gibt es?

- beim Ausfüllen eines Formulars: ein Cookie, das Ihren Entwurf zu Ihnen führt
- bei der Anmeldung: ein Cookie für die Dauer Ihrer Sitzung

Beide sind für den Dienst nötig (§ 25 Absatz 2 TDDDG). Die gewählte Darstellung hell oder dunkel merkt sich Ihr Browser selbst.

## Was geschieht mit einem Antrag?

Zu jeder Leistung steht vor dem Start ein eigener Datenschutzhinweis: wozu, auf welcher Grundlage, wer die Daten erhält und wie lange sie bleiben. Ihre Angaben werden verschlüsselt gespeichert.

## Ihre Rechte

Sie können Auskunft, Berichtigung, Löschung und Einschränkung der Verarbeitung verlangen und der Verarbeitung widersprechen (Artikel 15 bis 21 DSGVO). Über die Verarbeitung beschweren können Sie sich bei der Landesbeauftragten für Datenschutz und Informationsfreiheit Nordrhein-Westfalen.`,
  accessibility: `## Geltungsbereich

Diese Erklärung gilt für dieses Portal. Grundlage sind § 10e des Behindertengleichstellungsgesetzes Nordrhein-Westfalen (BGG NRW) und § 4 der Barrierefreie-Informationstechnik-Verordnung Nordrhein-Westfalen (BITVNRW).

## Stand der Vereinbarkeit

Das Portal ist nach EN 301 549 V3.2.1 und den Web Content Accessibility Guidelines (WCAG) 2.2, Stufe AA, gebaut. Es ist mit diesen Anforderungen teilweise vereinbar.

## Was noch nicht barrierefrei ist

- Den Film in Deutscher Gebärdensprache gibt es noch nicht überall. Bis dahin finden Sie die Inhalte in Leichter Sprache.
- Dateien, die eine Behörde hochlädt, können Barrieren enthalten. Jede Entscheidung gibt es deshalb auch als Seite.
- Texte zu einzelnen Leistungen gibt es nur auf Deutsch.

## Wie diese Erklärung entstand

Sie beruht auf einer Selbstbewertung: Jede Seite wird bei jeder Änderung automatisch geprüft, wichtige Abläufe zusätzlich mit Tastatur, auf schmalem Bildschirm und ohne JavaScript.

## Rückmeldung und Kontakt

Haben Sie eine Barriere gefunden? Schreiben Sie uns über das Formular »Barriere melden«. Eine Anmeldung ist nicht nötig. Sie erhalten spätestens nach sechs Wochen eine Antwort, wenn Sie eine E-Mail-Adresse angeben.

## Durchsetzung

Erhalten Sie keine zufriedenstellende Antwort, können Sie sich an die Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen wenden, die bei der oder dem Landesbeauftragten für Menschen mit Behinderung eingerichtet ist (§ 10d BGG NRW). Das Verfahren ist kostenlos.`,
  easyLanguage: `## Was gibt es hier?

Hier finden Sie die Ämter in Nordrhein-Westfalen.
Ein Amt macht zum Beispiel Ausweise.
Oder es meldet Ihren Hund an.
Manches können Sie hier im Internet machen.
Dann müssen Sie nicht zum Amt gehen.
Zuerst wählen Sie Ihren Ort.
Jeder Ort hat eine eigene Seite.

## So finden Sie sich zurecht

Oben auf der Seite ist ein Feld.
Das Feld heißt: Suche.
Schreiben Sie ein Wort hinein.
Zum Beispiel: Ausweis.
Sie sehen dann eine Liste.
Drücken Sie auf das, was passt.
Es gibt auch ein Feld für Ihren Ort.
Schreiben Sie dort den Namen von Ihrem Ort.
Oder schreiben Sie Ihre Post-Leit-Zahl.
Ganz unten auf jeder Seite steht mehr.
Zum Beispiel: Impressum und Datenschutz.

## Die Seite ist für alle da

Alle Menschen sollen diese Seite gut benutzen können.
Das schwere Wort dafür ist: barrierefrei.
Fast alles auf der Seite ist barrierefrei.
Manches ist noch nicht fertig.
Einen Film in Gebärden-Sprache gibt es noch nicht überall.
Haben Sie ein Hindernis gefunden?
Dann sagen Sie es uns bitte.
Unten auf jeder Seite steht: Barriere melden.
Dort können Sie uns schreiben.
Bekommen Sie keine gute Antwort?
Dann hilft Ihnen die Ombuds-Stelle vom Land.
Das kostet nichts.`,
};
