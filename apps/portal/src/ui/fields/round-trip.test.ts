import assert from "node:assert/strict";
import { test } from "node:test";
import { parseStep } from "@kommunalportal/form-engine";
import { galleryAnswers, galleryForm, galleryStep, today } from "../gallery/gallery-form.ts";
import { galleryPages } from "../gallery/gallery-pages.ts";
import { readPage, type PageElement } from "../gallery/read-page.ts";

/** What a browser would send for a page's form: its successful controls (HTML 4.10.22.4), without the files. */
function posted(markup: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  const add = (name: string | undefined, value: string) => { if (name !== undefined) fields.set(name, [...(fields.get(name) ?? []), value]); };
  const { all } = readPage(markup);
  const begin = all.findIndex(({ tag, attributes }) => tag === "form" && attributes.get("class") === "portal-form");
  let select: PageElement | undefined;
  for (const element of all.slice(begin).filter(({ path }) => path.includes("portal-form"))) {
    const { tag, attributes } = element;
    const type = attributes.get("type") ?? "text";
    if (tag === "select") select = element;
    if (tag === "option" && attributes.has("selected")) add(select?.attributes.get("name"), attributes.get("value") ?? "");
    if (tag === "textarea") add(attributes.get("name"), element.rawText.replace(/\n/g, "\r\n"));
    if (tag === "input" && type !== "file" && (!["radio", "checkbox"].includes(type) || attributes.has("checked"))) add(attributes.get("name"), attributes.get("value") ?? "");
  }
  return fields;
}

const pages = galleryPages("de");

test("a step that is shown filled in and sent as it is gives the same answers again", () => {
  for (const step of ["felder", "gruppen"] as const) {
    const fields = posted(pages.get(`schritt-${step}-filled`) ?? "");
    const parsed = parseStep(galleryForm, step, fields, galleryAnswers, today);
    assert.deepEqual(parsed.errors, []);
    assert.ok(fields.size > 8);
    for (const node of galleryForm.definition.steps.find(({ id }) => id === step)?.nodes ?? []) {
      const expected = Object.entries(galleryAnswers).find(([id]) => id === node.id)?.[1];
      if (expected !== undefined) assert.deepEqual(parsed.answers[node.id], expected, node.id);
    }
  }
});

test("what was typed wrongly stands in its field again, whatever it was", () => {
  const fields = posted(pages.get("schritt-felder-wrong") ?? "");
  assert.deepEqual(fields.get("mail"), ['kein "Zeichen"<script>']);
  assert.deepEqual(["day", "month", "year"].map((part) => fields.get(`geboren.${part}`)), [["31"], ["2"], ["1984"]]);
  assert.deepEqual(fields.get("groesse"), ["viel"]);
});

test("an error stands at the input that is wrong, not at its neighbours", () => {
  const { errors } = galleryStep("felder", "wrong");
  assert.equal(errors.find(({ path }) => path === "geboren")?.input, "day");
  const { all } = readPage(pages.get("schritt-felder-wrong") ?? "");
  const invalid = (name: string) => all.find(({ attributes }) => attributes.get("name") === name)?.attributes.get("aria-invalid");
  assert.deepEqual(["day", "month", "year"].map((part) => invalid(`geboren.${part}`)), ["true", undefined, undefined]);
});
