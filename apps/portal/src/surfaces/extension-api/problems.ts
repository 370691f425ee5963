import type { Lang } from "../frame/index.ts";

export interface ProblemText {
  readonly title: string;
  /** Why it happens. */
  readonly means: string;
  /** What helps. */
  readonly help: string;
}

export interface ProblemKind { readonly status: number; readonly de: ProblemText; readonly en: ProblemText }

const kind = (status: number, de: readonly [string, string, string], en: readonly [string, string, string]): ProblemKind => ({
  status, de: { title: de[0], means: de[1], help: de[2] }, en: { title: en[0], means: en[1], help: en[2] },
});

/** Every code that this interface answers with. Each has a page; `type` of a problem leads there. */
export const problems = {
  "token-missing": kind(401, ["Es fehlt ein Zugangstoken", "Die Anfrage hat keine Kopfzeile »Authorization: Bearer …«.", "Holen Sie ein Token bei /oauth/token und senden Sie es in der Kopfzeile, nie in der Adresse."],
    ["No access token", "The request has no header “Authorization: Bearer …”.", "Get a token from /oauth/token and send it in the header, never in the address."]),
  "token-invalid": kind(401, ["Das Zugangstoken gilt nicht", "Es ist abgelaufen, unbekannt oder widerrufen; was davon zutrifft, wird nicht gesagt.", "Holen Sie ein neues Token. Lehnt /oauth/token das ab, hat die Kommune ihre Erlaubnis beendet."],
    ["The access token is not valid", "It expired, is unknown or was revoked; which of these is not said.", "Get a new token. If /oauth/token refuses, the municipality has ended its permission."]),
  "scope-missing": kind(403, ["Dafür fehlt die Berechtigung", "Das Token enthält das nötige Recht (`scope`) nicht.", "Fordern Sie das Token mit diesem Recht an. Verlangt Ihr Manifest es noch nicht, ergänzen Sie es dort mit seinem Grund; in der Sandbox erlaubt `publish` es gleich in Ihren Teststädten. Hat die Kommune es nicht erteilt, kann nur sie das ändern."],
    ["The permission for this is missing", "The token does not hold the scope that is needed.", "Request the token with this scope. If your manifest does not ask for it yet, add it there with its reason; in the sandbox `publish` permits it in your test towns at once. If the municipality has not granted it, only it can change that."]),
  "not-found": kind(404, ["Das gibt es hier nicht", "Die Adresse ist unbekannt, oder der Vorgang gehört einer anderen Kommune oder liegt außerhalb der Erlaubnis. Beides sieht gleich aus.", "Prüfen Sie Adresse und Kennung; sehen Sie bei /api/v1/tenant nach, was erlaubt ist."],
    ["Not found here", "The address is unknown, or the application belongs to another municipality or lies outside the permission. Both look the same.", "Check address and id; see at /api/v1/tenant what is permitted."]),
  "wrong-host": kind(421, ["Falscher Rechnername", "Die Schnittstelle antwortet nur unter der Adresse des Leitportals.", "Nutzen Sie die Basisadresse aus openapi.json."],
    ["Wrong host", "The interface answers at the address of the main portal only.", "Use the base address in openapi.json."]),
  "json-invalid": kind(400, ["Das ist kein JSON", "Der Inhalt der Anfrage lässt sich nicht lesen.", "Senden Sie ein JSON-Objekt in UTF-8."],
    ["This is not JSON", "The body of the request cannot be read.", "Send a JSON object in UTF-8."]),
  "multipart-invalid": kind(400, ["Das ist kein lesbares Formular", "Der Inhalt wurde als `multipart/form-data` angekündigt, hat aber keine oder unvollständige Grenzen.", "Senden Sie die Felder `request`, `sha256` und zuletzt `pdf` mit der `boundary` aus der Kopfzeile."],
    ["This is not a readable form", "The body was announced as `multipart/form-data` and has no boundaries or is cut off.", "Send the fields `request`, `sha256` and last `pdf` with the `boundary` of the header."]),
  "query-invalid": kind(400, ["Ein Filter stimmt nicht", "Ein Wert hinter dem Fragezeichen ist unbekannt oder hat die falsche Form; `errors` nennt ihn.", "Vergleichen Sie mit der Beschreibung des Aufrufs."],
    ["A filter is wrong", "A value behind the question mark is unknown or has the wrong form; `errors` names it.", "Compare with the description of the operation."]),
  "cursor-invalid": kind(400, ["Dieser Fortsetzungspunkt ist unbekannt", "`cursor` muss unverändert aus einer Antwort dieser Liste stammen.", "Beginnen Sie ohne `cursor`, oder nehmen Sie den letzten, den Sie bekommen haben."],
    ["Unknown cursor", "`cursor` must come unchanged from an answer of this list.", "Begin without `cursor`, or take the last one you got."]),
  "body-invalid": kind(422, ["Eine Angabe stimmt nicht", "Der Inhalt passt nicht zum Schema; `errors` nennt jede Stelle.", "Berichtigen Sie die genannten Felder. Unbekannte Felder werden abgelehnt, nicht übergangen."],
    ["A value is wrong", "The body does not fit the schema; `errors` names each place.", "Correct the fields named. Unknown fields are refused, not ignored."]),
  "media-type-unsupported": kind(415, ["Diese Art von Inhalt wird nicht angenommen", "Erwartet wird `application/json`.", "Setzen Sie die Kopfzeile »Content-Type: application/json«."],
    ["This kind of content is not accepted", "`application/json` is expected.", "Set the header “Content-Type: application/json”."]),
  "body-too-large": kind(413, ["Der Inhalt ist zu groß", "JSON darf höchstens 256 KB groß sein, ein PDF 20 MB.", "Verkleinern Sie den Inhalt."],
    ["The body is too large", "JSON may have at most 256 KB, a PDF 20 MB.", "Make the body smaller."]),
  "idempotency-key-missing": kind(400, ["Es fehlt ein Idempotency-Key", "Jeder schreibende Aufruf braucht einen eigenen Schlüssel, damit eine Wiederholung nichts doppelt auslöst.", "Senden Sie die Kopfzeile »Idempotency-Key« mit einer UUID. Bei einer Wiederholung senden Sie dieselbe."],
    ["No Idempotency-Key", "Each write needs a key of its own, so that a repetition has no second effect.", "Send the header “Idempotency-Key” with a UUID. When you repeat the request, send the same."]),
  "idempotency-key-reused": kind(409, ["Dieser Idempotency-Key gehört zu einer anderen Anfrage", "Derselbe Schlüssel wurde schon mit anderem Inhalt oder für einen anderen Aufruf verwendet.", "Nehmen Sie für jede neue Anfrage einen neuen Schlüssel."],
    ["This Idempotency-Key belongs to another request", "The same key was used with another body or for another operation.", "Take a new key for each new request."]),
  "status-not-allowed": kind(409, ["Dieser Schritt ist jetzt nicht möglich", "Der Bearbeitungsstand lässt ihn nicht zu; `from` nennt den jetzigen Stand.", "Rufen Sie den Vorgang neu ab. Zurückgenommene und abgeschlossene Vorgänge ändern sich nicht mehr."],
    ["This step is not possible now", "The status does not admit it; `from` names the present one.", "Fetch the application again. Withdrawn and closed ones do not change any more."]),
  "office-needed": kind(422, ["Nennen Sie das Amt", "Am Vorgang sind mehrere Ämter beteiligt, oder das genannte gehört nicht zur Erlaubnis; `offices` nennt die möglichen.", "Geben Sie `office` an."],
    ["Name the office", "Several offices share the application, or the one you named is not within the permission; `offices` names the possible ones.", "Give `office`."]),
  "text-missing": kind(422, ["Es fehlt ein Text", "Die Person muss lesen können, worum es geht.", "Schreiben Sie einen verständlichen Text."],
    ["A text is missing", "The person must be able to read what it is about.", "Write an understandable text."]),
  "text-too-long": kind(422, ["Der Text ist zu lang", "Er darf höchstens 10.000 Zeichen haben.", "Kürzen Sie den Text."],
    ["The text is too long", "It may have at most 10,000 characters.", "Shorten the text."]),
  "due-day-wrong": kind(422, ["Die Frist ist kein gültiger Tag", "Erwartet wird ein Kalendertag (JJJJ-MM-TT) innerhalb des nächsten Jahres.", "Berichtigen Sie `dueOn`."],
    ["The deadline is not a valid day", "A calendar day (YYYY-MM-DD) within the next year is expected.", "Correct `dueOn`."]),
  "due-day-passed": kind(422, ["Die Frist ist schon vorbei", "Der Person muss Zeit zum Antworten bleiben.", "Nennen Sie einen späteren Tag."],
    ["The deadline has passed", "The person needs time to answer.", "Name a later day."]),
  "nothing-asked": kind(422, ["Es wird nichts angefordert", "Eine Nachforderung nennt 1 bis 20 Unterlagen.", "Füllen Sie `documents`."],
    ["Nothing is requested", "A request for documents names 1 to 20 documents.", "Fill in `documents`."]),
  "decision-incomplete": kind(422, ["Der Bescheid ist unvollständig", "Vor der Bekanntgabe fehlt etwas, das das Gesetz verlangt (§§ 37, 39 VwVfG NRW); `missing` zählt es auf.", "Ergänzen Sie zum Beispiel Begründung und Rechtsbehelfsbelehrung."],
    ["The decision is incomplete", "Something the law demands is missing (§§ 37, 39 VwVfG NRW); `missing` lists it.", "Add, for example, reasons and information on legal remedies."]),
  "post-needed": kind(409, ["Der Bescheid muss mit der Post gehen", "Elektronisch ist die Bekanntgabe hier nicht zulässig (§ 41 Abs. 2a VwVfG NRW); `reasons` nennt die Gründe, zum Beispiel die fehlende Einwilligung.", "Wiederholen Sie den Aufruf mit neuem Schlüssel, `way: post` und der Anschrift in `addressee`."],
    ["The decision has to go by post", "Electronic notification is not admissible here (§ 41 (2a) VwVfG NRW); `reasons` names why, for example a missing consent.", "Repeat the request with a new key, `way: post` and the address in `addressee`."]),
  "pdf-empty": kind(422, ["Das PDF ist leer", "Die Datei hat keinen Inhalt.", "Senden Sie die Datei noch einmal."], ["The PDF is empty", "The file has no content.", "Send the file again."]),
  "pdf-not-a-pdf": kind(422, ["Das ist kein PDF", "Der Inhalt der Datei ist kein PDF, wie auch immer sie heißt.", "Senden Sie ein PDF."], ["This is not a PDF", "The content of the file is not a PDF, whatever its name.", "Send a PDF."]),
  "pdf-too-large": kind(413, ["Das PDF ist zu groß", "Es darf höchstens 20 MB groß sein.", "Verkleinern Sie es."], ["The PDF is too large", "It may have at most 20 MB.", "Make it smaller."]),
  "pdf-malware": kind(422, ["Das PDF enthält Schadsoftware", "Die Prüfung hat etwas gefunden; die Datei wurde gelöscht.", "Prüfen Sie Ihr System."], ["The PDF contains malware", "The scan found something; the file was deleted.", "Check your system."]),
  "pdf-cannot-be-checked": kind(503, ["Das PDF kann gerade nicht geprüft werden", "Die Prüfung auf Schadsoftware ist nicht erreichbar; ungeprüft geht nichts hinaus.", "Versuchen Sie es später mit demselben Schlüssel."], ["The PDF cannot be checked now", "The malware scan cannot be reached; nothing leaves unchecked.", "Try again later with the same key."]),
  "pdf-no-room": kind(503, ["Es ist kein Platz für das PDF", "Der Speicher des Portals ist voll.", "Versuchen Sie es später mit demselben Schlüssel."], ["No room for the PDF", "The portal’s store is full.", "Try again later with the same key."]),
  "pdf-hash-wrong": kind(422, ["Das PDF ist nicht so angekommen, wie es gesendet wurde", "Seine Prüfsumme stimmt nicht mit `sha256` überein.", "Berechnen Sie SHA-256 über die Datei und senden Sie beides noch einmal."], ["The PDF did not arrive as it was sent", "Its checksum differs from `sha256`.", "Compute SHA-256 of the file and send both again."]),
  "file-held": kind(409, ["Die Datei ist noch nicht geprüft", "Solange die Prüfung auf Schadsoftware aussteht, gibt das Portal sie nicht heraus.", "Versuchen Sie es später."], ["The file has not been checked yet", "While the malware scan is pending the portal does not hand it out.", "Try again later."]),
  "answers-invalid": kind(422, ["Eine Angabe im Antrag stimmt nicht", "Das Formular der Leistung nimmt die Angaben so nicht an; `errors` nennt jede Stelle mit Worten für die Person.", "Zeigen Sie der Person die Meldungen an den Feldern. Das JSON-Schema der Leistung sagt, was erwartet wird."],
    ["An answer in the application is wrong", "The form of the service does not accept the answers; `errors` names each place with words for the person.", "Show the person the messages at the fields. The JSON Schema of the service says what is expected."]),
  "portal-needed": kind(409, ["Das geht nur im Portal", "Die Leistung verlangt eine Anmeldung, oder eine Gebühr ist zuerst zu zahlen; `because` nennt, was davon.", "Lassen Sie sich die Person vom Portal übergeben und senden Sie mit `handover`, oder führen Sie sie zur Seite der Leistung. Bei `fee` mit Übergabe lässt die Kommune die gewünschte Zahlweise nicht zu."],
    ["Only the portal can do this", "The service asks for a sign-in, or for a fee that comes first; `because` names which.", "Have the portal hand the person over and send with `handover`, or lead them to the page of the service. With a hand-over, `fee` says that the municipality does not admit the way of paying you named."]),
  "format-unavailable": kind(409, ["In diesem Format gibt es die Angaben nicht", "Das Formular stammt aus keinem XDatenfelder-Schema, oder die Erlaubnis umfasst nur einen Teil des Antrags.", "Rufen Sie `format=portal` ab oder `getApplication`."],
    ["The answers are not to be had in this format", "The form comes from no XDatenfelder schema, or the permission covers a part of the application only.", "Fetch `format=portal` or `getApplication`."]),
  "refund-too-much": kind(409, ["So viel ist nicht eingegangen", "Erstattet wird höchstens, was eingegangen und noch nicht zur Erstattung vorgesehen ist.", "Sehen Sie mit `listReceipts` und `listRefunds` nach und nennen Sie einen kleineren Betrag."],
    ["That much was not received", "At most what came in and is not to be given back already.", "Look at `listReceipts` and `listRefunds` and name a smaller amount."]),
  "form-invalid": kind(422, ["Der Online-Dienst ist so nicht brauchbar", "Beschreibung, Formular oder Tests haben Fehler; `errors` nennt jede Stelle.", "Berichtigen Sie die genannten Stellen. Den Aufbau beschreiben docs/service-package.md und das JSON-Schema daneben."],
    ["The online service cannot be used like this", "Description, form or tests have faults; `errors` names each place.", "Correct the places named. The shape is described in docs/service-package.md and the JSON Schema beside it."]),
  "name-taken": kind(409, ["Dieser Name ist vergeben", "Ein anderer Online-Dienst heißt schon so, hier oder in einer anderen Kommune des Portals.", "Geben Sie `service.slug` einen anderen Namen, zum Beispiel mit dem Ihres Unternehmens."],
    ["This name is taken", "Another online service is called so already, here or in another municipality of the portal.", "Give `service.slug` another name, for example with that of your company."]),
  "form-changed-meanwhile": kind(409, ["Die Redaktion hat das Formular inzwischen geändert", "Was sie geändert hat, wird nicht überschrieben.", "Sprechen Sie mit der Kommune; sie kann ihre Änderung zurücknehmen oder die Arbeitskopie verwerfen."],
    ["The editors have changed the form meanwhile", "What they changed is not overwritten.", "Talk to the municipality; it can take its change back or discard the working copy."]),
  "handover-invalid": kind(409, ["Die Übergabe gilt nicht mehr", "Das Token der Übergabe ist abgelaufen oder widerrufen, die Person hat sich abgemeldet, oder es gehört zu einer anderen Erweiterung oder Kommune; was davon zutrifft, wird nicht gesagt.", "Führen Sie die Person noch einmal zur Anmeldung im Portal und senden Sie danach mit dem neuen Token und neuem Schlüssel."],
    ["The hand-over is not valid any more", "The token of the hand-over expired or was withdrawn, the person signed out, or it belongs to another extension or municipality; which of these is not said.", "Lead the person to the sign-in at the portal once more and then send with the new token and a new key."]),
  "too-many-submissions": kind(429, ["Zu viele Anträge", "In dieser Kommune wurden in kurzer Zeit sehr viele Anträge ohne Anmeldung begonnen.", "Versuchen Sie es nach einer Stunde mit demselben Schlüssel wieder."],
    ["Too many applications", "Very many applications without sign-in were begun in this municipality in a short time.", "Try again after an hour with the same key."]),
  "file-headers": kind(400, ["Kopfzeilen der Datei fehlen", "Eine Datei kommt mit »Content-Disposition« (Dateiname) und »Repr-Digest« (SHA-256 des Inhalts); `errors` nennt, was fehlt.", "Senden Sie zum Beispiel »Content-Disposition: attachment; filename*=UTF-8''nachweis.pdf« und »Repr-Digest: sha-256=:…:« (RFC 6266, RFC 9530)."],
    ["Headers of the file are missing", "A file comes with “Content-Disposition” (file name) and “Repr-Digest” (SHA-256 of the content); `errors` names what is missing.", "Send, for example, “Content-Disposition: attachment; filename*=UTF-8''proof.pdf” and “Repr-Digest: sha-256=:…:” (RFC 6266, RFC 9530)."]),
  "file-cut-off": kind(400, ["Die Datei ist abgebrochen", "Die Verbindung endete, bevor alles angekommen war. Es wurde nichts behalten.", "Senden Sie die Datei noch einmal mit demselben Idempotency-Key."], ["The file broke off", "The connection ended before everything had arrived. Nothing was kept.", "Send the file again with the same Idempotency-Key."]),
  "upload-refused": kind(422, ["Diese Datei wird nicht angenommen", "`because` nennt den Grund: leer, unbekannte oder nicht erlaubte Art, der Name passt nicht zum Inhalt, beschädigtes Bild oder Schadsoftware. Die Art wird am Inhalt erkannt.", "Senden Sie ein PDF, JPEG, PNG oder Dokument, dessen Name zum Inhalt passt."],
    ["This file is not accepted", "`because` names the reason: empty, of unknown or inadmissible type, a name that does not fit the content, a broken image, or malware. The type is told by the content.", "Send a PDF, JPEG, PNG or document whose name fits its content."]),
  "upload-too-large": kind(413, ["Die Datei ist zu groß", "`mostBytes` nennt die Höchstgröße. Ein Formular kann weniger annehmen.", "Verkleinern Sie die Datei."], ["The file is too large", "`mostBytes` names the limit. A form may take less.", "Make the file smaller."]),
  "upload-hash-wrong": kind(422, ["Die Datei ist nicht so angekommen, wie sie gesendet wurde", "Ihre Prüfsumme stimmt nicht mit »Repr-Digest« überein.", "Berechnen Sie SHA-256 über die gesendeten Bytes und senden Sie die Datei noch einmal."], ["The file did not arrive as it was sent", "Its checksum differs from “Repr-Digest”.", "Compute SHA-256 of the bytes you send and send the file again."]),
  "upload-not-now": kind(503, ["Die Datei kann gerade nicht angenommen werden", "Der Speicher ist voll oder die Prüfung auf Schadsoftware nicht möglich; es wurde nichts behalten.", "Versuchen Sie es später mit demselben Idempotency-Key."], ["The file cannot be accepted now", "The store is full or the malware scan is not possible; nothing was kept.", "Try again later with the same Idempotency-Key."]),
  "upload-unknown": kind(422, ["Diese abgelegte Datei gibt es nicht", "Sie wurde schon verwendet, ist nach einem Tag gelöscht worden, kommt doppelt vor oder gehört jemand anderem; `errors` nennt die Stelle.", "Legen Sie die Datei noch einmal ab."], ["This upload is not there", "It was used already, deleted after a day, named twice or is somebody else’s; `errors` names the place.", "Send the file again."]),
  "too-many-uploads": kind(409, ["Es liegen schon zu viele Dateien hier", "`most` nennt die Höchstzahl der Dateien, die noch nicht verwendet sind; auch ihre Größe zusammen ist begrenzt.", "Verwenden Sie die Dateien, oder warten Sie: Nach einem Tag werden sie gelöscht."], ["Too many files lie here already", "`most` names the limit of files not used yet; their size together is limited too.", "Use the files, or wait: they are deleted after a day."]),
  "mailbox-needed": kind(409, ["Die Person hat hier kein Postfach", "Dateien erreichen nur, wer ein Konto hat; die Statusabfrage zeigt keine Dateien.", "Senden Sie den Text ohne Dateien, und die Dateien mit der Post."], ["The person has no mailbox here", "Files reach only somebody with an account; the status page shows no files.", "Send the words without files, and the files by post."]),
  "safe-consent-missing": kind(409, ["Die Person hat dem nicht zugestimmt", "Bescheide gehen nur mit ihrer Zustimmung für diesen Vorgang in den Dokumentensafe; sie kann sie zurücknehmen.", "Bitten Sie die Person mit einer Nachricht darum. Der Bescheid liegt unabhängig davon im Postfach."], ["The person has not agreed to it", "Decisions go into the document safe only with their consent for this case; they may take it back.", "Ask the person for it with a message. The decision lies in the mailbox regardless."]),
  "safe-full": kind(409, ["Der Dokumentensafe der Person ist voll", "Es wurde nichts abgelegt.", "Der Bescheid liegt im Postfach; versuchen Sie es später wieder."], ["The person’s document safe is full", "Nothing was put there.", "The decision lies in the mailbox; try again later."]),
  "decision-not-notified": kind(409, ["Der Bescheid ist noch nicht bekannt gegeben", "Erst muss sein Tag der Bekanntgabe feststehen; sonst wäre er gelesen, ohne dass es jemand weiß. `state` nennt den Stand.", "Warten Sie auf `decision.notified`."], ["The decision has not been notified yet", "Its day of notification has to be known first; otherwise it would be read without anybody knowing. `state` names where it stands.", "Wait for `decision.notified`."]),
  "slot-taken": kind(409, ["Diese Zeit ist nicht mehr frei", "Sie ist vergeben, hat begonnen oder wird nicht mehr angeboten; oder jemand hat sie und sie lässt sich deshalb nicht ändern.", "Sehen Sie mit `listSlots` nach und wählen Sie eine andere Zeit."], ["This time is not free any more", "It is taken, has begun or is not offered any more; or somebody has it, so that it cannot be changed.", "Look at `listSlots` and choose another time."]),
  "appointment-over": kind(409, ["Dieser Termin ist vorbei oder abgesagt", "Was begonnen hat oder abgesagt ist, wird weder verlegt noch abgesagt.", "Vereinbaren Sie einen neuen Termin."], ["This appointment is over or cancelled", "What has begun or was cancelled is neither moved nor cancelled.", "Make a new appointment."]),
  "webhook-address": kind(422, ["An diese Adresse wird nichts gesendet", "Erlaubt sind öffentliche https-Adressen mit einem Namen, ohne Kennwort; `problem` nennt den Grund.", "Geben Sie eine Adresse an, die aus dem Internet erreichbar ist."], ["Nothing is sent to this address", "Public https addresses with a name and without a password are allowed; `problem` names the reason.", "Give an address that can be reached from the internet."]),
  "too-many-webhooks": kind(409, ["Es sind schon zu viele Adressen", "`most` nennt die Höchstzahl.", "Löschen Sie eine, die Sie nicht mehr brauchen."], ["Too many addresses", "`most` names the limit.", "Delete one you do not need any more."]),
  "too-many": kind(429, ["Zu viele Anfragen", "Das Kontingent ist verbraucht; die Kopfzeilen RateLimit und Retry-After sagen, wann es weitergeht.", "Warten Sie und fragen Sie seltener; Webhooks ersparen das Nachsehen."], ["Too many requests", "The quota is used up; the headers RateLimit and Retry-After say when to go on.", "Wait and ask less often; webhooks spare the polling."]),
  unavailable: kind(503, ["Das Portal kann gerade nichts speichern", "Es wurde nichts geändert.", "Wiederholen Sie die Anfrage später mit demselben Idempotency-Key."], ["The portal cannot store anything now", "Nothing was changed.", "Repeat the request later with the same Idempotency-Key."]),
  fault: kind(500, ["Es ist ein Fehler aufgetreten", "Der Fehler liegt beim Portal und wurde festgehalten; `instance` ist seine Nummer.", "Wiederholen Sie die Anfrage mit demselben Idempotency-Key. Bleibt der Fehler, nennen Sie uns die Nummer."], ["An error has occurred", "The fault is the portal’s and was recorded; `instance` is its number.", "Repeat the request with the same Idempotency-Key. If it stays, tell us the number."]),
} as const satisfies Readonly<Record<string, ProblemKind>>;

export type ProblemCode = keyof typeof problems;

export const problemCodes: readonly ProblemCode[] = Object.keys(problems).filter(isProblemCode);

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problems, text);
}

export function problemText(code: ProblemCode, lang: Lang): ProblemText {
  return problems[code][lang];
}
