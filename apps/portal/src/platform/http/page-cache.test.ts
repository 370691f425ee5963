import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { createPageCache } from "./page-cache.ts";

test("kept pages lie close together, and all their forms are the page", () => {
  const cache = createPageCache(1_000_000);
  const body = (name: string) => `<p>Hund anmelden in ${name}</p>`.repeat(400);
  const kept = ["Musterstadt", "Beispielhausen"].map((name) => cache.put(name, body(name), "text/html", cache.version()));
  assert.equal(cache.size().bytes, kept.reduce((sum, { brotli }) => sum + brotli.length, 0), "nobody has asked for another form");
  for (const [at, name] of ["Musterstadt", "Beispielhausen"].entries()) {
    assert.equal(kept[at]!.plain().toString(), body(name));
    assert.equal(brotliDecompressSync(kept[at]!.brotli).toString(), body(name));
    assert.equal(gunzipSync(kept[at]!.gzip()).toString(), body(name));
  }
  assert.equal(new Set(kept.flatMap(({ plain, gzip, brotli }) => [plain().buffer, gzip().buffer, brotli.buffer])).size, 1);
});
test("the oldest pages go first, a page that was made anew stays, and one made before a change is not kept", () => {
  const cache = createPageCache(40_000);
  const body = "x".repeat(2_000);
  for (let i = 0; i < 30; i += 1) { cache.put(`/${i}`, `${body}${i}`, "text/html", cache.version()).plain(); if (i === 25) cache.put("/2", `${body} neu`, "text/html", cache.version()).plain(); }
  assert.ok(cache.size().bytes <= 40_000);
  assert.ok(cache.get("/29") && !cache.get("/0") && !cache.get("/1"));
  assert.equal(cache.get("/2")?.plain().toString(), `${body} neu`);
  assert.equal(cache.put("/gross", body.repeat(3), "text/html", cache.version()).plain().length, 6_000);
  assert.equal(cache.get("/gross"), undefined, "what would take a tenth of all is not kept");
  const before = cache.version();
  cache.clear();
  cache.put("/alt", body, "text/html", before);
  assert.equal(cache.get("/alt"), undefined);
});
