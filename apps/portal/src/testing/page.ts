import { parse, type DefaultTreeAdapterMap, type ParserError } from "parse5";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];

export interface FormOnPage {
  readonly action: string;
  readonly method: string;
  readonly multipart: boolean;
  /** Names with the values a browser would send without any input: text, hidden, checked, selected. */
  readonly fields: readonly (readonly [string, string])[];
  readonly buttons: readonly { readonly text: string; readonly name: string; readonly value: string; readonly formaction: string | undefined }[];
  readonly controls: readonly { readonly name: string; readonly type: string; readonly value: string; readonly options: readonly string[] }[];
}

/** A page as a strict reader sees it: parse errors, headings, links and forms. */
export interface ParsedPage {
  readonly problems: readonly string[];
  readonly title: string;
  readonly h1: string;
  readonly text: string;
  readonly links: readonly { readonly text: string; readonly href: string }[];
  readonly forms: readonly FormOnPage[];
  /** The first form that has a button with this text. */
  form(buttonText: string | RegExp): FormOnPage;
  link(text: string | RegExp): string;
}

const attribute = (element: Element, name: string): string | undefined => element.attrs.find((a) => a.name === name)?.value;
const isElement = (node: Node): node is Element => "tagName" in node;

function* elements(node: Node): Generator<Element> {
  if (isElement(node)) yield node;
  if ("childNodes" in node) for (const child of node.childNodes) yield* elements(child);
}
function textOf(node: Node): string {
  if (node.nodeName === "#text") return (node as DefaultTreeAdapterMap["textNode"]).value;
  if (isElement(node) && (node.tagName === "script" || node.tagName === "style")) return "";
  return "childNodes" in node ? node.childNodes.map(textOf).join(" ") : "";
}
const words = (node: Node): string => textOf(node).replace(/\s+/g, " ").trim();
const matches = (text: string, wanted: string | RegExp): boolean => (typeof wanted === "string" ? text === wanted || text.startsWith(wanted) : wanted.test(text));

export function parsePage(html: string): ParsedPage {
  const errors: ParserError[] = [];
  const document = parse(html, { sourceCodeLocationInfo: true, onParseError: (error) => { errors.push(error); } });
  const all = [...elements(document)];
  const forms = all.filter((e) => e.tagName === "form").map((form) => readForm(form, all));
  const links = all.filter((e) => e.tagName === "a" && attribute(e, "href") !== undefined).map((e) => ({ text: words(e), href: attribute(e, "href")! }));
  const h1 = all.find((e) => e.tagName === "h1");
  const body = all.find((e) => e.tagName === "body");
  const title = all.find((e) => e.tagName === "title");
  return {
    problems: [...errors.map(({ code, startLine }) => `${code} in line ${startLine}`), ...pageProblems(all)],
    title: title ? words(title) : "", h1: h1 ? words(h1) : "", text: body ? words(body) : "", links, forms,
    form(buttonText) {
      const found = forms.find(({ buttons }) => buttons.some(({ text }) => matches(text, buttonText)));
      if (!found) throw new Error(`no form with a button ${String(buttonText)} on »${h1 ? words(h1) : "?"}«; there are ${forms.flatMap((f) => f.buttons.map((b) => b.text)).join(" | ")}`);
      return found;
    },
    link(text) {
      const found = links.find((one) => matches(one.text, text));
      if (!found) throw new Error(`no link ${String(text)} on »${h1 ? words(h1) : "?"}«; there are ${links.map((one) => one.text).join(" | ")}`);
      return found.href;
    },
  };
}

function readForm(form: Element, all: readonly Element[]): FormOnPage {
  const id = attribute(form, "id");
  const inside = [...elements(form), ...(id === undefined ? [] : all.filter((e) => attribute(e, "form") === id))];
  const fields: [string, string][] = [];
  const buttons: FormOnPage["buttons"][number][] = [];
  const controls: FormOnPage["controls"][number][] = [];
  for (const e of inside) {
    const name = attribute(e, "name") ?? "";
    const type = attribute(e, "type") ?? "text";
    const value = attribute(e, "value") ?? "";
    if (e.tagName === "button" && type !== "button" && type !== "reset") { buttons.push({ text: words(e), name, value, formaction: attribute(e, "formaction") }); continue; }
    if (name === "" || attribute(e, "disabled") !== undefined) continue;
    if (e.tagName === "textarea") { fields.push([name, textOf(e)]); controls.push({ name, type: "textarea", value: "", options: [] }); }
    if (e.tagName === "select") {
      const options = [...elements(e)].filter((o) => o.tagName === "option");
      const selected = options.find((o) => attribute(o, "selected") !== undefined) ?? options[0];
      fields.push([name, selected ? attribute(selected, "value") ?? words(selected) : ""]);
      controls.push({ name, type: "select", value: "", options: options.map((o) => attribute(o, "value") ?? words(o)) });
    }
    if (e.tagName === "input") {
      controls.push({ name, type, value, options: [] });
      if (type === "file" || type === "submit") continue;
      if ((type === "checkbox" || type === "radio") && attribute(e, "checked") === undefined) continue;
      fields.push([name, type === "checkbox" && attribute(e, "value") === undefined ? "on" : value]);
    }
  }
  return { action: attribute(form, "action") ?? "", method: (attribute(form, "method") ?? "get").toLowerCase(), multipart: attribute(form, "enctype") === "multipart/form-data", fields, buttons, controls };
}

/** What every page has to keep: unique ids, labels, headings in order, nothing inline. */
function pageProblems(all: readonly Element[]): string[] {
  const problems: string[] = [];
  const ids = new Map<string, number>();
  for (const e of all) { const id = attribute(e, "id"); if (id !== undefined) ids.set(id, (ids.get(id) ?? 0) + 1); }
  for (const [id, count] of ids) if (count > 1) problems.push(`id ${id} stands ${count} times`);
  const labelled = new Set(all.filter((e) => e.tagName === "label").map((e) => attribute(e, "for")));
  let level = 0;
  for (const e of all) {
    if (attribute(e, "style") !== undefined) problems.push(`inline style on ${e.tagName}`);
    for (const { name } of e.attrs) if (/^on[a-z]+$/.test(name)) problems.push(`inline handler ${name} on ${e.tagName}`);
    if ((e.tagName === "script" && attribute(e, "src") === undefined && attribute(e, "type") !== "application/ld+json") || e.tagName === "style") problems.push(`inline ${e.tagName}`);
    if (["input", "select", "textarea"].includes(e.tagName) && !["hidden", "submit"].includes(attribute(e, "type") ?? "") && !labelled.has(attribute(e, "id")) && attribute(e, "aria-label") === undefined && attribute(e, "aria-labelledby") === undefined) problems.push(`no label for ${attribute(e, "name") ?? e.tagName}`);
    for (const reference of ["aria-describedby", "aria-labelledby"]) for (const id of (attribute(e, reference) ?? "").split(/\s+/).filter(Boolean)) if (!ids.has(id)) problems.push(`${reference} points to ${id}, which is not there`);
    const heading = /^h([1-6])$/.exec(e.tagName)?.[1];
    if (heading !== undefined) {
      if (Number(heading) > level + 1) problems.push(`heading h${heading} after h${level}`);
      level = Number(heading);
    }
  }
  if (all.filter((e) => e.tagName === "h1").length !== 1) problems.push("not exactly one h1");
  if (all.filter((e) => e.tagName === "main").length !== 1) problems.push("not exactly one main");
  return problems;
}
