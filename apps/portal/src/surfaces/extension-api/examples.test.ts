import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { proofs, twoDogs } from "../../modules/extensions/testing/world.ts";
import type { Document } from "./contract/document.ts";
import { openApiDocument } from "./openapi.ts";
import { apex, apiWorld } from "./testing/api-world.ts";
import { pathWith, requestsOf } from "./testing/document-requests.ts";

const world = await apiWorld({ trustedHosts: ["fachverfahren.musterstadt.example"] });
const requests = requestsOf(JSON.parse(JSON.stringify(openApiDocument({ lang: "en", apex }))) as Document);

/** Everything that an operation may be asked about, fresh for each: what one changes does not disturb the next. */
async function prepared(offices: readonly string[] | undefined) {
  const account = newId();
  const one = await world.submitted({ account, answers: twoDogs, uploads: proofs });
  await world.answers.setConsent({ application: one.application, account, agreed: true });
  await world.applications.subscriptions.find(({ name }) => name === "applications.render")?.handle({ type: "application.submitted", id: newId(), application: one.application, tenant: one.tenant }, { lastAttempt: false });
  await world.told(one);
  const { token } = await world.signedIn(offices ? { offices } : {});
  const fetched = await world.call("GET", `/applications/${one.application}`, { token });
  const webhook = await world.call("POST", "/webhooks", { token, body: { url: "https://fachverfahren.musterstadt.example/webhook" } });
  const [file] = fetched.body["attachments"] as { id: string }[];
  return { token, ids: { application: one.application, file: file?.id ?? newId(), webhook: String(webhook.body["id"]), service: "hund-anmelden", version: String(fetched.body["formVersion"]) } };
}

for (const request of requests) {
  test(`${request.id} does with its example what the document says`, async () => {
    // The examples name no office: they are those of a program that speaks for one.
    const { token, ids } = await prepared(request.method === "POST" && request.operation.path.startsWith("/applications/") ? ["steueramt"] : undefined);
    const answer = await world.call(request.method, pathWith(request.operation.path, ids), { token, ...(request.example === undefined ? {} : { body: request.example }) });
    assert.equal(answer.status, request.success, JSON.stringify(answer.body));
    if (request.method === "GET") {
      const tag = String(answer.headers["etag"]);
      assert.equal((await world.call("GET", pathWith(request.operation.path, ids), { token, headers: { "if-none-match": tag } })).status, 304, `${request.id} has no ETag that holds`);
    }
  });
}
