import { html, type Html } from "@kommunalportal/html";

/** Tasks of the worker, with dots between the parts of their names. */
const jobWords: Readonly<Record<string, string>> = {
  event: "Ein Ereignis an die weitersagen, die es angeht",
  events: "Mehrere Ereignisse an die weitersagen, die es angeht",
  "files.remove-unfinished": "Abgebrochene Uploads löschen",
  "audit.chain": "Protokolleinträge gegen Änderung sichern",
  "audit.forget": "Alte Protokolleinträge löschen",
  "accounts.sweep": "Beendete Sitzungen löschen",
  "accounts.staff": "Zugänge ausgeschiedener Beschäftigter beenden",
  "accounts.unused": "Lange nicht genutzte Konten ankündigen und löschen",
  "catalogue.forget-barrier-reports": "Alte Meldungen zu Barrieren löschen",
  "payments.forget": "Alte Zahlungsunterlagen löschen",
  "payments.poll": "Stand offener Zahlungen abfragen",
  "application.render": "PDF eines Antrags erstellen",
  "applications.rescan-files": "Wartende Dateien auf Schadsoftware prüfen",
  "applications.sweep-files": "Dateien ohne Antrag löschen",
  "applications.expire-drafts": "Ablaufende Entwürfe ankündigen und löschen",
  "applications.index-names": "Namen für die Suche aufbereiten",
  "applications.delete-unpaid": "Nie bezahlte Anträge löschen",
  "applications.end-retention": "Anträge nach der Aufbewahrungsfrist anbieten oder löschen",
  "applications.forget-quotas": "Zähler gegen Missbrauch zurücksetzen",
  "mailbox.forget": "Angaben zum Postfach gelöschter Anträge löschen",
  "safe.sweep": "Reste gelöschter Dokumente entfernen",
  "safe.rescan": "Wartende Dokumente auf Schadsoftware prüfen",
  "safe.end-shares": "Freigaben für gelöschte Anträge beenden",
  "safe.end-expired": "Abgelaufene Freigaben beenden",
  "evidence.sweep": "Nicht genutzte Registernachweise löschen",
  "answers.terms": "Bekanntgaben und Abruffristen von Bescheiden weiterführen",
  "answers.forget": "Bescheide und Rückfragen gelöschter Anträge löschen",
  "appointments.forget": "Alte Termine löschen",
  "hub.deliver": "Anträge an ein Fachverfahren zustellen",
  "hub.look": "Antworten eines Fachverfahrens abholen",
  "hub.sweep": "Fällige Zustellungen suchen",
  "hub.watch-certificates": "Vor ablaufenden Zertifikaten der Ziele warnen",
  "hub.forget": "Alte Zustellungen und Schlüssel löschen",
  "casework.alert": "Ein Amt auf neue Vorgänge hinweisen",
  "casework.sweep": "Vorgänge gelöschter Anträge löschen",
  "gateway.poll": "Anträge aus Diensten anderer Länder abholen",
  "gateway.take": "Einen Antrag aus einem Dienst eines anderen Landes annehmen",
  "gateway.sweep": "Hängende Annahmen aus Diensten anderer Länder fortsetzen",
  "gateway.reply": "Antworten an einen Dienst eines anderen Landes senden",
  "gateway.replies": "Fällige Antworten an Dienste anderer Länder suchen",
  "gateway.forget-ways": "Rückwege beendeter Anträge löschen",
  "gateway.onboard": "Einen Dienst eines anderen Landes für eine Stadt einrichten",
  "gateway.watch": "Vor ablaufenden Zertifikaten der Städte warnen",
  "handover.sweep": "Abgelaufene Übergaben an Erweiterungen löschen",
  "extensions.deliver": "Webhooks einer Erweiterung senden",
  "extensions.forget-launches": "Beendete Aufrufe von Erweiterungen löschen",
  "extensions.sweep-uploads": "Nicht genutzte Dateien von Erweiterungen löschen",
  "extensions.wake": "Fällige Webhooks suchen",
  "extensions.notices": "Städten Neues über ihre Erweiterungen mailen",
  "extensions.forget": "Alte Protokolle der Erweiterungen löschen",
  "insight.refresh": "Kennzahlen neu zählen",
  "probes.run": "BundID, Bezahlung und andere Dienste prüfen",
};

/** What a subscriber does with an event, by the beginning of its name; the first that fits counts. */
const subscriberWords: readonly (readonly [beginning: string, words: string])[] = [
  ["applications.complete-paid", "Bezahlten Antrag abschließen"],
  ["applications.take-way", "Neuen Zahlungsweg beim Antrag eintragen"],
  ["applications.tell-expiring", "Auf ablaufenden Entwurf hinweisen"],
  ["applications.render", "PDF eines Antrags beauftragen"],
  ["mailbox.notice", "Hinweis auf eine Nachricht senden"],
  ["mailbox.outside", "Nachricht in das Postfach des Bundes geben"],
  ["mailbox.monitor-", "Stand eines Antrags an den Bund melden"],
  ["mailbox.confirmation-", "Eingangsbestätigung ins Postfach legen"],
  ["mailbox.sent", "Kopie einer Antwort ins Postfach legen"],
  ["mailbox.visitor-", "Hinweis an eine Person ohne Konto senden"],
  ["mailbox.unused", "Auf die Löschung eines Kontos hinweisen"],
  ["mailbox.draft-expiring", "Auf ablaufenden Entwurf hinweisen"],
  ["safe.handed-over", "Freigaben eines abgegebenen Antrags beenden"],
  ["answers.", "Nachweis der Bekanntgabe eines Bescheids festhalten"],
  ["appointments.submitted", "Gewählten Termin buchen"],
  ["appointments.", "Termine eines beendeten oder abgegebenen Antrags absagen"],
  ["hub.route", "Weg zum Fachverfahren bestimmen"],
  ["hub.", "Übernahme oder Dokument für das Fachverfahren festhalten"],
  ["casework.submitted", "Vorgang für ein Amt anlegen"],
  ["casework.staff-left", "Vorgänge Ausgeschiedener in den Eingang zurücklegen"],
  ["casework.", "Neues zu einem Vorgang im Eingang zeigen"],
  ["gateway.", "Neues für einen Dienst eines anderen Landes festhalten"],
  ["extensions.", "Ereignis für Erweiterungen festhalten"],
  ["insight.", "Ereignis für die Kennzahlen festhalten"],
  ["probes.", "Störung eines Fachverfahrens zeigen oder beenden"],
];
const forgetsAccount = ".forget-account";

/** What a task does; undefined where nobody has said it. A crontab writes names with colons, the rooms with dots. */
export function jobText(task: string): string | undefined {
  const name = task.replaceAll(":", ".");
  if (!name.startsWith("on.")) return Object.hasOwn(jobWords, name) ? jobWords[name] : undefined;
  const subscriber = name.slice("on.".length);
  if (subscriber.endsWith(forgetsAccount)) return "Daten eines gelöschten Kontos löschen";
  return subscriberWords.find(([beginning]) => subscriber.startsWith(beginning))?.[1];
}

/** In words, with the name by which the log and the figures know it. */
export function jobName(task: string): Html {
  const text = jobText(task);
  return text === undefined ? html`<code>${task}</code>` : html`${text} <span class="portal-line portal-muted"><code>${task}</code></span>`;
}
