// own process: it has a suite
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fieldPages, galleryPages } from "./gallery/gallery-pages.ts";
import { readPage } from "./gallery/read-page.ts";

for (const lang of ["de", "en"] as const) {
  describe(`every component and field type, ${lang}`, () => {
    const pages = new Map([...galleryPages(lang), ...fieldPages(lang)]);
    test("there are pages to look at", () => assert.ok(pages.size >= 18));
    for (const [name, markup] of pages) {
      const page = readPage(markup);
      test(`${name} parses without an error`, () => assert.deepEqual(page.parseErrors, []));
      test(`${name} uses every id once and refers only to ids that are there`, () => {
        const ids = page.all.flatMap((element) => element.attributes.get("id") ?? []);
        assert.deepEqual(ids.filter((id, index) => ids.indexOf(id) !== index), []);
        const known = new Set(ids);
        const references = page.all.flatMap((element) => ["aria-describedby", "aria-labelledby", "aria-controls", "for"].flatMap((attribute) => (element.attributes.get(attribute) ?? "").split(" ").filter((id) => id !== "")));
        assert.deepEqual(references.filter((id) => !known.has(id)), []);
      });
      test(`${name} names every input`, () => {
        const labelled = new Set(page.all.filter(({ tag }) => tag === "label").map((label) => label.attributes.get("for")));
        const controls = page.all.filter(({ tag, attributes }) => ["input", "select", "textarea"].includes(tag) && attributes.get("type") !== "hidden");
        assert.deepEqual(controls.filter(({ attributes }) => !labelled.has(attributes.get("id")) && !attributes.has("aria-label")).map(({ attributes }) => attributes.get("name")), []);
      });
      test(`${name} links every error to a control that says it`, () => {
        const links = page.all.filter(({ tag, attributes, path }) => tag === "a" && path.includes("portal-error-list") && attributes.has("href"));
        const summaries = page.all.filter(({ path, tag }) => tag === "li" && path.includes("portal-error-list"));
        assert.equal(links.length, summaries.length);
        if (name.endsWith("wrong")) assert.ok(links.length >= 3, "the wrong state shows errors");
        for (const link of links) {
          const target = page.all.find((element) => element.attributes.get("id") === link.attributes.get("href")?.slice(1));
          assert.ok(target !== undefined, `${link.attributes.get("href")} is there`);
          assert.ok(page.all.some((element) => element.tag === "p" && element.attributes.get("class") === "kern-error" && element.text.endsWith(link.text)), `»${link.text}« stands at the field`);
        }
      });
      test(`${name} has one h1 and skips no heading`, () => {
        const levels = page.all.filter(({ tag }) => /^h[1-6]$/.test(tag)).map(({ tag }) => Number(tag.slice(1)));
        assert.equal(levels.filter((level) => level === 1).length, 1);
        levels.forEach((level, index) => assert.ok(index === 0 || level <= (levels[index - 1] ?? 0) + 1, `h${levels[index - 1]} is followed by h${level}`));
      });
      test(`${name} has no inline script or style`, () => {
        assert.deepEqual(page.all.filter(({ attributes }) => attributes.has("style") || [...attributes.keys()].some((attribute) => attribute.startsWith("on"))).map(({ tag }) => tag), []);
        assert.deepEqual(page.all.filter(({ tag, attributes }) => tag === "style" || (tag === "script" && !attributes.has("src") && attributes.get("type") !== "application/ld+json")).map(({ tag }) => tag), []);
      });
      test(`${name} has its landmarks, its language and a title with the town`, () => {
        assert.equal(page.all.filter(({ tag }) => tag === "main").length, 1);
        assert.equal(page.all.find(({ tag }) => tag === "html")?.attributes.get("lang"), lang);
        assert.match(page.all.find(({ tag }) => tag === "title")?.text ?? "", name.endsWith("wrong") ? /^(?:Fehler|Error): .+ – Musterstadt$/ : /^[^:]+ – Musterstadt$/);
      });
    }
  });
}
