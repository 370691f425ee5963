import { ApiProblem } from "./api-problem.ts";
import { AuthorizationError, type FitConnectError, OfferError, TransportError, type OfferCode } from "./fit-connect-error.ts";

type Text = Readonly<Record<"de" | "en", string>>;

const offer: Readonly<Record<OfferCode, Text>> = {
  "destination-not-active": { de: "Der Zustellpunkt nimmt zurzeit keine Einreichungen an.", en: "The destination does not take submissions at present." },
  "service-not-offered": { de: "Der Zustellpunkt nimmt diese Leistung nicht an.", en: "The destination does not take this service." },
  "region-not-offered": { de: "Der Zustellpunkt ist für diesen Ort nicht zuständig.", en: "The destination is not responsible for this place." },
  "schema-not-offered": { de: "Der Zustellpunkt nimmt dieses Datenschema nicht an.", en: "The destination does not take this data schema." },
  "metadata-version-not-offered": { de: "Der Zustellpunkt nimmt diese Fassung der Metadaten nicht an.", en: "The destination does not take this version of the metadata." },
  "reply-channel-not-offered": { de: "Der Zustellpunkt antwortet nicht auf diesem Weg.", en: "The destination does not answer by this channel." },
  "too-many-attachments": { de: "Es sind zu viele Anlagen.", en: "There are too many attachments." },
  "attachment-too-large": { de: "Eine Anlage ist zu groß.", en: "An attachment is too large." },
  "attachments-too-large": { de: "Die Anlagen sind zusammen zu groß.", en: "The attachments are too large together." },
  "data-too-large": { de: "Die Fachdaten sind zu groß.", en: "The data are too large." },
  "metadata-invalid": { de: "Die Metadaten sind unvollständig oder falsch.", en: "The metadata are incomplete or wrong." },
  "submission-gone": { de: "Die angekündigte Einreichung gibt es nicht mehr; sie muss neu angekündigt werden.", en: "The announced submission is gone; it has to be announced anew." },
  "message-invalid": { de: "Die Nachricht an das Bürgerpostfach ist unvollständig, falsch oder zu lang.", en: "The message for the citizens' mailbox is incomplete, wrong or too long." },
  "data-invalid": { de: "Die Fachdaten sind nicht wohlgeformt.", en: "The data are not well-formed." },
};

const problems: Readonly<Record<string, Text>> = {
  "submission-not-found": { de: "Die Einreichung gibt es nicht (mehr).", en: "The submission does not exist (any more)." },
  "destination-not-found": { de: "Den Zustellpunkt gibt es nicht.", en: "The destination does not exist." },
  "destination-state-invalid": { de: "Der Zustellpunkt nimmt zurzeit keine Einreichungen an.", en: "The destination does not take submissions at present." },
};

const general = {
  retry: { de: "FIT-Connect ist zurzeit nicht erreichbar.", en: "FIT-Connect cannot be reached at present." },
  access: { de: "Der Zugang zu FIT-Connect wurde abgelehnt: Zugangsdaten oder Berechtigung prüfen.", en: "Access to FIT-Connect was refused: check credentials and permissions." },
  refused: { de: "FIT-Connect hat die Anfrage abgelehnt.", en: "FIT-Connect refused the request." },
  unproved: { de: "Die Antwort ließ sich nicht prüfen und wird nicht verwendet.", en: "The answer could not be verified and is not used." },
  source: { de: "Eine Anlage hat sich während des Sendens geändert.", en: "An attachment changed while it was sent." },
} as const satisfies Readonly<Record<string, Text>>;

/** What an operator or clerk should read: no codes, no content, no addresses. */
export function errorText(error: FitConnectError, language: "de" | "en"): string {
  if (error instanceof OfferError) return offer[error.code][language];
  if (error instanceof AuthorizationError) return general.access[language];
  if (error instanceof ApiProblem) return (problems[error.code] ?? (error.status === 401 || error.status === 403 ? general.access : error.retryable ? general.retry : general.refused))[language];
  if (error instanceof TransportError && error.code === "source-changed") return general.source[language];
  return (error instanceof TransportError && error.retryable ? general.retry : general.unproved)[language];
}
