import type { Lang } from "../frame/index.ts";

export interface GuidePart { readonly title: string; readonly text: readonly string[]; readonly code?: string }
export interface Guide { readonly lead: string; readonly steps: readonly GuidePart[]; readonly webhooks: readonly GuidePart[] }

/** The commands; a test runs them in this order. Variables: CLIENT_ID, CLIENT_SECRET, TENANT, TOKEN, ID. */
function commands(apex: string) {
  return {
    token: ["TOKEN=$(curl -s -u \"$CLIENT_ID:$CLIENT_SECRET\" \\", "  -d grant_type=client_credentials \\", "  -d tenant=\"$TENANT\" \\", `  ${apex}/oauth/token \\`, "  | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')"].join("\n"),
    list: ["curl -s -H \"Authorization: Bearer $TOKEN\" \\", `  "${apex}/api/v1/applications?acknowledged=false"`].join("\n"),
    fetch: ["curl -s -H \"Authorization: Bearer $TOKEN\" \\", `  "${apex}/api/v1/applications/$ID"`].join("\n"),
    acknowledge: ["curl -s -X POST \\", "  -H \"Authorization: Bearer $TOKEN\" \\", "  -H \"Idempotency-Key: $ID-acknowledge\" \\", "  -H \"Content-Type: application/json\" \\", "  -d '{\"externalReference\":\"HST-1\"}' \\", `  "${apex}/api/v1/applications/$ID/acknowledgement"`].join("\n"),
    status: ["curl -s -X POST \\", "  -H \"Authorization: Bearer $TOKEN\" \\", "  -H \"Idempotency-Key: $ID-status\" \\", "  -H \"Content-Type: application/json\" \\", "  -d '{\"status\":\"in-progress\"}' \\", `  "${apex}/api/v1/applications/$ID/status"`].join("\n"),
  };
}

const verify = [
  "const key = Buffer.from(secret.replace(/^whsec_/, \"\"), \"base64\");",
  "const expected = createHmac(\"sha256\", key)",
  "  .update(`${id}.${timestamp}.${body}`).digest(\"base64\");",
  "// webhook-signature: \"v1,<base64> v1,<base64>\"",
].join("\n");

export function guide({ lang, apex }: { readonly lang: Lang; readonly apex: string }): Guide {
  const run = commands(apex);
  return lang === "de" ? {
    lead: "Sie brauchen eine Kennung und ein Geheimnis vom Betreiber des Portals und die Erlaubnis einer Kommune. Danach sind es vier Befehle bis zum ersten Antrag.",
    steps: [
      { title: "1. Zugang", text: ["Der Betreiber trägt Ihr Programm mit seinem Manifest ein: Name, Rechte mit Gründen, Aufbewahrung. Sie bekommen `CLIENT_ID` und `CLIENT_SECRET`. Die Kommune sieht die Rechte in klaren Worten und erlaubt sie, wenn sie möchte nur für einzelne Leistungen oder Ämter.", "`TENANT` ist der Kurzname der Kommune, der Anfang ihrer Portaladresse.", "Hat das Portal eine Sandbox (`/entwicklung/sandbox`), legen Sie sich Teststadt, Programm und Zugangsdaten selbst an. Mit `kommunalportal-extension new processor hallo`, `npm install`, `publish --portal <Adresse>` und `dev` läuft dort in wenigen Minuten ein Programm, das den ersten Antrag begrüßt."] },
      { title: "2. Token holen", text: ["Ein Token gilt 15 Minuten, für ein Programm in einer Kommune. Widerruft die Kommune die Erlaubnis, endet es sofort."], code: run.token },
      { title: "Mit eigenem Schlüssel statt Geheimnis", text: ["Ein Schlüssel verlässt Ihr Programm nie: Es unterschreibt damit jede Token-Anfrage (RFC 7523, `private_key_jwt`). Schicken Sie `client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer` und `client_assertion`, ein JWT mit `iss` und `sub` gleich `CLIENT_ID`, `aud` gleich der Adresse dieses Portals, einer einmaligen `jti` und `exp` in höchstens zehn Minuten.", "Den öffentlichen Teil trägt der Betreiber ein, oder Sie nennen im Manifest eine `jwksUrl`: Dann tauschen Sie Schlüssel, wann Sie wollen. Bis zu drei gelten gleichzeitig."] },
      { title: "3. Anträge auflisten", text: ["Die Liste nennt keine Personen. Heben Sie `next` auf und fragen Sie damit weiter: Kein Antrag wird übersprungen."], code: run.list },
      { title: "4. Antrag abrufen", text: ["`ID` ist die Kennung aus der Liste. Jeder Abruf wird festgehalten; die Person sieht ihn in ihrem Vorgang."], code: run.fetch },
      { title: "5. Empfang bestätigen", text: ["Erst bestätigen, wenn der Antrag bei Ihnen dauerhaft gespeichert ist. Der `Idempotency-Key` macht eine Wiederholung ungefährlich."], code: run.acknowledge },
      { title: "6. Antworten", text: ["Stand, Nachricht und Bescheid gehen denselben Weg."], code: run.status },
    ],
    webhooks: [
      { title: "Nachrichten prüfen", text: ["Webhooks folgen Standard Webhooks 1.0. Prüfen Sie die Signatur über den unveränderten Inhalt, lehnen Sie Nachrichten ab, die älter als fünf Minuten sind, und merken Sie sich `webhook-id`: Jede Nachricht kommt mindestens einmal, bei Wiederholung mit derselben Kennung."], code: verify },
      { title: "Wiederholungen und Reihenfolge", text: ["Antworten Sie mit 2xx, sobald die Nachricht gespeichert ist. Sonst kommt sie nach 5 Sekunden, 5 Minuten, 30 Minuten, 2, 5, 10, 14, 20 und 24 Stunden wieder. Was denselben Vorgang betrifft, kommt in Reihenfolge. Mit 410 beenden Sie die Zustellung.", "Eine Nachricht enthält Kennungen und Codes, keine Namen und keine Inhalte."] },
      { title: "Nichts verpassen", text: ["`GET /events` enthält dieselben Ereignisse. Wer den letzten `next` aufhebt, holt nach, was während eines Ausfalls geschah."] },
    ],
  } : {
    lead: "You need an id and a secret from the operator of the portal and the permission of a municipality. From there it is four commands to the first application.",
    steps: [
      { title: "1. Credentials", text: ["The operator registers your program with its manifest: name, scopes with reasons, retention. You get `CLIENT_ID` and `CLIENT_SECRET`. The municipality sees the scopes in plain words and grants them, if it likes for single services or offices only.", "`TENANT` is the short name of the municipality, the beginning of its portal’s address.", "If the portal has a sandbox (`/entwicklung/sandbox`), you set up test town, program and credentials by yourself. With `kommunalportal-extension new processor hallo`, `npm install`, `publish --portal <address>` and `dev` a program that greets the first application runs there within minutes."] },
      { title: "2. Get a token", text: ["A token is valid for 15 minutes, for one program in one municipality. When the municipality revokes the permission it ends at once."], code: run.token },
      { title: "With a key of your own instead of a secret", text: ["A key never leaves your program: it signs each request for a token (RFC 7523, `private_key_jwt`). Send `client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer` and `client_assertion`, a JWT with `iss` and `sub` equal to `CLIENT_ID`, `aud` equal to the address of this portal, a `jti` used once and an `exp` at most ten minutes away.", "The operator registers the public half, or the manifest names a `jwksUrl`: then you exchange keys whenever you like. Up to three are in force at once."] },
      { title: "3. List applications", text: ["The list names no persons. Keep `next` and go on with it: no application is skipped."], code: run.list },
      { title: "4. Fetch an application", text: ["`ID` is the id from the list. Each access is recorded; the person sees it in the case."], code: run.fetch },
      { title: "5. Acknowledge receipt", text: ["Acknowledge only when the application is stored durably on your side. The `Idempotency-Key` makes a repetition harmless."], code: run.acknowledge },
      { title: "6. Answer", text: ["Status, message and decision go the same way."], code: run.status },
    ],
    webhooks: [
      { title: "Verify messages", text: ["Webhooks follow Standard Webhooks 1.0. Check the signature over the unchanged body, refuse messages older than five minutes, and remember `webhook-id`: each message comes at least once, repetitions with the same id."], code: verify },
      { title: "Retries and order", text: ["Answer with 2xx as soon as the message is stored. Otherwise it comes again after 5 seconds, 5 minutes, 30 minutes, 2, 5, 10, 14, 20 and 24 hours. What concerns the same application comes in order. With 410 you end the delivery.", "A message holds ids and codes, no names and no content."] },
      { title: "Miss nothing", text: ["`GET /events` holds the same events. Whoever keeps the last `next` catches up on what happened during an outage."] },
    ],
  };
}
