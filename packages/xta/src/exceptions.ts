/** The exceptions of the XTA web service (XTA 2.1.1, XTA-Webservice-Exceptions). */
export const exceptionNames = [
  "PermissionDeniedException", "ParameterIsNotValidException", "XTAWSTechnicalProblemException", "MessageSchemaViolationException",
  "MessageVirusDetectionException", "InvalidMessageIDException", "SyncAsyncException", "CancelDeniedException",
] as const;
export type ExceptionName = (typeof exceptionNames)[number];

/** What the caller should do: try again later; mend the message, the access or the question; look whether it arrived before. */
export type Advice = "retry" | "mend-message" | "mend-access" | "mend-question" | "check-report";

interface Entry {
  /** undefined: it may stand in any exception. */
  readonly exception: ExceptionName | undefined;
  /** The name of the code, as it travels. */
  readonly name: string;
  /** For people. */
  readonly sentence: string;
  readonly advice: Advice;
}

/** Code list urn:de:xta:webservice:codeliste:fehlernummer 1.0. */
export const errorCodes = {
  9000: { exception: undefined, name: "Unspezifizierter Fehler, als Freitext beschrieben", sentence: "Der XTA-Server meldet einen Fehler, den er nicht näher einordnet.", advice: "retry" },
  9010: { exception: "PermissionDeniedException", name: "Authentisierung/Zertifikat ist abgelaufen.", sentence: "Das Zertifikat, mit dem wir uns ausweisen, ist abgelaufen. Es muss erneuert werden.", advice: "mend-access" },
  9011: { exception: "PermissionDeniedException", name: "Account ist gesperrt.", sentence: "Das Konto beim XTA-Server ist gesperrt. Bitte beim Betreiber nachfragen.", advice: "mend-access" },
  9012: { exception: "PermissionDeniedException", name: "Account nicht vorhanden.", sentence: "Der XTA-Server kennt dieses Konto nicht.", advice: "mend-access" },
  9013: { exception: "PermissionDeniedException", name: "Dienst ist nicht gebucht.", sentence: "Dieser Dienst ist für das Konto beim XTA-Server nicht gebucht.", advice: "mend-access" },
  9014: { exception: "PermissionDeniedException", name: "Authentisierung/Zertifikat passt nicht zur Absenderkennung.", sentence: "Das Zertifikat gehört nicht zu der Kennung, unter der gesendet wurde.", advice: "mend-access" },
  9020: { exception: "ParameterIsNotValidException", name: "Keine Parameter vorhanden", sentence: "In der Anfrage fehlen Angaben.", advice: "mend-message" },
  9021: { exception: "ParameterIsNotValidException", name: "Keine gültige URI", sentence: "Eine Kennung in der Anfrage hat nicht die Form einer URI.", advice: "mend-message" },
  9022: { exception: "ParameterIsNotValidException", name: "Ungültige Parameterkombination", sentence: "Die Angaben der Anfrage passen nicht zusammen.", advice: "mend-message" },
  9023: { exception: "ParameterIsNotValidException", name: "Die Nachricht überschreitet die Größenbeschränkung.", sentence: "Die Nachricht ist für den XTA-Server zu groß.", advice: "mend-message" },
  9024: { exception: "ParameterIsNotValidException", name: "MessageID ist bereits vergeben.", sentence: "Unter dieser Kennung liegt schon eine Nachricht vor: entweder kam sie beim ersten Mal an, oder die Kennung wurde doppelt benutzt.", advice: "check-report" },
  9030: { exception: "XTAWSTechnicalProblemException", name: "Interner Fehler beim XTA-Server bzw. XTA-Dienstleister", sentence: "Beim XTA-Server ist ein Fehler aufgetreten.", advice: "retry" },
  9031: { exception: "XTAWSTechnicalProblemException", name: "Fehler beim externen Verzeichnisdienst", sentence: "Der XTA-Server erreicht das Diensteverzeichnis nicht.", advice: "retry" },
  9032: { exception: "XTAWSTechnicalProblemException", name: "Fehler bei der Zustellung", sentence: "Der XTA-Server konnte die Nachricht nicht zustellen.", advice: "retry" },
  9050: { exception: "MessageSchemaViolationException", name: "Fachnachricht ist nicht schemakonform", sentence: "Der Inhalt der Nachricht entspricht nicht dem Schema des Fachverfahrens.", advice: "mend-message" },
  9051: { exception: "MessageSchemaViolationException", name: "Fachnachricht trägt ein falsches Encoding.", sentence: "Der Inhalt der Nachricht hat eine falsche Zeichenkodierung.", advice: "mend-message" },
  9052: { exception: "MessageSchemaViolationException", name: "Nachricht verletzt das entsprechende Service Profil.", sentence: "Die Nachricht hält sich nicht an das Service-Profil.", advice: "mend-message" },
  9060: { exception: "MessageVirusDetectionException", name: "Es wurde schadhafter Code ermittelt.", sentence: "Der XTA-Server hat in der Nachricht Schadsoftware gefunden.", advice: "mend-message" },
  9070: { exception: "InvalidMessageIDException", name: "MessageID für den Account nicht bekannt.", sentence: "Der XTA-Server kennt zu diesem Konto keine Nachricht mit dieser Kennung.", advice: "mend-question" },
  9080: { exception: "SyncAsyncException", name: "Der Dienst wird nur asynchron angeboten.", sentence: "Dieser Dienst antwortet nicht sofort; die Nachricht muss ohne Warten gesendet werden.", advice: "mend-question" },
  9081: { exception: "SyncAsyncException", name: "Der Dienst wird nur synchron angeboten.", sentence: "Dieser Dienst antwortet nur sofort; die Nachricht muss mit Warten auf Antwort gesendet werden.", advice: "mend-question" },
  9100: { exception: "CancelDeniedException", name: "Der durch den Schalter NotBefore gesetzte Termin ist verstrichen.", sentence: "Die Nachricht lässt sich nicht mehr zurückziehen: ihr Termin ist erreicht.", advice: "mend-question" },
  9101: { exception: "CancelDeniedException", name: "Der Schalter NotBefore wurde nicht gesetzt.", sentence: "Die Nachricht lässt sich nicht zurückziehen: sie wurde ohne Termin sofort zugestellt.", advice: "mend-question" },
} as const satisfies Readonly<Record<number, Entry>>;

export type ErrorCode = keyof typeof errorCodes;

/** Does the code list of XTA 2.1.1 know it? */
export function isErrorCode(code: number): code is ErrorCode {
  return code in errorCodes;
}

/** A refusal in the words of XTA, thrown by a client for what the server said, and by a service for what it wants to say. */
export class XtaException extends Error {
  readonly exception: ExceptionName;
  /** A code that the list does not know is kept as it came. */
  readonly code: ErrorCode | string;
  /** German, for people; public. */
  readonly sentence: string;
  readonly advice: Advice;

  constructor(code: ErrorCode | string, exception?: ExceptionName, name?: string) {
    const entry: Entry = errorCodes[typeof code === "number" ? code : 9000];
    super(`XTA ${code}: ${name ?? entry.name}`);
    this.name = "XtaException";
    this.code = code;
    this.exception = exception ?? entry.exception ?? "XTAWSTechnicalProblemException";
    this.sentence = entry.sentence;
    this.advice = entry.advice;
  }
}

/** The server answered with a fault of SOAP or WS-Addressing that is none of XTA's: one of both sides does not speak the protocol. */
export class XtaSoapFault extends Error {
  readonly code: string;
  readonly subcodes: readonly string[];
  constructor(code: string, subcodes: readonly string[], reason: string) {
    super(`SOAP fault ${[code, ...subcodes].join("/")}: ${reason}`);
    this.name = "XtaSoapFault";
    this.code = code;
    this.subcodes = subcodes;
  }
}
