import assert from "node:assert/strict";
import { test } from "node:test";
import type { Document } from "./contract/document.ts";
import { openApiDocument } from "./openapi.ts";
import { apex, apiWorld } from "./testing/api-world.ts";
import { addressWith, bodyOf, requestsOf } from "./testing/document-requests.ts";
import { exampleLaunches } from "./testing/example-launches.ts";
import { exampleReceiver, knownThings } from "./testing/known-things.ts";

const world = await apiWorld({ trustedHosts: [exampleReceiver] });
const requests = requestsOf(JSON.parse(JSON.stringify(openApiDocument({ lang: "en", apex }))) as Document);

/** A step names its program by id. */
const known: Readonly<Record<string, { readonly id: string }>> = { provideStepResult: { id: "terminwahl-beispiel" } };
// What only reads leaves everything as it was.
const reader = await knownThings(world);

async function owed(token: string, application: string): Promise<string> {
  const asked = await world.call("POST", `/applications/${application}/payments`, { token, body: { cents: 500, text: "Für die Ersatzmarke.", office: "steueramt" } });
  assert.equal(asked.status, 201, JSON.stringify(asked.body));
  return String(asked.body["id"]);
}

for (const request of requests) {
  test(`${request.id} does with its example what the document says`, async () => {
    // The examples name no office: they are those of a program that speaks for one. Fees and documents are for the whole application.
    const given = request.method === "POST" && /^\/applications\/(?!.*\/(?:payments|documents))/.test(request.operation.path) ? { offices: ["steueramt"] } : known[request.id] ?? {};
    const { token, ids: all, client } = request.method === "GET" ? reader : await knownThings(world, given);
    // What is known has been paid; only what is still owed can be cancelled.
    const ids = request.id === "revokePayment" ? { ...all, payment: await owed(token, all.application) } : all;
    if (request.operation.path.startsWith("/launch")) await exampleLaunches(world, { client, application: ids.application });
    // The requests before this one are written down a moment later, and would change what listOwnRequests says in between.
    await world.extensions.requestLog.flush();
    const answer = await world.call(request.method, addressWith(request, ids), { token, ...bodyOf(request, ids) });
    assert.equal(answer.status, request.success, JSON.stringify(answer.body));
    if (request.method === "GET") {
      const tag = String(answer.headers["etag"]);
      assert.equal((await world.call("GET", addressWith(request, ids), { token, headers: { "if-none-match": tag } })).status, 304, `${request.id} has no ETag that holds`);
    }
  });
}
