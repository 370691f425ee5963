/** Commands of the first steps, as they stand on the page. Variables: CLIENT_ID, CLIENT_SECRET, TENANT, TOKEN, ID, WEBHOOK_URL. */
export function guideCommands(apex: string) {
  const post = (path: string, key: string, body: string): string => [
    "curl -s -X POST \\", "  -H \"Authorization: Bearer $TOKEN\" \\", `  -H "Idempotency-Key: ${key}" \\`, "  -H \"Content-Type: application/json\" \\", `  -d '${body}' \\`, `  "${apex}/api/v1${path}"`,
  ].join("\n");
  const get = (path: string): string => ["curl -s -H \"Authorization: Bearer $TOKEN\" \\", `  "${apex}/api/v1${path}"`].join("\n");
  const of = (path: string): string => `/applications/$ID/${path}`;
  return {
    tool: ["kommunalportal-extension new processor hallo", "cd hallo", "npm install", `kommunalportal-extension publish --portal ${apex}`, "kommunalportal-extension dev"].join("\n"),
    token: ["TOKEN=$(curl -s -u \"$CLIENT_ID:$CLIENT_SECRET\" \\", "  -d grant_type=client_credentials \\", "  -d tenant=\"$TENANT\" \\", `  ${apex}/oauth/token \\`, "  | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')"].join("\n"),
    submit: post("/applications", "test-$TENANT-1", "{\"service\":\"maengelmelder\",\"confirmed\":true,\"answers\":{\"mangel\":{\"art\":\"schlagloch\",\"ort\":{\"words\":\"Lindenweg 7\"},\"beschreibung\":\"Tiefes Schlagloch.\"}}}"),
    list: get("/applications?acknowledged=false"),
    fetch: get("/applications/$ID"),
    acknowledge: post(of("acknowledgement"), "$ID-acknowledge", "{\"externalReference\":\"HST-1\"}"),
    status: post(of("status"), "$ID-status", "{\"status\":\"in-progress\"}"),
    message: post(of("messages"), "$ID-message", "{\"kind\":\"information\",\"text\":\"Wir sehen uns die Stelle morgen an.\"}"),
    decision: post(of("decisions"), "$ID-decision", "{\"kind\":\"information\",\"subject\":\"Ihre Meldung\",\"paragraphs\":[\"Das Schlagloch ist verfüllt.\"],\"signatory\":{\"name\":\"Sabine Straße\",\"role\":\"Bürgerbüro\"},\"way\":\"post\",\"addressee\":[\"Erika Beispiel\",\"Lindenweg 7\",\"00101 Musterstadt\"]}"),
    webhook: post("/webhooks", "$TENANT-webhook", "{\"url\":\"'\"$WEBHOOK_URL\"'\",\"types\":[\"application.submitted\",\"message.received\"]}"),
  };
}
