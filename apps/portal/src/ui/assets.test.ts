import assert from "node:assert/strict";
import { test } from "node:test";
import { Script } from "node:vm";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { assetUrl, encodeAsset, findAsset } from "./assets.ts";
import { galleryPages } from "./gallery/gallery-pages.ts";
import { pruneKernCss } from "./kern-css.ts";

function stylesheet(): string {
  return findAsset(assetUrl("portal.css"))?.body.toString() ?? "";
}

test("every class a page uses from KERN is in the stylesheet", () => {
  const used = new Set<string>();
  for (const markup of galleryPages("de").values()) for (const [, list = ""] of markup.matchAll(/class="([^"]*)"/g)) for (const name of list.split(" ")) if (name.startsWith("kern-")) used.add(name);
  const css = stylesheet();
  const missing = [...used].filter((name) => !new RegExp(`\\.${name}(?![\\w-])`).test(css));
  assert.ok(used.size > 50);
  assert.deepEqual(missing, []);
});

test("the stylesheet balances its braces, asks nobody else and stays small enough for a phone", () => {
  const css = stylesheet().replace(/"(?:[^"\\]|\\.)*"/g, "").replace(/url\([^)]*\)/g, "");
  assert.equal(css.split("{").length, css.split("}").length);
  const loaded = [...stylesheet().matchAll(/url\(["']?([^"')]{1,40})/g)].map(([, url = ""]) => url);
  assert.ok(loaded.length > 3);
  assert.deepEqual(loaded.filter((url) => !url.startsWith("/assets/") && !url.startsWith("data:")), []);
  assert.ok((findAsset(assetUrl("portal.css"))?.brotli?.length ?? Infinity) < 30_000);
});

test("pruning keeps what is used, drops the rest and leaves strings alone", () => {
  const css = '@charset "UTF-8";.kern-a{x:1}.kern-b,.kern-a--big{y:2}.kern-b:is(.kern-a,p){z:3}@media (min-width:1px){.kern-b{q:1}.kern-a__part{content:"}{"}}.kern-icon--home{i:1}.kern-icon--gone{i:2}p{m:1}';
  assert.equal(pruneKernCss(css, new Set(["kern-a"]), new Set(["home"])), '.kern-a{x:1}.kern-a--big{y:2}@media (min-width:1px){.kern-a__part{content:"}{"}}.kern-icon--home{i:1}p{m:1}');
  assert.throws(() => pruneKernCss(".kern-a{", new Set(), new Set()));
});

test("assets are found by their own address only and never by a name that was made up", () => {
  assert.match(assetUrl("portal.js"), /^\/assets\/portal\.[0-9a-f]{16}\.js$/);
  assert.equal(findAsset("/assets/portal.0000000000000000.js"), undefined);
  assert.equal(findAsset("/assets/../package.json"), undefined);
  assert.throws(() => assetUrl("missing.css"));
});

test("the browser gets the best encoding it takes, and none it refuses", () => {
  const asset = findAsset(assetUrl("portal.css"));
  assert.ok(asset !== undefined);
  assert.equal(encodeAsset(asset, "gzip, deflate, br").encoding, "br");
  assert.deepEqual(brotliDecompressSync(encodeAsset(asset, "br").body), asset.body);
  assert.deepEqual(gunzipSync(encodeAsset(asset, "gzip, br;q=0").body), asset.body);
  for (const encoding of ["br", "gzip"]) assert.equal(encodeAsset(asset, encoding).body, encodeAsset(asset, encoding).body, "and it is compressed once");
  assert.equal(encodeAsset(asset, undefined).encoding, undefined);
  const font = findAsset(assetUrl("fira-sans-400.woff2"));
  assert.ok(font !== undefined);
  assert.equal(encodeAsset(font, "br").encoding, undefined);
});

test("the scripts are valid and use nothing that the content policy forbids", () => {
  for (const name of ["portal.js", "theme.js", "staff.js"]) {
    const source = findAsset(assetUrl(name))?.body.toString() ?? "";
    assert.doesNotThrow(() => new Script(source));
    assert.doesNotMatch(source, /\beval\(|innerHTML|document\.write|\.style\b/);
  }
});
