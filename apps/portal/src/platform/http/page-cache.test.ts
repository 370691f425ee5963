import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { createPageCache } from "./page-cache.ts";

test("a kept page holds no more memory than its bytes, and both compressed forms are the page", () => {
  const cache = createPageCache(1_000_000);
  const body = "<p>Hund anmelden in Musterstadt</p>".repeat(400);
  const page = cache.put("musterstadt/", body, "text/html", cache.version());
  for (const kept of [page.plain, page.brotli, page.gzip()]) assert.equal(kept.buffer.byteLength, kept.length);
  assert.equal(brotliDecompressSync(page.brotli).toString(), body);
  assert.equal(gunzipSync(page.gzip()).toString(), body);
});
test("the least recently used page goes first, and a page made before a change is not kept", () => {
  const cache = createPageCache(40_000);
  const body = "x".repeat(2_000);
  for (let i = 0; i < 30; i += 1) { cache.put(`/${i}`, `${body}${i}`, "text/html", cache.version()); cache.get("/0"); }
  assert.ok(cache.size().bytes <= 40_000);
  assert.ok(cache.get("/0") && cache.get("/29") && !cache.get("/1"));
  const before = cache.version();
  cache.clear();
  cache.put("/alt", body, "text/html", before);
  assert.equal(cache.get("/alt"), undefined);
});
