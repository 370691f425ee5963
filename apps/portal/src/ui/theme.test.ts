import assert from "node:assert/strict";
import { test } from "node:test";
import { checkTheme, contrastRatio, themeAsset, themeCss } from "./theme.ts";

const good = { primary: "#0b5d4e", primaryDark: "#6fd3bd" };

test("contrast is computed as WCAG defines it", () => {
  assert.equal(contrastRatio("#000000", "#ffffff"), 21);
  assert.equal(contrastRatio("#ffffff", "#FFFFFF"), 1);
  // The value that every checker gives for the lightest grey that still passes on white.
  assert.equal(contrastRatio("#767676", "#ffffff").toFixed(2), "4.54");
  assert.throws(() => contrastRatio("red", "#ffffff"), TypeError);
});

test("colours that can be read on light and on dark are accepted", () => {
  assert.deepEqual(checkTheme(good), []);
});

test("a colour that is too pale on light or too deep on dark is refused, each for itself", () => {
  assert.deepEqual(checkTheme({ primary: "#ffcc00", primaryDark: "#ffcc00" }).map(({ field, code }) => ({ field, code })), [{ field: "primary", code: "contrast-too-low" }]);
  assert.deepEqual(checkTheme({ primary: "#123456", primaryDark: "#123456" }).map(({ field, code }) => ({ field, code })), [{ field: "primaryDark", code: "contrast-too-low" }]);
});

test("nothing but a colour gets into the stylesheet", () => {
  for (const evil of ["red", "#fff", "#0b5d4e;}body{display:none", "url(//x.example)", ""]) {
    assert.deepEqual(checkTheme({ ...good, primary: evil }).map(({ code }) => code), ["not-a-colour"]);
    assert.throws(() => themeCss({ ...good, primary: evil }));
  }
  assert.throws(() => themeAsset("../x", good));
});

test("a town's stylesheet has its content in its address", () => {
  const asset = themeAsset("musterstadt", good);
  assert.match(asset.url, /^\/assets\/theme\/musterstadt\.[0-9a-f]{16}\.css$/);
  assert.notEqual(asset.url, themeAsset("musterstadt", { ...good, primary: "#0b5d4f" }).url);
  assert.match(asset.body.toString(), /--portal-town:#0b5d4e/);
});
