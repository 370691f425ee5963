import type { NoticeKind } from "#ui/notice";

/** What was just done, by the code in the address after a form was sent. */
export const messages: Readonly<Record<string, { readonly kind: NoticeKind; readonly title: string; readonly body: string } | undefined>> = {
  wiederholt: { kind: "success", title: "Die Zustellung wird wiederholt", body: "Sie trägt dieselbe Kennung. Was das Ziel schon hat, wirkt dort kein zweites Mal." },
  korrigiert: { kind: "success", title: "Die Zustellung wird neu gesendet", body: "Sie hat eine neue Kennung und ersetzt die bisherige." },
  angehalten: { kind: "success", title: "Die Zustellung ist angehalten", body: "Andere Zustellungen laufen weiter." },
  fortgesetzt: { kind: "success", title: "Die Zustellung läuft weiter", body: "Sie steht wieder in der Warteschlange." },
  "ziel-angehalten": { kind: "success", title: "Das Ziel ist angehalten", body: "Neue Anträge werden aufbewahrt und nach der Pause der Reihe nach zugestellt. Andere Ziele sind nicht betroffen." },
  "ziel-fortgesetzt": { kind: "success", title: "Das Ziel läuft weiter", body: "Was wartet, wird jetzt der Reihe nach zugestellt." },
  "ziel-gespeichert": { kind: "success", title: "Das Ziel ist gespeichert", body: "Prüfen Sie es mit einer Probezustellung." },
  "weg-angelegt": { kind: "success", title: "Der Weg ist angelegt", body: "Er gilt für Anträge, die ab seinem Beginn eingehen." },
  "weg-geaendert": { kind: "success", title: "Der Weg ist geändert", body: "Was schon eingegangen ist, behält seinen Weg." },
  "weg-beendet": { kind: "success", title: "Der Weg ist beendet", body: "Was schon in der Warteschlange steht, behält sein Ziel." },
  "probe-angekommen": { kind: "success", title: "Die Probezustellung ist angekommen", body: "Das Ziel hat eine Quittung gegeben." },
  "probe-gescheitert": { kind: "warning", title: "Die Probezustellung ist nicht angekommen", body: "Den Grund lesen Sie unter »Letzte Probe«." },
  "stoerung-angekuendigt": { kind: "success", title: "Der Hinweis ist veröffentlicht", body: "Er steht sofort, oder ab seinem Beginn, auf allen betroffenen Seiten." },
  "stoerung-beendet": { kind: "success", title: "Der Hinweis ist beendet", body: "Er ist von allen Seiten verschwunden." },
  "schon-angekommen": { kind: "info", title: "Nichts zu tun", body: "Die Zustellung ist schon quittiert." },
  unterwegs: { kind: "info", title: "Die Zustellung ist gerade unterwegs", body: "Warten Sie das Ergebnis ab; spätestens nach zwei Minuten wird sie von selbst wieder aufgenommen." },
  ersetzt: { kind: "info", title: "Nichts zu tun", body: "Diese Zustellung wurde durch eine andere ersetzt." },
  unveraendert: { kind: "info", title: "Es hat sich nichts geändert", body: "Inzwischen steht die Sache anders als auf Ihrer Seite; sehen Sie hier den neuen Stand." },
};
