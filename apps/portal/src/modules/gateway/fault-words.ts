/** Why something could not be done, by its code, as a sentence for whoever runs the installation or leads a town. */
const words: Readonly<Record<string, string>> = {
  "contact-missing": "Die Stadt hat keine E-Mail-Adresse hinterlegt, und für solche Orte ist keine angegeben.", "certificates-needed": "Zertifikate der Verwaltungs-PKI fehlen.", "not-connected": "Diese Installation hat keinen Zugang zu FIT-Connect.",
  "unknown-service": "Der Dienst steht nicht mehr im Register.", "no-schema": "Im Register steht kein Datensatz des Dienstes.", "not-by-fit-connect": "Der Dienst stellt nicht über FIT-Connect zu.", "key-not-usable": "Der eigene Schlüssel der Stadt ist nicht verwendbar.",
  timeout: "Der andere Server hat nicht rechtzeitig geantwortet.", network: "Der andere Server ist nicht erreichbar.", aborted: "Die Verbindung wurde abgebrochen.", redirect: "Der andere Server leitet um; dem wird aus Gründen der Sicherheit nicht gefolgt.",
  "answer-too-large": "Die Antwort des anderen Servers ist zu groß.", "not-json": "Die Antwort des anderen Servers ist nicht lesbar.", "unexpected-shape": "Die Antwort des anderen Servers hat nicht die vereinbarte Form.",
  invalid_client: "FIT-Connect lässt diese Installation nicht ein. Prüfen Sie die Zugangsdaten.", "token-refused": "FIT-Connect lässt diese Installation nicht ein. Prüfen Sie die Zugangsdaten.",
  "destination-not-found": "FIT-Connect kennt diesen Zustellpunkt nicht.", "submission-not-found": "FIT-Connect hat diese Nachricht nicht mehr.", "http-401": "FIT-Connect lässt diese Installation nicht ein. Prüfen Sie die Zugangsdaten.", "http-403": "Die Zugangsdaten dieser Installation reichen dafür nicht aus.",
  fault: "Im Portal ist ein Fehler aufgetreten. Was genau, steht in den Meldungen des Betriebs.",
};

export function faultWords(code: string): string {
  if (Object.hasOwn(words, code)) return words[code] ?? "";
  const status = /^http-(\d{3})$/.exec(code)?.[1];
  if (status !== undefined) return Number(status) >= 500 || status === "429" ? `Der andere Server kann gerade nicht antworten (${status}).` : `Der andere Server hat abgelehnt (${status}).`;
  return code === "" ? "Der Grund ist nicht bekannt." : `Es ist ein Fehler aufgetreten (${code}).`;
}
