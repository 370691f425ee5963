import { isResponseFlaw, type ResponseFlaw } from "@kommunalportal/bundid";

const flawLabels: Record<ResponseFlaw, string> = {
  "not-encrypted": "Assertion nicht verschlüsselt",
  "content-aes-cbc": "Verschlüsselt mit AES-CBC statt AES-GCM",
  "key-transport-rsa15": "Schlüssel mit RSA PKCS#1 v1.5 verpackt",
  "signature-rsa-sha1": "Signiert mit RSA-SHA1",
  "signature-digest-sha1": "Prüfsumme mit SHA-1",
  "signature-pkcs1": "Signiert mit RSA PKCS#1 v1.5 statt PSS",
  "signature-missing": "Nicht signiert",
  "signature-foreign-key": "Mit fremdem Schlüssel signiert",
  "content-changed": "Nach dem Signieren verändert",
  "wrong-destination": "Falsches Ziel (Destination)",
  "wrong-recipient": "Falscher Empfänger (Recipient)",
  "wrong-audience": "Für einen anderen Dienst (Audience)",
  "wrong-response-issuer": "Falscher Aussteller der Antwort",
  "wrong-assertion-issuer": "Falscher Aussteller der Assertion",
  "unknown-in-response-to": "Antwort auf eine unbekannte Anfrage",
  "missing-in-response-to": "Antwort ohne Anfrage (unverlangt)",
  "confirmation-in-response-to": "Bestätigung gehört zu anderer Anfrage",
  "level-1": "Vertrauensniveau 1, gleich was verlangt ist",
  "level-unknown": "Unbekanntes Vertrauensniveau",
  expired: "Abgelaufen",
  "not-yet-valid": "Noch nicht gültig",
  "confirmation-expired": "Bestätigung abgelaufen",
  "no-conditions": "Ohne Gültigkeitsangaben",
  doctype: "Mit DOCTYPE und externer Entität",
  "doctype-in-assertion": "Mit DOCTYPE in der verschlüsselten Assertion",
  "two-assertions": "Zwei Assertions",
  "unsigned-before-signed": "Unsignierte vor signierter Assertion",
  "wrapped-in-object": "Signatur-Umhüllung in ds:Object",
  "wrapped-in-advice": "Signatur-Umhüllung in Advice",
  "signature-moved-out": "Signatur-Umhüllung: Signatur versetzt",
  "same-id-twice": "Signatur-Umhüllung mit doppelter ID",
  "comment-in-value": "Kommentar in den Werten (muss gelingen)",
};

/** Everything else that can be switched per login. */
const answerLabels = {
  none: "Keine Abweichung",
  "shell-not-signed": "Nur die Assertion ist signiert, nicht die Antwort (muss gelingen)",
  "replayed-assertion": "Kennung der letzten Assertion noch einmal verwenden",
  "answer-cancelled": "Fehlerantwort: abgebrochen",
  "answer-level-unavailable": "Fehlerantwort: Vertrauensniveau nicht erreichbar",
  "answer-attributes-missing": "Fehlerantwort: Pflichtangabe fehlt",
} as const;

export type BundidSwitch = ResponseFlaw | keyof typeof answerLabels;

/** All switches with their German labels, in the order of the page. */
export const switchLabels: Readonly<Record<BundidSwitch, string>> = { ...answerLabels, ...flawLabels };

export function isBundidSwitch(name: string): name is BundidSwitch {
  return Object.hasOwn(answerLabels, name) || isResponseFlaw(name);
}
