const messages: Readonly<Record<string, { readonly title: string; readonly body?: string }>> = {
  gespeichert: { title: "Gespeichert", body: "Die Seiten der Stadt zeigen es sofort." },
  einbettung: { title: "Gespeichert", body: "Es gilt sofort; eine Website, die schon offen ist, muss neu geladen werden." },
  wappen: { title: "Das Wappen ist gespeichert", body: "Es steht sofort auf allen Seiten der Stadt." },
  "wappen-entfernt": { title: "Das Wappen ist entfernt", body: "Statt seiner steht der Anfangsbuchstabe." },
  eingeschaltet: { title: "Der Online-Dienst ist eingeschaltet", body: "Menschen können ihn ab jetzt benutzen." },
  ausgeschaltet: { title: "Der Online-Dienst ist ausgeschaltet", body: "Neue Anträge sind nicht mehr möglich. Was schon eingegangen ist, bleibt in der Sachbearbeitung." },
  "weg-angelegt": { title: "Der Weg ist angelegt", body: "Er gilt für Anträge, die ab seinem Beginn eingehen." },
  "weg-geaendert": { title: "Der Weg ist geändert", body: "Was schon eingegangen ist, behält seinen Weg." },
  "weg-beendet": { title: "Der Weg ist beendet", body: "Was schon in der Warteschlange steht, behält sein Ziel." },
  "weg-unveraendert": { title: "Nichts zu tun", body: "Der Weg war schon beendet." },
  "probe-angekommen": { title: "Die Probezustellung ist angekommen", body: "Das Ziel hat eine Quittung gegeben." },
  "probe-gescheitert": { title: "Die Probezustellung ist nicht angekommen", body: "Den Grund lesen Sie bei dem Ziel unter »Letzte Probe«. Die Adresse und den Schlüssel des Ziels richtet der Betrieb ein." },
  "schema-gelesen": { title: "Das Schema ist eingelesen", body: "Veröffentlicht ist noch nichts." },
  "schema-bekannt": { title: "Dieses Schema war schon eingelesen", body: "Mitgegebene Codelisten sind dazugekommen." },
  "schema-anders": { title: "Diese Version war schon mit anderem Inhalt eingelesen", body: "Gespeichert bleibt die frühere Datei. Eine geänderte Fassung braucht eine eigene Version." },
  codelisten: { title: "Die Codelisten sind geholt", body: "Sie bleiben hier gespeichert; auch andere Schemata finden sie." },
  "regel-entschieden": { title: "Die Entscheidung ist gespeichert", body: "Sie gilt, wenn das Schema das nächste Mal eingelesen wird." },
  uebernommen: { title: "Die Datei ist übernommen", body: "Die Seiten der Stadt zeigen es sofort." },
  strassen: { title: "Das Straßenverzeichnis gilt", body: "Ab jetzt wird nach Straßen gefragt, die nicht darin stehen." },
  "strassen-geloescht": { title: "Die Liste ist gelöscht" },
  beantwortet: { title: "Die Meldung ist als beantwortet vermerkt" },
  "schon-beantwortet": { title: "Nichts zu tun", body: "Die Meldung war schon als beantwortet vermerkt." },
};

/** What was just done, by the code in the address after a form was sent. */
export function doneMessage(code: string | null): { readonly title: string; readonly body?: string } | undefined {
  return code !== null && Object.hasOwn(messages, code) ? messages[code] : undefined;
}
