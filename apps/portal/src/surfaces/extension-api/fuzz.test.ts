import assert from "node:assert/strict";
import { test } from "node:test";
import type { Document } from "./contract/document.ts";
import { openApiDocument } from "./openapi.ts";
import { isProblemCode, operations, problemsOf } from "./index.ts";
import { apex, apiWorld } from "./testing/api-world.ts";
import { fuzzedRequests } from "./testing/fuzzed-requests.ts";
import { exampleReceiver, knownThings } from "./testing/known-things.ts";

// For long: `npm run endurance -- fuzz --requests 200000 --seed 7`.
const wanted = Number(process.env["FUZZ_REQUESTS"] ?? "1500");
const seed = Number(process.env["FUZZ_SEED"] ?? "20261126");
const world = await apiWorld({ trustedHosts: [exampleReceiver], requestsPerMinute: 1_000_000 });
const { ids, token: bearer } = await knownThings(world);

test(`no request made of the document (${wanted}, seed ${seed}) is a fault, undocumented or tells what is inside`, async () => {
  const statuses = new Map<number, number>();
  const tried = new Set<string>();
  let sent = 0;
  for (const request of fuzzedRequests(JSON.parse(JSON.stringify(openApiDocument({ lang: "en", apex }))) as Document, ids, seed)) {
    if (sent === wanted) break;
    sent += 1;
    const answer = await world.app.inject({
      method: request.method, url: `/api/v1${request.path}`, remoteAddress: `127.2.${(sent >> 8) & 255}.${sent & 255}`, headers: { host: new URL(apex).host, authorization: `Bearer ${bearer}`, ...request.headers }, ...(request.payload === undefined ? {} : { payload: request.payload }),
    });
    const told = `${request.method} ${request.path} ${JSON.stringify(request.headers)} ${request.payload?.slice(0, 500) ?? ""}\n→ ${answer.statusCode} ${answer.body.slice(0, 500)}`;
    assert.ok(answer.statusCode < 500, told);
    if (answer.statusCode >= 400 && answer.statusCode !== 414) {
      assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/, told);
      const { code } = answer.json<{ code: string }>();
      const operation = operations.find(({ id }) => id === request.id);
      // A strange path may lead to another operation or to none.
      if (isProblemCode(code) && operation) assert.ok(code === "not-found" || problemsOf(operation).includes(code) || request.path.includes("%"), `undocumented ${code}: ${told}`);
      assert.doesNotMatch(answer.body, /extensions\.|apps\/portal|node_modules|select |at async|syntax error/, told);
    }
    assert.equal(answer.headers["set-cookie"], undefined, told);
    statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
    tried.add(request.id);
  }
  assert.equal(sent, wanted);
  assert.deepEqual(operations.map(({ id }) => id).filter((id) => !tried.has(id)), [], "each operation was tried");
  for (const status of [200, 400, 404, 422]) assert.ok((statuses.get(status) ?? 0) > 0, `none was answered ${status}: the requests say nothing`);
});
