import type { Lang } from "../frame/index.ts";

const de = {
  title: "Sandbox", lead: "Legen Sie sich selbst an, was Sie zum Ausprobieren brauchen: eine Teststadt, ein Programm mit allen Rechten darin und Zugangsdaten. Nichts davon ist echt, und es kostet nichts.",
  begin: "Neu beginnen", name: "Ihr Name oder der Ihres Unternehmens", nameHint: "Steht als Hersteller im Manifest Ihres ersten Programms. Bitte keine vertraulichen Angaben.", beginButton: "Sandbox anlegen",
  back: "Wiederkommen", key: "Zugangsschlüssel", keyHint: "Beginnt mit kpd_.", signIn: "Anmelden", signOut: "Abmelden",
  nameWrong: "Nennen Sie einen Namen mit höchstens 80 Zeichen.", keyWrong: "Dieser Zugangsschlüssel ist nicht bekannt.", full: "Zurzeit ist kein Platz für weitere Teststädte. Versuchen Sie es später.", tooMany: "Zu viele Versuche von diesem Anschluss. Versuchen Sie es in einer Stunde.",
  ready: "Ihre Sandbox ist bereit", once: "Schlüssel und Geheimnis stehen nur auf dieser Seite. Bewahren Sie beide sicher auf.", accountKey: "Ihr Zugangsschlüssel zu diesen Seiten", environment: "Zugangsdaten Ihres Programms", goOn: "Weiter zu meiner Sandbox",
  programs: "Programme", towns: "Teststädte", town: "Teststadt", open: "Portal öffnen", newTown: "Weitere Teststadt anlegen", newProgram: "Weiteres Programm", manifest: "Manifest (JSON)", manifestHint: "Aufbau: docs/extension-api/manifest.schema.json. Die »id« ist zugleich die Kennung bei der Anmeldung.", addProgram: "Programm anlegen", changeManifest: "Manifest ändern",
  clientTaken: "Diese »id« ist schon vergeben.", tooManyPrograms: "Mehr Programme gehen in einer Sandbox nicht.", tooManyTowns: "Mehr Teststädte gehen in einer Sandbox nicht.", manifestWrong: "Das Manifest stimmt noch nicht", notJson: "Das ist kein JSON.",
  secrets: "Geheimnisse", addSecret: "Neues Geheimnis", tooManySecrets: "Drei Geheimnisse gelten schon. Beenden Sie zuerst eines.", end: "Beenden", ended: "beendet", inForce: "gilt", created: "Angelegt", state: "Stand", id: "Kennung", action: "Handlung", secretShown: "Das neue Geheimnis",
  keys: "Öffentliche Schlüssel", keysText: "Für die Anmeldung mit eigenem Schlüssel statt Geheimnis (private_key_jwt).", jwk: "Öffentlicher Schlüssel (JWK)", addKey: "Schlüssel hinterlegen", keyPrivate: "Das ist ein privater Schlüssel. Er wurde nicht gespeichert; benutzen Sie ihn nicht mehr und erzeugen Sie einen neuen.", keyNotUsable: "Das ist kein brauchbarer öffentlicher Schlüssel: P-256, P-384, Ed25519 oder RSA ab 2048 Bit.", keyKnown: "Dieser Schlüssel ist oder war schon hinterlegt.", tooManyKeys: "Drei Schlüssel gelten schon. Beenden Sie zuerst einen.",
  permission: "Erlaubnis", permitted: "Erlaubt sind alle Rechte des Manifests.", partly: "Erlaubt sind nicht alle Rechte des Manifests.", notPermitted: "Nichts erlaubt.", permit: "Alle Rechte des Manifests erlauben", revoke: "Erlaubnis widerrufen",
  catalogue: "Katalog der Städte", unpublished: "Nur in Ihren Teststädten zu sehen. Damit andere Städte es erlauben können, veröffentlicht der Betrieb dieses Portals es, auf Ihre Bitte und nach Prüfung des Manifests und des Ergebnisses der Konformitätsprüfung.", published: "Veröffentlicht: Jede Stadt dieses Portals sieht es und kann ihm etwas erlauben.",
  requests: "Letzte Anfragen", time: "Zeit", operation: "Aufruf", status: "Status", problem: "Problem", duration: "Dauer (ms)", webhooks: "Webhooks", noWebhooks: "Keine Adresse angelegt. Aufruf: addWebhook.", message: "Nachricht", attempts: "Versuche", last: "Letzte Antwort", again: "Noch einmal senden", done: "Erledigt.", sentAgain: "Die Nachricht wird noch einmal gesendet.",
};
export type AccountWord = keyof typeof de;

const en: Readonly<Record<AccountWord, string>> = {
  title: "Sandbox", lead: "Set up by yourself what you need to try things out: a test town, a program with every right in it, and credentials. None of it is real, and it costs nothing.",
  begin: "Begin", name: "Your name or your company’s", nameHint: "Stands as publisher in the manifest of your first program. Nothing confidential, please.", beginButton: "Set up a sandbox",
  back: "Come back", key: "Access key", keyHint: "Begins with kpd_.", signIn: "Sign in", signOut: "Sign out",
  nameWrong: "Give a name of at most 80 characters.", keyWrong: "This access key is not known.", full: "There is no room for further test towns right now. Try again later.", tooMany: "Too many attempts from this connection. Try again in an hour.",
  ready: "Your sandbox is ready", once: "Key and secret are on this page only. Keep both safe.", accountKey: "Your access key to these pages", environment: "Credentials of your program", goOn: "Go on to my sandbox",
  programs: "Programs", towns: "Test towns", town: "Test town", open: "Open the portal", newTown: "Set up another test town", newProgram: "Another program", manifest: "Manifest (JSON)", manifestHint: "Shape: docs/extension-api/manifest.schema.json. The “id” is the client id too.", addProgram: "Add the program", changeManifest: "Change the manifest",
  clientTaken: "This “id” is taken.", tooManyPrograms: "A sandbox holds no more programs.", tooManyTowns: "A sandbox holds no more test towns.", manifestWrong: "The manifest is not right yet", notJson: "This is not JSON.",
  secrets: "Secrets", addSecret: "New secret", tooManySecrets: "Three secrets are in force already. End one first.", end: "End", ended: "ended", inForce: "in force", created: "Created", state: "State", id: "Id", action: "Action", secretShown: "The new secret",
  keys: "Public keys", keysText: "To sign in with a key of your own instead of a secret (private_key_jwt).", jwk: "Public key (JWK)", addKey: "Register the key", keyPrivate: "This is a private key. It was not stored; do not use it any more and make a new one.", keyNotUsable: "This is no usable public key: P-256, P-384, Ed25519 or RSA from 2048 bits.", keyKnown: "This key is or was registered already.", tooManyKeys: "Three keys are in force already. End one first.",
  permission: "Permission", permitted: "Every right of the manifest is permitted.", partly: "Not every right of the manifest is permitted.", notPermitted: "Nothing is permitted.", permit: "Permit every right of the manifest", revoke: "Revoke the permission",
  catalogue: "Catalogue of the towns", unpublished: "Seen in your test towns only. For other towns to permit it, the operator of this portal publishes it, when you ask and after looking at the manifest and the result of the conformance check.", published: "Published: every town of this portal sees it and can permit it something.",
  requests: "Last requests", time: "Time", operation: "Operation", status: "Status", problem: "Problem", duration: "Duration (ms)", webhooks: "Webhooks", noWebhooks: "No address yet. Operation: addWebhook.", message: "Message", attempts: "Attempts", last: "Last answer", again: "Send again", done: "Done.", sentAgain: "The message is sent again.",
};

export function word(lang: Lang, key: AccountWord): string {
  return lang === "de" ? de[key] : en[key];
}
