import type { Lang } from "../frame/index.ts";
import { guideCommands } from "./guide-commands.ts";

export interface GuidePart { readonly title: string; readonly text: readonly string[]; readonly code?: string }
/** `tool` is the shortest way; the rest is what happens on it, by hand. A test runs both exactly as they stand. */
export interface Guide { readonly lead: string; readonly tool: GuidePart; readonly steps: readonly GuidePart[]; readonly webhooks: readonly GuidePart[] }

const verify = [
  "const key = Buffer.from(secret.replace(/^whsec_/, \"\"), \"base64\");",
  "const expected = createHmac(\"sha256\", key)",
  "  .update(`${id}.${timestamp}.${body}`).digest(\"base64\");",
  "// webhook-signature: \"v1,<base64> v1,<base64>\"",
].join("\n");

export function guide({ lang, apex }: { readonly lang: Lang; readonly apex: string }): Guide {
  const run = guideCommands(apex);
  return lang === "de" ? {
    lead: "Sie brauchen eine Kennung und ein Geheimnis vom Betreiber des Portals und die Erlaubnis einer Kommune. In der Sandbox bekommen Sie beides selbst, in einer Minute.",
    tool: {
      title: "Am schnellsten: mit dem Werkzeug", text: [
        "In einem leeren Ordner. `publish` legt in der Sandbox dieses Portals ein Konto mit Teststadt an, trägt das neue Programm ein und schreibt die Zugangsdaten in `.env`. Haben Sie schon ein Konto, kopieren Sie vorher die Zeilen, die es Ihnen gezeigt hat, in diese Datei. `dev` startet das Programm und zeigt, was geschieht.",
        "Füllen Sie dann in Ihrer Teststadt ein Formular aus: Das Programm begrüßt den Antrag. `kommunalportal-extension` kommt aus dem Paket `@kommunalportal/extension-cli`; solange es in keiner Registry liegt, aus dem Quelltext des Portals (`packages/extension-cli`).",
      ], code: run.tool,
    },
    steps: [
      { title: "1. Zugang", text: ["Der Betreiber trägt Ihr Programm mit seinem Manifest ein: Name, Rechte mit Gründen, Aufbewahrung. Sie bekommen `CLIENT_ID` und `CLIENT_SECRET`. Die Kommune sieht die Rechte in klaren Worten und erlaubt sie, wenn sie möchte nur für einzelne Leistungen oder Ämter.", "`TENANT` ist der Kurzname der Kommune, der Anfang ihrer Portaladresse.", "Hat das Portal eine Sandbox (`/entwicklung/sandbox`), legen Sie sich Teststadt, Programm und Zugangsdaten selbst an: Die Seite zeigt alle vier Werte."] },
      { title: "2. Token holen", text: ["Ein Token gilt 15 Minuten, für ein Programm in einer Kommune. Widerruft die Kommune die Erlaubnis, endet es sofort."], code: run.token },
      { title: "Mit eigenem Schlüssel statt Geheimnis", text: ["Ein Schlüssel verlässt Ihr Programm nie: Es unterschreibt damit jede Token-Anfrage (RFC 7523, `private_key_jwt`). Schicken Sie `client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer` und `client_assertion`, ein JWT mit `iss` und `sub` gleich `CLIENT_ID`, `aud` gleich der Adresse dieses Portals, einer einmaligen `jti` und `exp` in höchstens zehn Minuten.", "Den öffentlichen Teil trägt der Betreiber ein, oder Sie nennen im Manifest eine `jwksUrl`: Dann tauschen Sie Schlüssel, wann Sie wollen. Bis zu drei gelten gleichzeitig."] },
      { title: "3. Testantrag stellen", text: ["In einer Teststadt sind Sie auch die Person. `ID` ist die Kennung aus der Antwort; die Schritte danach gelten für jeden Antrag, auch für einen, der auf den Seiten der Stadt ausgefüllt wurde."], code: run.submit },
      { title: "4. Anträge auflisten", text: ["Die Liste nennt keine Personen. Heben Sie `next` auf und fragen Sie damit weiter: Kein Antrag wird übersprungen."], code: run.list },
      { title: "5. Antrag abrufen", text: ["`ID` ist die Kennung aus der Liste. Jeder Abruf wird festgehalten; die Person sieht ihn in ihrem Vorgang."], code: run.fetch },
      { title: "6. Empfang bestätigen", text: ["Erst bestätigen, wenn der Antrag bei Ihnen dauerhaft gespeichert ist. Der `Idempotency-Key` macht eine Wiederholung ungefährlich."], code: run.acknowledge },
      { title: "7. Stand setzen", text: ["Die Person sieht ihn sofort."], code: run.status },
      { title: "8. Nachricht senden", text: ["Sie kommt in das Postfach der Person; ohne Konto steht sie bei ihrer Statusabfrage (nur der Titel, wenn sie sich einmalig angemeldet hat)."], code: run.message },
      { title: "9. Bescheid zustellen", text: ["Elektronisch geht er nur mit Einwilligung der Person (`way: mailbox`). Ohne Konto geht er mit der Post; das Amt findet den fertigen Brief unter seinen Aufgaben."], code: run.decision },
      { title: "10. Benachrichtigt werden", text: ["`WEBHOOK_URL` ist eine Adresse Ihres Programms. Die Antwort enthält das Geheimnis, mit dem Sie jede Nachricht prüfen; es steht nur dort. Wie Sie prüfen, steht bei »Ereignisse und Webhooks«."], code: run.webhook },
      { title: "Eigene Seiten: Personen übernehmen", text: ["Hat Ihr Programm eigene Seiten, ist das Portal jeder Kommune sein OpenID-Anbieter: `https://<Kommune>/openid`, mit `/.well-known/openid-configuration`. Nötig sind das Recht `personen.uebernehmen` und `handover` im Manifest: `redirectUris`, das nötige `level` und jede Angabe mit Grund. Es gilt der Code-Ablauf mit PKCE (S256), `client_id` und Nachweis wie bei `/oauth/token`, `id_token_signed_response_alg` ist ES256. Nehmen Sie eine geprüfte Bibliothek, zum Beispiel `openid-client`.", "Jede Angabe ist ein eigener `scope` (`given_name`, `family_name`, `birthdate`, `address` und weitere); die Person sieht die Werte und stimmt zu. Das ID-Token nennt `sub` (nur für Sie in dieser Kommune) und `acr` (`basis`, `substantiell`, `hoch`; mit `acr_values` verlangen Sie mehr). Die Werte holen Sie innerhalb von zehn Minuten bei `userinfo`. Mit demselben Zugangstoken als `handover` in `submitApplication` wird der Antrag der eigene der Person; `url` führt sie zurück.", "Meldet sich die Person am Portal ab, nimmt sie ihre Einwilligung zurück oder ist eine Stunde vorbei, gilt das Zugangstoken sofort nicht mehr: `userinfo` antwortet 401, `submitApplication` mit `handover-invalid`. Das Portal meldet das nicht von sich aus; beenden Sie dann auch den Besuch bei sich. Wer sich bei Ihnen abmeldet, wird mit `id_token_hint` zu `/openid/session/end` geführt."] },
      { title: "Dateien mitgeben", text: ["Legen Sie die Datei zuerst mit `addUpload` ab: Der Inhalt der Anfrage ist die Datei, daneben stehen ihr Name (`Content-Disposition`) und ihre Prüfsumme (`Repr-Digest`). Mit der Kennung aus der Antwort geht sie mit einem Antrag, einer Nachricht oder einem Bescheid hinaus; nicht verwendet, ist sie nach einem Tag gelöscht. Mit dem SDK sendet `fileToSend` eine Datei als Strom, ohne sie im Speicher zu halten."] },
      { title: "Gebühr zuerst", text: ["Nach einer Übergabe geht auch ein Dienst, bei dem die Gebühr vorab fällig ist: `submitApplication` antwortet mit `state: payment` und führt mit `url` zum Bezahlen ins Portal. Eingegangen ist der Antrag, wenn bezahlt ist; `getSubmission` sagt es, `application.submitted` auch."] },
    ],
    webhooks: [
      { title: "Nachrichten prüfen", text: ["Webhooks folgen Standard Webhooks 1.0. Prüfen Sie die Signatur über den unveränderten Inhalt, lehnen Sie Nachrichten ab, die älter als fünf Minuten sind, und merken Sie sich `webhook-id`: Jede Nachricht kommt mindestens einmal, bei Wiederholung mit derselben Kennung."], code: verify },
      { title: "Wiederholungen und Reihenfolge", text: ["Antworten Sie mit 2xx, sobald die Nachricht gespeichert ist. Sonst kommt sie nach 5 Sekunden, 5 Minuten, 30 Minuten, 2, 5, 10, 14, 20 und 24 Stunden wieder. Was denselben Vorgang betrifft, kommt in Reihenfolge. Mit 410 beenden Sie die Zustellung.", "Eine Nachricht enthält Kennungen und Codes, keine Namen und keine Inhalte."] },
      { title: "Nichts verpassen", text: ["`GET /events` enthält dieselben Ereignisse. Wer den letzten `next` aufhebt, holt nach, was während eines Ausfalls geschah."] },
    ],
  } : {
    lead: "You need an id and a secret from the operator of the portal and the permission of a municipality. In the sandbox you get both by yourself, in a minute.",
    tool: {
      title: "Fastest: with the tool", text: [
        "In an empty folder. `publish` sets up an account with a test town in the sandbox of this portal, registers the new program and writes its credentials to `.env`. If you have an account already, copy the lines that it showed you into that file before. `dev` starts the program and shows what happens.",
        "Then fill in a form in your test town: the program greets the application. `kommunalportal-extension` comes from the package `@kommunalportal/extension-cli`; as long as it is in no registry, from the source of the portal (`packages/extension-cli`).",
      ], code: run.tool,
    },
    steps: [
      { title: "1. Credentials", text: ["The operator registers your program with its manifest: name, scopes with reasons, retention. You get `CLIENT_ID` and `CLIENT_SECRET`. The municipality sees the scopes in plain words and grants them, if it likes for single services or offices only.", "`TENANT` is the short name of the municipality, the beginning of its portal’s address.", "If the portal has a sandbox (`/entwicklung/sandbox`), you set up test town, program and credentials by yourself: the page shows all four values."] },
      { title: "2. Get a token", text: ["A token is valid for 15 minutes, for one program in one municipality. When the municipality revokes the permission it ends at once."], code: run.token },
      { title: "With a key of your own instead of a secret", text: ["A key never leaves your program: it signs each request for a token (RFC 7523, `private_key_jwt`). Send `client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer` and `client_assertion`, a JWT with `iss` and `sub` equal to `CLIENT_ID`, `aud` equal to the address of this portal, a `jti` used once and an `exp` at most ten minutes away.", "The operator registers the public half, or the manifest names a `jwksUrl`: then you exchange keys whenever you like. Up to three are in force at once."] },
      { title: "3. Submit a test application", text: ["In a test town you are the person too. `ID` is the id in the answer; the steps after it hold for every application, also for one that was filled in on the pages of the town."], code: run.submit },
      { title: "4. List applications", text: ["The list names no persons. Keep `next` and go on with it: no application is skipped."], code: run.list },
      { title: "5. Fetch an application", text: ["`ID` is the id from the list. Each access is recorded; the person sees it in the case."], code: run.fetch },
      { title: "6. Acknowledge receipt", text: ["Acknowledge only when the application is stored durably on your side. The `Idempotency-Key` makes a repetition harmless."], code: run.acknowledge },
      { title: "7. Set the status", text: ["The person sees it at once."], code: run.status },
      { title: "8. Send a message", text: ["It goes to the person’s mailbox; without an account it stands at their status page (only its title where they have signed in once)."], code: run.message },
      { title: "9. Issue a decision", text: ["It goes electronically only with the person’s consent (`way: mailbox`). Without an account it goes by post; the office finds the finished letter among its tasks."], code: run.decision },
      { title: "10. Be told", text: ["`WEBHOOK_URL` is an address of your program. The answer holds the secret with which you verify each message; it stands there only. How to verify is told at “Events and webhooks”."], code: run.webhook },
      { title: "Pages of your own: taking people over", text: ["If your program has pages of its own, the portal of each municipality is its OpenID provider: `https://<municipality>/openid`, with `/.well-known/openid-configuration`. You need the scope `personen.uebernehmen` and `handover` in the manifest: `redirectUris`, the `level` you need and each value with its reason. It is the code flow with PKCE (S256), `client_id` and proof as at `/oauth/token`, `id_token_signed_response_alg` is ES256. Take a certified library, for example `openid-client`.", "Each value is a `scope` of its own (`given_name`, `family_name`, `birthdate`, `address` and others); the person sees the values and agrees. The ID token names `sub` (for you in this municipality only) and `acr` (`basis`, `substantiell`, `hoch`; with `acr_values` you ask for more). Fetch the values within ten minutes at `userinfo`. With the same access token as `handover` in `submitApplication` the application is the person’s own; `url` leads them back.", "When the person signs out of the portal, withdraws the consent or an hour is over, the access token ends at once: `userinfo` answers 401, `submitApplication` with `handover-invalid`. The portal does not tell you by itself; then end the visit at your side too. Whoever signs out at your side is led to `/openid/session/end` with `id_token_hint`."] },
      { title: "Send files along", text: ["Send the file first with `addUpload`: the body of the request is the file, beside it stand its name (`Content-Disposition`) and its checksum (`Repr-Digest`). With the id of the answer it goes with an application, a message or a decision; not used, it is deleted after a day. With the SDK `fileToSend` sends a file as a stream without holding it in memory."] },
      { title: "Fee first", text: ["After a hand-over a service whose fee comes first works too: `submitApplication` answers `state: payment` and leads with `url` to the payment at the portal. The application is received when it is paid; `getSubmission` tells you, and so does `application.submitted`."] },
    ],
    webhooks: [
      { title: "Verify messages", text: ["Webhooks follow Standard Webhooks 1.0. Check the signature over the unchanged body, refuse messages older than five minutes, and remember `webhook-id`: each message comes at least once, repetitions with the same id."], code: verify },
      { title: "Retries and order", text: ["Answer with 2xx as soon as the message is stored. Otherwise it comes again after 5 seconds, 5 minutes, 30 minutes, 2, 5, 10, 14, 20 and 24 hours. What concerns the same application comes in order. With 410 you end the delivery.", "A message holds ids and codes, no names and no content."] },
      { title: "Miss nothing", text: ["`GET /events` holds the same events. Whoever keeps the last `next` catches up on what happened during an outage."] },
    ],
  };
}
