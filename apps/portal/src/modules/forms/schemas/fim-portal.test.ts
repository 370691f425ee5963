import assert from "node:assert/strict";
import { test } from "node:test";
import type { Outbound } from "#platform/http";
import { fetchSchema } from "./fim-portal.ts";

/** The port's other end: what was asked, and what it answers. */
function portalThat(answer: () => Response): { readonly asked: string[]; readonly outbound: Outbound } {
  const asked: string[] = [];
  return { asked, outbound: (url) => { asked.push(String(url)); return Promise.resolve(answer()); } };
}

const origin = "https://fim.example";

test("an address, a page or only the number lead to the same file, and only the portal of the setting is asked", async () => {
  const { asked, outbound } = portalThat(() => new Response("<x/>"));
  for (const address of ["S05000001299", " s05000001299 1.0.0 ", "S05000001299V1.0.0", `${origin}/schemas/S05000001299/1.0.0`, `${origin}/api/v1/schemas/S05000001299/latest/xdf`, "S05000001299/../../admin"]) {
    assert.ok((await fetchSchema({ origin, outbound }, address)).ok, address);
  }
  assert.deepEqual(asked.map((url) => url.slice(`${origin}/api/v1/schemas/S05000001299/`.length)), ["latest/xdf", "1.0.0/xdf", "1.0.0/xdf", "1.0.0/xdf", "latest/xdf", "latest/xdf"]);
  for (const [address, why] of [["https://other.example/schemas/S05000001299", "elsewhere"], ["http://127.0.0.1/S05000001299", "elsewhere"], ["F05000001299", "no-address"], ["S050000012991", "no-address"], ["", "no-address"], ["x".repeat(600) + "S05000001299", "no-address"]] as const) {
    assert.deepEqual(await fetchSchema({ origin, outbound }, address), { ok: false, why }, address.slice(0, 40));
  }
  assert.equal(asked.length, 6);
});

test("what the portal does not give is said apart: not there, too much asked, no answer", async () => {
  const why = async (answer: () => Response): Promise<string> => { const fetched = await fetchSchema({ origin, outbound: portalThat(answer).outbound }, "S05000001299"); return fetched.ok ? "" : fetched.why; };
  assert.equal(await why(() => new Response("", { status: 404 })), "not-there");
  assert.equal(await why(() => new Response("", { status: 429 })), "too-many-requests");
  assert.equal(await why(() => new Response("", { status: 302, headers: { location: "http://10.0.0.1/" } })), "unreachable");
  assert.equal(await why(() => { throw new Error("refused: private network"); }), "unreachable");
});
