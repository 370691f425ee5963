import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFragment, parse } from "parse5";
import { attr, html, jsonScript, raw, renderDocument, type Content } from "./index.ts";

const corpus = [
  `<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</textarea><script>alert(1)</script>`,
  `--><script>alert(1)</script>`, `</title><svg onload=alert(1)>`, "`${alert(1)}`", `&lt;script&gt;`, `<svg/onload=alert(1)>`,
  `"autofocus onfocus=alert(1) x="`, `\u0000<b>`, `<!--`, `]]><script>`, `<a href="javascript:alert(1)">x</a>`, `\u2028<script>`,
];

interface ParsedNode { readonly nodeName: string; readonly value?: string; readonly attrs?: readonly { name: string; value: string }[]; readonly childNodes?: readonly ParsedNode[] }

function elements(markup: string): ParsedNode[] {
  const all: ParsedNode[] = [];
  const walk = (node: ParsedNode): void => {
    if (!node.nodeName.startsWith("#")) all.push(node);
    node.childNodes?.forEach(walk);
  };
  parseFragment(markup).childNodes.forEach((node) => walk(node));
  return all;
}

test("nothing a person types becomes an element or an attribute, wherever it stands", () => {
  for (const evil of corpus) {
    const page = html`<p title="${evil}" data-x='${evil}'>${evil}</p><textarea>${evil}</textarea><input ${attr("value", evil)}>`.toString();
    const found = elements(page);
    assert.deepEqual(found.map((element) => element.nodeName), ["p", "textarea", "input"], evil);
    assert.deepEqual(found.map((element) => element.attrs?.map(({ name }) => name)), [["title", "data-x"], [], ["value"]], evil);
    assert.equal(found[0]?.attrs?.[0]?.value, evil.replaceAll("\u0000", "\uFFFD"));
  }
});

test("a link never runs a script, however its scheme is hidden", () => {
  const schemes = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "\u0001javascript:alert(1)",
    "vbscript:x", "data:text/html,<script>alert(1)</script>", "data:image/svg+xml;base64,PHN2Zz4=", "blob:x", "file:///etc/passwd"];
  for (const scheme of schemes) {
    assert.equal(html`<a href="${scheme}">x</a>`.toString(), `<a href="about:invalid">x</a>`, scheme);
    assert.equal(html`<form ${attr("action", scheme)}></form>`.toString(), `<form action="about:invalid"></form>`, scheme);
  }
});

test("ordinary addresses stay as they are", () => {
  for (const url of ["/leistungen/hund?a=1#b", "?seite=2", "#feld", "https://beispiel.example/x", "mailto:amt@beispiel.example", "tel:+490555123", "../a:b", ""]) {
    assert.equal(html`<a href="${url}">x</a>`.toString(), `<a href="${url}">x</a>`);
  }
  assert.equal(html`<a href="/suche?q=${"javascript:x&y"}">x</a>`.toString(), `<a href="/suche?q=javascript:x&amp;y">x</a>`);
});

test("markup, lists and numbers pass, and nothing is written for what is absent", () => {
  const items = ["a", "<b>"].map((item) => html`<li>${item}</li>`);
  assert.equal(html`<ul>${items}</ul>${null}${undefined}${false}${0}${[1, [2, html`<i>3</i>`]]}`.toString(), "<ul><li>a</li><li>&lt;b&gt;</li></ul>012<i>3</i>");
  assert.equal(html`${raw("<b>ours</b>")}`.toString(), "<b>ours</b>");
});

test("attributes are there, absent, or bare", () => {
  const attributes = [attr("checked", true), attr("disabled", false), attr("aria-invalid", true), attr("data-n", 3), attr("id", "a\"b")];
  assert.equal(html`<input ${attributes}>`.toString(), `<input checked aria-invalid="true" data-n="3" id="a&quot;b">`);
});

test("what cannot be shown is a type error and not [object Object]", () => {
  const wrong: readonly unknown[] = [() => 1, {}, true, Symbol("x"), new Date(0), new Map()];
  // The compiler refuses these; data from outside could still bring them.
  const tag = html as (strings: TemplateStringsArray, ...values: readonly unknown[]) => unknown;
  for (const value of wrong) assert.throws(() => tag`<p>${value}</p>`, TypeError);
});

test("a template with a place that cannot be made safe never renders", () => {
  const evil: Content = "x";
  const unsafe: readonly (() => unknown)[] = [
    () => html`<a href=${evil}>x</a>`, () => html`<${evil}>`, () => html`<p${attr("id", "x")}>`, () => html`<script>${evil}</script>`,
    () => html`<style>${evil}</style>`, () => html`<!-- ${evil} -->`, () => html`<p onclick="${evil}">`, () => html`<p style="${evil}">`,
    () => html`<iframe srcdoc="${evil}"></iframe>`, () => html`<p ${evil}>`, () => html`<p title="${html`<b>x</b>`}">`, () => html`<p title="x`,
    () => html`<p>${attr("id", "x")}</p>`, () => attr("onclick", "x"), () => attr("style", "x"), () => attr("a b", "x"), () => attr("x\"", "x"),
  ];
  unsafe.forEach((render, index) => assert.throws(render, TypeError, `case ${index}`));
});

test("a data block cannot be left from inside", () => {
  const data = { name: "</script><script>alert(1)</script>", amp: "&<!--", line: "\u2028" };
  const markup = jsonScript(data, { type: "application/ld+json" }).toString();
  const found = elements(markup);
  assert.equal(found.length, 1);
  assert.deepEqual(JSON.parse(found[0]?.childNodes?.[0]?.value ?? ""), data);
  assert.throws(() => jsonScript(undefined), TypeError);
});

test("a document begins with its doctype and parses without an error", () => {
  const errors: string[] = [];
  const text = renderDocument(html`<html lang="de"><head><title>${"A & B"}</title></head><body><p>x</p></body></html>`);
  parse(text, { onParseError: (error) => errors.push(error.code) });
  assert.deepEqual(errors, []);
  assert.match(text, /^<!DOCTYPE html>\n<html/);
});
