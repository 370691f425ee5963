import assert from "node:assert/strict";
import { parse, type DefaultTreeAdapterTypes } from "parse5";

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Parses a page strictly and checks what every page of the sandbox promises: language, one h1, no skipped heading, no script. */
export async function checkPage(response: Response, status = 200): Promise<string> {
  assert.equal(response.status, status);
  assert.match(response.headers.get("content-type") ?? "", /^text\/html; charset=utf-8$/);
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(policy, /^default-src 'none'; style-src 'self'; form-action 'self'/);
  assert.doesNotMatch(policy, /unsafe/);
  const source = await response.text();
  const problems: string[] = [];
  const elements = allElements(parse(source, { onParseError: (error) => problems.push(`${error.code} in line ${error.startLine}`) }));
  assert.deepEqual(problems, []);
  const named = (name: string): Element[] => elements.filter((element) => element.tagName === name);
  assert.equal(attribute(named("html")[0], "lang"), "de");
  assert.deepEqual([named("h1").length, named("main").length, named("script").length, named("style").length], [1, 1, 0, 0]);
  let level = 0;
  for (const element of elements.filter(({ tagName }) => /^h[1-6]$/.test(tagName))) {
    assert.ok(Number(element.tagName[1]) <= level + 1, "a heading level is skipped");
    level = Number(element.tagName[1]);
  }
  for (const element of elements) assert.ok(!element.attrs.some(({ name }) => name.startsWith("on") || name === "style"), "no inline script or style");
  for (const element of [...named("button"), ...named("a")]) assert.notEqual(textOf(element).trim(), "", "every control has a name");
  return textOf(named("main")[0]).replace(/\s+/g, " ").trim();
}

function allElements(node: Node): Element[] {
  const children = "childNodes" in node ? node.childNodes.flatMap(allElements) : [];
  return "tagName" in node ? [node, ...children] : children;
}

function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.attrs.find((candidate) => candidate.name === name)?.value;
}

function textOf(node: Node | undefined): string {
  if (!node) return "";
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join(" ") : "";
}
