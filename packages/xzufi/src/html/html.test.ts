import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseFragment } from "parse5";
import { cleanHtml, htmlLines } from "../index.ts";

test("allowed tags stay, others vanish and leave their words", () => {
  assert.equal(cleanHtml('<p class="x">Ein <strong style="color:red">Text</strong>.</p><div>Mehr</div><ul><li>a<li>b</ul>'), "<p>Ein <strong>Text</strong>.</p>Mehr<ul><li>a<li>b</li></li></ul>");
  assert.equal(cleanHtml("<h2>Kosten</h2>1 < 2 &amp; 3 &gt; 2 &euro; &unbekannt;"), "<h2>Kosten</h2>1 &lt; 2 &amp; 3 &gt; 2 € &amp;unbekannt;");
  assert.equal(cleanHtml("a<br/>b</p></b><p>offen"), "a<br>b<p>offen</p>");
});

test("scripts, styles, handlers and their like leave nothing", () => {
  for (const evil of ["<script>alert(1)</script>", "<SCRIPT src=x></SCRIPT >", "<style>p{}</style>", "<iframe src=x>y</iframe>", "<svg onload=alert(1)><a href='javascript:1'></a></svg>", "<!-- <p>x</p> -->", "<script>a", "<!DOCTYPE x>"]) assert.equal(cleanHtml(evil), "", evil);
  assert.equal(cleanHtml('<img src=x onerror="alert(1)">Bild'), "Bild");
  assert.equal(cleanHtml('<a href="javascript:alert(1)">Klick</a>'), "Klick");
  assert.equal(cleanHtml('<a href="&#106;avascript:alert(1)">Klick</a>'), "Klick");
  assert.equal(cleanHtml('<a href="data:text/html,x">Klick</a>'), "Klick");
  assert.equal(cleanHtml('<a href="https://stadt.example/?a=1&amp;b=2" target="_blank">Mehr</a>'), '<a href="https://stadt.example/?a=1&amp;b=2">Mehr</a>');
});

test("whatever comes in, only allowed elements and harmless addresses come out, and cleaning again changes nothing", () => {
  const allowed = new Set(["#text", "p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "i", "em", "sup", "sub", "ul", "ol", "li", "a"]);
  const piece = fc.oneof(fc.string(), fc.constantFrom("<p>", "</p>", "<b", "<a href=\"", "javascript:", "https://x.example", "\">", "<script>", "</script>", "<li>", "<ul>", "</ul>", "&lt;", "&#60;", "<!--", "-->", "<svg/onload=x>", "'", "<h1>", "</a>", "<br>"));
  fc.assert(fc.property(fc.array(piece, { maxLength: 20 }).map((parts) => parts.join("")), (html) => {
    const clean = cleanHtml(html);
    const visit = (node: { nodeName: string; attrs?: { name: string; value: string }[]; childNodes?: unknown[] }): void => {
      assert.ok(allowed.has(node.nodeName), `${node.nodeName} in ${clean}`);
      for (const { name, value } of node.attrs ?? []) assert.ok(name === "href" && /^(https?:|mailto:|tel:)/i.test(value), `${name}=${value}`);
      for (const child of node.childNodes ?? []) visit(child as typeof node);
    };
    for (const child of parseFragment(clean).childNodes) visit(child as never);
    assert.equal(cleanHtml(clean), clean);
  }), { numRuns: 500 });
});

test("lines are paragraphs, entries and line breaks; a link keeps its address", () => {
  assert.deepEqual(htmlLines("<p>Sie brauchen:</p><ul><li>Ausweis</li><li>ein <b>Foto</b><br>(biometrisch)</li></ul>"), ["Sie brauchen:", "Ausweis", "ein Foto", "(biometrisch)"]);
  assert.deepEqual(htmlLines('Siehe <a href="https://stadt.example/a">Merkblatt</a>.'), ["Siehe Merkblatt (https://stadt.example/a)."]);
  assert.deepEqual(htmlLines('<a href="https://stadt.example/">stadt.example</a> <a href="javascript:1">x</a>'), ["stadt.example x"]);
  assert.deepEqual(htmlLines("Erste\nZweite\n\n Dritte &Uuml;bung"), ["Erste", "Zweite", "Dritte Übung"]);
  assert.deepEqual(htmlLines("<p>Eine\nZeile</p><p> &nbsp; </p>"), ["Eine Zeile"]);
  assert.deepEqual(htmlLines("a < b"), ["a < b"]);
});

test("markup made to be slow is not slow", () => {
  const cpu = process.cpuUsage();
  for (const evil of ["<a ".repeat(60_000), "<".repeat(200_000), "<!--".repeat(50_000), "<script></script".repeat(12_000), "&#".repeat(100_000), "<p>".repeat(60_000), '<a href="'.repeat(20_000), "</p>".repeat(50_000)]) {
    cleanHtml(evil);
    htmlLines(evil);
  }
  const { user, system } = process.cpuUsage(cpu);
  assert.ok((user + system) / 1000 < 5000, `${(user + system) / 1000} ms`);
});
